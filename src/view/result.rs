//! What a command returns to Serverless Devs: the shape that upstream fc3 returns, so that
//! `${resources.x.output…}` and `s deploy -o json` keep working. It comes in two forms: what is handed
//! to other resources is real, what a person sees is masked.

use serde_json::{Map, Value};

use crate::model::document::wire;
use crate::model::fields::{Shape, find};
use crate::model::kind::{Adds, Place};
use crate::model::resource::{Kind, Resource};
use crate::model::seal::{Sealer, unsealed};
use crate::plain;
use crate::snapshot::Live;
use crate::view::value::masked;

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

/// A result in two forms, which differ in nothing but the values of secrets and in signs that cannot
/// be shown.
#[derive(Default)]
pub struct Handed {
    /// What may be printed.
    pub shown: Value,
    /// What other resources of the project are given; it never reaches a screen, a log or a file.
    pub real: Value,
}

impl std::fmt::Debug for Handed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Handed({})", self.shown)
    }
}

impl From<Value> for Handed {
    /// A result without secrets.
    fn from(real: Value) -> Handed {
        let shown = plain::value(&real);
        Handed { shown, real }
    }
}

/// How much of what is online is returned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Settings,
    /// What the service says about it, too.
    All,
}

/// The result of a deploy, from what stands online after it.
pub fn deployed<'a>(
    region: &str,
    parts: impl Iterator<Item = (&'a Resource, &'a Live)> + Clone,
    sealer: &Sealer,
) -> Handed {
    handed(region, parts, sealer, Extent::Settings)
}

/// The result of `info`.
pub fn info<'a>(
    region: &str,
    parts: impl Iterator<Item = (&'a Resource, &'a Live)> + Clone,
    sealer: &Sealer,
) -> Handed {
    handed(region, parts, sealer, Extent::All)
}

fn handed<'a>(
    region: &str,
    parts: impl Iterator<Item = (&'a Resource, &'a Live)> + Clone,
    sealer: &Sealer,
    extent: Extent,
) -> Handed {
    let with = |form: Form| online(region, parts.clone(), sealer, (extent, form));
    Handed {
        shown: plain::value(&with(Form::Shown)),
        real: with(Form::Real),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Shown,
    Real,
}

fn online<'a>(
    region: &str,
    parts: impl Iterator<Item = (&'a Resource, &'a Live)>,
    sealer: &Sealer,
    (extent, form): (Extent, Form),
) -> Value {
    let mut result = Map::from_iter([("region".to_owned(), region.into())]);
    let (mut triggers, mut documents, mut domain) = (Vec::new(), Vec::new(), None);
    for (resource, live) in parts {
        let mut settings = settings(resource.kind, live, sealer, (extent, form));
        if let Some((name, value)) = belonging(resource) {
            settings.insert(name.to_owned(), value.into());
        }
        match resource.kind.spec().place {
            Place::Props => result.extend(function(settings, &live.document, extent)),
            Place::List(_) => {
                triggers.push(Value::Object(settings));
                documents.push(&live.document);
            }
            Place::Block => {
                let kind = resource.kind;
                if kind.is_shared() {
                    domain = Some(resource.name.clone());
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
        Adds::Qualifier => Some(("qualifier", &resource.name)),
        Adds::Region => Some(("region", &resource.region)),
    }
}

/// The keys in upstream's order: the region, the function's, what belongs to it, the addresses.
fn in_order(result: Map<String, Value>) -> Map<String, Value> {
    let properties = Kind::ALL.map(|kind| kind.spec().property());
    let place = |name: &str| match name {
        "region" => 0,
        "url" => usize::MAX,
        name => {
            let kind = properties.iter().position(|one| *one == Some(name));
            kind.map_or(1, |at| at + 2)
        }
    };
    let mut entries: Vec<(String, Value)> = result.into_iter().collect();
    entries.sort_by_key(|(name, _)| place(name));
    entries.into_iter().collect()
}

/// The settings that the catalogue knows, in the API's form; an unknown field would only show as a
/// digest. What the service says of itself holds no secret.
fn settings(
    kind: Kind,
    live: &Live,
    sealer: &Sealer,
    (extent, form): (Extent, Form),
) -> Map<String, Value> {
    let fields = kind.fields(&live.document);
    let sealed = sealer.seal(kind, &live.document);
    let all = match form {
        Form::Shown => masked(&sealed),
        Form::Real => unsealed(&sealed, &live.document),
    };
    let mut settings: Map<String, Value> = all
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| {
            let field = find(fields, name)?;
            let value = match field.shape {
                Shape::Tags | Shape::Names => wire(Some(field), value.clone()),
                _ => value.clone(),
            };
            Some((name.clone(), value))
        })
        .collect();
    if !kind.is_function() {
        let own = |name: &str| extent == Extent::All || !NOT_AFTER_DEPLOY.contains(&name);
        for field in fields
            .iter()
            .filter(|field| field.service && own(field.name))
        {
            if let Some(value) = live.document.get(field.name) {
                settings.insert(field.name.to_owned(), value.clone());
            }
        }
    }
    settings
}

fn function(
    mut settings: Map<String, Value>,
    document: &Value,
    extent: Extent,
) -> Map<String, Value> {
    settings.shift_remove("code");
    let more: &[&str] = match extent {
        Extent::Settings => &[],
        Extent::All => &INFO,
    };
    for name in AFTER_DEPLOY.iter().chain(more) {
        if let Some(value) = document.get(*name) {
            settings.insert((*name).to_owned(), value.clone());
        }
    }
    let mut sorted: Vec<(String, Value)> = settings.into_iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    sorted.into_iter().collect()
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
