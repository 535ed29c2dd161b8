//! Names of secrets, and values that are none.

use super::secrecy;

/// Ends of names that speak of a secret and hold none: `PASSWORD_FILE`, `--token-ttl`.
const ABOUT: [&str; 27] = [
    "algorithm",
    "audience",
    "count",
    "dir",
    "domain",
    "endpoint",
    "env",
    "expiry",
    "file",
    "host",
    "id",
    "issuer",
    "length",
    "name",
    "path",
    "policy",
    "prefix",
    "region",
    "size",
    "stdin",
    "store",
    "timeout",
    "ttl",
    "type",
    "uri",
    "url",
    "version",
];

/// What a word ends with that stands for a secret, though not by itself: `ACCESSTOKEN`, not `TOKENIZER`.
const ENDS: [&str; 6] = [
    "credential",
    "passphrase",
    "passwd",
    "password",
    "secret",
    "token",
];

/// Words before `key` that make it the name of something that everybody sees: of a row, of a message.
const KEYS: [&str; 14] = [
    "cache",
    "foreign",
    "group",
    "index",
    "object",
    "partition",
    "primary",
    "public",
    "range",
    "routing",
    "row",
    "shard",
    "sort",
    "unique",
];

/// Names that are those of a secret only where a value follows.
const SHORT: [&str; 3] = ["pw", "sig", "sign"];

/// The same in Chinese.
const CHINESE: [&str; 4] = ["密码", "口令", "密钥", "令牌"];

/// Words that say that there is none.
const NONE: [&str; 14] = [
    "anonymous",
    "disabled",
    "enabled",
    "false",
    "nil",
    "no",
    "none",
    "null",
    "off",
    "on",
    "optional",
    "required",
    "true",
    "yes",
];

/// Longer numbers may be a secret.
const NUMBER: usize = 6;

/// Whether a name, or a flag, is that of a secret.
pub fn is_secret(name: &str) -> bool {
    let name = name.trim_start_matches('-');
    if CHINESE.iter().any(|end| name.trim_end().ends_with(end)) {
        return true;
    }
    let words = secrecy::words(name);
    let mut words = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty());
    let (last, before) = (words.next_back().unwrap_or_default(), words.next_back());
    let about = before.is_some() && ABOUT.contains(&last);
    let is_public = last.starts_with("key") && before.is_some_and(|word| KEYS.contains(&word));
    let is_short = SHORT.iter().any(|short| name.eq_ignore_ascii_case(short));
    // `--no-password` says that there is none.
    (is_short || sounds(name)) && !about && !is_public && !name.starts_with("no-")
}

/// Whether a name has a word for a secret in it. A longer word that only begins like one is another word.
fn sounds(name: &str) -> bool {
    let begins = |word: &String| {
        // Several of them, or a numbered one, are still that word: `TOKENS`, `PASSWORD2`.
        let word = word
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim_end_matches('s');
        ENDS.iter().any(|end| word.contains(end)) && !ENDS.iter().any(|end| word.ends_with(end))
    };
    let words = secrecy::words(name);
    let others: Vec<&str> = words
        .iter()
        .filter(|word| !begins(word))
        .map(String::as_str)
        .collect();
    secrecy::name(&others.join("-"))
}

/// Whether it could be a word of a sentence: letters of one case behind the first, or a small number.
pub fn is_ordinary(word: &str) -> bool {
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation() || "。，；：！".contains(c));
    let rest = || word.chars().skip(1);
    let is_number = word.len() < 5 && word.bytes().all(|digit| digit.is_ascii_digit());
    let of_letters = word.chars().all(|c| c.is_alphabetic() || "-:/".contains(c));
    let one_case = !rest().any(char::is_uppercase) || !rest().any(char::is_lowercase);
    is_number || (of_letters && one_case)
}

/// Whether a number behind such a name is rather a count: `--max-tokens=500`.
pub(super) fn is_count(name: &str, value: &str) -> bool {
    let is_number = value.len() < NUMBER && value.bytes().all(|digit| digit.is_ascii_digit());
    is_number
        // A password may well be a short number.
        && !secrecy::words(name)
            .iter()
            .any(|word| word.starts_with("pass") || word == "pwd")
}

/// Whether a value is one, and not a switch or the name of a variable.
pub fn is_said(value: &str) -> bool {
    let name = value.trim_start_matches("${").trim_start_matches('$');
    let name = name.trim_end_matches('}');
    let constant = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let is_variable = value.starts_with('$') && !name.is_empty() && name.chars().all(constant);
    let is_none = NONE.iter().any(|none| value.eq_ignore_ascii_case(none));
    !value.is_empty() && !is_none && !is_variable
}

/// Whether it is the name of a host, a date or a version, which everybody may see: `app.example.com`,
/// `2023-03-30`, `1.20.3`, `shop-api-v2`.
pub fn is_public(text: &str) -> bool {
    let is_number = |part: &str| part.len() <= 4 && !part.is_empty() && is_digits(part);
    let numbers = text.strip_prefix('v').unwrap_or(text);
    let of_numbers = numbers.contains(['.', '-']) && numbers.split(['.', '-']).all(is_number);
    of_numbers || is_host(text) || is_versioned(text)
}

fn is_digits(part: &str) -> bool {
    part.bytes().all(|digit| digit.is_ascii_digit())
}

/// Small letters, digits and dashes between dots, with letters at the end.
fn is_host(text: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_part = |part: &str| !part.is_empty() && part.chars().all(small);
    let last = text.rsplit_once('.').map(|(_, last)| last);
    let is_top = |last: &str| last.len() > 1 && last.chars().all(|c| c.is_ascii_lowercase());
    last.is_some_and(is_top) && text.split('.').all(is_part)
}

/// Words of small letters, and a version behind them.
fn is_versioned(text: &str) -> bool {
    let Some((words, version)) = text.rsplit_once("-v") else {
        return false;
    };
    let small = |c: char| c.is_ascii_lowercase() || c == '-';
    !version.is_empty() && version.len() <= 4 && is_digits(version) && words.chars().all(small)
}
