//! Everything that can go wrong with a request, at each request of each command, and then two plain
//! runs: never exit 0 unless it is done, no question about our own write, and the third run is clean.

use serde_json::Value;

use super::trace::{self, Trace, essence};
use super::writes::{SHOWN, step};
use crate::cloud::Fate;
use crate::story::Story;
use crate::told::Told;

/// What becomes of one request, with a name.
fn fates() -> Vec<(&'static str, Fate)> {
    let html = "<html>gateway</html>";
    let code = |code: &str| format!(r#"{{"Code":"{code}","Message":"m","RequestId":"r"}}"#);
    vec![
        ("dropped", Fate::Dropped),
        ("no connection", Fate::NoConnection),
        ("cut", Fate::Lost),
        ("timeout", Fate::Timeout),
        ("truncated", Fate::Half),
        ("403", Fate::RefusedWith(403, code("AccessDenied"))),
        ("404 html", Fate::RefusedWith(404, html.to_owned())),
        ("404 without code", Fate::RefusedWith(404, "{}".to_owned())),
        ("429", Fate::RefusedWith(429, code("Throttling"))),
        ("500", Fate::RefusedWith(500, code("InternalServerError"))),
        ("502 html", Fate::RefusedWith(502, html.to_owned())),
        ("503", Fate::RefusedWith(503, String::new())),
        ("302", Fate::RefusedWith(302, String::new())),
        ("200 html", Fate::RefusedWith(200, html.to_owned())),
        ("200 empty", Fate::RefusedWith(200, String::new())),
        ("200 {}", Fate::RefusedWith(200, "{}".to_owned())),
        ("200 null", Fate::RefusedWith(200, "null".to_owned())),
        ("200 []", Fate::RefusedWith(200, "[]".to_owned())),
        ("effect, 200 empty", Fate::AnsweredWith(200, String::new())),
        ("effect, 200 {}", Fate::AnsweredWith(200, "{}".to_owned())),
        ("effect, 200 html", Fate::AnsweredWith(200, html.to_owned())),
        (
            "effect, 500",
            Fate::AnsweredWith(500, code("InternalServerError")),
        ),
        ("effect, 429", Fate::AnsweredWith(429, code("Throttling"))),
        (
            "effect, 409",
            Fate::AnsweredWith(409, code("ConcurrentUpdateError")),
        ),
        ("killed before", Fate::KilledBefore),
        ("killed after", Fate::KilledAfter),
    ]
}

/// How the story goes on after the run that went wrong.
struct Course<'a> {
    trace: &'a Trace,
    story: &'a Story,
    goal: &'a Value,
    told: &'a Told,
    fate: &'a str,
}

impl Course<'_> {
    fn is_done(&self) -> bool {
        essence(self.story) == *self.goal
    }

    /// Two plain runs bring it to an end.
    fn recovers(&self) -> Result<(), String> {
        if self.told.code == 0 && !self.is_done() {
            return Err("exit 0, and not done".to_owned());
        }
        for run in ["second", "third"] {
            let next = self.trace.again(self.story);
            if next.code != 0 {
                return Err(format!("the {run} run\n{}", next.transcript()));
            }
            if run == "third" && (next.word != "clean" || !next.wrote().is_empty()) {
                return Err(format!("the third run is not clean\n{}", next.transcript()));
            }
        }
        match self.is_done() {
            true => Ok(()),
            false => Err(format!("not as it should be: {}", essence(self.story))),
        }
    }

    /// `failed`, `drift` and their like mean that nothing was written.
    fn word_is_true(&self, before: &Value) -> Result<(), String> {
        let says_nothing = ["failed", "drift", "conflict", "unreadable", "usage"];
        // Nobody can see through a service that refuses and does it all the same.
        let lied = self.fate.starts_with("effect, 4");
        let claims = !lied && says_nothing.contains(&self.told.word.as_str());
        match claims && essence(self.story) != *before {
            true => Err("it says that nothing was written".to_owned()),
            false => Ok(()),
        }
    }
}

fn every_fault(trace: &Trace, ends: fn(&Course<'_>) -> Result<(), String>) {
    let (length, goal) = (trace.length(), trace.goal());
    let mut lost = Vec::new();
    let mut tried = 0;
    for (name, fate) in fates() {
        for request in (0..length).step_by(step()) {
            let story = trace.world();
            let before = essence(&story);
            story.fate(request, fate.clone());
            let told = trace.run(&story);
            tried += 1;
            let course = Course {
                trace,
                story: &story,
                goal: &goal,
                told: &told,
                fate: name,
            };
            let end = course.word_is_true(&before).and_then(|()| ends(&course));
            if let Err(why) = end {
                lost.push(format!(
                    "{name} at request {request}: {why}\n{}",
                    told.transcript()
                ));
            }
        }
    }
    assert!(
        lost.is_empty(),
        "{} of {tried}:\n{}",
        lost.len(),
        lost[..lost.len().min(SHOWN)].join("\n")
    );
}

/// A removal that has taken everything away finds nothing any more.
fn removed(course: &Course<'_>) -> Result<(), String> {
    if course.told.code == 0 && !course.is_done() {
        return Err("exit 0, and not done".to_owned());
    }
    for run in ["second", "third"] {
        let next = course.trace.again(course.story);
        if next.code != 0 {
            return Err(format!("the {run} run\n{}", next.transcript()));
        }
    }
    match course.is_done() {
        true => Ok(()),
        false => Err("something is left".to_owned()),
    }
}

macro_rules! stories {
    ($($name:ident: $trace:ident, $ends:expr;)*) => {
        $(
            mod $name {
                use super::*;

                #[test]
                fn without_etags() {
                    every_fault(&trace::$trace(false), $ends);
                }

                #[test]
                fn with_etags() {
                    every_fault(&trace::$trace(true), $ends);
                }
            }
        )*
    };
}

stories! {
    update: update, |course| course.recovers();
    remove: remove, removed;
}

// Without a second resource there is nothing that ETags could change.
#[test]
fn create() {
    every_fault(&trace::create(false), |course| course.recovers());
}

/// Which object is online nobody can see, so a service that refuses it and takes it all the same makes
/// a question of it: that is no fault.
#[test]
fn object_in_oss() {
    every_fault(&trace::object(false), |course| {
        match course.fate.starts_with("effect, 4") {
            true => Ok(()),
            false => course.recovers(),
        }
    });
}

#[test]
fn image() {
    every_fault(&trace::image(false), |course| course.recovers());
}
