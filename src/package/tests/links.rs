//! Symbolic links.

use serde_json::{Value, json};

use super::{Tree, contents};
use crate::package::{Content, Limits, Manifest, Packed};

fn with(links: &[(&str, &str)]) -> Tree {
    let tree = Tree::new().file("a/b/file", "").file("file", "");
    links
        .iter()
        .fold(tree, |tree, (path, target)| tree.link(path, target))
}

#[test]
fn links_inside_are_kept() {
    let inside: [&[(&str, &str)]; 8] = [
        &[("l", "file")],
        &[("l", "./a//b/")],
        &[("a/l", "../file")],
        &[("a/b/l", "../../a/b/../../file")],
        &[("l", "missing/file")],
        &[("l", ".")],
        &[("l", "l")],
        &[("l", "m/x"), ("m", "l/y")],
    ];
    for links in inside {
        let tree = with(links);
        let names = tree.names();
        assert!(
            links
                .iter()
                .all(|(path, _)| names.contains(&(*path).to_owned())),
            "{links:?}"
        );
    }
}

/// As upstream, which stores them; they are never followed, so nothing of their target is read.
#[test]
fn links_that_lead_out_are_packed_as_links_and_named() {
    let outside = [
        ("l", ".."),
        ("l", "../code/file"),
        ("a/l", "../../x"),
        ("a/b/l", "../../a/../../x"),
        ("l", "/etc/passwd"),
        ("l", "C:/Windows"),
        ("l", "..\\x"),
    ];
    for (path, target) in outside {
        let tree = with(&[(path, target), ("inside", "file")]);
        let packed = tree.pack().expect("a package");
        assert_eq!(contents(packed.made())[path].1, target.as_bytes());
        assert_eq!(named(&packed), [(path, target)]);
        let manifest = Manifest::of(packed.made(), Limits::default()).expect("a manifest");
        let Some(Content::Link { target: kept }) = manifest.get(path) else {
            panic!("{path}");
        };
        assert_eq!(kept.written, target);
    }
}

/// Each target alone stays inside when `..` is taken by the letter; together they do not.
#[test]
fn links_are_followed_on_the_way() {
    let packed = with(&[("a/up", ".."), ("l", "a/up/../x")]).pack();
    assert_eq!(named(&packed.expect("a package")), [("l", "a/up/../x")]);
}

#[test]
fn ignored_links_are_not_told() {
    let tree = with(&[("l", "/etc/passwd")]).file(".fcignore", "l\n");
    assert!(!tree.names().contains(&"l".to_owned()));
    assert_eq!(named(&tree.pack().expect("a package")), []);
}

/// The links that are told.
fn named(packed: &Packed) -> Vec<(&str, &str)> {
    let links = packed.links_out.iter();
    links
        .map(|link| (link.path.as_str(), link.target.as_str()))
        .collect()
}

/// As upstream packs what is absolute: the way to it from the folder of the machine that packs.
#[test]
fn where_a_link_leads_counts_and_not_how_it_is_written() {
    let at = |path: &str, target: &str| {
        let all = [(path, json!({"kind": "link", "target": target}))];
        let all: serde_json::Map<String, Value> = all
            .into_iter()
            .map(|(path, one)| (path.to_owned(), one))
            .collect();
        serde_json::from_value::<Manifest>(all.into()).expect("a manifest")
    };
    for (path, one, other, is_same) in [
        (
            "py",
            "/usr/bin/python3",
            "../../../../usr/bin/python3",
            true,
        ),
        (
            "py",
            "../../usr/bin/python3",
            "../../../usr/bin/python3",
            true,
        ),
        (
            "v/bin/py",
            "/usr/bin/python3",
            "../../../usr/bin/python3",
            true,
        ),
        (
            "v/bin/py",
            "/usr/bin/python3",
            "../../usr/bin/python3",
            false,
        ),
        ("py", "/usr/bin/python3", "../../usr/bin/python2", false),
        ("py", "/usr/bin/python3", "usr/bin/python3", false),
        ("in", "./index.py", "index.py", true),
        ("in", "lib//x/", "lib/x", true),
        // What stands before `..` may be a link.
        ("in", "lib/../x", "x", false),
        ("in", "C:/x", "../C:/x", false),
    ] {
        let same = at(path, one) == at(path, other);
        assert_eq!(same, is_same, "{path}: {one}, {other}");
    }
}
