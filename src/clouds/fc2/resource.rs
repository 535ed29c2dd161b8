//! The calls about the resources of FC 2.0: services, functions, triggers, and what is set beside them.

use serde_json::{Map, Value, json};

use super::{FC2, PAGES};
use crate::clouds::Beside;
use crate::model::kind::calls::{Calls, Entries, Own, PathSegment, Put};
use crate::model::kind::{Kind, Naming};
use crate::model::resource::Resource;
use crate::wire::{
    Action, Body, Call, Client, Failure, List, Reply, Task, absent, etag, no_call, pair, unreadable,
};
use crate::words;

/// Without it the service neither shows a trigger of EventBridge nor takes one.
const WITH_EVENT_BRIDGE: (&str, &str) = ("x-fc-enable-eventbridge-trigger", "enable");

/// By it the service holds a package to what it was when it was packed.
const CHECKSUM: &str = "x-fc-code-checksum";

/// What a write that a kind does not have is named in its failure.
const NOTHING: Action = Action::new(&FC2, "Put", Task::Update);

const LIST_TRIGGERS: Action = Action::new(&FC2, "ListTriggers", Task::Read);

/// The resource as it is online; `None` where the service says that there is none, or nothing that it would
/// stand in.
pub(in crate::clouds) async fn get(
    client: &Client<'_>,
    resource: &Resource,
) -> Result<Option<Reply>, Failure> {
    let absence = calls(resource).absent();
    match calls(resource) {
        Calls::Own(own) => {
            let call = own_call(own, resource, Action::new(&FC2, own.get, Task::Read));
            absent(one(client, call, resource).await, absence)
        }
        Calls::Put(put) => {
            let call = put_call(put, resource, Action::new(&FC2, put.get, Task::Read));
            let found = absent(config(client, call, resource).await, absence);
            // Where there is no such function or version nothing is set beside it.
            let holder = ["FunctionNotFound", "ServiceNotFound"];
            let found = absent(found, &holder).map(Option::flatten);
            absent(found, &["AliasNotFound", "VersionNotFound"]).map(Option::flatten)
        }
        Calls::Entries(entries) => list(client, entries, resource).await,
    }
}

/// Creates the resource that the body describes, or puts a configuration.
pub(in crate::clouds) async fn create(
    client: &Client<'_>,
    resource: &Resource,
    body: &Value,
) -> Result<Reply, Failure> {
    match calls(resource) {
        Calls::Own(own) => {
            let action = Action::new(&FC2, own.create, Task::Create);
            let call = Call::new(action, &path(own, resource));
            write(client, call, (resource, body)).await
        }
        Calls::Put(_) => update(client, resource, body, None).await,
        Calls::Entries(_) => Err(no_call(NOTHING)),
    }
}

/// Sets the top-level keys in the body, or puts a configuration as a whole. With an ETag the service refuses it
/// where the resource has moved since. Services, functions and triggers have one; replies about a custom domain
/// have none, and the API knows no condition for it, nor for configurations: there is nothing to send. What others
/// write into a domain between its reading and its write is only noticed when it is read back (`apply/hold`).
pub(in crate::clouds) async fn update(
    client: &Client<'_>,
    resource: &Resource,
    body: &Value,
    if_match: Option<&str>,
) -> Result<Reply, Failure> {
    match calls(resource) {
        Calls::Own(own) => {
            let call = own_call(own, resource, Action::new(&FC2, own.update, Task::Update));
            write(client, call.if_match(if_match), (resource, body)).await
        }
        Calls::Put(put) => {
            let call = put_call(put, resource, Action::new(&FC2, put.put, Task::Update));
            config(client, call.body(Body::Json(body)), resource).await
        }
        Calls::Entries(_) => Err(no_call(NOTHING)),
    }
}

/// Deletes the resource, as long as it still has that ETag. What is not there counts as deleted.
pub(in crate::clouds) async fn delete(
    client: &Client<'_>,
    resource: &Resource,
    if_match: Option<&str>,
) -> Result<(), Failure> {
    let call = match calls(resource) {
        Calls::Own(own) => {
            let action = Action::new(&FC2, own.delete, Task::Delete);
            own_call(own, resource, action).if_match(if_match)
        }
        Calls::Put(put) => {
            let action = Action::new(&FC2, put.delete, Task::Delete);
            put_call(put, resource, action)
        }
        Calls::Entries(_) => return Err(no_call(NOTHING)),
    };
    client.delete_by(call).await
}

/// The triggers of the function; `None` where there is no such function.
pub(in crate::clouds) async fn triggers(
    client: &Client<'_>,
    function: &Resource,
) -> Result<Option<Vec<Value>>, Failure> {
    let service = function.service().unwrap_or_default();
    let (name, value) = WITH_EVENT_BRIDGE;
    let list = List {
        pages: PAGES,
        action: LIST_TRIGGERS,
        segments: &[
            "services",
            service,
            "functions",
            function.name(),
            "triggers",
        ],
        query: None,
        headers: &[pair(name, value)],
        entries: "triggers",
        identity: "triggerName",
    };
    absent(
        client.list(&list).await,
        &["FunctionNotFound", "ServiceNotFound"],
    )
}

/// The configurations of that kind beside the function, whoever made them.
pub(in crate::clouds) async fn configs(
    client: &Client<'_>,
    kind: Kind,
    function: &Resource,
) -> Result<Vec<Beside>, Failure> {
    let Calls::Put(put) = &kind.spec().calls else {
        // What a service has one of at most is read.
        let only = function.sibling(kind, "");
        let found = get(client, &only).await?;
        return Ok(found.map(|reply| (only, Some(reply))).into_iter().collect());
    };
    let service = function.service().unwrap_or_default();
    let (segment, entries) = put.all;
    let list = List {
        pages: PAGES,
        action: Action::new(&FC2, put.list, Task::Read),
        segments: &["services", service, "functions", function.name(), segment],
        query: None,
        headers: &[],
        entries,
        identity: "qualifier",
    };
    let holder = ["FunctionNotFound", "ServiceNotFound"];
    let found = absent(client.list(&list).await, &holder)?.unwrap_or_default();
    let named = found.iter().filter_map(|one| one["qualifier"].as_str());
    let all = named.map(|qualifier| (function.sibling(kind, qualifier), None));
    Ok(all.collect())
}

/// Whether the service has that version or alias.
pub(in crate::clouds) async fn has_qualifier(
    client: &Client<'_>,
    of: &Resource,
    qualifier: &str,
) -> Result<bool, Failure> {
    let action = Action::new(&FC2, "GetService", Task::Read);
    let call = Call::new(action, &["services", &qualified(of, qualifier)]);
    let absence = ["AliasNotFound", "VersionNotFound", "ServiceNotFound"];
    absent(client.send(&call).await, &absence).map(|found| found.is_some())
}

/// Adds an entry to a list whose entries come and go one by one.
pub(in crate::clouds) async fn add_entry(
    client: &Client<'_>,
    resource: &Resource,
    name: &str,
) -> Result<(), Failure> {
    let entries = entries(resource)?;
    let body = json!({entries.names.1: name});
    let call = Call::new(
        Action::new(&FC2, entries.add, Task::Set),
        &bindings(resource, entries.segment),
    );
    client.silent(call.body(Body::Json(&body))).await
}

/// Takes one away.
pub(in crate::clouds) async fn remove_entry(
    client: &Client<'_>,
    resource: &Resource,
    name: &str,
) -> Result<(), Failure> {
    let entries = entries(resource)?;
    // The call has the address of the whole list, and names the entry in its body.
    let body = json!({entries.names.1: name});
    let call = Call::new(
        Action::new(&FC2, entries.remove, Task::Delete),
        &bindings(resource, entries.segment),
    );
    client.delete_by(call.body(Body::Json(&body))).await
}

/// The name of a service with that of a version or an alias of it.
pub(super) fn qualified(resource: &Resource, qualifier: &str) -> String {
    let service = resource.service().unwrap_or_default();
    format!("{service}.{qualifier}")
}

fn calls(resource: &Resource) -> &'static Calls {
    &resource.kind.spec().calls
}

fn entries(resource: &Resource) -> Result<&'static Entries, Failure> {
    match calls(resource) {
        Calls::Entries(entries) => Ok(entries),
        Calls::Own(_) | Calls::Put(_) => Err(no_call(NOTHING)),
    }
}

fn bindings<'r>(resource: &'r Resource, segment: &'static str) -> [&'r str; 3] {
    ["services", resource.service().unwrap_or_default(), segment]
}

/// The path below which resources of that kind stand.
fn path<'r>(own: &Own, resource: &'r Resource) -> Vec<&'r str> {
    let step = |segment: &PathSegment| match *segment {
        PathSegment::Text(text) => text,
        PathSegment::Service => resource.service().unwrap_or_default(),
        PathSegment::Function => resource.function().unwrap_or_default(),
    };
    own.below.iter().map(step).collect()
}

fn own_call<'c>(own: &Own, resource: &Resource, action: Action) -> Call<'c> {
    let path = [path(own, resource), vec![resource.name()]].concat();
    with_event_bridge(Call::new(action, &path), resource)
}

fn with_event_bridge<'c>(call: Call<'c>, resource: &Resource) -> Call<'c> {
    let (name, value) = WITH_EVENT_BRIDGE;
    match resource.kind.is_entry() {
        true => call.headers(&[pair(name, value)]),
        false => call,
    }
}

fn put_call<'c>(put: &Put, resource: &Resource, action: Action) -> Call<'c> {
    let service = qualified(resource, resource.name());
    let function = resource.function().unwrap_or_default();
    Call::new(
        action,
        &["services", &service, "functions", function, put.segment],
    )
}

/// Sends a write of a resource of its own. What the package has for a checksum is no part of the body here.
async fn write(
    client: &Client<'_>,
    call: Call<'_>,
    (resource, body): (&Resource, &Value),
) -> Result<Reply, Failure> {
    let mut body = body.clone();
    parted(resource, &mut body);
    let code = body.get_mut("code").and_then(Value::as_object_mut);
    let checksum = code.and_then(|code: &mut Map<String, Value>| code.shift_remove("checksum"));
    let checksum = checksum.as_ref().and_then(Value::as_str);
    let headers: Vec<_> = checksum
        .map(|sum| pair(CHECKSUM, sum))
        .into_iter()
        .collect();
    let call = with_event_bridge(call.headers(&headers), resource);
    one(client, call.body(Body::Json(&body)), resource).await
}

/// Sends a call and reads the resource in its reply.
async fn one(client: &Client<'_>, call: Call<'_>, resource: &Resource) -> Result<Reply, Failure> {
    let setting = match resource.kind.spec().naming {
        Naming::Own(setting) => setting,
        Naming::Function | Naming::Qualifier => "functionName",
    };
    let reply = client.resource(call, (setting, resource.name())).await?;
    Ok(Reply {
        doc: document(resource, reply.doc),
        ..reply
    })
}

/// What the service says of a resource, in the form in which documents have it here.
pub fn document(resource: &Resource, reply: Value) -> Value {
    joined(resource, without_registry(with_layers(reply)))
}

/// A function without the address that the service puts where the id of a registry's instance stands.
fn without_registry(mut doc: Value) -> Value {
    let container = doc.get_mut("customContainerConfig");
    if let Some(container) = container.and_then(Value::as_object_mut) {
        let is_address = |id: &Value| id.as_str().is_some_and(|id| id.starts_with("registry."));
        container.retain(|name, value| name != "instanceID" || !is_address(value));
    }
    doc
}

/// A function with its layers by their ARNs, as projects name them: `layers` has their old ids.
fn with_layers(mut doc: Value) -> Value {
    if doc["layersArnV2"].is_array() {
        doc["layers"] = doc["layersArnV2"].clone();
    }
    doc
}

/// What stands between the service's name and the function's in a route, as documents have them here.
const JOINT: char = '$';

/// A domain whose routes have one name for the function and its service.
fn joined(resource: &Resource, mut doc: Value) -> Value {
    each_route(resource, &mut doc, |route| {
        if let Some(Value::String(service)) = route.shift_remove("serviceName") {
            let function = route["functionName"].as_str().unwrap_or_default();
            let name = format!("{service}{JOINT}{function}");
            route.insert("functionName".to_owned(), name.into());
        }
    });
    doc
}

/// The same with both names apart again, as requests have them.
fn parted(resource: &Resource, doc: &mut Value) {
    each_route(resource, doc, |route| {
        let name = route.get("functionName").and_then(Value::as_str);
        let parts = name.and_then(|name| name.split_once(JOINT));
        let parts = parts.map(|(service, function)| (service.to_owned(), function.to_owned()));
        if let Some((service, function)) = parts {
            route.insert("serviceName".to_owned(), service.into());
            route.insert("functionName".to_owned(), function.into());
        }
    });
}

fn each_route(resource: &Resource, doc: &mut Value, change: impl Fn(&mut Map<String, Value>)) {
    let routes = doc.pointer_mut("/routeConfig/routes");
    let routes = routes.filter(|_| resource.kind.is_shared());
    let routes = routes.and_then(Value::as_array_mut).into_iter().flatten();
    routes.filter_map(Value::as_object_mut).for_each(change);
}

/// Sends a call and reads the configuration in its reply, which must be of this function.
async fn config(client: &Client<'_>, call: Call<'_>, of: &Resource) -> Result<Reply, Failure> {
    let response = client.send(&call).await?;
    let doc = client.document(call.action, &response)?;
    // Without its function it may be anything, and most of all an answer that was lost on its way.
    let is_of = |name: &str, own: Option<&str>| doc[name].as_str() == own;
    if is_of("service", of.service()) && is_of("function", of.function()) {
        let etag = etag(&response);
        return Ok(Reply { doc, etag });
    }
    let function = of.root_name();
    let detail = words!(
        "the reply does not describe a configuration of function {function}",
        "响应内容不是函数 {function} 的配置"
    );
    Err(unreadable(call.action, &response, detail))
}

/// The list as it is online; `None` where nothing is in it, or where there is no such service.
async fn list(
    client: &Client<'_>,
    entries: &Entries,
    resource: &Resource,
) -> Result<Option<Reply>, Failure> {
    let action = Action::new(&FC2, entries.list, Task::Read);
    let call = Call::new(action, &bindings(resource, "bindings"));
    let Some(response) = absent(client.send(&call).await, &["ServiceNotFound"])? else {
        return Ok(None);
    };
    let doc = client.document(action, &response)?;
    match &doc["vpcIds"] {
        Value::Null => Ok(None),
        Value::Array(names) if names.is_empty() => Ok(None),
        Value::Array(names) if names.iter().all(Value::is_string) => {
            let doc = json!({entries.names.0: names});
            Ok(Some(Reply { doc, etag: None }))
        }
        _ => {
            let detail = words!(
                "the reply is not a list of VPC bindings",
                "响应不是 VPC 绑定列表"
            );
            Err(unreadable(action, &response, detail))
        }
    }
}
