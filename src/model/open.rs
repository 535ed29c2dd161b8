//! Settings of which nobody knows here what the project wants: a reference to what another resource
//! returned still stands there, or the place of a text that was not read. It is no value, so it is neither compared
//! nor written nor remembered.

use serde_json::Value;

use super::document::{Leaf, leaves};
use super::edit::{get, set};
use super::fields::Fields;
use super::path::{Path, PathStep};
use super::pem::PemSource;
use super::reference::{is_open, references};
use super::resource::Kind;

/// Those of one document.
#[derive(Clone, Debug, Default)]
pub struct OpenSettings {
    /// Each covers everything below it, too.
    paths: Vec<Path>,
}

impl OpenSettings {
    /// Finds them. Where a name is not known, nothing is known of what stands beside it either.
    pub fn of(kind: Kind, document: &Value) -> OpenSettings {
        // Most documents have none, and are looked through once.
        if !is_open(document) && !has_open_name(document) && !names_place(document) {
            return OpenSettings::default();
        }
        let found = leaves(kind, document).into_iter();
        let mut paths: Vec<Path> = found
            .filter_map(|(path, leaf)| {
                // What stands beside a name that is not known may be the very entry that the name comes to.
                let named = path.0.iter().position(|step| match step {
                    PathStep::Key(name) | PathStep::Item(name) => !references(name).is_empty(),
                });
                match named {
                    Some(depth) => Some(Path(path.0[..depth].to_vec())),
                    None => (is_open(&leaf.value) || is_unread(&leaf)).then_some(path),
                }
            })
            .collect();
        // The type says how the settings that depend on it are to be read.
        if let Fields::ByType { setting, typed, .. } = kind.spec().fields
            && is_open(&document[setting])
        {
            paths.push(Path::default().key(typed));
        }
        OpenSettings { paths }
    }

    /// Whether any of them is a top-level setting of that name, or part of it.
    pub fn touches(&self, top: &str) -> bool {
        self.paths.iter().any(|path| path.top() == top)
    }

    /// Whether a setting is one of them, or belongs to one.
    pub fn covers(&self, path: &Path) -> bool {
        self.paths.iter().any(|one| path.0.starts_with(&one.0))
    }

    /// Takes what is not known in `document` from what it was `before`, where there was anything.
    pub fn recall(&self, kind: Kind, document: &mut Value, before: Option<&Value>) {
        for path in &self.paths {
            let known = before.and_then(|before| get(kind, before, path));
            set(kind, document, path, known.cloned());
        }
    }
}

/// Whether a setting names the place of a text, and nobody has read that.
fn is_unread(leaf: &Leaf) -> bool {
    leaf.field.is_some_and(|field| field.placed) && names_place(&leaf.value)
}

/// Whether any text in a value could name a place.
fn names_place(value: &Value) -> bool {
    match value {
        Value::String(text) => PemSource::of(text).is_some(),
        Value::Array(items) => items.iter().any(names_place),
        Value::Object(map) => map.values().any(names_place),
        _ => false,
    }
}

/// The names in a map are looked at, too.
fn has_open_name(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_open_name),
        Value::Object(map) => map
            .iter()
            .any(|(name, one)| !references(name).is_empty() || has_open_name(one)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OPEN: &str = "${resources.a.output.b}";

    fn covered(document: &Value) -> Vec<String> {
        let open = OpenSettings::of(Kind::Function, document);
        open.paths.iter().map(Path::to_string).collect()
    }

    #[test]
    fn it_is_found_in_every_form() {
        for (document, paths) in [
            (json!({"timeout": 3, "tags": {"a": "b"}}), &[][..]),
            (json!({"timeout": OPEN, "memorySize": 512}), &["timeout"]),
            (json!({"layers": ["a", OPEN]}), &["layers"]),
            (json!({"vpcConfig": OPEN}), &["vpcConfig"]),
            (
                json!({"environmentVariables": {"A": format!("x{OPEN}"), "B": "b"}}),
                &["environmentVariables.A"],
            ),
            (json!({"tags": {OPEN: "v", "b": "v"}}), &["tags"]),
            (json!({"tags": [OPEN, {"key": "b"}]}), &["tags"]),
        ] {
            assert_eq!(covered(&document), paths, "{document}");
        }
    }

    #[test]
    fn a_place_is_no_text_of_a_certificate() {
        let domain = json!({"certConfig": {"certName": "c", "certificate": "https://a/c", "privateKey": "cas://7"}});
        let open = OpenSettings::of(Kind::CustomDomain, &domain);
        let paths: Vec<String> = open.paths.iter().map(Path::to_string).collect();
        assert_eq!(paths, ["certConfig.certificate", "certConfig.privateKey"]);
        assert!(open.touches("certConfig") && !open.touches("protocol"));
        let variables = json!({"environmentVariables": {"A": "https://a/c"}});
        assert_eq!(covered(&variables), [""; 0]);
    }

    #[test]
    fn what_it_was_is_recalled_and_nothing_else() {
        let document = json!({"timeout": OPEN, "memorySize": 512, "description": OPEN});
        let open = OpenSettings::of(Kind::Function, &document);
        let mut recalled = document.clone();
        open.recall(
            Kind::Function,
            &mut recalled,
            Some(&json!({"timeout": 9, "memorySize": 1024})),
        );
        assert_eq!(recalled, json!({"timeout": 9, "memorySize": 512}));
        let mut recalled = document;
        open.recall(Kind::Function, &mut recalled, None);
        assert_eq!(recalled, json!({"memorySize": 512}));
    }
}
