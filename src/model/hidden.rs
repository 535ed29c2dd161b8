//! Secrets that the service takes and need not give back: the password of a registry or of a trigger's
//! source, the private key of a certificate. A setting that is written as a whole takes them along or
//! wipes them, so whoever sends or saves one has to know what is in it. Whether there is one tells its
//! neighbour, which is shown: where a user stands, so does a password.

use serde_json::Value;

use crate::model::document::{leaves, same};
use crate::model::edit::{get, set};
use crate::model::fields::{Field, Shape};
use crate::model::open::OpenSettings;
use crate::model::path::Path;
use crate::model::resource::Kind;

/// A place where a resource may have such a secret.
#[derive(Clone, Debug)]
pub struct HiddenPlace {
    pub path: Path,
    /// The neighbour that says which one is there.
    pub beside: Path,
}

impl HiddenPlace {
    /// The secret in `source`, where both have the same neighbour there, and so the same secret, as far as
    /// that can be seen. What nobody knows yet is none: written, it would take its place.
    fn known<'a>(&self, kind: Kind, document: &Value, source: &'a Value) -> Option<&'a Value> {
        let beside = |document| leaves(kind, document).remove(&self.beside);
        let secret = said(kind, source, &self.path);
        let secret = secret.filter(|_| !OpenSettings::of(kind, source).covers(&self.path));
        secret.filter(|_| same(beside(document).as_ref(), beside(source).as_ref()))
    }
}

/// Puts the secrets that `document` lacks in from `source`, where that has them for the same neighbour,
/// as far as `counts` is true for their top-level settings. Returns those that are [`missing`] still.
pub fn complete(
    kind: Kind,
    document: &mut Value,
    source: &Value,
    counts: impl Fn(&str) -> bool,
) -> Vec<HiddenPlace> {
    for place in lacking(kind, document, &counts) {
        if let Some(secret) = place.known(kind, document, source).cloned() {
            set(kind, document, &place.path, Some(secret));
        }
    }
    missing(kind, document, source, counts)
}

/// The secrets that are in `document` although it does not show them, since their neighbour is there, and
/// that `source` does not know either; of the top-level settings that `counts` is true for.
pub fn missing(
    kind: Kind,
    document: &Value,
    source: &Value,
    counts: impl Fn(&str) -> bool,
) -> Vec<HiddenPlace> {
    let mut missing = lacking(kind, document, counts);
    // Without its neighbour nothing says that there is a secret at all.
    missing.retain(|place| {
        place.known(kind, document, source).is_none()
            && said(kind, document, &place.beside).is_some()
    });
    missing
}

/// The places in which a document shows no secret, of the top-level settings that `counts` is true for.
fn lacking(kind: Kind, document: &Value, counts: impl Fn(&str) -> bool) -> Vec<HiddenPlace> {
    let mut lacking = places(kind, document);
    lacking.retain(|place| counts(place.path.top()) && said(kind, document, &place.path).is_none());
    lacking
}

/// The places of a resource of that kind.
pub fn places(kind: Kind, document: &Value) -> Vec<HiddenPlace> {
    let mut found = Vec::new();
    within(kind.fields(document), &Path::default(), &mut found);
    found
}

/// The places in a table, and in the blocks of it. A place is told by the neighbour in its line.
fn within(fields: &[Field], path: &Path, found: &mut Vec<HiddenPlace>) {
    for field in fields {
        let below = path.key(field.name);
        if let Some(beside) = field.beside {
            let beside = path.key(beside);
            let path = below;
            found.push(HiddenPlace { path, beside });
        } else if let Shape::Object(fields) | Shape::Json(fields) = field.shape {
            within(fields, &below, found);
        }
    }
}

/// What stands at a path; an empty text says nothing.
fn said<'a>(kind: Kind, document: &'a Value, path: &Path) -> Option<&'a Value> {
    get(kind, document, path).filter(|value| !value.is_null() && *value != "")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(auth: Value) -> Value {
        json!({"customContainerConfig": {"image": "a:1", "registryConfig": {"authConfig": auth}}})
    }

    fn completed(document: Value, source: Value) -> (Value, Vec<String>) {
        let mut document = with(document);
        let unknown = complete(Kind::Function, &mut document, &with(source), |_| true);
        let auth = &document["customContainerConfig"]["registryConfig"]["authConfig"];
        let unknown = unknown.iter().map(|place| place.path.to_string());
        (auth.clone(), unknown.collect())
    }

    #[test]
    fn every_kind_has_its_places() {
        let paths = |kind, document: Value| -> Vec<String> {
            let places = places(kind, &document);
            places.iter().map(|place| place.path.to_string()).collect()
        };
        assert_eq!(
            paths(Kind::CustomDomain, json!({})),
            ["certConfig.privateKey"]
        );
        let function = [
            "customContainerConfig.registryConfig.authConfig.password",
            "microSandboxConfig.registryConfig.authConfig.password",
        ];
        assert_eq!(paths(Kind::Function, json!({})), function);
        let trigger = json!({"triggerType": "eventbridge"});
        assert_eq!(paths(Kind::Trigger, trigger).len(), 2);
        assert_eq!(paths(Kind::AsyncInvokeConfig, json!({})), [""; 0]);
    }

    #[test]
    fn a_password_goes_with_its_user_and_with_no_other() {
        let ours = json!({"userName": "u", "password": "p"});
        let same = completed(json!({"userName": "u"}), ours.clone());
        assert_eq!(same, (ours.clone(), vec![]));
        let path = "customContainerConfig.registryConfig.authConfig.password".to_owned();
        let other = completed(json!({"userName": "v"}), ours.clone());
        assert_eq!(other, (json!({"userName": "v"}), vec![path.clone()]));
        let nowhere = completed(json!({"userName": "u"}), json!({"userName": "u"}));
        assert_eq!(nowhere, (json!({"userName": "u"}), vec![path.clone()]));
        let open = json!({"userName": "u", "password": "${resources.a.output.p}"});
        let open = completed(json!({"userName": "u"}), open);
        assert_eq!(open, (json!({"userName": "u"}), vec![path]));
        let shown = json!({"userName": "v", "password": "q"});
        assert_eq!(completed(shown.clone(), ours.clone()), (shown, vec![]));
        assert_eq!(completed(json!({}), ours), (json!({}), vec![]));
    }
}
