//! The settings of a custom domain (API model `CustomDomain`).

use super::{Fallback, Field, Shape, flag, list, number, object, scalar, set};

pub(super) const FIELDS: &[Field] = &[
    scalar("domainName").fixed(),
    scalar("protocol").or(Fallback::Text("HTTP")),
    object("routeConfig", ROUTES),
    // A certificate and its key only fit each other, so they are never mixed from two sides.
    object("certConfig", CERT).together(),
    object("tlsConfig", TLS),
    object("authConfig", AUTH),
    object("wafConfig", &[flag("enableWAF")]),
    object("corsConfig", CORS),
    flag("isE2B").fixed(),
    scalar("accountId").service(),
    scalar("apiVersion").service(),
    scalar("createdTime").service(),
    scalar("lastModifiedTime").service(),
    scalar("subdomainCount").service(),
];

const ROUTES: &[Field] = &[Field::new(
    "routes",
    Shape::Keyed {
        key: "path",
        entry: ROUTE,
    },
)];

const ROUTE: &[Field] = &[
    scalar("path"),
    scalar("functionName"),
    set("methods"),
    scalar("qualifier").or(Fallback::Text("LATEST")),
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
    scalar("certName"),
    scalar("certificate").secret(),
    scalar("privateKey").hidden("certificate"),
];

const TLS: &[Field] = &[
    scalar("minVersion"),
    scalar("maxVersion").or(Fallback::Served),
    set("cipherSuites"),
];

const AUTH: &[Field] = &[
    scalar("authType").or(Fallback::Text("anonymous")),
    // Carries the key set of the token issuer.
    scalar("authInfo").secret(),
];

pub(super) const CORS: &[Field] = &[
    flag("allowCredentials"),
    set("allowHeaders"),
    set("allowMethods"),
    set("allowOrigins"),
    set("exposeHeaders"),
    number("maxAge").or(Fallback::Served),
];
