//! What the first look of a run saw of one resource, handed over to its turn.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::commands::ready::Ready;
use crate::error::{Error, Result};
use crate::plan::GivenAnswer;
use crate::snapshot::Online;
use crate::view::survey as view;

/// What was seen of one resource, and what was decided about it. It holds secrets in clear: it goes
/// through memory and pipes only.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::commands) struct Seen {
    /// The props that were taken for its own.
    props: Value,
    /// The checksum of its package.
    code: Option<String>,
    /// What was read, so that a resource with nothing to do reads nothing more.
    online: Online,
    /// What was decided about it, each for the value that was shown.
    answers: Vec<GivenAnswer>,
}

impl Seen {
    /// What was seen of a resource, and what was answered about it.
    pub(super) fn new(ready: &Ready<'_>, online: Online, answers: Vec<GivenAnswer>) -> Seen {
        Seen {
            props: ready.project.given.props.clone(),
            code: checksum(ready),
            online,
            answers,
        }
    }

    /// What was read, and what was answered.
    pub(in crate::commands) fn into_parts(self) -> (Online, Vec<GivenAnswer>) {
        (self.online, self.answers)
    }
}

/// What is handed over, by the names of the resources.
pub(super) fn handed(seen: BTreeMap<String, Seen>) -> Result<Value> {
    serde_json::to_value(seen).map_err(|error| Error::unwritable(&error))
}

/// What the first look of the run saw of this resource. Where it took anything else for its props or
/// its code than what is here now, it counts for nothing, which is said.
pub(in crate::commands) fn handed_over(ready: &Ready<'_>, seen: &Value) -> Option<Seen> {
    let seen: Seen = serde_json::from_value(seen.clone()).ok()?;
    let given = &ready.project.given;
    // Props may hold what only a run can tell, and an action may have made the code anew.
    let same = seen.props == *given.props && seen.code == checksum(ready);
    if !same {
        view::taken_for_another(ready.project.screen, given.place.resource.as_deref());
    }
    Some(seen).filter(|_| same)
}

/// The checksum of the package that would be deployed; `None` where there is none.
fn checksum(ready: &Ready<'_>) -> Option<String> {
    let packed = ready.packed.as_ref();
    packed.map(|packed| packed.checksum.clone())
}
