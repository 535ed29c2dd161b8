//! Symbolic links.

use super::Tree;

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

#[test]
fn links_that_lead_out_are_refused() {
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
        let shown = with(&[(path, target)]).refusal();
        let expected = format!("the link {path} leads out of the code folder, to {target}\n");
        assert!(shown.starts_with(&expected), "{shown}");
        assert!(shown.contains(".fcignore"), "{shown}");
    }
}

/// Each target alone stays inside when `..` is taken by the letter; together they do not.
#[test]
fn links_are_followed_on_the_way() {
    let shown = with(&[("a/up", ".."), ("l", "a/up/../x")]).refusal();
    assert!(shown.starts_with("the link l leads out"), "{shown}");
}

#[test]
fn ignored_links_may_lead_anywhere() {
    let tree = with(&[("l", "/etc/passwd")]).file(".fcignore", "l\n");
    assert!(!tree.names().contains(&"l".to_owned()));
}
