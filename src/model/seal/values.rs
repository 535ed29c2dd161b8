//! Values that are secret wherever they stand: a setting tells by its name that its value is one, and the
//! same value stands in other texts, put there by a variable, a reference or a person.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{MARK, Sealer, is_sealed, mask, tag};
use crate::model::arguments;
use crate::model::drawn::Drawn;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::secrecy;
use crate::spelled::encode;

/// Shorter ones stand in other texts by chance.
const SHORTEST: usize = 8;

/// A setting of a resource, or the text of that number in one that is a list.
type Place = (String, Path, Option<usize>);

/// How the settings of several resources are told apart.
pub(super) fn owner(kind: Kind, trigger: Option<&str>) -> String {
    match kind.is_entry() {
        true => format!("{} {}", kind.name(), trigger.unwrap_or_default()),
        false => kind.name().to_owned(),
    }
}

/// What is known to be secret, in clear: it is never written or shown.
#[derive(Clone, Default)]
pub(super) struct KnownSecrets {
    /// As they are, and as a text of JSON or an address has them.
    values: BTreeSet<String>,
    /// Settings into which the project puts a secret of another place, or the number of a text in one
    /// that is a list.
    places: BTreeSet<Place>,
    /// Those of which the project has a text that holds a secret.
    held: BTreeSet<Place>,
    /// Settings of the names of secrets of which a digest is on record.
    pub(super) kept: BTreeSet<String>,
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
        let place = |one: &Drawn| {
            let (kind, trigger) = one.owner(props);
            let (path, number) = one.place(props)?;
            Some((owner(kind, trigger), path, number))
        };
        let places = drawn().filter_map(place);
        self.values.borrow_mut().places.extend(places);
    }

    /// Whether a text at this place is, or holds, what is known to be a secret.
    pub(super) fn holds_known(&self, text: &str, path: &Path) -> bool {
        let known = self.values.borrow();
        let is_place = || contains(&known.places, &self.owner.borrow(), path, None);
        known.values.iter().any(|one| text.contains(one)) || is_place()
    }

    /// Whether the project puts a secret into the text of that number in a list.
    fn draws(&self, path: &Path, number: usize) -> bool {
        let known = self.values.borrow();
        contains(&known.places, &self.owner.borrow(), path, Some(number))
    }

    /// Whether the project has a text there that holds a secret, or puts one in.
    pub(super) fn holds(&self, path: &Path, number: Option<usize>) -> bool {
        let known = self.values.borrow();
        let all = [&known.places, &known.held];
        let owner = self.owner.borrow();
        all.into_iter()
            .any(|one| contains(one, &owner, path, number))
    }

    /// Takes notice of the places in what the project wants where a secret stands.
    pub(super) fn hold(&self, sealed: &Value, path: &Path) {
        let place = |number| (self.owner.borrow().clone(), path.clone(), number);
        match sealed {
            _ if is_sealed(sealed) => _ = self.values.borrow_mut().held.insert(place(None)),
            Value::Object(map) => {
                map.iter()
                    .for_each(|(name, one)| self.hold(one, &path.key(name)));
            }
            Value::Array(items) => {
                for (number, one) in items.iter().enumerate() {
                    match is_sealed(one) {
                        true => _ = self.values.borrow_mut().held.insert(place(Some(number))),
                        false => self.hold(one, path),
                    }
                }
            }
            _ => (),
        }
    }

    /// Whether a setting is, or holds, what is known to be a secret by something else than its own name.
    pub fn repeats(&self, resource: &Resource, value: &Value, path: &Path) -> bool {
        *self.owner.borrow_mut() = owner(resource.kind, Some(resource.name()));
        self.is_repeated(value, path)
    }

    fn is_repeated(&self, value: &Value, path: &Path) -> bool {
        match value {
            Value::String(text) => self.holds_known(text, path),
            Value::Array(items) => (0..)
                .zip(items)
                .any(|(at, one)| self.draws(path, at) || self.is_repeated(one, path)),
            Value::Object(map) => map
                .iter()
                .any(|(name, one)| self.is_repeated(one, &path.key(name))),
            _ => false,
        }
    }

    /// A text of which nobody knows what stands in it, with masks for what is known to be secret.
    pub fn veiled(&self, text: &str) -> String {
        let known = self.values.borrow();
        let mut values: Vec<&String> = known.values.iter().collect();
        // One may be a part of another.
        values.sort_by_key(|one| std::cmp::Reverse(one.len()));
        let veil = |text: String, one: &String| match text.contains(one) {
            true => text.replace(one, &self.mask_of(one)),
            false => text,
        };
        values.into_iter().fold(text.to_owned(), veil)
    }

    /// The mask that stands for this text, whatever place it was found in.
    fn mask_of(&self, text: &str) -> String {
        let sealed = json!({ MARK: self.marked("", &text.into()) });
        mask(tag(&sealed).unwrap_or_default())
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
                    // The word before it told: all of it is the secret.
                    if is_sealed(item) && secrets_in(name, clear).is_empty() {
                        self.know(clear.as_str());
                    }
                }
            }
            _ => (),
        }
    }
}

impl KnownSecrets {
    /// Takes notice of a text in every form in which others may have it.
    fn add(&mut self, text: &str) {
        let text = text.trim();
        if !is_telling(text) {
            return;
        }
        // As texts of JSON, forms and addresses have it, too.
        let quoted = Value::from(text).to_string();
        self.values.insert(quoted.trim_matches('"').to_owned());
        let encoded = encode(text);
        self.values.insert(encoded.replace("%20", "+"));
        self.values.insert(encoded);
        self.values.insert(text.to_owned());
    }
}

fn contains(places: &BTreeSet<Place>, owner: &str, path: &Path, number: Option<usize>) -> bool {
    !places.is_empty() && places.contains(&(owner.to_owned(), path.clone(), number))
}

/// Whether a text that is a secret at one place is one at all others: ordinary words, the names of hosts
/// and versions stand everywhere.
pub fn is_telling(text: &str) -> bool {
    let text = text.trim();
    let is_none = arguments::is_ordinary(text) || arguments::is_public(text);
    text.len() >= SHORTEST && !is_none && arguments::is_said(text)
}

/// What is secret of a setting of that name, and what looks so within its text.
fn secrets_in<'v>(name: &str, value: &'v Value) -> Vec<&'v str> {
    let mut found = Vec::new();
    match value {
        // The name of a commit is in many texts.
        Value::String(text) if secrecy::fingerprint(name, text) => {}
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

/// The values in a document that are secret by the names under which they stand, or by the words around
/// them. What Serverless Devs still has to work out is none.
pub fn named_in(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect("", document, &mut found);
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert(one.clone()));
    found
}

fn collect(name: &str, value: &Value, found: &mut Vec<String>) {
    let mut add = |all: Vec<&str>| found.extend(all.into_iter().map(str::to_owned));
    // What is one by its shape alone is seen wherever it stands.
    let is_told = |one: &&str| !secrecy::value(&(*one).into());
    match value {
        Value::String(text) if text.contains("${") => {
            // The reader adds what an expression speaks of behind a NUL.
            let written = text.split('\0').next().unwrap_or_default();
            let is_whole = |one: &&str| !one.contains("${");
            let password = secrecy::password(written).filter(is_whole);
            add(password.into_iter().collect());
        }
        Value::String(_) if arguments::is_secret(name) => add(secrets_in(name, value)),
        Value::String(text) => {
            add(arguments::in_prose(text)
                .into_iter()
                .filter(is_told)
                .collect());
            add(secrecy::password(text).into_iter().collect());
        }
        Value::Number(number) if arguments::is_secret(name) => found.push(number.to_string()),
        Value::Array(items) => {
            let line = arguments::in_list(items).into_iter().map(|(_, one)| one);
            add(line.filter(is_told).collect());
            items.iter().for_each(|item| collect(name, item, found));
        }
        Value::Object(map) => match secrecy::tag(map) {
            Some((name, value)) => collect(name, value, found),
            None => map.iter().for_each(|(name, one)| collect(name, one, found)),
        },
        _ => (),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_stands_under_the_name_of_a_secret_is_known() {
        let project = json!({
            "vars": {"pw": "QzPassword1", "stage": "QzStage-one"},
            "resources": {"fn": {"props": {
                "environmentVariables": {"DB_URL": "mysql://u:QzUrlPw1@h/db", "TOKEN": "${env('X')}",
                    "API_KEY": "QzKey-one-two", "AUTH_URL": "https://login.example.com"},
                "tags": [{"key": "cost_center_2", "value": "QzShop-1"}, {"key": "db_password", "value": "QzTagPw1"}],
            }}},
        });
        assert_eq!(
            named_in(&project),
            ["QzPassword1", "QzUrlPw1", "QzKey-one-two", "QzTagPw1"]
        );
    }

    #[test]
    fn what_is_learned_is_sealed_elsewhere_but_for_ordinary_words() {
        let sealer = Sealer::new([7; 32]);
        let variables = json!({"DB_URL": "mysql://u:QzUrlPw1@h/db", "API_KEY": "QzKey-one", "AUTH_MODE": "production",
            "GIT_COMMIT": "9fceb02d0ae598e95dc970b74767f19372d61af8"});
        let kind = crate::model::resource::Kind::Function;
        sealer.learn(kind, &json!({"environmentVariables": variables}));
        let is_hidden = |text: &str| {
            let sealed = sealer.seal(kind, &json!({"description": text}));
            is_sealed(&sealed["description"])
        };
        assert!(is_hidden("with QzUrlPw1 in it") && is_hidden("QzKey-one"));
        assert!(!is_hidden(
            "at commit 9fceb02d0ae598e95dc970b74767f19372d61af8"
        ));
        assert!(!is_hidden("the production one") && !is_hidden("QzKey"));
        for plain in [
            "app.example.com",
            "2023-03-30",
            "10.20.30.40",
            "v1.20.300",
            "shop-api-v2",
        ] {
            assert!(!is_telling(plain), "{plain}");
        }
        for secret in [
            "QzKey-one",
            "hunter2-app-x9",
            "Ab.example.com",
            "2023-03-30x7",
        ] {
            assert!(is_telling(secret), "{secret}");
        }
        for name in ["COOKIE_DOMAIN", "JWT_AUDIENCE", "AUTH_VERSION", "TOKEN_URL"] {
            assert!(!arguments::is_secret(name), "{name}");
        }
        let before = Sealer::new([7; 32]).seal(kind, &json!({"description": "QzUrlPw1"}));
        assert!(!is_sealed(&before["description"]), "nobody tells");
    }
}
