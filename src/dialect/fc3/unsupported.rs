//! What this version cannot do. A project that uses it is refused with one line, because half a deploy would be
//! worse than none.

mod fc2;

use serde_json::{Map, Value};

use crate::dialect::Care;
use crate::dialect::props::{object, text};
use crate::error::{Error, Result};
use crate::model::pem::is_oss;
use crate::model::routes::CONFIG;
use crate::words;
use crate::words::Words;

const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// Refuses what this version cannot do. Who only looks, or puts back what was
/// saved, is told of it.
///
/// # Errors
/// A template error that names the properties.
pub(super) fn check(props: &Map<String, Value>, care: Care) -> Result<Option<Words>> {
    // Even whoever only looks is stopped by these two: what they describe is no function of FC 3.0.
    if is_fc2(props) {
        return Err(fc2::refusal(props));
    }
    if let Some(error) = mixed(props) {
        return Err(error);
    }
    if !is_oss(text(props, "code")) {
        return Ok(None);
    }
    let what = "props.code: oss://";
    if matches!(care, Care::Look | Care::Restore) {
        return Ok(Some(words!(
            "not supported by fc-guard {VERSION} yet: {what}; a deploy refuses this",
            "fc-guard {VERSION} 暂不支持：{what}；部署会被拒绝"
        )));
    }
    Err(refusal(what, "fc3"))
}

/// A function and a domain with routes of its own in one block: neither component has that.
fn mixed(props: &Map<String, Value>) -> Option<Error> {
    let domain = ["domainName", CONFIG]
        .into_iter()
        .find(|name| props.contains_key(*name))?;
    Some(
        Error::template(words!(
            "props.{domain}: belongs to a resource that is a custom domain and nothing else, but these props have functionName, too",
            "props.{domain} 属于只描述自定义域名的资源，但这里的 props 中同时有 functionName"
        ))
        .hint(words!(
            "write the domain as a resource of its own, or as customDomain of the function",
            "请将域名写为单独的资源，或写为该函数的 customDomain"
        )),
    )
}

/// FC 2.0 writes the function as a block inside of a service.
fn is_fc2(props: &Map<String, Value>) -> bool {
    !props.contains_key("functionName")
        && (props.contains_key("service") || object(props, "function").is_some())
}

fn refusal(what: &str, component: &str) -> Error {
    Error::template(words!(
        "not supported by fc-guard {VERSION} yet: {what}",
        "fc-guard {VERSION} 暂不支持：{what}"
    ))
    .hint(words!(
        "keep this resource on the upstream component for now (component: {component}), or remove that setting",
        "请暂时让该资源继续使用上游组件（component: {component}），或去掉该配置"
    ))
}
