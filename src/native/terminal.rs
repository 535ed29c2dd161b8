//! The terminal: talk on stderr, keys from the controlling terminal (stdin carries the inputs).
//!
//! The core draws questions from single keys, so the terminal is in raw mode during a dialogue and in no
//! other moment: in between Ctrl-C is a signal again.

use std::cell::Cell;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode, size};

use crate::ports::{Key, Terminal, Unattended, Wait};

/// The terminal of this process.
#[derive(Debug)]
pub struct Tty {
    /// Whether a person can be asked: they may be, see the question, and have keys.
    attended: bool,
    /// Whether stderr is a terminal.
    shown: bool,
    /// Whether that terminal shows colours and moves its cursor.
    styled: bool,
    /// Who started this program.
    parent: u32,
    /// Whether somebody has stopped this program.
    stopped: Arc<AtomicBool>,
    /// How many dialogues stand in each other.
    dialogues: Cell<usize>,
    /// Whether somebody pressed Ctrl-C before what they were shown last.
    interrupted: Cell<bool>,
}

impl Tty {
    /// `attended` is what the inputs say: whether a person may be asked at all.
    pub fn new(attended: bool) -> Tty {
        let shown = stderr().is_terminal();
        // https://no-color.org: any value but an empty one.
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Tty {
            attended: attended && shown && has_keys(),
            shown,
            styled: shown && !plain,
            parent: parent(),
            stopped: Arc::default(),
            dialogues: Cell::new(0),
            interrupted: Cell::new(false),
        }
    }
}

impl Tty {
    /// Set it as soon as somebody stops the program: from then on no line is drawn in its place, even
    /// where the work that would draw it has not ended yet.
    pub fn stopped(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stopped)
    }
}

/// Who would wait for this program to end.
#[cfg(unix)]
fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

/// Nobody, so that it never seems to have gone.
#[cfg(not(unix))]
fn parent() -> u32 {
    0
}

/// Whether there is a terminal to read keys from, although stdin is not one.
#[cfg(unix)]
fn has_keys() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

/// Where there is a screen there is a keyboard.
#[cfg(not(unix))]
fn has_keys() -> bool {
    true
}

impl Terminal for Tty {
    fn write(&self, text: &str) {
        // Ctrl-C ends the CLI at once, and this program after its present step. By then the person
        // is at the shell's prompt, which is not to be written over.
        if self.attended && parent() != self.parent {
            return;
        }
        // Talk that cannot be shown is no reason to stop half-way.
        let _ = match self.dialogues.get() {
            0 => stderr().lock().write_all(text.as_bytes()),
            // A terminal that gives single keys does not go back to the first column by itself.
            _ => stderr()
                .lock()
                .write_all(text.replace('\n', "\r\n").as_bytes()),
        };
    }

    fn attended(&self) -> bool {
        self.attended
    }

    fn shown(&self) -> bool {
        self.shown
    }

    fn styled(&self) -> bool {
        self.styled && !self.stopped.load(Ordering::Relaxed)
    }

    fn width(&self) -> usize {
        // Without this the width of the terminal would be that of a log, too.
        match self.shown {
            true => size().map_or(80, |(columns, _)| at_least(columns, 20, 80)),
            false => 80,
        }
    }

    fn height(&self) -> usize {
        size().map_or(24, |(_, rows)| at_least(rows, 5, 24))
    }

    fn listen(&self, begins: bool) {
        if !self.attended {
            return;
        }
        let before = self.dialogues.get();
        // Dialogues stand in each other: a question may open a pager, and the last one gives the terminal
        // back.
        let now = if begins { before + 1 } else { before - 1 };
        // Where the terminal does not do as it is told, there will be no keys either.
        let _ = match (before, now) {
            (0, _) => enable_raw_mode(),
            (_, 0) => disable_raw_mode(),
            _ => Ok(()),
        };
        self.dialogues.set(now);
    }

    fn forget(&self) -> Wait<'_, ()> {
        Box::pin(async {
            if self.attended && was_interrupted() {
                self.interrupted.set(true);
            }
        })
    }

    fn key(&self) -> Wait<'_, Result<Key, Unattended>> {
        Box::pin(async {
            match self.attended {
                false => Err(Unattended),
                // Ctrl-C counts although it came too early: it answers nothing wrong, it only stops.
                true if self.interrupted.take() => Ok(Key::Interrupt),
                true => Ok(press().await),
            }
        })
    }
}

/// A size that can be drawn on. A terminal that nobody told its size says 0.
fn at_least(size: u16, least: usize, usual: usize) -> usize {
    match size {
        0 => usual,
        _ => usize::from(size).max(least),
    }
}

/// How long the terminal has to be silent until everything is read that was pressed before. It must not
/// be zero: with that a terminal is only asked for what was read before, and not read.
const SILENCE: Duration = Duration::from_millis(20);

/// Reads everything that was pressed up to now, and says whether Ctrl-C was among it. A terminal that
/// cannot be read says so at the next key.
fn was_interrupted() -> bool {
    let mut interrupted = false;
    while let Ok(true) = poll(SILENCE) {
        match read() {
            Ok(Event::Key(event)) if event.kind != KeyEventKind::Release => {
                interrupted |= key(event) == Key::Interrupt;
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    interrupted
}

/// How long one look for a key takes. In between the program can be stopped from outside.
const LOOK: Duration = Duration::from_millis(30);

/// Waits for the next key.
async fn press() -> Key {
    loop {
        match poll(LOOK).and_then(|there| if there { read().map(Some) } else { Ok(None) }) {
            Ok(Some(Event::Key(event))) if event.kind != KeyEventKind::Release => {
                return key(event);
            }
            // The runtime has one thread: without this nothing else, such as a signal, would get its turn.
            Ok(_) => tokio::task::yield_now().await,
            // A terminal that went away is a person who went away.
            Err(_) => return Key::Interrupt,
        }
    }
}

/// The key of an event, in the words of the port.
fn key(event: KeyEvent) -> Key {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    match event.code {
        // In raw mode Ctrl-C is a key and no signal.
        KeyCode::Char('c' | 'd') if control => Key::Interrupt,
        KeyCode::Char(letter) if !control => Key::Char(letter),
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => Key::Other,
    }
}
