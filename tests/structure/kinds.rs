//! Where the sources tell kinds of resources apart.

use proc_macro2::TokenTree;

use crate::sources::{Source, is_sign};

/// The variants of the core's `Kind`; other types of that name have others.
const KINDS: [&str; 8] = [
    "Function",
    "Trigger",
    "CustomDomain",
    "AsyncInvokeConfig",
    "VpcBinding",
    "ProvisionConfig",
    "ScalingConfig",
    "ConcurrencyConfig",
];

/// Each pattern and each comparison that names a kind.
pub(crate) fn told_apart(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    walk(&source.tokens, &mut |kind| {
        let line = kind.span().start().line;
        found.push(format!("{}:{line}", source.name));
    });
    found
}

fn walk(tokens: &[TokenTree], found: &mut dyn FnMut(&TokenTree)) {
    let mut from = 0;
    for (at, token) in tokens.iter().enumerate() {
        let next = |steps: usize| tokens.get(at + steps);
        let is = |steps: usize, sign| next(steps).is_some_and(|token| is_sign(token, sign));
        if is_sign(token, '=') && is(1, '>') {
            // What stands before the arrow, back to the end of the arm before, is a pattern.
            first_kind(&tokens[from..at])
                .into_iter()
                .for_each(&mut *found);
        }
        if (is_sign(token, '=') || is_sign(token, '!')) && is(1, '=') {
            let around = tokens[at.saturating_sub(4)..tokens.len().min(at + 6)].to_vec();
            kind_at_top(&around).into_iter().for_each(|one| found(&one));
        }
        if matches!(token, TokenTree::Ident(word) if word == "let") {
            let end = tokens[at..].iter().position(|token| is_sign(token, '='));
            let pattern = &tokens[at..end.map_or(tokens.len(), |end| at + end)];
            first_kind(pattern).into_iter().for_each(&mut *found);
        }
        if matches!(token, TokenTree::Ident(word) if word == "matches")
            && is(1, '!')
            && let Some(TokenTree::Group(group)) = next(2)
        {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            first_kind(&inner).into_iter().for_each(&mut *found);
        }
        if is_sign(token, ',') || is_sign(token, '>') {
            from = at + 1;
        }
        if let TokenTree::Group(group) = token {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            walk(&inner, found);
            if group.delimiter() == proc_macro2::Delimiter::Brace {
                from = at + 1;
            }
        }
    }
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

fn kind_at_top(tokens: &[TokenTree]) -> Option<TokenTree> {
    let found = (0..tokens.len()).find(|at| is_kind(tokens, *at));
    found.map(|at| tokens[at].clone())
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
    word(0) == "Kind" && is_path(1) && is_path(2) && KINDS.contains(&word(3).as_str())
}
