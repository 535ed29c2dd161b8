//! Keeps secrets out of messages, because a server's words may repeat what it was sent: a signature
//! error quotes the signed headers with the token among them, a complaint about a value the value.

use std::collections::BTreeSet;

use serde_json::Value;

use super::credential::Credential;
use crate::model::fields::sounds_secret;

/// The properties of a document whose texts are nobody's business, in small letters, besides those
/// that sound like it. The catalogue says the same of documents; bodies also carry JSON in texts.
const SECRET_KEYS: [&str; 11] = [
    "authconfig",
    "authinfo",
    "certificate",
    "environmentvariables",
    "envs",
    "functionparameter",
    "mountpoints",
    "params",
    "privatekey",
    "rootcacertbase64",
    "token",
];

/// Shorter texts are left alone: masking `1` or `on` would only make a message unreadable.
const SHORTEST: usize = 4;

/// The texts that no message may show.
#[derive(Default)]
pub(super) struct Secrets(BTreeSet<String>);

impl Secrets {
    pub(super) fn of(credential: &Credential) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add_key(credential);
        secrets
    }

    pub(super) fn add_key(&mut self, credential: &Credential) {
        self.add(&credential.access_key_secret);
        self.add(credential.security_token.as_deref().unwrap_or_default());
    }

    /// Adds those that stand in a document.
    pub(super) fn search(&mut self, document: &Value) {
        self.search_in(document, false);
    }

    /// The text with every secret replaced by `•••`.
    pub(super) fn mask(&self, text: &str) -> String {
        let mut longest_first: Vec<&String> = self.0.iter().collect();
        longest_first.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        longest_first
            .into_iter()
            .fold(text.to_owned(), |text, secret| {
                text.replace(secret.as_str(), "•••")
            })
    }

    /// Line by line, since a key of many lines may be quoted with other line ends; and as JSON spells
    /// it, since a server may quote a body as it came.
    fn add(&mut self, text: &str) {
        let lines = text.lines().map(str::trim);
        for line in lines.filter(|line| line.len() >= SHORTEST) {
            let quoted = Value::from(line).to_string();
            let quoted = quoted.trim_matches('"');
            if quoted.len() >= SHORTEST {
                self.0.insert(quoted.to_owned());
            }
            self.0.insert(line.to_owned());
        }
    }

    fn search_in(&mut self, value: &Value, secret: bool) {
        match value {
            Value::String(text) if secret => self.add(text),
            Value::String(text) if text.starts_with('{') => {
                if let Ok(inside) = serde_json::from_str(text) {
                    self.search_in(&inside, false);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.search_in(item, secret)),
            Value::Object(fields) => fields.iter().for_each(|(key, field)| {
                self.search_in(field, secret || is_secret(key));
            }),
            _ => {}
        }
    }
}

fn is_secret(key: &str) -> bool {
    sounds_secret(key) || SECRET_KEYS.contains(&key.to_ascii_lowercase().as_str())
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
