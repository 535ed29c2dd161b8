//! One catalogue of everything that fc-guard says, complete in both languages. The texts stand where
//! the facts are known; this gathers them from the sources, checks each, and keeps
//! `src/words/catalogue.tsv` true.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "the tests stand outside of the core"
)]

mod found;
mod js;
mod loose;
mod rules;
mod rust;
#[path = "../sources/mod.rs"]
mod sources;

use std::fs;

use found::Found;
use sources::{files, name, root};
use unicode_width::UnicodeWidthStr as _;

const CATALOGUE: &str = "src/words/catalogue.tsv";

/// Every text of the program, without those of its tests.
fn all() -> Found {
    let mut found = Found::default();
    for file in files(&root().join("component"), "js") {
        // What the compiler made has no texts of its own.
        if !name(&file).starts_with("component/wasm/") {
            let source = fs::read_to_string(&file).unwrap();
            found.extend(js::scan(&name(&file), &source));
        }
    }
    let flags = root().join("component/flags.json");
    let source = fs::read_to_string(&flags).unwrap();
    found.extend(js::table(&name(&flags), &source));
    for source in sources::core() {
        found.extend(rust::scan(&source));
    }
    found
}

#[test]
fn every_text_is_complete_in_both_languages() {
    let found = all();
    assert!(found.pairs.len() > 500, "the sources were not found");
    let wrong: Vec<String> = found
        .pairs
        .iter()
        .flat_map(|pair| {
            let line = |why| {
                format!(
                    "{}: {why}\n    {:?}\n    {:?}",
                    pair.place(),
                    pair.en,
                    pair.zh
                )
            };
            rules::wrong(pair).into_iter().map(line)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The menus, the keys and the pager's line: they are looked at again and again, so they are short
/// enough to stand on one line each. Everything else is wrapped where it is long (`view/wrap.rs`).
#[test]
fn menus_and_keys_fit_in_80_columns() {
    const MARK: usize = "> [l] ".len();
    let is_menu = |file: &str| {
        [
            "src/decide.rs",
            "src/decide/one/card.rs",
            "src/view/pager.rs",
        ]
        .contains(&file)
    };
    // Sentences, errors and hints are wrapped.
    let is_long = |en: &str| en.ends_with('.') || en.contains("; ") || en.contains("--");
    let pairs = all().pairs;
    let short = pairs
        .iter()
        .filter(|pair| is_menu(&pair.file) && !is_long(&pair.en));
    for pair in short {
        for line in [&pair.en, &pair.zh] {
            let mark = if line.contains('[') { 0 } else { MARK };
            assert!(line.width() + mark <= 80, "{}: {line}", pair.place());
        }
    }
}

#[test]
fn no_text_is_outside_of_the_catalogue() {
    let Found { loose, .. } = all();
    let wrong: Vec<String> = loose
        .iter()
        .filter(|(file, _, text)| loose::is_loose(file, text))
        .map(|(file, line, text)| format!("{file}:{line}: {text:?}"))
        .collect();
    assert!(
        wrong.is_empty(),
        "a text in one language only; use words! or, if nobody reads it, tests/catalogue/loose.rs:\n{}",
        wrong.join("\n")
    );
    assert_eq!(loose::idle(&loose), []);
}

#[test]
fn the_catalogue_is_what_the_sources_say() {
    let cell = |text: &str| {
        text.replace('\\', "\\\\")
            .replace('\n', "\\n")
            .replace('\t', "\\t")
    };
    let mut table = "file\tEnglish\t中文\n".to_owned();
    for pair in all().pairs {
        let (en, zh) = (cell(&pair.en), cell(&pair.zh));
        table.push_str(&format!("{}\t{en}\t{zh}\n", pair.file));
    }
    let file = root().join(CATALOGUE);
    if std::env::var_os("UPDATE_CATALOGUE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &table).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept.replace('\r', "") == table,
        "{CATALOGUE} is old; renew it: UPDATE_CATALOGUE=1 cargo test --test catalogue"
    );
}
