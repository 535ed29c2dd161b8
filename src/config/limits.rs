//! What this version cannot do yet. A project that uses it is refused with one clear line, because
//! half a deploy would be worse than none.

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::words;

/// Blocks that are deployed by calls of their own.
const BLOCKS: [&str; 7] = [
    "asyncInvokeConfig",
    "vpcBinding",
    "provisionConfig",
    "scalingConfig",
    "concurrencyConfig",
    "tags",
    "resourceGroupId",
];

/// Settings of which `auto` would first have to create something in another cloud service.
const AUTO: [&str; 5] = [
    "logConfig",
    "vpcConfig",
    "nasConfig",
    "ossMountConfig",
    "role",
];

/// Refuses what this version cannot do.
///
/// # Errors
/// A template error that names the property.
pub(super) fn check(props: &Map<String, Value>) -> Result<()> {
    if props.contains_key("service") && props.contains_key("function") {
        return Err(not_yet("props.service, props.function (FC 2.0)", "fc"));
    }
    if let Some(block) = BLOCKS.iter().find(|name| props.contains_key(**name)) {
        return Err(not_yet(&format!("props.{block}"), "fc3"));
    }
    if let Some(name) = AUTO
        .iter()
        .find(|name| props.get(**name).is_some_and(has_auto))
    {
        return Err(not_yet(&format!("props.{name}: auto"), "fc3"));
    }
    let domain = props.get("customDomain");
    if domain
        .and_then(|domain| domain.get("domainName"))
        .is_some_and(has_auto)
    {
        return Err(not_yet("props.customDomain.domainName: auto", "fc3"));
    }
    Ok(())
}

/// `auto`, `auto|key=value`, or a block with `auto` in it, whatever the case, as upstream takes it.
fn has_auto(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let text = text.to_ascii_lowercase();
            text == "auto" || text.starts_with("auto|")
        }
        Value::Object(map) => map.values().any(has_auto),
        _ => false,
    }
}

fn not_yet(what: &str, component: &str) -> Error {
    Error::template(words!(
        "fc-guard 0.1 does not support {what} yet; nothing was sent",
        "fc-guard 0.1 暂不支持 {what}；没有发送任何请求"
    ))
    .hint(words!(
        "keep this resource on component {component} for now, or take the property out",
        "请暂时让该资源继续使用 {component} 组件，或去掉该属性"
    ))
}
