//! Folders.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Tree, contents, order, set};
use crate::package::checksum;
use crate::ports::EntryKind;

const FILE: u32 = 0o100_644;
const PROGRAM: u32 = 0o100_755;
const FOLDER: u32 = 0o040_755;
const LINK: u32 = 0o120_777;

fn sample() -> Tree {
    Tree::new()
        .file(
            "index.py",
            &"def handler(event, context):\n    return event\n".repeat(50),
        )
        .file("empty.txt", "")
        .file("bootstrap", "#!/bin/sh\n")
        .file("lib/bootstrap", "#!/bin/sh\n")
        .program("bin/run", "#!/bin/sh\nexec true\n")
        .file("配置/说明.md", "中文")
        .link("lib/run", "../bin/run")
        .link("nowhere", "lib/missing")
        .folder("tmp")
        .file("lib-a/x", "x")
        .file("prose.txt", &prose())
}

/// Text in which the compressor finds much to do, over several of its blocks.
fn prose() -> String {
    let mut state: u32 = 1;
    let mut text = String::new();
    while text.len() < 300_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push_str(&format!("{:x} ", state >> (8 + state % 20)));
    }
    text
}

fn packed_names(tree: &Tree) -> BTreeSet<String> {
    tree.names().into_iter().collect()
}

#[test]
fn everything_comes_back_out() {
    let packed = sample().pack().expect("a package");
    let found = contents(packed.made());
    let text = "def handler(event, context):\n    return event\n".repeat(50);
    let prose = prose();
    let expected: [(&str, u32, &str); 11] = [
        ("bin/run", PROGRAM, "#!/bin/sh\nexec true\n"),
        ("bootstrap", PROGRAM, "#!/bin/sh\n"),
        ("empty.txt", FILE, ""),
        ("index.py", FILE, &text),
        ("lib-a/x", FILE, "x"),
        ("lib/bootstrap", FILE, "#!/bin/sh\n"),
        ("lib/run", LINK, "../bin/run"),
        ("nowhere", LINK, "lib/missing"),
        ("prose.txt", FILE, &prose),
        ("tmp/", FOLDER, ""),
        ("配置/说明.md", FILE, "中文"),
    ];
    assert_eq!(found.len(), expected.len());
    assert_eq!(packed.entries, expected.len());
    for (name, mode, bytes) in expected {
        let (found_mode, found_bytes) = &found[name];
        assert_eq!(
            (*found_mode, found_bytes.as_slice()),
            (mode, bytes.as_bytes()),
            "{name}"
        );
    }
    assert_eq!(packed.size, packed.made().len() as u64);
    assert!(packed.size < prose.len() as u64, "it is compressed");
}

#[test]
fn entries_are_sorted_by_their_bytes() {
    let names = order(sample().pack().expect("a package").made());
    assert!(names.is_sorted(), "{names:?}");
}

/// The package as it has always been. If this changes, every project uploads its code once more and
/// the changelog must say so; if it changes without an edit in `archive.rs`, the compressor was
/// replaced (cargo may join features so that flate2 takes another one).
#[test]
fn the_sample_has_always_had_this_checksum() {
    assert_eq!(
        sample().pack().expect("a package").checksum,
        "16751247106413595035"
    );
}

#[test]
fn checksums_are_those_of_the_service() {
    assert_eq!(checksum(b"123456789"), "11051210869376104954");
    assert_eq!(checksum(b""), "0");
}

#[test]
fn what_fcignore_names_stays_out() {
    let tree = Tree::new()
        .file(
            ".fcignore",
            "\u{feff}# comment\r\n*.log\r\n!keep.log\r\n/build/\r\nSECRET.txt\r\n",
        )
        .file("a.log", "")
        .file("keep.log", "")
        .file("sub/b.LOG", "")
        .file("build/out.o", "")
        .file("sub/build/out.o", "")
        .file("secret.TXT", "")
        .file("index.js", "");
    let expected = set(&[".fcignore", "keep.log", "sub/build/out.o", "index.js"]);
    assert_eq!(packed_names(&tree), expected);
    assert!(
        !tree.listed.borrow().contains(&"/code/build".to_owned()),
        "it is not even opened"
    );
}

#[test]
fn the_nearest_fcignore_decides() {
    let tree = Tree::new()
        .file(".fcignore", "*.txt\n.fcignore\n")
        .file("a.txt", "")
        .file("sub/.fcignore", "!b.txt\n/c.md\n")
        .file("sub/a.txt", "")
        .file("sub/b.txt", "")
        .file("sub/c.md", "")
        .file("sub/deep/b.txt", "")
        .file("sub/deep/c.md", "");
    assert_eq!(
        packed_names(&tree),
        set(&["sub/b.txt", "sub/deep/b.txt", "sub/deep/c.md"])
    );
}

#[test]
fn fcignore_can_name_what_goes_in() {
    let tree = Tree::new()
        .file(".fcignore", "*\n!index.js\n!lib/\n!lib/**\n")
        .file("index.js", "")
        .file("lib/a/b.js", "")
        .file("test/a.js", "");
    assert_eq!(packed_names(&tree), set(&["index.js", "lib/a/b.js"]));
}

#[test]
fn a_pattern_that_means_nothing_is_an_error() {
    let shown = Tree::new().file("sub/.fcignore", "ok\na{b\n").refusal();
    assert!(
        shown.starts_with("cannot understand /code/sub/.fcignore:2"),
        "{shown}"
    );
    let binary = Tree::new().put(
        ".fcignore",
        EntryKind::File {
            executable: false,
            size: 1,
        },
        b"\xff",
    );
    assert!(
        binary
            .refusal()
            .starts_with("cannot understand /code/.fcignore")
    );
}

#[test]
fn state_and_git_are_never_packed() {
    let tree = Tree::new()
        .file(".fcignore", "!.s\n!.s/**\n!.git\n!.git/**\n")
        .file(".s/fc-guard/state.json", "{}")
        .file(".git/HEAD", "ref")
        .file("sub/.s/state.json", "{}")
        .file("sub/.git", "gitdir: /home/me/repo")
        .file("sub/.gitignore", "")
        .file("sub/x.s", "");
    assert_eq!(
        packed_names(&tree),
        set(&[".fcignore", "sub/.gitignore", "sub/x.s"])
    );
    assert_eq!(tree.listed.borrow().len(), 2, "they are not even opened");
}

#[test]
fn only_folders_that_are_empty_are_kept_empty() {
    let tree = Tree::new()
        .file(".fcignore", "*.tmp\n.fcignore\n")
        .folder("empty/inner")
        .file("emptied/a.tmp", "")
        .file("repository/.git/HEAD", "");
    assert_eq!(tree.names(), ["empty/inner/"]);
}

#[test]
fn a_folder_without_anything_to_pack_is_refused() {
    let nothing = [
        Tree::new(),
        Tree::new().file(".fcignore", "*\n"),
        Tree::new().file(".s/state.json", ""),
    ];
    for tree in nothing {
        let shown = tree.refusal();
        assert!(
            shown.starts_with("there is nothing to pack in the code folder /code"),
            "{shown}"
        );
        assert!(shown.contains("code in s.yaml"), "{shown}");
    }
}

#[test]
fn a_missing_folder_is_refused() {
    let shown = Tree::default().refusal();
    assert!(shown.starts_with("there is no code at /code"), "{shown}");
    assert!(shown.contains("code in s.yaml"), "{shown}");
}

#[test]
fn devices_are_refused_unless_ignored() {
    let tree = Tree::new()
        .file("a", "")
        .put("run/app.sock", EntryKind::Other, b"");
    assert!(
        tree.refusal()
            .starts_with("run/app.sock in the code folder is neither")
    );
    let tree = tree.file(".fcignore", "*.sock\n.fcignore\n");
    assert_eq!(tree.names(), ["a"]);
}

#[test]
fn names_that_no_path_can_say_are_refused_unless_ignored() {
    let name = "lib/bad\u{fffd}.py";
    let tree = Tree::new()
        .file("a", "")
        .put(name, EntryKind::Unnameable, b"");
    let shown = tree.refusal();
    assert!(shown.starts_with(&format!("the name of {name}")), "{shown}");
    assert!(shown.contains("is not UTF-8") && shown.contains("rename it"));
    let tree = tree.file(".fcignore", "bad*\n.fcignore\n");
    assert_eq!(tree.names(), ["a"]);
}

#[test]
fn names_that_unpackers_misread_are_refused() {
    let shown = Tree::new().file("a\\b", "").refusal();
    assert!(shown.contains("cannot be packed"), "{shown}");
}

#[test]
fn a_file_that_no_entry_can_hold_is_refused_unread() {
    let kind = EntryKind::File {
        executable: false,
        size: u64::from(u32::MAX) + 1,
    };
    let shown = Tree::new().put("huge.bin", kind, b"").refusal();
    assert!(shown.contains("/code/huge.bin is too large"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_listing_does_not_matter(
        files in prop::collection::btree_map("[a-c]{1,2}(/[a-c@.-]{1,3}x){0,2}y", ".{0,40}", 1..12),
        first in 0_usize..8,
        second in 0_usize..8,
    ) {
        let mut tree = Tree::new();
        for (path, text) in &files {
            tree = tree.file(path, text);
        }
        let one = Tree { order: first, ..tree.clone() }.pack().expect("a package");
        let other = Tree { order: second, ..tree }.pack().expect("a package");
        prop_assert_eq!(&one, &other);
        for (path, text) in &files {
            let found = contents(one.made());
            prop_assert_eq!(&found[path].1, text.as_bytes());
        }
    }
}
