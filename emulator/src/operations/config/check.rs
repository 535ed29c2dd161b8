//! What a configuration must say.

use serde_json::Value;

use crate::cloud::config::Kind;
use crate::cloud::function::Function;
use crate::doc::{Doc, at, required};
use crate::error::{ApiError, Result};
use crate::operations::bound::{Range, range};

/// Bounds of numbers, of whichever kind they are. Where sources disagree, the widest (G45).
const TARGETS: &[Range] = &[
    range("target", 0, 10_000),
    range("defaultTarget", 0, 10_000),
    range("minInstances", 0, 10_000),
    range("maxAsyncEventAgeInSeconds", 1, 2_592_000),
    range("maxAsyncRetryAttempts", 0, 8),
    range("reservedConcurrency", 0, i32::MAX as i64),
];

/// The lists of entries, and what each entry must have.
const ENTRIES: &[(&str, &[&str])] = &[
    (
        "scheduledActions",
        &["name", "scheduleExpression", "target"],
    ),
    (
        "scheduledPolicies",
        &["name", "scheduleExpression", "target"],
    ),
    (
        "targetTrackingPolicies",
        &[
            "name",
            "metricType",
            "metricTarget",
            "minCapacity",
            "maxCapacity",
        ],
    ),
    (
        "horizontalScalingPolicies",
        &["name", "metricType", "metricTarget", "maxInstances"],
    ),
];

/// Checks the input of a write.
pub(super) fn input(kind: Kind, doc: &Doc) -> Result<()> {
    TARGETS.iter().try_for_each(|range| range.check(doc))?;
    for (list, needed) in ENTRIES {
        let entries = doc.get(*list).and_then(Value::as_array);
        for entry in entries.into_iter().flatten() {
            // An empty text says as little as none.
            let missing = |name: &&&str| entry.get(**name).is_none_or(|value| value == "");
            if let Some(name) = needed.iter().find(missing) {
                return Err(ApiError::required(&format!("{list}.{name}")));
            }
        }
    }
    match kind {
        Kind::Provision if !doc.contains_key("target") && !doc.contains_key("defaultTarget") => {
            Err(ApiError::required("defaultTarget"))
        }
        Kind::Concurrency if !doc.contains_key("reservedConcurrency") => {
            required(doc, "reservedConcurrency").map(drop)
        }
        _ => Ok(()),
    }
}

/// Policies that follow a metric need it to be collected.
pub(super) fn metrics(function: &Function, doc: &Doc) -> Result<()> {
    let policies = doc.get("targetTrackingPolicies").and_then(Value::as_array);
    let metrics = at(&function.doc, "logConfig.enableInstanceMetrics") == Some(&true.into());
    if policies.is_none_or(Vec::is_empty) || metrics {
        return Ok(());
    }
    let message = "Target tracking policy required instance metrics enabled.";
    Err(ApiError::new(400, "InstanceMetricsRequired", message))
}
