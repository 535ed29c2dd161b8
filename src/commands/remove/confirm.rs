//! The question before anything is deleted.

use crate::cli::RemoveFlags;
use crate::error::{Error, Outcome, Result};
use crate::project::Project;
use crate::typed::Typed;
use crate::view::menu::{Choice, NoAnswer, ask};
use crate::words;

/// Asks once about all of it.
///
/// # Errors
/// The person said no or interrupted, or nobody can be asked; nothing was deleted.
pub(super) async fn confirm(project: &Project<'_>, flags: &RemoveFlags) -> Result<()> {
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
