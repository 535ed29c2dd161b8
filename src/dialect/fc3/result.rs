//! What a command returns to Serverless Devs: the shape that upstream fc3 returns, so that
//! `${resources.x.output…}` and `s deploy -o json` keep working.

use serde_json::{Map, Value};

use crate::dialect::{Extent, Handed, ResultSource};
use crate::model::document::wire;
use crate::model::fields::{Shape, find};
use crate::model::kind::{Adds, Generation, PropsPlace};
use crate::model::resource::{Kind, Resource};
use crate::model::seal::{Sealer, masked, unsealed};
use crate::plain;

/// The service's own fields of a function that upstream returns besides the settings.
const AFTER_DEPLOY: [&str; 4] = [
    "functionArn",
    "lastUpdateStatus",
    "resourceGroupId",
    "state",
];

/// Those that `info` adds.
const INFO: [&str; 5] = [
    "codeChecksum",
    "codeSize",
    "createdTime",
    "functionId",
    "lastModifiedTime",
];

/// What upstream leaves out of everything else after a deploy.
const NOT_AFTER_DEPLOY: [&str; 6] = [
    "accountId",
    "apiVersion",
    "createdTime",
    "httpTrigger",
    "lastModifiedTime",
    "triggerId",
];

/// Blocks of a function that count as none where this part of them is empty.
const BLOCKS: [(&str, &str); 5] = [
    ("logConfig", "project"),
    ("nasConfig", "mountPoints"),
    ("ossMountConfig", "mountPoints"),
    ("polarFsConfig", "mountPoints"),
    ("vpcConfig", "vpcId"),
];

/// Those that count as none where all of them is empty.
const PLAIN: [&str; 2] = ["environmentVariables", "tracingConfig"];

/// Parts of blocks of which the same is true.
const PARTS: [(&str, [&str; 2]); 2] = [
    ("customContainerConfig", ["command", "entrypoint"]),
    ("customRuntimeConfig", ["args", "command"]),
];

/// What stands online, in both forms of a result.
pub(super) fn handed(told: &ResultSource<'_>, sealer: &Sealer) -> Handed {
    let result = |form: &dyn Fn(Kind, &Value) -> Value| result(told, form);
    Handed {
        shown: plain::value(&result(&|kind, live| masked(&sealer.seal(kind, live)))),
        real: result(&|kind, live| unsealed(&sealer.seal(kind, live), live)),
    }
}

/// `form` makes a document of what is online: one with its secrets, or one without.
fn result(told: &ResultSource<'_>, form: &dyn Fn(Kind, &Value) -> Value) -> Value {
    let mut result = Map::from_iter([("region".to_owned(), told.region.into())]);
    let (mut triggers, mut documents, mut domain) = (Vec::new(), Vec::new(), None);
    for (resource, live) in told.online {
        let (kind, document) = (resource.kind, &live.document);
        let mut settings = settings(kind, document, &form(kind, document));
        // Of a function upstream picks what it returns; of everything else it returns what the service says.
        if !kind.is_function() {
            settings.extend(service_fields(kind, document, told.extent));
        }
        if let Some((name, value)) = belonging(resource) {
            settings.insert(name.to_owned(), value.into());
        }
        match kind.spec().place {
            PropsPlace::Props => result.extend(function(settings, document, told.extent)),
            PropsPlace::List(_) => {
                triggers.push(Value::Object(settings));
                // The addresses are made of what is not told after a deploy.
                documents.push(document);
            }
            PropsPlace::Block | PropsPlace::At(_) | PropsPlace::Among(_) => {
                if kind.is_shared() {
                    domain = Some(resource.name().to_owned());
                }
                result.insert(kind.name().to_owned(), settings.into());
            }
        }
    }
    if !triggers.is_empty() {
        result.insert("triggers".to_owned(), triggers.into());
    }
    let mut url = url(&documents);
    url.extend(domain.map(|name| ("custom_domain".to_owned(), name.into())));
    if !url.is_empty() {
        result.insert("url".to_owned(), url.into());
    }
    Value::Object(in_order(result))
}

/// What the service does not say of a resource and upstream adds.
fn belonging(resource: &Resource) -> Option<(&'static str, &str)> {
    match resource.kind.spec().adds {
        Adds::Nothing => None,
        Adds::Qualifier => Some(("qualifier", resource.name())),
        Adds::Region => Some(("region", &resource.region)),
    }
}

/// The keys in upstream's order: the region, the function's, what belongs to it, the addresses.
fn in_order(result: Map<String, Value>) -> Map<String, Value> {
    let properties = Generation::THIRD.kinds();
    let properties: Vec<_> = properties.map(|kind| kind.spec().property()).collect();
    let place = |name: &str| match name {
        "region" => 0,
        "url" => usize::MAX,
        name => {
            let kind = properties.iter().position(|one| *one == Some(name));
            kind.map_or(1, |at| at + 2)
        }
    };
    let mut entries: Vec<(String, Value)> = result.into_iter().collect();
    // The sort keeps the order within the function's own.
    entries.sort_by_key(|(name, _)| place(name));
    entries.into_iter().collect()
}

/// The settings that the catalogue knows, in the API's form; an unknown field would only show as a
/// digest.
fn settings(kind: Kind, document: &Value, formed: &Value) -> Map<String, Value> {
    let fields = kind.fields(document);
    let settings = formed.as_object().into_iter().flatten();
    let in_api_form = |(name, value): (&String, &Value)| {
        let field = find(fields, name)?;
        let value = match field.shape {
            Shape::Tags | Shape::Names => wire(Some(field), value.clone()),
            _ => value.clone(),
        };
        Some((name.clone(), value))
    };
    settings.filter_map(in_api_form).collect()
}

/// What the service says of a resource besides its settings, which holds no secret.
fn service_fields(kind: Kind, document: &Value, extent: Extent) -> Map<String, Value> {
    let omits = kind.spec().omits;
    let is_told = |name: &str| {
        !omits.contains(&name) && (extent == Extent::All || !NOT_AFTER_DEPLOY.contains(&name))
    };
    let fields = kind.fields(document).iter();
    let told = fields.filter(|field| field.service && is_told(field.name));
    told.filter_map(|field| Some((field.name.to_owned(), document.get(field.name)?.clone())))
        .collect()
}

/// The function's own keys, in alphabetical order.
fn function(
    mut settings: Map<String, Value>,
    document: &Value,
    extent: Extent,
) -> Map<String, Value> {
    // It is our own note of the checksum; upstream returns no such key.
    settings.shift_remove("code");
    leave_out_empty(&mut settings);
    let more: &[&str] = match extent {
        Extent::Settings => &[],
        Extent::All => &INFO,
    };
    for name in AFTER_DEPLOY.iter().chain(more) {
        if let Some(value) = document.get(*name) {
            settings.insert((*name).to_owned(), value.clone());
        }
    }
    // As upstream has them: its SDK gives the keys in alphabetical order.
    let mut sorted: Vec<(String, Value)> = settings.into_iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    sorted.into_iter().collect()
}

/// Takes out what upstream takes for not set, and the service answers all the same.
fn leave_out_empty(settings: &mut Map<String, Value>) {
    let is_empty = |value: Option<&Value>| match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(map)) => map.is_empty(),
        Some(Value::Bool(_) | Value::Number(_)) => false,
    };
    settings.retain(|name, value| {
        let block = BLOCKS.iter().find(|(block, _)| *block == name.as_str());
        match block {
            Some((_, part)) => !is_empty(value.get(*part)),
            None => !(PLAIN.contains(&&**name) && is_empty(Some(&*value))),
        }
    });
    for (block, parts) in PARTS {
        if let Some(block) = settings.get_mut(block).and_then(Value::as_object_mut) {
            block.retain(|name, value| !(parts.contains(&&**name) && is_empty(Some(&*value))));
        }
    }
}

/// The addresses of the last http trigger of `LATEST`, as upstream picks it.
fn url(documents: &[&Value]) -> Map<String, Value> {
    let latest = |document: &&&Value| {
        let qualifier = document.get("qualifier").and_then(Value::as_str);
        matches!(qualifier, None | Some("" | "LATEST"))
    };
    let mut http = documents
        .iter()
        .filter(latest)
        .filter_map(|document| document.get("httpTrigger"));
    let Some(http) = http.next_back() else {
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
