//! The order of the rooms, as ARCHITECTURE.md draws it: each imports only what stands on a lower line.

use std::collections::BTreeMap;
use std::fs;

use proc_macro2::{TokenStream, TokenTree};

use crate::sources::{Source, is_sign, root};

/// What ARCHITECTURE.md says.
pub(crate) fn architecture() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap()
}

/// The line of each room of a crate, the topmost first. What stands behind two spaces is for people.
pub(crate) fn drawn(architecture: &str, of: &str) -> BTreeMap<String, usize> {
    let start = format!("<!-- the order of the rooms of {of} -->\n```\n");
    let list = architecture.split_once(&start).unwrap().1;
    let list = list.split_once("```").unwrap().0;
    let mut lines = BTreeMap::new();
    for (number, line) in list.lines().enumerate() {
        let names = line.split_once("  ").map_or(line, |(names, _)| names);
        for name in names.split_whitespace() {
            let twice = lines.insert(name.to_owned(), number);
            assert_eq!(twice, None, "{name} is drawn twice");
        }
    }
    lines
}

/// The room that a file stands in: a module of the crate.
pub(crate) fn room(source: &Source) -> &str {
    let name = source.name.trim_start_matches("emulator/");
    let name = name.trim_start_matches("src/").split('/').next();
    let name = name.unwrap_or_default();
    name.trim_end_matches(".rs")
}

/// Each import of a room that does not stand on a lower line.
pub(crate) fn upward(source: &Source, drawn: &BTreeMap<String, usize>) -> Vec<String> {
    let own = room(source);
    let line = |room: &str| drawn.get(room).copied();
    let mut imported = Vec::new();
    imports(source.tokens.clone(), &mut imported);
    imported
        .into_iter()
        .filter(|other| other != own && line(other) <= line(own))
        .map(|other| format!("{}: {own} imports {other}", source.name))
        .collect()
}

/// What follows `crate::`, everywhere.
fn imports(tokens: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let next = |steps: usize| tokens.get(at + steps);
        let is_path = |steps: usize| next(steps).is_some_and(|token| is_sign(token, ':'));
        match token {
            TokenTree::Ident(word) if word == "crate" && is_path(1) && is_path(2) => {
                match next(3) {
                    Some(TokenTree::Ident(room)) => found.push(room.to_string()),
                    other => panic!("a path that is not understood: crate::{other:?}"),
                }
            }
            TokenTree::Group(group) => imports(group.stream(), found),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
