//! What a backup cannot hold: secrets that the service does not show, unless they are in `s.yaml`.

use serde_json::Value;

use crate::model::desired::Desired;
use crate::model::hidden;
use crate::model::path::Path;
use crate::model::routes;
use crate::snapshot::Part;

/// What is online of one resource, completed from `s.yaml` in the top-level settings that `counts` is true
/// for.
pub(super) fn document(
    part: &Part,
    file: &Desired,
    counts: impl Fn(&str) -> bool,
) -> Option<Value> {
    let mut document = part.live.as_ref()?.document.clone();
    if part.resource.kind.is_shared() {
        // Which routes were ours nobody can tell later, when the list may be another one.
        part.own_routes().retain_in(&mut document);
    }
    hidden::complete(
        part.resource.kind,
        &mut document,
        source(part, file),
        counts,
    );
    Some(document)
}

/// What is missing in it all the same.
pub(super) fn missing(part: &Part, file: &Desired, counts: impl Fn(&str) -> bool) -> Vec<Path> {
    let Some(live) = &part.live else {
        return Vec::new();
    };
    let kind = part.resource.kind;
    let missing = hidden::missing(kind, &live.document, source(part, file), counts);
    missing.into_iter().map(|place| place.path).collect()
}

/// What the file says of the resource, from where a secret can be completed.
fn source<'a>(part: &Part, file: &'a Desired) -> &'a Value {
    file.document(&part.resource).unwrap_or(&Value::Null)
}

/// What of a resource that is removed goes: of a domain that others share only routes, which are shown.
pub(super) fn goes(part: &Part) -> impl Fn(&str) -> bool {
    let kind = part.resource.kind;
    // A certificate of a domain that stays is not lost with our routes, so it needs no warning.
    let live = part.live.as_ref().filter(|_| kind.is_shared());
    let shared = live.is_some_and(|live| part.own_routes().is_shared(&live.document));
    move |top| !shared || top == routes::CONFIG
}
