//! What looks like a secret, by its name or by its shape. It is only a guess: the catalogue says which
//! settings are secret; this says which values a person should not find in a file that git tracks.

use serde_json::Value;

/// Words that stand for a secret wherever they are in a name.
const PARTS: [&str; 9] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "apikey",
    "accesskey",
    "connectionstring",
];

/// Words that stand for one only as a word of their own: `DB_KEY`, not `KEYBOARD`.
const WORDS: [&str; 11] = [
    "key",
    "keys",
    "pass",
    "pwd",
    "auth",
    "private",
    "dsn",
    "jwt",
    "salt",
    "cookie",
    "signature",
];

/// Addresses at which whoever knows what comes next may write: to a channel of a chat.
const HOOKS: [&str; 9] = [
    "api.telegram.org/bot",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    "hooks.slack.com/services/",
    "hooks.slack.com/triggers/",
    "hooks.slack.com/workflows/",
    "open.feishu.cn/open-apis/bot/",
    "open.larksuite.com/open-apis/bot/",
    ".webhook.office.com/webhook",
];

/// Whether a name says that nobody is to see its value.
pub fn name(name: &str) -> bool {
    let words = words(name);
    let joined = words.concat();
    PARTS.iter().any(|part| joined.contains(part))
        || words.iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Whether a value looks like a secret, whatever it is called.
pub fn value(value: &Value) -> bool {
    match value {
        Value::String(text) => self::text(text),
        Value::Array(items) => items.iter().any(self::value),
        Value::Object(map) => map.iter().any(|(key, inside)| named(key, inside)),
        _ => false,
    }
}

/// Whether a setting of that name with that value looks like a secret.
pub fn named(name: &str, value: &Value) -> bool {
    let says_something = !matches!(value, Value::Null | Value::Bool(_)) && *value != "";
    (self::name(name) && says_something) || self::value(value)
}

/// The document that a text is, if it is one.
pub fn document(text: &str) -> Option<Value> {
    let is_json = text.trim_start().starts_with(['{', '[']);
    is_json.then(|| serde_json::from_str(text).ok()).flatten()
}

fn text(text: &str) -> bool {
    text.contains("-----BEGIN ")
        || HOOKS.iter().any(|hook| leads_to(text, hook))
        || text
            .split(|c: char| c.is_whitespace() || "\"'=,;".contains(c))
            .any(word)
        || document(text).is_some_and(|inside| value(&inside))
}

/// Whether something stands behind such an address.
fn leads_to(text: &str, hook: &str) -> bool {
    let rest = text.split_once(hook).map(|(_, rest)| rest);
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '@'))
}

/// One word of a text: the id of an access key, a signed token, an address with a password, letters
/// and digits that chance has made.
fn word(word: &str) -> bool {
    let is_id = ["LTAI", "AKIA", "STS."]
        .iter()
        .any(|id| word.starts_with(id))
        && word.len() >= 16;
    let is_jwt = word.starts_with("eyJ") && word.split('.').count() == 3;
    is_id || is_jwt || has_password(word) || is_chance(word)
}

/// `scheme://user:password@host`.
fn has_password(word: &str) -> bool {
    let rest = word.split_once("://").map(|(_, rest)| rest);
    let login = rest.and_then(|rest| rest.split('/').next()?.rsplit_once('@'));
    login.is_some_and(|(login, _)| {
        login
            .split_once(':')
            .is_some_and(|(_, password)| !password.is_empty())
    })
}

fn is_chance(word: &str) -> bool {
    // Of a path each part is looked at by itself.
    if let Some(path) = word.strip_prefix('/') {
        return path.split('/').any(is_chance);
    }
    let all = |is: fn(char) -> bool| word.chars().all(is);
    let any = |is: fn(char) -> bool| word.chars().any(is);
    let hex = word.len() >= 32 && all(|c| c.is_ascii_hexdigit()) && any(|c| c.is_ascii_digit());
    let base64 = word.len() >= 20
        && all(|c| c.is_ascii_alphanumeric() || "+/=_-".contains(c))
        && any(|c| c.is_ascii_digit())
        && any(|c| c.is_ascii_lowercase())
        && any(|c| c.is_ascii_uppercase());
    hex || base64
}

/// The words of `DB_PASSWORD`, `dbPassword` and `db-password`, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && before.is_lowercase();
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_shapes() {
        for name in [
            "DB_PASSWORD",
            "apiKey",
            "API_KEY",
            "clientSecret",
            "x-auth",
            "MYSQL_DSN",
            "privateKey",
            "GH_TOKEN",
        ] {
            assert!(self::name(name), "{name}");
        }
        for name in [
            "LOG_LEVEL",
            "KEYBOARD",
            "AUTHOR",
            "POOL_SIZE",
            "compass",
            "monkey",
        ] {
            assert!(!self::name(name), "{name}");
        }
        for secret in [
            "-----BEGIN RSA PRIVATE KEY-----\nMII",
            "LTAI5tAbCdEfGhIjKlMn",
            "eyJhbGciOi.eyJzdWIi.c2ln",
            "mysql://root:hunter2@db/x",
            "d41d8cd98f00b204e9800998ecf8427e",
            "wJalrXUtnFEMIK7MDENGbPxRfiCY",
            r#"{"password":"x"}"#,
            r#"{"a":[{"token":"t"}]}"#,
        ] {
            assert!(value(&json!(secret)), "{secret}");
        }
        for plain in [
            "info",
            "cn-hangzhou",
            "https://example.com/a?b=c",
            "production-2026-11-29",
            "/mnt/data/some/long/path",
            r#"{"action":"clean"}"#,
            r#"{"password":""}"#,
            "python3.10",
            "a quite long sentence without anything in it",
        ] {
            assert!(!value(&json!(plain)), "{plain}");
        }
    }
}
