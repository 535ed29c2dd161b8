//! Gets the answers: from a flag, from the person at the terminal, or not at all. Nobody to ask and
//! nothing decided means that the run ends here, with the differences and the commands that decide.

mod one;

use self::one::one_by_one;
use crate::drift::Drift;
use crate::error::{Error, Outcome, Result};
use crate::plan::{Answers, Side, open};
use crate::view::menu::{Choice, NoAnswer, ask};
use crate::view::report::{self, Detail};
use crate::view::screen::Screen;
use crate::words;

/// Fills in every answer that is still open.
///
/// # Errors
/// The person stopped ([`Outcome::Interrupted`] by Ctrl-C, [`Outcome::Drift`] by choice), or nobody
/// is there to decide ([`Outcome::Drift`]).
pub async fn settle(
    screen: Screen<'_>,
    drift: &Drift,
    answers: &mut Answers,
    resource: Option<&str>,
    project: &[String],
) -> Result<()> {
    let questions = open(drift, answers);
    if questions.is_empty() {
        return Ok(());
    }
    report::differences(screen, drift, Detail::Summary);
    if !screen.terminal.attended() {
        return Err(refuse(screen, questions.len(), resource, project));
    }
    match whole(screen, drift, questions.len()).await? {
        Whole::Side(side) => {
            for (question, live) in questions {
                answers.give(question, live, side);
            }
            Ok(())
        }
        Whole::OneByOne => one_by_one(screen, drift, answers, questions).await,
    }
}

#[derive(Clone, Copy)]
enum Whole {
    Side(Side),
    OneByOne,
}

#[derive(Clone, Copy)]
enum Pick {
    Side(Side),
    OneByOne,
    Everything,
    Stop,
}

/// The one question for the whole deploy.
async fn whole(screen: Screen<'_>, drift: &Drift, count: usize) -> Result<Whole> {
    let question = words!(
        "{count} difference(s) need a decision. What should happen?",
        "有 {count} 处差异需要决定，如何处理？"
    );
    loop {
        let choices = whole_choices();
        let stop = choices.len() - 1;
        match ask(screen, &question, &choices, stop)
            .await
            .map_err(unanswered)?
        {
            Pick::Side(side) => return Ok(Whole::Side(side)),
            Pick::OneByOne => return Ok(Whole::OneByOne),
            Pick::Everything => report::differences(screen, drift, Detail::Everything),
            Pick::Stop => return Err(stopped()),
        }
    }
}

fn whole_choices() -> [Choice<Pick>; 5] {
    let choice = |key, words, value| Choice { key, words, value };
    [
        choice(
            'l',
            words!(
                "use local: overwrite online with what is here",
                "使用本地：用本地配置和代码覆盖线上"
            ),
            Pick::Side(Side::Local),
        ),
        choice(
            'r',
            words!(
                "use remote: keep what is online, and remember that",
                "使用线上：保留线上的改动，并记住这个决定"
            ),
            Pick::Side(Side::Remote),
        ),
        choice('o', words!("decide one by one", "逐项决定"), Pick::OneByOne),
        choice(
            'd',
            words!("show everything", "显示全部差异"),
            Pick::Everything,
        ),
        choice(
            's',
            words!("stop: change nothing", "停止：不做任何改动"),
            Pick::Stop,
        ),
    ]
}

fn unanswered(reason: NoAnswer) -> Error {
    match reason {
        NoAnswer::Interrupted => Error::local(words!(
            "interrupted at the question; nothing was written",
            "在提问时被中断；没有写入任何内容"
        ))
        .ended(Outcome::Interrupted),
        NoAnswer::Unattended => Error::local(words!(
            "the terminal went away before the question was answered; nothing was written",
            "终端在回答之前已断开；没有写入任何内容"
        ))
        .ended(Outcome::Drift),
    }
}

fn stopped() -> Error {
    Error::local(words!(
        "stopped; nothing was written",
        "已停止；没有写入任何内容"
    ))
    .ended(Outcome::Drift)
}

/// Nobody to ask: the commands that decide, exactly as they can be typed.
fn refuse(screen: Screen<'_>, count: usize, resource: Option<&str>, project: &[String]) -> Error {
    let command = command(resource, project);
    screen.line("");
    screen.say(&words!(
        "Nobody can be asked (no terminal, or CI is set), and no flag decides (-y does not). Decide with one of:",
        "无法提问（没有终端，或设置了 CI），也没有参数做出决定（-y 不算）。请用以下命令之一来决定："
    ));
    screen.say(&words!(
        "  {command} --use-local    # overwrite online with what is here",
        "  {command} --use-local    # 用本地配置和代码覆盖线上"
    ));
    screen.say(&words!(
        "  {command} --use-remote   # keep what is online, and remember that",
        "  {command} --use-remote   # 保留线上的改动，并记住这个决定"
    ));
    Error::local(words!(
        "{count} difference(s) between online and here need a decision; nothing was written",
        "线上与本地有 {count} 处差异需要决定；没有写入任何内容"
    ))
    .ended(Outcome::Drift)
    .hint(words!(
        "{command} --use-local, or {command} --use-remote",
        "{command} --use-local 或 {command} --use-remote"
    ))
}

fn command(resource: Option<&str>, project: &[String]) -> String {
    let mut words = vec!["s".to_owned()];
    words.extend(resource.map(quoted));
    words.push("deploy".to_owned());
    words.extend(project.iter().map(|word| quoted(word)));
    words.join(" ")
}

/// A word as a POSIX shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_typed_as_it_is_shown() {
        let project = ["-t".to_owned(), "my dir/s.yaml".to_owned()];
        assert_eq!(
            command(Some("fn"), &project),
            "s fn deploy -t 'my dir/s.yaml'"
        );
        assert_eq!(command(None, &[]), "s deploy");
    }
}
