//! A foreign write before each request. What becomes of it: refused and kept, or told, and what a write
//! leaves of it is told by the next run. It is overwritten without a word only in the window of one
//! request, between the last reading and the write of that same setting, and not even there where the
//! service has ETags.
//!
//! The emulator guesses here: G1, G5.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::foreign::{Foreign, KINDS};
use super::moments::Course;
use super::trace::{self, Trace, footprint};
use crate::story::Story;
use crate::told::Told;

/// Every how many requests one is tried.
pub(super) fn step() -> usize {
    if crate::thorough() { 1 } else { 4 }
}

/// How many of the cases that were lost are shown.
pub(super) const SHOWN: usize = 12;

/// Why what somebody else wrote has not come through a case as it should.
pub(super) type Survival = fn(&Case<'_>) -> Result<(), String>;

/// What became of all the cases of one command.
#[derive(Default)]
struct Tally {
    /// How many cases there were of each kind.
    tried: Vec<(&'static str, usize)>,
    lost: Vec<String>,
}

/// Tries every kind before every request. Requests before which a write comes to the same share a run.
fn tally(trace: &Trace, kinds: &[Foreign], survives: Survival) -> Tally {
    let course = Course::of(trace);
    let mut tally = Tally::default();
    let fits = |foreign: &&Foreign| !foreign.skips.contains(&trace.name);
    for (round, foreign) in kinds.iter().filter(fits).enumerate() {
        let every = (round % step()..course.len()).step_by(step());
        let (mut tried, seen) = (0, RefCell::default());
        for requests in course.alike(foreign, every) {
            tried += requests.len();
            let end = try_before(trace, foreign, requests[0], &seen, survives);
            tally.lost.extend(end.err().map(|why| {
                let name = foreign.name;
                format!("{name} before requests {requests:?}: {why}")
            }));
        }
        tally.tried.push((foreign.name, tried));
    }
    tally
}

/// Tries one kind before one request.
fn try_before(
    trace: &Trace,
    foreign: &Foreign,
    request: usize,
    seen: &RefCell<BTreeSet<String>>,
    survives: Survival,
) -> Result<(), String> {
    let (story, told) = trace.disturbed(foreign, request);
    let case = Case {
        trace,
        story: &story,
        foreign,
        request,
        told: &told,
        seen,
    };
    let end = case.is_true().and_then(|()| survives(&case));
    end.map_err(|why| format!("{why}\n{}", told.transcript()))
}

/// One run into which somebody else wrote.
pub(super) struct Case<'a> {
    trace: &'a Trace,
    story: &'a Story,
    foreign: &'a Foreign,
    request: usize,
    told: &'a Told,
    /// The worlds that earlier cases of this kind left behind: what follows is the same.
    seen: &'a RefCell<BTreeSet<String>>,
}

impl Case<'_> {
    fn is_true(&self) -> Result<(), String> {
        match self.told.lies() {
            true => Err("it says that nothing was written".to_owned()),
            false => Ok(()),
        }
    }

    /// Whether the runs that follow were seen before.
    fn is_known(&self) -> bool {
        !self.seen.borrow_mut().insert(footprint(self.story))
    }

    fn stands(&self) -> bool {
        self.stands_in(self.story)
    }

    fn stands_in(&self, story: &Story) -> bool {
        (self.foreign.stands)(&story.console().state())
    }

    /// Whether it came between the last reading and the write of the same setting.
    fn in_window(&self) -> bool {
        let line = self.told.sent.get(self.request);
        line.is_some_and(|line| self.foreign.in_window(line))
    }

    /// Whether one of the backups that the run made brings it back.
    fn is_saved(&self) -> bool {
        let mut made = self.told.saved.iter().filter_map(|line| {
            let name = line.strip_prefix("+ .s/fc-guard/backups/")?;
            name.strip_suffix(".json")
        });
        made.any(|id| {
            let world = self.story.forked();
            world.s(&format!("restore {id} -y --use-local"));
            self.stands_in(&world)
        })
    }
}

pub(super) fn after_a_deploy(case: &Case<'_>) -> Result<(), String> {
    if !case.stands() {
        return match case.in_window() {
            true => Ok(()),
            false => Err("it is gone".to_owned()),
        };
    }
    let known = case.is_known();
    is_told(case)?;
    if known {
        return Ok(());
    }
    for _ in 0..2 {
        let again = case.trace.run(case.story);
        if !case.stands() {
            return Err(format!("it is gone later\n{}", again.transcript()));
        }
        if again.touched_nothing() {
            break;
        }
    }
    Ok(())
}

/// The run spoke of it, or the next one does.
fn is_told(case: &Case<'_>) -> Result<(), String> {
    if !case.foreign.told {
        return Ok(());
    }
    let names = |told: &Told| {
        case.foreign
            .names
            .iter()
            .any(|name| told.said.contains(name))
    };
    if case.told.code != 0 {
        // With ETags the service itself notices, and only knows the resource.
        let refused = case.told.said.contains("being modified has been changed");
        let decides = ["drift", "conflict", "partial"].contains(&case.told.word.as_str());
        return match decides && (names(case.told) || refused) {
            true => Ok(()),
            false => Err("it failed, and did not say why".to_owned()),
        };
    }
    let next = case.story.s("drift");
    match next.code != 0 && names(&next) {
        true => Ok(()),
        false => Err(format!("nobody was told\n{}", next.transcript())),
    }
}

/// What was there when it was removed may be gone, if it was saved or came too late to be seen.
pub(super) fn after_a_removal(case: &Case<'_>) -> Result<(), String> {
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

/// What is put back replaces what stands there, which is saved before; and a deploy after it overwrites
/// nothing, either.
pub(super) fn after_a_restore(case: &Case<'_>) -> Result<(), String> {
    match case.stands() {
        true => {
            is_told(case)?;
            let next = case.story.s("deploy");
            match case.stands() {
                true => Ok(()),
                false => Err(format!("it is gone later\n{}", next.transcript())),
            }
        }
        false if case.in_window() || case.is_saved() => Ok(()),
        false => Err("it is gone".to_owned()),
    }
}

fn after_a_reading(case: &Case<'_>) -> Result<(), String> {
    match case.stands() {
        true => Ok(()),
        false => Err("reading changed it".to_owned()),
    }
}

fn nothing_is_lost(trace: &Trace, survives: Survival) {
    nothing_is_lost_of(trace, &KINDS, survives);
}

/// The same with other kinds of writes.
pub(super) fn nothing_is_lost_of(trace: &Trace, kinds: &[Foreign], survives: Survival) {
    let Tally { tried, lost } = tally(trace, kinds, survives);
    let all: usize = tried.iter().map(|(_, count)| count).sum();
    assert!(
        2 * all >= tried.len(),
        "hardly anything was possible: {tried:?}"
    );
    let untried: Vec<_> = tried.iter().filter(|(_, count)| *count == 0).collect();
    // A part of the requests may miss the only moment at which something can be done.
    assert!(
        untried.is_empty() || !crate::thorough(),
        "never possible, and not among the kinds that skip {}: {untried:?}",
        trace.name
    );
    assert!(
        lost.is_empty(),
        "lost in {} ways, of {all} cases:\n{}",
        lost.len(),
        lost[..lost.len().min(SHOWN)].join("\n")
    );
}

macro_rules! stories {
    ($($name:ident: $trace:ident, $survives:ident;)*) => {
        $(
            mod $name {
                use super::*;

                #[test]
                fn without_etags() {
                    nothing_is_lost(&trace::$trace(false), $survives);
                }

                #[test]
                fn with_etags() {
                    nothing_is_lost(&trace::$trace(true), $survives);
                }
            }
        )*
    };
}

stories! {
    create: create, after_a_deploy;
    update: update, after_a_deploy;
    marked: marked_update, after_a_deploy;
    object_in_oss: object, after_a_deploy;
    image: image, after_a_deploy;
    remove: remove, after_a_removal;
    restore: restore, after_a_restore;
    sync: sync, after_a_reading;
}
