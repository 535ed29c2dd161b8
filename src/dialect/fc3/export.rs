//! What is online, in the words of `s.yaml`.

use serde_json::{Map, Value, json};

use crate::dialect::props::export;
use crate::model::document::leaves;
use crate::model::kind::{Naming, PropsPlace};
use crate::model::resource::Resource;
use crate::snapshot::Live;

/// The props of a resource that would leave online what is online now. `code` is the path of its
/// folder.
pub(super) fn props(online: &[(Resource, Live)], code: Option<&str>) -> Value {
    // All of it belongs to one function, and so to one region.
    let region = online.iter().map(|(resource, _)| resource.region.as_str());
    let mut props = Map::new();
    props.extend(
        region
            .take(1)
            .map(|region| ("region".to_owned(), region.into())),
    );
    for (resource, live) in online {
        let kind = resource.kind;
        let settings = export::settings(kind.fields(&live.document), &live.document);
        match kind.spec().place {
            PropsPlace::Props => {
                props.extend(settings);
                props.extend(code.map(|code| ("code".to_owned(), code.into())));
            }
            PropsPlace::List(list) => {
                let entries = props.entry(list).or_insert_with(|| json!([]));
                if let Some(entries) = entries.as_array_mut() {
                    entries.push(settings.into());
                }
            }
            PropsPlace::Block if kind.is_shared() => {
                if let Some(domain) = domain(settings, &resource.root_name()) {
                    props.insert(kind.name().to_owned(), domain);
                }
            }
            // A configuration in which nothing is set is none.
            PropsPlace::Block if leaves(kind, &live.document).is_empty() => {}
            PropsPlace::Block | PropsPlace::At(_) | PropsPlace::Among(_) => {
                let mut settings = settings;
                if kind.spec().naming == Naming::Qualifier && resource.name() != "LATEST" {
                    settings.insert("qualifier".to_owned(), resource.name().to_owned().into());
                }
                props.insert(kind.name().to_owned(), settings.into());
            }
        }
    }
    Value::Object(props)
}

/// fc3's shape of a domain: the function's own route. `None` where it has none.
fn domain(mut settings: Map<String, Value>, function: &str) -> Option<Value> {
    let routes = settings.shift_remove("routeConfig")?;
    let routes = routes["routes"].as_array()?;
    let mut own = routes
        .iter()
        .find(|route| route["functionName"] == function)?
        .as_object()?
        .clone();
    own.shift_remove("functionName");
    settings.insert("route".to_owned(), own.into());
    // fc3's schema asks for it, even where it is the default.
    settings.entry("protocol").or_insert("HTTP".into());
    Some(Value::Object(settings))
}
