//! The ways in which a server may spell a text that it quotes: as it is, as JSON writes it within quotes
//! (once, or twice where a body is quoted within another), as an address does, or as XML does.

use std::ops::Range;

use crate::wire::entity;

/// How one text is written within another.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spelling {
    /// With so many layers of escapes as in a string of JSON; none is the text as it is.
    Json(u8),
    /// As in an address or a form, or in an address within another.
    Percent(u8),
    /// As in XML and HTML.
    Entity,
}

/// Letters of a secret that tell it where the text ends behind them.
const BEGUN: usize = 8;

/// All that a message is searched for. A body that is quoted within another, and that within a message, has
/// three layers of escapes.
pub(super) const SPELLINGS: [Spelling; 7] = [
    Spelling::Json(0),
    Spelling::Json(1),
    Spelling::Json(2),
    Spelling::Json(3),
    Spelling::Percent(1),
    Spelling::Percent(2),
    Spelling::Entity,
];

impl Spelling {
    /// The letter that a text begins with, and how many bytes it takes there.
    pub(super) fn first(self, text: &str) -> Option<(char, usize)> {
        match self {
            Spelling::Json(layers) => unescaped(text, layers),
            Spelling::Percent(layers) => percent_decoded(text, layers),
            Spelling::Entity => entity::first(text),
        }
    }

    /// The length of what spells these words at the beginning of a text.
    pub(super) fn length(self, text: &str, words: &str) -> Option<usize> {
        let mut at = 0;
        for letter in words.chars() {
            let (found, length) = self.first(&text[at..])?;
            // A form writes a blank as a plus.
            let is_blank = matches!(self, Spelling::Percent(_)) && found == '+' && letter == ' ';
            if found != letter && !is_blank {
                return None;
            }
            at += length;
        }
        Some(at)
    }
}

/// Whether a word could begin, or end, between these two: no letter stands on both sides. The letter of
/// an escape (`\n`, `\u000a`, `%0A`) belongs to no word.
pub(super) fn is_boundary(before: &str, after: char) -> bool {
    let is_letter = before
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    !(is_letter && after.is_alphanumeric()) || ends_with_escape(before)
}

/// Whether the last letter is that of an escape of JSON or of an address.
fn ends_with_escape(text: &str) -> bool {
    let has = |start: &str, digits: usize| {
        let at = text.len().checked_sub(start.len() + digits);
        let tail = at.and_then(|at| text.get(at..));
        let hex = tail.and_then(|tail| tail.strip_prefix(start));
        hex.is_some_and(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()))
    };
    let short = ["\\n", "\\t", "\\r", "\\b", "\\f"];
    short.iter().any(|escape| text.ends_with(escape)) || has("\\u", 4) || has("%", 2)
}

/// A letter behind so many layers of JSON's escapes.
fn unescaped(text: &str, layers: u8) -> Option<(char, usize)> {
    let Some(below) = layers.checked_sub(1) else {
        let letter = text.chars().next()?;
        return Some((letter, letter.len_utf8()));
    };
    let (mark, length) = unescaped(text, below)?;
    if mark != '\\' {
        return Some((mark, length));
    }
    let (kind, more) = unescaped(&text[length..], below)?;
    let end = length + more;
    let letter = match kind {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return code_point(text, end, below),
        other => other,
    };
    Some((letter, end))
}

/// A letter given by its number, of which `\u` ends at that place; those beyond the first 65,536 have two.
fn code_point(text: &str, at: usize, layers: u8) -> Option<(char, usize)> {
    let (high, end) = unit(text, at, layers)?;
    if let Some(letter) = char::from_u32(high) {
        return Some((letter, end));
    }
    // The first half of a pair is no letter by itself.
    let (mark, one) = unescaped(&text[end..], layers)?;
    let (kind, two) = unescaped(&text[end + one..], layers)?;
    if (mark, kind) != ('\\', 'u') {
        return None;
    }
    let (low, end) = unit(text, end + one + two, layers)?;
    let pair = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
    let letter = char::decode_utf16(pair).next()?.ok()?;
    Some((letter, end))
}

/// Four hexadecimal digits.
fn unit(text: &str, mut at: usize, layers: u8) -> Option<(u32, usize)> {
    let mut number = 0;
    for _ in 0..4 {
        let (digit, length) = unescaped(text.get(at..)?, layers)?;
        number = number * 16 + digit.to_digit(16)?;
        at += length;
    }
    Some((number, at))
}

/// A letter whose bytes may be written as `%XX`, in so many layers: `%2540` is `%40`, which is `@`.
fn percent_decoded(text: &str, layers: u8) -> Option<(char, usize)> {
    let Some(below) = layers.checked_sub(1) else {
        let letter = text.chars().next()?;
        return Some((letter, letter.len_utf8()));
    };
    let as_it_is = percent_decoded(text, below)?;
    let (mut bytes, mut at) = (Vec::new(), 0);
    // A letter has four bytes at most.
    while bytes.len() < 4 {
        let Some((byte, length)) = text.get(at..).and_then(|text| percent_byte(text, below)) else {
            break;
        };
        bytes.push(byte);
        at += length;
        if let Some(letter) = only_letter(&bytes) {
            return Some((letter, at));
        }
    }
    Some(as_it_is)
}

/// One byte that is written as `%XX`, and how long that is.
fn percent_byte(text: &str, layers: u8) -> Option<(u8, usize)> {
    let (mark, mut at) = percent_decoded(text, layers)?;
    let mut byte = 0;
    for _ in 0..2 {
        let (digit, length) = percent_decoded(text.get(at..)?, layers)?;
        byte = byte * 16 + digit.to_digit(16)?;
        at += length;
    }
    let byte = u8::try_from(byte).ok()?;
    (mark == '%').then_some((byte, at))
}

/// The letter that these bytes are, if they are just one.
fn only_letter(bytes: &[u8]) -> Option<char> {
    let mut letters = std::str::from_utf8(bytes).ok()?.chars();
    letters.next().filter(|_| letters.next().is_none())
}

/// How much of a text that was cut off is the beginning of these words: enough of them, and then the end.
pub(super) fn begun(text: &str, words: &str) -> Option<usize> {
    let pairs = text.chars().zip(words.chars());
    let common = pairs.take_while(|(one, other)| one == other);
    let (count, length) = common.fold((0, 0), |(count, length), (letter, _)| {
        (count + 1, length + letter.len_utf8())
    });
    let rest = &text[length..];
    let is_cut = rest.is_empty() || rest.starts_with("...") || rest.starts_with('…');
    (count >= BEGUN && is_cut).then_some(length)
}

/// The text with what lies in these ranges replaced by a mask; those that overlap are one.
pub(super) fn masked(text: &str, mut hidden: Vec<Range<usize>>) -> String {
    hidden.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let (mut shown, mut end) = (String::new(), 0);
    for range in hidden {
        if range.start >= end {
            shown.push_str(&text[end..range.start]);
            shown.push_str("•••");
        }
        end = end.max(range.end);
    }
    shown.push_str(&text[end..]);
    shown
}
