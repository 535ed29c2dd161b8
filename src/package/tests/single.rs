//! Packages that are there already, single files, and code that is somewhere else.

use super::{Tree, contents, refusal};
use crate::error::Error;
use crate::package::{CodeSource, LIMIT, Packed, checksum, pack};
use crate::ports::EntryKind;

fn package(tree: &Tree, name: &str) -> Result<Packed, Error> {
    let source = CodeSource::Package(format!("/code/{name}"));
    pack(tree, &source, None, &|_| ()).map(|packed| packed.expect("a package"))
}

fn file(tree: &Tree, name: &str) -> Result<Packed, Error> {
    let source = CodeSource::File(format!("/code/{name}"));
    pack(tree, &source, None, &|_| ()).map(|packed| packed.expect("a package"))
}

fn bytes(tree: Tree, name: &str, bytes: &[u8]) -> Tree {
    let kind = EntryKind::File {
        executable: false,
        size: bytes.len() as u64,
    };
    tree.put(name, kind, bytes)
}

#[test]
fn a_package_goes_as_it_is() {
    let made = Tree::new()
        .file("a", "a")
        .file("b", "b")
        .pack()
        .expect("a package")
        .made()
        .to_vec();
    let packed = package(&bytes(Tree::new(), "x.jar", &made), "x.jar").expect("a package");
    assert_eq!(packed.checksum, checksum(&made));
    assert_eq!((packed.made(), packed.entries), (made.as_slice(), 2));
}

/// Java tools put a shell script before the archive, so that it can be started.
#[test]
fn a_package_may_start_with_a_script() {
    let made = Tree::new().file("a", "a").pack().expect("a package");
    let made = made.made();
    let jar = [b"#!/bin/sh\nexec java -jar $0\n".as_slice(), made].concat();
    assert_eq!(
        package(&bytes(Tree::new(), "x.jar", &jar), "x.jar")
            .expect("fine")
            .made(),
        jar
    );
}

#[test]
fn what_is_no_package_is_refused() {
    let made = Tree::new().file("a", "a").pack().expect("a package");
    let made = made.made();
    let cases: [(&[u8], &str); 4] = [
        (b"", "is not a complete ZIP archive"),
        (
            b"<html>please log in</html>",
            "is not a complete ZIP archive",
        ),
        (&made[..made.len() - 10], "is not a complete ZIP archive"),
        (
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            "is empty",
        ),
    ];
    for (content, expected) in cases {
        let shown = refusal(package(&bytes(Tree::new(), "x.zip", content), "x.zip"));
        assert!(
            shown.contains("/code/x.zip") && shown.contains(expected),
            "{shown}"
        );
    }
    assert!(refusal(package(&Tree::new(), "x.zip")).starts_with("there is no code at"));
    let folder = Tree::new().folder("x.zip");
    assert!(refusal(package(&folder, "x.zip")).starts_with("/code/x.zip is not a file"));
}

#[test]
fn too_large_a_package_is_refused_unread() {
    let kind = EntryKind::File {
        executable: false,
        size: LIMIT + 1,
    };
    let shown = refusal(package(&Tree::new().put("x.zip", kind, b""), "x.zip"));
    assert!(
        shown.contains("too large: 501 MB, the limit is 500 MB"),
        "{shown}"
    );
}

#[test]
fn a_file_becomes_the_only_entry() {
    let tree = Tree::new()
        .program("sub/app", "binary")
        .file("bootstrap", "script");
    let app = file(&tree, "sub/app").expect("a package");
    assert_eq!(app.entries, 1);
    assert_eq!(contents(app.made())["app"], (0o100_755, b"binary".to_vec()));
    let bootstrap = file(&tree, "bootstrap").expect("a package");
    assert_eq!(contents(bootstrap.made())["bootstrap"].0, 0o100_755);
    assert!(refusal(file(&tree, "gone")).starts_with("there is no code at /code/gone"));
    assert!(refusal(file(&tree, "sub")).starts_with("/code/sub is not a file"));
}

#[test]
fn code_that_is_elsewhere_is_not_packed() {
    let oss = CodeSource::Oss {
        bucket: "b".to_owned(),
        object: "o".to_owned(),
    };
    for source in [oss, CodeSource::Nothing] {
        assert_eq!(
            pack(&Tree::new(), &source, None, &|_| ()).expect("no error"),
            None
        );
    }
}
