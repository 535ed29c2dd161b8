//! What a pattern says.

use super::{Class, Token};
use crate::words;
use crate::words::Words;

/// Braces within braces; more than this is no pattern that anybody has written.
const DEPTH: usize = 50;

/// Why a text is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobFault {
    /// `{` without `}`.
    Unclosed,
    /// `}` without `{`.
    Unopened,
    /// `[z-a]`
    Backwards(char, char),
    /// `\` at the end.
    NothingEscaped,
    /// Braces within braces within braces.
    Deep,
}

impl GlobFault {
    /// What is wrong.
    pub fn words(self) -> Words {
        match self {
            GlobFault::Unclosed => words!("a {{ is not closed", "有 {{ 没有闭合"),
            GlobFault::Unopened => words!("a }} closes nothing", "有多余的 }}"),
            GlobFault::Backwards(from, to) => words!(
                "the range {from}-{to} runs backwards",
                "范围 {from}-{to} 的顺序颠倒"
            ),
            GlobFault::NothingEscaped => {
                words!("nothing follows the last \\", "末尾的 \\ 之后没有字符")
            }
            GlobFault::Deep => words!("too many braces within braces", "花括号嵌套过深"),
        }
    }
}

/// The pattern as tokens.
pub(super) fn tokens(pattern: &str) -> Result<Vec<Token>, GlobFault> {
    let mut parser = Parser {
        letters: pattern.chars().collect(),
        at: 0,
        brackets_are_letters: false,
    };
    parser.branch(0)
}

/// Reads a pattern from left to right.
struct Parser {
    /// Of the whole pattern.
    letters: Vec<char>,
    /// The next letter.
    at: usize,
    /// A `[` that nothing closes stands for itself, and so does every later one.
    brackets_are_letters: bool,
}

impl Parser {
    /// The next letter, which stays the next one.
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    /// The next letter, and goes on behind it.
    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += 1;
        next
    }

    /// All up to the end of the pattern, or of this branch of that many braces.
    fn branch(&mut self, depth: usize) -> Result<Vec<Token>, GlobFault> {
        let mut tokens = Vec::new();
        while let Some(letter) = self.peek() {
            // Outside of braces a comma is a letter, and a closing brace an error.
            if depth > 0 && matches!(letter, ',' | '}') {
                break;
            }
            self.at += 1;
            match letter {
                '?' => tokens.push(Token::Any),
                '*' => self.stars(&mut tokens, depth),
                '[' => tokens.push(self.class()?),
                '{' => tokens.push(self.braces(depth + 1)?),
                '}' => return Err(GlobFault::Unopened),
                '\\' => tokens.extend(bytes(self.next().ok_or(GlobFault::NothingEscaped)?)),
                letter => tokens.extend(bytes(letter)),
            }
        }
        Ok(tokens)
    }

    /// What follows a `{`, its `}` included.
    fn braces(&mut self, depth: usize) -> Result<Token, GlobFault> {
        if depth > DEPTH {
            return Err(GlobFault::Deep);
        }
        let mut branches = Vec::new();
        loop {
            branches.push(self.branch(depth)?);
            // A branch ends at a comma, at its brace, or with the pattern.
            match self.next() {
                None => return Err(GlobFault::Unclosed),
                Some('}') => return Ok(Token::Either(branches)),
                Some(_) => {}
            }
        }
    }

    /// What follows a first `*`. Two are more than one only where they are all of a step of a path.
    fn stars(&mut self, tokens: &mut Vec<Token>, depth: usize) {
        // `at` stands behind the first star, so what was before that is two letters back.
        let before = self.at.checked_sub(2).map(|at| self.letters[at]);
        if self.peek() != Some('*') {
            return tokens.push(Token::Star);
        }
        self.at += 1;
        let is_last = match self.peek() {
            None => true,
            Some(',' | '}') => depth > 0 && !tokens.is_empty(),
            Some(_) => false,
        };
        let is_step = is_last || self.peek() == Some('/');
        if !is_step || !(tokens.is_empty() || before == Some('/')) {
            return tokens.push(Token::Star);
        }
        if self.peek() == Some('/') {
            self.at += 1;
        }
        // It takes along the slash before it, or the step of the same kind.
        let step = match tokens.pop() {
            None | Some(Token::Before) => Token::Before,
            Some(_) if is_last => Token::Below,
            Some(_) => Token::Between,
        };
        tokens.push(step);
    }

    /// What follows a `[`.
    fn class(&mut self) -> Result<Token, GlobFault> {
        let letter = Ok(Token::Byte(b'['));
        if self.brackets_are_letters {
            return letter;
        }
        let negated = matches!(self.peek(), Some('!' | '^'));
        let start = self.at + usize::from(negated);
        // Right behind the opening one it is a letter of the class.
        let mut later = self.letters.iter().skip(start + 1);
        let end = later.position(|letter| *letter == ']');
        let end = end.map(|end| start + 1 + end);
        // Also of a bracket that nothing closes: a range that runs backwards is an error there, too.
        let ranges = ranges(&self.letters[start..end.unwrap_or(self.letters.len())])?;
        let Some(end) = end else {
            // Nothing closes it, so nothing closes a later one either.
            self.brackets_are_letters = true;
            return letter;
        };
        self.at = end + 1;
        Ok(Token::Class(Class { negated, ranges }))
    }
}

/// The letters of a class. A `-` makes a range of the letters beside it, and is a letter at either end.
fn ranges(letters: &[char]) -> Result<Vec<(u8, u8)>, GlobFault> {
    let mut ranges: Vec<(char, char)> = Vec::new();
    let mut is_open = false;
    for letter in letters {
        match ranges.last_mut() {
            Some((from, to)) if is_open => {
                *to = *letter;
                is_open = false;
                if to < from {
                    return Err(GlobFault::Backwards(*from, *to));
                }
            }
            Some(_) if *letter == '-' => is_open = true,
            Some(_) | None => ranges.push((*letter, *letter)),
        }
    }
    // The range was begun and has no end, so its sign was a letter.
    if is_open {
        ranges.push(('-', '-'));
    }
    Ok(ranges.into_iter().flat_map(byte_ranges).collect())
}

/// Of letters that are several bytes each byte counts by itself; a range runs from the last byte of its
/// first letter to the first of its last.
fn byte_ranges((from, to): (char, char)) -> Vec<(u8, u8)> {
    let alone = |letter: char| letter.to_string().into_bytes().into_iter();
    let mut all: Vec<(u8, u8)> = alone(from).map(|byte| (byte, byte)).collect();
    if from != to {
        let mut others = alone(to);
        if let (Some(last), Some(first)) = (all.last_mut(), others.next()) {
            last.1 = first;
        }
        all.extend(others.map(|byte| (byte, byte)));
    }
    all
}

/// A letter as the bytes that it has in UTF-8.
fn bytes(letter: char) -> impl Iterator<Item = Token> {
    letter.to_string().into_bytes().into_iter().map(Token::Byte)
}
