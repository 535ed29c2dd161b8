//! `s remove`: shows everything that would go, asks, and takes it away in the order in
//! which it can go.

mod dangling;
mod forget;
mod look;
mod service;
mod take;
mod targets;

use futures_util::future::try_join;
use serde_json::Value;

use self::forget::{forget, forget_rest};
use self::take::Taking;
use self::targets::{Removal, Target};
use crate::cli::{self, RemoveFlags};
use crate::commands::claims;
use crate::commands::drained;
use crate::commands::file::ProjectFile;
use crate::commands::left::{self, Whose};
use crate::commands::{Command, Finish};
use crate::error::{Error, Outcome, Result};
use crate::model::path::Path;
use crate::model::reference::Identified;
use crate::model::resource::Resource;
use crate::model::scope::{Scope, Triggers};
use crate::project::Project;
use crate::snapshot::{Interrupted, Snapshot};
use crate::state::record::Record;
use crate::typed::Typed;
use crate::view::left::behind;
use crate::view::menu::{Choice, NoAnswer, ask};
use crate::view::report;
use crate::view::screen::Tone;
use crate::view::steps;
use crate::words;
use crate::words::Words;

/// Removes one resource of `s.yaml`.
///
/// # Errors
/// Whatever stopped it; nothing was deleted unless the outcome is `Partial`.
pub async fn remove(command: &Command<'_>) -> Result<Finish> {
    let Command { turn, file, .. } = command;
    let flags = cli::remove(&turn.typed)?;
    if let Some(named) = flags.root.about(turn, file.is_of_several())? {
        let project = Project::open(command.world, &named)?;
        let is_apart = true;
        return take_away(&project, file, &RemoveFlags { is_apart, ..flags }).await;
    }
    let project = claims::known(Project::open(command.world, turn)?, file).await?;
    let finish = match left::chosen(project, file, flags.orphan.as_deref()).await? {
        Some(project) => take_away(&project, file, &flags).await?,
        // Another resource of the file tells of that function, and takes it away.
        // It is no error either: the command runs on every resource, and most of them have nothing to do
        // with it.
        None => Finish::plain(Value::Null),
    };
    Ok(match flags.orphan {
        // The turns after this one find nothing of that name any more.
        Some(_) => finish.of_all(),
        None => finish,
    })
}

/// Reads, shows, asks, saves and takes away.
///
/// # Errors
/// As [`remove`].
async fn take_away(
    project: &Project<'_>,
    file: &ProjectFile,
    flags: &RemoveFlags,
) -> Result<Finish> {
    steps::reading(project.screen);
    // What another run is writing would be read half done, and shown as all there is.
    wait_for_writer(project).await?;
    let left = async {
        match flags.is_apart {
            true => Ok(Vec::new()),
            false => left::read(project, file, Whose::Own).await,
        }
    };
    // A function that no resource names has no earlier names: it may be one itself.
    let former = match flags.is_apart {
        true => Vec::new(),
        false => left::proven(project, file).await?,
    };
    let earlier = match flags.is_apart {
        true => Vec::new(),
        false => left::earlier(project, file).await?,
    };
    let (mut removal, left) = try_join(targets::read(project, &flags.scope), left).await?;
    // What goes itself needs to be opened no more.
    let goes = removal.targets.contains(&Target::Resource(project.root()));
    let own = (!goes).then(|| project.root());
    drained::reopen_each(project, own.iter().chain(&earlier)).await?;
    behind(project.screen, &left, &project.typed);
    say_what_is_not_there(project, &flags.scope, &removal);
    if let Some(words) = &removal.stays {
        project.screen.say(words);
    }
    // Told before the question: whoever agrees should know that this is the second try.
    say_what_became(project, &flags.scope, &removal).await?;
    for (domain, _) in &removal.left {
        let (Words { en, zh }, why) = (domain.label(), removal.own_routes(domain).are_missing());
        let (why, zh_why) = (&why.en, &why.zh);
        project.screen.say(&words!(
            "{en} {why}; it is left alone",
            "{zh} {zh_why}；不会改动它"
        ));
    }
    if removal.targets.is_empty() {
        // What another run is creating is not there yet, and its record is not ours to forget.
        let hold = project.hold("remove").await?;
        let again = async {
            let removal = targets::read(project, &flags.scope).await?;
            if removal.targets.is_empty() {
                nothing_to_delete(project, &former, &removal, flags).await?;
            }
            Ok(removal)
        };
        removal = hold.during(again).await?;
        if removal.targets.is_empty() {
            return Ok(Finish::plain(Value::Null));
        }
    }
    // Asked only where something is online: that nothing is there can be told without knowing which
    // function it was.
    if project.naming == Identified::Computed && !flags.is_apart {
        return Err(left::unproven(project));
    }
    let snapshot = targets::look(project, &removal).await?;
    show(project, &removal, &snapshot).await?;
    warn_of_routes(project, file, &removal);
    let dangling = dangling::read(project, &flags.scope, &removal).await?;
    dangling::tell(project, &dangling, false);
    // No lock is held while a person thinks. What moves until then stops the deletion that it is about.
    confirm(project, flags).await?;
    // From here on no other run in this folder writes about the same function.
    let hold = project.hold("remove").await?;
    let taken = async {
        // What was shown is saved, not what is online by now: each deletion makes sure that they are the same.
        project.keeper().before_removing(&snapshot).await?;
        let taking = Taking {
            project,
            former: &former,
            scope: &flags.scope,
            removal: &removal,
            snapshot: &snapshot,
        };
        let count = taking.all().await?;
        // Last, so that a removal that was stopped still knows what it was about.
        forget_rest(project, &former, &removal, flags).await?;
        Ok(count)
    };
    let count = hold.during(taken).await?;
    let whole = flags.scope == Scope::whole();
    let goes = removal.targets.contains(&Target::Resource(project.root()));
    let stays = !dangling.is_empty() || !(whole || goes);
    project
        .screen
        .say_in(Tone::Local, &removed(&removal, stays, count));
    dangling::tell(project, &dangling, true);
    Ok(Finish::new(Outcome::Changed, Value::Null))
}

/// A write whose end is not on record may be under way in another run.
///
/// # Errors
/// That run does not end.
async fn wait_for_writer(project: &Project<'_>) -> Result<()> {
    let records = project.records.siblings(&project.root()).await?;
    if records.iter().any(|record| record.pending.is_some()) {
        // Given back at once: this run writes nothing before somebody has agreed to it.
        project.hold("remove").await?.end().await;
    }
    Ok(())
}

/// Says so, and forgets what is on record of what others have deleted.
///
/// # Errors
/// A record cannot be read or written.
async fn nothing_to_delete(
    project: &Project<'_>,
    former: &[Resource],
    removal: &Removal,
    flags: &RemoveFlags,
) -> Result<()> {
    project.screen.say(&words!(
        "nothing to delete: none of it is online",
        "无需删除：线上没有这些资源"
    ));
    forget_rest(project, former, removal, flags).await
}

/// The triggers that were named and are not online, so that a slip of the pen is no removal that was done.
fn say_what_is_not_there(project: &Project<'_>, scope: &Scope, removal: &Removal) {
    let Some(Triggers::Named(names)) = &scope.triggers else {
        return;
    };
    let goes = |name: &String| {
        let trigger = project.desired.trigger(name);
        removal.targets.contains(&Target::Resource(trigger))
    };
    let Words { en, zh } = project.desired.root.label();
    for name in names.iter().filter(|name| !goes(name)) {
        project.screen.say(&words!(
            "{en} has no trigger {name} online",
            "{zh} 在线上没有触发器 {name}"
        ));
    }
}

/// What became of the deletions whose end an earlier run did not see.
async fn say_what_became(project: &Project<'_>, scope: &Scope, removal: &Removal) -> Result<()> {
    for Record {
        resource, pending, ..
    } in project.records.siblings(&project.root()).await?
    {
        // An intent that wants nothing is that of a deletion.
        let Some(intent) = pending.filter(|intent| intent.intended.is_null()) else {
            continue;
        };
        let is_meant = |target: &Target| match target {
            Target::Resource(one) | Target::Routes(one) => *one == resource,
            Target::Alias(_) | Target::Version(_) => false,
        };
        if scope.covers(&resource) {
            let end = Interrupted {
                at: intent.at,
                done: !removal.targets.iter().any(is_meant),
            };
            let words = report::interrupted(&resource.label(), &end);
            project.screen.say_in(Tone::Remote, &words);
        }
    }
    Ok(())
}

/// What is said at the end: a domain that others share stays, but for our routes, and so does what a part leaves
/// out.
fn removed(removal: &Removal, stays: bool, count: usize) -> Words {
    let is_shared = |target: &Target| matches!(target, Target::Routes(_));
    match removal.targets.iter().any(is_shared) {
        true => words!(
            "{count} deleted; what others have in the domain stays",
            "已删除 {count} 项；域名中他人的内容保持不变"
        ),
        false if stays => words!(
            "{count} deleted; the rest of the resource stays",
            "已删除 {count} 项；该资源的其余部分保持不变"
        ),
        false => words!(
            "{count} deleted, nothing is left",
            "已删除 {count} 项，没有剩余"
        ),
    }
}

/// Shows everything that goes, whose it is, and what of it no backup can hold.
///
/// # Errors
/// A record cannot be read.
async fn show(project: &Project<'_>, removal: &Removal, snapshot: &Snapshot) -> Result<()> {
    let screen = project.screen;
    let unsaved = project.keeper().unsaved(snapshot);
    screen.line("");
    screen.say_in(Tone::Title, &words!("will be deleted:", "将被删除："));
    for target in &removal.targets {
        let Words { en, zh } = target.label();
        let words = match is_ours(project, target).await? {
            true => words!("  - {en}", "  - {zh}"),
            false if matches!(target, Target::Alias(_) | Target::Version(_)) => words!(
                "  - {en}, not on record here as deployed; it is not saved and cannot be put back",
                "  - {zh}，本地没有部署记录；不会保存，无法恢复"
            ),
            false => words!(
                "  - {en}, not on record here as deployed",
                "  - {zh}，本地没有部署记录"
            ),
        };
        screen.say_in(Tone::Remote, &words);
        if let Target::Resource(resource) = target {
            for (_, path) in unsaved.iter().filter(|(one, _)| one == resource) {
                screen.say_in(Tone::Remote, &lost(path));
            }
        }
    }
    Ok(())
}

/// Says which resource still leads to a function that goes; in a run over the whole file that one goes, too.
fn warn_of_routes(project: &Project<'_>, file: &ProjectFile, removal: &Removal) {
    let function = project.root();
    let goes = removal
        .targets
        .contains(&Target::Resource(function.clone()));
    let leads = project.claims.leading_to(&function);
    if let (Some((by, domain)), true, false) = (leads, goes, file.run.is_over_file) {
        let name = function.name();
        let words = words!(
            "resource {by} still leads routes of custom domain {domain} to function {name}: calls of them fail once it is gone",
            "资源 {by} 仍将自定义域名 {domain} 的路由指向函数 {name}：删除后这些路由的调用会失败"
        );
        project.screen.say_in(Tone::Remote, &words);
    }
}

/// What goes for good with a resource that is saved.
fn lost(path: &Path) -> Words {
    words!(
        "      the service does not show its {path}: that is not saved and cannot be put back",
        "      服务端不返回其 {path}：该值不会保存，无法恢复"
    )
}

/// Whether it was deployed from here.
async fn is_ours(project: &Project<'_>, target: &Target) -> Result<bool> {
    match target {
        Target::Resource(resource) | Target::Routes(resource) => {
            Ok(!project.records.load(resource).await?.is_empty())
        }
        Target::Alias(_) | Target::Version(_) => Ok(false),
    }
}

/// Asks once about all of it.
///
/// # Errors
/// The person said no or interrupted, or nobody can be asked; nothing was deleted.
async fn confirm(project: &Project<'_>, flags: &RemoveFlags) -> Result<()> {
    if flags.assume_yes {
        return Ok(());
    }
    let question = words!("Delete all of it?", "确定全部删除吗？");
    let choices = [
        Choice {
            key: 'y',
            words: words!("yes, delete all of it", "是，全部删除"),
            value: true,
        },
        Choice {
            key: 'n',
            words: words!("no: change nothing", "否：不做任何改动"),
            value: false,
        },
    ];
    match ask(project.screen, &question, &choices, 1).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(NoAnswer::Interrupted) => Err(stopped(&project.typed)),
        Err(NoAnswer::Unattended) => Err(unattended(&project.typed)),
    }
}

/// Whoever says no has stopped the run: nothing drifted.
fn stopped(typed: &Typed) -> Error {
    let (again, help) = (typed.again(), typed.help());
    Error::local(words!(
        "stopped; nothing was deleted",
        "已停止；没有删除任何内容"
    ))
    .ended(Outcome::Interrupted)
    .hint(words!(
        "'{again}' asks again; '{help}' shows how to delete only a part",
        "如需删除，请重新执行 '{again}'；只删除一部分的方法见 '{help}'"
    ))
}

/// Nobody can be asked, so nothing is deleted.
fn unattended(typed: &Typed) -> Error {
    let sure = typed.with("-y");
    Error::local(words!(
        "nobody can be asked (no terminal, or CI is set); nothing was deleted",
        "无法询问（没有终端，或设置了 CI）；没有删除任何内容"
    ))
    .hint(words!(
        "'{sure}' deletes all of it",
        "如确定删除，请执行 '{sure}'"
    ))
}
