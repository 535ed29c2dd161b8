//! What a reply shows of what stands there. Nothing about this is documented, so each way that the
//! service may have can be chosen (see [`crate::Config`]).

use serde_json::{Value, json};

use crate::call::Call;
use crate::config::{Config, Hides};
use crate::http::Response;
use crate::route::Route;

/// The operations whose replies are about one configuration beside a function.
const CONFIGS: [&str; 4] = [
    "AsyncInvokeConfig",
    "ConcurrencyConfig",
    "ProvisionConfig",
    "ScalingConfig",
];

/// Secrets by the block that they stand in, and from which choice on they are not shown.
const SECRETS: [(&str, &str, Hides); 4] = [
    ("certConfig", "privateKey", Hides::Keys),
    ("authConfig", "password", Hides::Secrets),
    ("sourceDTSParameters", "Password", Hides::Secrets),
    (
        "sourceRocketMQParameters",
        "InstancePassword",
        Hides::Secrets,
    ),
];

/// The reply as the service shows it.
pub(crate) fn of(
    config: &Config,
    route: &Route,
    call: &Call<'_>,
    mut response: Response,
) -> Response {
    let revised = config.revisions && shows_config(route);
    // Most replies have nothing of it, and every request of every test comes through here.
    let text = String::from_utf8_lossy(&response.body);
    if !revised && !hidden(config.hides).any(|(_, name)| text.contains(name)) {
        return response;
    }
    // The body of an invocation need not be JSON.
    let Ok(mut body) = serde_json::from_str::<Value>(&text) else {
        return response;
    };
    hide(config.hides, &mut body);
    // An empty ARN means that nothing was put, and so has no revision.
    if revised && body["functionArn"] != "" {
        body["revision"] = json!(call.now.millis());
    }
    response.body = body.to_string().into_bytes();
    response
}

/// Whether a reply is about one configuration, and not a list of them.
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
            for (block, secret) in hidden(hides) {
                // A `null` tells nothing, and is what the service may have there instead.
                if let Some(Value::Object(block)) = map.get_mut(block)
                    && block.get(secret).is_some_and(|value| !value.is_null())
                {
                    block.shift_remove(secret);
                }
            }
            for (name, value) in map.iter_mut() {
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

/// What is not shown: the member of a block.
fn hidden(hides: Hides) -> impl Iterator<Item = (&'static str, &'static str)> {
    let hidden = SECRETS.iter().filter(move |(.., least)| *least <= hides);
    hidden.map(|(block, name, _)| (*block, *name))
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
