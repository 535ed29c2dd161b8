//! One value on one line.

use serde_json::Value;
use unicode_width::UnicodeWidthChar;

use crate::model::seal;
use crate::plain;
use crate::words;
use crate::words::Lang;

/// The value as people read it: texts in quotes, secrets as `•••` and a tag, absent ones as what is
/// in force instead. Longer than `width` columns, it is cut with `…`.
pub fn show(
    value: Option<&Value>,
    fallback: Option<&Value>,
    lang: Lang,
    width: Option<usize>,
) -> String {
    let text = match (value, fallback) {
        (Some(value), _) => short(value),
        (None, Some(fallback)) => {
            let fallback = short(fallback);
            words!("{fallback} (default)", "{fallback}（默认值）")
                .text(lang)
                .to_owned()
        }
        (None, None) => words!("(not set)", "（未设置）").text(lang).to_owned(),
    };
    match width {
        Some(width) => cut(&text, width),
        None => text,
    }
}

/// The whole value on as many lines as it has: a text as it is, anything else as indented JSON.
pub fn long(value: Option<&Value>, lang: Lang) -> String {
    match value.map(masked) {
        Some(Value::String(text)) => plain::lines(text),
        Some(value) => plain::lines(format!("{value:#}")),
        None => show(None, None, lang, None),
    }
}

/// The value without anything secret in it.
pub fn masked(value: &Value) -> Value {
    match (seal::tag(value), value) {
        (Some(tag), _) => seal::mask(tag).into(),
        (None, Value::Object(map)) => map
            .iter()
            .map(|(name, value)| (name.clone(), masked(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        (None, Value::Array(items)) => items.iter().map(masked).collect::<Vec<_>>().into(),
        _ => value.clone(),
    }
}

fn short(value: &Value) -> String {
    match seal::tag(value) {
        Some(tag) => seal::mask(tag),
        None => plain::json(&masked(value).to_string()),
    }
}

fn cut(text: &str, width: usize) -> String {
    let mut used = 0;
    let columns = |c: char| c.width().unwrap_or(0);
    if text.chars().map(columns).sum::<usize>() <= width {
        return text.to_owned();
    }
    let fits = |c: &char| {
        used += columns(*c);
        used < width
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn long_values_are_cut_by_columns_not_by_characters() {
        let value = json!("部署部署部署部署");
        assert_eq!(show(Some(&value), None, Lang::En, Some(10)), "\"部署部署…");
        assert_eq!(show(Some(&json!(5)), None, Lang::En, Some(10)), "5");
    }

    #[test]
    fn an_absent_value_shows_what_is_in_force() {
        assert_eq!(show(None, Some(&json!(3)), Lang::En, None), "3 (default)");
        assert_eq!(show(None, None, Lang::Zh, None), "（未设置）");
    }
}
