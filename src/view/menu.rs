//! A question with a few answers. Arrow keys and single letters both work; Ctrl-C stops; Enter
//! takes the marked answer, and the first mark is always on one that changes nothing.
//!
//! The choices are drawn by the core from single keys, so that both entry points ask the same question;
//! nothing that was pressed before it is an answer.

use crate::ports::Key;
use crate::view::screen::{Screen, Tone};
use crate::words::Words;

/// One answer: the letter that picks it, and what it says.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// Shown in brackets, and pressed.
    pub key: char,
    /// What happens if it is picked.
    pub words: Words,
    /// What the caller gets.
    pub value: T,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The person pressed Ctrl-C, or the terminal went away.
    Interrupted,
    /// There is no person.
    Unattended,
}

/// Asks until one of the choices is picked. `marked` is the choice that Enter alone takes.
///
/// # Errors
/// When the person interrupts, or nobody is there.
pub async fn ask<T: Copy>(
    screen: Screen<'_>,
    question: &Words,
    choices: &[Choice<T>],
    marked: usize,
) -> Result<T, NoAnswer> {
    if !screen.terminal.attended() {
        return Err(NoAnswer::Unattended);
    }
    // Lasts until the answer: keys are read one by one, and none counts that was pressed before.
    let _dialogue = screen.dialogue().await;
    let mut marked = marked;
    screen.line("");
    screen.say_in(Tone::Title, question);
    draw(screen, choices, marked);
    loop {
        let key = screen
            .terminal
            .key()
            .await
            .map_err(|_| NoAnswer::Unattended)?;
        match step(key, choices, marked) {
            MenuMove::Mark(index) => marked = index,
            MenuMove::Pick(index) => {
                // The answer stays on the screen, also where a letter picked it without moving the mark.
                redraw(screen, choices, index);
                return Ok(choices[index].value);
            }
            MenuMove::Stop => return Err(NoAnswer::Interrupted),
        }
        redraw(screen, choices, marked);
    }
}

/// What a key does.
#[derive(Debug, PartialEq, Eq)]
enum MenuMove {
    /// The mark goes to this choice.
    Mark(usize),
    /// This choice is the answer.
    Pick(usize),
    /// There is no answer.
    Stop,
}

/// What a key does while the mark stands on a choice.
fn step<T>(key: Key, choices: &[Choice<T>], marked: usize) -> MenuMove {
    let last = choices.len() - 1;
    match key {
        Key::Up => MenuMove::Mark(if marked == 0 { last } else { marked - 1 }),
        Key::Down => MenuMove::Mark(if marked == last { 0 } else { marked + 1 }),
        Key::Enter => MenuMove::Pick(marked),
        Key::Interrupt | Key::Escape => MenuMove::Stop,
        Key::Char(letter) => choices
            .iter()
            .position(|choice| choice.key == letter)
            .map_or(MenuMove::Mark(marked), MenuMove::Pick),
        _ => MenuMove::Mark(marked),
    }
}

/// The choices, a line each.
fn draw<T>(screen: Screen<'_>, choices: &[Choice<T>], marked: usize) {
    for (index, choice) in choices.iter().enumerate() {
        let tone = match index == marked {
            true => Tone::Title,
            false => Tone::Plain,
        };
        screen.text_in(tone, &line(screen, choice, index == marked));
    }
}

/// One choice as it is drawn.
fn line<T>(screen: Screen<'_>, choice: &Choice<T>, marked: bool) -> String {
    let mark = if marked { '❯' } else { ' ' };
    format!("{mark} [{}] {}", choice.key, choice.words.text(screen.lang))
}

/// How many lines of the screen the choices take; the mark changes nothing about it.
fn height<T>(screen: Screen<'_>, choices: &[Choice<T>]) -> usize {
    let lines = |choice| screen.fitted(&line(screen, choice, false)).lines().count();
    choices.iter().map(lines).sum()
}

/// Draws over the choices, or (on a terminal that cannot move its cursor) only names the marked one.
fn redraw<T>(screen: Screen<'_>, choices: &[Choice<T>], marked: usize) {
    if screen.terminal.styled() {
        screen
            .terminal
            .write(&format!("\x1b[{}A\x1b[J", height(screen, choices)));
        draw(screen, choices, marked);
    } else {
        screen.text_in(Tone::Plain, &line(screen, &choices[marked], true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<Choice<u8>> {
        ['l', 'r', 's']
            .into_iter()
            .zip(0..)
            .map(|(key, value)| Choice {
                key,
                words: Words::same("x"),
                value,
            })
            .collect()
    }

    #[test]
    fn letters_pick_and_arrows_go_round() {
        assert_eq!(step(Key::Char('r'), &choices(), 2), MenuMove::Pick(1));
        assert_eq!(step(Key::Char('z'), &choices(), 2), MenuMove::Mark(2));
        assert_eq!(step(Key::Down, &choices(), 2), MenuMove::Mark(0));
        assert_eq!(step(Key::Up, &choices(), 0), MenuMove::Mark(2));
    }

    #[test]
    fn enter_takes_the_mark_and_ctrl_c_stops() {
        assert_eq!(step(Key::Enter, &choices(), 2), MenuMove::Pick(2));
        assert_eq!(step(Key::Interrupt, &choices(), 0), MenuMove::Stop);
    }
}
