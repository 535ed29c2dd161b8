//! From a merged document to the calls that bring it about.

use serde_json::{Map, Value, json};

use super::{Change, Write, WriteCall};
use crate::model::document::{Leaf, leaves, same, unknown, wire};
use crate::model::fields::{Field, OwnCall, Shape, find};
use crate::model::path::Path;
use crate::model::resource::Kind;
use crate::snapshot::Part;

/// Brings the resource about as the project wants it.
pub(super) fn create(part: &Part) -> Change {
    let kind = part.resource.kind;
    let fields = kind.fields(&part.desired);
    let names = part.desired.as_object().into_iter().flat_map(Map::keys);
    let tops = names.cloned().collect();
    // A list of entries is not created: each of them is added by a call of its own.
    if let Some(list) = kind.entries() {
        return write(bind(list, &Value::Null, &part.desired), tops);
    }
    let body = if kind.is_config() {
        let mut body = whole(fields, &part.desired);
        // A backup has what nobody here knew, either.
        for name in unknown(kind, &part.desired) {
            body.insert(name.clone(), part.desired[&name].clone());
        }
        Value::Object(body)
    } else {
        let settings = part.desired.as_object().into_iter().flatten();
        settings
            // Where the code lies is only known when the package is uploaded; it joins the request then.
            .filter(|(name, _)| !is_code(kind, name))
            .map(|(name, value)| {
                let field = find(fields, name);
                (name.clone(), wire(field, without_service(field, value)))
            })
            .collect::<Map<_, _>>()
            .into()
    };
    let code = part.desired.get("code").is_some();
    write(WriteCall::Create { body, code }, tops)
}

/// Brings what is online to the merged document, in which these top-level settings differ.
pub(super) fn update(part: &Part, online: &Value, merged: &Value, tops: &[&str]) -> Change {
    let kind = part.resource.kind;
    if kind.is_config() {
        return config(part, online, merged);
    }
    let fields = kind.fields(merged);
    let own_call = |top: &&str| find(fields, top).and_then(|field| field.own_call);
    let mut writes = Vec::new();
    let plain: Vec<&str> = tops
        .iter()
        .copied()
        .filter(|top| own_call(top).is_none())
        .collect();
    if !plain.is_empty() {
        writes.push(Write {
            call: body(kind, merged, &plain),
            tops: written(fields, &plain),
        });
    }
    // Each call of its own is a write of its own, so that its intent and its record speak of nothing else.
    for top in tops {
        if let Some(call) = own_call(top) {
            writes.push(Write {
                call: alone(call, &online[*top], &merged[*top]),
                tops: vec![(*top).to_owned()],
            });
        }
    }
    Change::Write(writes)
}

fn write(call: WriteCall, tops: Vec<String>) -> Change {
    Change::Write(vec![Write { call, tops }])
}

/// What others set in a configuration that nobody here knows, and that does not survive the action. Any
/// other write of it takes such settings along.
pub(super) fn lost(part: &Part, action: &Change) -> Vec<Path> {
    let Change::Write(writes) = action else {
        return Vec::new();
    };
    let deletes = |write: &Write| matches!(write.call, WriteCall::Delete);
    let online = part.live.as_ref().map(|live| &live.document);
    let lost = match online.filter(|_| writes.iter().any(deletes)) {
        // With the whole configuration goes what nobody here knows of it.
        Some(online) => unknown(part.resource.kind, online),
        None => part.forgone.clone(),
    };
    match part.resource.kind.is_config() {
        true => lost.iter().map(|name| Path::default().key(name)).collect(),
        false => Vec::new(),
    }
}

/// A configuration is written as a whole, and deleted where nothing that is known is left in it but
/// what the service has put there by itself.
fn config(part: &Part, online: &Value, merged: &Value) -> Change {
    let kind = part.resource.kind;
    let fields = kind.fields(merged);
    let settings = fields.iter().filter(|field| !field.service);
    // As the service replaces the whole configuration, what is not in the request is written, too.
    let tops = settings.map(|field| field.name.to_owned()).collect();
    let call = if let Some(list) = kind.entries() {
        bind(list, online, merged)
    } else if !part.is_put_empty
        && leaves(kind, merged)
            .iter()
            .all(|(path, leaf)| leaf.field.is_none() || is_served(part, path, leaf))
    {
        WriteCall::Delete
    } else {
        let (body, code) = (whole(fields, merged), false);
        WriteCall::Update { body, code }
    };
    write(call, tops)
}

/// Whether a setting of a configuration that the project does not have (any more) is the service's own:
/// nobody asked for it, and nobody has changed it since.
fn is_served(part: &Part, path: &Path, leaf: &Leaf) -> bool {
    let baseline = part.baseline.as_ref().filter(|_| part.is_dropped());
    let Some(baseline) = baseline.filter(|_| !part.console.contains(path)) else {
        return false;
    };
    let at = |document: &Value| leaves(part.resource.kind, document).remove(path);
    let kept = baseline.kept.iter().flatten();
    leaf.is_served()
        // Nobody here had asked for it, it is as the service answered it, and nobody decided that it stays.
        && at(&baseline.sent).is_none()
        && baseline
            .seen
            .as_ref()
            .is_some_and(|seen| same(at(seen).as_ref(), Some(leaf)))
        && !kept.into_iter().any(|one| one.path == path.to_string())
}

/// Everything that a configuration says. The service takes lists for granted.
fn whole(fields: &[Field], document: &Value) -> Map<String, Value> {
    let entry = |field: &Field| {
        let value = match (document.get(field.name), field.shape) {
            (Some(value), _) => without_service(Some(field), value),
            (None, Shape::Keyed { .. }) => field.cleared(),
            (None, _) => return None,
        };
        Some((field.name.to_owned(), wire(Some(field), value)))
    };
    let settings = fields.iter().filter(|field| !field.service);
    settings.filter_map(entry).collect()
}

/// The VPCs by which the merged list differs from the one online.
fn bind(list: &str, online: &Value, merged: &Value) -> WriteCall {
    let (before, after) = (names(&online[list]), names(&merged[list]));
    WriteCall::Bind {
        add: without(&after, &before),
        remove: without(&before, &after),
    }
}

fn names(map: &Value) -> Vec<String> {
    map.as_object()
        .into_iter()
        .flat_map(Map::keys)
        .cloned()
        .collect()
}

fn without(these: &[String], those: &[String]) -> Vec<String> {
    these
        .iter()
        .filter(|one| !those.contains(one))
        .cloned()
        .collect()
}

/// The call for a setting that has one of its own.
fn alone(call: OwnCall, online: &Value, merged: &Value) -> WriteCall {
    match call {
        OwnCall::ResourceGroup => {
            WriteCall::ResourceGroup(merged.as_str().unwrap_or_default().to_owned())
        }
        OwnCall::Tags => {
            let changed = merged.as_object().into_iter().flatten();
            let changed = changed.filter(|(key, value)| online.get(key.as_str()) != Some(value));
            let set: Map<_, _> = changed
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            WriteCall::Tags {
                set: set.into_iter().map(tag).collect(),
                unset: without(&names(online), &names(merged)),
            }
        }
    }
}

/// A tag as the API takes it.
fn tag((key, value): (String, Value)) -> Value {
    json!({"Key": key, "Value": value})
}

/// The update of these top-level settings, with what clears those that the merged document has no more.
fn body(kind: Kind, merged: &Value, tops: &[&str]) -> WriteCall {
    let fields = kind.fields(merged);
    let body = tops.iter().filter(|top| !is_code(kind, top)).map(|top| {
        let field = find(fields, top);
        let value = match merged.get(*top) {
            // Nobody knows whether the service takes what a block lacks for a part that goes.
            Some(value) => {
                let value = without_service(field, value);
                match field {
                    Some(field) => field.with_cleared_parts(value),
                    None => value,
                }
            }
            // The service leaves alone what a request does not name, so that taking a setting away needs a
            // value.
            None => field.map_or(Value::Null, Field::cleared),
        };
        ((*top).to_owned(), wire(field, value))
    });
    WriteCall::Update {
        body: body.collect(),
        code: tops.iter().any(|top| is_code(kind, top)),
    }
}

/// The settings that a request carries, and those that follow them.
fn written(fields: &[Field], tops: &[&str]) -> Vec<String> {
    let follows = |field: &&Field| tops.iter().any(|top| field.follows.contains(top));
    let mut written: Vec<String> = tops.iter().map(|top| (*top).to_owned()).collect();
    // What the service moves along with a setting is taken from the same answer.
    for field in fields.iter().filter(follows) {
        if !written.iter().any(|top| top == field.name) {
            written.push(field.name.to_owned());
        }
    }
    written
}

/// What the service put into an object for us to read is not sent back to it.
fn without_service(field: Option<&Field>, value: &Value) -> Value {
    match (field.map(|field| field.shape), value) {
        (Some(Shape::Object(fields) | Shape::Json(fields)), Value::Object(map)) => map
            .iter()
            .filter_map(|(name, value)| match find(fields, name) {
                Some(field) if field.service || field.unsent => None,
                field => Some((name.clone(), without_service(field, value))),
            })
            .collect::<Map<_, _>>()
            .into(),
        _ => value.clone(),
    }
}

fn is_code(kind: Kind, top: &str) -> bool {
    kind.is_code(top)
}
