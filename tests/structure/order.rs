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
    imports(source.tokens.clone(), depth(source), &mut imported);
    imported
        .into_iter()
        .filter(|other| other != own && line(other) <= line(own))
        .map(|other| format!("{}: {own} imports {other}", source.name))
        .collect()
}

/// How many modules stand around that of a file, and its own: so many `super` lead to the crate.
fn depth(source: &Source) -> usize {
    let name = source.name.trim_start_matches("emulator/");
    let name = name.trim_start_matches("src/");
    name.split('/').count()
}

/// What follows `crate::`, or as many `super::` as lead there, everywhere. Modules inside of a file stand deeper,
/// so there fewer of them may be meant than are counted.
fn imports(tokens: TokenStream, depth: usize, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_word = |at: usize, name: &str| matches!(tokens.get(at), Some(TokenTree::Ident(word)) if word == name);
    let is_path = |at: usize| {
        let is_colon = |at: usize| tokens.get(at).is_some_and(|token| is_sign(token, ':'));
        is_colon(at) && is_colon(at + 1)
    };
    for (at, token) in tokens.iter().enumerate() {
        let mut end = at;
        if is_word(at, "crate") {
            end = at + 1;
        } else if is_word(at, "super") && !(at > 2 && is_path(at - 2) && is_word(at - 3, "super")) {
            let supers = (0..)
                .take_while(|step| is_word(at + 3 * step, "super") && is_path(at + 3 * step + 1));
            let count = supers.count();
            end = if count >= depth {
                at + 3 * count - 2
            } else {
                at
            };
        }
        if end > at && is_path(end) {
            match tokens.get(end + 2) {
                Some(TokenTree::Ident(room)) => found.push(room.to_string()),
                other => panic!("a path that is not understood: {token}::{other:?}"),
            }
        }
        if let TokenTree::Group(group) = token {
            imports(group.stream(), depth, found);
        }
    }
}
