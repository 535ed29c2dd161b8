//! A line in its place on a screen, a line now and then in a log.

use std::cell::{Cell, RefCell};
use std::future::{poll_fn, ready};
use std::task::Poll;

use futures_util::FutureExt as _;
use unicode_width::UnicodeWidthStr as _;

use super::{Meter, WIPE, cut};
use crate::ports::{Clock, Key, Terminal, Unattended, Wait};
use crate::view::screen::Screen;
use crate::words;
use crate::words::{Lang, Words};

/// A terminal that remembers what it was told, and a clock that goes only where it is waited for.
pub struct Stage {
    pub styled: bool,
    pub width: usize,
    pub now: Cell<i64>,
    pub said: RefCell<String>,
}

impl Stage {
    pub fn new(styled: bool, width: usize) -> Stage {
        Stage {
            styled,
            width,
            now: Cell::new(1_000_000),
            said: RefCell::default(),
        }
    }

    pub fn screen(&self, lang: Lang) -> Screen<'_> {
        Screen {
            terminal: self,
            lang,
            clock: self,
        }
    }

    /// What a line in its place showed, one after the other, and what stands there in the end.
    pub fn drawn(&self) -> Vec<String> {
        let said = self.said.borrow();
        said.split(WIPE).map(str::to_owned).collect()
    }

    pub fn pass(&self, millis: i64) {
        self.now.set(self.now.get() + millis);
    }
}

impl Terminal for Stage {
    fn write(&self, text: &str) {
        self.said.borrow_mut().push_str(text);
    }

    fn attended(&self) -> bool {
        false
    }

    fn shown(&self) -> bool {
        self.styled
    }

    fn styled(&self) -> bool {
        self.styled
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

impl Clock for Stage {
    fn now(&self) -> i64 {
        self.now.get()
    }

    fn nonce(&self) -> [u8; 16] {
        [0; 16]
    }

    fn sleep(&self, millis: u64) -> Wait<'_, ()> {
        Box::pin(async move { self.pass(i64::try_from(millis).expect("a short pause")) })
    }
}

/// Work that takes so many pauses of 100 ms.
pub fn lasting(pauses: usize) -> impl Future<Output = ()> {
    let mut left = pauses;
    poll_fn(move |_| match left {
        0 => Poll::Ready(()),
        _ => {
            left -= 1;
            Poll::Pending
        }
    })
}

fn line(spent: u64) -> Words {
    words!("after {spent} ms", "{spent} 毫秒后")
}

fn work(stage: &Stage, pauses: usize) {
    let meter = Meter::begin(stage.screen(Lang::En));
    let during = meter.during(lasting(pauses), line);
    during.now_or_never().expect("nothing to wait for");
    meter.end(|spent| words!("done in {spent}", "用时 {spent}"));
}

#[test]
fn a_line_stands_in_its_place_and_the_last_word_replaces_it() {
    let stage = Stage::new(true, 80);
    work(&stage, 5);
    let shown = [
        "",
        "after 300 ms",
        "after 400 ms",
        "after 500 ms",
        "done in 500\n",
    ];
    assert_eq!(stage.drawn(), shown);
}

#[test]
fn short_work_draws_nothing() {
    let stage = Stage::new(true, 80);
    work(&stage, 2);
    assert_eq!(*stage.said.borrow(), "done in 200\n");
}

#[test]
fn what_moves_often_is_not_drawn_more_often() {
    let stage = Stage::new(true, 80);
    let meter = Meter::begin(stage.screen(Lang::En));
    for _ in 0..10_000 {
        stage.pass(1);
        meter.show(line);
    }
    drop(meter);
    // 300 ms, and then every 100 ms until 10 s; the last of them goes with the meter.
    let drawn = stage.drawn();
    assert_eq!(drawn.len(), 1 + 98 + 1);
    assert_eq!(drawn.last().map(String::as_str), Some(""));
}

#[test]
fn a_log_gets_a_line_every_ten_seconds_and_nothing_of_a_terminal() {
    let stage = Stage::new(false, 80);
    work(&stage, 250);
    let said = "after 10000 ms\nafter 20000 ms\ndone in 25000\n";
    assert_eq!(*stage.said.borrow(), said);
}

#[test]
fn an_error_leaves_no_trace_of_the_line() {
    let stage = Stage::new(true, 80);
    let failing = || -> Result<(), &str> {
        let meter = Meter::begin(stage.screen(Lang::En));
        stage.pass(500);
        meter.show(line);
        Err("it broke")?;
        meter.end(line);
        Ok(())
    };
    assert_eq!(failing(), Err("it broke"));
    assert_eq!(stage.drawn(), ["", "after 500 ms", ""]);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let stage = Stage::new(true, 80);
    let meter = Meter::begin(stage.screen(Lang::En));
    stage.pass(-60_000);
    meter.show(line);
    meter.end(|spent| words!("done in {spent}", "用时 {spent}"));
    assert_eq!(*stage.said.borrow(), "done in 0\n");
}

#[test]
fn no_line_is_wider_than_the_screen() {
    let text = "正在打包：42%，8,400 / 20,000 个文件";
    assert_eq!(text.width(), 36);
    assert_eq!(cut(text, 36), text);
    for columns in 1..36 {
        let cut = cut(text, columns);
        assert!(cut.ends_with('…') && cut.width() <= columns, "{cut}");
        assert!(cut.width() + 2 > columns, "{cut} could be wider");
    }
    let stage = Stage::new(true, 20);
    let meter = Meter::begin(stage.screen(Lang::Zh));
    stage.pass(500);
    meter.show(|_| words!("{text}", "{text}"));
    assert_eq!(stage.drawn()[1], "正在打包：42%，8,4…");
}
