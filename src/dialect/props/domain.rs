//! The blocks of a custom domain (API model `CustomDomain`), which are written alike wherever the domain stands.

pub(in crate::dialect) mod cert;

use serde_json::{Map, Value};

use super::problem::Problems;
use super::schema::{Prop, PropShape, may, must};
use super::{default, form, object_mut, text};
use crate::dialect::Context;
use crate::model::path::Path;

/// The name of the domain, or `auto`.
pub(in crate::dialect) const NAME: Prop = must("domainName", PropShape::Like(form::domain_name));

/// The protocols that it answers.
pub(in crate::dialect) const PROTOCOL: Prop = must(
    "protocol",
    PropShape::OneOf(&["HTTP", "HTTPS", "HTTP,HTTPS"]),
);

/// Its certificate.
pub(in crate::dialect) const CERT: Prop = may("certConfig", PropShape::Block(cert::TABLE));

/// The versions of TLS.
pub(in crate::dialect) const TLS: Prop = may(
    "tlsConfig",
    PropShape::Block(&[
        must("minVersion", VERSION),
        may("maxVersion", VERSION),
        must("cipherSuites", PropShape::List(&PropShape::Text)),
    ]),
);

const VERSION: PropShape = PropShape::OneOf(&["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"]);

/// Who is let in.
pub(in crate::dialect) const AUTH: Prop = may(
    "authConfig",
    PropShape::Block(&[
        must("authType", AUTH_TYPE),
        may("authInfo", PropShape::JsonText(form::any)),
    ]),
);

/// The ways to let callers in.
pub(in crate::dialect) const AUTH_TYPE: PropShape =
    PropShape::OneOf(&["anonymous", "function", "jwt"]);

/// The web application firewall.
pub(in crate::dialect) const WAF: Prop = may(
    "wafConfig",
    PropShape::Block(&[must("enableWAF", PropShape::Flag)]),
);

/// What browsers of other sites may do.
pub(in crate::dialect) const CORS: Prop = may("corsConfig", PropShape::Block(CORS_TABLE));

/// The properties of it (API model `CORSConfig`).
pub(in crate::dialect) const CORS_TABLE: &[Prop] = &[
    may("allowCredentials", PropShape::Flag),
    may("allowHeaders", PropShape::List(&PropShape::Text)),
    may("allowMethods", PropShape::List(&PropShape::Text)),
    may("allowOrigins", PropShape::List(&PropShape::Text)),
    may("exposeHeaders", PropShape::List(&PropShape::Text)),
    may("maxAge", PropShape::Whole),
];

/// Where a route begins.
pub(in crate::dialect) const ROUTE_PATH: Prop = must("path", PropShape::Like(form::route));

/// The methods that a route takes.
pub(in crate::dialect) const ROUTE_METHODS: Prop = may("methods", METHODS);

/// The HTTP methods that triggers and routes take.
pub(in crate::dialect) const METHODS: PropShape = PropShape::List(&PropShape::AnyCase(&[
    "HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH",
]));

/// The version or alias that a route leads to.
pub(in crate::dialect) const ROUTE_QUALIFIER: Prop = may("qualifier", PropShape::Text);

/// What becomes of the path of a request.
pub(in crate::dialect) const ROUTE_REWRITE: Prop = may(
    "rewriteConfig",
    PropShape::Block(&[
        may("equalRules", RULES),
        may("regexRules", RULES),
        may("wildcardRules", RULES),
    ]),
);

const RULES: PropShape = PropShape::List(&PropShape::Block(&[
    must("match", PropShape::Text),
    must("replacement", PropShape::Text),
]));

/// Makes the blocks of the file those of the API. `path` is where the domain stands in the file. The table has
/// been checked.
pub(in crate::dialect) fn read(
    domain: &mut Map<String, Value>,
    path: &Path,
    context: &Context<'_>,
    problems: &mut Problems,
) {
    if let Some(cert) = object_mut(domain, "certConfig") {
        cert::read(cert, &path.key("certConfig"), context, problems);
    }
}

/// A route as the API has it, once it says to which function it leads.
pub(in crate::dialect) fn route(mut route: Map<String, Value>) -> Value {
    default(&mut route, "qualifier", "LATEST");
    Value::Object(route)
}

/// The name that upstream's service gives to a function, known before it is asked for: in small letters, and
/// with `-` for `_`.
pub(in crate::dialect) fn auto_name(
    function: &str,
    props: &Map<String, Value>,
    context: &Context<'_>,
) -> String {
    let function = function.replace('_', "-").to_ascii_lowercase();
    let (account, region) = (context.account, text(props, "region"));
    format!("{function}.fcv3.{account}.{region}.fc.devsapp.net")
}
