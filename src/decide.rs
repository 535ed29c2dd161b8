//! Gets the answers: from a flag, from the person at the terminal, or not at all. Nobody to ask and
//! nothing decided means that the run ends here, with the differences and the commands that decide.

mod barred;
mod behind;
mod ends;
mod left_over;
mod local;
mod narrow;
mod one;
mod refuse;

use serde_json::Value;

use self::barred::is_barred;
pub use self::behind::leave_behind;
pub use self::ends::{commands as ending, ends};
use self::one::one_by_one;
use self::refuse::{commands, refuse};
use crate::drift::clear::Clear;
use crate::drift::{Drift, Stands, Verdict};
use crate::error::{Error, Outcome, Result};
use crate::model::resource::Resource;
use crate::plan::{Answers, Asked, Question, Side, asked, open, standing, stands};
use crate::typed::Typed;
use crate::view::files;
use crate::view::menu::{Choice, NoAnswer, ask};
use crate::view::report::{self, Detail};
use crate::view::screen::Screen;
use crate::words;
use crate::words::Words;

/// Fills in every answer that is still open. `about` is the root that the commands which are suggested are
/// about, where they are about one of several.
///
/// # Errors
/// The person stopped ([`Outcome::Interrupted`] by Ctrl-C), or nobody is there to decide ([`Outcome::Drift`],
/// [`Outcome::Conflict`]).
pub async fn settle(
    screen: Screen<'_>,
    drift: &Drift,
    answers: &mut Answers,
    (typed, clear): (&Typed, &Clear<'_>),
    about: Option<&Resource>,
) -> Result<()> {
    let mut questions = open(drift, answers);
    if questions.is_empty() {
        return Ok(());
    }
    // Only what is shown from here on is in clear. The questions keep the sealed values that answers hold
    // for.
    let drift = &clear.shown(drift);
    // Shown before anything is asked or refused: whoever decides has to have seen it.
    report::differences(screen, drift, Detail::Summary);
    barred::tell(screen, drift, typed);
    if !screen.terminal.attended() {
        let open: Vec<Question> = questions.into_iter().map(|(open, _)| open).collect();
        return Err(match about {
            Some(root) => refuse_one(screen, (drift, &open), typed, root),
            None => refuse(screen, drift, &open, typed),
        });
    }
    loop {
        match whole(screen, drift, &questions, typed).await? {
            Whole::Sides { config, code } => {
                for (question, live) in questions {
                    let side = if question.is_code() { code } else { config };
                    answers.give(question, live, side);
                }
                return Ok(());
            }
            // What collides comes back as the same question, with less in it.
            Whole::Merge => {
                questions = merge(drift, answers, questions);
                if questions.is_empty() {
                    return Ok(());
                }
            }
            Whole::OneByOne => {
                return one_by_one(screen, drift, answers, questions, (typed, clear)).await;
            }
        }
    }
}

/// Nobody can be asked about several resources, and the commands decide about one of them: what is said of them
/// is said of that one, and how much of the others is left.
fn refuse_one(
    screen: Screen<'_>,
    (drift, open): (&Drift, &[Question]),
    typed: &Typed,
    root: &Resource,
) -> Error {
    let is_of = |one: &Resource| one.is_with(root);
    let mut drift = drift.clone();
    drift.resources.retain(|one| is_of(&one.resource));
    let (own, others): (Vec<_>, Vec<_>) = open
        .iter()
        .cloned()
        .partition(|question| is_of(&question.resource));
    let error = refuse(screen, &drift, &own, typed);
    match others.len() {
        0 => error,
        1 => error.because(words!(
            "1 difference in another resource is left for the next run",
            "其他资源中还有 1 处差异，留待下次执行"
        )),
        rest => error.because(words!(
            "{rest} differences in other resources are left for the next run",
            "其他资源中还有 {rest} 处差异，留待下次执行"
        )),
    }
}

/// Keeps what others changed where it collides with nothing; returns what is left to decide.
fn merge(drift: &Drift, answers: &mut Answers, open: Open) -> Open {
    let collisions: Vec<Question> = collisions(drift);
    let (left, kept) = open
        .into_iter()
        .partition(|(question, _)| collisions.contains(question));
    let kept: Open = kept;
    for (question, live) in kept {
        answers.give(question, live, Side::Remote);
    }
    left
}

/// The questions whose answer “remote” would drop something of ours, see [`Asked::collides`].
fn collisions(drift: &Drift) -> Vec<Question> {
    let collides = asked(drift).into_iter().filter(Asked::collides);
    collides.map(|asked| asked.question).collect()
}

/// The questions that have no answer yet, with the values that stand online.
type Open = Vec<(Question, Option<Value>)>;

/// What is decided about all of it at once.
#[derive(Clone, Copy)]
enum Whole {
    Sides { config: Side, code: Side },
    Merge,
    OneByOne,
}

/// What a choice of the menu brings about.
#[derive(Clone, Copy)]
enum Pick {
    Decide(Whole),
    /// All of it is shown, and the question asked again.
    Everything,
    Stop,
}

/// The one question for the whole deploy.
async fn whole(screen: Screen<'_>, drift: &Drift, open: &Open, typed: &Typed) -> Result<Whole> {
    let asked: Vec<Question> = open.iter().map(|(question, _)| question.clone()).collect();
    let question = left_over::question(drift, &asked);
    let choices = choices(drift, open);
    // Enter alone takes the last choice, which changes nothing.
    let stop = choices.len() - 1;
    loop {
        match ask(screen, &question, &choices, stop)
            .await
            .map_err(|reason| unanswered(reason, drift, typed))?
        {
            Pick::Decide(whole) => return Ok(whole),
            Pick::Everything => everything(screen, drift),
            Pick::Stop => return Err(stopped(drift, typed)),
        }
    }
}

/// Shows every difference in full, and those of the code line by line.
fn everything(screen: Screen<'_>, drift: &Drift) {
    report::differences(screen, drift, Detail::Everything);
    for lines in drift.resources.iter().map(|one| files::diffs(screen, one)) {
        if lines.is_empty() {
            continue;
        }
        screen.line("");
        lines.iter().for_each(|line| screen.line(line));
    }
}

/// What can be decided about all of it at once. A choice that would decide nothing is not offered.
fn choices(drift: &Drift, open: &Open) -> Vec<Choice<Pick>> {
    let choice = |key, words, value| Choice { key, words, value };
    let sides = |config, code| Pick::Decide(Whole::Sides { config, code });
    let mut choices = Vec::new();
    if !is_barred(drift) {
        let both = sides(Side::Local, Side::Local);
        choices.push(choice('l', use_local(drift), both));
    }
    choices.push(choice(
        'r',
        words!(
            "use remote: keep the live version, and record this decision",
            "使用线上：保留线上的改动，并记录这个决定"
        ),
        sides(Side::Remote, Side::Remote),
    ));
    let collisions = collisions(drift);
    if open
        .iter()
        .any(|(question, _)| !collisions.contains(question))
    {
        choices.push(choice(
            'm',
            words!(
                "merge: keep changes made online, ask only about conflicts",
                "合并：保留他人的改动，只询问有冲突之处"
            ),
            Pick::Decide(Whole::Merge),
        ));
    }
    let mut halves = open.iter().map(|(question, _)| question.is_code());
    if halves.clone().any(|code| code) && halves.any(|code| !code) {
        choices.push(choice(
            'c',
            words!(
                "keep the live config, overwrite the live code with the local code",
                "配置以线上为准，代码以本地为准"
            ),
            sides(Side::Remote, Side::Local),
        ));
    }
    choices.extend([
        choice(
            'o',
            words!("decide one by one", "逐项决定"),
            Pick::Decide(Whole::OneByOne),
        ),
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
    ]);
    choices
}

/// The answer is about what is asked, so what was kept before stays.
fn use_local(drift: &Drift) -> Words {
    match stands(&standing(drift, &Answers::default())) == Stands::default() {
        true => words!(
            "use local: overwrite the live version with the local one",
            "使用本地：用本地内容覆盖线上"
        ),
        false => words!(
            "use local: overwrite these with the local version; what was kept before stays",
            "使用本地：用本地配置和代码覆盖以上线上改动；此前保留的内容不变"
        ),
    }
}

/// The end of a run whose question got no answer.
fn unanswered(reason: NoAnswer, drift: &Drift, typed: &Typed) -> Error {
    match reason {
        NoAnswer::Interrupted => Error::local(words!(
            "interrupted at the question; nothing was written",
            "在询问时被中断；没有写入任何内容"
        ))
        .ended(Outcome::Interrupted)
        .hint(later(typed)),
        NoAnswer::Unattended => {
            let open = asked(drift);
            Error::local(words!(
                "the terminal went away before the question was answered; nothing was written",
                "终端在回答之前已断开；没有写入任何内容"
            ))
            .ended(undecided(&open))
            .hint(commands(drift, &open, typed))
        }
    }
}

/// The end of a run that the person stopped at the question.
fn stopped(drift: &Drift, typed: &Typed) -> Error {
    Error::local(words!(
        "stopped; nothing was written",
        "已停止；没有写入任何内容"
    ))
    .ended(undecided(&asked(drift)))
    .hint(later(typed))
}

/// What to do after nothing was decided.
fn later(typed: &Typed) -> Words {
    let (again, plan) = (typed.again(), typed.other("plan"));
    words!(
        "'{again}' asks again; '{plan}' shows the differences and changes nothing",
        "'{again}' 会再次询问；'{plan}' 只显示差异，不做任何改动"
    )
}

/// How a run ends that leaves these open.
fn undecided(open: &[Asked]) -> Outcome {
    let conflict = |asked: &Asked| asked.verdict == Some(Verdict::Conflict);
    match open.iter().any(conflict) {
        true => Outcome::Conflict,
        false => Outcome::Drift,
    }
}
