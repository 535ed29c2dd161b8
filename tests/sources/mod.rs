//! Sources as tokens, without comments, attributes, and what is only compiled for tests.

use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree, token_stream::IntoIter};

/// One file.
#[derive(Clone)]
pub(crate) struct Source {
    /// From the project's folder.
    pub(crate) name: String,
    pub(crate) tokens: TokenStream,
    /// Its modules that are only compiled for tests.
    tests: Vec<String>,
}

impl Source {
    pub(crate) fn of(name: &str, text: &str) -> Source {
        let (tokens, tests) = without_tests(text.parse().unwrap());
        Source {
            name: name.to_owned(),
            tokens,
            tests,
        }
    }
}

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The sources of the core, in order.
pub(crate) fn core() -> Vec<Source> {
    of("src")
}

/// The sources of a crate of the project, in order.
pub(crate) fn of(folder: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    for file in files(&root().join(folder), "rs") {
        sources.push(Source::of(
            &name(&file),
            &fs::read_to_string(&file).unwrap(),
        ));
    }
    let stem = |source: &Source| PathBuf::from(&source.name).with_extension("");
    let below = |source: &Source| {
        let stem = stem(source);
        let tests = source.tests.iter().map(move |test| stem.join(test));
        tests.collect::<Vec<_>>()
    };
    let tests: Vec<PathBuf> = sources.iter().flat_map(below).collect();
    sources.retain(|source| !tests.iter().any(|test| stem(source).starts_with(test)));
    assert!(
        sources.len() > 30,
        "only {} files were found",
        sources.len()
    );
    sources
}

/// The files below a folder with that ending, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|end| end == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file's name as it is told.
pub(crate) fn name(file: &Path) -> String {
    let name = file.strip_prefix(root()).unwrap();
    name.to_str().unwrap().replace('\\', "/")
}

/// The tokens without attributes and without items for tests, and the names of modules that are such an
/// item.
fn without_tests(tokens: TokenStream) -> (TokenStream, Vec<String>) {
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            token if is_sign(&token, '#') => {
                if attribute(&mut tokens).is_some_and(|text| text == "cfg (test)") {
                    modules.extend(skipped(&mut tokens));
                }
            }
            TokenTree::Group(group) => {
                let (inner, below) = without_tests(group.stream());
                let mut own = Group::new(group.delimiter(), inner);
                own.set_span(group.span());
                kept.push(own.into());
                modules.extend(below);
            }
            token => kept.push(token),
        }
    }
    (kept.into_iter().collect(), modules)
}

/// Takes an attribute without its sign, and returns what it says.
fn attribute(tokens: &mut Peekable<IntoIter>) -> Option<String> {
    tokens.next_if(|token| is_sign(token, '!'));
    let is_attribute = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
    match tokens.next_if(is_attribute) {
        Some(TokenTree::Group(group)) => Some(group.stream().to_string()),
        _ => None,
    }
}

/// Skips what an attribute of tests belongs to, up to the end of it, and returns its name if it is a module.
fn skipped(tokens: &mut Peekable<IntoIter>) -> Option<String> {
    let mut words = Vec::new();
    for token in tokens.by_ref() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return None,
            token if is_sign(&token, ';') => break,
            TokenTree::Ident(name) => words.push(name.to_string()),
            _ => {}
        }
    }
    let mut words = words.into_iter().skip_while(|word| word != "mod").skip(1);
    words.next()
}

/// Whether the token is that sign.
pub(crate) fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}
