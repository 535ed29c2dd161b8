//! The custom domain: fc3's shape (one route, this function's own) to the API's.

use serde_json::{Map, Value, json};

use super::path::join;
use super::problem::Problems;
use super::schema::{Prop, Shape, may, must};
use super::{Place, default, text};
use crate::error::Result;
use crate::ports::Files;
use crate::words;

pub(super) const PROPS: &[Prop] = &[
    must("domainName", Shape::Text),
    must("protocol", Shape::OneOf(&["HTTP", "HTTPS", "HTTP,HTTPS"])),
    must("route", Shape::Block(ROUTE)),
    may("certConfig", Shape::Block(CERT)),
    may("tlsConfig", Shape::Block(TLS)),
    may(
        "authConfig",
        Shape::Block(&[
            may("authType", Shape::Text),
            may("authInfo", Shape::Anything),
        ]),
    ),
    may("wafConfig", Shape::Block(&[must("enableWAF", Shape::Flag)])),
    may("corsConfig", Shape::Free),
];

const ROUTE: &[Prop] = &[
    must("path", Shape::Text),
    may("methods", Shape::List(&Shape::Text)),
    may("qualifier", Shape::Text),
    may("rewriteConfig", Shape::Block(REWRITE)),
];

const REWRITE: &[Prop] = &[
    may("equalRules", Shape::List(&Shape::Block(RULE))),
    may("regexRules", Shape::List(&Shape::Block(RULE))),
    may("wildcardRules", Shape::List(&Shape::Block(RULE))),
];

const RULE: &[Prop] = &[must("match", Shape::Text), must("replacement", Shape::Text)];

const CERT: &[Prop] = &[
    may("certId", Shape::Anything),
    may("certName", Shape::Text),
    may("certificate", Shape::Text),
    may("privateKey", Shape::Text),
];

const TLS: &[Prop] = &[
    must("minVersion", Shape::OneOf(VERSIONS)),
    may("maxVersion", Shape::OneOf(VERSIONS)),
    must("cipherSuites", Shape::List(&Shape::Text)),
];

const VERSIONS: &[&str] = &["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/// The domain as the API names its fields, if the project has one.
///
/// # Errors
/// When a certificate's file cannot be read; what is missing in `s.yaml` is noted as a problem.
pub(super) fn read(
    props: &Map<String, Value>,
    place: &Place<'_>,
    files: &dyn Files,
    problems: &mut Problems,
) -> Result<Option<Value>> {
    let Some(Value::Object(given)) = props.get("customDomain") else {
        return Ok(None);
    };
    let mut domain = given.clone();
    let route = domain.shift_remove("route").unwrap_or_default();
    if let Some(Value::Object(route)) = Some(route) {
        let route = own_route(route, &text(props, "functionName"));
        domain.insert("routeConfig".to_owned(), json!({"routes": [route]}));
    }
    if let Some(Value::Object(cert)) = domain.get_mut("certConfig") {
        certificate(cert, place, files, problems)?;
    } else if text(given, "protocol").contains("HTTPS") {
        problems.add(
            "props.customDomain.certConfig",
            words!(
                "is missing for protocol HTTPS",
                "protocol 包含 HTTPS 时必须填写"
            ),
        );
    }
    if let Some(Value::Object(auth)) = domain.get_mut("authConfig")
        && let Some(info) = auth.get_mut("authInfo")
        && !info.is_string()
    {
        // The API carries it as JSON in a text.
        *info = info.to_string().into();
    }
    Ok(Some(Value::Object(domain)))
}

fn own_route(mut route: Map<String, Value>, function: &str) -> Value {
    route.insert("functionName".to_owned(), function.into());
    default(&mut route, "qualifier", "LATEST");
    Value::Object(route)
}

fn certificate(
    cert: &mut Map<String, Value>,
    place: &Place<'_>,
    files: &dyn Files,
    problems: &mut Problems,
) -> Result<()> {
    let path = "props.customDomain.certConfig";
    if cert.contains_key("certId") {
        problems.add(
            &format!("{path}.certId"),
            words!(
                "is not supported yet; give certName, certificate and privateKey",
                "暂不支持；请填写 certName、certificate 和 privateKey"
            ),
        );
        return Ok(());
    }
    for name in ["certName", "certificate", "privateKey"] {
        if text(cert, name).is_empty() {
            problems.add(
                &format!("{path}.{name}"),
                words!("is missing", "缺少该属性"),
            );
        }
    }
    for name in ["certificate", "privateKey"] {
        let below = format!("{path}.{name}");
        if let Some(pem) = pem(&text(cert, name), &below, place, files, problems)? {
            cert.insert(name.to_owned(), pem.into());
        }
    }
    Ok(())
}

/// The PEM text itself, or the text of the file that is named.
fn pem(
    given: &str,
    path: &str,
    place: &Place<'_>,
    files: &dyn Files,
    problems: &mut Problems,
) -> Result<Option<String>> {
    if given.is_empty() || given.contains("-----BEGIN") {
        return Ok(None);
    }
    if given.contains("://") {
        problems.add(
            path,
            words!(
                "must be PEM text or a file; a URL is not supported yet",
                "必须是 PEM 文本或文件路径；暂不支持 URL"
            ),
        );
        return Ok(None);
    }
    let found = files.read(&join(place.base, given))?;
    let text = found.and_then(|bytes| String::from_utf8(bytes).ok());
    if text.is_none() {
        problems.add(
            path,
            words!(
                "is neither PEM text nor a text file that is there",
                "既不是 PEM 文本，也不是存在的文本文件"
            ),
        );
    }
    Ok(text)
}
