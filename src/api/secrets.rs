//! Keeps secrets out of messages, because a server's words may repeat what it was sent: a signature
//! error quotes the signed headers with the token among them, a complaint about a value the value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::credential::Credential;
use crate::model::arguments;
use crate::model::fields::sounds_secret;
use crate::model::secrecy;

/// The properties of a document whose texts are nobody's business, in small letters, besides those
/// that sound like it. The catalogue says the same of documents; bodies also carry JSON in texts.
const SECRET_KEYS: [&str; 6] = [
    "authconfig",
    "authinfo",
    "certificate",
    "privatekey",
    "rootcacertbase64",
    "token",
];

/// Those in which anything may stand, ordinary words as well as secrets.
const MIXED_KEYS: [&str; 5] = [
    "environmentvariables",
    "envs",
    "functionparameter",
    "mountpoints",
    "params",
];

/// Those that are words of a command line or an address.
const ARGUMENT_KEYS: [&str; 6] = [
    "args",
    "command",
    "entrypoint",
    "httpgeturl",
    "readycommand",
    "startcommand",
];

/// Shorter texts are left alone: masking `1` or `on` would only make a message unreadable.
const SHORTEST: usize = 4;

/// How a text is looked for in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    /// As a word of its own, because it may be an ordinary one: `info` is no part of `getaddrinfo`.
    Alone,
    Anywhere,
}

/// Where in a document a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Open,
    Arguments,
    Mixed,
    Secret,
}

/// The texts that no message may show.
#[derive(Default)]
pub(super) struct Secrets {
    texts: BTreeMap<String, Found>,
    /// What everybody sees of the project; it may stand in a variable, too.
    public: BTreeSet<String>,
}

impl Secrets {
    pub(super) fn of(credential: &Credential) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add_key(credential);
        secrets
    }

    pub(super) fn add_key(&mut self, credential: &Credential) {
        let token = credential.security_token.as_deref();
        self.add(&credential.access_key_secret, Found::Anywhere);
        self.add(token.unwrap_or_default(), Found::Anywhere);
    }

    /// Lets these be shown, unless they are secret for sure.
    pub(super) fn spare<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.public.extend(texts.into_iter().map(str::to_owned));
    }

    /// Adds those that stand in a document.
    pub(super) fn search(&mut self, document: &Value) {
        self.search_in(document, Place::Open);
    }

    /// The text with every secret replaced by `•••`.
    pub(super) fn mask(&self, text: &str) -> String {
        let mut longest_first: Vec<(&String, &Found)> = self.texts.iter().collect();
        longest_first.sort_by_key(|(secret, _)| std::cmp::Reverse(secret.len()));
        longest_first
            .into_iter()
            .fold(text.to_owned(), |text, (secret, found)| match found {
                Found::Anywhere => text.replace(secret.as_str(), "•••"),
                Found::Alone if self.public.contains(secret) => text,
                Found::Alone => replace_alone(&text, secret),
            })
    }

    /// Line by line, since a key of many lines may be quoted with other line ends; and as JSON spells
    /// it, since a server may quote a body as it came.
    fn add(&mut self, text: &str, found: Found) {
        let lines = text.lines().map(str::trim);
        for line in lines.filter(|line| line.len() >= SHORTEST) {
            let quoted = Value::from(line).to_string();
            let quoted = quoted.trim_matches('"');
            for form in [line, quoted] {
                if form.len() >= SHORTEST {
                    let known = self.texts.entry(form.to_owned()).or_insert(found);
                    *known = found.max(*known);
                }
            }
        }
    }

    fn search_in(&mut self, value: &Value, place: Place) {
        match (value, place) {
            (Value::String(text), Place::Secret) => self.add(text, Found::Anywhere),
            (Value::String(text), Place::Mixed) if secrecy::value(value) => {
                self.add(text, Found::Anywhere);
            }
            (Value::String(text), Place::Mixed) => self.add(text, Found::Alone),
            (Value::String(text), Place::Open) if text.starts_with('{') => {
                if let Ok(inside) = serde_json::from_str(text) {
                    self.search_in(&inside, Place::Open);
                }
            }
            (Value::Array(items), _) => items.iter().for_each(|item| self.search_in(item, place)),
            (Value::Object(fields), _) => fields.iter().for_each(|(key, field)| {
                let below = place.below(key);
                if below == Place::Arguments {
                    self.search_line(fields, key);
                }
                self.search_in(field, below);
            }),
            _ => {}
        }
    }
}

impl Secrets {
    /// A server may quote the whole text in which a secret stands, or the secret alone.
    fn search_line(&mut self, block: &Map<String, Value>, name: &str) {
        for (text, secret) in arguments::secrets(block, name) {
            self.add(secret, Found::Anywhere);
            self.add(text, Found::Anywhere);
        }
    }
}

impl Place {
    fn below(self, key: &str) -> Place {
        let small = key.to_ascii_lowercase();
        let mixed = MIXED_KEYS.contains(&small.as_str());
        match self {
            Place::Secret => Place::Secret,
            Place::Arguments => Place::Arguments,
            Place::Open if ARGUMENT_KEYS.contains(&small.as_str()) => Place::Arguments,
            Place::Mixed if secrecy::name(key) || is_secret(key) => Place::Secret,
            Place::Open if is_secret(key) && !mixed => Place::Secret,
            Place::Open if !mixed => Place::Open,
            Place::Mixed | Place::Open => Place::Mixed,
        }
    }
}

/// The text without a word, where it stands by itself.
fn replace_alone(text: &str, word: &str) -> String {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (first, last) = (word.chars().next(), word.chars().next_back());
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, found) = rest.split_at(at);
        let after = &found[word.len()..];
        let earlier = before.chars().next_back().or(shown.chars().next_back());
        let inside = (is_letter(first) && is_letter(earlier))
            || (is_letter(last) && is_letter(after.chars().next()));
        shown.push_str(before);
        shown.push_str(if inside { word } else { "•••" });
        rest = after;
    }
    shown.push_str(rest);
    shown
}

fn is_secret(key: &str) -> bool {
    let small = key.to_ascii_lowercase();
    let known = SECRET_KEYS.iter().chain(&MIXED_KEYS);
    sounds_secret(key) || known.into_iter().any(|known| *known == small)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn secrets_in(document: &Value) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.search(document);
        secrets
    }

    #[test]
    fn masks_what_is_quoted_as_json() {
        let secrets = secrets_in(&json!({"environmentVariables": {"A": "one\"two\\three"}}));
        assert_eq!(secrets.mask(r#"{"A":"one\"two\\three"}"#), r#"{"A":"•••"}"#);
        assert_eq!(secrets.mask(r#"one"two\three"#), "•••");
    }

    #[test]
    fn knows_every_secret_of_the_catalogue() {
        for name in crate::model::fields::secret_names() {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn ordinary_words_are_left_where_they_are_no_value() {
        let mut secrets = secrets_in(&json!({"environmentVariables": {
            "LEVEL": "info", "REGION": "cn-hangzhou", "TOKEN": "abcd", "URL": "pg://u:pw-7f3a@db"}}));
        secrets.spare(["cn-hangzhou"]);
        let mask = |text| secrets.mask(text);
        assert_eq!(mask("getaddrinfo ENOTFOUND"), "getaddrinfo ENOTFOUND");
        assert_eq!(mask("infoinfo is 'info'"), "infoinfo is '•••'");
        assert_eq!(
            mask("fcv3.cn-hangzhou.aliyuncs.com"),
            "fcv3.cn-hangzhou.aliyuncs.com"
        );
        // What is secret for sure is found within a word.
        assert_eq!(mask("xabcdx pg://u:pw-7f3a@dbx"), "x•••x •••x");
    }

    #[test]
    fn knows_the_secrets_of_a_command() {
        let command = ["./serve", "--port=9000", "--password=hunter22"];
        let secrets = secrets_in(&json!({"customRuntimeConfig": {"command": command,
            "healthCheckConfig": {"httpGetUrl": "/ok?token=canary7"}}}));
        let masked =
            secrets.mask("./serve --port=9000 --password=hunter22 is no 'hunter22' at canary7");
        assert_eq!(masked, "./serve --port=9000 ••• is no '•••' at •••");
    }

    #[test]
    fn masks_the_longest_first() {
        let body = json!({
            "description": "shown",
            "environmentVariables": {"A": "pass", "B": "password", "C": "on"},
            "customContainerConfig": {"registryConfig": {"authConfig": {"password": "hunter22"}}},
            "certConfig": {"privateKey": "-----BEGIN\nMIIabc\n-----END"},
        });
        let trigger = json!({"triggerConfig": json!({"Password": "dts-pass"}).to_string()});
        let inside = secrets_in(&trigger);
        assert_eq!(inside.mask("dts-pass is wrong"), "••• is wrong");
        let secrets = secrets_in(&body);
        let masked = secrets.mask("shown password pass on hunter22 MIIabc");
        assert_eq!(masked, "shown ••• ••• on ••• •••");
    }
}
