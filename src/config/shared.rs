//! Custom domains that several resources of one `s.yaml` share. Each resource is deployed by a call
//! of its own, so only the file tells that there is another one.

use serde_json::Value;

use crate::error::{Error, Result};
use crate::words;

/// Refuses a project in which another resource has the same custom domain, which this version cannot
/// deploy yet. `text` is the file as it is written: names are compared before templates are filled
/// in.
///
/// # Errors
/// A template error that names the other resource.
pub fn check(text: &str, resource: &str) -> Result<()> {
    // The CLI has read the file already; one that only it understands says nothing here.
    let Ok(file) = yaml_serde::from_str::<Value>(text) else {
        return Ok(());
    };
    let resources = file.get("resources").and_then(Value::as_object);
    let own = resources.and_then(|all| domain_of(all.get(resource)?));
    let (Some(resources), Some(domain)) = (resources, own) else {
        return Ok(());
    };
    let shares = |(name, other): &(&String, &Value)| {
        name.as_str() != resource && domain_of(other) == Some(domain)
    };
    match resources.iter().find(shares) {
        Some((other, _)) => Err(refusal(resource, other)),
        None => Ok(()),
    }
}

fn domain_of(resource: &Value) -> Option<&str> {
    let domain = resource.get("props")?.get("customDomain")?;
    domain.get("domainName")?.as_str()
}

fn refusal(resource: &str, other: &str) -> Error {
    Error::template(words!(
        "not supported by fc-guard 0.1 yet: the custom domain of {resource} is shared with {other}; nothing was sent",
        "fc-guard 0.1 暂不支持：{resource} 与 {other} 共用同一个自定义域名；没有发送任何请求"
    ))
    .hint(words!(
        "keep both on component fc3 for now, or give each its own domain",
        "请暂时让两者继续使用 fc3 组件，或让它们各用自己的域名"
    ))
}

#[cfg(test)]
mod tests {
    use super::check;

    const FILE: &str = "
resources:
  a: {props: {customDomain: {domainName: x.com}}}
  b: {props: {customDomain: {domainName: x.com}}}
  c: {props: {customDomain: {domainName: y.com}}}
  d: {props: {}}
";

    #[test]
    fn only_a_shared_domain_is_refused() {
        assert_eq!(check(FILE, "a").expect_err("shared").outcome.code(), 2);
        for fine in ["c", "d", "not there"] {
            assert!(check(FILE, fine).is_ok(), "{fine}");
        }
        assert!(check(": not yaml", "a").is_ok());
    }
}
