//! Secrets that the service takes and need not give back: the password of a registry or of a trigger's
//! source, the private key of a certificate. A setting that is written as a whole takes them along or
//! wipes them, so whoever sends or saves one has to know what is in it. Whether there is one tells its
//! neighbour, which is shown: where a user stands, so does a password.

use serde_json::Value;

use crate::model::edit::{get, set};
use crate::model::fields::{Field, Shape, table};
use crate::model::path::Path;
use crate::model::resource::Kind;

/// A place where a resource may have such a secret.
#[derive(Clone, Debug)]
pub struct Place {
    pub path: Path,
    /// The neighbour that says which one is there.
    pub beside: Path,
}

impl Place {
    /// Whether both have the same neighbour there, and so the same secret, as far as that can be seen.
    fn is_same(&self, kind: Kind, one: &Value, other: &Value) -> bool {
        said(kind, one, &self.beside) == said(kind, other, &self.beside)
    }
}

/// Puts the secrets that `document` lacks in from `source`, where that has them for the same neighbour,
/// as far as `counts` is true for their top-level settings. Returns those that are there all the same,
/// since their neighbour is, and that nobody here knows.
pub fn complete(
    kind: Kind,
    document: &mut Value,
    source: &Value,
    counts: impl Fn(&str) -> bool,
) -> Vec<Place> {
    let mut unknown = Vec::new();
    for place in places(kind, document) {
        if !counts(place.path.top()) || said(kind, document, &place.path).is_some() {
            continue;
        }
        match said(kind, source, &place.path) {
            Some(secret) if place.is_same(kind, document, source) => {
                let secret = secret.clone();
                set(kind, document, &place.path, Some(secret));
            }
            _ if said(kind, document, &place.beside).is_some() => unknown.push(place),
            _ => {}
        }
    }
    unknown
}

/// The places of a resource of that kind.
pub fn places(kind: Kind, document: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    within(table(kind, document), &Path::default(), &mut found);
    found
}

fn within(fields: &[Field], path: &Path, found: &mut Vec<Place>) {
    for field in fields {
        let below = path.key(field.name);
        if let Some(beside) = field.beside {
            let beside = path.key(beside);
            let path = below;
            found.push(Place { path, beside });
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
        assert_eq!(nowhere, (json!({"userName": "u"}), vec![path]));
        let shown = json!({"userName": "v", "password": "q"});
        assert_eq!(completed(shown.clone(), ours.clone()), (shown, vec![]));
        assert_eq!(completed(json!({}), ours), (json!({}), vec![]));
    }
}
