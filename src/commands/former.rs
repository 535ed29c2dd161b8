//! A resource of the file whose function has another name than before: what others changed in the one
//! that was deployed, and what was kept there, does not come along, and the routes of its domain leave it.

use crate::commands::claims;
use crate::commands::code::{self, KnownPackages, Ours};
use crate::decide;
use crate::drift::{self, Drift, Standing};
use crate::error::{Error, Outcome, Result};
use crate::model::desired::{Desired, Item};
use crate::model::document::{Leaf, leaves, same};
use crate::model::kind::Naming;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::scope::Scope;
use crate::package::Packed;
use crate::paths::join;
use crate::plan::{Answers, Asked, Policy, Side, asked};
use crate::project::Project;
use crate::report::LeftBehind;
use crate::snapshot::{self, Part, Snapshot};
use crate::state::record::{Baseline, Origin, Record};
use crate::time::rfc3339;
use crate::view::former::FormerFunction;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// What the function of an earlier name has that the one of the new name would not have.
pub(super) struct Former {
    pub(super) function: Resource,
    /// What others changed, and nobody decided about.
    pub(super) asked: Vec<Asked>,
    /// What was kept, what is the console's, and what others put beside it.
    pub(super) kept: Vec<String>,
    /// What stays deleted there by a decision, and comes with the new name.
    pub(super) back: Vec<String>,
}

/// What a deploy has of the code: its package, and what it has learnt of packages.
pub(super) type Code<'c> = (Ours<'c>, &'c KnownPackages);

/// What is compared with the function of an earlier name. Whoever deploys any part of the function of the
/// present name leaves all of the other one behind, whatever part of it the command names: what is not there
/// is created as a whole, and what is deployed is the one deployed last from then on.
pub(super) fn wanted(project: &Project<'_>, packed: Option<&Packed>, scope: &Scope) -> Desired {
    match scope.function {
        Some(_) => project.within(packed, &Scope::whole()),
        None => project.within(packed, scope),
    }
}

impl Former {
    /// The settings that nobody decided about, as reports name them.
    fn changed(&self) -> Vec<String> {
        let address = |asked: &Asked| {
            let question = &asked.question;
            question.resource.address(&question.path).to_string()
        };
        self.asked.iter().map(address).collect()
    }
}

/// Looks at the function that the resource was deployed as last, where that has another name than now. One
/// in another region is not looked at.
///
/// # Errors
/// What is online or on record of it cannot be read.
pub(super) async fn look(
    project: &Project<'_>,
    wanted: &Desired,
    code: Code<'_>,
) -> Result<Vec<Former>> {
    // The client speaks to one region. What stands in another one is told as left behind (`commands/left`).
    let near = |one: &&Resource| one.region == project.desired.root.region;
    let left = left_behind(project).await?.filter(near);
    let found = match left {
        Some(function) => look_at(project, (wanted, code), function).await?,
        None => None,
    };
    Ok(found.into_iter().collect())
}

/// The function that was deployed last as this resource, unless that is the present one. That another file,
/// or another resource, deployed that one, or that its creation was begun, does not make it so.
///
/// # Errors
/// A record cannot be read.
async fn left_behind<'p>(project: &'p Project<'_>) -> Result<Option<&'p Resource>> {
    if project.former.is_empty() {
        return Ok(None);
    }
    let present = project.records.load(&project.root()).await?;
    let origin = deployed_as(project, &present);
    let is_own = origin.as_ref() == project.records.origin();
    // That another stage deployed the present function says nothing of when this resource did.
    let own = present.baseline.filter(|_| is_own);
    let kind = project.desired.root.kind;
    let own_at = own.as_ref().and_then(|own| own.deployed_at(kind));
    let mut newest = (own_at.map(str::to_owned), None);
    for function in &project.former {
        let record = project.records.load(function).await?;
        // A function that was only put back since was not deployed then.
        let is_put_back = |one: &&Baseline| one.is_silent(kind);
        let at = match record.baseline.as_ref().filter(is_put_back) {
            // Where nobody knows when, it is older than any other, and counts only where there is no other.
            Some(put_back) => put_back.deployed_at(kind).or(Some("")),
            // An intent counts with its time: whether it arrived is only seen online.
            None => record.at(),
        };
        let at = at.map(str::to_owned);
        if at > newest.0 {
            newest = (at, Some(function));
        }
    }
    Ok(newest.1)
}

/// What a record was deployed as, as it would be put on record today.
fn deployed_as(project: &Project<'_>, record: &Record) -> Option<Origin> {
    let origin = record.origin.as_ref()?;
    Some(origin.with_default(project.place().unsaid_env()))
}

/// Puts on record that the present name is the one deployed last, where nothing had to be written for it:
/// what was left behind is decided about once.
///
/// # Errors
/// The record cannot be read or written.
pub(super) async fn renew(project: &Project<'_>) -> Result<()> {
    if left_behind(project).await?.is_none() {
        return Ok(());
    }
    let mut record = project.records.load(&project.root()).await?;
    if let Some(baseline) = record.baseline.as_mut() {
        baseline.at = rfc3339(project.world.clock.now());
        let is_silent = baseline.is_silent(record.resource.kind);
        // A function that was only put back keeps on record when it was deployed; from now on that is this
        // moment.
        baseline.deployed = is_silent.then(|| baseline.at.clone());
        project.records.save(&record).await?;
    }
    Ok(())
}

/// Compares the function of an earlier name with what is wanted, as if the file still named it. `None`
/// where it is not online, or has nothing that the present one would not have.
///
/// # Errors
/// As [`look`].
async fn look_at(
    project: &Project<'_>,
    (wanted, (ours, known)): (&Desired, Code<'_>),
    function: &Resource,
) -> Result<Option<Former>> {
    let wanted = under(wanted, function);
    let mut snapshot = snapshot::read(&project.client, &project.records, wanted).await?;
    let is_online = |part: &Part| part.resource == *function && part.live.is_some();
    // What is not online serves nobody any more, so nothing of it is left behind.
    if !snapshot.parts().any(is_online) {
        return Ok(None);
    }
    code::compare(project, known, ours, &mut snapshot, false).await;
    let drift = drift::compare(&snapshot, project.records.sealer());
    let former = Former {
        function: function.clone(),
        asked: asked(&drift),
        kept: kept(&snapshot, &drift),
        back: back(&drift),
    };
    let is_like_it =
        |one: &Former| one.asked.is_empty() && one.kept.is_empty() && one.back.is_empty();
    Ok(Some(former).filter(|one| !is_like_it(one)))
}

/// The same under another name of the function. Its domain outlives it, and is compared with the rest.
fn under(desired: &Desired, function: &Resource) -> Desired {
    let (items, kind) = (desired.items.iter(), function.kind);
    // So does the service in which it stands.
    let stays = |item: &&Item| {
        let is_domain = item.resource.kind.is_shared() && !item.resource.is_root();
        is_domain || item.resource.root() != desired.root
    };
    let renamed = items.filter(|item| !stays(item)).map(|item| {
        let mut document = item.document.clone();
        if let (true, Naming::Own(setting)) = (item.resource.is_root(), kind.spec().naming) {
            // The name is a setting of its document, and would be the one difference that is always there.
            document[setting] = function.name().into();
        }
        Item::new(item.resource.under(function), document)
    });
    Desired {
        unsaid: desired.unsaid,
        scope: desired.scope.clone(),
        rules: desired.rules.clone(),
        // Only what the comparison needs: nothing is created or written under this name.
        ..Desired::of(function.clone(), renamed.collect())
    }
}

/// The addresses of what stands there by a decision, is the console's, or was put beside it by others.
fn kept(snapshot: &Snapshot, drift: &Drift) -> Vec<String> {
    let address = |resource: &Resource, path: &Path| resource.address(path).to_string();
    let stands = drift.resources.iter().flat_map(|one| {
        let kept = one.kept.iter().map(|found| &found.path);
        let kept = kept.map(|path| address(&one.resource, path));
        kept.collect::<Vec<_>>()
    });
    let consoles = snapshot.parts().flat_map(|part| {
        let paths = consoles(part).into_iter();
        paths
            .map(|path| address(&part.resource, path))
            .collect::<Vec<_>>()
    });
    let strangers = snapshot.strangers.iter();
    let strangers = strangers.map(|one| address(one, &Path::default()));
    let mut addresses: Vec<String> = stands.chain(consoles).chain(strangers).collect();
    addresses.sort_unstable();
    addresses
}

/// What was decided to stay deleted was decided about the function of the earlier name.
fn back(drift: &Drift) -> Vec<String> {
    let resources = drift.resources.iter();
    let stays = resources.filter(|one| one.standing == Standing::StaysDeleted);
    let address = |resource: &Resource| resource.address(&Path::default()).to_string();
    stays.map(|one| address(&one.resource)).collect()
}

/// What belongs to the console, and is not as a creation would set it.
fn consoles(part: &Part) -> Vec<&Path> {
    let kind = part.resource.kind;
    let Some(live) = &part.live else {
        return Vec::new();
    };
    let (file, live) = (leaves(kind, &part.file), leaves(kind, &live.document));
    // A creation sends the file's value even of what belongs to the console, so only what differs from it
    // is lost.
    let differs = |path: &&Path| live.contains_key(path) && !same(file.get(path), live.get(path));
    part.console.iter().filter(differs).collect()
}

/// Tells of them, and of another stage that deploys the same function.
pub(super) async fn tell(project: &Project<'_>, formers: &[Former]) {
    if let Some(words) = shared(project).await {
        project.screen.say_in(Tone::Remote, &words);
    }
    for (tone, words) in said(project, formers) {
        project.screen.say_in(tone, &words);
    }
}

/// What another file of the folder, or another environment, deployed last is changed by whatever this one
/// says differently. Of a record that cannot be read the comparison tells.
async fn shared(project: &Project<'_>) -> Option<Words> {
    // Nobody is asked for this alone, before everything is read at once.
    let record = project.records.glance(&project.root()).await.ok()?;
    let own = project.records.origin()?;
    let Origin { file, env, .. } = deployed_as(project, &record)?;
    let is_there = || {
        !matches!(
            project
                .world
                .files
                .kind(&join(&project.place().base, &file)),
            Ok(None)
        )
    };
    // A file that is gone can deploy nothing any more: it was renamed.
    if env == own.env && (file == own.file || !is_there()) {
        return None;
    }
    let (label, zh_label) = {
        let Words { en, zh } = project.desired.root.label();
        (en, zh)
    };
    let Words { en, zh } = match &env {
        Some(env) => words!("{file} with environment {env}", "{file}（环境 {env}）"),
        None => words!("{file} without an environment", "{file}（不使用环境）"),
    };
    Some(words!(
        "{label} was last deployed from {en}: if it is still named there, each deploy undoes what the other sets differently",
        "{zh_label} 上次由 {zh} 部署：如果那里仍指向它，两者会互相覆盖不同的配置"
    ))
}

/// Refuses to deploy a domain that another file of the folder, or another environment, deployed last and still
/// names: what that one says otherwise would be taken back as if it had left this one.
///
/// # Errors
/// A usage error that says where it was deployed from.
pub(super) async fn refuse_shared(project: &Project<'_>) -> Result<()> {
    let root = project.root();
    if root.kind.is_function() {
        return Ok(());
    }
    let record = project.records.load(&root).await?;
    let sent = record.baseline.as_ref().map(|baseline| &baseline.sent);
    let here = project.desired.document(&root);
    let here = here.map(|here| project.records.sealer().seal(root.kind, here));
    let here = leaves(root.kind, &here.unwrap_or_default());
    let there = sent.map(|sent| leaves(root.kind, sent)).unwrap_or_default();
    // Where this one says all that the other one does, nothing would be taken back.
    let is_here = |(path, leaf): (&Path, &Leaf)| same(here.get(path), Some(leaf));
    if there.iter().all(is_here) {
        return Ok(());
    }
    let own = project.records.origin();
    let other =
        deployed_as(project, &record).filter(|other| own.is_some_and(|own| own.file != other.file));
    if other.is_some_and(|other| !claims::is_named_in(project, &other.file, &root)) {
        return Ok(());
    }
    let remove = project.typed.in_project("remove").named();
    match shared(project).await {
        Some(words) => Err(Error::usage(words).hint(words!(
            "write the domain in one place, with all of its routes and settings: take it out of the other file, or run '{remove}' there",
            "请将该域名连同所有路由和配置写在同一处：从另一个文件中删除它，或在那里执行 '{remove}'"
        ))),
        None => Ok(()),
    }
}

/// The same for a page.
pub(super) fn words(project: &Project<'_>, formers: &[Former]) -> Vec<Words> {
    let told = said(project, formers).into_iter();
    told.map(|(_, words)| words).collect()
}

/// What is told of each, with how much it matters.
fn said(project: &Project<'_>, formers: &[Former]) -> Vec<(Tone, Words)> {
    let told_of = |former: &Former| {
        let told = FormerFunction {
            old: &former.function.root_name(),
            new: &project.desired.root.root_name(),
            changed: &former.changed(),
            kept: &former.kept,
            back: &former.back,
        };
        told.words()
    };
    formers.iter().flat_map(told_of).collect()
}

/// Tells of them, and has it decided whether the new name is deployed without what others changed.
///
/// # Errors
/// Nobody decided, or the person stopped; nothing was written.
pub(super) async fn settle(
    project: &Project<'_>,
    formers: &[Former],
    policy: Policy,
) -> Result<()> {
    tell(project, formers).await;
    let answers = Answers::by(policy);
    // "Remote" would mean to keep it, which cannot be done under another name.
    let is_open = |asked: &Asked| answers.side(asked) != Some(Side::Local);
    for former in formers {
        if former.asked.iter().any(is_open) {
            let names = (&former.function, &project.desired.root);
            decide::leave_behind(project.screen, names, &project.typed).await?;
        }
    }
    Ok(())
}

/// The same for a report.
pub(super) fn reported(formers: &[Former]) -> Vec<LeftBehind> {
    let each = formers.iter().map(|former| LeftBehind {
        function: former.function.name().to_owned(),
        changed: former.changed(),
        kept: former.kept.clone(),
        stays_deleted: former.back.clone(),
    });
    each.collect()
}

/// How a run ends that only looks, where somebody would have to decide about them.
pub(super) fn outcome(formers: &[Former], found: Outcome) -> Outcome {
    let asks = formers.iter().any(|one| !one.asked.is_empty());
    match found {
        // What was found of the present function may be worse, and stays so.
        Outcome::Clean | Outcome::Changed if asks => Outcome::Drift,
        found => found,
    }
}
