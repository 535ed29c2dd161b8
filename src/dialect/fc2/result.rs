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
    let mut url = url(told);
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
    add(&mut told, document, &FUNCTION);
    Value::Object(told)
}

/// Adds what a document says under these names.
fn add(told: &mut Map<String, Value>, document: &Value, names: &[&str]) {
    for name in names {
        let value = document.get(*name).filter(|value| !value.is_null());
        told.extend(value.map(|value| ((*name).to_owned(), value.clone())));
    }
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

/// The addresses of the http trigger. Where the service tells none it is reached through the API.
fn url(told: &ResultSource<'_>) -> Map<String, Value> {
    let is_http = |(_, live): &&(&Resource, &Live)| live.document["triggerType"] == "http";
    let Some((trigger, http)) = told.online.iter().find(is_http) else {
        return Map::new();
    };
    let pick = |from: &str| text(&http.document, from).map(Value::from);
    let own = || {
        let (account, region) = (&trigger.account, &trigger.region);
        let (service, function) = (trigger.service()?, trigger.function()?);
        let site = format!("https://{account}.{region}.fc.aliyuncs.com");
        Some(format!("{site}/2016-08-15/proxy/{service}/{function}/").into())
    };
    let all = [
        ("system_url", pick("urlInternet").or_else(own)),
        ("system_intranet_url", pick("urlIntranet")),
    ];
    let known = all.into_iter();
    known
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// A text that is there and not empty.
fn text<'d>(document: &'d Value, name: &str) -> Option<&'d str> {
    document.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// What `info` tells of a function and a service even where it is what the service fills in.
const FUNCTION_INFO: [&str; 12] = [
    "description",
    "runtime",
    "handler",
    "timeout",
    "initializationTimeout",
    "memorySize",
    "instanceType",
    "instanceConcurrency",
    "instanceSoftConcurrency",
    "caPort",
    "cpu",
    "diskSize",
];
const ASYNC_INFO: [&str; 3] = [
    "maxAsyncEventAgeInSeconds",
    "statefulInvocation",
    "maxAsyncRetryAttempts",
];
const SERVICE_INFO: [&str; 2] = ["description", "internetAccess"];

/// Gives what was told in the words of `s.yaml` the shape of upstream's `info`: defaults are told, the qualifier of a
/// trigger stands in its configuration and its address beside that, and a route says where it leads.
fn as_info(
    props: &mut Value,
    online: &[(&Resource, &Live)],
    form: &dyn Fn(&Resource, &Value) -> Value,
) {
    for (resource, live) in online {
        let (kind, document) = (resource.kind, &live.document);
        let entry = |list: &str, key: &str| {
            let mut entries = props[list].as_array().into_iter().flatten();
            entries.position(|one| one[key] == *resource.name())
        };
        if kind.is_function() {
            let block = props["function"].as_object_mut().into_iter();
            block.for_each(|block| add(block, &form(resource, document), &FUNCTION_INFO));
        } else if kind.is_in_common() && !kind.is_config() {
            let block = props["service"].as_object_mut().into_iter();
            block.for_each(|block| add(block, &form(resource, document), &SERVICE_INFO));
        } else if kind.is_config() && !kind.is_in_common() {
            async_as_info(&mut props["function"], document);
        } else if let (true, Some(index)) = (kind.is_entry(), entry("triggers", "name")) {
            trigger_as_info(&mut props["triggers"][index], document);
        } else if let (true, Some(index)) = (kind.is_shared(), entry("customDomains", "domainName"))
        {
            let routes = props["customDomains"][index]["routeConfigs"].as_array_mut();
            let routes = routes.into_iter().flatten();
            for route in routes.filter_map(Value::as_object_mut) {
                route.retain(|_, value| !value.is_null());
                let leads = [
                    ("serviceName", resource.service()),
                    ("functionName", resource.function()),
                ];
                route.extend(leads.map(|(name, value)| (name.to_owned(), value.into())));
            }
        }
    }
}

/// As the API has it: upstream hands the configuration of asynchronous calls on as it is answered.
fn async_as_info(function: &mut Value, document: &Value) {
    if !function.is_object() {
        return;
    }
    if function["asyncConfiguration"].is_null() {
        function["asyncConfiguration"] = json!({});
    }
    let block = function["asyncConfiguration"].as_object_mut();
    let Some(block) = block else {
        return;
    };
    let named = match block.shift_remove("destination") {
        Some(Value::Object(named)) => named,
        _ => Map::new(),
    };
    let named = named.into_iter();
    let whole = named.map(|(name, arn)| (name, json!({"destination": arn})));
    let config: Map<String, Value> = whole.collect();
    block.insert("destinationConfig".to_owned(), config.into());
    add(block, document, &ASYNC_INFO);
}

fn trigger_as_info(trigger: &mut Value, document: &Value) {
    if let Some(trigger) = trigger.as_object_mut() {
        trigger.shift_remove("qualifier");
        add(trigger, document, &["urlInternet"]);
    }
    if trigger["config"].is_null() {
        trigger["config"] = json!({});
    }
    if let Some(qualifier) = text(document, "qualifier") {
        trigger["config"]["qualifier"] = qualifier.into();
    }
    let kind = text(document, "triggerType").unwrap_or_default();
    let arn = text(document, "sourceArn").unwrap_or_default();
    if let Some(config) = trigger["config"].as_object_mut() {
        for (name, value) in source(kind, arn) {
            config.insert(name.to_owned(), value.into());
        }
        for block in ["sourceConfig", "logConfig"] {
            let block = config.get_mut(block).filter(|_| kind == "log");
            let block = block.and_then(Value::as_object_mut);
            if let Some(block) = block
                && let Some(store) = block.shift_remove("logstore")
            {
                block.insert("logStore".to_owned(), store);
            }
        }
    }
}

/// What calls the function, by the names that the configuration has for it; online its ARN alone says so.
fn source<'a>(kind: &str, arn: &'a str) -> Vec<(&'static str, &'a str)> {
    let parts: Vec<&str> = arn.split(':').collect();
    let path = parts.last().copied().unwrap_or_default();
    let steps: Vec<&str> = path.split('/').collect();
    let known = match kind {
        "oss" => vec![("bucketName", Some(path))],
        "mns_topic" => vec![
            ("region", parts.get(2).copied()),
            ("topicName", steps.last().copied()),
        ],
        "tablestore" => vec![
            ("instanceName", steps.get(1).copied()),
            ("tableName", steps.get(3).copied()),
        ],
        _ => Vec::new(),
    };
    let known = known.into_iter();
    known
        .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)))
        .collect()
}

/// Everything, in the words of `s.yaml` as far as upstream tells it in these.
fn info(told: &ResultSource<'_>, sealer: &Sealer) -> Handed {
    let formed = |form: &dyn Fn(&Resource, &Value) -> Value| {
        let documents: Vec<(&Resource, Value)> = told
            .online
            .iter()
            .map(|(resource, live)| (*resource, form(resource, &live.document)))
            .collect();
        let documents = documents.iter().map(|(one, document)| (*one, document));
        let mut props = export::props(documents, None);
        as_info(&mut props, told.online, form);
        props
    };
    Handed {
        shown: plain::value(&formed(&|one, live| masked(&sealer.seal(one.kind, live)))),
        real: formed(&|one, live| unsealed(&sealer.seal(one.kind, live), live)),
    }
}
