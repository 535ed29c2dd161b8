//! What a deploy returns to Serverless Devs: the shape that upstream fc3 returns, so that
//! `${resources.x.output…}` and `s deploy -o json` keep working. Secrets are masked in it.

use serde_json::{Map, Value};

use crate::apply::Done;
use crate::model::fields::{find, table};
use crate::model::resource::Kind;
use crate::model::seal::Sealer;
use crate::view::value::masked;

/// The service's own fields of a function that upstream returns besides the settings.
const FUNCTION_EXTRAS: [&str; 4] = [
    "functionArn",
    "lastUpdateStatus",
    "resourceGroupId",
    "state",
];

/// The result of a deploy.
pub fn deployed(region: &str, done: &[Done], sealer: &Sealer) -> Value {
    let of = |kind: Kind| done.iter().filter(move |done| done.resource.kind == kind);
    let mut result = Map::new();
    result.insert("region".to_owned(), region.into());
    for function in of(Kind::Function) {
        result.extend(function_fields(function, sealer));
    }
    let triggers: Vec<Value> = of(Kind::Trigger)
        .filter_map(|done| settings(done, sealer))
        .collect();
    if !triggers.is_empty() {
        result.insert("triggers".to_owned(), triggers.into());
    }
    let mut url = url(of(Kind::Trigger));
    for domain in of(Kind::CustomDomain) {
        if let Some(settings) = settings(domain, sealer) {
            url.insert(
                "custom_domain".to_owned(),
                domain.resource.name.clone().into(),
            );
            result.insert("customDomain".to_owned(), settings);
        }
    }
    if !url.is_empty() {
        result.insert("url".to_owned(), url.into());
    }
    Value::Object(result)
}

/// The settings that the catalogue knows; an unknown field would only show as a digest.
fn settings(done: &Done, sealer: &Sealer) -> Option<Value> {
    let (kind, document) = (done.resource.kind, &done.live.as_ref()?.document);
    let fields = table(kind, document);
    let mut sealed = masked(&sealer.seal(kind, document));
    sealed
        .as_object_mut()?
        .retain(|name, _| find(fields, name).is_some());
    Some(sealed)
}

fn function_fields(done: &Done, sealer: &Sealer) -> Map<String, Value> {
    let Some(Value::Object(mut fields)) = settings(done, sealer) else {
        return Map::new();
    };
    fields.shift_remove("code");
    let document = done.live.as_ref().map(|live| &live.document);
    for name in FUNCTION_EXTRAS {
        if let Some(value) = document.and_then(|document| document.get(name)) {
            fields.insert(name.to_owned(), value.clone());
        }
    }
    let mut sorted: Vec<(String, Value)> = fields.into_iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    sorted.into_iter().collect()
}

/// The addresses of the last http trigger of `LATEST`, as upstream picks it.
fn url<'a>(triggers: impl Iterator<Item = &'a Done>) -> Map<String, Value> {
    let documents = triggers
        .filter_map(|done| done.live.as_ref())
        .map(|live| &live.document);
    let latest = |document: &&Value| {
        let qualifier = document.get("qualifier").and_then(Value::as_str);
        matches!(qualifier, None | Some("" | "LATEST"))
    };
    let http = documents
        .filter(latest)
        .filter_map(|document| document.get("httpTrigger"));
    let Some(http) = http.last() else {
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
