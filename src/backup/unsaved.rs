//! What a backup cannot hold: secrets that the service does not show, unless they are in `s.yaml`.

use serde_json::Value;

use crate::model::hidden::complete;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::routes;
use crate::model::scope::Scope;
use crate::project::Project;
use crate::snapshot::Part;

/// What is online of one resource, completed from `s.yaml`, and what is missing in it, of the top-level
/// settings that `counts` is true for.
pub(super) fn document(
    project: &Project<'_>,
    part: &Part,
    counts: impl Fn(&str) -> bool,
) -> Option<(Value, Vec<Path>)> {
    let mut document = part.live.as_ref()?.document.clone();
    let file = project.wanted(None, &Scope::whole());
    let file = file.items.iter().find(|(one, _)| *one == part.resource);
    let source = file.map_or(&Value::Null, |(_, document)| document);
    let missing = complete(part.resource.kind, &mut document, source, counts);
    let missing = missing.into_iter().map(|place| place.path);
    Some((document, missing.collect()))
}

/// What of a resource that is removed goes: of a domain that others share only routes, which are shown.
pub(super) fn goes(part: &Part) -> impl Fn(&str) -> bool {
    let Resource { kind, function, .. } = &part.resource;
    let live = part.live.as_ref().filter(|_| *kind == Kind::CustomDomain);
    let shared = live.is_some_and(|live| routes::is_shared(&live.document, function));
    move |top| !shared || top == "routeConfig"
}
