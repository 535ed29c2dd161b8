//! Text that may be longer than the screen.

use crate::ports::Key;
use crate::view::menu::NoAnswer;
use crate::view::screen::{Screen, Tone};
use crate::words;

/// Shows the lines, a screen at a time: on with the space bar, back with `b`, out with `q`.
///
/// # Errors
/// When the person interrupts, or nobody is there.
pub async fn show(screen: Screen<'_>, lines: &[String]) -> Result<(), NoAnswer> {
    let _dialogue = screen.dialogue().await;
    let mut top = 0;
    loop {
        // Asked each time, since a window changes its size; two lines are for the prompt and what is above
        // it.
        let page = screen.terminal.height().saturating_sub(2).max(1);
        let end = (top + page).min(lines.len());
        screen.line("");
        lines[top..end].iter().for_each(|line| screen.line(line));
        // What fits needs no question.
        if lines.len() <= page {
            return Ok(());
        }
        let (first, total) = (top + 1, lines.len());
        screen.say_in(
            Tone::Title,
            &words!(
                "lines {first}–{end} of {total}: [space] on  [b] back  [q] done",
                "第 {first}–{end} 行，共 {total} 行：[空格] 后翻  [b] 前翻  [q] 结束"
            ),
        );
        let key = screen.terminal.key().await;
        match turned(
            key.map_err(|_| NoAnswer::Unattended)?,
            top,
            page,
            lines.len(),
        ) {
            PageTurn::To(line) => top = line,
            PageTurn::Done => return Ok(()),
            PageTurn::Interrupt => return Err(NoAnswer::Interrupted),
        }
    }
}

/// What a key does.
#[derive(Debug, PartialEq, Eq)]
enum PageTurn {
    /// The first line that is shown next.
    To(usize),
    /// Nothing more is shown.
    Done,
    /// The person wants the run to end.
    Interrupt,
}

/// Where a key leads from the line `top` of `total`.
fn turned(key: Key, top: usize, page: usize, total: usize) -> PageTurn {
    match key {
        Key::Interrupt => PageTurn::Interrupt,
        Key::Char('q') | Key::Escape => PageTurn::Done,
        Key::Char('b') | Key::PageUp | Key::Up | Key::Left => {
            PageTurn::To(top.saturating_sub(page))
        }
        Key::Char(' ') | Key::PageDown | Key::Down | Key::Right | Key::Enter
            if top + page < total =>
        {
            PageTurn::To(top + page)
        }
        // At the end the same key leads out, but for the arrows: who holds one down stays.
        Key::Char(' ') | Key::PageDown | Key::Enter => PageTurn::Done,
        _ => PageTurn::To(top),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_turn_both_ways_and_end() {
        assert_eq!(turned(Key::Char(' '), 0, 10, 25), PageTurn::To(10));
        assert_eq!(turned(Key::PageDown, 10, 10, 25), PageTurn::To(20));
        assert_eq!(turned(Key::Char(' '), 20, 10, 25), PageTurn::Done);
        assert_eq!(turned(Key::PageUp, 20, 10, 25), PageTurn::To(10));
        assert_eq!(turned(Key::Char('b'), 5, 10, 25), PageTurn::To(0));
        assert_eq!(turned(Key::Char('x'), 5, 10, 25), PageTurn::To(5));
        assert_eq!(turned(Key::Interrupt, 5, 10, 25), PageTurn::Interrupt);
    }
}
