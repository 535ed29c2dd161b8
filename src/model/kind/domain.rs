//! The custom domain, in which functions of several projects have their routes (API model
//! `CustomDomain`).

use super::calls::{PathSegment, own};
use super::{Adds, Existence, Generation, Kind, Naming, PropsPlace, Section, Spec, Work, function};
use crate::model::fields::{
    Fallback, Field, Fields, Shape, flag, id, json_text, list, methods, number, object, set,
};
use crate::words;

pub(super) const SPEC: Spec = Spec {
    name: "customDomain",
    generation: Generation::THIRD,
    holder: Some(Kind::Function),
    depth: 1,
    label: |_, name| words!("custom domain {name}", "自定义域名 {name}"),
    fields: Fields::One(FIELDS),
    renamed: None,
    along: &["protocol"],
    adds: Adds::Region,
    omits: &[],
    naming: Naming::Own("domainName"),
    place: PropsPlace::Block,
    existence: Existence::Created,
    calls: own!(
        "CustomDomain",
        &[PathSegment::Text("custom-domains")],
        &["DomainNameNotFound"],
        false
    ),
    section: Section::Rest,
    work: Work::None,
    switch: None,
    shared: true,
    code: None,
    rank: 3,
    replacing: function::replacing,
    letter: None,
};

pub(super) const FIELDS: &[Field] = &[
    Field::new("domainName", Shape::Host).id().fixed(),
    id("protocol").or(Fallback::Text("HTTP")),
    object("routeConfig", ROUTES),
    // A certificate and its key only fit each other, so they are never mixed from two sides.
    object("certConfig", CERT).together(),
    object("tlsConfig", TLS),
    // Of these two it is known how the service says that they are off.
    object("authConfig", AUTH).clear(r#"{"authType":"anonymous"}"#),
    object("wafConfig", &[flag("enableWAF")]).clear(r#"{"enableWAF":false}"#),
    object("corsConfig", CORS).partial(),
    flag("isE2B").fixed(),
    id("accountId").service(),
    id("apiVersion").service(),
    id("createdTime").service(),
    id("lastModifiedTime").service(),
    id("subdomainCount").service(),
];

const ROUTES: &[Field] = &[Field::new(
    "routes",
    Shape::Keyed {
        key: "path",
        entry: ROUTE,
    },
)];

const ROUTE: &[Field] = &[
    id("path"),
    id("functionName"),
    methods("methods"),
    id("qualifier").or(Fallback::Text("LATEST")),
    object(
        "rewriteConfig",
        &[
            list("equalRules"),
            list("regexRules"),
            list("wildcardRules"),
        ],
    ),
];

const CERT: &[Field] = &[
    id("certName"),
    Field::new("certificate", Shape::Pem).secret().placed(),
    Field::new("privateKey", Shape::Pem)
        .hidden("certificate")
        .placed(),
];

const TLS: &[Field] = &[
    id("minVersion"),
    id("maxVersion").or(Fallback::Served),
    set("cipherSuites"),
];

const AUTH: &[Field] = &[
    id("authType").or(Fallback::Text("anonymous")),
    // Carries the key set of the token issuer.
    json_text("authInfo").secret(),
];

pub(super) const CORS: &[Field] = &[
    flag("allowCredentials"),
    set("allowHeaders"),
    set("allowMethods"),
    set("allowOrigins"),
    set("exposeHeaders"),
    number("maxAge").or(Fallback::Served),
];
