//! Where the sources tell kinds of resources apart.

use fc_guard::model::kind::Kind;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::sources::{Source, is_sign};

/// The variants of the enumeration in its source.
pub(crate) fn variants(source: &Source) -> Vec<String> {
    let mut tokens = source.tokens.clone().into_iter();
    let words = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "enum");
    tokens.find(words).unwrap();
    assert_eq!(tokens.next().unwrap().to_string(), "Kind");
    match tokens.next() {
        Some(TokenTree::Group(group)) => {
            let words = group
                .stream()
                .into_iter()
                .filter(|token| !is_sign(token, ','));
            words.map(|word| word.to_string()).collect()
        }
        found => panic!("{found:?}"),
    }
}

/// Each pattern and each comparison that names a kind.
pub(crate) fn told_apart(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    walk(source.tokens.clone(), &mut |kind| {
        let line = kind.span().start().line;
        found.push(format!("{}:{line}", source.name));
    });
    found
}

fn walk(tokens: TokenStream, found: &mut dyn FnMut(&TokenTree)) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut from = 0;
    for (at, token) in tokens.iter().enumerate() {
        let next = |steps: usize| tokens.get(at + steps);
        let is = |steps: usize, sign| next(steps).is_some_and(|token| is_sign(token, sign));
        let named = match token {
            // What stands before the arrow, back to the end of the arm before, is a pattern.
            _ if is_sign(token, '=') && is(1, '>') => first_kind(&tokens[from..at]),
            _ if (is_sign(token, '=') || is_sign(token, '!')) && is(1, '=') => {
                compared(&tokens[..at], &tokens[at + 2..])
            }
            TokenTree::Ident(word) if word == "let" => {
                let end = tokens[at..].iter().position(|token| is_sign(token, '='));
                first_kind(&tokens[at..end.map_or(tokens.len(), |end| at + end)])
            }
            TokenTree::Ident(word) if word == "matches" && is(1, '!') => {
                first_kind(&tokens[at + 2..tokens.len().min(at + 3)])
            }
            TokenTree::Ident(word) if word == "contains" => first_kind(&tokens[at.max(2) - 2..at]),
            // Who takes the variants by themselves could tell them apart unseen.
            TokenTree::Ident(word) if word == "use" => {
                let end = tokens[at..].iter().position(|token| is_sign(token, ';'));
                brought_in(&tokens[at..end.map_or(tokens.len(), |end| at + end)])
            }
            _ => None,
        };
        named.into_iter().for_each(&mut *found);
        if is_sign(token, ',') || is_sign(token, '>') {
            from = at + 1;
        }
        if let TokenTree::Group(group) = token {
            walk(group.stream(), found);
            if group.delimiter() == Delimiter::Brace {
                from = at + 1;
            }
        }
    }
}

/// The kind that ends what stands before a sign, or begins what stands behind it.
fn compared<'t>(before: &'t [TokenTree], after: &'t [TokenTree]) -> Option<&'t TokenTree> {
    let first = before.len().checked_sub(4);
    if let Some(first) = first.filter(|first| is_kind(before, *first)) {
        return before.get(first);
    }
    // A kind by its name is told apart all the same.
    let is_name = |token: &&TokenTree| {
        let text = token.to_string();
        let mut kinds = Kind::ALL.iter();
        kinds.any(|kind| text == format!("{:?}", kind.name()))
    };
    if let Some(name) = after.first().filter(is_name) {
        return Some(name);
    }
    let is_path = |token: &&TokenTree| {
        matches!(token, TokenTree::Ident(_))
            || [':', '&', '*'].iter().any(|sign| is_sign(token, *sign))
    };
    let path = after.iter().take_while(is_path).count();
    first_kind(&after[..path])
}

/// The enumeration, where its variants are taken out of it, or it is given another name. Braces of an import
/// hold names that are looked at like the rest.
fn brought_in(tokens: &[TokenTree]) -> Option<&TokenTree> {
    let is_word =
        |token: &TokenTree, name: &str| matches!(token, TokenTree::Ident(word) if word == name);
    let found = tokens.iter().enumerate().find(|(at, token)| {
        let next = tokens.get(at + 1);
        let is_taken = next.is_some_and(|next| is_sign(next, ':') || is_word(next, "as"));
        let inner = matches!(token, TokenTree::Group(group) if {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            brought_in(&inner).is_some()
        });
        inner || is_word(token, "Kind") && is_taken
    });
    found.map(|(_, token)| token)
}

/// The first kind that these tokens name, however deep.
fn first_kind(tokens: &[TokenTree]) -> Option<&TokenTree> {
    tokens.iter().enumerate().find_map(|(at, token)| {
        let inner = matches!(token, TokenTree::Group(group) if {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            first_kind(&inner).is_some()
        });
        (inner || is_kind(tokens, at)).then_some(token)
    })
}

/// Whether `Kind::Function`, or another, begins there.
fn is_kind(tokens: &[TokenTree], at: usize) -> bool {
    let word = |steps: usize| match tokens.get(at + steps) {
        Some(TokenTree::Ident(word)) => word.to_string(),
        _ => String::new(),
    };
    let is_path = |steps: usize| {
        tokens
            .get(at + steps)
            .is_some_and(|token| is_sign(token, ':'))
    };
    let is_variant = || {
        let mut kinds = Kind::ALL.iter();
        kinds.any(|kind| format!("{kind:?}") == word(3))
    };
    word(0) == "Kind" && is_path(1) && is_path(2) && is_variant()
}
