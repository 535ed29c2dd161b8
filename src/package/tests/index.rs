//! An unchanged tree is recognised without reading it; anything that could have changed is read.

use super::{Packed, Tree, pack};
use crate::model::desired::CodeSource;
use crate::package::Shelf;
use crate::package::archive::write_with;
use crate::package::tree::walk;
use crate::ports::Stamp;

/// A moment long after the files were written, in milliseconds.
const NOW: i64 = 1_000_000;

fn tree() -> Tree {
    let mut tree = Tree::new()
        .file("a.py", "a")
        .file("lib/b.py", "b")
        .link("c", "a.py");
    for (number, path) in (1..).zip(["/code/a.py", "/code/lib/b.py"]) {
        tree.stamps.insert(path.to_owned(), stamp(number));
    }
    tree
}

fn stamp(inode: u64) -> Stamp {
    Stamp {
        modified: 1_000,
        changed: 1_000,
        inode,
    }
}

fn packed(tree: &Tree, now: i64) -> Packed {
    let shelf = Shelf {
        folder: "/state",
        now,
        writes: true,
    };
    let source = CodeSource::Folder("/code".to_owned());
    pack(tree, &source, Some(shelf))
        .expect("packed")
        .expect("a package")
}

/// The files that the second of two packings read.
fn read_again(tree: &mut Tree, change: impl FnOnce(&mut Tree)) -> usize {
    packed(tree, NOW);
    change(tree);
    tree.read.borrow_mut().clear();
    packed(tree, NOW);
    tree.read
        .borrow()
        .iter()
        .filter(|path| path.starts_with("/code"))
        .count()
}

#[test]
fn what_did_not_change_is_not_read() {
    let mut tree = tree();
    let first = packed(&tree, NOW);
    assert_eq!(read_again(&mut tree, |_| {}), 0);
    let known = packed(&tree, NOW);
    assert_eq!(
        (&known.checksum, known.size, known.entries),
        (&first.checksum, first.size, 3)
    );
    let source = CodeSource::Folder("/code".to_owned());
    let bytes = known.bytes(&tree, &source).expect("made when asked for");
    assert_eq!(&*bytes, first.made());
}

#[test]
fn whatever_may_have_changed_is_read() {
    type Change = fn(&mut Tree);
    let changes: [(&str, Change); 6] = [
        ("content", |tree| {
            tree.stamps.insert(
                "/code/a.py".to_owned(),
                Stamp {
                    modified: 2_000,
                    ..stamp(1)
                },
            );
        }),
        ("rights", |tree| {
            tree.stamps.insert(
                "/code/a.py".to_owned(),
                Stamp {
                    changed: 2_000,
                    ..stamp(1)
                },
            );
        }),
        ("another file of the same size and time", |tree| {
            tree.stamps.insert("/code/a.py".to_owned(), stamp(9));
        }),
        ("a new file", |tree| {
            *tree = std::mem::take(tree).file("d.py", "d");
            tree.stamps.insert("/code/d.py".to_owned(), stamp(4));
        }),
        ("a file system that does not tell", |tree| {
            tree.stamps.remove("/code/a.py");
        }),
        ("a damaged index", |tree| {
            for bytes in tree.kept.borrow_mut().values_mut() {
                bytes.truncate(10);
            }
        }),
    ];
    for (what, change) in changes {
        assert!(read_again(&mut tree(), change) > 0, "{what}");
    }
}

#[test]
fn another_target_of_a_link_and_new_ignore_rules_count() {
    let mut linked = tree();
    let before = packed(&linked, NOW).checksum;
    linked = std::mem::take(&mut linked).link("c", "lib/b.py");
    assert_ne!(packed(&linked, NOW).checksum, before);

    let mut ignoring = tree();
    packed(&ignoring, NOW);
    ignoring = std::mem::take(&mut ignoring).file(".fcignore", "lib\n.fcignore\n");
    ignoring
        .stamps
        .insert("/code/.fcignore".to_owned(), stamp(5));
    assert_eq!(packed(&ignoring, NOW).entries, 2);
}

/// Written in the same tick in which it was read, a file could have changed once more unnoticed.
#[test]
fn what_changed_a_moment_ago_is_read_once_more() {
    let tree = tree();
    packed(&tree, 1);
    tree.read.borrow_mut().clear();
    packed(&tree, 2);
    assert!(tree.read.borrow().iter().any(|path| path == "/code/a.py"));
}

#[test]
fn files_that_change_between_comparing_and_uploading_are_noticed() {
    let mut tree = tree();
    packed(&tree, NOW);
    let known = packed(&tree, NOW);
    tree = std::mem::take(&mut tree).file("a.py", "changed");
    let source = CodeSource::Folder("/code".to_owned());
    let error = known.bytes(&tree, &source).expect_err("another package");
    assert!(
        error
            .what
            .en
            .contains("changed while it was being deployed")
    );
}

#[test]
fn the_number_of_hands_changes_no_byte() {
    let mut tree = Tree::new();
    for number in 0..300 {
        let text = format!("{number} ").repeat(number * 7 % 5_000);
        tree = tree.file(&format!("d{}/f{number}.txt", number % 9), &text);
    }
    let items = walk(&tree, "/code").expect("walked").expect("a folder");
    let one = write_with(&tree, "/code", &items, 1).expect("packed");
    for hands in [2, 3, 8] {
        assert_eq!(
            write_with(&tree, "/code", &items, hands).expect("packed"),
            one
        );
    }
}
