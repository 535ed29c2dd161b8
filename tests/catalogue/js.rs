//! The texts of the shim. `words('English', '中文')` stands for a pair, as it does in Rust; a literal
//! with Chinese in it is a line of the help, “中文 / English”.

use crate::found::{Found, Pair, has_han};

/// What stands between the halves of a line of the help.
const BETWEEN: &str = " / ";

pub(crate) fn scan(file: &str, source: &str) -> Found {
    let mut found = Found::default();
    let mut literals = literals(source).into_iter().peekable();
    while let Some(Literal {
        line,
        text,
        is_words,
    }) = literals.next()
    {
        let file = file.to_owned();
        if is_words {
            let zh = literals.next().map(|next| next.text).unwrap_or_default();
            found.pairs.push(Pair {
                file,
                line,
                en: text,
                zh,
            });
        } else if let Some((zh, en)) = text.split_once(BETWEEN).filter(|_| has_han(&text)) {
            let (en, zh) = (en.to_owned(), zh.to_owned());
            found.pairs.push(Pair { file, line, en, zh });
        } else {
            found.loose.push((file, line, text));
        }
    }
    found
}

/// The same of a table in JSON, in which every value is a line of the help, or nothing.
pub(crate) fn table(file: &str, source: &str) -> Found {
    let mut found = Found::default();
    for (index, line) in source.lines().enumerate() {
        let Some((_, value)) = line.trim().split_once("\": \"") else {
            continue;
        };
        let text = value.trim_end_matches(',').trim_end_matches('"');
        let (file, line) = (file.to_owned(), index + 1);
        match text.split_once(BETWEEN) {
            Some((zh, en)) => found.pairs.push(Pair {
                file,
                line,
                en: en.to_owned(),
                zh: zh.to_owned(),
            }),
            None => found.loose.push((file, line, text.to_owned())),
        }
    }
    found
}

struct Literal {
    line: usize,
    text: String,
    /// Whether it is the first of a pair.
    is_words: bool,
}

/// Every string of a file. Comments and regular expressions are skipped; the files are our own, so
/// this knows what they use of the language and no more.
fn literals(source: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut before = String::new();
    while let Some(letter) = rest.chars().next() {
        let line = 1 + source[..source.len() - rest.len()].matches('\n').count();
        let taken = match letter {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if begins_value(&before) => 1 + end(&rest[1..], '/'),
            '\'' | '`' => {
                let length = end(&rest[1..], letter);
                let text = unescaped(&rest[1..=length - 1]);
                let is_words = before.trim_end().ends_with("words(");
                found.push(Literal {
                    line,
                    text,
                    is_words,
                });
                1 + length
            }
            _ => letter.len_utf8(),
        };
        if !rest.starts_with("//") {
            before.push_str(&rest[..taken]);
        }
        rest = &rest[taken..];
    }
    found
}

/// Whether what comes next is a value, so that a slash begins a regular expression.
fn begins_value(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    last.is_none_or(|letter| "(,=:[!&|?{};>".contains(letter))
}

/// How much there is up to the sign that is not escaped, with it.
fn end(text: &str, sign: char) -> usize {
    let mut escaped = false;
    for (index, letter) in text.char_indices() {
        if letter == sign && !escaped {
            return index + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    text.len()
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\'", "'")
}
