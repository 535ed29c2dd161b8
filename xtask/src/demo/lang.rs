//! The two languages of the demo.

use std::env;

/// English or Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    En,
    Zh,
}

impl Lang {
    /// Chooses as fc-guard itself does, so that both speak the same language.
    pub(crate) fn chosen() -> Lang {
        Lang::among(|name| env::var(name).ok())
    }

    /// The first variable that says anything decides.
    fn among(variable: impl Fn(&str) -> Option<String>) -> Lang {
        let value = ["FC_GUARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty())
            .unwrap_or_default();
        if value.to_lowercase().starts_with("zh") {
            Lang::Zh
        } else {
            Lang::En
        }
    }

    /// The code that `FC_GUARD_LANG` takes.
    pub(crate) fn code(self) -> &'static str {
        self.pick("en", "zh")
    }

    /// The text in this language.
    pub(crate) fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    fn chosen(pairs: &[(&str, &str)]) -> Lang {
        Lang::among(|name| {
            let pair = pairs.iter().find(|(key, _)| *key == name)?;
            Some(pair.1.to_owned())
        })
    }

    #[test]
    fn locale_decides() {
        assert_eq!(chosen(&[]), Lang::En);
        assert_eq!(chosen(&[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(
            chosen(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]),
            Lang::En
        );
        assert_eq!(chosen(&[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")]), Lang::Zh);
    }

    #[test]
    fn own_variable_comes_first() {
        assert_eq!(
            chosen(&[("FC_GUARD_LANG", "zh"), ("LC_ALL", "en_US")]),
            Lang::Zh
        );
    }
}
