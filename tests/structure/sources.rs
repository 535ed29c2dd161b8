//! The sources as tokens, without what is only compiled for tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// One file.
pub(crate) struct Source {
    /// From the project's folder.
    pub(crate) name: String,
    pub(crate) tokens: Vec<TokenTree>,
}

impl Source {
    pub(crate) fn of(name: &str, text: &str) -> Source {
        Source {
            name: name.to_owned(),
            tokens: text.parse::<TokenStream>().unwrap().into_iter().collect(),
        }
    }
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The text of a file of the project.
pub(crate) fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// All files of a folder of the project but those of tests.
pub(crate) fn below(folder: &str) -> Vec<Source> {
    let root = root();
    let mut sources = Vec::new();
    let mut tests = BTreeSet::new();
    for file in files(&root.join(folder)) {
        let name = file.strip_prefix(root).unwrap().display().to_string();
        let source = Source::of(&name, &fs::read_to_string(&file).unwrap());
        let (tokens, modules) = without_tests(source.tokens);
        let own = name.strip_suffix(".rs").unwrap();
        let own = own.strip_suffix("/lib").unwrap_or(own);
        tests.extend(modules.iter().map(|module| format!("{own}/{module}")));
        sources.push(Source { name, tokens });
    }
    let is_test = |name: &str| {
        let of = |test: &String| {
            name.starts_with(&format!("{test}.rs")) || name.starts_with(&format!("{test}/"))
        };
        tests.iter().any(of)
    };
    sources.retain(|source| !is_test(&source.name));
    sources
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The tokens without items for tests, and the names of modules that are such an item.
fn without_tests(tokens: Vec<TokenTree>) -> (Vec<TokenTree>, Vec<String>) {
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut tokens = tokens.into_iter().peekable();
    let mut skips = false;
    while let Some(token) = tokens.next() {
        if is_sign(&token, '#')
            && let Some(TokenTree::Group(attribute)) = tokens.peek()
        {
            skips |= attribute.stream().to_string().replace(' ', "") == "cfg(test)";
            tokens.next();
            continue;
        }
        if !skips {
            kept.push(token);
            continue;
        }
        if let TokenTree::Ident(word) = &token
            && word == "mod"
            && let Some(TokenTree::Ident(name)) = tokens.peek()
        {
            modules.push(name.to_string());
        }
        let is_block = matches!(&token, TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace);
        skips = !is_block && !is_sign(&token, ';');
    }
    (kept, modules)
}

pub(crate) fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}
