//! What looks like a secret, by its name or by its shape. It is only a guess: the catalogue says which
//! settings are secret; this says which values a person should not find in a file that git tracks.

use serde_json::{Map, Value};

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

/// How tokens begin, by their issuers.
const ISSUED: [&str; 12] = [
    "dckr_pat_",
    "ghp_",
    "gho_",
    "ghr_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "sk-",
    "xoxa-",
    "xoxb-",
    "xoxp-",
];

/// Words before the name of a commit, or of some content, which chance seems to have made as well.
const FINGERPRINTS: [&str; 10] = [
    "checksum", "commit", "digest", "etag", "git", "md5", "rev", "revision", "sha", "sha256",
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

/// The name and the value of a tag, as a file or the service writes it.
pub fn tag(fields: &Map<String, Value>) -> Option<(&str, &Value)> {
    let either = |name: &str| {
        fields
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
    };
    // A block with more in it is no tag, whatever two of its properties are called.
    let (_, name) = either("key").filter(|_| fields.len() == 2)?;
    let (_, value) = either("value")?;
    Some((name.as_str()?, value))
}

/// The document that a text is, if it is one.
pub fn document(text: &str) -> Option<Value> {
    let is_json = text.trim_start().starts_with(['{', '[']);
    is_json.then(|| serde_json::from_str(text).ok()).flatten()
}

/// Whether a text looks like a secret, or holds something that does.
fn text(text: &str) -> bool {
    text.contains("-----BEGIN ")
        || HOOKS.iter().any(|hook| leads_to(text, hook))
        || words_of(text).any(word)
        // What parts the words of a text stands in a password, too.
        || text.split(is_around).any(has_password)
        || document(text).is_some_and(|inside| value(&inside))
}

fn is_around(c: char) -> bool {
    c.is_whitespace() || "\"'".contains(c)
}

/// The words of a text, without what a word before them says of them: that they are the name of a commit.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| is_around(c) || "=,;".contains(c);
    let mut before = "";
    text.split(ends)
        .filter(|one| !one.is_empty())
        .filter(move |one| {
            let is_fingerprint = fingerprint(std::mem::replace(&mut before, one), one);
            !is_fingerprint
        })
}

/// Whether a value is the name of a commit or of some content, by what it is called.
pub fn fingerprint(name: &str, value: &str) -> bool {
    let is_digest = [32, 40, 64].contains(&value.len())
        && value
            .bytes()
            .all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
    is_digest
        && words(name)
            .iter()
            .any(|word| FINGERPRINTS.contains(&word.as_str()))
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
    is_id || is_jwt || is_issued(word) || has_password(word) || is_chance(word)
}

/// Whether a word is a token by how its issuer has it begin, or one in the place of a user:
/// `https://TOKEN@github.com/`.
fn is_issued(word: &str) -> bool {
    let user = match word.split_once("://") {
        Some(("http" | "https", rest)) => login(rest),
        _ => None,
    };
    let is_token = |user: &str| {
        let any = |is: fn(char) -> bool| user.chars().any(is);
        user.len() >= 10
            && any(|c| c.is_ascii_digit())
            && any(char::is_alphabetic)
            && !user.contains(':')
    };
    // Short words, paths and names of hosts begin so, too: `sk-learn`.
    let begins = ISSUED.iter().any(|start| word.starts_with(start));
    (begins && word.len() >= 16 && !word.contains(['/', '.'])) || user.is_some_and(is_token)
}

/// `scheme://user:password@host`.
fn has_password(word: &str) -> bool {
    password(word).is_some()
}

/// The password in an address.
pub fn password(word: &str) -> Option<&str> {
    let (_, rest) = word.split_once("://")?;
    let (_, password) = login(rest)?.split_once(':')?;
    Some(password).filter(|password| !password.is_empty())
}

/// The user, and the password, before the host of an address, of which this is what stands behind `://`. In
/// a password that nobody has encoded a mark may stand that ends a host.
pub fn login(rest: &str) -> Option<&str> {
    let rest = rest.split(char::is_whitespace).next()?;
    // What stands before the first of these is looked at first: there the rule of addresses tells for sure.
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, _) = rest.split_at(end);
    if let Some((login, _)) = authority.rsplit_once('@') {
        return Some(login);
    }
    let is_digit = |digit: u8| digit.is_ascii_digit();
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(is_digit);
    // Several hosts stand there where each may answer, with their ports: a comma stands in a password, too.
    let (_, first) = authority.split_once(':')?;
    let mut hosts = first.split(',');
    let is_first = hosts.next().is_some_and(is_port);
    let mut others = hosts.map(|host| host.split_once(':'));
    let is_other = |host: Option<(&str, &str)>| host.is_some_and(|(_, port)| is_port(port));
    // An address of numbers has colons between brackets.
    let is_host = authority.starts_with('[') || (is_first && others.all(is_other));
    let (login, _) = rest.rsplit_once('@').filter(|_| !is_host)?;
    Some(login)
}

/// Letters and digits that chance has made: hexadecimal ones, or those of base64.
fn is_chance(word: &str) -> bool {
    // Of a path each part is looked at by itself.
    if let Some(path) = word.strip_prefix('/') {
        return path.split('/').any(is_chance);
    }
    if word.contains('/') && word.split('/').all(is_plain) {
        return false;
    }
    let word = &without_time(word);
    let all = |is: fn(char) -> bool| word.chars().all(is);
    let any = |is: fn(char) -> bool| word.chars().any(is);
    let hex = word.len() >= 32 && all(|c| c.is_ascii_hexdigit()) && any(|c| c.is_ascii_digit());
    // Chance has digits and letters of both cases; a name that somebody has given seldom has all three.
    let base64 = word.len() >= 20
        && all(|c| c.is_ascii_alphanumeric() || "+/=_-".contains(c))
        && any(|c| c.is_ascii_digit())
        && any(|c| c.is_ascii_lowercase())
        && any(|c| c.is_ascii_uppercase());
    hex || base64
}

/// A word without the two letters of a time in it: `build-2026-11-29T12-00-00Z`.
fn without_time(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(char::is_ascii_digit)
    };
    let is_end = |at: usize| letters.get(at).is_none_or(|c| !c.is_alphanumeric());
    let is_of_time = |at: usize| match letters[at] {
        'T' => is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)),
        'Z' => is_digit(at.checked_sub(1)) && is_end(at + 1),
        _ => false,
    };
    let rest = (0..letters.len()).filter(|at| !is_of_time(*at));
    rest.map(|at| letters[at]).collect()
}

/// Whether a part of a path is a number, or a word that a person would write.
fn is_plain(part: &str) -> bool {
    let is_number = part.len() <= 8 && part.bytes().all(|c| c.is_ascii_digit());
    let one_case = !part.chars().skip(1).any(|c| c.is_ascii_uppercase());
    is_number
        || (one_case
            && part
                .chars()
                .all(|c| c.is_ascii_alphabetic() || "-_".contains(c)))
}

/// The words of `DB_PASSWORD`, `dbPassword` and `db-password`, in small letters.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        // Capital letters in a row are one word: the `DB` of `DBPassword` is not told apart, that of
        // `dbPassword` is.
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
            "redis://root:hunter,2@db/x",
            "at redis://root:hunter;2=@db/x",
            "d41d8cd98f00b204e9800998ecf8427e",
            "wJalrXUtnFEMIK7MDENGbPxRfiCY",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCY",
            "key 9fceb02d0ae598e95dc970b74767f19372d61af8",
            "https://Qz9hunter2c7@github.com/x.git",
            "ghp_qz9hunterabcdefghijklmnop",
            "sk-qz9hunter4abcdefghijklmnopqrstuv",
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
            "build-2026-11-29T12-00-00Z",
            "https://alice@example.com/a",
            "sk-learn",
            "/mnt/data/some/long/path",
            r#"{"action":"clean"}"#,
            r#"{"password":""}"#,
            "python3.10",
            "uploads/2024/Images/original",
            "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
            "a quite long sentence without anything in it",
        ] {
            assert!(!value(&json!(plain)), "{plain}");
        }
    }

    /// A password that begins with digits and goes on behind a comma is no list of hosts.
    #[test]
    fn several_hosts_say_their_ports() {
        let found = password("redis://root:2024,hunter/2@db/x");
        assert_eq!(found, Some("2024,hunter/2"));
        assert_eq!(password("kafka://a:9092,b:9092/x?owner=a@b"), None);
    }
}
