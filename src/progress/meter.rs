//! How far long work is. In a terminal that is one line, drawn anew in its place; in a log it is a
//! line now and then, without anything that only a terminal understands.

#[cfg(test)]
pub mod tests;

use std::cell::Cell;
use std::pin::pin;

use futures_util::future::{Either, select};
use unicode_width::UnicodeWidthChar;

use crate::view::screen::Screen;
use crate::words::Words;

/// After how many milliseconds work is long enough to be shown in a terminal.
const LONG: i64 = 300;

/// Milliseconds from one drawing of the line to the next.
const REDRAW: i64 = 100;

/// Milliseconds from one line of a log to the next.
const LOG: i64 = 10_000;

/// Goes back to the first column and wipes the line.
const WIPE: &str = "\r\x1b[K";

/// Shows one piece of long work. While it lives nothing else may be written; when it goes, after an
/// error too, no trace of its line is left.
pub struct Meter<'a> {
    /// Where the line stands.
    screen: Screen<'a>,
    /// When the work began, in milliseconds since 1970.
    begun: i64,
    /// When it was shown last.
    shown: Cell<i64>,
    /// Whether its line stands on the screen, without a line break.
    standing: Cell<bool>,
}

impl<'a> Meter<'a> {
    /// Begins with the work. Nothing is shown yet.
    pub fn begin(screen: Screen<'a>) -> Meter<'a> {
        let now = screen.clock.now();
        Meter {
            screen,
            begun: now,
            // In a log the first line comes only after the usual pause.
            shown: Cell::new(now),
            standing: Cell::new(false),
        }
    }

    /// Shows a line, if it is time to. It is made from the milliseconds since the work began, and
    /// only where it is shown, so this may be called as often as anything moves.
    pub fn show(&self, line: impl FnOnce(u64) -> Words) {
        let Screen {
            terminal,
            clock,
            lang,
        } = self.screen;
        let now = clock.now();
        let since = now - self.shown.get();
        // In a terminal short work is not worth a line that vanishes at once; a log keeps its lines, so they
        // are rare.
        let due = match terminal.styled() {
            true => now - self.begun >= LONG && (since >= REDRAW || !self.standing.get()),
            false => since >= LOG,
        };
        if !due {
            return;
        }
        self.shown.set(now);
        let line = line(self.spent());
        if terminal.styled() {
            // A letter in the last column would break the line in some terminals.
            let line = cut(line.text(lang), terminal.width().saturating_sub(1));
            self.standing.set(true);
            terminal.write(&format!("{WIPE}{line}"));
        } else {
            self.screen.say(&line);
        }
    }

    /// Does the work, and shows a line as long as it lasts, whether anything moves or not.
    pub async fn during<T>(&self, work: impl Future<Output = T>, line: impl Fn(u64) -> Words) -> T {
        let mut work = pin!(work);
        loop {
            // The pause is beside the work: the line moves on even where nothing arrives.
            let pause = self.screen.clock.sleep(REDRAW.unsigned_abs());
            match select(work.as_mut(), pause).await {
                Either::Left((result, _)) => return result,
                Either::Right(((), _)) => self.show(&line),
            }
        }
    }

    /// Ends with a line on what was done, made from the milliseconds that it took.
    pub fn end(self, line: impl FnOnce(u64) -> Words) {
        self.wipe();
        self.screen.say(&line(self.spent()));
    }

    /// A clock that was set back counts as one that stood still.
    fn spent(&self) -> u64 {
        let spent = self.screen.clock.now() - self.begun;
        u64::try_from(spent).unwrap_or(0)
    }

    /// Takes its line away, if one stands.
    fn wipe(&self) {
        if self.standing.replace(false) {
            self.screen.terminal.write(WIPE);
        }
    }
}

impl Drop for Meter<'_> {
    fn drop(&mut self) {
        // After an error, too: `end` has wiped before, and then this does nothing.
        self.wipe();
    }
}

/// As much of the text as fits into so many columns.
fn cut(text: &str, columns: usize) -> String {
    let mut cut = String::new();
    let mut used = 0;
    for letter in text.chars() {
        let width = letter.width().unwrap_or(0);
        if used + width > columns {
            // Room for the dots that say so.
            // More than one letter where the last ones are wide, or have no width.
            while used >= columns {
                let last = cut.pop().and_then(UnicodeWidthChar::width);
                used -= last.unwrap_or(used);
            }
            cut.push('…');
            break;
        }
        cut.push(letter);
        used += width;
    }
    cut
}
