//! `s sync`: brings what is online to a folder, as a project that can be deployed.

mod component;
mod live;
mod place;
mod service;

use std::collections::BTreeMap;

use serde_json::Value;

use self::place::{SyncPlace, told};
use crate::cli;
use crate::commands::info::where_to_look;
use crate::commands::report_file;
use crate::commands::{Command, Finish};
use crate::dialect::{Care, Exported};
use crate::error::{Error, Result};
use crate::given::Given;
use crate::model::hidden::{HiddenPlace, missing};
use crate::model::kind::Naming;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::routes::OwnRoutes;
use crate::package;
use crate::paths::join;
use crate::ports::{Files, New, Rights};
use crate::project::Project;
use crate::snapshot::Live;
use crate::turn::ProjectPlace;
use crate::typed::Typed;
use crate::view::files;
use crate::view::screen::Tone;
use crate::view::steps;
use crate::words;
use crate::words::Words;

/// Writes `<target>/<region>_<function>.yaml`, and the code beside it in a folder of that name; of a domain the
/// file alone.
///
/// # Errors
/// The function or the domain is not online, a read failed, or something stands where it would be written.
pub async fn sync(command: &Command<'_>) -> Result<Finish> {
    let &Command {
        world,
        ref turn,
        ref file,
        ..
    } = command;
    let flags = cli::sync(&turn.typed)?;
    let named = flags.root.about(turn, file.is_of_several())?;
    let project = Project::open(world, named.as_ref().unwrap_or(turn))?;
    let root = &project.desired.root;
    // As upstream, which has no dots in the name of a file; a wildcard has no place there either.
    let own = root.root_names().join("_").replace(['.', '*'], "_");
    let name = format!("{}_{own}", root.region);
    let folder = join(&project.place().base, &flags.target_dir);
    let mut target = SyncPlace {
        file: format!("{folder}/{name}.yaml"),
        code: format!("{folder}/{name}"),
        is_new: world.files.kind(&folder)?.is_none(),
        name,
        component: None,
        folder,
    };
    // Before the first request, and all of it at once: whoever clears one thing away finds no second one.
    let mut in_the_way = Vec::new();
    let both = [
        (&target.file, flags.covers("config")),
        (&target.code, flags.covers("code")),
    ];
    for (path, _) in both.into_iter().filter(|(_, is_written)| *is_written) {
        if world.files.kind(path)?.is_some() {
            in_the_way.push(path.as_str());
        }
    }
    if !in_the_way.is_empty() {
        return Err(taken(&in_the_way, &project.typed));
    }
    let folders = report_file::code_folders(&project, file);
    if let Some(root) = taken_in(world.files, &target, &folders)? {
        return Err(packed(&target.folder, root, &project.typed));
    }
    // The file will stand elsewhere, so a relative path to the component is another one there.
    let stated = (file.edition(), file.own_component());
    target.component = component::named(project.place(), stated, &target.folder);
    steps::reading(project.screen);
    let online = read(&project, &flags.qualifier).await?;
    let bytes = match flags.covers("code") && online.iter().any(has_package) {
        true => Some(project.download(&flags.qualifier).await?),
        false => None,
    };
    let mut begun = Vec::new();
    // All that comes from the service is in memory by now, so that no network can fail half-way.
    let edition = flags.covers("config").then(|| file.edition());
    let has_code = bytes.is_some();
    let found = SyncContent {
        edition,
        online: &online,
        bytes,
    };
    let written = write(&project, &target, found, &mut begun);
    let (kept_out, left_out) = written.inspect_err(|_| target.clear(world.files, &begun))?;
    let file = match flags.covers("config") {
        true => &target.file,
        false => &target.code,
    };
    project.screen.say(&match project.desired.root.kind.is_function() {
        true => words!(
            "written: {file} (it holds the values of environment variables, so only you can read it)",
            "已写入：{file}（其中包含环境变量的值，因此只有你可以读取）"
        ),
        false => words!("written: {file}", "已写入：{file}"),
    });
    say_hidden(&project, &online);
    live::say(project.screen, &left_out);
    say_kept_out(&project, &target.folder, kept_out);
    Ok(Finish::plain(told(&project, &target, &flags, has_code)))
}

/// Whether it is a function with a package: an image has none, its registry keeps it.
fn has_package((resource, live): &(Resource, Live)) -> bool {
    resource.kind.is_function() && live.document["runtime"] != "custom-container"
}

/// What is written.
struct SyncContent<'f> {
    /// Of which edition the file is that says it; `None` where no file is asked for.
    edition: Option<&'static str>,
    online: &'f [(Resource, Live)],
    /// The package, where there is one and the code is asked for.
    bytes: Option<Vec<u8>>,
}

/// Writes all of it; returns whether git and code packages leave it out, and the settings that are not in
/// it because Serverless Devs would run them. `begun` names the files that
/// were written so far. The code comes last: it is put there as a whole, or not at all.
///
/// # Errors
/// A file cannot be written, or somebody has put one in its place; `begun` says what has to be cleared.
fn write(
    project: &Project<'_>,
    target: &SyncPlace,
    found: SyncContent<'_>,
    begun: &mut Vec<String>,
) -> Result<(bool, Vec<Path>)> {
    let SyncContent {
        edition,
        online,
        bytes,
    } = found;
    let files = project.world.files;
    let is_older = project.root().service().is_some();
    let kept_out = keep_out(files, (target, is_older), begun)?;
    let code = bytes.as_ref().map(|_| format!("./{}", target.name));
    let dialect = project.given.dialect;
    let name = project.place().resource.as_deref();
    // A text from the cloud must not be run on the machine of whoever deploys the file.
    let Exported { props, left_out } = dialect.export(online, code.as_deref());
    let props = live::ruled(project.screen, props, &left_out);
    if let Some(edition) = edition {
        let text = dialect.file(edition, (target.component.as_deref(), name), &props);
        // It holds secrets, so it is for its owner's eyes only.
        if !files.claim(&target.file, text.as_bytes())? {
            return Err(taken(&[&target.file], &project.typed));
        }
        // Noted only once it is ours: a file that was there before is never taken away.
        begun.push(target.file.clone());
    }
    if let Some(bytes) = &bytes {
        let (to, limits) = (&target.code, project.limits);
        let unpacked = package::unpack(files, bytes, to, limits, Rights::OwnerOnly)?;
        files::left_out(project.screen, &files::never(&unpacked.left_out));
        files::links_out(project.screen, &unpacked.links_out);
    }
    check(project, &props, &target.folder);
    Ok((kept_out, left_out))
}

/// Keeps git, and the packages of the project around it, from taking the folder in, before anything is in
/// it. In a folder that was there before, nothing is written that its owner did not write; returns whether
/// what comes is kept out.
fn keep_out(
    files: &dyn Files,
    (target, is_older): (&SyncPlace, bool),
    begun: &mut Vec<String>,
) -> Result<bool> {
    if target.is_new {
        files.create(&target.folder, New::Folder, Rights::OwnerOnly)?;
    }
    // Of FC 2.0 these are patterns for the code beside it, too, and there `/*` finds nothing.
    let packed: &[u8] = if is_older { b"/*\n" } else { b"*\n" };
    let mut keeps_out = |rules: &str, all: &[u8]| -> Result<bool> {
        let path = format!("{}/{rules}", target.folder);
        if target.is_new && files.claim(&path, all)? {
            begun.push(path);
            return Ok(true);
        }
        let text = files.read(&path)?;
        Ok(text.is_some_and(|text| target.is_left_out(&text)))
    };
    // Not `&&`: both are written, whatever comes of the first.
    Ok(keeps_out(".gitignore", b"*\n")? & keeps_out(".fcignore", packed)?)
}

/// The code folder that would take in what is written, if there is one: it would be deployed with it, the
/// values of the variables in clear included. A new folder keeps itself out.
fn taken_in<'f>(
    files: &dyn Files,
    target: &SyncPlace,
    folders: &'f [String],
) -> Result<Option<&'f str>> {
    let things = [(&target.file, false), (&target.code, true)];
    // A folder that is new gets rules that leave all of it out.
    for root in folders.iter().filter(|_| !target.is_new) {
        for (path, is_folder) in things {
            if let Some(within) = report_file::below(root, path)
                && package::takes_in(files, root, within, is_folder)?
            {
                return Ok(Some(root));
            }
        }
    }
    Ok(None)
}

/// What is online and in no reply.
fn say_hidden(project: &Project<'_>, online: &[(Resource, Live)]) {
    let hidden = online.iter().flat_map(|(resource, live)| {
        let hidden = missing(resource.kind, &live.document, &Value::Null, |_| true);
        let address = |place: HiddenPlace| resource.address(&place.path).to_string();
        hidden.into_iter().map(address).collect::<Vec<_>>()
    });
    let hidden: Vec<String> = hidden.collect();
    if !hidden.is_empty() {
        let hidden = hidden.join(", ");
        project.screen.say_in(
            Tone::Remote,
            &words!(
                "not included, because the service does not show it: {hidden}",
                "未包含（服务端不返回该值）：{hidden}"
            ),
        );
    }
}

/// Whether git and code packages leave the folder out.
fn say_kept_out(project: &Project<'_>, folder: &str, kept_out: bool) {
    match kept_out {
        true => project.screen.say(&words!(
            "git and code packages leave {folder} out (see its .gitignore and .fcignore)",
            "git 和代码包都不会包含 {folder}：其中的 .gitignore 和 .fcignore 已排除全部内容"
        )),
        false => project.screen.say_in(
            Tone::Conflict,
            &words!(
                "git and code packages would include {folder}: exclude it in .gitignore and .fcignore, or move it",
                "git 和代码包可能会包含 {folder}：请在 .gitignore 和 .fcignore 中排除，或移到别处"
            ),
        ),
    }
}

/// Everything of the root that is online, the root first.
///
/// # Errors
/// A read that failed, or the root is not online at that version.
async fn read(project: &Project<'_>, qualifier: &str) -> Result<Vec<(Resource, Live)>> {
    let root = project.root();
    if root.service().is_some() {
        return service::read(project, qualifier)
            .await?
            .ok_or_else(|| absent(project));
    }
    if root.kind.is_function() {
        return of_function(project, qualifier).await;
    }
    let reply = project.client.get(&root).await?;
    let reply = reply.ok_or_else(|| absent(project))?;
    let mut live = Live::new(root.kind, reply.doc, reply.etag);
    // Routes of others are none of this list, and a removal of the copy would take them along.
    let record = project.records.load(&root).await?;
    let sent = record.baseline.as_ref().map(|baseline| &baseline.sent);
    let documents = project.desired.document(&root).into_iter().chain(sent);
    let own = OwnRoutes::of(&root, documents);
    if !own.in_domain(&live.document).is_empty() {
        steps::kept_by_others(project.screen, &root, &own.others(&live.document));
        own.retain_in(&mut live.document);
    }
    Ok(vec![(root, live)])
}

/// The same of a function, with everything that belongs to it.
///
/// # Errors
/// As [`read`].
async fn of_function(project: &Project<'_>, qualifier: &str) -> Result<Vec<(Resource, Live)>> {
    let function = project.root();
    let client = &project.client;
    let mut found = Vec::new();
    let live = |kind, reply: crate::wire::Reply| Live::new(kind, reply.doc, reply.etag);
    let reply = client.get_version(function.name(), qualifier).await?;
    let reply = reply.ok_or_else(|| absent(project))?;
    found.push((function.clone(), live(Kind::Function, reply)));
    for trigger in client.list_triggers(&function).await?.unwrap_or_default() {
        let name = trigger["triggerName"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        // Made by EventBridge for itself.
        if !name.contains('|') {
            let resource = project.desired.trigger(&name);
            found.push((resource, Live::new(Kind::Trigger, trigger, None)));
        }
    }
    let configs = Kind::configs(function.generation).map(|kind| {
        let name = match kind.spec().naming {
            Naming::Function => function.name(),
            // A configuration is that of one version or alias, as the code is.
            Naming::Qualifier | Naming::Own(_) => qualifier,
        };
        project.desired.resource(kind, name)
    });
    let shared = project.desired.shared().map(|item| item.resource.clone());
    for resource in configs.chain(shared) {
        if let Some(reply) = client.get(&resource).await? {
            let live = live(resource.kind, reply);
            found.push((resource, live));
        }
    }
    Ok(found)
}

/// What was written must be understood when it is deployed. What is wrong is told, and nothing more: the
/// file says what is online, and that is what was asked for.
fn check(project: &Project<'_>, props: &Value, base: &str) {
    let place = ProjectPlace {
        base: base.to_owned(),
        ..project.place().clone()
    };
    let given = Given {
        place: &place,
        unknown: &BTreeMap::new(),
        // Read as the file that was written will be: from its own folder, and with nothing that is known of
        // others.
        ..project.given.clone()
    };
    let Err(error) = given.read(Care::Deploy, props) else {
        return;
    };
    let (causes, hint) = (error.causes.into_iter(), error.hint);
    let problems = Some(error.what).into_iter().chain(causes).chain([hint]);
    project.screen.say(&words!(
        "note: the live configuration does not pass the checks of s.yaml, so a deploy would refuse it:",
        "注意：线上配置未通过 s.yaml 的检查，直接部署会被拒绝："
    ));
    for Words { en, zh } in problems {
        project.screen.say(&words!("  {en}", "  {zh}"));
    }
}

/// The command for another folder, whose name is still to come.
fn elsewhere(typed: &Typed) -> String {
    typed.dropping(&["--target-dir"]).with("--target-dir")
}

/// Something stands where a file or the code would be written.
fn taken(paths: &[&str], typed: &Typed) -> Error {
    let other = elsewhere(typed);
    let paths: Vec<Words> = paths.iter().map(|path| Words::same(*path)).collect();
    let Words { en, zh } = Words::list(&paths);
    Error::usage(words!(
        "already there: {en}; nothing was written",
        "已存在：{zh}；没有写入任何内容"
    ))
    .hint(words!(
        "remove what is there, or name another folder: '{other} FOLDER'",
        "请删除已有内容，或指定其他目录：'{other} FOLDER'"
    ))
}

/// What is written would be deployed with the code around it.
fn packed(folder: &str, root: &str, typed: &Typed) -> Error {
    let other = elsewhere(typed);
    Error::usage(words!(
        "{folder} is in the code folder {root}: what is written there would be deployed with the code; nothing was written",
        "{folder} 位于代码目录 {root} 中：写入的内容会随代码一起部署；没有写入任何内容"
    ))
    .hint(words!(
        "name a folder that does not exist yet, or one outside the code: '{other} <folder>'; or exclude it in .fcignore",
        "请指定尚不存在的目录，或代码目录之外的目录：'{other} <目录>'；或在 .fcignore 中排除"
    ))
}

/// The root, or the version or alias that was asked for, is not online.
fn absent(project: &Project<'_>) -> Error {
    let Words { en, zh } = project.desired.root.label();
    Error::local(words!("{en} is not online", "线上没有{zh}"))
        .hint(where_to_look(project, "deploy"))
}
