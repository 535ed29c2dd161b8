//! Sessions: instances that belong to one client for a while.

use serde_json::Value;

use crate::clock::Moment;
use crate::doc::{Doc, at};

/// One session of a function.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// As the API shows it, but that it may have expired.
    pub(crate) doc: Doc,
    /// When it began.
    pub(crate) created: Moment,
    /// When it was last created, changed or resumed. Nothing runs here, so nothing else uses it.
    pub(crate) used: Moment,
}

impl Session {
    /// Whether its longest life is over, or nobody has used it for too long. One that is paused waits.
    pub(crate) fn is_expired(&self, now: Moment) -> bool {
        let over = |name: &str, from: Moment| {
            let seconds = at(&self.doc, name).and_then(Value::as_u64);
            seconds.is_some_and(|seconds| now.since(from) >= seconds.saturating_mul(1000))
        };
        let paused = at(&self.doc, "sessionStatus") == Some(&"Paused".into());
        over("sessionTTLInSeconds", self.created)
            || (!paused && over("sessionIdleTimeoutInSeconds", self.used))
    }

    /// As a read shows it.
    pub(crate) fn shown(&self, now: Moment) -> Value {
        let mut doc = self.doc.clone();
        if self.is_expired(now) {
            doc.insert("sessionStatus".to_owned(), "Expired".into());
        }
        Value::Object(doc)
    }
}
