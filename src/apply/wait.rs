//! Waits for what the service goes on doing after it has taken a write: preparing an image, starting
//! instances.

use serde_json::Value;

use super::Applier;
use crate::error::{Error, Outcome, Result};
use crate::model::resource::{Kind, Resource};
use crate::snapshot::{Live, Part, overlay};
use crate::words;
use crate::words::Words;

/// How long is waited for an image, and between two looks at it, in milliseconds (upstream fc3).
const IMAGE: (u64, u64) = (40 * 60_000, 2_000);

/// The same for instances.
const INSTANCES: (u64, u64) = (15 * 60_000, 5_000);

/// How often in a row the service must say that it failed: it may say so of the state before.
const FAILURES: u32 = 3;

/// What the person is told while the deploy waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    Begun,
    /// Instances took too long, and are left to the service.
    GivenUp,
}

/// Where something stands on its way.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Ready,
    Under,
    Failed(String),
}

impl Applier<'_> {
    /// Looks at the resource until it is ready. A later reading is never taken into the baseline,
    /// except for the image that our own write made the service look up.
    pub(super) async fn settled(&self, part: Part) -> Result<Option<Live>> {
        let Some(mut live) = part.live.clone() else {
            return Ok(None);
        };
        let (longest, pause) = match part.resource.kind {
            Kind::Function => IMAGE,
            Kind::ProvisionConfig | Kind::ScalingConfig if self.waits(&part.resource) => INSTANCES,
            _ => return Ok(Some(live)),
        };
        let clock = self.world.clock;
        let (mut waited, mut failures) = (0, 0);
        loop {
            match state(part.resource.kind, &live.document) {
                State::Ready => break,
                State::Failed(why) if failures + 1 == FAILURES => {
                    return Err(failed(&part.resource, &why));
                }
                State::Failed(_) => failures += 1,
                State::Under => failures = 0,
            }
            if waited >= longest {
                return self.too_long(&part.resource, live);
            }
            if waited == 0 {
                (self.waiting)(&part.resource, Waiting::Begun);
            }
            clock.sleep(pause).await;
            waited += pause;
            let Some(reply) = self.client.get(&part.resource).await? else {
                return Err(failed(&part.resource, "deleted online"));
            };
            live = Live::new(part.resource.kind, reply.doc, reply.etag);
        }
        if waited > 0 && part.resource.kind == Kind::Function {
            self.record_image(&part, &live)?;
        }
        Ok(Some(live))
    }

    fn waits(&self, resource: &Resource) -> bool {
        let is_it = |one: &&crate::model::desired::Config| {
            one.kind == resource.kind && one.name == resource.name
        };
        self.configs.iter().find(is_it).is_some_and(|one| one.waits)
    }

    fn too_long(&self, resource: &Resource, live: Live) -> Result<Option<Live>> {
        if resource.kind == Kind::Function {
            return Err(failed(resource, "timeout"));
        }
        (self.waiting)(resource, Waiting::GivenUp);
        Ok(Some(live))
    }

    /// The digest behind the tag is only known once the service has looked it up.
    fn record_image(&self, part: &Part, live: &Live) -> Result<()> {
        const TOP: &str = "customContainerConfig";
        let image = |document: &Value| document[TOP]["image"].clone();
        let written = part.live.as_ref().map(|live| image(&live.document));
        let Some(mut baseline) = part.baseline.clone() else {
            return Ok(());
        };
        if written.as_ref() != Some(&image(&live.document)) {
            return Ok(());
        }
        let sealed = self.sealer().seal(part.resource.kind, &live.document);
        let seen = baseline.seen.unwrap_or_default();
        baseline.seen = Some(overlay(&seen, &sealed, |top| top == TOP));
        self.commit(&part.record, baseline).map(drop)
    }
}

fn state(kind: Kind, document: &Value) -> State {
    match kind {
        Kind::ProvisionConfig => instances(document, "target", "defaultTarget", "current"),
        Kind::ScalingConfig => instances(
            document,
            "targetInstances",
            "minInstances",
            "currentInstances",
        ),
        _ => function(document),
    }
}

fn function(document: &Value) -> State {
    let is = |name: &str, word: &str| document[name] == word;
    let why = |name: &str| document[name].as_str().unwrap_or_default().to_owned();
    if is("state", "Failed") {
        return State::Failed(why("stateReason"));
    }
    if is("lastUpdateStatus", "Failed") {
        return State::Failed(why("lastUpdateStatusReason"));
    }
    if is("state", "Pending") || is("lastUpdateStatus", "InProgress") {
        return State::Under;
    }
    State::Ready
}

/// As many as the service itself aims at, else as many as were asked for.
fn instances(document: &Value, aim: &str, asked: &str, there: &str) -> State {
    let number = |name: &str| document[name].as_i64();
    let error = document["currentError"].as_str().unwrap_or_default();
    let target = number(aim).or_else(|| number(asked)).unwrap_or(0);
    match number(there) {
        Some(current) if current == target => State::Ready,
        _ if !error.is_empty() => State::Failed(error.to_owned()),
        Some(_) => State::Under,
        // A service that does not count gives nothing to wait for.
        None => State::Ready,
    }
}

fn failed(resource: &Resource, why: &str) -> Error {
    let Words { en, zh } = resource.label();
    Error::cloud(words!(
        "{en} was written, but it does not get ready",
        "{zh} 已写入，但未能就绪"
    ))
    .ended(Outcome::Partial)
    .because(Words::same(why))
    .hint(words!(
        "the state is on record: correct the cause and deploy again",
        "状态已记录：请排除原因后重新部署"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_states_of_a_function() {
        for (document, expected) in [
            (json!({}), State::Ready),
            (
                json!({"state": "Active", "lastUpdateStatus": "Successful"}),
                State::Ready,
            ),
            (json!({"state": "Pending"}), State::Under),
            (
                json!({"state": "Active", "lastUpdateStatus": "InProgress"}),
                State::Under,
            ),
            (
                json!({"state": "Active", "lastUpdateStatus": "Failed", "lastUpdateStatusReason": "r"}),
                State::Failed("r".to_owned()),
            ),
            (
                json!({"state": "Failed", "stateReason": "s"}),
                State::Failed("s".to_owned()),
            ),
        ] {
            assert_eq!(function(&document), expected, "{document}");
        }
    }

    #[test]
    fn instances_are_there_when_as_many_as_the_target() {
        let state = |document: Value| state(Kind::ProvisionConfig, &document);
        assert_eq!(
            state(json!({"defaultTarget": 2, "current": 2})),
            State::Ready
        );
        assert_eq!(
            state(json!({"defaultTarget": 2, "current": 1})),
            State::Under
        );
        // A schedule may aim at another number than the default.
        assert_eq!(
            state(json!({"defaultTarget": 2, "target": 5, "current": 5})),
            State::Ready
        );
        assert_eq!(
            state(json!({"defaultTarget": 2, "current": 0, "currentError": "e"})),
            State::Failed("e".to_owned())
        );
    }
}
