//! The terminal in one language: lines, colours, and nothing else.
//!
//! Whatever is written goes through `plain` here, so that no text of the cloud or of a package reaches the
//! terminal as a command. Only our own colours pass.

use crate::plain;
use crate::ports::{Clock, Terminal};
use crate::view::wrap::wrap;
use crate::words::{Lang, Words};

/// What a colour begins with, and all that may follow it.
const ESCAPE: &str = "\x1b[";
const CODES: [&str; 6] = ["0m", "1m", "2m", "31m", "32m", "33m"];

/// What a piece of text means; colour only repeats what the text already says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Neither more nor less than text.
    Plain,
    /// What the lines below are about.
    Title,
    /// Somebody else's change.
    Remote,
    /// The project's change.
    Local,
    /// Both, or unknown.
    Conflict,
    /// What may be skipped.
    Faint,
}

/// The time in which keys are waited for.
pub struct Dialogue<'a>(&'a dyn Terminal);

impl Drop for Dialogue<'_> {
    fn drop(&mut self) {
        self.0.listen(false);
    }
}

/// Where a command writes its talk.
#[derive(Clone, Copy)]
pub struct Screen<'a> {
    /// Where it goes.
    pub terminal: &'a dyn Terminal,
    /// Of all that is said through it.
    pub lang: Lang,
    /// What says how long something takes.
    pub clock: &'a dyn Clock,
}

impl Screen<'_> {
    /// Begins a dialogue with the person, which lasts as long as what is returned. What was pressed
    /// before answers nothing in it.
    pub async fn dialogue(&self) -> Dialogue<'_> {
        // Before what was pressed is thrown away: only a terminal that listens can be read empty.
        self.terminal.listen(true);
        // Made before the wait, so that a run that is dropped there gives the terminal back.
        let dialogue = Dialogue(self.terminal);
        self.terminal.forget().await;
        dialogue
    }

    /// A sentence, on as many lines as it takes.
    pub fn say(&self, words: &Words) {
        self.say_in(Tone::Plain, words);
    }

    /// A sentence in a tone.
    pub fn say_in(&self, tone: Tone, words: &Words) {
        self.text_in(tone, words.text(self.lang));
    }

    /// Text in a tone, on as many lines as it takes.
    pub fn text_in(&self, tone: Tone, text: &str) {
        self.fitted(&plain::lines(text.to_owned()))
            .split('\n')
            .for_each(|line| self.line(&self.paint(tone, line)));
    }

    /// The text in lines that fit on the screen, if there is one.
    pub fn fitted(&self, text: &str) -> String {
        match self.terminal.shown() {
            true => wrap(text, self.terminal.width()),
            false => text.to_owned(),
        }
    }

    /// Text as it is, ended by a line break. Of what a terminal obeys only our own colours go
    /// through.
    pub fn line(&self, text: &str) {
        // Each piece but the first stood behind an escape, which is ours only if one of our codes follows.
        let mut pieces = text.split(ESCAPE);
        let mut shown = plain::lines(pieces.next().unwrap_or_default().to_owned());
        for piece in pieces {
            // Without colours none of these is ours, so what looks like one came from elsewhere.
            let is_ours =
                self.terminal.styled() && CODES.iter().any(|code| piece.starts_with(code));
            let escape = if is_ours { ESCAPE } else { "\\u{1b}[" };
            shown.push_str(escape);
            shown.push_str(&plain::lines(piece.to_owned()));
        }
        self.terminal.write(&format!("{shown}\n"));
    }

    /// The text in a tone, where the terminal shows colours.
    pub fn paint(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Plain => return plain::lines(text.to_owned()),
            _ if !self.terminal.styled() => return plain::lines(text.to_owned()),
            Tone::Title => "1",
            Tone::Remote => "33",
            Tone::Local => "32",
            Tone::Conflict => "31",
            Tone::Faint => "2",
        };
        let text = plain::lines(text.to_owned());
        format!("{ESCAPE}{code}m{text}{ESCAPE}0m")
    }
}

#[cfg(test)]
pub mod tests {
    use std::future::ready;

    use crate::ports::{Clock, Key, Terminal, Unattended, Wait};

    /// A screen without colours and keys.
    pub struct PlainScreen {
        pub width: usize,
    }

    impl Terminal for PlainScreen {
        fn write(&self, _: &str) {}

        fn attended(&self) -> bool {
            false
        }

        fn shown(&self) -> bool {
            true
        }

        fn styled(&self) -> bool {
            false
        }

        fn width(&self) -> usize {
            self.width
        }

        fn height(&self) -> usize {
            24
        }

        fn listen(&self, _: bool) {}

        fn forget(&self) -> Wait<'_, ()> {
            Box::pin(ready(()))
        }

        fn key(&self) -> Wait<'_, Result<Key, Unattended>> {
            Box::pin(ready(Err(Unattended)))
        }
    }

    /// A clock that stands still.
    impl Clock for PlainScreen {
        fn now(&self) -> i64 {
            0
        }

        fn nonce(&self) -> [u8; 16] {
            [0; 16]
        }

        fn sleep(&self, _: u64) -> Wait<'_, ()> {
            Box::pin(ready(()))
        }
    }
}
