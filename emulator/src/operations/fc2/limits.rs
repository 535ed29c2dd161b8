//! The documented limits of FC 2.0 ("Limits"). Those that FC 3.0 has, too, are told in the same words (G10).

use serde_json::Value;

use super::super::bound::{self, Range, at_most, range, stepped};
use super::super::limits::variables;
use crate::doc::{Doc, required};
use crate::error::{ApiError, Result};

/// Bounds of a function's settings.
const RANGES: &[Range] = &[
    stepped("memorySize", 128, 32768, 64),
    range("timeout", 1, 86400),
    range("initializationTimeout", 1, 300),
    range("instanceConcurrency", 1, 200),
    range("instanceSoftConcurrency", 1, 200),
    range("caPort", 1, 65535),
    range("instanceLifecycleConfig.preFreeze.timeout", 1, 90),
    range("instanceLifecycleConfig.preStop.timeout", 1, 90),
    range("customHealthCheckConfig.failureThreshold", 1, 120),
    range("customHealthCheckConfig.initialDelaySeconds", 0, 120),
    range("customHealthCheckConfig.periodSeconds", 1, 120),
    range("customHealthCheckConfig.successThreshold", 1, 120),
    range("customHealthCheckConfig.timeoutSeconds", 1, 3),
];

/// What a disk may be sized to, in MB.
const DISKS: [i64; 2] = [512, 10240];

/// Functions of one service.
const FUNCTIONS: usize = 50;

/// Checks a name of a service, function, trigger or alias.
pub(super) fn name<'d>(doc: &'d Doc, field: &str) -> Result<&'d str> {
    let name = required(doc, field)?;
    bound::name(field, name, 128)?;
    Ok(name)
}

/// Checks a name of a trigger. One that EventBridge made has the names of its own resources in it, with `|` between
/// them; here anybody may make one, in its place (G75).
pub(super) fn trigger_name(doc: &Doc) -> Result<&str> {
    let name = required(doc, "triggerName")?;
    match is_of_event_bridge(name) {
        true => name
            .split('|')
            .try_for_each(|part| bound::name("triggerName", part, 128)),
        false => bound::name("triggerName", name, 128),
    }?;
    Ok(name)
}

/// Whether EventBridge made a trigger of that name.
pub(super) fn is_of_event_bridge(name: &str) -> bool {
    name.contains('|')
}

/// Checks a service as it would be after a write.
pub(super) fn service(doc: &Doc) -> Result<()> {
    at_most(doc, "nasConfig.mountPoints", 5)?;
    at_most(doc, "ossMountConfig.mountPoints", 5)?;
    bound::one_of(doc, "logConfig.logBeginRule", &["None", "DefaultRegex"])
}

/// Checks a function as it would be after a write. CPU and memory need not fit (G61).
pub(super) fn function(doc: &Doc) -> Result<()> {
    required(doc, "runtime")?;
    required(doc, "handler")?;
    RANGES.iter().try_for_each(|range| range.check(doc))?;
    at_most(doc, "layers", 5)?;
    let disk = doc.get("diskSize").and_then(Value::as_i64);
    if disk.is_some_and(|disk| !DISKS.contains(&disk)) {
        return Err(ApiError::out_of_range("diskSize", "512|10240"));
    }
    let number = |name: &str| doc.get(name).and_then(Value::as_i64);
    let (soft, hard) = (
        number("instanceSoftConcurrency"),
        number("instanceConcurrency"),
    );
    if soft.unwrap_or(0) > hard.unwrap_or(1) {
        let allowed = "not more than instanceConcurrency";
        return Err(ApiError::out_of_range("instanceSoftConcurrency", allowed));
    }
    variables(doc)
}

/// Whether there is room for one more function.
pub(super) fn room(count: usize) -> Result<()> {
    match count < FUNCTIONS {
        true => Ok(()),
        false => {
            let message = format!("a service has at most {FUNCTIONS} functions");
            Err(ApiError::new(400, "LimitExceededError", message))
        }
    }
}
