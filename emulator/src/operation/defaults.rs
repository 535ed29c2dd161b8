//! What the service fills in where a request is silent.

use serde_json::{Value, json};

use crate::state::Fields;

/// Fills every absent field of a function that the service gives a value.
pub(super) fn fill_function(fields: &mut Fields) {
    fill(fields, plain_defaults());
    let memory = fields["memorySize"].as_f64().unwrap_or(512.0);
    fill(fields, json!({"cpu": cpu_for(memory)}));
    for (name, defaults) in nested_defaults() {
        if let Some(Value::Object(inner)) = fields.get_mut(name) {
            fill(inner, defaults);
        }
    }
    fill_health_checks(fields);
}

fn plain_defaults() -> Value {
    json!({
        "description": "",
        "disableOndemand": false,
        "diskSize": 512,
        "enableLongLiving": false,
        "environmentVariables": {},
        "handler": "",
        "instanceConcurrency": 1,
        "instanceIsolationMode": "SHARE",
        "internetAccess": true,
        "logConfig": {},
        "memorySize": 512,
        "nasConfig": {},
        "role": "",
        "sessionAffinity": "NONE",
        "timeout": 3,
        "tracingConfig": {},
        "vpcConfig": {},
    })
}

fn nested_defaults() -> [(&'static str, Value); 4] {
    [
        (
            "logConfig",
            json!({
                "enableInstanceMetrics": false,
                "enableRequestMetrics": false,
                "logBeginRule": "None",
                "logstore": "",
                "project": "",
            }),
        ),
        (
            "nasConfig",
            json!({"groupId": 0, "mountPoints": [], "userId": 0}),
        ),
        (
            "vpcConfig",
            json!({"securityGroupId": "", "vSwitchIds": [], "vpcId": ""}),
        ),
        ("customRuntimeConfig", json!({"port": 9000})),
    ]
}

fn fill_health_checks(fields: &mut Fields) {
    for config in ["customRuntimeConfig", "customContainerConfig"] {
        let health = fields
            .get_mut(config)
            .and_then(|config| config.get_mut("healthCheckConfig"));
        if let Some(Value::Object(health)) = health {
            fill(
                health,
                json!({
                    "failureThreshold": 3,
                    "initialDelaySeconds": 0,
                    "periodSeconds": 3,
                    "successThreshold": 1,
                    "timeoutSeconds": 1,
                }),
            );
        }
    }
}

/// The cores a memory size in MB gets: 0.35 for 512, else the fewest multiple of 0.05 it allows.
fn cpu_for(memory: f64) -> f64 {
    let least = (memory / 1024.0 / 4.0 / 0.05).ceil();
    let steps = if memory == 512.0 { 7.0 } else { least.max(1.0) };
    steps * 5.0 / 100.0
}

/// Inserts the defaults for fields that are absent.
fn fill(fields: &mut Fields, defaults: Value) {
    if let Value::Object(defaults) = defaults {
        for (name, value) in defaults {
            fields.entry(name).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_filled() {
        let given = json!({"logConfig": {"project": "p"}, "timeout": 60});
        let mut fields = given.as_object().cloned().unwrap();
        fill_function(&mut fields);
        assert_eq!(fields["logConfig"]["project"], "p");
        assert_eq!(fields["logConfig"]["logBeginRule"], "None");
        assert_eq!(fields["timeout"], 60);
        assert_eq!(fields["cpu"], 0.35);
    }

    #[test]
    fn cpu_follows_memory() {
        assert!((cpu_for(128.0) - 0.05).abs() < 1e-9);
        assert!((cpu_for(1024.0) - 0.25).abs() < 1e-9);
    }
}
