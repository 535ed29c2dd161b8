//! One value in a cell, and what of it is too long for one.
//!
//! Sealed secrets become masks here, before anything is cut.

use serde_json::Value;

use crate::html::Html;
use crate::model::seal::{mask, masked_to, tag, tag_of};
use crate::view::value::show;
use crate::words;
use crate::words::Lang;

/// Characters that a cell takes whole.
const WHOLE: usize = 120;

/// Columns of a longer value that a cell shows.
const CUT: usize = 72;

/// The value as a cell shows it: whole, or its beginning and how much there is.
///
/// `tags` is how many letters the tags of secrets have.
pub(super) fn cell(
    value: Option<&Value>,
    fallback: Option<&Value>,
    tags: usize,
    lang: Lang,
) -> Html {
    let Some(value) = value else {
        let text = show(None, fallback, lang, None);
        return Html::tag("span", "absent", Html::new().text(&text));
    };
    // A secret is one word, never cut: half of a tag would be another tag.
    if let Some(tag) = tag_of(value, tags) {
        return Html::tag("code", "secret", Html::new().text(&mask(tag)));
    }
    let value = &masked_to(value, tags);
    let text = short(value, lang);
    let code = Html::tag("code", "", Html::new().text(&text));
    match is_long(value) {
        true => code.add(size(&full(value, tags), lang)),
        false => code,
    }
}

/// What a cell shows of a value: of a text of several lines the first one.
fn short(value: &Value, lang: Lang) -> String {
    let first = value.as_str().and_then(|text| text.lines().next());
    match first.filter(|_| is_long(value)) {
        Some(line) => show(Some(&line.into()), None, lang, Some(CUT)),
        None => show(Some(value), None, lang, is_long(value).then_some(CUT)),
    }
}

/// Whether a value is better read as lines below the table's row.
pub(super) fn is_long(value: &Value) -> bool {
    let text = value.as_str();
    let lines = text.is_some_and(|text| text.trim_end().contains('\n'));
    // A mask is short, however long the secret's digest is that it stands for.
    lines || (tag(value).is_none() && value.to_string().chars().count() > WHOLE)
}

/// The whole value, a text as it is and anything else as indented JSON. Nothing secret is in it.
pub(super) fn full(value: &Value, tags: usize) -> String {
    match masked_to(value, tags) {
        Value::String(text) => text,
        other => serde_json::to_string_pretty(&other).unwrap_or_default(),
    }
}

/// How much there is of a value that a cell does not show whole.
fn size(text: &str, lang: Lang) -> Html {
    let (lines, characters) = (text.lines().count(), text.chars().count());
    let words = match (lines, characters) {
        (1, 1) => words!("1 character", "1 个字符"),
        (1, _) => words!("{characters} characters", "{characters} 个字符"),
        _ => words!(
            "{lines} lines, {characters} characters",
            "{lines} 行，{characters} 个字符"
        ),
    };
    Html::tag("small", "size", Html::new().say(lang, &words))
}
