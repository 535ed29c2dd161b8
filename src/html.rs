//! Markup that cannot be broken out of: what is not written in this crate goes in as text only.
//!
//! Nobody has to remember to escape: a piece is markup where it stands in this crate as a literal, and text
//! otherwise.

use crate::plain::is_invisible;
use crate::words::{Lang, Words};

/// A piece of the page. Markup is taken from literals alone; everything else is escaped.
#[derive(Default)]
pub(crate) struct Html(String);

impl Html {
    /// An empty piece, from which one is built from left to right.
    pub(crate) fn new() -> Html {
        Html::default()
    }

    /// An element with a class (none if that is empty) around what is inside.
    pub(crate) fn tag(name: &'static str, class: &'static str, inside: Html) -> Html {
        let open = Html::new().raw("<").raw(name);
        let open = if class.is_empty() {
            open
        } else {
            open.raw(" class=\"").raw(class).raw("\"")
        };
        open.raw(">").add(inside).raw("</").raw(name).raw(">")
    }

    /// Markup written in this crate.
    /// Only a literal may come in, so that no text of a cloud or a package is ever markup.
    pub(crate) fn raw(mut self, markup: &'static str) -> Html {
        self.0.push_str(markup);
        self
    }

    /// Markup that this crate made before, in the same run.
    pub(crate) fn made(markup: &str) -> Html {
        Html(markup.to_owned())
    }

    /// Text from anywhere. What a browser would swallow or act on without showing it, such as
    /// control characters and changes of the writing direction, is spelled out.
    pub(crate) fn text(mut self, text: &str) -> Html {
        for c in text.chars() {
            match entity(c) {
                Some(entity) => self.0.push_str(entity),
                // Line feeds and tabs are no invisible letters: the page shows texts with their lines.
                None if is_invisible(c) => self = self.sign(&spelled(c)),
                None => self.0.push(c),
            }
        }
        self
    }

    /// Text from anywhere as the value of an attribute, between the quotes that the caller writes.
    pub(crate) fn quoted(mut self, text: &str) -> Html {
        for c in text.chars() {
            match entity(c) {
                Some(entity) => self.0.push_str(entity),
                // A line feed as well: an attribute has no lines to show it by.
                None if is_invisible(c) || c == '\n' => self.0.push_str(&spelled(c)),
                None => self.0.push(c),
            }
        }
        self
    }

    /// A mark that stands for something that has no letter of its own.
    pub(crate) fn sign(self, name: &str) -> Html {
        self.add(Html::tag("span", "sign", Html::new().quoted(name)))
    }

    /// A text in the language of the page, escaped like any other.
    pub(crate) fn say(self, lang: Lang, words: &Words) -> Html {
        self.text(words.text(lang))
    }

    /// A number in digits, which need no escaping.
    pub(crate) fn number(mut self, number: usize) -> Html {
        self.0.push_str(&number.to_string());
        self
    }

    /// Another piece behind this one.
    pub(crate) fn add(mut self, other: Html) -> Html {
        self.0.push_str(&other.0);
        self
    }

    /// Whether nothing was put in: then what would stand around it is left out.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup as it goes into the file.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<T: IntoIterator<Item = Html>>(pieces: T) -> Html {
        pieces.into_iter().fold(Html::new(), Html::add)
    }
}

/// The reference that stands for a letter of HTML; `None` for all others.
fn entity(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}

/// A control character as its picture (`␀`), anything else by its code.
fn spelled(c: char) -> String {
    let code = u32::from(c);
    // The pictures stand in the order of the codes, from U+2400 on; there are none for later letters.
    let picture = char::from_u32(0x2400 + code).filter(|_| code < 0x20);
    picture.map_or_else(|| format!("U+{code:04X}"), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let html = Html::new().text("<script>alert('\"&')</script>").finish();
        assert_eq!(
            html,
            "&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;"
        );
        let html = Html::new().quoted("\" onload=\"\n").finish();
        assert_eq!(html, "&quot; onload=&quot;␊");
    }

    #[test]
    fn what_cannot_be_seen_is_spelled_out() {
        let text = "a\u{0}b\u{202E}c\u{2028}d\u{FFFF}\te";
        let html = Html::new().text(text).finish();
        for spelled in ["␀", "U+202E", "U+2028", "U+FFFF"] {
            assert!(html.contains(&format!("<span class=\"sign\">{spelled}</span>")));
        }
        assert!(html.contains('\t') && !html.contains('\u{202E}'));
    }
}
