//! Callers of an http trigger that show a token: how projects write it, and how the API takes it.

use serde_json::{Map, Value};

use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::schema::{self, Prop, PropShape, may, must};
use crate::dialect::props::{object_mut, text};
use crate::model::path::Path;

/// What says how a token is checked. Names that are not here are handed on: real projects write
/// `blackList`, which the service takes like `blacklist`.
const AUTH: &[Prop] = &[
    must(
        "jwks",
        PropShape::Open(&[must("keys", PropShape::List(&PropShape::Free))]),
    ),
    must(
        "tokenLookup",
        PropShape::Either(&PropShape::Text, &PropShape::List(&LOOKUP)),
    ),
    may(
        "claimPassBy",
        PropShape::Either(&PropShape::Text, &PropShape::List(&PASS)),
    ),
];

/// One place of a token, as a block or already as the API's text.
const LOOKUP: PropShape = PropShape::Either(
    &PropShape::Text,
    &PropShape::Block(&[
        must("readPosition", POSITION),
        must("parameterName", PropShape::Text),
        may("prefix", PropShape::Text),
    ]),
);

/// One claim that is handed to the function, as a block or already as the API's text.
const PASS: PropShape = PropShape::Either(
    &PropShape::Text,
    &PropShape::Block(&[
        must("mappingParameterPosition", POSITION),
        must("mappingParameterName", PropShape::Text),
        may("claimName", PropShape::Text),
    ]),
);

const POSITION: PropShape = PropShape::OneOf(&["header", "cookie", "query", "form"]);

/// What upstream puts in where no claim is handed on.
const NO_CLAIM: &str = "query::";

/// Checks the `authConfig` of a configuration at that path, where callers show tokens.
pub(super) fn check(config: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    if !is_jwt(config) {
        return;
    }
    let path = path.key("authConfig");
    match config.get("authConfig") {
        None => problems.add(&path, Fault::missing()),
        Some(auth @ Value::Object(map)) => {
            schema::check(PropShape::Open(AUTH), auth, &path, problems);
            check_lists(map, &path, problems);
        }
        Some(_) => {} // No block: the table says so.
    }
}

/// Paths are either let through or not let through.
fn check_lists(auth: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    // In any case, since the service takes `blackList` as well.
    let has = |list: &str| auth.keys().any(|name| name.eq_ignore_ascii_case(list));
    if has("whitelist") && has("blacklist") {
        problems.add(path, Fault::both("whitelist", "blacklist"));
    }
}

/// Whether callers of an http trigger have to show a token.
fn is_jwt(config: &Map<String, Value>) -> bool {
    text(config, "authType") == "jwt"
}

/// Writes the places of the token and the claims as the API takes them: `position:name[:prefix]` and
/// `position:claim:parameter`, several of them joined by commas.
pub(super) fn normalise(config: &mut Map<String, Value>) {
    if !is_jwt(config) {
        return;
    }
    let Some(auth) = object_mut(config, "authConfig") else {
        return;
    };
    join(auth, "tokenLookup", lookup);
    join(auth, "claimPassBy", pass);
    if text(auth, "claimPassBy").is_empty() {
        auth.insert("claimPassBy".to_owned(), NO_CLAIM.into());
    }
}

/// Makes one text of a list of blocks; a text that stands there already is left as it is.
fn join(auth: &mut Map<String, Value>, name: &str, one: fn(&Map<String, Value>) -> String) {
    let Some(Value::Array(items)) = auth.get(name) else {
        return;
    };
    let text = |item: &Value| match item {
        Value::Object(block) => one(block),
        _ => item.as_str().unwrap_or_default().to_owned(),
    };
    let joined = items.iter().map(text).collect::<Vec<_>>().join(",");
    auth.insert(name.to_owned(), joined.into());
}

/// Only a header's value has a prefix before the token, as in `Bearer …`.
fn lookup(block: &Map<String, Value>) -> String {
    let (position, name) = (text(block, "readPosition"), text(block, "parameterName"));
    match text(block, "prefix") {
        prefix if position == "header" && !prefix.is_empty() => {
            format!("{position}:{name}:{prefix}")
        }
        _ => format!("{position}:{name}"),
    }
}

/// One claim that is handed on, as the API takes it.
fn pass(block: &Map<String, Value>) -> String {
    let position = text(block, "mappingParameterPosition");
    let claim = text(block, "claimName");
    let name = text(block, "mappingParameterName");
    format!("{position}:{claim}:{name}")
}
