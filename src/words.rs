//! Text in the two languages that every message of fc-guard comes in.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::plain;

/// One of the languages in which fc-guard speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    En,
    Zh,
}

impl Lang {
    /// The language that the environment asks for: `FC_GUARD_LANG`, else the locale
    /// (`LC_ALL`, `LC_MESSAGES`, `LANG`, in POSIX's order); English where nothing says Chinese.
    pub fn from_env<'a>(var: impl Fn(&str) -> Option<&'a str>) -> Lang {
        let chosen = ["FC_GUARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            // An empty variable counts as none, as POSIX has it for the locale.
            .find_map(|name| var(name).filter(|value| !value.is_empty()));
        match chosen {
            Some(value) if value.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
            _ => Lang::En,
        }
    }
}

/// The same sentence in English and in Chinese. It is put together where the facts are known and
/// turned into one language only where it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub en: String,
    pub zh: String,
}

impl Words {
    /// What [`words!`](crate::words!) puts together. Of more than a thousand places that say something, each
    /// brings only what differs between them.
    #[inline(never)]
    pub fn of(en: fmt::Arguments<'_>, zh: fmt::Arguments<'_>) -> Words {
        Words {
            en: plain::lines(en.to_string()),
            zh: plain::lines(zh.to_string()),
        }
    }

    /// A text that is the same in both languages: a name, a path, a server's own message.
    pub fn same(text: impl Into<String>) -> Words {
        let text = plain::lines(text.into());
        Words {
            zh: text.clone(),
            en: text,
        }
    }

    /// Several texts as a list.
    pub fn list(items: &[Words]) -> Words {
        let join = |lang: fn(&Words) -> &str, comma| {
            let texts: Vec<&str> = items.iter().map(lang).collect();
            texts.join(comma)
        };
        Words {
            en: join(|words| &words.en, ", "),
            zh: join(|words| &words.zh, "、"),
        }
    }

    /// The text in one language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.en)
    }
}

/// Makes [`Words`]: the English format string, the Chinese one, then the arguments that both use by
/// name (`words!("cannot read {path}", "无法读取 {path}")` captures `path` from the scope). Whatever
/// the arguments hold, nothing in the text is obeyed by a terminal: see [`crate::plain`].
#[macro_export]
macro_rules! words {
    ($en:literal, $zh:literal $(,)?) => {{
        // What is borrowed ends here, and not with the sentence that this stands in.
        let words = $crate::words::Words::of(format_args!($en), format_args!($zh));
        words
    }};
}
