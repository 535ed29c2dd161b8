//! What upstream's component `fc` has left in `.s/`: a file a resource, with what the service answered right after the
//! last deploy from there. It stands in for a record of ours, so that a project which changes its component is asked
//! only about what has moved online since.
//!
//! The names of the files mean several things (service `a-b`, or function `b` of service `a`), so it is by its content
//! that one is taken for what it is. What cannot be made out is told and counts for nothing. The files are only read:
//! whoever goes back to `fc` finds them as they were.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::clouds::fc2;
use crate::dialect::LeftState;
use crate::model::desired::Desired;
use crate::model::fields::{Field, Shape, find};
use crate::model::resource::{Kind, Resource};
use crate::model::routes::{self, OwnRoutes, listed};
use crate::ports::Files;
use crate::snapshot::Live;
use crate::state::record::{Adopted, Baseline, Record};
use crate::time::millis;
use crate::words;
use crate::words::Words;

/// What `fc` puts beside the service's answer, which is no setting.
const ADDED: [&str; 6] = [
    "name",
    "import",
    "protect",
    "codeUri",
    "ossBucket",
    "ossKey",
];

/// By what the service tells resources apart, whatever they are called.
const IDS: [&str; 4] = ["serviceId", "functionId", "triggerId", "createdTime"];

/// What is left of everything that is wanted. The folders are those where `fc` kept it: beside `s.yaml`, or where
/// Serverless Devs was started.
pub(super) fn left(desired: &Desired, folders: &[String], files: &dyn Files) -> LeftState {
    let mut left = LeftState::default();
    let items = desired.items.iter();
    for item in items.filter(|item| !item.resource.kind.is_config()) {
        let resource = &item.resource;
        let name = format!("{}.json", stem(resource));
        let mut found: Vec<Map<String, Value>> = Vec::new();
        for folder in folders {
            match read(&format!("{folder}/{name}"), resource, files) {
                Ok(document) => found.extend(document),
                Err(words) => left.refused.push((resource.clone(), words)),
            }
        }
        // Of two the later one was left by the later deploy. Times of RFC 3339 in UTC sort as texts.
        let last = found.into_iter().max_by_key(modified);
        if let Some(document) = last {
            let wanted = &item.document;
            left.records
                .extend(records((resource, wanted), document, &name));
        }
    }
    left.records.extend(unnamed(desired, folders, files));
    left
}

/// What is left of triggers of the function, and of domains with a route to it, that nothing here names any more: `fc`
/// left them online. What is not theirs beyond doubt counts for nothing.
fn unnamed(desired: &Desired, folders: &[String], files: &dyn Files) -> Vec<Record> {
    let root = &desired.root;
    let mut found: BTreeMap<String, (Resource, Map<String, Value>)> = BTreeMap::new();
    for folder in folders.iter().filter(|_| root.kind.is_function()) {
        // Where the folder cannot be listed, the files that are read by their names say so.
        for entry in files.list(folder).ok().flatten().unwrap_or_default() {
            let resource = called(&entry.name, root);
            let Some(resource) = resource.filter(|one| !desired.may_want(one)) else {
                continue;
            };
            let document = read(&format!("{folder}/{}", entry.name), &resource, files);
            let document = document.ok().flatten();
            let Some(document) = document.filter(|one| is_of(root, &resource, one)) else {
                continue;
            };
            let before = found.get(&entry.name).map(|(_, before)| modified(before));
            if before.is_none_or(|before| before < modified(&document)) {
                found.insert(entry.name, (resource, document));
            }
        }
    }
    let found = found.into_iter();
    let records = found.flat_map(|(name, (resource, document))| {
        records((&resource, &Value::Null), document, &name)
    });
    records.collect()
}

/// The trigger of the function, or the domain, of which a file of that name would be.
fn called(file: &str, root: &Resource) -> Option<Resource> {
    let name = file.strip_suffix(".json")?;
    let trigger = name.strip_prefix(&format!("{}-", stem(root)));
    // Everything else that `fc` keeps begins with the account.
    let is_domain = || !name.starts_with(&format!("{}-", root.account));
    match trigger {
        Some(trigger) => Some(root.sibling(Kind::ServiceTrigger, trigger)),
        None => is_domain().then(|| root.sibling(Kind::ServiceDomain, name)),
    }
}

/// Whether it belongs to the function: a trigger does by its name, a domain by a route.
fn is_of(root: &Resource, resource: &Resource, document: &Map<String, Value>) -> bool {
    let routes = document.get("routeConfig").map(|config| &config["routes"]);
    let mut routes = routes.and_then(Value::as_array).into_iter().flatten();
    !resource.kind.is_shared()
        || routes.any(|route| {
            route["serviceName"].as_str() == root.service()
                && route["functionName"].as_str() == root.function()
        })
}

/// How `fc` calls the file of a resource.
fn stem(resource: &Resource) -> String {
    if resource.kind.is_shared() {
        return resource.name().to_owned();
    }
    let (account, region) = (&resource.account, &resource.region);
    format!("{account}-{region}-{}", resource.names().join("-"))
}

/// What the file says of the resource; `None` where there is none, or it says that nothing is deployed.
///
/// # Errors
/// It cannot be read, is damaged, or is not about the resource.
fn read(
    path: &str,
    resource: &Resource,
    files: &dyn Files,
) -> Result<Option<Map<String, Value>>, Words> {
    let damaged = |cause: Words| refused(path, resource, &cause);
    let bytes = files
        .read(path)
        .map_err(|error| damaged(Words::same(error.cause)))?;
    let Some(bytes) = bytes else {
        return Ok(None);
    };
    let unlike = || words!("it is damaged", "文件已损坏");
    let value: Value = serde_json::from_slice(&bytes).map_err(|_| damaged(unlike()))?;
    // Only a domain stands there without anything around it. What a removal leaves is empty, and files of 2021 hold
    // something else.
    let inner = match resource.kind.is_shared() {
        true => Some(&value),
        false => value.get("statefulConfig"),
    };
    let document = match inner {
        _ if !value.is_object() => return Err(damaged(unlike())),
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Object(map)) if map.is_empty() => return Ok(None),
        Some(Value::Object(map)) => map.clone(),
        Some(_) => return Err(damaged(unlike())),
    };
    match fault(resource, &document) {
        Some(cause) => Err(damaged(cause)),
        None => Ok(Some(document)),
    }
}

/// Why the document is not what `fc` would have left of the resource.
fn fault(resource: &Resource, document: &Map<String, Value>) -> Option<Words> {
    let kind = resource.kind;
    let whole = Value::Object(document.clone());
    let account = document.get("accountId").and_then(Value::as_str);
    let is_called = kind
        .own_name(&whole)
        .is_some_and(|name| resource.is_called(name));
    if !is_called || account.is_some_and(|account| account != resource.account) {
        return Some(words!("it is about something else", "其内容属于另一个资源"));
    }
    let needed: &[&str] = match () {
        () if kind.is_shared() => &["accountId", "protocol", "routeConfig"],
        () if kind.is_function() => &["runtime", "handler"],
        () if kind.is_entry() => &["triggerType", "triggerConfig"],
        () => &["internetAccess"],
    };
    let is_there = |name: &&&str| document.get(**name).is_some_and(|value| !value.is_null());
    if let Some(name) = needed.iter().find(|name| !is_there(name)) {
        return Some(words!("it has no {name}", "缺少 {name}"));
    }
    let is_time = millis(&modified(document)).is_some();
    (!is_time).then(|| {
        words!(
            "it does not say when the resource was deployed",
            "没有记录部署时间"
        )
    })
}

/// When it was changed last, as the service said it. The first versions of `fc` kept only when it was created.
fn modified(document: &Map<String, Value>) -> String {
    let time = |name: &str| document.get(name).and_then(Value::as_str);
    let time = time("lastModifiedTime").or(time("createdTime"));
    time.unwrap_or_default().to_owned()
}

/// The records of the resource, and of what `fc` keeps in its file.
fn records(
    (resource, wanted): (&Resource, &Value),
    mut document: Map<String, Value>,
    file: &str,
) -> Vec<Record> {
    let at = modified(&document);
    let id = |name: &str| Some((name.to_owned(), document.get(name)?.as_str()?.to_owned()));
    let adopted = Adopted {
        file: file.to_owned(),
        ids: IDS.into_iter().filter_map(id).collect(),
    };
    document.retain(|name, _| !ADDED.contains(&name.as_str()));
    let mut beside = Vec::new();
    let inside = [
        ("asyncConfiguration", Kind::ServiceAsyncConfig, "LATEST"),
        ("vpcBinding", Kind::ServiceVpcBinding, ""),
    ];
    for (setting, kind, name) in inside {
        let (Some(value), false) = (document.shift_remove(setting), resource.kind.is_shared())
        else {
            continue;
        };
        let value = match value {
            Value::Array(names) => json!({setting: names}),
            other => other,
        };
        beside.push((resource.sibling(kind, name), value));
    }
    // What the service tells the file's own resource by says nothing about what stands beside it.
    let unknown = Adopted {
        ids: Vec::new(),
        ..adopted.clone()
    };
    let own = fc2::document(resource, Value::Object(document));
    let own = std::iter::once((resource.clone(), own, adopted));
    let beside = beside.into_iter();
    let all = own.chain(beside.map(|(resource, document)| (resource, document, unknown.clone())));
    all.map(|(resource, document, adopted)| {
        let document = respelled(&resource, document);
        let seen = Live::new(resource.kind, document, None).document;
        record(resource, wanted, seen, (&at, &adopted))
    })
    .collect()
}

fn record(
    resource: Resource,
    wanted: &Value,
    seen: Value,
    (at, adopted): (&str, &Adopted),
) -> Record {
    let mut sent = seen.clone();
    if resource.kind.is_shared() {
        // What led elsewhere may have been there before, or be another module's.
        let named = listed(wanted);
        let own = OwnRoutes::of(&resource, []);
        let is_ours = |route: &Value| {
            let path = route["path"].as_str().unwrap_or_default();
            own.has(route) || named.iter().any(|one| one == path)
        };
        let mut all = routes::of(&sent);
        all.retain(is_ours);
        sent["routeConfig"] = json!({"routes": all});
    }
    let modified = Some(at.to_owned());
    Record {
        baseline: Some(Baseline {
            sent,
            seen: Some(seen),
            modified,
            at: at.to_owned(),
            deployed: None,
            owned: Vec::new(),
            kept: Some(Vec::new()),
            adopted: Some(adopted.clone()),
        }),
        ..Record::new(resource, String::new())
    }
}

/// The document by the names of the catalogue. The service takes names in capital and in small letters and answers them
/// in one spelling, but not every server that stands in for it does.
fn respelled(resource: &Resource, mut document: Value) -> Value {
    let fields = resource.kind.fields(&document);
    respell(fields, &mut document);
    document
}

fn respell(fields: &'static [Field], value: &mut Value) {
    let Value::Object(map) = value else {
        return;
    };
    let whole = std::mem::take(map);
    for (name, mut value) in whole {
        let like = |field: &&Field| field.name.eq_ignore_ascii_case(&name);
        let field = find(fields, &name).or_else(|| fields.iter().find(like));
        if let Some(Shape::Object(inner)) = field.map(|field| field.shape) {
            respell(inner, &mut value);
        }
        map.insert(field.map_or(name, |field| field.name.to_owned()), value);
    }
}

fn refused(path: &str, resource: &Resource, cause: &Words) -> Words {
    let label = resource.label();
    let (what, zh_what) = (label.en, label.zh);
    let Words { en, zh } = cause;
    words!(
        "{path}, which the component fc would have left of {what}, is not used: {en}. The comparison goes without it, so whatever differs there is asked about",
        "不会使用 {path}（应为组件 fc 为{zh_what}保存的状态）：{zh}。比较时视为没有该状态，因此每处差异都会询问你"
    )
}

#[cfg(test)]
mod tests;
