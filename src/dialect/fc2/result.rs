//! What a command returns to Serverless Devs: the shape that upstream's component returns it in, which other
//! resources of the project read (`${web.output.function.name}`).

use serde_json::{Map, Value, json};

use super::export;
use crate::dialect::{Extent, Handed, ResultSource};
use crate::model::resource::Resource;
use crate::model::routes;
use crate::model::seal::{Sealer, masked, unsealed};
use crate::plain;
use crate::snapshot::Live;

/// What is told of a function after a deploy.
const FUNCTION: [&str; 7] = [
    "runtime",
    "handler",
    "memorySize",
    "gpuMemorySize",
    "timeout",
    "cpu",
    "diskSize",
];

/// What stands online, in both forms of a result.
pub(super) fn handed(told: &ResultSource<'_>, sealer: &Sealer) -> Handed {
    match told.extent {
        Extent::Settings => deployed(told).into(),
        Extent::All => info(told, sealer),
    }
}

/// After a deploy. None of it is secret.
fn deployed(told: &ResultSource<'_>) -> Value {
    let mut result = Map::from_iter([("region".to_owned(), told.region.into())]);
    let (mut triggers, mut domains) = (Vec::new(), Vec::new());
    for (resource, live) in told.online {
        let (kind, document) = (resource.kind, &live.document);
        if kind.is_entry() {
            triggers.push(json!({"type": document["triggerType"], "name": resource.name()}));
        } else if kind.is_shared() {
            domains.push(domain(resource, document));
        } else if kind.is_function() {
            result.insert("function".to_owned(), function(resource, document));
        } else if kind.is_in_common() && !kind.is_config() {
            result.insert("service".to_owned(), json!({"name": resource.name()}));
        }
    }
    let mut url = url(told.online);
    if !domains.is_empty() {
        url.insert("custom_domain".to_owned(), domains.into());
    }
    if !url.is_empty() {
        result.insert("url".to_owned(), url.into());
    }
    if !triggers.is_empty() {
        result.insert("triggers".to_owned(), triggers.into());
    }
    Value::Object(result)
}

fn function(resource: &Resource, document: &Value) -> Value {
    let mut told = Map::from_iter([("name".to_owned(), resource.name().into())]);
    for name in FUNCTION {
        let value = document.get(name).filter(|value| !value.is_null());
        told.extend(value.map(|value| (name.to_owned(), value.clone())));
    }
    Value::Object(told)
}

/// A domain, with the path where its function has one route and no more.
fn domain(resource: &Resource, document: &Value) -> Value {
    let lead = resource.lead().unwrap_or_default();
    let own = routes::each(document).filter(|route| route["functionName"] == *lead);
    let paths: Vec<&Value> = own.map(|route| &route["path"]).collect();
    let mut told = json!({"domain": format!("http://{}", resource.name())});
    if let [path] = paths[..] {
        told["path"] = path.clone();
    }
    told
}

/// The addresses of the http trigger, where the service tells them.
fn url(online: &[(&Resource, &Live)]) -> Map<String, Value> {
    let triggers = online.iter().map(|(_, live)| &live.document);
    let mut http = triggers.filter(|document| document["triggerType"] == "http");
    let Some(http) = http.next() else {
        return Map::new();
    };
    let names = [
        ("urlInternet", "system_url"),
        ("urlIntranet", "system_intranet_url"),
    ];
    let pick = |(from, to): (&str, &str)| {
        let value = http.get(from)?.as_str().filter(|text| !text.is_empty())?;
        Some((to.to_owned(), value.into()))
    };
    names.into_iter().filter_map(pick).collect()
}

/// Everything, in the words of `s.yaml`.
fn info(told: &ResultSource<'_>, sealer: &Sealer) -> Handed {
    let formed = |form: &dyn Fn(&Resource, &Value) -> Value| {
        let documents: Vec<(&Resource, Value)> = told
            .online
            .iter()
            .map(|(resource, live)| (*resource, form(resource, &live.document)))
            .collect();
        let documents = documents.iter().map(|(one, document)| (*one, document));
        export::props(documents, None)
    };
    Handed {
        shown: plain::value(&formed(&|one, live| masked(&sealer.seal(one.kind, live)))),
        real: formed(&|one, live| unsealed(&sealer.seal(one.kind, live), live)),
    }
}
