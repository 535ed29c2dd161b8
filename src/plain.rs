//! Text from elsewhere – names, descriptions, times, messages, values – without anything that a
//! terminal, a log, Markdown or a browser would act on instead of showing it: control characters,
//! changes of the writing direction, signs without a width. Each is spelled as Rust spells it
//! (`\u{1b}`), so that it can be seen.

use serde_json::Value;

/// Whether a character would leave no trace where it is shown, or rearrange what stands around it.
/// Line breaks and tabs are left to who asks.
pub fn is_invisible(c: char) -> bool {
    let format = matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}');
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    control || format || is_noncharacter(c)
}

/// The code points that Unicode gives to nobody, the last two of every plane among them.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The text on as many lines as it has.
pub fn lines(text: String) -> String {
    match text.contains(is_invisible) {
        // Line ends of Windows are line ends; a carriage return by itself would write over the line.
        true => spelled(&text.replace("\r\n", "\n"), is_invisible),
        false => text,
    }
}

/// The text on one line: a name, a time. A line break in it is spelled, too.
pub fn line(text: &str) -> String {
    spelled(text, |c| is_invisible(c) || matches!(c, '\n' | '\t'))
}

/// The text with some letters spelled as Rust does.
fn spelled(text: &str, is_told: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_told(c) {
            true => shown.extend(c.escape_default()),
            false => shown.push(c),
        }
    }
    shown
}

/// The value with every text and name in it as it can be shown.
pub fn value(value: &Value) -> Value {
    match value {
        Value::String(text) => lines(text.clone()).into(),
        Value::Array(items) => items.iter().map(self::value).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| (line(name), self::value(value)))
            .collect(),
        _ => value.clone(),
    }
}

/// JSON text that means the same and can be shown: what JSON leaves as it is, is spelled as JSON does.
pub fn json(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_invisible(c) {
            true => {
                // JSON has four digits for one unit of UTF-16, so letters beyond the first plane take two.
                let mut units = [0; 2];
                let units = c.encode_utf16(&mut units).iter();
                shown.extend(units.map(|unit| format!("\\u{unit:04x}")));
            }
            false => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_spelled() {
        let hostile = "a\x1b[2Jb\u{9b}31mc\u{202e}d\u{7}e\rf\u{200b}g\u{2028}h\u{7f}";
        assert_eq!(
            lines(hostile.to_owned()),
            r"a\u{1b}[2Jb\u{9b}31mc\u{202e}d\u{7}e\rf\u{200b}g\u{2028}h\u{7f}"
        );
        assert_eq!(lines("a\r\nb\tc".to_owned()), "a\r\nb\tc".replace('\r', ""));
        assert_eq!(line("http\r\nclean"), r"http\r\nclean");
        assert_eq!(lines("部署 🚀 é".to_owned()), "部署 🚀 é");
    }

    #[test]
    fn json_means_the_same() {
        let document = json!({"a\u{9b}": ["\u{202e}x", "\u{1b}", "\u{e0001}", 5, null]});
        let text = json(&document.to_string());
        assert!(!text.contains(is_invisible), "{text}");
        let back: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(back, document);
        assert!(!value(&document).to_string().contains(is_invisible));
    }

    proptest! {
        #[test]
        fn nothing_invisible_is_left(text in any::<String>()) {
            prop_assert!(!lines(text.clone()).contains(is_invisible));
            prop_assert!(!line(&text).contains(|c| is_invisible(c) || c == '\n'));
        }
    }
}
