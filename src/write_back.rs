//! Brings home what stays online: the kept values go into `s.yaml`, so that the file says again what
//! is in force. Only what is proved right is written; of everything else the place is named.

mod changes;
mod common;
mod environment;
mod kept;
mod place;
mod shared;
mod sources;
mod together;

use serde_json::Value;

pub use self::environment::{Environment, environment};
pub use self::kept::{KeptOnline, Setting, kept, withheld};
pub use self::sources::sources;
use self::sources::top;
use crate::dialect::Care;
use crate::error::{Error, Result};
use crate::given::Given;
use crate::model::desired::Desired;
use crate::model::document::{Leaf, Leaves, leaves, same};
use crate::model::fields::Fallback;
use crate::model::path::Path;
use crate::typed::Typed;
use crate::words;
use crate::words::Words;
use crate::yaml::{self, ByHand, Source, YamlStep};

/// What will become of the kept values.
#[derive(Debug, Default)]
pub struct Proposal {
    /// The files that change: path, text before, text afterwards.
    pub files: Vec<(String, String, String)>,
    /// The settings that are in them.
    pub written: Vec<Setting>,
    /// What a person has to edit.
    pub by_hand: Vec<EditByHand>,
}

/// Where a person has to edit, and why.
#[derive(Clone, Debug)]
pub struct EditByHand {
    pub setting: Setting,
    /// The file and the 1-based line, where they are known.
    pub at: Option<(String, usize)>,
    /// Why it was not written, and what to do.
    pub why: Words,
}

/// Works out how the files have to change. Nothing is written.
///
/// # Errors
/// A file cannot be read, or is no YAML that this can edit.
pub fn propose(given: &Given<'_>, typed: &Typed, settings: &[Setting]) -> Result<Proposal> {
    let mut proposal = Proposal::default();
    let place = given.place;
    let Some((files, name)) =
        sources(given.files, place.path.as_deref(), typed)?.zip(place.resource.as_deref())
    else {
        let why = words!(
            "it is not known which file holds it",
            "不知道该配置写在哪个文件中"
        );
        proposal.by_hand = settings
            .iter()
            .map(|one| by_hand(one, None, why.clone()))
            .collect();
        return Ok(proposal);
    };
    // What is online in one environment would be deployed to all others with the file.
    if let Some(environment) = environment(given, typed)? {
        let place = |one: &Setting| by_hand(one, None, environment.place(name, one));
        proposal.by_hand = settings.iter().map(place).collect();
        return Ok(proposal);
    }
    // There is only all of it to take out: a resource that has lost its triggers one by one would create
    // the function again without them.
    if let Some(gone) = settings.iter().find(|one| one.is_whole_root()) {
        let why = words!(
            "remove resource {name} from s.yaml, with all that belongs to it",
            "请从 s.yaml 中删除资源 {name} 及其所有内容"
        );
        proposal.by_hand.push(by_hand(gone, None, why));
        return Ok(proposal);
    }
    let attempt = |settings: &[Setting]| attempt(given, (&files, name), settings);
    let texts: Vec<Source<'_>> = read_from(&files).collect();
    let mut own = Vec::new();
    for setting in settings {
        match &common::sharers(&texts, name, setting)[..] {
            [] => own.push(setting.clone()),
            others => {
                let tried = attempt(std::slice::from_ref(setting))?;
                proposal
                    .by_hand
                    .extend(common::in_the_way(tried, setting, others));
            }
        }
    }
    if own.is_empty() {
        return Ok(proposal);
    }
    // Each is tried alone first, so that one that cannot be written holds up no other.
    let (open, places) = together::proved(&attempt, &own)?;
    proposal.by_hand.extend(places);
    // All of them once more, since only that gives the text: two that are right alone may be wrong
    // together.
    let (edited, places) = attempt(&open)?;
    if places.is_empty() {
        proposal.files = edited;
        proposal.written = open;
    } else {
        proposal.by_hand.extend(places);
    }
    Ok(proposal)
}

/// What a person has to edit together with a secret that nobody can show.
pub fn torn(settings: &[Setting]) -> Proposal {
    let place = |setting: &Setting| {
        let path = setting.torn_from.as_ref()?;
        let why = words!(
            "what belongs to it is not shown by the service: put it in together with its {path}",
            "与它一体的值服务端不返回：请与其 {path} 一并填写"
        );
        Some(by_hand(setting, None, why))
    };
    Proposal {
        by_hand: settings.iter().filter_map(place).collect(),
        ..Proposal::default()
    }
}

/// The files that change, as in a proposal, and what is in the way; one of them is empty.
type Edited = (Vec<(String, String, String)>, Vec<EditByHand>);

/// Tries to write all of these settings into the file, and proves that it says them then and nothing else
/// new. Nothing is written to disk.
///
/// # Errors
/// As [`propose`].
fn attempt(
    given: &Given<'_>,
    (files, name): (&[(String, String)], &str),
    settings: &[Setting],
) -> Result<Edited> {
    let mut places = Vec::new();
    // The values go into the props first, and the file is edited by what changed there: only so is it known
    // which property, and in which form, says the setting.
    let mut props = given.props.clone();
    for setting in settings {
        let (resource, path) = (&setting.resource, &setting.path);
        let way = given.way(&props, resource, path);
        let value = setting.value();
        let value = value.map(|value| given.worded(resource, path, value));
        if !way.is_some_and(|way| place::put(&mut props, &way, value.as_ref())) {
            places.push(by_hand(setting, None, nowhere()));
        }
    }
    places.extend(unproved(given, &props, settings));
    if !places.is_empty() {
        // Tried alone, a setting without a place is also one that the props do not say: it is told once.
        places.dedup_by(|one, other| one.setting.is(&other.setting));
        return Ok((Vec::new(), places));
    }
    let root = [top(files), name, "props"].map(|key| YamlStep::Key(key.to_owned()));
    let edits = changes::between(&root, given.props, &props);
    let sources: Vec<Source<'_>> = read_from(files).collect();
    let rewrite = yaml::rewrite(&sources, &edits).map_err(|trouble| unreadable(files, &trouble))?;
    // The text is rewritten edit by edit, and people think in settings: each gets the line of an edit that
    // was made for it.
    let stuck = settings.iter().filter_map(|setting| {
        let way = given.way(given.props, &setting.resource, &setting.path);
        let steps = way.map(|way| place::steps(given.props, &way));
        let place = rewrite
            .by_hand
            .iter()
            .find(|place| concerns(&edits[place.edit].path[root.len()..], steps.as_deref()))?;
        let at = (files[place.file].0.clone(), place.line);
        Some(by_hand(setting, Some(at), place.why.words()))
    });
    places.extend(stuck);
    if places.is_empty() && !rewrite.by_hand.is_empty() {
        // Which value it was about cannot be told, so none is written.
        let ByHand {
            file, line, why, ..
        } = rewrite.by_hand[0];
        let at = (files[file].0.clone(), line);
        places.extend(
            settings
                .iter()
                .map(|one| by_hand(one, Some(at.clone()), why.words())),
        );
    }
    let edited = rewrite.files.into_iter();
    let edited = edited.map(|(index, text)| (files[index].0.clone(), files[index].1.clone(), text));
    let edited: Vec<_> = edited.collect();
    places.extend(shared_with_others(given, files, &edited, settings)?);
    match places.is_empty() {
        true => Ok((edited, places)),
        false => Ok((Vec::new(), places)),
    }
}

fn read_from(files: &[(String, String)]) -> impl Iterator<Item = Source<'_>> {
    files.iter().map(|(path, text)| Source { path, text })
}

/// What would be written into a file that other projects extend, too.
///
/// # Errors
/// A folder cannot be read.
fn shared_with_others(
    given: &Given<'_>,
    files: &[(String, String)],
    edited: &[(String, String, String)],
    settings: &[Setting],
) -> Result<Vec<EditByHand>> {
    let Some((main, _)) = files.first() else {
        return Ok(Vec::new());
    };
    let Some((path, before, after)) = edited.iter().find(|(path, ..)| path != main) else {
        return Ok(Vec::new());
    };
    let sharers = shared::sharers(given.files, main, path)?;
    if sharers.is_empty() {
        return Ok(Vec::new());
    }
    let lines = before.lines().zip(after.lines());
    let line = lines.take_while(|(old, new)| old == new).count() + 1;
    let why = shared::why(path, &sharers);
    let place = |one| by_hand(one, Some((path.clone(), line)), why.clone());
    Ok(settings.iter().map(place).collect())
}

/// Whether an edit is there for the sake of a setting.
fn concerns(edited: &[YamlStep], setting: Option<&[YamlStep]>) -> bool {
    // Without a way it cannot be told which edit is its own, so any may be. One path within the other is
    // the same place: a block that is new is one edit for all settings in it.
    setting.is_none_or(|steps| {
        let common = edited
            .iter()
            .zip(steps)
            .take_while(|(one, other)| one == other)
            .count();
        common == edited.len() || common == steps.len()
    })
}

/// The settings that the file would not say even then, or all of them where another one would
/// change as well.
fn unproved(given: &Given<'_>, props: &Value, settings: &[Setting]) -> Vec<EditByHand> {
    // With the care of a deploy: what the file would be refused for must not be written into it.
    let read = |props: &Value| {
        let reading = given.read(Care::Deploy, props);
        reading.map(|reading| reading.desired)
    };
    let each_by_hand = |why: Words| {
        settings
            .iter()
            .map(|one| by_hand(one, None, why.clone()))
            .collect()
    };
    let (before, after) = match (read(given.props), read(props)) {
        (Ok(before), Ok(after)) => (before, after),
        (_, Err(error)) | (Err(error), _) => return each_by_hand(error.what),
    };
    let unsaid = settings.iter().filter(|setting| !says(&after, setting));
    let wrong: Vec<EditByHand> = unsaid.map(|one| by_hand(one, None, nowhere())).collect();
    if !wrong.is_empty() {
        return wrong;
    }
    match others_moved(&before, &after, settings) {
        false => Vec::new(),
        true => each_by_hand(words!(
            "something else would change with it",
            "修改它会一并改变其他配置"
        )),
    }
}

/// Whether the project would say now what stays online.
fn says(desired: &Desired, setting: &Setting) -> bool {
    let kind = setting.resource.kind;
    let document = place::document(desired, &setting.resource);
    // A resource that stays deleted is proved by its absence; a configuration without settings is none.
    if setting.path.0.is_empty() {
        return document.is_none_or(|document| leaves(kind, document).is_empty());
    }
    let leaves = document.map_or_else(Leaves::new, |document| leaves(kind, document));
    // Of an entry that is gone as a whole no setting may be left.
    let is_in = |path: &Path| *path != setting.path && path.0.starts_with(&setting.path.0);
    let is_whole = setting.live.is_some() || !leaves.keys().any(is_in);
    is_whole && same(leaves.get(&setting.path), setting.live.as_ref())
}

/// Whether any setting changed that is not among these.
fn others_moved(before: &Desired, after: &Desired, settings: &[Setting]) -> bool {
    let resources = [before, after].into_iter().flat_map(|one| &one.items);
    let mut resources = resources.map(|item| &item.resource);
    resources.any(|resource| {
        let kind = resource.kind;
        let said = |desired: &Desired| {
            let document = place::document(desired, resource);
            let mut settings = document
                .map(|document| leaves(kind, document))
                .unwrap_or_default();
            // What the file does not say was filled in for a creation, and may follow what is written now.
            settings.retain(|path, _| !kind.is_function() || !desired.unsaid.contains(&path.top()));
            settings
        };
        let (before, after) = (said(before), said(after));
        // Of a block there is one in the file, whatever name its resource has; entries of lists have names.
        let is_about = |one: &Setting| {
            one.resource.kind == kind
                && (!kind.is_entry() || one.resource.name() == resource.name())
        };
        let mine = |path: &Path| {
            let mut mine = settings.iter().filter(|one| is_about(one));
            mine.any(|one| path.0.starts_with(&one.path.0))
        };
        let mut paths = before.keys().chain(after.keys());
        // What is left to the service from now on takes nothing from anybody.
        let is_left = |path: &Path| {
            let served = |leaf: &Leaf| {
                leaf.field
                    .is_some_and(|field| field.fallback == Fallback::Served)
            };
            !after.contains_key(path) && before.get(path).is_some_and(served)
        };
        // A setting below one that is written moves with it, and was asked for.
        paths.any(|path| !mine(path) && !is_left(path) && !same(before.get(path), after.get(path)))
    })
}

fn by_hand(setting: &Setting, at: Option<(String, usize)>, why: Words) -> EditByHand {
    EditByHand {
        setting: setting.clone(),
        at,
        why,
    }
}

/// Why a setting has no place in the props, or does not read back as it was put there.
fn nowhere() -> Words {
    words!(
        "s.yaml writes this setting in another form",
        "s.yaml 与线上对该配置的写法不同"
    )
}

/// A file in which no edit can be placed.
fn unreadable(files: &[(String, String)], trouble: &yaml::Unreadable) -> Error {
    let (path, line) = (&files[trouble.file].0, trouble.line);
    let Words { en, zh } = &trouble.why;
    Error::local(words!(
        "{path}:{line}: {en}; the file was left as it is",
        "{path}:{line}：{zh}；文件未做修改"
    ))
    .hint(words!(
        "edit the kept values there by hand",
        "请手动将保留的值写入该文件"
    ))
}
