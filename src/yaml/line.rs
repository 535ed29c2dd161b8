//! Lines and columns of a text.

/// The text from a position on. No text behind its end, or within a character, is asked for if the
/// parser counts right; if it does not, nothing is edited there.
pub(super) fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The text between two positions, or nothing.
pub(super) fn between(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// Where the line of a position begins.
pub(super) fn start(text: &str, at: usize) -> usize {
    between(text, 0, at)
        .rfind('\n')
        .map_or(0, |found| found + 1)
}

/// Where the line of a position ends, before its line break.
pub(super) fn end(text: &str, at: usize) -> usize {
    let end = rest(text, at)
        .find('\n')
        .map_or(text.len(), |found| at + found);
    match between(text, at, end).ends_with('\r') {
        // Line ends of Windows are two letters, and the first of them belongs to the line break.
        true => end - 1,
        false => end,
    }
}

/// Where the line after that of a position begins; the end of the text if there is none.
pub(super) fn next(text: &str, at: usize) -> usize {
    rest(text, at)
        .find('\n')
        .map_or(text.len(), |found| at + found + 1)
}

/// The number of the line of a position, from 1.
pub(super) fn number(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    text.as_bytes()[..at]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

/// How many characters stand before a position on its line.
pub(super) fn column(text: &str, at: usize) -> usize {
    let before = between(text, start(text, at), at).chars();
    // The byte order mark takes no room in an editor.
    before.filter(|letter| *letter != '\u{feff}').count()
}

/// Whether only blanks stand before a position on its line.
pub(super) fn is_first(text: &str, at: usize) -> bool {
    let before = between(text, start(text, at), at);
    before.trim_start_matches('\u{feff}').trim().is_empty()
}

/// Whether nothing but blanks and a comment stands behind a position on its line.
pub(super) fn is_last(text: &str, at: usize) -> bool {
    let rest = between(text, at, end(text, at));
    let blank = rest.trim_start_matches([' ', '\t']);
    // A `#` begins a comment only behind a blank, or at the beginning of a line.
    blank.is_empty()
        || (blank.starts_with('#') && (blank.len() < rest.len() || at == start(text, at)))
}

/// The first position from `at` on where neither a blank, a line break nor a comment stands.
pub(super) fn skip(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            // Elsewhere it is a letter of a value.
            b'#' if at == 0 || bytes[at - 1].is_ascii_whitespace() => at = next(text, at),
            _ => break,
        }
    }
    at
}
