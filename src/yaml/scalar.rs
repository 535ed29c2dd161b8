//! One value on one line.

use serde_json::Value;

use crate::yaml::node::Style;
use crate::yaml::value::plain;

/// A value that has no parts (or is an empty map or list) as it stands on one line. The style is
/// kept if the value can be written in it and is read back by every reader.
pub(super) fn one(value: &Value, style: Style, flow: bool) -> String {
    match value {
        Value::String(text) => string(text, style, flow),
        other => other.to_string(),
    }
}

/// A text or a key. Quotes are kept, and put where it would be read as something else without.
pub(super) fn string(text: &str, style: Style, flow: bool) -> String {
    match style {
        Style::Double => double(text),
        Style::Single if is_printed(text) => single(text),
        Style::Plain if is_plain(text, flow) => text.to_owned(),
        _ if is_printed(text) => single(text),
        _ => double(text),
    }
}

/// In single quotes, in which only a quote is doubled.
fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// In double quotes, in which every letter can be spelled.
fn double(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            letter if is_letter(letter) => quoted.push(letter),
            letter if u32::from(letter) < 0x1_0000 => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => quoted.push_str(&format!("\\U{:08X}", u32::from(letter))),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a character may stand in a file as it is, for every reader of YAML.
pub(super) fn is_letter(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{1_0000}'..='\u{10_ffff}')
}

/// Whether every letter of a text may stand as it is.
fn is_printed(text: &str) -> bool {
    text.chars().all(is_letter)
}

/// Whether a text can stand without quotes and is a text for readers of YAML 1.1 and 1.2 alike.
fn is_plain(text: &str, flow: bool) -> bool {
    // Some of them are booleans or null only for readers of YAML 1.1.
    let words = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "=",
    ];
    let special = "-?:,[]{}#&*!|>'\"%@`=<~";
    let starts_well = |first: char| !first.is_whitespace() && !special.contains(first);
    text.starts_with(starts_well)
        && !text.ends_with(char::is_whitespace)
        && !text.ends_with(':')
        && is_printed(text)
        && !text.contains(": ")
        && !text.contains(" #")
        && !(flow && text.contains([',', '[', ']', '{', '}', ':']))
        && !words.contains(&text.to_lowercase().as_str())
        && !looks_like_number(text)
        // Last, our own reader: whatever it does not read as this very text goes into quotes.
        && plain(text) == *text
}

/// Numbers, dates and times of any YAML there ever was, and what only looks like one.
fn looks_like_number(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    starts
        && text
            .chars()
            .all(|letter| letter.is_ascii_hexdigit() || "xXoOtTzZ_+-.:, infINFA".contains(letter))
}
