//! What the component that writes is handed: its own props as far as they say what was decided, else others.

use serde_json::{Map, Value, json};

use super::{component, tell_undone};
use crate::commands::ready::Ready;
use crate::error::{Error, Result};
use crate::model::desired::{Desired, Item};
use crate::model::kind::Kind;
use crate::model::resource::Generation;
use crate::model::routes::{CONFIG, paths};
use crate::model::scope::{Half, Scope};
use crate::package::checksum;
use crate::plan::Plan;
use crate::project::Project;
use crate::snapshot::{Part, Snapshot};
use crate::state::workspace::Workspace;
use crate::view::hook as view;
use crate::words;
use crate::words::Words;
use crate::write_back::{
    EditByHand, KeptOnline, Setting, consoles, keeps_code, props_with, unsayable,
};

/// What upstream's fc3 takes away where the file does not name it, whoever made it; and what it looks at in its place
/// where the file has that.
const TAKEN_AWAY: [(Kind, Option<Kind>); 3] = [
    (Kind::VpcBinding, None),
    (Kind::ScalingConfig, Some(Kind::ProvisionConfig)),
    (Kind::ConcurrencyConfig, None),
];

/// What a deploy of the component is about: beside what the file wants, all that it would take away. What it always
/// sends is said to be wanted.
pub(in crate::commands) fn upstream_items(mut desired: Desired) -> Desired {
    let root = &desired.root;
    if root.generation != Generation::THIRD || !root.kind.is_function() {
        return desired;
    }
    let sizes = desired.unsaid;
    let says = |name: &&str| {
        desired
            .settings()
            .is_some_and(|one| one.get(name).is_some())
    };
    if sizes.iter().any(says) {
        desired.unsaid = &[];
    }
    if desired.scope != Scope::whole() {
        return desired;
    }
    for (kind, other) in TAKEN_AWAY {
        let mut named = desired.items.iter().map(|one| one.resource.kind);
        if !named.any(|one| one == kind || Some(one) == other) {
            let resource = desired.resource(kind, "LATEST");
            desired.items.push(Item::new(resource, json!({})));
        }
    }
    desired
}

/// The props with which the component leaves online what is to stay; null where its own are right. All of it is proved
/// before anything is on disk.
///
/// # Errors
/// What cannot be handed on; nothing was written.
pub(in crate::commands) async fn handed_on(
    ready: &Ready<'_>,
    (snapshot, plan): (&Snapshot, &Plan),
    kept: &KeptOnline,
) -> Result<Value> {
    let project = &ready.project;
    // A run that was stopped may have left one.
    let package = kept_package(&project.workspace, project);
    project.world.files.remove(&package)?;
    let settings = settings(snapshot, kept);
    refuse_unsayable(project, plan, &settings)?;
    let mut props = said(project, &settings)?;
    for part in snapshot.parts() {
        keep_stranger(project, part, &mut props)?;
        keep_routes(project, part, &mut props);
        keep_tags(part, &mut props);
    }
    let keeps_code = keeps_code(plan);
    let is_second = project.desired.root.generation == Generation::SECOND;
    // How that component takes props that do not stand in its own state nobody has seen.
    if is_second && (keeps_code || props != *project.given.props) {
        return Err(unsaid(project, &named(&settings, keeps_code)));
    }
    if keeps_code {
        props["code"] = keep_code(ready, snapshot, &package).await?.into();
    }
    tell_undone(project, plan);
    match props == *project.given.props {
        true => Ok(Value::Null),
        false => Ok(props),
    }
}

/// The settings that stay as they are online although the file says otherwise, by a decision or a rule.
fn settings(snapshot: &Snapshot, kept: &KeptOnline) -> Vec<Setting> {
    let mut settings = kept.settings.clone();
    for one in consoles(snapshot) {
        if !settings.iter().any(|known| known.is(&one)) {
            settings.push(one);
        }
    }
    settings
}

/// What these settings are called, and the code where that stays.
fn named(settings: &[Setting], keeps_code: bool) -> Vec<Words> {
    let address = |one: &Setting| Words::same(one.resource.address(&one.path).to_string());
    let code = keeps_code.then(|| words!("the code", "代码"));
    settings.iter().map(address).chain(code).collect()
}

/// What stays and no props can say.
fn refuse_unsayable(project: &Project<'_>, plan: &Plan, settings: &[Setting]) -> Result<()> {
    let gone = settings.iter().filter(|one| one.is_whole_root());
    let gone = gone.map(|one| one.resource.label());
    let torn = settings.iter().filter_map(|one| one.torn_from.clone());
    let paths = unsayable(plan).into_iter().chain(torn);
    let paths = paths.map(|path| Words::same(path.to_string()));
    let all: Vec<Words> = gone.chain(paths).collect();
    match all.is_empty() {
        true => Ok(()),
        false => Err(unsaid(project, &all)),
    }
}

/// The props that say these settings.
fn said(project: &Project<'_>, settings: &[Setting]) -> Result<Value> {
    let (props, places) = props_with(&project.given, settings)?;
    let place = |one: &EditByHand| {
        let setting = &one.setting;
        let (address, Words { en, zh }) = (setting.resource.address(&setting.path), &one.why);
        words!("{address} ({en})", "{address}（{zh}）")
    };
    match places.is_empty() {
        true => Ok(props),
        false => Err(unsaid(
            project,
            &places.iter().map(place).collect::<Vec<_>>(),
        )),
    }
}

/// Where the code alone is deployed the component takes away every tag that the file does not name, and compares
/// none: they are handed on as they are online.
fn keep_tags(part: &Part, props: &mut Value) {
    let resource = &part.resource;
    let is_third = resource.generation == Generation::THIRD && resource.kind.is_function();
    let is_code_alone = is_third && part.half == Half::Code;
    let Some(live) = part.live.as_ref().filter(|_| is_code_alone) else {
        return;
    };
    let tags = live.document["tags"].as_object().into_iter().flatten();
    let tags: Vec<Value> = tags
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect();
    match tags.is_empty() {
        true => {
            _ = props
                .as_object_mut()
                .and_then(|props| props.shift_remove("tags"))
        }
        false => props["tags"] = tags.into(),
    }
}

/// What others set beside the function stays, although the component would take it away.
fn keep_stranger(project: &Project<'_>, part: &Part, props: &mut Value) -> Result<()> {
    let kind = part.resource.kind;
    let Some(live) = part
        .live
        .as_ref()
        .filter(|_| !part.is_wanted() && part.baseline.is_none())
    else {
        return Ok(());
    };
    if !TAKEN_AWAY.iter().any(|(one, _)| *one == kind) {
        return Ok(());
    }
    let exported = project
        .given
        .dialect
        .export(&[(part.resource.clone(), live.clone())], None);
    let block = exported
        .props
        .get(kind.name())
        .filter(|_| exported.left_out.is_empty());
    let Some(block) = block else {
        return Err(unsaid(project, &[part.resource.label()]));
    };
    props[kind.name()] = block.clone();
    view::stays(project.screen, component(project), &part.resource.label());
    Ok(())
}

/// The routes of others in a domain stay: the component sends the whole list of a domain that belongs to no function.
fn keep_routes(project: &Project<'_>, part: &Part, props: &mut Value) {
    let Some(live) = part
        .live
        .as_ref()
        .filter(|_| part.resource.kind.is_shared() && part.resource.is_root())
    else {
        return;
    };
    let others = part.own_routes().others(&live.document);
    let listed = props
        .get_mut(CONFIG)
        .and_then(|config| config.get_mut("routes"));
    let Some(routes) = listed
        .and_then(Value::as_array_mut)
        .filter(|_| !others.is_empty())
    else {
        return;
    };
    let names = paths(&others);
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    view::routes_stay(
        project.screen,
        component(project),
        &part.resource.label(),
        &names.join(", "),
    );
    routes.extend(others.iter().map(without_nothing));
}

/// A route as a file says it: the service answers what is not set with null.
fn without_nothing(route: &Value) -> Value {
    let members = route.as_object().into_iter().flatten();
    let members = members.filter(|(_, value)| !value.is_null());
    let members = members.map(|(name, value)| (name.clone(), value.clone()));
    Value::Object(members.collect::<Map<_, _>>())
}

/// The package that is online as a file. The component takes it as it is, finds its checksum online, and uploads
/// nothing.
async fn keep_code(ready: &Ready<'_>, snapshot: &Snapshot, package: &str) -> Result<String> {
    let project = &ready.project;
    let mut parts = snapshot
        .parts()
        .filter(|part| part.resource.kind.is_function());
    let live = parts.find_map(|part| part.live.as_ref());
    let sum = live.and_then(|live| live.document["code"].as_str());
    let is_packed = project.desired.root.generation == Generation::THIRD && ready.packed.is_some();
    let Some(sum) = sum.filter(|_| is_packed) else {
        return Err(unsaid(project, &[words!("the code", "代码")]));
    };
    let bytes = match ready.known.package(sum) {
        Some(bytes) => bytes,
        None => project.download("LATEST").await?.into(),
    };
    if checksum(&bytes) != *sum {
        return Err(Error::cloud(words!(
            "the code changed online during the download; nothing was written",
            "下载期间线上代码发生了变化；没有写入任何内容"
        ))
        .hint(words!("run the command again", "请重新执行该命令")));
    }
    project.world.files.replace(package, &bytes)?;
    Ok(package.to_owned())
}

/// Where the package that stays is put for the component.
pub(super) fn kept_package(workspace: &Workspace<'_>, project: &Project<'_>) -> String {
    let root = project.root();
    let (region, name) = (&root.region, root.root_name());
    format!("{}/handed/{region}.{name}.zip", workspace.index())
}

/// What was decided to stay, and cannot be said to the component.
fn unsaid(project: &Project<'_>, what: &[Words]) -> Error {
    let (component, Words { en, zh }) = (component(project), Words::list(what));
    let local = project.typed.undecided().with("--use-local");
    Error::local(words!(
        "what is to stay online cannot be handed on to {component}; nothing was written: {en}",
        "应保留的线上内容无法传给 {component}；没有写入任何内容：{zh}"
    ))
    .hint(words!(
        "write it into s.yaml (or bring the code home) and deploy again, or overwrite it: {local}",
        "请写入 s.yaml（或把代码取回本地）后重新部署；如需覆盖，请执行：{local}"
    ))
}
