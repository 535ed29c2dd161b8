//! Everything that can go wrong with a request, at each request of each command, and then two plain
//! runs: never exit 0 unless it is done, no question about our own write, and the third run is clean.
//!
//! The emulator guesses here: G1.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::Value;

use super::trace::{self, Trace, essence, footprint};
use super::writes::{SHOWN, step};
use crate::cloud::{Fate, Line};
use crate::memory::Node;
use crate::story::Story;
use crate::told::Told;

/// What becomes of one request, with a name.
pub(super) type Fault = (&'static str, Fate);

const HTML: &str = "<html>gateway</html>";

fn coded(code: &str) -> String {
    // In the words of either version of the API.
    format!(
        r#"{{"Code":"{code}","Message":"m","RequestId":"r","ErrorCode":"{code}","ErrorMessage":"m"}}"#
    )
}

pub(super) fn faults() -> Vec<Fault> {
    let refused = |status, code| Fate::RefusedWith(status, coded(code));
    let done = |status, code| Fate::AnsweredWith(status, coded(code));
    let says = |text: &str| Fate::RefusedWith(200, text.to_owned());
    let does = |text: &str| Fate::AnsweredWith(200, text.to_owned());
    vec![
        ("dropped", Fate::Dropped),
        ("no connection", Fate::NoConnection),
        ("cut", Fate::Lost),
        ("timeout", Fate::Timeout),
        ("truncated", Fate::Half),
        ("403", refused(403, "AccessDenied")),
        ("404 html", Fate::RefusedWith(404, HTML.to_owned())),
        ("404 without code", Fate::RefusedWith(404, "{}".to_owned())),
        ("429", refused(429, "Throttling")),
        ("500", refused(500, "InternalServerError")),
        ("502 html", Fate::RefusedWith(502, HTML.to_owned())),
        ("503", Fate::RefusedWith(503, String::new())),
        ("302", Fate::RefusedWith(302, String::new())),
        ("200 html", says(HTML)),
        ("200 empty", says("")),
        ("200 {}", says("{}")),
        ("200 null", says("null")),
        ("200 []", says("[]")),
        ("effect, 200 empty", does("")),
        ("effect, 200 {}", does("{}")),
        ("effect, 200 html", does(HTML)),
        ("effect, 500", done(500, "InternalServerError")),
        ("effect, 429", done(429, "Throttling")),
        ("effect, 409", done(409, "ConcurrentUpdateError")),
        ("killed before", Fate::KilledBefore),
        ("killed after", Fate::KilledAfter),
    ]
}

/// One of each sort, and what only a service with ETags says. The others of a sort differ in how they
/// are read, which has nothing to do with ETags.
fn with_etags() -> Vec<Fault> {
    const SORTS: [&str; 10] = [
        "dropped",
        "cut",
        "403",
        "429",
        "500",
        "200 html",
        "effect, 200 html",
        "effect, 500",
        "killed before",
        "killed after",
    ];
    let mut faults = faults();
    faults.retain(|(name, _)| SORTS.contains(name));
    let changed = Fate::RefusedWith(412, coded("PreconditionFailed"));
    faults.push(("412", changed));
    faults
}

/// How the story goes on after the run that went wrong.
pub(super) struct Course<'a> {
    trace: &'a Trace,
    story: &'a Story,
    /// What was online before, and what shall be.
    start: &'a Value,
    goal: &'a Value,
    /// The world after a run that nothing disturbed.
    whole: &'a Story,
    told: &'a Told,
    fate: &'a str,
    /// The worlds that were left behind by runs that went wrong before.
    seen: &'a RefCell<BTreeSet<String>>,
}

impl Course<'_> {
    fn is_done(&self) -> bool {
        essence(self.story) == *self.goal
    }

    /// 0 means that it is done.
    fn is_honest(&self) -> Result<(), String> {
        match self.told.code == 0 && !self.is_done() {
            true => Err("exit 0, and not done".to_owned()),
            false => Ok(()),
        }
    }

    /// Two plain runs bring it to an end, and after the second there is nothing left to do.
    fn ends(&self, is_over: impl Fn(&Told) -> bool) -> Result<(), String> {
        self.is_honest()?;
        // What follows is a run as if nothing had happened, of which [`Trace::goal`] has seen the end, or
        // one that goes on from where another has.
        if self.told.touched_nothing() || !self.seen.borrow_mut().insert(footprint(self.story)) {
            return Ok(());
        }
        for run in ["second", "third"] {
            let next = self.trace.run(self.story);
            if next.code != 0 || run == "third" && !is_over(&next) {
                return Err(format!("the {run} run\n{}", next.transcript()));
            }
        }
        match self.is_done() {
            true => Ok(()),
            false => Err(format!("not as it should be: {}", essence(self.story))),
        }
    }

    /// `failed`, `drift` and their like mean that nothing was written.
    fn word_is_true(&self) -> Result<(), String> {
        // Nobody can see through a service that refuses and does it all the same.
        let lied = self.fate.starts_with("effect, 4");
        let claims = !lied && self.told.denies();
        match self.told.lies() || claims && essence(self.story) != *self.start {
            true => Err("it says that nothing was written".to_owned()),
            false => Ok(()),
        }
    }
}

/// Whether a fault of a request that only reads is that of another name: what tells them apart is
/// whether the request took effect.
fn is_twin(fault: &str, line: &Line) -> bool {
    let of_effect = fault.starts_with("effect, ") || ["cut", "killed after"].contains(&fault);
    of_effect && line.method == "GET"
}

pub(super) fn every_fault(
    trace: &Trace,
    faults: Vec<Fault>,
    ends: fn(&Course<'_>) -> Result<(), String>,
) {
    let (whole, undisturbed) = trace.undisturbed();
    let (sent, goal) = (undisturbed.sent, trace.goal(&whole));
    let start = essence(&trace.world());
    let seen = RefCell::default();
    let mut lost = Vec::new();
    let mut tried = 0;
    for (round, (name, fate)) in faults.into_iter().enumerate() {
        for request in (round % step()..sent.len()).step_by(step()) {
            if is_twin(name, &sent[request]) {
                continue;
            }
            let story = trace.world();
            story.fate(request, fate.clone());
            let told = trace.run(&story);
            assert!(told.sent.len() > request, "{}", told.transcript());
            tried += 1;
            let course = Course {
                trace,
                story: &story,
                start: &start,
                goal: &goal,
                whole: &whole,
                told: &told,
                fate: name,
                seen: &seen,
            };
            let end = course.word_is_true().and_then(|()| ends(&course));
            if let Err(why) = end {
                lost.push(format!(
                    "{name} at request {request}: {why}\n{}",
                    told.transcript()
                ));
            }
        }
    }
    assert!(tried >= sent.len(), "only {tried} cases");
    assert!(
        lost.is_empty(),
        "{} of {tried}:\n{}",
        lost.len(),
        lost[..lost.len().min(SHOWN)].join("\n")
    );
}

pub(super) fn recovers(course: &Course<'_>) -> Result<(), String> {
    course.ends(|last| course.trace.is_settled(last) && last.wrote().is_empty())
}

/// A removal that has taken everything away finds nothing any more.
pub(super) fn removed(course: &Course<'_>) -> Result<(), String> {
    course.ends(Told::touched_nothing)
}

macro_rules! stories {
    ($($name:ident: $trace:ident, $ends:expr;)*) => {
        $(
            mod $name {
                use super::*;

                #[test]
                fn without_etags() {
                    every_fault(&trace::$trace(false), faults(), $ends);
                }

                #[test]
                fn with_etags() {
                    every_fault(&trace::$trace(true), super::with_etags(), $ends);
                }
            }
        )*
    };
}

/// Which object is online nobody can see, so a service that refuses it and takes it all the same makes
/// a question of it: that is no fault.
fn object_recovers(course: &Course<'_>) -> Result<(), String> {
    match course.fate.starts_with("effect, 4") {
        true => course.is_honest(),
        false => recovers(course),
    }
}

/// What lies in the folder is what an undisturbed run brings there, all of it.
fn synced(course: &Course<'_>) -> Result<(), String> {
    let below = |story: &Story| {
        let mut files = story.files.all();
        files.retain(|path, _| path.contains("/synced/"));
        let texts = files.into_iter().map(|(path, node)| match node {
            Node::File { bytes, private, .. } => (path, Some((bytes, private))),
            _ => (path, None),
        });
        texts.collect::<Vec<_>>()
    };
    let whole = below(course.whole);
    assert!(whole.len() > 2, "{whole:?}");
    if course.told.code != 0 {
        let next = course.trace.run(course.story);
        if next.code != 0 {
            return Err(format!("the second run\n{}", next.transcript()));
        }
    }
    // A list whose member is left out is how the service may say that there is nothing in it.
    let is_empty_list = course.fate == "200 {}" && course.told.code == 0;
    match is_empty_list || below(course.story) == whole {
        true => Ok(()),
        false => Err("not all of it is there".to_owned()),
    }
}

stories! {
    create: create, recovers;
    update: update, recovers;
    marked: marked, recovers;
    object: object, object_recovers;
    image: image, recovers;
    remove: remove, removed;
    restore: restore, recovers;
    sync: sync, synced;
}
