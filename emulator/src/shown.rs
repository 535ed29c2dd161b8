//! What a reply shows of what stands there. Nothing about this is documented, so each way that the
//! service may have can be chosen (see [`crate::Config`]).

use serde_json::{Value, json};

use crate::config::{Config, Hides};
use crate::http::Response;
use crate::route::{Call, Route};

/// The operations whose replies are about one configuration beside a function.
const CONFIGS: [&str; 4] = [
    "AsyncInvokeConfig",
    "ConcurrencyConfig",
    "ProvisionConfig",
    "ScalingConfig",
];

/// The reply as the service shows it.
pub(crate) fn of(
    config: &Config,
    route: &Route,
    call: &Call<'_>,
    mut response: Response,
) -> Response {
    let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) else {
        return response;
    };
    let told = body.clone();
    hide(config.hides, &mut body);
    if config.revisions && shows_config(route) && body["functionArn"] != "" {
        body["revision"] = json!(call.now.millis());
    }
    if body != told {
        response.body = body.to_string().into_bytes();
    }
    response
}

fn shows_config(route: &Route) -> bool {
    let name = ["Get", "Put"]
        .iter()
        .find_map(|verb| route.action.strip_prefix(verb));
    name.is_some_and(|name| CONFIGS.contains(&name))
}

/// Takes out what is not shown, wherever it stands.
fn hide(hides: Hides, value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                match secrets(hides, name) {
                    [] => {}
                    secrets => without(value, secrets),
                }
                match (name.as_str(), &*value) {
                    ("triggerConfig", Value::String(text)) => *value = hidden_in(hides, text),
                    _ => hide(hides, value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hide(hides, item)),
        _ => {}
    }
}

/// The members of a block that are not shown.
fn secrets(hides: Hides, block: &str) -> &'static [&'static str] {
    match (hides, block) {
        (Hides::Keys | Hides::Secrets, "certConfig") => &["privateKey"],
        (Hides::Secrets, "authConfig") => &["password"],
        (Hides::Secrets, "sourceDTSParameters") => &["Password"],
        (Hides::Secrets, "sourceRocketMQParameters") => &["InstancePassword"],
        _ => &[],
    }
}

fn without(block: &mut Value, names: &[&str]) {
    if let Some(block) = block.as_object_mut() {
        block.retain(|name, _| !names.contains(&name.as_str()));
    }
}

/// A configuration that the API carries as JSON in a string.
fn hidden_in(hides: Hides, text: &str) -> Value {
    match serde_json::from_str::<Value>(text) {
        Ok(mut config) => {
            hide(hides, &mut config);
            config.to_string().into()
        }
        Err(_) => text.into(),
    }
}
