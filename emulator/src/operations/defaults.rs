//! What the service fills in where a request leaves something out: the defaults of the API's field
//! descriptions, and where those say nothing, what upstream clients take for granted. An empty block is as much as
//! none (G52).

use serde_json::{Value, json};

use super::limits::in_proportion;
use crate::doc::{Doc, fill};

/// The group that resources without one belong to.
const RESOURCE_GROUP: &str = "rg-default";

/// The size in bytes of every layer that a function names: it may name one that does not stand here, so
/// none is looked up (G21).
const LAYER_SIZE: u64 = 421;

/// Fills in a new function (G20).
pub(super) fn new_function(doc: &mut Doc) {
    let simple = json!({
        "description": "",
        "diskSize": 512,
        "disableOndemand": false,
        "environmentVariables": {},
        "instanceConcurrency": 1,
        "instanceIsolationMode": "SHARE",
        "internetAccess": true,
        "layers": [],
        // Upstream strips these blocks from every reply where they say nothing, so the service has
        // them in replies to requests without them.
        "logConfig": {
            "enableInstanceMetrics": false,
            "enableRequestMetrics": false,
            "logBeginRule": "None",
            "logstore": "",
            "project": "",
        },
        "memorySize": 512,
        "nasConfig": {"groupId": 0, "mountPoints": [], "userId": 0},
        "ossMountConfig": {"mountPoints": []},
        "resourceGroupId": RESOURCE_GROUP,
        "role": "",
        "sessionAffinity": "NONE",
        "tags": [],
        "timeout": 3,
        "tracingConfig": {},
        "vpcConfig": {"securityGroupId": "", "vSwitchIds": [], "vpcId": ""},
    });
    fill(doc, simple);
    let memory = number(doc, "memorySize").unwrap_or_default();
    // After the memory, whose default it follows.
    doc.entry("cpu").or_insert_with(|| cpu(memory).into());
}

/// Fills in what was written, in a new function or an update.
pub(super) fn written(doc: &mut Doc) {
    for runtime in ["customRuntimeConfig", "customContainerConfig"] {
        if let Some(Value::Object(config)) = doc.get_mut(runtime) {
            health_check(config);
        }
    }
    if let Some(Value::Array(layers)) = doc.get_mut("layers") {
        layers.iter_mut().for_each(layer);
    }
}

/// Chooses the CPU anew where a write of the memory alone left the two out of proportion. The API
/// document says only that they must stay in proportion, and that what is left out stays (G19).
pub(super) fn balance(doc: &mut Doc, input: &Doc) {
    let memory = number(doc, "memorySize").unwrap_or_default();
    let kept = number(doc, "cpu").filter(|cpu| in_proportion(doc, memory, *cpu));
    if kept.is_none() && !input.contains_key("cpu") {
        doc.insert("cpu".to_owned(), cpu(memory).into());
    }
}

/// One CPU for two GB, in steps of 0.05; a little more for the most common size.
fn cpu(memory: f64) -> f64 {
    if memory == 512.0 {
        return 0.35;
    }
    let steps = (memory / 2048.0 * 20.0).ceil();
    // No instance has more than 16, so beside a GPU the largest memory has less than one for two GB.
    (steps / 20.0).min(16.0)
}

/// Fills in a health check, if the runtime has one.
fn health_check(config: &mut Doc) {
    if let Some(Value::Object(check)) = config.get_mut("healthCheckConfig") {
        let defaults = json!({
            "failureThreshold": 3,
            "initialDelaySeconds": 0,
            "periodSeconds": 3,
            "successThreshold": 1,
            "timeoutSeconds": 1,
        });
        fill(check, defaults);
    }
}

/// Layers are asked for by ARN and answered with their size.
fn layer(layer: &mut Value) {
    if layer.is_string() {
        *layer = json!({"arn": layer, "size": LAYER_SIZE});
    }
}

/// A number among the settings.
fn number(doc: &Doc, name: &str) -> Option<f64> {
    doc.get(name).and_then(Value::as_f64)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::limits::in_proportion;
    use super::{balance, cpu};
    use crate::doc::Doc;

    /// G19.
    #[test]
    fn every_memory_gets_a_cpu_in_proportion() {
        for memory in (128..=32768).step_by(64) {
            let memory = f64::from(memory);
            assert!(in_proportion(&Doc::new(), memory, cpu(memory)), "{memory}");
        }
    }

    fn balanced(doc: Value, input: Value) -> Value {
        let (Value::Object(mut doc), Value::Object(input)) = (doc, input) else {
            return Value::Null;
        };
        balance(&mut doc, &input);
        doc["cpu"].clone()
    }

    /// G19.
    #[test]
    fn the_cpu_stays_while_it_can() {
        let stays = balanced(
            json!({"memorySize": 1024, "cpu": 0.35}),
            json!({"memorySize": 1024}),
        );
        assert_eq!(stays, 0.35);
        let moves = balanced(
            json!({"memorySize": 4096, "cpu": 0.35}),
            json!({"memorySize": 4096}),
        );
        assert_eq!(moves, 2.0);
        let chosen = balanced(
            json!({"memorySize": 4096, "cpu": 0.35}),
            json!({"cpu": 0.35}),
        );
        assert_eq!(chosen, 0.35);
    }
}
