//! `s restore`: lists what was saved before it was overwritten or removed, and puts one
//! of it back, through the same guard as any deploy.

mod goods;
mod list;
mod wanted;

use std::rc::Rc;

use serde_json::Value;

use self::goods::SavedGoods;
use self::list::list;
use self::wanted::{Back, tell_consoles, wanted};
use crate::backup::{self, Backup};
use crate::cli::{self, RestoreFlags};
use crate::commands::code::{self, KnownPackages};
use crate::commands::drained;
use crate::commands::guard::{Goods, Guard};
use crate::commands::left::{self, BackupTurn};
use crate::commands::{Command, Finish};
use crate::decide;
use crate::error::{Error, Outcome, Result};
use crate::model::desired::Desired;
use crate::model::reference::Identified;
use crate::model::scope::Scope;
use crate::package;
use crate::progress;
use crate::project::Project;
use crate::snapshot::Part;
use crate::view::left as view;
use crate::view::menu::{Choice, NoAnswer, ask};
use crate::view::report::{self, Detail};
use crate::view::screen::Tone;
use crate::view::steps;
use crate::words;
use crate::words::Words;

/// Lists the backups of the function, or puts one of them back.
///
/// # Errors
/// There is no such backup, it cannot be opened, or whatever stops a deploy.
pub async fn restore(command: &Command<'_>) -> Result<Finish> {
    let Command { turn, file, .. } = command;
    let is_over_file = file.run.is_over_file;
    let flags = cli::restore(&turn.typed)?;
    let project = match Project::open(command.world, turn) {
        // The turns before this one have shown, or put back, what there is. Nobody knows which function this
        // resource is, so nobody knows of a backup of it.
        Err(error) if turn.naming == Identified::Unknown && is_over_file => {
            let screen = command.screen();
            screen.text_in(Tone::Remote, &error.render(screen.lang));
            return Ok(Finish::plain(Value::Null));
        }
        other => other?,
    };
    fetch(&project, flags.id.as_deref()).await?;
    let Some(id) = &flags.id else {
        return list(&project, file, flags.is_read).map(Finish::of_all);
    };
    // By its name alone, whatever function it is of: whose turn it is with it is decided below.
    let backup = backup::find(&project.workspace, id)?;
    let backup = backup.ok_or_else(|| none_of(id, &project, is_over_file))?;
    let finish = match left::turn(&project, file, &backup)? {
        BackupTurn::Own => {
            // A domain that was deployed under another name since is compared with that deploy.
            let mut project = left::remember(project, file).await?;
            drained::reopen(&project).await?;
            // The backup has no private key; the file may know where the one of the same certificate is.
            project.fetch_certificates_if_any().await;
            put_back(&project, &flags, &backup, true).await?
        }
        BackupTurn::Unnamed => {
            let words = view::unnamed(&backup.root);
            project.screen.say_in(Tone::Remote, &words);
            let former = left::namesakes(&project, &backup).await?;
            let mut project = project.about(&backup.root)?;
            project.former = former;
            drained::reopen(&project).await?;
            put_back(&project, &flags, &backup, false).await?
        }
        BackupTurn::Other(name) if !is_over_file => {
            return Err(of_another(&project, &backup, &name));
        }
        // The command runs on every resource of the file, and this one has nothing to do with the backup.
        BackupTurn::Other(_) | BackupTurn::Past => Finish::plain(Value::Null),
    };
    // The turns after this one are told so, and leave the backup to it.
    Ok(finish.of_all())
}

/// Brings here what the team has saved of the root: one backup, or the descriptions of all.
async fn fetch(project: &Project<'_>, id: Option<&str>) -> Result<()> {
    let team = project.team_shelf();
    let Some(team) = team.filter(|team| !team.shared.is_offline()) else {
        return Ok(());
    };
    let (workspace, root) = (&project.workspace, project.root());
    let fetched = match id {
        Some(id) => backup::fetch(workspace, team, (&root, id)).await,
        None => backup::fetch_all(workspace, team, &root).await,
    };
    fetched.map_err(Error::unread)
}

/// There is no such backup. A name of a resource in its place is a slip (`s restore NAME`), and the list of
/// that one is what was meant.
fn none_of(id: &String, project: &Project<'_>, is_over_file: bool) -> Error {
    let typed = match is_over_file {
        true => &project.typed.over_file(),
        false => &project.typed,
    };
    let list = match project.typed.resources().contains(id) {
        true => typed.on(id).other("restore"),
        false => typed.other("restore"),
    };
    Error::usage(words!("there is no backup {id}", "没有备份 {id}")).hint(words!(
        "'{list}' lists the backups",
        "可用 '{list}' 列出所有备份"
    ))
}

/// The backup is of the function of another resource, which the command line does not name.
fn of_another(project: &Project<'_>, backup: &Backup, resource: &str) -> Error {
    let Backup { id, root, .. } = backup;
    let Words { en, zh } = root.label();
    let right = project.typed.on(resource).again();
    Error::usage(words!(
        "{id} is a backup of {en}, which resource {resource} of s.yaml deploys; nothing was written",
        "{id} 是{zh} 的备份，它由 s.yaml 中的资源 {resource} 部署；没有写入任何内容"
    ))
    .hint(words!(
        "'{right}' shows the difference, asks, and puts it back",
        "可用 '{right}' 查看差异，确认后恢复"
    ))
}

/// `is_named` is whether a resource of `s.yaml` names the function.
///
/// # Errors
/// As [`restore`].
async fn put_back(
    project: &Project<'_>,
    flags: &RestoreFlags,
    backup: &Backup,
    is_named: bool,
) -> Result<Finish> {
    // A backup that cannot be opened ends the run before anything is packed or read.
    let opened = backup.open((&project.workspace, &project.backup_keys()), &project.typed)?;
    let file = is_named.then(|| file(project, backup)).transpose()?;
    let Back { wanted, left } = wanted(project, backup, &opened, file.as_ref()).await?;
    let mut goods = SavedGoods {
        project,
        wanted,
        opened: &opened,
        backup,
        file,
        shown: Vec::new(),
    };
    let known = KnownPackages::default();
    // What is shown here is what is agreed to: the guard stops where any of it has moved by the time that
    // it writes.
    goods.shown = show(project, &goods, &known).await?;
    for words in &left {
        project.screen.say_in(Tone::Remote, words);
    }
    // The question about the backup comes before those about what others changed since, which only the
    // guard can ask.
    confirm(project, flags, &backup.id).await?;
    let guard = Guard {
        project,
        goods: &goods,
        policy: flags.policy,
        known: &known,
    };
    let ran = guard.run().await?;
    let done = ran.done;
    steps::summary(project.screen, &done);
    if !is_named {
        view::behind(
            project.screen,
            std::slice::from_ref(&backup.root),
            &project.typed,
        );
    // Nothing stands kept where what was put back is what the file says: then there is nothing to end.
    } else if let [home, local] = &decide::ending(&project.typed, ran.stands)[..] {
        project.screen.say(&words!(
            "What was put back stays, even where s.yaml differs, until one of these:\n    {home}\n    {local}",
            "恢复的内容会一直保留（即使 s.yaml 与其不同），直到执行以下命令之一：\n    {home}\n    {local}"
        ));
    }
    let wrote = done.iter().any(|done| done.effect.wrote());
    let outcome = if wrote {
        Outcome::Changed
    } else {
        Outcome::Clean
    };
    Ok(Finish::new(outcome, Value::Null))
}

/// What `s.yaml` says of the same resources: the baseline that makes the next deploy keep what is
/// put back.
fn file(project: &Project<'_>, backup: &Backup) -> Result<Desired> {
    let packed = match backup.code {
        // A backup without code leaves the code alone, so what is here of it is not needed.
        Some(_) => {
            let (code, shelf) = (&project.desired.code, Some(project.shelf(true)));
            progress::packing(project.screen, code, |watch| {
                package::pack(project.world.files, code, shelf, watch)
            })?
        }
        None => None,
    };
    Ok(project.within(packed.as_ref(), &Scope::whole()))
}

/// Shows what is online against what was saved; returns it.
async fn show(
    project: &Project<'_>,
    goods: &SavedGoods<'_>,
    known: &KnownPackages,
) -> Result<Vec<Rc<Part>>> {
    steps::reading(project.screen);
    // The guard reads all of it again: between the two a person is asked.
    let (mut snapshot, _) = project.read(goods.wanted(), None).await?;
    code::compare(project, known, goods.code(), &mut snapshot, false).await;
    let mut drift = crate::drift::compare(&snapshot, project.records.sealer());
    drift.put_back();
    let id = &goods.backup.id;
    project.screen.line("");
    project.screen.say_in(
        Tone::Title,
        &words!(
            "Restoring backup {id} would change online:",
            "恢复备份 {id} 将对线上做以下改动："
        ),
    );
    // The words of the comparison are those of a deploy, whose own side is the project.
    if snapshot.parts().any(|part| part.live.is_some()) {
        let mean = words!("(“local” means the backup)", "（下文的“本地”指该备份）");
        project.screen.say_in(Tone::Faint, &mean);
    }
    report::differences(project.screen, &drift, Detail::Everything);
    for part in &snapshot.parts {
        tell_consoles(project.screen, part);
    }
    Ok(snapshot.parts)
}

/// Asks whether it is put back as shown.
///
/// # Errors
/// The person said no or interrupted, or nobody can be asked; nothing was written.
async fn confirm(project: &Project<'_>, flags: &RestoreFlags, id: &str) -> Result<()> {
    if flags.assume_yes {
        return Ok(());
    }
    let question = words!("Put backup {id} back?", "确定恢复备份 {id} 吗？");
    let choice = |key, words, value| Choice { key, words, value };
    let choices = [
        choice('y', words!("yes, as shown", "是，按上述差异恢复"), true),
        choice('n', words!("no: change nothing", "否：不做任何改动"), false),
    ];
    let (again, sure) = (project.typed.again(), project.typed.with("-y"));
    let stopped = || {
        Error::local(words!(
            "stopped; nothing was written",
            "已停止；没有写入任何内容"
        ))
        .hint(words!(
            "'{again}' asks again",
            "如需恢复，请重新执行 '{again}'"
        ))
    };
    match ask(project.screen, &question, &choices, 1).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(NoAnswer::Interrupted) => Err(stopped().ended(Outcome::Interrupted)),
        Err(NoAnswer::Unattended) => Err(Error::local(words!(
            "nobody can be asked (no terminal, or CI is set); nothing was written",
            "无法询问（没有终端，或设置了 CI）；没有写入任何内容"
        ))
        .hint(words!(
            "'{sure}' puts it back",
            "如确定恢复，请执行 '{sure}'"
        ))),
    }
}
