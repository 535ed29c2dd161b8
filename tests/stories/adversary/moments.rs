//! Which moments of a run are one for somebody who writes: where a request of ours and a write of theirs
//! do not see each other, it is no matter which of them comes first, and the run goes on as the same run.

use std::collections::BTreeMap;
use std::rc::Rc;

use fc_guard::ports::Response;
use serde_json::Value;

use super::foreign::{Foreign, KINDS};
use super::trace::{self, Trace, footprint, strip, timeless};
use crate::cloud::{Cloud, Line, Moment};
use crate::console::Console;

/// A command that nobody disturbs, request by request.
pub(super) struct Course(Vec<Step>);

/// One request, what the cloud holds before and after it, and what is answered.
struct Step {
    moment: Moment,
    after: Rc<Cloud>,
    answer: Answer,
    line: Line,
}

/// An answer without what the service draws by chance for every request.
#[derive(PartialEq)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Value,
}

impl Course {
    pub(super) fn of(trace: &Trace) -> Course {
        let story = trace.world();
        let moments = story.moments();
        let told = trace.run(&story).ok();
        let moments = moments.take();
        assert_eq!(moments.len(), told.sent.len(), "a request was left out");
        let steps = moments.into_iter().zip(told.sent);
        Course(
            steps
                .map(|(moment, line)| Step::new(moment, line))
                .collect(),
        )
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Those of the requests before which it can be done, in groups: before all of a group it comes to
    /// the same, and all of them are in the window, or none.
    pub(super) fn alike(
        &self,
        foreign: &Foreign,
        requests: impl Iterator<Item = usize>,
    ) -> Vec<Vec<usize>> {
        let last = self.last_alike(foreign);
        let mut groups: BTreeMap<(usize, bool), Vec<usize>> = BTreeMap::new();
        for request in requests {
            if let Some(last) = last[request] {
                let window = foreign.in_window(&self.0[request].line);
                groups.entry((last, window)).or_default().push(request);
            }
        }
        groups.into_values().collect()
    }

    /// For every request the last one before which it comes to the same; nothing where it cannot be done.
    ///
    /// A run knows nothing but what it is answered. If both orders of a write and a request have the same
    /// answer and leave the same online, no run can tell the write before this request from the one before
    /// the next. Only the time of day of the write is another.
    fn last_alike(&self, foreign: &Foreign) -> Vec<Option<usize>> {
        let mut last = vec![None; self.len()];
        for (request, step) in self.0.iter().enumerate().rev() {
            let Some((cloud, answer)) = step.written_before(foreign) else {
                continue;
            };
            let later = last.get(request + 1).copied().flatten();
            let alike = |_: &usize| {
                answer == step.answer
                    && step
                        .written_after(foreign)
                        .is_some_and(|after| online(&after) == online(&cloud))
            };
            last[request] = later.filter(alike).or(Some(request));
        }
        last
    }
}

impl Step {
    fn new(moment: Moment, line: Line) -> Step {
        let after = moment.before.fork();
        let answer = Answer::of(moment.answer(&after));
        Step {
            moment,
            after,
            answer,
            line,
        }
    }

    /// The cloud and the answer where somebody wrote before the request.
    fn written_before(&self, foreign: &Foreign) -> Option<(Rc<Cloud>, Answer)> {
        let cloud = self.moment.before.fork();
        let done = (foreign.act)(&Console::new(&cloud));
        done.then(|| {
            let answer = Answer::of(self.moment.answer(&cloud));
            (cloud, answer)
        })
    }

    /// The cloud where somebody wrote right after the request.
    fn written_after(&self, foreign: &Foreign) -> Option<Rc<Cloud>> {
        let cloud = self.after.fork();
        let done = (foreign.act)(&Console::new(&cloud));
        done.then_some(cloud)
    }
}

impl Answer {
    fn of(response: Response) -> Answer {
        let mut headers = response.headers;
        headers.retain(|(name, _)| !name.ends_with("-request-id"));
        let text = String::from_utf8_lossy(&response.body);
        let mut body = serde_json::from_str(&text).unwrap_or_else(|_| Value::from(text));
        if let Some(map) = body.as_object_mut() {
            map.shift_remove("RequestId");
        }
        Answer {
            status: response.status,
            headers,
            body,
        }
    }
}

fn online(cloud: &Cloud) -> Value {
    let mut state = cloud.emulator.state();
    strip(&mut state);
    state
}

/// What a run says and leaves behind into which somebody writes before that request.
fn came_of(trace: &Trace, foreign: &Foreign, request: usize) -> String {
    let (story, told) = trace.disturbed(foreign, request);
    let said = timeless(&told.transcript());
    let left = footprint(&story);
    let left: Vec<String> = left.lines().map(ciphertext_as_length).collect();
    format!("{said}\n{}", left.join("\n"))
}

/// What is encrypted holds ids, which the service draws by chance.
fn ciphertext_as_length(line: &str) -> String {
    match line.split_once("\"sealed\": ") {
        Some((start, text)) => format!("{start} of {}", text.len()),
        None => line.to_owned(),
    }
}

/// The first and the last of the largest group of every kind.
fn what_is_alike_comes_to_the_same(trace: &Trace) {
    let course = Course::of(trace);
    let fits = |foreign: &&Foreign| !foreign.skips.contains(&trace.name);
    let mut compared = 0;
    for foreign in KINDS.iter().filter(fits) {
        let groups = course.alike(foreign, 0..course.len());
        let largest = groups.into_iter().max_by_key(Vec::len).unwrap_or_default();
        if let [first, .., last] = largest[..] {
            let [one, other] = [first, last].map(|request| came_of(trace, foreign, request));
            assert_eq!(one, other, "{} before {first} and {last}", foreign.name);
            compared += 1;
        }
    }
    assert!(
        compared > 10,
        "only {compared} kinds have moments that are alike"
    );
}

#[test]
fn moments_of_a_first_deploy_that_are_alike() {
    what_is_alike_comes_to_the_same(&trace::create(true));
}

#[test]
fn moments_of_an_update_that_are_alike() {
    what_is_alike_comes_to_the_same(&trace::update(false));
}

#[test]
fn moments_of_a_removal_that_are_alike() {
    what_is_alike_comes_to_the_same(&trace::remove(false));
}
