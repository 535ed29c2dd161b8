//! What is online, in the words of `s.yaml`.

use serde_json::{Map, Value, json};

use super::place::capital;
use crate::dialect::props::export;
use crate::model::kind::PropsPlace;
use crate::model::path::Path;
use crate::model::resource::Resource;

/// The names that differ from those of the API.
const RENAMED: &[(&str, &str)] = &[
    ("serviceName", "name"),
    ("functionName", "name"),
    ("triggerName", "name"),
    ("triggerType", "type"),
    ("triggerConfig", "config"),
    ("invocationRole", "role"),
];

/// The props that would leave online what these documents say. `code` is the path of its folder.
pub(super) fn props<'d>(
    online: impl Iterator<Item = (&'d Resource, &'d Value)>,
    code: Option<&str>,
) -> Value {
    let mut props = Map::new();
    for (resource, document) in online {
        let kind = resource.kind;
        props
            .entry("region")
            .or_insert_with(|| resource.region.clone().into());
        let mut settings = export::settings(kind.fields(document), document);
        reshape(&mut settings);
        let mut settings: Map<String, Value> = settings.into_iter().map(renamed).collect();
        match kind.spec().place {
            PropsPlace::At([block]) => {
                let block = props.entry(*block).or_insert_with(|| json!({}));
                block
                    .as_object_mut()
                    .into_iter()
                    .for_each(|block| block.extend(settings.clone()));
                if let (true, Some(code)) = (kind.is_function(), code) {
                    block["codeUri"] = code.into();
                }
            }
            PropsPlace::At(names) => {
                // A configuration in which nothing is set is none.
                if let ([block, inner], false) = (names, settings.is_empty()) {
                    let block = props.entry(*block).or_insert_with(|| json!({}));
                    block[*inner] = settings.into();
                }
            }
            PropsPlace::List(list) | PropsPlace::Among(list) => {
                if kind.is_shared() {
                    own_routes(&mut settings, resource);
                }
                let entries = props.entry(list).or_insert_with(|| json!([]));
                let entries = entries.as_array_mut().into_iter();
                entries.for_each(|entries| entries.push(settings.clone().into()));
            }
            PropsPlace::Props | PropsPlace::Block => {}
        }
    }
    Value::Object(props)
}

/// The routes of a domain that lead to the function, in the form of the props.
fn own_routes(settings: &mut Map<String, Value>, domain: &Resource) {
    let config = settings.shift_remove("routeConfig").unwrap_or_default();
    let lead = domain.lead().unwrap_or_default();
    let routes = config["routes"].as_array().into_iter().flatten();
    let own = routes.filter(|route| route["functionName"] == *lead);
    let own = own.cloned().map(|mut route| {
        if let Value::Object(route) = &mut route {
            route.shift_remove("functionName");
            // The service says so of what a route does not have.
            route.retain(|_, value| !value.is_null());
        }
        route
    });
    settings.insert("routeConfigs".to_owned(), own.collect());
    settings.entry("protocol").or_insert("HTTP".into());
}

fn renamed((name, value): (String, Value)) -> (String, Value) {
    let mut renamed = RENAMED.iter();
    let found = renamed.find(|(api, _)| *api == name);
    (found.map_or(name, |(_, own)| (*own).to_owned()), value)
}

/// See [`Dialect::worded`](crate::dialect::Dialect::worded).
pub(super) fn worded(resource: &Resource, path: &Path, value: &Value) -> Value {
    let mut value = value.clone();
    let mounts = Path::default().key("nasConfig").key("mountPoints");
    let is_service = matches!(resource.kind.spec().place, PropsPlace::At(["service"]));
    if is_service && *path == mounts {
        split_mounts(&mut value);
    }
    value
}

/// Says of mounts apart what the API says in one text: the server, and the folder on it.
fn split_mounts(points: &mut Value) {
    for point in points.as_array_mut().into_iter().flatten() {
        let address = point["serverAddr"].as_str().unwrap_or_default();
        let (server, folder) = address.split_once(':').unwrap_or((address, "/"));
        *point = json!({"serverAddr": server, "nasDir": folder, "fcDir": point["mountDir"]});
    }
}

/// Gives blocks the form that they have in the props.
fn reshape(settings: &mut Map<String, Value>) {
    if let Some(Value::Object(vpc)) = settings.get_mut("vpcConfig")
        && let Some(switches) = vpc.shift_remove("vSwitchIds")
    {
        vpc.insert("vswitchIds".to_owned(), switches);
    }
    let nas = settings.get_mut("nasConfig");
    if let Some(points) = nas.and_then(|nas| nas.get_mut("mountPoints")) {
        split_mounts(points);
    }
    if let Some(Value::Object(config)) = settings.shift_remove("destinationConfig") {
        let named = config.into_iter().filter_map(|(name, value)| {
            let arn = value.get("destination")?.clone();
            (!arn.is_null()).then_some((name, arn))
        });
        settings.insert(
            "destination".to_owned(),
            named.collect::<Map<_, _>>().into(),
        );
    }
    if settings
        .get("triggerType")
        .is_some_and(|kind| kind == "oss")
        && let Some(filter) = settings
            .get_mut("triggerConfig")
            .and_then(|config| config.get_mut("filter"))
    {
        *filter = capitals(filter);
    }
    let is_tracing = settings.shift_remove("tracingConfig").is_some();
    if is_tracing {
        settings.insert("tracingConfig".to_owned(), "Enable".into());
    }
}

/// A filter as `fc` reads it: under any other spelling it clears what stands online.
fn capitals(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let members = map
                .iter()
                .map(|(name, value)| (capital(name), capitals(value)));
            Value::Object(members.collect())
        }
        other => other.clone(),
    }
}
