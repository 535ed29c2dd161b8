//! The custom domain: fc3's shape (one route, this function's own) to the API's.

mod cert;

use serde_json::{Map, Value, json};

use super::problem::{Fault, Problems};
use super::schema::{Prop, PropShape, may, must};
use super::trigger::{AUTH_TYPE, CORS, METHODS};
use super::{default, form, object_mut, text};
use crate::dialect::Context;
use crate::model::auto::is_auto;
use crate::model::path::Path;
use crate::model::reference::is_open;
use crate::words;

/// The properties of `customDomain`.
pub(super) const TABLE: &[Prop] = &[
    must("domainName", PropShape::Like(form::domain_name)),
    must(
        "protocol",
        PropShape::OneOf(&["HTTP", "HTTPS", "HTTP,HTTPS"]),
    ),
    must("route", PropShape::Block(ROUTE)),
    may("certConfig", PropShape::Block(cert::TABLE)),
    may("tlsConfig", PropShape::Block(TLS)),
    may("authConfig", PropShape::Block(AUTH)),
    may(
        "wafConfig",
        PropShape::Block(&[must("enableWAF", PropShape::Flag)]),
    ),
    may("corsConfig", PropShape::Block(CORS)),
];

const ROUTE: &[Prop] = &[
    must("path", PropShape::Like(form::route)),
    may("methods", METHODS),
    may("qualifier", PropShape::Text),
    may("rewriteConfig", PropShape::Block(REWRITE)),
];

const REWRITE: &[Prop] = &[
    may("equalRules", PropShape::List(&PropShape::Block(RULE))),
    may("regexRules", PropShape::List(&PropShape::Block(RULE))),
    may("wildcardRules", PropShape::List(&PropShape::Block(RULE))),
];

const RULE: &[Prop] = &[
    must("match", PropShape::Text),
    must("replacement", PropShape::Text),
];

const TLS: &[Prop] = &[
    must("minVersion", VERSION),
    may("maxVersion", VERSION),
    must("cipherSuites", PropShape::List(&PropShape::Text)),
];

const VERSION: PropShape = PropShape::OneOf(&["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"]);

const AUTH: &[Prop] = &[
    must("authType", AUTH_TYPE),
    may("authInfo", PropShape::JsonText(form::any)),
];

/// The domain as the API names its fields, if the project has one. The table has been checked.
pub(super) fn read(
    props: &Map<String, Value>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Value> {
    let mut domain = props.get("customDomain")?.as_object()?.clone();
    let path = Path::default()
        .key("props")
        .key("customDomain")
        .key("certConfig");
    if let Some(cert) = object_mut(&mut domain, "certConfig") {
        cert::read(cert, &path, context, problems);
    } else if text(&domain, "protocol").contains("HTTPS") && !domain.contains_key("certConfig") {
        problems.add(&path, no_certificate());
    }
    if domain.get("domainName").is_some_and(is_auto) {
        domain.insert("domainName".to_owned(), auto_name(props, context).into());
    }
    let routes = match domain.shift_remove("route") {
        Some(Value::Object(route)) => {
            let route = own_route(route, text(props, "functionName"));
            Some(json!({"routes": [route]}))
        }
        // What nobody could resolve is not the same as no route.
        other => other.filter(is_open),
    };
    if let Some(routes) = routes {
        domain.insert("routeConfig".to_owned(), routes);
    }
    Some(Value::Object(domain))
}

/// The name that upstream's service gives to a function: known before it is asked for.
fn auto_name(props: &Map<String, Value>, context: &Context<'_>) -> String {
    let function = text(props, "functionName").replace('_', "-");
    let (account, region) = (context.account, text(props, "region"));
    format!("{function}.fcv3.{account}.{region}.fc.devsapp.net")
}

fn no_certificate() -> Fault {
    Fault::new(
        words!(
            "is missing, and protocol HTTPS needs it",
            "缺少该属性：protocol 包含 HTTPS 时必须填写"
        ),
        words!(
            "add certName, certificate and privateKey, or write protocol: HTTP",
            "请补充 certName、certificate 和 privateKey，或改为 protocol: HTTP"
        ),
    )
}

/// The route as the API has it. Which function it leads to is not the project's to say.
fn own_route(mut route: Map<String, Value>, function: &str) -> Value {
    route.insert("functionName".to_owned(), function.into());
    default(&mut route, "qualifier", "LATEST");
    Value::Object(route)
}
