//! Deciding one by one: every difference by itself.

use serde_json::Value;

use super::{stopped, unanswered};
use crate::drift::{Drift, ResourceDrift, Standing};
use crate::error::Result;
use crate::plan::{Answers, Question, Side};
use crate::view::menu::{Choice, ask};
use crate::view::report::{self, Detail};
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

#[derive(Clone, Copy)]
enum One {
    This(Side),
    Rest(Side),
    Stop,
}

/// Asks about every open question by itself.
///
/// # Errors
/// The person stopped.
pub(super) async fn one_by_one(
    screen: Screen<'_>,
    drift: &Drift,
    answers: &mut Answers,
    questions: Vec<(Question, Option<Value>)>,
) -> Result<()> {
    let mut rest = None;
    let mut gone = false;
    let total = questions.len();
    for (index, (question, live)) in questions.into_iter().enumerate() {
        // What belongs to a function that stays deleted has nothing left to decide.
        let side = match (rest, gone) {
            (_, true) => Side::Remote,
            (Some(side), false) => side,
            (None, false) => match one(screen, drift, &question, (index + 1, total)).await? {
                One::This(side) => side,
                One::Rest(side) => *rest.insert(side),
                One::Stop => return Err(stopped()),
            },
        };
        let function = question.resource.kind == crate::model::resource::Kind::Function;
        gone |= function && question.path.0.is_empty() && side == Side::Remote;
        answers.give(question, live, side);
    }
    Ok(())
}

async fn one(
    screen: Screen<'_>,
    drift: &Drift,
    question: &Question,
    (number, total): (usize, usize),
) -> Result<One> {
    let label = question.resource.label();
    screen.line("");
    screen.say_in(
        Tone::Title,
        &Words::same(format!("({number}/{total}) {}", label.text(screen.lang))),
    );
    if let Some(text) = subject(screen, drift, question) {
        screen.line(&format!("    {text}"));
    }
    let words = words!("Which one stands?", "以哪边为准？");
    let choices = one_choices();
    let stop = choices.len() - 1;
    ask(screen, &words, &choices, stop)
        .await
        .map_err(unanswered)
}

fn one_choices() -> [Choice<One>; 5] {
    let choice = |key, words, value| Choice { key, words, value };
    [
        choice('l', words!("local", "本地"), One::This(Side::Local)),
        choice('r', words!("remote", "线上"), One::This(Side::Remote)),
        choice(
            'L',
            words!("local, and for all that follow", "本地，后面的也都用本地"),
            One::Rest(Side::Local),
        ),
        choice(
            'R',
            words!("remote, and for all that follow", "线上，后面的也都用线上"),
            One::Rest(Side::Remote),
        ),
        choice(
            's',
            words!("stop: change nothing", "停止：不做任何改动"),
            One::Stop,
        ),
    ]
}

/// The difference that is asked about, as the report shows it.
fn subject(screen: Screen<'_>, drift: &Drift, question: &Question) -> Option<String> {
    let is_it = |drift: &&ResourceDrift| drift.resource == question.resource;
    let drift = drift.resources.iter().find(is_it)?;
    if drift.standing == Standing::Deleted {
        let words = words!(
            "deleted online; local creates it again, remote leaves it deleted",
            "线上已被删除；选“本地”会重新创建，选“线上”则保持删除"
        );
        return Some(words.text(screen.lang).to_owned());
    }
    let found = drift
        .differences
        .iter()
        .find(|found| found.path == question.path)?;
    let text = report::difference_line(screen, found, Detail::Everything);
    Some(screen.paint(report::tone(found.verdict), &text))
}
