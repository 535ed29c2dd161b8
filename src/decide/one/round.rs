//! What keys do while it is decided one by one. Nothing here shows anything.

use serde_json::Value;

use crate::model::resource::Resource;
use crate::plan::{Question, Side};
use crate::ports::Key;

/// What the person is looking at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// One question.
    Card,
    /// A text to find a question by is being typed.
    Finding(String),
    /// Everything is decided and waits to be confirmed.
    Summary,
}

/// What a key brought about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum KeyEffect {
    Nothing,
    /// Something else is to be shown.
    Show,
    /// The text that is searched for changed.
    Typing,
    NotFound(String),
    /// The question's values are asked for as a whole.
    Whole,
    /// The question's values are asked for in clear.
    Clear,
    Help,
    /// Everything is decided, and confirmed.
    Decided,
    Stop,
    Interrupt,
}

/// A question and what is decided about it so far.
#[derive(Debug)]
struct RoundQuestion {
    question: Question,
    /// The value online that is shown, sealed: the answer holds for it alone.
    live: Option<Value>,
    side: Option<Side>,
}

/// All questions, and the way through them.
#[derive(Debug)]
pub(super) struct Round {
    items: Vec<RoundQuestion>,
    /// The index of the question that is looked at.
    at: usize,
    mode: Mode,
}

impl Round {
    /// The code comes last, because it is decided apart from the configuration. There is at least
    /// one question.
    pub(super) fn new(mut questions: Vec<(Question, Option<Value>)>) -> Round {
        questions.sort_by_key(|(question, _)| question.is_code());
        let item = |(question, live)| RoundQuestion {
            question,
            live,
            side: None,
        };
        Round {
            items: questions.into_iter().map(item).collect(),
            at: 0,
            mode: Mode::Card,
        }
    }

    pub(super) fn mode(&self) -> &Mode {
        &self.mode
    }

    /// The question that is looked at, and what was decided about it.
    pub(super) fn here(&self) -> (&Question, Option<Side>) {
        let item = &self.items[self.at];
        (&item.question, item.side)
    }

    /// Its number, and how many there are.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.at + 1, self.items.len())
    }

    /// Every question that is not moot and what was decided about it.
    pub(super) fn decided(&self) -> impl Iterator<Item = (&Question, Side)> {
        let items = self.items.iter().filter(|item| !self.is_moot(item));
        items.filter_map(|item| Some((&item.question, item.side?)))
    }

    /// The answers. What belongs to a function that stays deleted stays as it is online.
    pub(super) fn decisions(&self) -> impl Iterator<Item = (&Question, &Option<Value>, Side)> {
        let side = |item: &RoundQuestion| match self.is_moot(item) {
            true => Some(Side::Remote),
            false => item.side,
        };
        self.items
            .iter()
            .filter_map(move |item| Some((&item.question, &item.live, side(item)?)))
    }

    /// Takes a key. `address` is the name by which a question is found.
    pub(super) fn press(&mut self, key: Key, address: impl Fn(&Question) -> String) -> KeyEffect {
        match (self.mode.clone(), key) {
            (_, Key::Interrupt) => KeyEffect::Interrupt,
            // While a text is typed every other key is a part of it.
            (Mode::Finding(text), key) => self.typed(text, key, address),
            // Where no text is typed, Esc ends it all as Ctrl-C does.
            (_, Key::Escape) => KeyEffect::Interrupt,
            (_, Key::Char('s')) => KeyEffect::Stop,
            (_, Key::Char('?')) => KeyEffect::Help,
            (_, Key::Char('/')) => {
                self.mode = Mode::Finding(String::new());
                KeyEffect::Typing
            }
            (Mode::Summary, key) => self.confirm(key),
            (Mode::Card, key) => self.decide(key),
        }
    }

    /// A key at a question.
    fn decide(&mut self, key: Key) -> KeyEffect {
        match key {
            Key::Char('l') => self.give(Side::Local),
            Key::Char('r') => self.give(Side::Remote),
            Key::Char('L') => self.give_rest(Side::Local),
            Key::Char('R') => self.give_rest(Side::Remote),
            Key::Char('v') => KeyEffect::Whole,
            Key::Char('x') => KeyEffect::Clear,
            Key::Char('b') | Key::Left | Key::Up | Key::PageUp | Key::Backspace => self.back(),
            Key::Char('n') | Key::Right | Key::Down | Key::PageDown => self.forth(),
            _ => KeyEffect::Nothing,
        }
    }

    /// A key at the summary. Enter alone confirms nothing.
    fn confirm(&mut self, key: Key) -> KeyEffect {
        match key {
            Key::Char('y') => KeyEffect::Decided,
            Key::Char('b') | Key::Left | Key::Up | Key::PageUp | Key::Backspace => {
                self.mode = Mode::Card;
                KeyEffect::Show
            }
            _ => KeyEffect::Nothing,
        }
    }

    /// Decides about this one and goes on.
    fn give(&mut self, side: Side) -> KeyEffect {
        self.items[self.at].side = Some(side);
        self.go_on()
    }

    /// Decides about this one and all that follow of the same resource, its code apart.
    fn give_rest(&mut self, side: Side) -> KeyEffect {
        // Whoever means all of the settings has not said anything of the code.
        let half = |question: &Question| (question.resource.clone(), question.is_code());
        let here: (Resource, bool) = half(&self.items[self.at].question);
        let rest = self.items.iter_mut().skip(self.at);
        for item in rest.filter(|item| half(&item.question) == here) {
            item.side = Some(side);
        }
        self.go_on()
    }

    /// To the next question without an answer, or to the end.
    fn go_on(&mut self) -> KeyEffect {
        let open = |item: &&(usize, &RoundQuestion)| item.1.side.is_none() && !self.is_moot(item.1);
        let all: Vec<(usize, &RoundQuestion)> = self.items.iter().enumerate().collect();
        // Onwards first, then what was passed over from the beginning.
        let (before, after) = all.split_at(self.at);
        let next = after
            .iter()
            .chain(before)
            .find(open)
            .map(|(index, _)| *index);
        match next {
            Some(index) => {
                self.at = index;
                self.mode = Mode::Card;
            }
            None => self.mode = Mode::Summary,
        }
        KeyEffect::Show
    }

    /// To the one before, decided or not. The first has none.
    fn back(&mut self) -> KeyEffect {
        match self.at.checked_sub(1) {
            Some(index) => {
                self.at = index;
                KeyEffect::Show
            }
            None => KeyEffect::Nothing,
        }
    }

    /// To the next one without deciding; from the last to what is still open.
    fn forth(&mut self) -> KeyEffect {
        if self.at + 1 == self.items.len() {
            return self.go_on();
        }
        self.at += 1;
        KeyEffect::Show
    }

    /// A key while a text is typed.
    fn typed(
        &mut self,
        mut text: String,
        key: Key,
        address: impl Fn(&Question) -> String,
    ) -> KeyEffect {
        self.mode = Mode::Card;
        match key {
            Key::Enter => return self.find(&text, address),
            Key::Escape => return KeyEffect::Show,
            Key::Backspace => _ = text.pop(),
            Key::Char(letter) => text.push(letter),
            _ => {}
        }
        self.mode = Mode::Finding(text);
        KeyEffect::Typing
    }

    /// Goes to the next question with the text in its name, round the end if it must.
    fn find(&mut self, text: &str, address: impl Fn(&Question) -> String) -> KeyEffect {
        let wanted = text.to_lowercase();
        let count = self.items.len();
        let has = |index: &usize| {
            let name = address(&self.items[*index].question);
            name.to_lowercase().contains(&wanted)
        };
        // The present question comes last, so that the same text leads on from one to the next.
        let round = (1..=count).map(|step| (self.at + step) % count);
        match round.into_iter().find(has) {
            Some(index) => {
                self.at = index;
                KeyEffect::Show
            }
            None => KeyEffect::NotFound(text.to_owned()),
        }
    }

    /// Whether it belongs to a function that stays deleted, so that nothing is left to decide.
    fn is_moot(&self, item: &RoundQuestion) -> bool {
        let is_whole = |item: &RoundQuestion| {
            item.question.resource.kind.is_function() && item.question.path.0.is_empty()
        };
        let gone = |item: &RoundQuestion| is_whole(item) && item.side == Some(Side::Remote);
        // The question about the function itself is never moot, so that it can be decided anew.
        !is_whole(item) && self.items.iter().any(gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::path::{Path, PathStep};
    use crate::model::resource::Kind;

    fn question(name: &str, path: &[&str]) -> (Question, Option<Value>) {
        let step = |name: &&str| PathStep::Key((*name).to_owned());
        let kind = match name {
            "fn" => Kind::Function,
            _ => Kind::Trigger,
        };
        let resource =
            Resource::of_function("1".to_owned(), "cn-hangzhou".to_owned(), "fn".to_owned())
                .sibling(kind, name);
        let question = Question {
            resource,
            path: Path(path.iter().map(step).collect()),
        };
        (question, None)
    }

    fn round() -> Round {
        Round::new(vec![
            question("fn", &["code"]),
            question("fn", &["environmentVariables", "LEVEL"]),
            question("fn", &["timeout"]),
            question("http", &["qualifier"]),
        ])
    }

    fn address(question: &Question) -> String {
        format!("{:?} {}", question.resource, question.path)
    }

    fn press(round: &mut Round, keys: &str) -> KeyEffect {
        let mut effect = KeyEffect::Nothing;
        for letter in keys.chars() {
            let key = match letter {
                '⏎' => Key::Enter,
                '⎋' => Key::Escape,
                '⌫' => Key::Backspace,
                letter => Key::Char(letter),
            };
            effect = round.press(key, address);
        }
        effect
    }

    fn sides(round: &Round) -> String {
        let letter = |(_, side)| match side {
            Side::Local => 'l',
            Side::Remote => 'r',
        };
        round.decided().map(letter).collect()
    }

    #[test]
    fn the_code_comes_last_and_nothing_is_decided_before_it_is_confirmed() {
        let mut round = round();
        assert_eq!(press(&mut round, "rlr"), KeyEffect::Show);
        assert!(round.here().0.is_code());
        press(&mut round, "l");
        assert_eq!(*round.mode(), Mode::Summary);
        assert_eq!(sides(&round), "rlrl");
        assert_eq!(
            press(&mut round, "⏎"),
            KeyEffect::Nothing,
            "Enter alone decides nothing"
        );
        assert_eq!(press(&mut round, "y"), KeyEffect::Decided);
        assert_eq!(round.decisions().count(), 4);
    }

    #[test]
    fn one_goes_back_and_decides_anew() {
        let mut round = round();
        press(&mut round, "llbbr");
        assert_eq!(round.place(), (3, 4), "on to the next open one");
        press(&mut round, "ll");
        assert_eq!(sides(&round), "rlll");
        press(&mut round, "bbbr");
        assert_eq!(*round.mode(), Mode::Summary);
        assert_eq!(sides(&round), "rrll");
    }

    #[test]
    fn the_rest_is_that_of_the_resource_without_its_code() {
        let mut round = round();
        press(&mut round, "R");
        assert_eq!(sides(&round), "rr");
        assert_eq!(round.place(), (3, 4));
        press(&mut round, "L");
        assert!(round.here().0.is_code());
    }

    #[test]
    fn what_was_passed_over_comes_again() {
        let mut round = round();
        press(&mut round, "nlll");
        assert_eq!(round.place(), (1, 4));
        assert_eq!(press(&mut round, "y"), KeyEffect::Nothing);
    }

    #[test]
    fn found_by_a_part_of_the_name() {
        let mut round = round();
        press(&mut round, "/TIMEx⌫⏎");
        assert_eq!(round.place(), (2, 4));
        assert_eq!(
            press(&mut round, "/zzz⏎"),
            KeyEffect::NotFound("zzz".to_owned())
        );
        assert_eq!(press(&mut round, "/l⎋"), KeyEffect::Show);
        assert_eq!(sides(&round), "", "a typed letter decides nothing");
    }

    #[test]
    fn what_hangs_on_a_function_that_stays_deleted_is_not_asked() {
        let mut round = Round::new(vec![question("fn", &[]), question("http", &[])]);
        press(&mut round, "r");
        assert_eq!(*round.mode(), Mode::Summary);
        let sides: Vec<Side> = round.decisions().map(|(_, _, side)| side).collect();
        assert_eq!(sides, [Side::Remote, Side::Remote]);
        press(&mut round, "bl");
        assert_eq!(
            round.place(),
            (2, 2),
            "it comes back, so its trigger is a question"
        );
    }
}
