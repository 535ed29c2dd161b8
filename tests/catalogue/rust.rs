//! The texts of Rust sources. They are found among the tokens, so that a message within another
//! macro is seen like any other, and comments, attributes and tests are not.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree, token_stream::IntoIter};

use crate::found::{Found, Pair};

/// What stands in one file, and the modules of it that are only compiled for tests.
pub(crate) fn scan(file: &str, source: &str) -> (Found, Vec<String>) {
    let tokens: TokenStream = source.parse().unwrap();
    let mut scan = Scan {
        file,
        found: Found::default(),
        tests: Vec::new(),
    };
    scan.walk(tokens);
    (scan.found, scan.tests)
}

struct Scan<'a> {
    file: &'a str,
    found: Found,
    tests: Vec<String>,
}

impl Scan<'_> {
    fn walk(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(sign) if sign.as_char() == '#' => {
                    if attribute(&mut tokens).is_some_and(|text| text == "cfg (test)") {
                        self.skip_item(&mut tokens);
                    }
                }
                TokenTree::Ident(name) if name == "words" && is_sign(tokens.peek(), '!') => {
                    tokens.next();
                    if let Some(TokenTree::Group(group)) = tokens.next() {
                        self.words(group.stream());
                    }
                }
                TokenTree::Group(group) => self.walk(group.stream()),
                TokenTree::Literal(literal) => self.literal(literal),
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }

    /// The two languages of one `words!`. The macro takes nothing but two literals.
    fn words(&mut self, tokens: TokenStream) {
        let literals: Vec<(String, usize)> = tokens
            .into_iter()
            .filter_map(|token| match token {
                TokenTree::Literal(literal) => text(literal),
                _ => None,
            })
            .collect();
        // The macro's own definition has names in their place.
        let Ok([(en, line), (zh, _)]) = <[_; 2]>::try_from(literals) else {
            return;
        };
        let file = self.file.to_owned();
        self.found.pairs.push(Pair { file, line, en, zh });
    }

    fn literal(&mut self, literal: Literal) {
        if let Some((text, line)) = text(literal) {
            self.found.loose.push((self.file.to_owned(), line, text));
        }
    }

    /// Skips what an attribute of tests belongs to, up to the end of it.
    fn skip_item(&mut self, tokens: &mut Peekable<IntoIter>) {
        let mut words = Vec::new();
        for token in tokens.by_ref() {
            match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
                TokenTree::Punct(sign) if sign.as_char() == ';' => break,
                TokenTree::Ident(name) => words.push(name.to_string()),
                _ => {}
            }
        }
        let mut words = words.into_iter().skip_while(|word| word != "mod").skip(1);
        self.tests.extend(words.next());
    }
}

/// Takes an attribute without its sign, and returns what it says.
fn attribute(tokens: &mut Peekable<IntoIter>) -> Option<String> {
    if is_sign(tokens.peek(), '!') {
        tokens.next();
    }
    let is_attribute = matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket);
    if !is_attribute {
        return None;
    }
    match tokens.next() {
        Some(TokenTree::Group(group)) => Some(group.stream().to_string()),
        _ => None,
    }
}

fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == sign)
}

fn text(literal: Literal) -> Option<(String, usize)> {
    let line = literal.span().start().line;
    match syn::Lit::new(literal) {
        syn::Lit::Str(text) => Some((text.value(), line)),
        _ => None,
    }
}
