//! Whether a function of a new name is deployed without what others changed in the one of the old name.

use crate::dialect;
use crate::error::{Error, Outcome, Result};
use crate::model::resource::Resource;
use crate::typed::Typed;
use crate::view::menu::{Choice, NoAnswer, ask};
use crate::view::screen::Screen;
use crate::words;
use crate::words::Words;

/// Asks, or ends the run with the ways to decide.
///
/// # Errors
/// The person stopped ([`Outcome::Interrupted`]), or nobody is there to decide ([`Outcome::Drift`]).
pub async fn leave_behind(
    screen: Screen<'_>,
    (old, new): (&Resource, &Resource),
    typed: &Typed,
) -> Result<()> {
    let Words { en, zh } = new.label();
    let question = words!(
        "Deploy {en} without these changes?",
        "确定部署不含这些改动的{zh} 吗？"
    );
    let choice = |key, words, value| Choice { key, words, value };
    let choices = [
        choice('y', words!("yes, without them", "是，不含这些改动"), true),
        choice('n', words!("no: change nothing", "否：不做任何改动"), false),
    ];
    match ask(screen, &question, &choices, 1).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(NoAnswer::Interrupted) => Err(stopped(old, typed)),
        Err(NoAnswer::Unattended) => Err(undecided((old, new), typed)),
    }
}

/// The end of a run in which the person said no.
fn stopped(old: &Resource, typed: &Typed) -> Error {
    Error::local(words!(
        "stopped; nothing was written",
        "已停止；没有写入任何内容"
    ))
    .ended(Outcome::Interrupted)
    .hint(ways(old, typed))
}

/// The end of a run in which nobody could be asked.
fn undecided((old, new): (&Resource, &Resource), typed: &Typed) -> Error {
    let (Words { en, zh }, new) = (old.label(), new.label());
    let (new, zh_new) = (&new.en, &new.zh);
    Error::local(words!(
        "{en} was changed online by others, and {new} would not have these changes; nothing was written",
        "{zh} 在线上被他人改动过，而{zh_new} 不会有这些改动；没有写入任何内容"
    ))
    .ended(Outcome::Drift)
    .hint(ways(old, typed))
}

/// How it can be decided, either way.
fn ways(old: &Resource, typed: &Typed) -> Words {
    let (named, deploy) = (dialect::named(old), typed.deploy());
    let (without, home) = (
        deploy.with("--use-local"),
        deploy.with("--use-remote --write-back"),
    );
    words!(
        "to keep these changes, put {named} back into s.yaml, run '{home}', then rename it; to continue without them: '{without}'",
        "如需先写回本地，请在 s.yaml 中改回 {named}，执行 '{home}'，之后再改名；如不需要这些改动，请执行 '{without}'"
    )
}
