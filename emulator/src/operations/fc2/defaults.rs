//! What FC 2.0 fills in where a request leaves something out. Of services it is known from an answer of 2022, of
//! functions from the checks of official clients; which members are there as `null` is guessed (G64).

use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use super::doc;
use crate::doc::{Doc, fill};

/// The blocks of a service that are always shown, as they are where nothing is set.
fn blocks() -> Value {
    json!({
        "logConfig": {
            "project": "",
            "logstore": "",
            "enableRequestMetrics": false,
            "enableInstanceMetrics": false,
            "logBeginRule": "None",
        },
        "vpcConfig": {"vpcId": "", "vSwitchIds": [], "securityGroupId": "", "role": ""},
        "nasConfig": {"userId": -1, "groupId": -1, "mountPoints": []},
        "tracingConfig": {},
        "ossMountConfig": {"mountPoints": []},
    })
}

/// Fills in a new service.
pub(super) fn new_service(doc: &mut Doc) {
    let simple = json!({"description": "", "role": "", "internetAccess": true});
    fill(doc, simple);
}

/// Fills in what was written of a service: a block is always whole.
pub(super) fn service(service: &mut Doc) {
    for (name, whole) in doc(blocks()) {
        let block = service.entry(name).or_insert_with(|| json!({}));
        if let Value::Object(block) = block {
            fill(block, whole);
        }
    }
}

/// Fills in a new function.
pub(super) fn new_function(doc: &mut Doc) {
    let simple = json!({
        "description": "",
        "initializer": "",
        "initializationTimeout": 3,
        "timeout": 3,
        "memorySize": 128,
        "environmentVariables": {},
        "instanceConcurrency": 1,
        "instanceType": "e1",
        "instanceLifecycleConfig": {},
        // Later additions, which older functions never had.
        "instanceSoftConcurrency": null,
        "customDNS": null,
        "customRuntimeConfig": null,
        "customContainerConfig": null,
        "customHealthCheckConfig": null,
        "layers": null,
        "caPort": null,
        "cpu": null,
        "diskSize": null,
        "gpuMemorySize": null,
    });
    fill(doc, simple);
}

/// Fills in what was written of a function.
pub(super) fn function(function: &mut Doc) {
    if let Some(Value::Object(hooks)) = function.get_mut("instanceLifecycleConfig") {
        for name in ["preFreeze", "preStop"] {
            let hook = hooks.entry(name).or_insert_with(|| json!({}));
            if let Value::Object(hook) = hook {
                fill(hook, json!({"handler": "", "timeout": 3}));
            }
        }
    }
    // What a request fills with nothing but `null` is cleared by that.
    for name in [
        "customDNS",
        "customRuntimeConfig",
        "customHealthCheckConfig",
    ] {
        if let Some(block) = function.get_mut(name)
            && block == &json!({})
        {
            *block = Value::Null;
        }
    }
}

/// The two forms in which an answer names the layers of a function: their old ids, and their ARNs.
pub(super) fn layers(function: &Doc, account: &str, region: &str) -> (Value, Value) {
    let Some(Value::Array(layers)) = function.get("layers") else {
        return (Value::Null, Value::Null);
    };
    let names = || layers.iter().filter_map(Value::as_str);
    let old: Vec<String> = names().map(old_layer).collect();
    let new = names().map(|name| new_layer(name, account, region));
    (json!(old), json!(new.collect::<Vec<_>>()))
}

/// `{32 hexadecimal digits of the account}#NAME#VERSION`. Whose digits these are is guessed (G64).
pub(super) fn layer_id(account: &str, name: &str, version: &str) -> String {
    let digest = Md5::digest(account.as_bytes());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{digest}#{name}#{version}")
}

/// The old id of a layer that may be named by its ARN.
fn old_layer(name: &str) -> String {
    let parts: Vec<&str> = name.split(':').collect();
    let path = match parts[..] {
        ["acs", "fc", _, account, path] => path
            .strip_prefix("layers/")
            .and_then(|path| path.split_once("/versions/"))
            .map(|(layer, version)| layer_id(account, layer, version)),
        _ => None,
    };
    path.unwrap_or_else(|| name.to_owned())
}

/// The ARN of a layer that may be named by its old id. Only those of the account itself can be told.
fn new_layer(name: &str, account: &str, region: &str) -> String {
    let parts: Vec<&str> = name.split('#').collect();
    match parts[..] {
        [_, layer, version] if name == layer_id(account, layer, version) => {
            format!("acs:fc:{region}:{account}:layers/{layer}/versions/{version}")
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{layer_id, new_layer, old_layer};

    /// G64.
    #[test]
    fn a_layer_has_two_names() {
        let arn = "acs:fc:cn-hangzhou:1:layers/l/versions/2";
        let id = layer_id("1", "l", "2");
        assert_eq!(old_layer(arn), id);
        assert_eq!(new_layer(&id, "1", "cn-hangzhou"), arn);
        assert_eq!(new_layer(&id, "2", "cn-hangzhou"), id);
        assert_eq!(old_layer(&id), id);
    }
}
