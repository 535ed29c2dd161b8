//! What the scanners find.

/// A text in both languages.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) en: String,
    pub(crate) zh: String,
}

impl Pair {
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// The texts of some sources.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) pairs: Vec<Pair>,
    /// String literals outside of the catalogue: file, line, text.
    pub(crate) loose: Vec<(String, usize, String)>,
}

impl Found {
    pub(crate) fn extend(&mut self, other: Found) {
        self.pairs.extend(other.pairs);
        self.loose.extend(other.loose);
    }
}

pub(crate) fn is_han(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter)
}

pub(crate) fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}
