//! Values that are secret wherever they stand: a setting tells by its name that its value is one, and the
//! same value stands in other texts, put there by a variable, a reference or a person.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Sealer, is_sealed};
use crate::model::arguments;
use crate::model::drawn::Drawn;
use crate::model::path::Path;
use crate::model::secrecy;

/// Shorter ones stand in other texts by chance.
const SHORTEST: usize = 8;

/// What is known to be secret, in clear: it is never written or shown.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// As they are, and as a text of JSON has them.
    values: BTreeSet<String>,
    /// Settings into which the project puts a secret of another place.
    places: BTreeSet<Path>,
}

impl Sealer {
    /// Takes notice of texts that are secret wherever they stand. Ordinary words are none: they stand
    /// everywhere.
    pub fn know<'t>(&self, texts: impl IntoIterator<Item = &'t str>) {
        let mut known = self.values.borrow_mut();
        for text in texts {
            known.add(text);
        }
    }

    /// Takes notice of what the project draws from other places, with what that came to in the props.
    pub fn draw(&self, drawn: &[Drawn], props: &Value) {
        let drawn = || drawn.iter().filter(|one| one.is_secret);
        self.know(drawn().filter_map(|one| one.value(props)));
        let places = drawn().filter_map(Drawn::place);
        self.values.borrow_mut().places.extend(places);
    }

    /// Whether a text at this place is, or holds, what is known to be a secret.
    pub(super) fn holds_known(&self, text: &str, path: &Path) -> bool {
        let known = self.values.borrow();
        known.places.contains(path) || known.values.iter().any(|one| text.contains(one))
    }

    /// Takes notice of the values in a document that are sealed, each under its name.
    pub(super) fn learn_values(&self, name: &str, sealed: &Value, clear: &Value) {
        match (sealed, clear) {
            _ if is_sealed(sealed) => self.know(secrets_in(name, clear)),
            (Value::Object(map), Value::Object(clear)) => {
                for (name, sealed) in map {
                    self.learn_values(name, sealed, clear.get(name).unwrap_or(&Value::Null));
                }
            }
            (Value::Array(items), Value::Array(clear)) => {
                for (item, clear) in items.iter().zip(clear) {
                    self.learn_values(name, item, clear);
                }
            }
            _ => (),
        }
    }
}

impl Known {
    fn add(&mut self, text: &str) {
        let text = text.trim();
        if text.len() < SHORTEST || arguments::is_ordinary(text) || !arguments::is_said(text) {
            return;
        }
        let quoted = Value::from(text).to_string();
        self.values.insert(quoted.trim_matches('"').to_owned());
        self.values.insert(text.to_owned());
    }
}

/// What is secret of a setting of that name, and what looks so within its text.
fn secrets_in<'v>(name: &str, value: &'v Value) -> Vec<&'v str> {
    let mut found = Vec::new();
    match value {
        Value::String(text) => {
            // Of an address only what stands in it.
            if arguments::is_secret(name) && !text.contains("://") {
                found.push(text.as_str());
            }
            found.extend(arguments::in_prose(text));
            found.extend(secrecy::password(text));
        }
        Value::Array(items) => {
            found.extend(arguments::in_list(items).into_iter().map(|(_, one)| one));
            found.extend(items.iter().flat_map(|item| secrets_in(name, item)));
        }
        Value::Object(map) if !is_sealed(value) => {
            found.extend(map.iter().flat_map(|(name, one)| secrets_in(name, one)));
        }
        _ => (),
    }
    found
}

/// The values in a document that are secret by the names under which they stand. What Serverless Devs
/// still has to work out is none.
pub fn named_in(document: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    collect("", document, &mut found);
    found
}

fn collect<'v>(name: &str, value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) if arguments::is_secret(name) && !text.contains("${") => {
            found.extend(secrets_in(name, value));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(name, item, found)),
        Value::Object(map) => map.iter().for_each(|(name, one)| collect(name, one, found)),
        _ => (),
    }
}
