//! The custom domain: fc3's shape (one route, this function's own) to the API's.

use serde_json::{Map, Value, json};

use crate::dialect::Context;
use crate::dialect::props::domain::{
    self, AUTH, CERT, CORS, NAME, PROTOCOL, ROUTE_METHODS, ROUTE_PATH, ROUTE_QUALIFIER,
    ROUTE_REWRITE, TLS, WAF,
};
use crate::dialect::props::problem::Problems;
use crate::dialect::props::schema::{Prop, PropShape, must};
use crate::dialect::props::text;
use crate::model::auto::is_auto;
use crate::model::path::Path;
use crate::model::reference::is_open;

/// The properties of `customDomain`.
pub(super) const TABLE: &[Prop] = &[
    NAME,
    PROTOCOL,
    must("route", PropShape::Block(ROUTE)),
    CERT,
    TLS,
    AUTH,
    WAF,
    CORS,
];

const ROUTE: &[Prop] = &[ROUTE_PATH, ROUTE_METHODS, ROUTE_QUALIFIER, ROUTE_REWRITE];

/// The domain as the API names its fields, if the project has one. The table has been checked.
pub(super) fn read(
    props: &Map<String, Value>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Value> {
    let mut domain = props.get("customDomain")?.as_object()?.clone();
    let function = text(props, "functionName");
    let path = Path::default().key("props").key("customDomain");
    domain::read(&mut domain, &path, context, problems);
    if domain.get("domainName").is_some_and(is_auto) {
        let name = domain::auto_name(function, props, context);
        domain.insert("domainName".to_owned(), name.into());
    }
    let routes = match domain.shift_remove("route") {
        Some(Value::Object(mut route)) => {
            // Which function it leads to is not the project's to say.
            route.insert("functionName".to_owned(), function.into());
            Some(json!({"routes": [domain::route(route)]}))
        }
        // What nobody could resolve is not the same as no route.
        other => other.filter(is_open),
    };
    if let Some(routes) = routes {
        domain.insert("routeConfig".to_owned(), routes);
    }
    Some(Value::Object(domain))
}
