//! A foreign write before each request. What becomes of it: refused and kept, or told, and what a write
//! leaves of it is told by the next run. It is overwritten without a word only in the window of one
//! request, between the last reading and the write of that same setting, and not even there where the
//! service has ETags.

use super::foreign::{Foreign, KINDS};
use super::trace::{self, Trace};
use crate::story::Story;
use crate::told::Told;

/// Every how many requests one is tried.
pub(super) fn step() -> usize {
    if crate::thorough() { 1 } else { 4 }
}

/// How many of the cases that were lost are shown.
pub(super) const SHOWN: usize = 12;

/// Tries every kind before every request, and says how many cases there were and what was lost.
fn lost(trace: &Trace, survives: fn(&Case<'_>) -> Result<(), String>) -> (usize, Vec<String>) {
    let length = trace.length();
    let (mut tried, mut lost) = (0, Vec::new());
    let fits = |foreign: &&Foreign| !foreign.skips.contains(&trace.name);
    for foreign in KINDS.iter().filter(fits) {
        for request in (0..length + 6).step_by(step()) {
            let story = trace.world();
            let done = std::rc::Rc::new(std::cell::Cell::new(false));
            let acted = std::rc::Rc::clone(&done);
            let act = foreign.act;
            story.before(request, move |console| acted.set(act(console)));
            let told = trace.run(&story);
            if !done.get() {
                continue;
            }
            tried += 1;
            let case = Case {
                trace,
                story: &story,
                foreign,
                request,
                told: &told,
            };
            if let Err(why) = survives(&case) {
                lost.push(format!(
                    "{} before request {request}: {why}\n{}",
                    foreign.name,
                    told.transcript()
                ));
            }
        }
    }
    (tried, lost)
}

/// One run into which somebody else wrote.
struct Case<'a> {
    trace: &'a Trace,
    story: &'a Story,
    foreign: &'a Foreign,
    request: usize,
    told: &'a Told,
}

impl Case<'_> {
    fn stands(&self) -> bool {
        (self.foreign.stands)(&self.story.console().state())
    }

    /// Whether it came between the last reading and the write of the same setting.
    fn in_window(&self) -> bool {
        let line = self.told.sent.get(self.request);
        line.is_some_and(|line| self.foreign.in_window(line))
    }

    /// Whether it can be put back.
    fn is_saved(&self) -> bool {
        self.story.s("restore").said.contains(", before a ")
    }
}

fn after_a_deploy(case: &Case<'_>) -> Result<(), String> {
    if !case.stands() {
        return match case.in_window() {
            true => Ok(()),
            false => Err("it is gone".to_owned()),
        };
    }
    let next = case.story.s("drift");
    if case.foreign.told && case.told.code == 0 && next.code == 0 {
        return Err(format!("nobody was told\n{}", next.transcript()));
    }
    for _ in 0..2 {
        let again = case.trace.again(case.story);
        if !case.stands() {
            return Err(format!("it is gone later\n{}", again.transcript()));
        }
    }
    Ok(())
}

/// What was there when it was removed may be gone, if it was saved or came too late to be seen.
fn after_a_removal(case: &Case<'_>) -> Result<(), String> {
    let deletes = case.foreign.name.ends_with("deleted");
    let others = case.foreign.name == "others' route";
    match case.stands() {
        true => Ok(()),
        false if case.in_window() || deletes => Ok(()),
        false if !others && case.is_saved() => Ok(()),
        false => {
            let line = case.told.sent.get(case.request).map(|line| line.short());
            Err(format!("it is gone and not saved ({line:?})"))
        }
    }
}

fn after_a_restore(case: &Case<'_>) -> Result<(), String> {
    // What is put back replaces what stands there, which is saved before.
    if !case.stands() && case.is_saved() && case.told.said.contains("saved") {
        return Ok(());
    }
    let gone = || Err("it is gone".to_owned());
    match case.stands() {
        true => {
            let next = case.story.s("drift");
            match case.foreign.told && case.told.code == 0 && next.code == 0 {
                true => Err(format!("nobody was told\n{}", next.transcript())),
                false => Ok(()),
            }
        }
        false if case.in_window() => Ok(()),
        false => gone(),
    }
}

fn after_a_reading(case: &Case<'_>) -> Result<(), String> {
    match case.stands() {
        true => Ok(()),
        false => Err("reading changed it".to_owned()),
    }
}

/// At least so many cases must have been possible, or the story tests nothing.
fn nothing_is_lost(trace: &Trace, least: usize, survives: fn(&Case<'_>) -> Result<(), String>) {
    let (tried, lost) = lost(trace, survives);
    assert!(tried * step() >= least, "only {tried} cases");
    assert!(
        lost.is_empty(),
        "{} of {tried} lost:\n{}",
        lost.len(),
        lost[..lost.len().min(SHOWN)].join("\n")
    );
}

macro_rules! stories {
    ($($name:ident: $trace:ident, $least:literal, $survives:ident;)*) => {
        $(
            mod $name {
                use super::*;

                #[test]
                fn without_etags() {
                    nothing_is_lost(&trace::$trace(false), $least, $survives);
                }

                #[test]
                fn with_etags() {
                    nothing_is_lost(&trace::$trace(true), $least, $survives);
                }
            }
        )*
    };
}

stories! {
    create: create, 60, after_a_deploy;
    update: update, 250, after_a_deploy;
    object_in_oss: object, 30, after_a_deploy;
    image: image, 30, after_a_deploy;
    remove: remove, 150, after_a_removal;
    restore: restore, 150, after_a_restore;
    sync: sync, 100, after_a_reading;
}
