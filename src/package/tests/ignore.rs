//! `.fcignore` says what upstream's matcher makes of it, and the crate `ignore` where those two read a line alike.

use std::collections::BTreeSet;

use ignore::gitignore::GitignoreBuilder;
use proptest::prelude::*;

use super::{Tree, contents};
use crate::package::ignore::{parse, said};

fn theirs(text: &str, path: &str, is_folder: bool) -> Result<Option<bool>, ignore::Error> {
    let mut builder = GitignoreBuilder::new("");
    builder.case_insensitive(true)?;
    for line in text.lines() {
        builder.add_line(None, line)?;
    }
    let found = builder.build()?;
    let found = found.matched(path, is_folder);
    Ok((!found.is_none()).then_some(found.is_ignore()))
}

/// Whether git and upstream read a line alike. They do not where blanks stand around it, where several slashes or
/// signs stand side by side, and of a name alone with a slash behind it; those are recorded below.
fn is_common(line: &str) -> bool {
    let name = line.trim_start_matches('!').strip_suffix('/');
    let is_name_of_folder = name.is_some_and(|name| !name.contains('/'));
    let is_blank = line != line.trim() || line.ends_with("\\ ");
    !is_blank && !is_name_of_folder && !line.contains("//") && !line.starts_with("!!")
}

proptest! {
    #[test]
    fn it_means_what_ignore_makes_of_it(
        lines in prop::collection::vec("(#|!|\\\\!|\\\\#|/)?(a|b|\\*|\\?|/|\\*\\*|\\[ab\\]|\\[|\\{|\\{a,b\\}|\\\\a|#| ){0,5}(/|\\\\/|/\\*\\*|\\\\ | )?", 1..4),
        paths in prop::collection::vec(("[abA!# ]{1,2}(/[abB ]{1,2}){0,3}", any::<bool>()), 8),
    ) {
        let lines: Vec<String> = lines.into_iter().filter(|line| is_common(line)).collect();
        let text = lines.join("\n");
        let rules = parse("", text.as_bytes());
        // A file is in or out as git has it. Of folders upstream, other than git, looks into those that a `!` line
        // leads into, and not into those of which a line keeps all out: what comes of that is recorded below.
        let is_gits = |line: &String| !line.starts_with('!') && !line.contains("/**");
        let folders = lines.iter().all(is_gits);
        for (path, is_folder) in paths.iter().filter(|(_, is_folder)| folders || !is_folder) {
            let theirs = theirs(&text, path, *is_folder);
            match (&rules, theirs) {
                (Ok(rules), Ok(theirs)) => {
                    let ours = said(rules, path, *is_folder);
                    prop_assert_eq!(ours, theirs, "{:?} {}", text, path);
                }
                (Err(_), Err(_)) => {}
                (ours, theirs) => {
                    let verdicts = (ours.is_ok(), theirs.is_ok());
                    prop_assert!(false, "{:?} {:?}", text, verdicts);
                }
            }
        }
    }
}

/// What the matcher of upstream fc3 packed of these files (`@serverless-devs/ignore-walk` 0.0.1, recorded): a line
/// a case, with the `.fcignore` of the code and of its folder `a` as JSON, and a `1` for each file that was packed.
const RECORDED: &str = include_str!("ignore/recorded.tsv");

const FILES: [&str; 14] = [
    "a/a/a",
    "a/a/b",
    "a/b/a",
    "a/b/b/c",
    "a/c",
    "a/d.txt",
    "b/a/b",
    "b/b",
    "b/c/a",
    "b/c/d.txt",
    "c",
    "d.txt",
    "D/a/c",
    "D/E.TXT",
];

/// The same of the other forms of a line: `./` and several slashes, blanks around it, several `!`, a name alone with
/// a slash behind it. The first line has the files.
const FORMS: &str = include_str!("ignore/forms.tsv");

#[test]
fn what_is_packed_is_what_upstream_packs() {
    holds(&FILES, RECORDED.lines());
}

#[test]
fn every_form_of_a_line_means_what_it_means_upstream() {
    let mut lines = FORMS.lines();
    let files: Vec<String> = lines
        .next()
        .expect("the files")
        .split('\t')
        .map(|json| serde_json::from_str(json).expect("JSON"))
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    holds(&files, lines);
}

/// Holds us to recorded lines about these files.
fn holds(files: &[&str], recorded: std::str::Lines<'_>) {
    let whole = files
        .iter()
        .fold(Tree::new(), |tree, path| tree.file(path, ""));
    for line in recorded {
        let fields: Vec<&str> = line.split('\t').collect();
        let [outer, inner] =
            [fields[0], fields[1]].map(|json| serde_json::from_str::<String>(json).expect("JSON"));
        let tree = whole.clone().file(".fcignore", &outer);
        let tree = match inner.is_empty() {
            true => tree,
            false => tree.file("a/.fcignore", &inner),
        };
        let packed = packed(&tree);
        let packed = files
            .iter()
            .map(|path| if packed.contains(*path) { '1' } else { '0' });
        assert_eq!(packed.collect::<String>(), fields[2], "{line}");
    }
}

/// The names in the package; none where all of them are left out.
fn packed(tree: &Tree) -> BTreeSet<String> {
    let packed = tree.pack().map(|packed| contents(packed.made()));
    packed.map_or_else(|_| BTreeSet::new(), |all| all.into_keys().collect())
}

#[test]
fn a_file_is_taken_in_below_an_excluded_folder() {
    let tree = Tree::new()
        .file("ign/keep.txt", "")
        .file("ign/sub/keep.txt", "")
        .file("ign/drop.txt", "")
        .file("other/drop.txt", "");
    let packed = |rules: &str| {
        let mut names = packed(&tree.clone().file(".fcignore", rules));
        names.remove(".fcignore");
        Vec::from_iter(names).join(" ")
    };
    let ign = "ign/drop.txt ign/keep.txt ign/sub/keep.txt";
    assert_eq!(packed("other\nign/*\n!ign/keep.txt"), "ign/keep.txt");
    assert_eq!(
        packed("/other\nign/**\n!ign/sub/keep.txt"),
        "ign/sub/keep.txt"
    );
    // What no line is about by itself comes along.
    for rules in [
        "/ign\n!ign/keep.txt",
        "ign\n!/ign/keep.txt",
        "IGN/\n!ign/{a,keep}.txt",
    ] {
        assert_eq!(packed(&format!("other\n{rules}")), ign, "{rules}");
    }
    // A name alone leads nowhere.
    assert_eq!(packed("other\n/ign\n!keep.txt"), "");
}
