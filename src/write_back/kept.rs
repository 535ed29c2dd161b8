//! Which values stay online although the file says otherwise.

use std::rc::Rc;

use serde_json::Value;

use crate::drift::{Difference, Drift, ResourceDrift, Standing, is_block};
use crate::model::arguments;
use crate::model::document::{Leaf, leaves};
use crate::model::edit::get;
use crate::model::fields::Field;
use crate::model::hidden::{HiddenPlace, missing};
use crate::model::path::{Path, PathStep};
use crate::model::resource::Resource;
use crate::model::routes;
use crate::model::seal::{Sealer, holds_sealed};
use crate::model::secrecy;
use crate::package::Compared;
use crate::plan::{self, Answers, Asked, Side, asked, standing};
use crate::snapshot::{Part, Snapshot};
use crate::typed::Typed;

/// What stays online although the project says otherwise.
#[derive(Debug, Default)]
pub struct KeptOnline {
    pub settings: Vec<Setting>,
    /// Whether this run decided that the code stays.
    pub code: bool,
    /// Whether that is code which a colleague has deployed: the commit brings it home.
    pub is_code_theirs: bool,
    /// Whether an earlier one did, and this one left it so.
    pub code_before: bool,
    /// What is in the code here and online, where that had to be looked at.
    pub compared: Option<Rc<Compared>>,
}

/// One setting that stays as it is online, or (with an empty path) a resource that stays deleted.
#[derive(Clone)]
pub struct Setting {
    /// The resource that it is a setting of.
    pub resource: Resource,
    /// Empty for the resource as a whole.
    pub path: Path,
    /// In clear: it is what goes into the file. `None` where it is absent online, or at its default.
    pub(super) live: Option<Leaf>,
    /// The default that is in force where it is absent, if that is known.
    pub(super) default: Option<Value>,
    /// Whether the file is to say that default, instead of nothing: it may have another one, or ask for
    /// a value.
    pub(super) says_default: bool,
    /// The same as it may be shown.
    pub sealed: Option<Value>,
    /// Whether this run decided it, and not an earlier one.
    pub new: bool,
    /// Whether a colleague has deployed it so: the commit brings it home.
    pub is_theirs: bool,
    /// The variable of the environment in which a person would hand it over.
    pub(super) variable: String,
    /// Whether its value is known to be a secret of something else.
    pub(super) repeats: bool,
    /// The secret that belongs to it online, where the service does not show that and the file has
    /// none for it: in the file it would stand beside the secret of something else.
    pub torn_from: Option<Path>,
}

impl std::fmt::Debug for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The value may be a secret.
        write!(f, "{}", self.resource.address(&self.path))
    }
}

impl Setting {
    /// Whether both are the same setting.
    pub fn is(&self, other: &Setting) -> bool {
        self.resource == other.resource && self.path == other.path
    }

    /// Whether it is the function itself, or a domain that belongs to none, which stays deleted.
    pub fn is_whole_root(&self) -> bool {
        self.resource.is_root() && self.path.0.is_empty()
    }

    /// Whether its value looks like a secret, by its name or by its shape.
    pub fn looks_secret(&self) -> bool {
        // A resource as a whole has no value.
        let name = match self.path.0.last() {
            Some(PathStep::Key(name) | PathStep::Item(name)) => name,
            None => return false,
        };
        let field = self.live.as_ref().and_then(|leaf| leaf.field);
        // An id of the catalogue is no secret, however long and random it looks.
        if field.is_some_and(|field| field.id) {
            return false;
        }
        // What is secret by its place may be harmless; anything else is sealed by what it looks like.
        let by_place = field.is_none_or(|field| field.secret);
        let guessed = !by_place && self.sealed.as_ref().is_some_and(holds_sealed);
        let is_secret = |value| secrecy::named(name, value) || arguments::hold_secret(value);
        guessed
            || (by_place
                && self
                    .value()
                    .is_some_and(|value| self.repeats || is_secret(value)))
    }

    /// Whether it goes into a file only where a person says so.
    pub fn is_withheld(&self) -> bool {
        self.torn_from.is_none() && self.looks_secret()
    }

    /// How it can stand in `s.yaml` without its value. Of a list only what is secret in it is taken
    /// from the environment, in the words of the file's edition.
    pub fn by_hand(&self, typed: &Typed) -> String {
        let (address, variable) = (self.resource.address(&self.path), &self.variable);
        let from = |variable: &str| typed.variable(variable);
        // Only what is sealed in a list is a secret; the harmless items have to stand in the file again,
        // too.
        let value = match &self.sealed {
            Some(Value::Array(items)) => {
                let item = |(at, item): (usize, &Value)| match holds_sealed(item) {
                    true => Value::from(from(&format!("{variable}_{at}"))),
                    false => item.clone(),
                };
                Value::Array(items.iter().enumerate().map(item).collect()).to_string()
            }
            _ => from(variable),
        };
        format!("{address}: {value}")
    }

    /// What goes into the file; nothing where it is taken out of there.
    pub(super) fn value(&self) -> Option<&Value> {
        let default = self.default.as_ref().filter(|_| self.says_default);
        self.live.as_ref().map(|leaf| &leaf.value).or(default)
    }

    /// The same as it may be shown. A default is no secret.
    pub fn shown(&self) -> Option<&Value> {
        match self.live {
            Some(_) => self.sealed.as_ref(),
            None => self.value(),
        }
    }

    /// The same, with nothing said where only a default would be.
    pub(super) fn left_out(&self) -> Setting {
        Setting {
            says_default: false,
            ..self.clone()
        }
    }

    /// The forms in which a file can say it, the one that comes closest to what is online first.
    pub(super) fn forms(&self) -> Vec<Setting> {
        let mut forms = vec![self.clone()];
        if self.live.is_none() && self.default.is_some() {
            // Whether a file can leave a default out depends on the property: it may have a default of its
            // own, or ask for a value (`enable` of a timer). The proof shows which form is right.
            forms.push(Setting {
                says_default: !self.says_default,
                ..self.clone()
            });
        }
        forms
    }
}

/// Everything that stays online once these answers are carried out.
pub fn kept(snapshot: &Snapshot, drift: &Drift, answers: &Answers, sealer: &Sealer) -> KeptOnline {
    let remote = |asked: &Asked| answers.side(asked) == Some(Side::Remote);
    let decided: Vec<Asked> = asked(drift).into_iter().filter(remote).collect();
    let mut codes = decided.iter().filter(|asked| asked.question.is_code());
    let is_theirs = |resource: &Resource, path: &Path| is_theirs(drift, resource, path);
    let is_code_theirs = codes.clone().next().is_some()
        && codes
            .clone()
            .all(|asked| is_theirs(&asked.question.resource, &asked.question.path));
    let code = codes.next().is_some();
    // What was kept by earlier runs stays so unless these answers take it back.
    let before = standing(drift, answers);
    let is_code =
        |one: &ResourceDrift, found: &&Difference| one.resource.kind.is_code(found.path.top());
    let code_before = before
        .iter()
        .any(|(one, found)| found.iter().any(|found| is_code(one, found)));
    let settings = snapshot.parts().flat_map(|part| {
        let before = before.iter().find(|(one, _)| one.resource == part.resource);
        of_part(part, before, &decided, sealer)
    });
    let mut settings: Vec<Setting> = settings.collect();
    for one in &mut settings {
        one.is_theirs = is_theirs(&one.resource, &one.path);
    }
    // Nothing of a function is in force that stays deleted, so there is only all of it to take out.
    let is_gone = settings.iter().any(Setting::is_whole_root);
    if is_gone {
        settings.retain(Setting::is_whole_root);
    }
    KeptOnline {
        settings,
        code: code && !is_gone,
        is_code_theirs,
        code_before: code_before && !is_gone,
        compared: drift.resources.iter().find_map(|one| one.code.clone()),
    }
}

/// Whether a colleague has deployed a setting as it is online.
fn is_theirs(drift: &Drift, resource: &Resource, path: &Path) -> bool {
    let mut all = drift.resources.iter();
    let Some(drift) = all.find(|one| one.resource == *resource) else {
        return false;
    };
    let mut found = drift.differences.iter().chain(&drift.kept);
    found.any(|one| {
        let kept = one.kept.as_ref();
        let is_kept = kept.is_some_and(|kept| kept.deploy.is_some());
        one.path == *path && (is_kept || plan::theirs(drift, one).is_some())
    })
}

/// What of all that stands kept is never written into a file without a question.
pub fn withheld<'p>(
    parts: impl IntoIterator<Item = &'p Part>,
    standing: &[plan::Kept<'_>],
) -> Vec<Setting> {
    // Nothing is sealed here: what is shown of it is what the drift has, which is sealed already.
    let withheld_in = |part: &Part| -> Vec<Setting> {
        let found = standing
            .iter()
            .filter(|(one, _)| one.resource == part.resource)
            .flat_map(|(_, found)| found);
        let found = found.map(|found| Setting {
            sealed: found.live.clone(),
            ..setting(part, found.path.clone(), false, None)
        });
        found.filter(Setting::is_withheld).collect()
    };
    parts.into_iter().flat_map(withheld_in).collect()
}

/// What stays online of one resource: what this run decided, what earlier ones did, and the resource itself
/// where it stays deleted.
fn of_part(
    part: &Part,
    before: Option<&plan::Kept<'_>>,
    decided: &[Asked],
    sealer: &Sealer,
) -> Vec<Setting> {
    let mine = decided
        .iter()
        .filter(|asked| asked.question.resource == part.resource);
    // In the file it would follow nothing any more.
    let mine = mine.filter(|asked| !part.is_led(&asked.question.path));
    let new = mine.map(|asked| (asked.question.path.clone(), true));
    let gone = before.is_some_and(|(drift, _)| drift.standing == Standing::StaysDeleted);
    // The decision that it stays deleted is an earlier one: that of this run is among `mine`, with the same
    // path.
    let gone = gone.then(|| (Path::default(), false));
    let before = before.into_iter().flat_map(|(_, found)| found);
    let before = before.map(|found| (found.path.clone(), false));
    let places = new.chain(before).chain(gone);
    let sealed = part
        .live
        .as_ref()
        .map(|live| sealer.seal(part.resource.kind, &live.document));
    // Code goes home as files, not as a value.
    let places = places
        .filter(|(path, _)| !(part.resource.kind.is_code(path.top())))
        .filter(|(path, _)| !is_answer(part, path))
        .map(|(path, new)| (deleted_route(part, &path).unwrap_or(path), new));
    let mut settings: Vec<Setting> = Vec::new();
    for (path, new) in places {
        // Of a route that is gone there is one entry to take out, whatever stands in it.
        match settings.iter_mut().find(|one| one.path == path) {
            Some(known) => known.new |= new,
            None => settings.push(setting(part, path, new, sealed.as_ref())),
        }
    }
    settings
}

/// The route of a setting, where all of it is gone online.
fn deleted_route(part: &Part, path: &Path) -> Option<Path> {
    let live = &part
        .live
        .as_ref()
        .filter(|_| part.resource.kind.is_shared())?
        .document;
    let route = routes::route_of(path)?;
    let is_in = |one: &Path| one.0.starts_with(&route.0);
    let is_there = leaves(part.resource.kind, live).keys().any(is_in);
    (!is_there).then_some(route)
}

/// Whether only the service says it, as the digest of an image: no file can.
pub(super) fn is_answer(part: &Part, path: &Path) -> bool {
    let online = part.live.as_ref().map(|live| &live.document);
    let leaf = online.and_then(|online| leaves(part.resource.kind, online).remove(path));
    leaf.and_then(|leaf| leaf.field)
        .is_some_and(|field| field.unsent)
}

/// A setting of a resource with everything that is needed to write it, or to say where it goes. `sealed` is
/// the document that is online as it may be shown.
pub(super) fn setting(part: &Part, path: Path, new: bool, sealed: Option<&Value>) -> Setting {
    let kind = part.resource.kind;
    // A leaf is missing where a value is at its default, so the default is looked up beside it.
    let at = |document: &Value| leaves(kind, document).remove(&path);
    let online = part.live.as_ref().map(|live| &live.document);
    let field = at(&part.file).and_then(|leaf| leaf.field);
    let default = field.and_then(Field::default_value);
    let said = online.and_then(|online| get(kind, online, &path));
    let documents = [Some(&part.file), online].into_iter().flatten();
    let beside: Vec<Path> = documents
        .flat_map(|one| leaves(kind, one).into_keys())
        .collect();
    Setting {
        variable: part.variables.name(&part.resource, &path, &beside),
        torn_from: torn_from(part, &path),
        live: online.and_then(at),
        // Where the service itself says the default, the file does so first.
        says_default: default.is_some() && said == default.as_ref(),
        default,
        sealed: sealed.and_then(at).map(|leaf| leaf.value),
        resource: part.resource.clone(),
        repeats: part.repeating.contains(&path),
        path,
        new,
        is_theirs: false,
    }
}

/// The hidden secret that belongs to a setting online, as [`Setting::torn_from`] has it.
fn torn_from(part: &Part, path: &Path) -> Option<Path> {
    let (online, top) = (&part.live.as_ref()?.document, path.top());
    let missing = missing(part.resource.kind, online, &part.file, |one| one == top);
    let mut missing = missing.into_iter();
    // A block that is decided as a whole would be written without its secret, too.
    let belongs = |place: &HiddenPlace| place.beside == *path || is_block(part, top);
    missing.find(belongs).map(|place| place.path)
}
