//! The file of environments, of which one is laid over the props of the resources.

use serde_json::Value;

use crate::yaml::document;

/// The environments of a project.
#[derive(Clone, Debug, Default)]
pub struct Environments(Vec<Value>);

impl Environments {
    /// Those that a text has; `None` where it cannot be read here, as it can be by Serverless Devs.
    pub fn of(text: &str) -> Option<Environments> {
        let document = document(text)?;
        let all = document["environments"].as_array().cloned();
        Some(Environments(all.unwrap_or_default()))
    }

    /// All of them, in their order.
    pub fn all(&self) -> &[Value] {
        &self.0
    }

    /// The one of that name.
    pub fn named(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|one| one["name"] == name)
    }
}

/// What an environment can lay something over.
const PLACES: [&str; 2] = ["components", "resources"];

/// The resources of a project with an environment laid over their props; `None` where it says more than is
/// understood here. Which resources have a component only Serverless Devs knows, so that what is said for one is
/// laid over all of them: a prop that comes out as it was is laid over by nothing.
pub(super) fn laid(document: &Value, environment: &Value) -> Option<Value> {
    let overlays = &environment["overlays"];
    let places = overlays.as_object().into_iter().flatten();
    let mut places = places.map(|(place, _)| place.as_str());
    if !places.all(|place| PLACES.contains(&place)) {
        return None;
    }
    let mut document = document.clone();
    let resources = document.get_mut("resources").and_then(Value::as_object_mut);
    for (name, resource) in resources.into_iter().flatten() {
        let Some(resource) = resource.as_object_mut() else {
            continue;
        };
        let props = resource.entry("props").or_insert(Value::Null);
        let components = overlays["components"].as_object().into_iter().flatten();
        let said = components.map(|(_, said)| said);
        for said in said.chain([&overlays["resources"][name]]) {
            lay(props, said);
        }
    }
    Some(document)
}

/// Lays one value over another: of blocks each entry by itself, anything else as a whole.
fn lay(lower: &mut Value, upper: &Value) {
    match (lower, upper) {
        (_, Value::Null) => {}
        (Value::Object(lower), Value::Object(upper)) => {
            for (name, value) in upper {
                lay(lower.entry(name).or_insert(Value::Null), value);
            }
        }
        (lower, upper) => lower.clone_from(upper),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_said_for_a_resource_or_any_component_is_laid_over_it() {
        let document = json!({"resources": {
            "a": {"props": {"region": "r", "vpc": {"id": 1, "zone": 2}}},
            "b": {"props": {"region": "r"}},
            "c": null, "d": {},
        }});
        let environment = json!({"overlays": {
            "components": {"fc3": {"region": "s"}},
            "resources": {"a": {"region": "t", "vpc": {"id": 3}}},
        }});
        let laid = laid(&document, &environment).unwrap();
        assert_eq!(
            laid["resources"]["a"]["props"],
            json!({"region": "t", "vpc": {"id": 3, "zone": 2}})
        );
        for name in ["b", "d"] {
            assert_eq!(laid["resources"][name]["props"], json!({"region": "s"}));
        }
    }

    #[test]
    fn what_is_not_understood_is_not_known() {
        let environment = json!({"overlays": {"vars": {"stage": "x"}}});
        assert_eq!(laid(&json!({}), &environment), None);
        assert_eq!(laid(&json!({}), &json!({"name": "x"})), Some(json!({})));
        assert!(Environments::of("environments: [").is_none());
        let read = Environments::of("environments:\n  - name: x\n").unwrap();
        assert_eq!(read.named("x"), Some(&json!({"name": "x"})));
        assert_eq!(read.named("y"), None);
    }
}
