//! One value on one line.
//!
//! Here secrets become masks and texts lose what a terminal would obey, so whatever shows a value in the
//! terminal goes through this.

use serde_json::Value;
use unicode_width::UnicodeWidthChar;

use crate::model::seal;
use crate::plain;
use crate::words;
use crate::words::{Lang, Words};

/// The value as people read it: texts in quotes, secrets as `•••` and a tag, absent ones as what is
/// in force instead. Longer than `width` columns, it is cut with `…`.
pub fn show(
    value: Option<&Value>,
    fallback: Option<&Value>,
    lang: Lang,
    width: Option<usize>,
) -> String {
    let text = whole(value, fallback, seal::TAG, lang);
    match width {
        Some(width) => cut(&text, width),
        None => text,
    }
}

/// Several values that are compared, as [`show`] has each. Where two of them would be cut to the same
/// text, they are shown from where they differ; where two secrets would have the same tag, it is longer.
pub fn apart<const N: usize>(
    values: [Option<&Value>; N],
    fallback: Option<&Value>,
    lang: Lang,
    width: Option<usize>,
) -> [String; N] {
    let tags = tags(values);
    let texts = values.map(|value| whole(value, fallback, tags, lang));
    let Some(width) = width else {
        return texts;
    };
    std::array::from_fn(|index| {
        let text = &texts[index];
        let short = cut(text, width);
        // Equal values may look alike; different ones must not.
        let others = texts.iter().filter(|other| *other != text);
        let alike = others.filter(|other| cut(other, width) == short);
        match alike.map(|other| in_common(text, other)).max() {
            Some(common) => cut_at(text, common, width),
            None => short,
        }
    })
}

/// How many letters the tags of secrets need in values that are compared.
pub fn tags<'v>(values: impl IntoIterator<Item = Option<&'v Value>>) -> usize {
    seal::letters(values.into_iter().flatten())
}

/// A value, or what is in force where there is none, not cut.
fn whole(value: Option<&Value>, fallback: Option<&Value>, tags: usize, lang: Lang) -> String {
    match (value, fallback) {
        (Some(value), _) if value == "" => empty().text(lang).to_owned(),
        (Some(value), _) => short(value, tags),
        (None, Some(fallback)) => {
            let fallback = short(fallback, tags);
            words!("{fallback} (default)", "{fallback}（默认值）")
                .text(lang)
                .to_owned()
        }
        (None, None) => words!("(not set)", "（未设置）").text(lang).to_owned(),
    }
}

/// A text without a letter. Beside the mask of a secret two quotes would be read as a mask of their own.
pub fn empty() -> Words {
    words!("(empty)", "（空）")
}

/// The whole value on as many lines as it has: a text as it is, anything else as indented JSON.
pub fn long(value: Option<&Value>, lang: Lang) -> String {
    match value.map(seal::masked) {
        Some(Value::String(text)) => plain::lines(text),
        Some(value) => plain::lines(format!("{value:#}")),
        None => show(None, None, lang, None),
    }
}

/// A value on one line: a secret as its mask, anything else as JSON.
fn short(value: &Value, tags: usize) -> String {
    match seal::tag_of(value, tags) {
        // Without quotes, so that a mask is never read as a text that says `•••`.
        Some(tag) => seal::mask(tag),
        None => plain::json(&seal::masked_to(value, tags).to_string()),
    }
}

/// As much of a text as fits into so many columns.
fn cut(text: &str, width: usize) -> String {
    let mut used = 0;
    let columns = |c: char| c.width().unwrap_or(0);
    if text.chars().map(columns).sum::<usize>() <= width {
        return text.to_owned();
    }
    let fits = |c: &char| {
        used += columns(*c);
        // One column less than there is: the dots need it.
        used < width
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.push('…');
    short
}

/// With how many characters both begin.
fn in_common(text: &str, other: &str) -> usize {
    let pairs = text.chars().zip(other.chars());
    pairs.take_while(|(one, other)| one == other).count()
}

/// The text around a place in it, a little of what stands before included.
fn cut_at(text: &str, place: usize, width: usize) -> String {
    // A third of the width for what both have in common, so that the place is recognised.
    let start = place.saturating_sub(width / 3);
    let rest: String = text.chars().skip(start).collect();
    match start {
        0 => cut(&rest, width),
        _ => format!("…{}", cut(&rest, width.saturating_sub(1))),
    }
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
    fn values_that_begin_alike_are_cut_where_they_differ() {
        let apart = |values: [&str; 4]| {
            let values = values.map(|text| json!(text));
            super::apart(values.each_ref().map(Some), None, Lang::En, Some(10))
        };
        let [seen, live, sent, desired] = apart([
            "0123456789abcd",
            "0123456789xbcd",
            "0123456789abcd",
            "short",
        ]);
        assert_eq!([&*seen, &*live], ["…789abcd\"", "…789xbcd\""]);
        assert_eq!([&*sent, &*desired], ["…789abcd\"", "\"short\""]);
        let [seen, live, sent, _] = apart([
            "部署部署部署部署一",
            "部署部署部署部署二",
            "部署部署部署部署",
            "",
        ]);
        assert_eq!(
            [&*seen, &*live, &*sent],
            ["…署部署一\"", "…署部署二\"", "…署部署\""]
        );
    }

    #[test]
    fn secrets_that_differ_are_never_shown_alike() {
        let sealed = |digest: &str| json!({"$sealed": digest});
        let [one, other, third] = ["ab12cd00", "ab12ce00", "ffff0000"].map(sealed);
        let apart = |a, b| super::apart([Some(a), Some(b), None], None, Lang::En, Some(40));
        assert_eq!(apart(&one, &other)[..2], ["•••ab12cd", "•••ab12ce"]);
        assert_eq!(apart(&one, &third)[..2], ["•••ab12", "•••ffff"]);
        assert_eq!(apart(&one, &one)[..2], ["•••ab12", "•••ab12"]);
        let lists = [json!(["a", one]), json!(["a", other])];
        assert_eq!(apart(&lists[0], &lists[1])[1], "[\"a\",\"•••ab12ce\"]");
    }

    #[test]
    fn an_absent_value_shows_what_is_in_force() {
        assert_eq!(show(None, Some(&json!(3)), Lang::En, None), "3 (default)");
        assert_eq!(show(None, None, Lang::Zh, None), "（未设置）");
        assert_eq!(show(Some(&json!("")), None, Lang::Zh, None), "（空）");
    }
}
