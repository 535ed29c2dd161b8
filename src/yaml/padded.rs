//! A text as the parser gets it: closing brackets can be moved to the right.

use crate::yaml::line;

/// So deep that no bracket stands left of what it closes.
const BLANKS: &str = "                                                                ";

/// How many brackets may stand too far to the left.
pub(super) const MOST: usize = 64;

/// The text with blanks put in, and the way back to the real one.
pub(super) struct Padded {
    /// What the parser reads.
    pub(super) text: String,
    /// The byte of the real text at which every character begins.
    pub(super) bytes: Vec<usize>,
}

impl Padded {
    /// Nothing is moved yet.
    pub(super) fn new(text: &str) -> Padded {
        let bytes = text.char_indices().map(|(at, _)| at);
        Padded {
            text: text.to_owned(),
            bytes: bytes.chain([text.len()]).collect(),
        }
    }

    /// Puts blanks before a closing bracket that is the first of its line. Says whether it did:
    /// nothing else is moved, and nothing twice.
    pub(super) fn pad(&mut self, text: &str, at: usize) -> bool {
        let is_bracket = line::rest(text, at).starts_with(['}', ']']);
        // A place that several characters lead to has been padded before.
        let places = self.bytes.iter().filter(|byte| **byte == at).count();
        if !is_bracket || places != 1 || !line::is_first(text, at) {
            return false;
        }
        let Some(index) = self.bytes.iter().position(|byte| *byte == at) else {
            return false;
        };
        let Some((byte, _)) = self.text.char_indices().nth(index) else {
            return false;
        };
        self.text.insert_str(byte, BLANKS);
        // All blanks lead to the bracket: wherever the parser stops in them, that is the real place.
        self.bytes.splice(index..index, BLANKS.bytes().map(|_| at));
        true
    }
}
