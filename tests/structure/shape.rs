//! How large the pieces of the sources are, and what their types are called.

use std::collections::BTreeMap;
use std::fs;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::sources::{Source, is_sign, root};

/// A function with a body.
pub(crate) struct Function {
    /// From its `fn` to the end of its body.
    pub(crate) lines: usize,
    /// Without `self`.
    pub(crate) parameters: usize,
}

/// The lines of a file, without what is only compiled for tests: that stands at its end.
pub(crate) fn lines(source: &Source) -> usize {
    let text = fs::read_to_string(root().join(&source.name)).unwrap();
    let tests = text.find("#[cfg(test)]\nmod tests {");
    text[..tests.unwrap_or(text.len())].lines().count()
}

/// The functions of a file, those inside of others too.
pub(crate) fn functions(source: &Source) -> Vec<Function> {
    let mut found = Vec::new();
    walk(source.tokens.clone(), &mut |tokens| {
        found.extend(function(tokens));
    });
    found
}

/// The names of the types that a file defines.
pub(crate) fn types(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    // Inside of an implementation `type` says what an associated one is.
    each(source.tokens.clone(), &mut |tokens| match tokens {
        [TokenTree::Ident(word), TokenTree::Ident(name), ..]
            if ["struct", "enum", "trait", "union", "type"]
                .iter()
                .any(|one| word == one) =>
        {
            found.push(name.to_string());
        }
        _ => {}
    });
    found
}

/// Whether a file names the type.
pub(crate) fn names(source: &Source, name: &str) -> bool {
    is_in(source.tokens.clone(), name)
}

fn is_in(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == name,
        TokenTree::Group(group) => is_in(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The names that mean more than one type, each with the files that define it.
pub(crate) fn ambiguous(sources: &[Source]) -> Vec<String> {
    let mut files: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for source in sources {
        for name in types(source) {
            files.entry(name).or_default().push(&source.name);
        }
    }
    let several = files.into_iter().filter(|(_, files)| files.len() > 1);
    several
        .map(|(name, files)| format!("{name}: {}", files.join(", ")))
        .collect()
}

/// The value below which so many of a hundred are.
pub(crate) fn percentile(mut values: Vec<usize>, percent: usize) -> usize {
    values.sort_unstable();
    values[(values.len() - 1) * percent / 100]
}

/// Shows what begins at each token that no brackets are around.
fn each(tokens: TokenStream, see: &mut dyn FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for at in 0..tokens.len() {
        see(&tokens[at..]);
    }
}

/// Shows what begins at each token, however deep.
fn walk(tokens: TokenStream, see: &mut dyn FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for at in 0..tokens.len() {
        see(&tokens[at..]);
        if let TokenTree::Group(group) = &tokens[at] {
            walk(group.stream(), see);
        }
    }
}

fn function(tokens: &[TokenTree]) -> Option<Function> {
    let [TokenTree::Ident(word), TokenTree::Ident(_), rest @ ..] = tokens else {
        return None;
    };
    let rest = rest.get(generics(rest)..)?;
    let (TokenTree::Group(parameters), rest) = rest.split_first().filter(|_| word == "fn")? else {
        return None;
    };
    let ends = |token: &&TokenTree| is_sign(token, ';') || is_body(token).is_some();
    let body = is_body(rest.iter().find(ends)?)?;
    Some(Function {
        lines: body.span_close().end().line - word.span().start().line + 1,
        parameters: count(parameters),
    })
}

/// How many tokens the generic parameters behind a function's name are.
fn generics(tokens: &[TokenTree]) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        let is_arrow = at > 0 && is_sign(&tokens[at - 1], '-');
        if is_sign(token, '<') {
            depth += 1;
        } else if is_sign(token, '>') && !is_arrow {
            depth -= 1;
        }
        if depth == 0 {
            return at + usize::from(at > 0);
        }
    }
    tokens.len()
}

fn is_body(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}

/// The parameters in these brackets. A comma between angle brackets parts none.
fn count(parameters: &Group) -> usize {
    let (mut depth, mut count, mut is_one, mut is_self) = (0, 0, false, false);
    let mut before = None;
    for token in parameters.stream() {
        let is_arrow = before.as_ref().is_some_and(|one| is_sign(one, '-'));
        if is_sign(&token, '<') {
            depth += 1;
        } else if is_sign(&token, '>') && !is_arrow {
            depth -= 1;
        }
        is_one |= !is_sign(&token, ',');
        is_self |= count == 0 && matches!(&token, TokenTree::Ident(word) if word == "self");
        if depth == 0 && is_sign(&token, ',') {
            count += usize::from(is_one);
            is_one = false;
        }
        before = Some(token);
    }
    count + usize::from(is_one) - usize::from(is_self)
}
