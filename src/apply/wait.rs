//! Waits for what the service goes on doing after it has taken a write: preparing an image, starting
//! instances.

mod state;

use serde_json::Value;

use self::state::{Readiness, state};

use super::Applier;
use crate::error::{Error, Outcome, Result};
use crate::model::kind::Work;
use crate::model::resource::Resource;
use crate::snapshot::{Live, Part};
use crate::words;
use crate::words::Words;

/// How long is waited for an image, and between two looks at it, in milliseconds (upstream fc3).
const IMAGE: (u64, u64) = (40 * 60_000, 2_000);

/// The same for instances.
const INSTANCES: (u64, u64) = (15 * 60_000, 5_000);

/// How often in a row the service must say that it failed: it may say so of the state before.
const FAILURES: u32 = 3;

/// How often the person is told that the deploy still waits, in milliseconds.
const TOLD: u64 = 200;

/// What the person is told while the deploy waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    Begun,
    /// It is not ready; what the service says of it.
    Under(Words),
    Ready,
    /// Instances took too long, and are left to the service.
    GivenUp,
    /// The function is closed now, and what still runs is ended.
    Draining,
    /// It is open again.
    Drained,
    /// Others have closed it, so that nothing runs that could be ended.
    Closed,
}

impl Applier<'_> {
    /// Looks at the resource until it is ready. A later reading is never taken into the baseline,
    /// except for the image that our own write made the service look up.
    pub(super) async fn settled(&self, part: Part) -> Result<Option<Live>> {
        let Some(mut live) = part.live.clone() else {
            return Ok(None);
        };
        let (longest, pause) = match part.resource.kind.spec().work {
            Work::Image => IMAGE,
            Work::Instances { .. } if part.waits => INSTANCES,
            Work::Instances { .. } | Work::None => return Ok(Some(live)),
        };
        let (mut waited, mut failures) = (0, 0);
        loop {
            // The first look costs no request: the answer to the write says how far it is.
            let said = match state(part.resource.kind, &live.document) {
                Readiness::Ready => break,
                Readiness::Failed(why) if failures + 1 == FAILURES => {
                    return Err(failed(&part.resource, Words::same(why)));
                }
                Readiness::Failed(why) => {
                    failures += 1;
                    Words::same(why)
                }
                Readiness::Under(said) => {
                    failures = 0;
                    said
                }
            };
            if waited >= longest {
                return self.too_long(&part.resource, live);
            }
            // What is ready at once is not announced as waited for.
            if waited == 0 {
                (self.waiting)(&part.resource, &Waiting::Begun);
            }
            self.pause(&part.resource, pause, said).await;
            waited += pause;
            let Some(reply) = self.client.get(&part.resource).await? else {
                let deleted = words!("it was deleted online", "它在线上被删除");
                return Err(failed(&part.resource, deleted));
            };
            live = Live::new(part.resource.kind, reply.doc, reply.etag);
        }
        if waited > 0 {
            (self.waiting)(&part.resource, &Waiting::Ready);
            // Nobody but a function has an image that is looked up.
            if part.resource.kind.is_function() {
                self.record_image(&part, &live).await?;
            }
        }
        Ok(Some(live))
    }

    /// Waits so many milliseconds until the next look.
    async fn pause(&self, resource: &Resource, millis: u64, said: Words) {
        let news = Waiting::Under(said);
        // A wait may take longer than a silent lock is respected, so each look is a sign of life.
        self.workspace.live_on();
        let mut left = millis;
        while left > 0 {
            (self.waiting)(resource, &news);
            let part = left.min(TOLD);
            self.world.clock.sleep(part).await;
            left -= part;
        }
    }

    /// What becomes of a wait that has lasted long enough: a function that is not prepared cannot be called,
    /// which is an error; instances come by and by.
    fn too_long(&self, resource: &Resource, live: Live) -> Result<Option<Live>> {
        if resource.kind.is_function() {
            let why = words!("it is taking too long", "等待超时");
            return Err(failed(resource, why));
        }
        (self.waiting)(resource, &Waiting::GivenUp);
        Ok(Some(live))
    }

    /// The digest behind the tag is only known once the service has looked it up.
    async fn record_image(&self, part: &Part, live: &Live) -> Result<()> {
        const TOP: &str = "customContainerConfig";
        const DIGEST: &str = "resolvedImageUri";
        let image = |document: &Value| document[TOP]["image"].clone();
        let written = part.live.as_ref().map(|live| image(&live.document));
        let (Some(mut baseline), Some(found)) = (
            part.baseline.clone(),
            live.document[TOP].get(DIGEST).cloned(),
        ) else {
            return Ok(());
        };
        // Others have set another image meanwhile, and its digest is not that of ours.
        if written.as_ref() != Some(&image(&live.document)) {
            return Ok(());
        }
        // Nothing but the digest: whatever else differs by now was written by others.
        if let Some(Value::Object(seen)) = baseline.seen.as_mut().and_then(|seen| seen.get_mut(TOP))
        {
            seen.insert(DIGEST.to_owned(), found);
        }
        self.commit(&part.record, baseline).await.map(drop)
    }
}

/// The error for what was written and does not become ready: it is on record, and the run is partial.
fn failed(resource: &Resource, why: Words) -> Error {
    let Words { en, zh } = resource.label();
    Error::cloud(words!(
        "{en} was written, but did not become ready",
        "{zh} 已写入，但未能就绪"
    ))
    .ended(Outcome::Partial)
    .because(why)
    .hint(words!(
        "what was written is recorded: fix the cause, then deploy again",
        "已写入的内容已记录：请排除原因后重新部署"
    ))
}
