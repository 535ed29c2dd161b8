//! The three witnesses of every resource, side by side: what we left behind (baseline), what the
//! cloud says now (live), and what the project wants (desired).

use futures_util::future::try_join3;
use serde_json::Value;

use crate::api::client::Client;
use crate::error::Result;
use crate::model::desired::Desired;
use crate::model::document::{Leaves, canonical, leaves, same};
use crate::model::resource::{Kind, Resource};
use crate::model::seal::Sealer;
use crate::state::record::{Baseline, Intent, Record};
use crate::state::store::Store;

/// What one run wants: a document for each resource, the function first.
pub type Wanted = Vec<(Resource, Value)>;

/// All resources of one run, the function first, then triggers and the domain as in `s.yaml`.
#[derive(Debug)]
pub struct Snapshot {
    pub parts: Vec<Part>,
    /// Deployed from here once, no longer in `s.yaml`, still online.
    pub orphans: Vec<Resource>,
    /// Online beside ours, never deployed from here, not in `s.yaml`.
    pub strangers: Vec<Resource>,
}

/// The three witnesses of one resource.
#[derive(Debug)]
pub struct Part {
    pub resource: Resource,
    /// As it is on disk.
    pub record: Record,
    /// The record's baseline, after the end of an interrupted write was made out.
    pub baseline: Option<Baseline>,
    pub live: Option<Live>,
    pub desired: Value,
}

/// What the service answered. It holds secrets in clear and never leaves memory.
#[derive(Clone)]
pub struct Live {
    pub document: Value,
    pub etag: Option<String>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Live(…)")
    }
}

impl Live {
    /// A reply of the service about a resource of that kind. The checksum of the code that is
    /// online stands in the place where the project says which code it wants.
    pub fn new(kind: Kind, reply: Value, etag: Option<String>) -> Live {
        let mut document = canonical(kind, reply);
        if kind == Kind::Function
            && let Some(map) = document.as_object_mut()
        {
            let checksum = map.get("codeChecksum").cloned().unwrap_or(Value::Null);
            map.insert("code".to_owned(), checksum);
        }
        Live { document, etag }
    }

    /// When it was last changed, as the service says it.
    pub fn modified(&self) -> Option<String> {
        let time = self.document.get("lastModifiedTime")?;
        time.as_str().map(str::to_owned)
    }
}

/// Reads everything that the comparison needs, all requests at once.
///
/// # Errors
/// When a record or a reply cannot be read. A read that failed is never taken for absence.
pub async fn read(client: &Client<'_>, store: &Store<'_>, wanted: Wanted) -> Result<Snapshot> {
    let function = wanted[0].0.clone();
    let domain = wanted
        .iter()
        .find(|(resource, _)| resource.kind == Kind::CustomDomain);
    let records = records(store, &wanted)?;
    let (online, triggers, domain) = try_join3(
        client.get_function(&function.name),
        client.list_triggers(&function.name),
        async {
            match domain {
                Some((resource, _)) => client.get_domain(&resource.name).await,
                None => Ok(None),
            }
        },
    )
    .await?;
    let triggers = triggers.unwrap_or_default();
    let live = |resource: &Resource| match resource.kind {
        Kind::Function => online
            .as_ref()
            .map(|reply| (reply.doc.clone(), reply.etag.clone())),
        Kind::CustomDomain => domain
            .as_ref()
            .map(|reply| (reply.doc.clone(), reply.etag.clone())),
        Kind::Trigger => {
            trigger_named(&triggers, &resource.name).map(|reply| (reply.clone(), None))
        }
    };
    let (orphans, strangers) = leftovers(store, &function, &wanted, &triggers)?;
    let part = |((resource, desired), record): ((Resource, Value), Record)| {
        let live = live(&resource).map(|(reply, etag)| Live::new(resource.kind, reply, etag));
        part(store.sealer(), resource, record, live, desired)
    };
    Ok(Snapshot {
        parts: wanted.into_iter().zip(records).map(part).collect(),
        orphans,
        strangers,
    })
}

fn records(store: &Store<'_>, wanted: &Wanted) -> Result<Vec<Record>> {
    wanted
        .iter()
        .map(|(resource, _)| store.load(resource))
        .collect()
}

fn part(
    sealer: &Sealer,
    resource: Resource,
    record: Record,
    live: Option<Live>,
    desired: Value,
) -> Part {
    let online = live
        .as_ref()
        .map(|live| sealer.seal(resource.kind, &live.document));
    let baseline = match &record.pending {
        Some(intent) => settle(&resource, intent, online.as_ref(), &record),
        None => record.baseline.clone(),
    };
    Part {
        resource,
        record,
        baseline,
        live,
        desired,
    }
}

/// Makes out how an interrupted write ended. Where everything that it was to write stands online,
/// it is our own work and the baseline moves on; else the baseline stays as it was.
fn settle(
    resource: &Resource,
    intent: &Intent,
    online: Option<&Value>,
    record: &Record,
) -> Option<Baseline> {
    let unchanged = || record.baseline.clone();
    let Some(online) = online else {
        return unchanged();
    };
    if !has_landed(resource.kind, intent, online) {
        return unchanged();
    }
    Some(Baseline {
        sent: intent.sent.clone(),
        seen: Some(match &intent.before {
            Some(before) => overlay(before, online, &intent.writes),
            None => online.clone(),
        }),
        modified: None,
        at: intent.at.clone(),
    })
}

fn has_landed(kind: Kind, intent: &Intent, online: &Value) -> bool {
    let (intended, online) = (leaves(kind, &intent.intended), leaves(kind, online));
    let creating = intent.before.is_none();
    let written = |top: &str| creating || intent.writes.iter().any(|name| name == top);
    let mut paths = intended.keys().chain(online.keys().filter(|_| !creating));
    paths.all(|path| !written(path.top()) || leaf_landed(path.top(), &intended, &online, path))
}

fn leaf_landed(
    top: &str,
    intended: &Leaves,
    online: &Leaves,
    path: &crate::model::path::Path,
) -> bool {
    let (intended, online) = (intended.get(path), online.get(path));
    // Which checksum an object in OSS has is only known once the service has taken it; the size
    // settings are the service's to round.
    let unknowable = intended.is_none_or(|leaf| is_oss(&leaf.value));
    let field = online.or(intended).and_then(|leaf| leaf.field);
    let served = intended.is_none() && field.is_some_and(|field| !field.follows.is_empty());
    same(intended, online) || (top == "code" && unknowable) || served
}

fn is_oss(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.starts_with("oss://"))
}

/// `below`, with those top-level settings taken from `above`.
pub fn overlay(below: &Value, above: &Value, tops: &[String]) -> Value {
    let mut result = below.clone();
    let Some(map) = result.as_object_mut() else {
        return above.clone();
    };
    for top in tops {
        match above.get(top) {
            Some(value) => map.insert(top.clone(), value.clone()),
            None => map.shift_remove(top),
        };
    }
    result
}

fn trigger_named<'a>(triggers: &'a [Value], name: &str) -> Option<&'a Value> {
    triggers
        .iter()
        .find(|trigger| trigger_name(trigger) == Some(name))
}

fn trigger_name(trigger: &Value) -> Option<&str> {
    trigger.get("triggerName").and_then(Value::as_str)
}

/// Triggers that are online but not wanted: ours from earlier, and other people's.
fn leftovers(
    store: &Store<'_>,
    function: &Resource,
    wanted: &Wanted,
    triggers: &[Value],
) -> Result<(Vec<Resource>, Vec<Resource>)> {
    let ours = store.siblings(function)?;
    let is_ours = |resource: &Resource| ours.iter().any(|record| record.resource == *resource);
    Ok(triggers
        .iter()
        .filter_map(trigger_name)
        .map(|name| Resource {
            kind: Kind::Trigger,
            name: name.to_owned(),
            ..function.clone()
        })
        .filter(|resource| !wanted.iter().any(|(wanted, _)| wanted == resource))
        .partition(is_ours))
}

/// What the project wants, one document a resource. `code` is the checksum of its package, or the
/// place of its object in OSS.
pub fn wanted(desired: &Desired, code: Option<String>) -> Wanted {
    let mut function = desired.function.clone();
    if let (Some(code), Some(map)) = (code, function.as_object_mut()) {
        map.insert("code".to_owned(), code.into());
    }
    let mut all = vec![(
        desired.resource(Kind::Function, &desired.function_name),
        function,
    )];
    for trigger in &desired.triggers {
        let name = trigger_name(trigger).unwrap_or_default();
        all.push((desired.resource(Kind::Trigger, name), trigger.clone()));
    }
    if let Some(domain) = &desired.domain {
        let name = domain
            .get("domainName")
            .and_then(Value::as_str)
            .unwrap_or_default();
        all.push((desired.resource(Kind::CustomDomain, name), domain.clone()));
    }
    all
}
