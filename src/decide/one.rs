//! Deciding one by one: every difference by itself, forwards and backwards, until all of it is
//! decided and confirmed.

mod card;
mod round;
mod whole;

use serde_json::Value;

use self::round::{KeyEffect, Mode, Round};
use super::{stopped, unanswered};
use crate::drift::Drift;
use crate::drift::clear::Clear;
use crate::error::Result;
use crate::plan::{Answers, Question};
use crate::typed::Typed;
use crate::view::menu::NoAnswer;
use crate::view::pager;
use crate::view::screen::{Screen, Tone};
use crate::words;

/// Asks about every open question by itself.
///
/// # Errors
/// The person stopped.
pub(super) async fn one_by_one(
    screen: Screen<'_>,
    drift: &Drift,
    answers: &mut Answers,
    questions: Vec<(Question, Option<Value>)>,
    (typed, clear): (&Typed, &Clear<'_>),
) -> Result<()> {
    // Held as long as keys are read.
    let _dialogue = screen.dialogue().await;
    let mut round = Round::new(questions);
    show(screen, drift, &round).await;
    loop {
        let key = screen.terminal.key().await;
        let key = key.map_err(|_| unanswered(NoAnswer::Unattended, drift, typed))?;
        match round.press(key, |question| card::address(drift, question, screen.lang)) {
            KeyEffect::Nothing => {}
            KeyEffect::Show => show(screen, drift, &round).await,
            KeyEffect::Typing => typing(screen, &round),
            KeyEffect::NotFound(text) => {
                screen.line("");
                screen.say(&words!(
                    "nothing has “{text}” in its name",
                    "没有名称包含“{text}”的项"
                ));
                show(screen, drift, &round).await;
            }
            KeyEffect::Whole => {
                whole(screen, drift, &round, (typed, clear)).await?;
                show(screen, drift, &round).await;
            }
            KeyEffect::Clear => {
                whole::in_clear(screen, drift, round.here().0, clear);
                show(screen, drift, &round).await;
            }
            KeyEffect::Help => {
                card::help(screen);
                show(screen, drift, &round).await;
            }
            // Only now: whoever stops before has decided nothing.
            KeyEffect::Decided => {
                round.decisions().for_each(|(question, live, side)| {
                    answers.give(question.clone(), live.clone(), side);
                });
                return Ok(());
            }
            KeyEffect::Stop => return Err(stopped(drift, typed)),
            KeyEffect::Interrupt => return Err(unanswered(NoAnswer::Interrupted, drift, typed)),
        }
    }
}

/// Draws what is to be answered next. What was pressed before was meant for something else.
async fn show(screen: Screen<'_>, drift: &Drift, round: &Round) {
    screen.terminal.forget().await;
    match round.mode() {
        Mode::Summary => card::summary(screen, drift, round),
        Mode::Finding(_) => typing(screen, round),
        Mode::Card => {
            let (question, side) = round.here();
            card::show(screen, drift, question, side, round.place());
        }
    }
}

/// The text that is searched for, as far as it is typed.
fn typing(screen: Screen<'_>, round: &Round) {
    let Mode::Finding(text) = round.mode() else {
        return;
    };
    let prompt = words!(
        "find (Enter, Esc): {text}",
        "查找（Enter 确认，Esc 取消）：{text}"
    );
    let prompt = screen.paint(Tone::Title, prompt.text(screen.lang));
    // The line grows with every letter, so it is drawn over itself where that is possible.
    if screen.terminal.styled() {
        screen.terminal.write(&format!("\r\x1b[K{prompt}"));
    } else {
        screen.line(&prompt);
    }
}

/// Shows all that is known of the question, a screen at a time.
async fn whole(
    screen: Screen<'_>,
    drift: &Drift,
    round: &Round,
    (typed, clear): (&Typed, &Clear<'_>),
) -> Result<()> {
    let lines = whole::whole(screen, drift, round.here().0, (typed, clear));
    pager::show(screen, &lines)
        .await
        .map_err(|reason| unanswered(reason, drift, typed))
}
