//! The terminal: talk on stderr, keys from the controlling terminal (stdin carries the inputs).

use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode, size};

use crate::ports::{Key, Terminal, Unattended, Wait};

/// The terminal of this process.
#[derive(Clone, Copy, Debug)]
pub struct Tty {
    attended: bool,
    styled: bool,
}

impl Tty {
    /// `attended` is what the inputs say: whether a person may be asked at all.
    pub fn new(attended: bool) -> Tty {
        let shown = stderr().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Tty {
            attended: attended && shown && has_keys(),
            styled: shown && !plain,
        }
    }
}

#[cfg(unix)]
fn has_keys() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

#[cfg(not(unix))]
fn has_keys() -> bool {
    true
}

impl Terminal for Tty {
    fn write(&self, text: &str) {
        // Talk that cannot be shown is no reason to stop half-way.
        let _ = stderr().lock().write_all(text.as_bytes());
    }

    fn attended(&self) -> bool {
        self.attended
    }

    fn styled(&self) -> bool {
        self.styled
    }

    fn width(&self) -> usize {
        size().map_or(80, |(columns, _)| usize::from(columns).max(20))
    }

    fn height(&self) -> usize {
        size().map_or(24, |(_, rows)| usize::from(rows).max(5))
    }

    fn key(&self) -> Wait<'_, Result<Key, Unattended>> {
        Box::pin(async {
            if self.attended {
                press().await
            } else {
                Err(Unattended)
            }
        })
    }
}

/// How long one look for a key takes. In between the program can be stopped from outside.
const LOOK: Duration = Duration::from_millis(30);

async fn press() -> Result<Key, Unattended> {
    let _raw = Raw::enter()?;
    loop {
        match poll(LOOK).and_then(|there| if there { read().map(Some) } else { Ok(None) }) {
            Ok(Some(Event::Key(event))) if event.kind != KeyEventKind::Release => {
                return Ok(key(event));
            }
            Ok(_) => tokio::task::yield_now().await,
            Err(_) => return Ok(Key::Interrupt),
        }
    }
}

/// The terminal while it gives single keys. It goes back to lines whatever happens in between.
struct Raw;

impl Raw {
    fn enter() -> Result<Raw, Unattended> {
        enable_raw_mode().map_err(|_| Unattended)?;
        Ok(Raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = disable_raw_mode();
    }
}

fn key(event: KeyEvent) -> Key {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    match event.code {
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
