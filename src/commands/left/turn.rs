//! Which resource of the file deals with a backup: `s restore` runs on every one of them, each in its
//! turn, and a function that none of them names any more must come back all the same.

use super::names::NamedFunctions;
use crate::backup::Backup;
use crate::commands::file::ProjectFile;
use crate::error::{Error, Result};
use crate::paths::join;
use crate::project::Project;
use crate::state::record::Origin;
use crate::typed::Typed;
use crate::words;
use crate::words::Words;

/// Whose turn it is with the function of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::commands) enum BackupTurn {
    /// The function of the resource whose turn it is.
    Own,
    /// A function that no resource of the file names any more, in the one turn of the run that deals
    /// with it.
    Unnamed,
    /// That of the resource of this name.
    Other(String),
    /// An earlier turn of this run has dealt with it.
    Past,
}

/// Whose turn it is.
///
/// # Errors
/// A usage error where it cannot be dealt with by this run, with the command that can.
pub(in crate::commands) fn turn(
    project: &Project<'_>,
    file: &ProjectFile,
    backup: &Backup,
) -> Result<BackupTurn> {
    let function = &backup.root;
    // The usual case needs no look into the file, and holds whatever the backup says that it was deployed
    // as.
    if *function == project.root() {
        return Ok(BackupTurn::Own);
    }
    let names = NamedFunctions::new(project, file);
    if let Some(other) = names.resource_of(function) {
        return Ok(BackupTurn::Other(other.to_owned()));
    }
    // With this credential nothing of it can be written.
    if function.account != project.desired.root.account {
        return Err(of_another_account(backup, &project.typed));
    }
    let origin = backup.origin.as_ref();
    // What the file of another stage says is the baseline of what comes back, so it has to be that file's
    // turn.
    if let Some(origin) = origin.filter(|origin| !names.is_of_this_file(origin)) {
        return Err(of_another_file(project, backup, origin));
    }
    // Where the name of the one that made it is only known in a run, it may mean that function still.
    if let Some(Origin { resource, .. }) =
        origin.filter(|origin| names.is_open_now(&origin.resource))
    {
        return Ok(match project.place().is_of(resource) {
            true => BackupTurn::Unnamed,
            false => BackupTurn::Other(resource.clone()),
        });
    }
    if !file.run.is_over_file {
        return Ok(BackupTurn::Unnamed);
    }
    // No other resource may mean it, so that the first turn of the run is as good as any.
    match names.another_open() {
        Some(open) => Err(only_in_its_turn(project, backup, open)),
        None if file.run.is_surveyed => Ok(BackupTurn::Past),
        None => Ok(BackupTurn::Unnamed),
    }
}

/// The credential of this run is another account's.
fn of_another_account(backup: &Backup, typed: &Typed) -> Error {
    let hint = match typed.is_by_hand() {
        true => words!(
            "run the same command with the credential of that account in the inputs",
            "请在输入中使用该账号的密钥，然后重新执行"
        ),
        false => words!(
            "run the same command with the access of that account: -a ALIAS ('s config get' lists them)",
            "请使用该账号的密钥重新执行：-a ALIAS（可用 's config get' 查看别名）"
        ),
    };
    let Backup { id, root, .. } = backup;
    let (Words { en, zh }, account) = (root.label(), &root.account);
    Error::usage(words!(
        "{id} is a backup of {en} in another account, {account}; nothing was written",
        "{id} 是另一账号 {account} 下{zh} 的备份；没有写入任何内容"
    ))
    .hint(hint)
}

/// Another file, or another environment, has deployed the function, and has to put it back.
fn of_another_file(project: &Project<'_>, backup: &Backup, origin: &Origin) -> Error {
    let Backup { id, root, .. } = backup;
    let Origin {
        file,
        resource,
        env,
    } = origin;
    let Words { en, zh } = root.label();
    // The command is typed where this one was, from where the other file may need a path.
    let path = match join(&project.place().cwd, ".") == project.place().base {
        true => file.clone(),
        false => join(&project.place().base, file),
    };
    let (typed, line) = (&project.typed, format!("restore {id}"));
    let command = match typed.is_by_hand() {
        true => typed.other(&line),
        false => typed.on(resource).in_file(&line, &path, env.as_deref()),
    };
    let place = match env {
        Some(env) => format!("{file} --env {env}"),
        None => file.clone(),
    };
    Error::usage(words!(
        "{id} is a backup of {en}, which was deployed from {place}; nothing was written",
        "{id} 是{zh} 的备份，它由 {place} 部署；没有写入任何内容"
    ))
    .hint(match typed.is_by_hand() {
        true => words!(
            "with the inputs of {resource} in {place}, '{command}' shows the difference, asks, and puts it back",
            "传入 {place} 中 {resource} 的输入并执行 '{command}'，可查看差异，确认后恢复"
        ),
        false => words!(
            "'{command}' shows the difference, asks, and puts it back",
            "可用 '{command}' 查看差异，确认后恢复"
        ),
    })
}

/// A resource whose name only a run tells may mean the function.
fn only_in_its_turn(project: &Project<'_>, backup: &Backup, open: &str) -> Error {
    let Backup { id, root, .. } = backup;
    let Words { en, zh } = root.label();
    let command = project.typed.on(open).other(&format!("restore {id}"));
    Error::usage(words!(
        "{id} is a backup of {en}; which resource of s.yaml that is, is known only when it is its turn; nothing was written",
        "{id} 是{zh} 的备份；s.yaml 中哪个资源对应它，轮到该资源时才能确定；没有写入任何内容"
    ))
    .hint(words!(
        "name the resource: '{command}' shows the difference, asks, and puts it back",
        "请指明资源：可用 '{command}' 查看差异，确认后恢复"
    ))
}
