//! An unchanged tree is recognised without reading it; anything that could have changed is read.

use std::cell::{Cell, RefCell};

use super::{Packed, Tree, pack};
use crate::package::archive::write_with;
use crate::package::tree::walk;
use crate::package::{CodeFolder, CodeSource, Portion, Shelf};
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
    let source = CodeSource::folder("/code".to_owned());
    pack(tree, &source, Some(shelf), &|_| ())
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
    let source = CodeSource::folder("/code".to_owned());
    let bytes = known
        .bytes(&tree, &source, &|_| ())
        .expect("made when asked for");
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
    let source = CodeSource::folder("/code".to_owned());
    let error = known
        .bytes(&tree, &source, &|_| ())
        .expect_err("another package");
    assert!(
        error
            .what
            .en
            .contains("changed while it was being deployed")
    );
}

fn code() -> CodeFolder {
    CodeFolder::new("/code".to_owned())
}

#[test]
fn the_number_of_hands_changes_no_byte() {
    let mut tree = Tree::new();
    for number in 0..300 {
        let text = format!("{number} ").repeat(number * 7 % 5_000);
        tree = tree.file(&format!("d{}/f{number}.txt", number % 9), &text);
    }
    let items = walk(&tree, &code()).expect("walked").expect("a folder");
    let one = write_with(&tree, "/code", &items, 1, &|_| ()).expect("packed");
    for hands in [2, 3, 8] {
        assert_eq!(
            write_with(&tree, "/code", &items, hands, &|_| ()).expect("packed"),
            one
        );
    }
}

#[test]
fn a_report_of_ours_leaves_no_trace_in_the_package() {
    let tree = |report: Option<&str>| {
        let mut tree = Tree::new();
        for number in 0..100 {
            tree = tree.file(&format!("d{}/f{number}.txt", number % 9), "x");
        }
        match report {
            Some(text) => tree.file("d3/f.py", text).file("d7/copy", text),
            None => tree,
        }
    };
    let packed = |tree: &Tree| {
        let items = walk(tree, &code()).expect("walked").expect("a folder");
        write_with(tree, "/code", &items, 2, &|_| ()).expect("packed")
    };
    let without = packed(&tree(None));
    let with = packed(&tree(Some("### fc-guard drift: `clean`\n")));
    assert_eq!((&with.bytes, with.entries), (&without.bytes, 100));
    assert_eq!(with.left_out, ["d3/f.py", "d7/copy"]);
    let code = packed(&tree(Some("### fc-guard drifts\n")));
    assert_eq!((code.entries, code.left_out.len()), (102, 0));
}

#[test]
fn what_is_packed_is_told_until_it_is_everything() {
    let mut tree = Tree::new().link("link", "d0/f0").folder("empty");
    for number in 0..200 {
        let text = "x".repeat(number * 40);
        tree = tree.file(&format!("d{}/f{number}", number % 9), &text);
    }
    // More than one slice of one file.
    let tree = tree.file("large", &"0123456789".repeat(100_000));
    let items = walk(&tree, &code()).expect("walked").expect("a folder");
    for hands in [1, 2, 8] {
        let told = RefCell::new(Vec::<Portion>::new());
        let watch = |portion| told.borrow_mut().push(portion);
        write_with(&tree, "/code", &items, hands, &watch).expect("packed");
        let told = told.into_inner();
        let grows =
            |pair: &[Portion]| pair[0].bytes <= pair[1].bytes && pair[0].entries <= pair[1].entries;
        assert!(told.windows(2).all(grows));
        let all_bytes = 199 * 200 / 2 * 40 + 1_000_000;
        let everything = Portion {
            bytes: all_bytes,
            all_bytes,
            entries: 203,
            all_entries: 203,
        };
        assert_eq!(told.last(), Some(&everything), "{hands} hands");
    }
}

#[test]
fn a_tree_that_is_recognised_is_not_packed() {
    let tree = tree();
    let told = Cell::new(0);
    let source = CodeSource::folder("/code".to_owned());
    let shelf = Shelf {
        folder: "/state",
        now: NOW,
        writes: true,
    };
    let watch = |_| told.set(told.get() + 1);
    let pack = || {
        told.set(0);
        pack(&tree, &source, Some(shelf), &watch)
            .expect("no error")
            .expect("a package")
    };
    assert!(!pack().is_recognised());
    assert!(told.get() > 0);
    assert!(pack().is_recognised());
    assert_eq!(told.get(), 0);
}
