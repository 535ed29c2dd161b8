//! The custom domains with a route to the function.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::dialect::Context;
use crate::dialect::props::domain::{
    self, CERT, NAME, ROUTE_METHODS, ROUTE_PATH, ROUTE_REWRITE, TLS, WAF,
};
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::schema::{Prop, PropShape, may, must, text_of};
use crate::dialect::props::{form, object, object_mut, text};
use crate::model::auto::is_auto;
use crate::model::path::Path;
use crate::paths::{is_address, join};
use crate::words;

/// The properties of a domain.
pub(super) const TABLE: &[Prop] = &[
    NAME,
    must("protocol", PropShape::OneOf(&["HTTP", "HTTP,HTTPS"])),
    must("routeConfigs", PropShape::List(&PropShape::Block(ROUTE))),
    CERT,
    may(
        ID,
        PropShape::Either(&PropShape::Like(form::filled), &PropShape::Whole),
    ),
    TLS,
    WAF,
];

const ROUTE: &[Prop] = &[
    ROUTE_PATH,
    may("serviceName", PropShape::Text),
    may("functionName", PropShape::Text),
    may("qualifier", PropShape::AsText),
    ROUTE_METHODS,
    ROUTE_REWRITE,
];

/// In the place of a certificate: the id under which the certificate service keeps it.
const ID: &str = "certId";

/// Checks what depends on more than one property.
pub(super) fn check(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let triggers = props.get("triggers").and_then(Value::as_array);
    let has_http = triggers
        .into_iter()
        .flatten()
        .any(|one| one["type"] == "http");
    let mut names = BTreeSet::new();
    for (index, domain) in domains(props).enumerate() {
        let path = path.item(&index.to_string());
        if !has_http {
            problems.add(&path, without_trigger());
        }
        let name = text(domain, "domainName");
        if !name.is_empty() && !names.insert(name.to_ascii_lowercase()) {
            let wrong = words!("is the name of another domain too", "与其他域名重名");
            let remedy = words!(
                "write its routes into one entry",
                "请将其路由写在同一条目中"
            );
            problems.add(&path.key("domainName"), Fault::new(wrong, remedy));
        }
        let has = |name| domain.contains_key(name);
        if text(domain, "protocol") == "HTTP,HTTPS" && !has("certConfig") && !has(ID) {
            problems.add(&path.key("certConfig"), Fault::missing());
        }
        check_routes(props, (domain, &path.key("routeConfigs")), problems);
    }
}

/// A route leads to the function of the resource: those of other functions are named where these are deployed.
fn check_routes(
    props: &Map<String, Value>,
    (domain, path): (&Map<String, Value>, &Path),
    problems: &mut Problems,
) {
    let own = |block: &str| object(props, block).map_or("", |block| text(block, "name"));
    for (index, route) in routes(domain).enumerate() {
        for (name, block) in [("serviceName", "service"), ("functionName", "function")] {
            let given = text(route, name);
            if !given.is_empty() && given != own(block) {
                problems.add(&path.item(&index.to_string()).key(name), of_another());
            }
        }
    }
}

fn without_trigger() -> Fault {
    Fault::new(
        words!(
            "leads to a function without an http trigger",
            "指向没有 HTTP 触发器的函数"
        ),
        words!("add one under triggers", "请在 triggers 中添加"),
    )
}

fn of_another() -> Fault {
    Fault::new(
        words!(
            "leads to another function than that of this resource, which this version of fc-guard does not deploy",
            "指向该资源以外的函数，当前版本的 fc-guard 不支持"
        ),
        words!(
            "write the route into the resource of that function",
            "请将该路由写在对应函数的资源中"
        ),
    )
}

fn domains(props: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let list = props.get("customDomains").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

fn routes(domain: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let list = domain.get("routeConfigs").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

/// Whether any of the names is left to the service: such a domain must be there already.
pub(super) fn is_any_auto(props: &Map<String, Value>) -> bool {
    domains(props).any(wants_name)
}

fn wants_name(domain: &Map<String, Value>) -> bool {
    domain.get("domainName").is_some_and(is_auto)
}

/// The name that upstream's service gives to the function: in small letters, and with `-` for `_`.
fn auto_name(
    (function, service): (&str, &str),
    props: &Map<String, Value>,
    context: &Context<'_>,
) -> String {
    let (account, region) = (context.account, text(props, "region"));
    let name = format!("{function}.{service}.{account}.{region}.fc.devsapp.net");
    name.replace('_', "-").to_ascii_lowercase()
}

/// The domains as the API names their settings, with the certificates that their files hold.
pub(super) fn documents(
    props: &Map<String, Value>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Vec<Value> {
    let own = |block: &str| object(props, block).map_or("", |block| text(block, "name"));
    let function = format!("{}${}", own("service"), own("function"));
    let root = Path::default().key("props").key("customDomains");
    let all = domains(props).enumerate().map(|(index, given)| {
        let mut document = given.clone();
        if let Some(id) = document.shift_remove(ID) {
            document.insert("certConfig".to_owned(), json!({"certId": id}));
        }
        let path = root.item(&index.to_string());
        let context = &near(&document, context);
        domain::read(&mut document, &path, context, problems);
        document.shift_remove("routeConfigs");
        if wants_name(&document) {
            let name = auto_name((own("function"), own("service")), props, context);
            document.insert("domainName".to_owned(), name.into());
        }
        let routes: Vec<Value> = routes(given).map(|one| route(one, &function)).collect();
        document.insert("routeConfig".to_owned(), json!({"routes": routes}));
        if let Some(tls) = object_mut(&mut document, "tlsConfig") {
            tls.retain(|_, value| !value.is_null());
        }
        Value::Object(document)
    });
    all.collect()
}

/// Where the files of a certificate are looked for. Upstream does so in the folder in which the command was given;
/// where there are none they are looked for beside the project's file, as all others are.
fn near<'c>(domain: &Map<String, Value>, context: &Context<'c>) -> Context<'c> {
    let given = object(domain, "certConfig");
    let texts = ["certificate", "privateKey"].map(|name| given.map_or("", |cert| text(cert, name)));
    let base = match texts.iter().any(|text| is_file(text, context)) {
        true => context.cwd,
        false => context.base,
    };
    Context { base, ..*context }
}

/// Whether a text is the name of a file in the folder in which the command was given.
fn is_file(given: &str, context: &Context<'_>) -> bool {
    let is_name = !given.is_empty() && domain::cert::is_name(given) && !is_address(given);
    is_name && matches!(context.files.kind(&join(context.cwd, given)), Ok(Some(_)))
}

fn route(given: &Map<String, Value>, function: &str) -> Value {
    let mut route = given.clone();
    route.shift_remove("serviceName");
    route.insert("functionName".to_owned(), function.into());
    if let Some(qualifier) = route.get("qualifier").and_then(text_of) {
        route.insert("qualifier".to_owned(), qualifier.into());
    }
    // Upstream sends no version where the file names none, and the newest is what that means.
    Value::Object(route)
}
