//! Keeps secrets out of messages, because a server's words may repeat what it was sent: a signature
//! error quotes the signed headers with the token among them, a complaint about a value the value.

use serde_json::Value;

use super::credential::Credential;

/// The properties of a request body whose texts are nobody's business, in small letters. The
/// catalogue says the same of documents; bodies also carry JSON in texts.
const SECRET_KEYS: [&str; 11] = [
    "authconfig",
    "authinfo",
    "certificate",
    "environmentvariables",
    "envs",
    "functionparameter",
    "instancepassword",
    "params",
    "password",
    "privatekey",
    "token",
];

/// Shorter texts are left alone: masking `1` or `on` would only make a message unreadable.
const SHORTEST: usize = 4;

/// The texts that no message may show.
#[derive(Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn of(credential: &Credential) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add(&credential.access_key_secret);
        secrets.add(credential.security_token.as_deref().unwrap_or_default());
        secrets
    }

    /// Adds those that stand in a request's body.
    pub(super) fn and_in(mut self, body: Option<&Value>) -> Secrets {
        if let Some(body) = body {
            self.search(body, false);
        }
        self
    }

    /// The text with every secret replaced by `•••`.
    pub(super) fn mask(&self, text: &str) -> String {
        let mut longest_first: Vec<&String> = self.0.iter().collect();
        longest_first.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
        longest_first
            .into_iter()
            .fold(text.to_owned(), |text, secret| {
                text.replace(secret.as_str(), "•••")
            })
    }

    /// Line by line, since a key of many lines may be quoted with other line ends.
    fn add(&mut self, text: &str) {
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| line.len() >= SHORTEST);
        self.0.extend(lines.map(str::to_owned));
    }

    fn search(&mut self, value: &Value, secret: bool) {
        match value {
            Value::String(text) if secret => self.add(text),
            Value::String(text) if text.starts_with('{') => {
                if let Ok(inside) = serde_json::from_str(text) {
                    self.search(&inside, false);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.search(item, secret)),
            Value::Object(fields) => fields.iter().for_each(|(key, field)| {
                self.search(field, secret || is_secret(key));
            }),
            _ => {}
        }
    }
}

fn is_secret(key: &str) -> bool {
    SECRET_KEYS.contains(&key.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn masks_the_longest_first() {
        let body = json!({
            "description": "shown",
            "environmentVariables": {"A": "pass", "B": "password", "C": "on"},
            "customContainerConfig": {"registryConfig": {"authConfig": {"password": "hunter22"}}},
            "certConfig": {"privateKey": "-----BEGIN\nMIIabc\n-----END"},
        });
        let trigger = json!({"triggerConfig": json!({"Password": "dts-pass"}).to_string()});
        let inside = Secrets::default().and_in(Some(&trigger));
        assert_eq!(inside.mask("dts-pass is wrong"), "••• is wrong");
        let secrets = Secrets::default().and_in(Some(&body));
        let masked = secrets.mask("shown password pass on hunter22 MIIabc");
        assert_eq!(masked, "shown ••• ••• on ••• •••");
    }
}
