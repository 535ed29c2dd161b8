//! What has to be wanted so that what was online stands there again.

use serde_json::{Map, Value, json};

use crate::model::document::leaves;
use crate::model::edit::{get, say_defaults, set};
use crate::model::fields::find;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::routes::OwnRoutes;
use crate::model::scope::{Half, Scope, Triggers};

/// What tells a resource apart, and what it cannot be created without.
const NAMES: [&str; 10] = [
    "functionName",
    "runtime",
    "handler",
    "triggerName",
    "triggerType",
    "sourceArn",
    "invocationRole",
    "qualifier",
    "domainName",
    "protocol",
];

/// The settings of a document that was online, without what the service says of itself. Of a custom
/// domain only our own routes are ours to put back: of a domain that belongs to no function a backup has no
/// others.
pub fn again(resource: &Resource, document: &Value) -> Value {
    let kind = resource.kind;
    let mut online = document.clone();
    if kind.is_shared() {
        // Routes of others may be others by now, and no backup of ours decides about them.
        OwnRoutes::of(resource, [document]).retain_in(&mut online);
    }
    let mut wanted = Value::Object(Map::new());
    for name in NAMES {
        if let Some(Value::String(text)) = online.get(name)
            // What is empty neither tells a resource apart nor helps to create it.
            && !text.is_empty()
            // The domain of a trigger of FC 2.0 is the service's own.
            && find(kind.fields(&online), name).is_none_or(|field| !field.service)
        {
            wanted[name] = json!(text);
        }
    }
    for (path, leaf) in leaves(kind, &online) {
        if (leaf.field.is_some() || is_theirs(kind, &online, &path))
            && let Some(value) = get(kind, &online, &path)
        {
            set(kind, &mut wanted, &path, Some(value.clone()));
        }
    }
    // A default is no leaf, but what the service makes of a request that leaves it out is not documented: a
    // timer that somebody had stopped came back running.
    say_defaults(kind, &mut wanted, &online);
    wanted
}

/// Whether what the catalogue does not know is a setting. Beside other settings of a block it is; beside
/// those of the whole resource it is more often what the service says of it, but for a configuration,
/// which is put as it was.
pub(super) fn is_theirs(kind: Kind, online: &Value, path: &Path) -> bool {
    kind.is_config() || find(kind.fields(online), path.top()).is_some()
}

/// Only what is named, and nothing that is left over from earlier deploys.
pub fn scope(code: bool) -> Scope {
    Scope {
        service: true,
        function: Some(match code {
            true => Half::Both,
            false => Half::Config,
        }),
        triggers: Some(Triggers::All),
        ..Scope::default()
    }
}
