//! Secrets among the words of command lines.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Sealer, is_sealed, is_telling};
use crate::model::arguments;
use crate::model::path::{Path, PathStep};
use crate::model::secrecy;

impl Sealer {
    /// Seals the texts of a command line in which something looks like a secret.
    pub(super) fn seal_arguments(
        &self,
        value: &Value,
        path: &Path,
        secret: &BTreeSet<&str>,
    ) -> Value {
        match value {
            Value::String(text) if secret.contains(text.as_str()) => self.seal_value(value, path),
            Value::String(_) if self.knows(value, path) => self.seal_value(value, path),
            Value::Array(items) => {
                self.seal_items(items, path, |item| self.seal_arguments(item, path, secret))
            }
            Value::Object(map) if !is_sealed(value) => {
                let entries = map.iter().map(|(name, value)| {
                    let below = path.key(name);
                    let mut secret = secret.clone();
                    // A property of the block may be a line by itself, besides what the lines around it tell.
                    secret.extend(texts_with_secrets(map, name));
                    let sealed = match secrecy::name(name) {
                        true => self.seal_leaves(value, &below),
                        false => self.seal_arguments(value, &below, &secret),
                    };
                    (name.clone(), sealed)
                });
                Value::Object(entries.collect())
            }
            _ if is_sealed(value) => self.seal_value(value, path),
            _ => value.clone(),
        }
    }

    /// The items of a list, sealed; that as a whole into which the project puts a secret, whatever it
    /// looks like.
    pub(super) fn seal_items(
        &self,
        items: &[Value],
        path: &Path,
        seal: impl Fn(&Value) -> Value,
    ) -> Value {
        let items = items.iter().enumerate();
        let sealed = items.map(|(at, item)| match item {
            Value::String(_) if self.holds(path, Some(at)) => self.seal_value(item, path),
            _ => seal(item),
        });
        Value::Array(sealed.collect())
    }

    /// Whether a text was a secret elsewhere at this place, or in another list of the same line, or
    /// holds what is one wherever it stands.
    pub(super) fn knows(&self, value: &Value, path: &Path) -> bool {
        if value
            .as_str()
            .is_some_and(|text| self.holds_known(text, path) || self.holds(path, None))
        {
            return true;
        }
        let is_known = |path: &Path| self.had(&path.to_string(), value);
        is_known(path) || siblings(path).any(|path| is_known(&path)) || self.was_moved(value)
    }

    /// Whether a text is what a setting of the name of a secret had at the last deploy, whichever that was:
    /// somebody has put it elsewhere since.
    fn was_moved(&self, value: &Value) -> bool {
        let is_one = value.as_str().is_some_and(is_telling);
        let values = self.values.borrow();
        is_one && values.kept.iter().any(|path| self.had(path, value))
    }

    /// Whether this was a secret of that place. Only where there was one it is worth a digest.
    fn had(&self, path: &str, value: &Value) -> bool {
        let known = self.known.borrow();
        let digests = known.get(path);
        digests.is_some_and(|all| all.contains(&self.marked(path, value)))
    }
}

/// The texts in the property of that name in which something looks like a secret.
pub(super) fn texts_with_secrets<'v>(
    block: &'v Map<String, Value>,
    name: &str,
) -> BTreeSet<&'v str> {
    let found = arguments::secrets(block, name).into_iter();
    found.map(|(text, _)| text).collect()
}

/// The other lists of the command line to which a list belongs.
fn siblings(path: &Path) -> impl Iterator<Item = Path> {
    let (last, above) = match path.0.split_last() {
        Some((PathStep::Key(last), above)) => (last.as_str(), above),
        _ => ("", [].as_slice()),
    };
    arguments::line_of(last).map(|name| Path(above.to_vec()).key(name))
}
