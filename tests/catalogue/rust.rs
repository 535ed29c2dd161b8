//! The texts of Rust sources. They are found among the tokens, so that a message within another
//! macro is seen like any other.

use proc_macro2::{Literal, TokenStream, TokenTree};

use crate::found::{Found, Pair};
use crate::sources::{Source, is_sign};

/// What stands in one file.
pub(crate) fn scan(source: &Source) -> Found {
    let mut scan = Scan {
        file: &source.name,
        found: Found::default(),
    };
    scan.walk(source.tokens.clone());
    scan.found
}

struct Scan<'a> {
    file: &'a str,
    found: Found,
}

impl Scan<'_> {
    fn walk(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(name)
                    if name == "words" && tokens.next_if(|next| is_sign(next, '!')).is_some() =>
                {
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
}

fn text(literal: Literal) -> Option<(String, usize)> {
    let line = literal.span().start().line;
    match syn::Lit::new(literal) {
        syn::Lit::Str(text) => Some((text.value(), line)),
        _ => None,
    }
}
