//! The terminal of a story: a person whose keys are written down before, or nobody.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use fc_guard::ports::{Key, Terminal, Unattended, Wait};
use futures_util::FutureExt as _;
use futures_util::future::ready;

/// What happens right before the key of that number is pressed.
type Meanwhile = (usize, Box<dyn FnOnce()>);

/// Who sits there, and what was said to them.
#[derive(Default)]
pub(crate) struct Person {
    /// What is pressed together is pressed as soon as the first of it is waited for.
    keys: RefCell<Option<VecDeque<VecDeque<Key>>>>,
    /// What is pressed once those are used up; otherwise Ctrl-C, and that is noted.
    always: Option<Key>,
    /// Whether the run may not ask, whoever sits there.
    alone: Cell<bool>,
    /// Columns of the screen; 0 for the usual hundred.
    columns: usize,
    /// What lies in the terminal, pressed before anybody waited for it.
    early: RefCell<VecDeque<Key>>,
    pressed: Cell<usize>,
    meanwhile: RefCell<Vec<Meanwhile>>,
    said: RefCell<String>,
    /// What happened between the words, and how much had been said by then.
    events: RefCell<Vec<(usize, String)>>,
}

impl Person {
    /// A person who will press these keys: letters as they are, `⏎` for Enter, `↓` and `↑`, `^` for
    /// Ctrl-C. What is asked beyond them is answered with Ctrl-C, and noted.
    pub(crate) fn pressing(keys: &str) -> Person {
        let single = |key| VecDeque::from([key]);
        Person {
            keys: RefCell::new(Some(read(keys).into_iter().map(single).collect())),
            ..Person::default()
        }
    }

    /// The same, who presses these after that, all at once.
    pub(crate) fn together(self, keys: &str) -> Person {
        if let Some(pressed) = self.keys.borrow_mut().as_mut() {
            pressed.push_back(read(keys));
        }
        self
    }

    /// The same, who pressed these before anything was asked.
    pub(crate) fn early(self, keys: &str) -> Person {
        Person {
            early: RefCell::new(read(keys)),
            ..self
        }
    }

    /// A person who presses nothing but Enter.
    pub(crate) fn in_a_hurry() -> Person {
        Person {
            always: Some(Key::Enter),
            ..Person::pressing("")
        }
    }

    /// A terminal that goes away at the first question.
    pub(crate) fn hanging_up() -> Person {
        Person {
            always: Some(Key::Interrupt),
            ..Person::pressing("")
        }
    }

    /// The same at a screen of so many columns.
    pub(crate) fn wide(self, columns: usize) -> Person {
        Person { columns, ..self }
    }

    /// Says whether the run may ask them: in a pipeline it may not, even where there is a terminal.
    pub(crate) fn may_be_asked(&self, may: bool) {
        self.alone.set(!may);
    }

    /// Has something happen while the question waits for the key of that number, counted from 0.
    pub(crate) fn meanwhile(&self, key: usize, happens: impl FnOnce() + 'static) {
        self.meanwhile.borrow_mut().push((key, Box::new(happens)));
    }

    /// Everything that was said.
    pub(crate) fn heard(&self) -> String {
        self.said.borrow().clone()
    }

    /// Notes that something happened after what was said up to now.
    pub(crate) fn note(&self, event: String) {
        let at = self.said.borrow().len();
        self.events.borrow_mut().push((at, event));
    }

    /// What happened between the words, and how much had been said by then.
    pub(crate) fn events(&self) -> Vec<(usize, String)> {
        self.events.borrow().clone()
    }

    /// The keys that nobody asked for.
    pub(crate) fn left(&self) -> usize {
        let keys = self.keys.borrow();
        keys.iter().flatten().map(VecDeque::len).sum()
    }
}

impl Terminal for Person {
    fn write(&self, text: &str) {
        self.said.borrow_mut().push_str(text);
    }

    fn attended(&self) -> bool {
        self.shown() && !self.alone.get()
    }

    fn shown(&self) -> bool {
        self.keys.borrow().is_some()
    }

    fn styled(&self) -> bool {
        false
    }

    fn width(&self) -> usize {
        match self.columns {
            0 => 100,
            columns => columns,
        }
    }

    fn height(&self) -> usize {
        40
    }

    fn listen(&self, _: bool) {}

    fn forget(&self) -> Wait<'_, ()> {
        let mut early = self.early.borrow_mut();
        early.retain(|key| *key == Key::Interrupt);
        ready(()).boxed_local()
    }

    fn key(&self) -> Wait<'_, Result<Key, Unattended>> {
        let number = self.pressed.replace(self.pressed.get() + 1);
        let due: Vec<Meanwhile> = {
            let mut meanwhile = self.meanwhile.borrow_mut();
            let (due, later) = meanwhile.drain(..).partition(|(key, _)| *key == number);
            *meanwhile = later;
            due
        };
        for (_, happens) in due {
            self.note("  (somebody else writes)".to_owned());
            happens();
        }
        let answer = match self.keys.borrow_mut().as_mut() {
            Some(keys) if !self.alone.get() => {
                let mut early = self.early.borrow_mut();
                if early.is_empty() {
                    early.extend(keys.pop_front().into_iter().flatten());
                }
                Ok(early.pop_front().or(self.always).unwrap_or_else(|| {
                    self.write("[a question that the story has no key for]\n");
                    Key::Interrupt
                }))
            }
            _ => Err(Unattended),
        };
        if let Ok(key) = &answer {
            self.note(format!("  «{}»", name(*key)));
        }
        ready(answer).boxed_local()
    }
}

/// The keys that a story writes down.
fn read(keys: &str) -> VecDeque<Key> {
    let key = |letter| match letter {
        '⏎' => Key::Enter,
        '↓' => Key::Down,
        '↑' => Key::Up,
        '^' => Key::Interrupt,
        '⎋' => Key::Escape,
        letter => Key::Char(letter),
    };
    keys.chars().map(key).collect()
}

/// A key as [`read`] reads it.
fn name(key: Key) -> char {
    match key {
        Key::Enter => '⏎',
        Key::Down => '↓',
        Key::Up => '↑',
        Key::Interrupt => '^',
        Key::Escape => '⎋',
        Key::Char(letter) => letter,
        _ => '?',
    }
}
