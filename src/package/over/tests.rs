use std::path::Path;

use super::*;
use crate::native::files::Disk;
use crate::package::{CodeFolder, CodeSource, pack};

fn write(folder: &Path, files: &[(&str, &str)]) -> String {
    for (name, text) in files {
        Disk.replace(&at(folder, name), text.as_bytes())
            .expect("written");
    }
    folder.to_str().expect("UTF-8").to_owned()
}

fn read(folder: &Path, name: &str) -> Option<String> {
    let bytes = Disk.read(&at(folder, name)).expect("readable");
    bytes.map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("UTF-8").to_owned()
}

#[test]
fn what_changes_or_goes_is_saved_and_what_is_never_packed_stays() {
    let root = tempfile::tempdir().expect("a folder");
    let (online, ours, saved) = (
        root.path().join("online"),
        root.path().join("ours"),
        root.path().join("saved"),
    );
    let online = write(
        &online,
        &[
            ("index.py", "theirs"),
            ("same.py", "same"),
            ("a/new.py", "new"),
            ("b/file.py", "in a folder"),
            (".env", "sent"),
        ],
    );
    let folder = write(
        &ours,
        &[
            ("index.py", "ours"),
            ("same.py", "same"),
            ("old/gone.py", "gone"),
            ("old/deep/er/gone.py", "gone"),
            ("half/gone.py", "gone"),
            ("half/notes", "n"),
            ("b", "a file"),
            (".fcignore", ".env\nnotes\n"),
            (".env", "mine"),
            ("notes", "n"),
        ],
    );
    let packed = pack(&Disk, &CodeSource::folder(online.clone()), None, &|_| ())
        .expect("packed")
        .expect("a package");
    let source = CodeSource::folder(online);
    let bytes = packed.bytes(&Disk, &source, &|_| ()).expect("its bytes");
    let plan = Over::plan(
        &Disk,
        &bytes,
        &CodeFolder::new(folder.clone()),
        Limits::default(),
        &[],
    )
    .expect("a plan");
    assert_eq!(plan.counts(), (2, 2, 5));
    plan.carry_out(&Disk, saved.to_str().expect("UTF-8"))
        .expect("done");
    let now = |name| read(&ours, name);
    assert_eq!(now("index.py").as_deref(), Some("theirs"));
    assert_eq!(now("same.py").as_deref(), Some("same"));
    assert_eq!(now("a/new.py").as_deref(), Some("new"));
    assert_eq!(now(".env").as_deref(), Some("sent"));
    assert_eq!(now("notes").as_deref(), Some("n"));
    assert_eq!(now("b/file.py").as_deref(), Some("in a folder"));
    assert_eq!(now("old/gone.py"), None);
    // A folder in which nothing is left goes, one with a file that is never packed stays.
    assert_eq!(Disk.kind(&at(&ours, "old")).expect("readable"), None);
    assert_eq!(now("half/notes").as_deref(), Some("n"));
    let before = |name| read(&saved, name);
    assert_eq!(before("index.py").as_deref(), Some("ours"));
    assert_eq!(before(".env").as_deref(), Some("mine"));
    assert_eq!(before("old/gone.py").as_deref(), Some("gone"));
    assert_eq!(before("b").as_deref(), Some("a file"));
    assert_eq!(before("same.py"), None);
}

#[test]
fn a_folder_in_the_way_of_a_file_stops_it_before_anything_changes() {
    let root = tempfile::tempdir().expect("a folder");
    let online = write(&root.path().join("online"), &[("a", "a file")]);
    let folder = write(&root.path().join("ours"), &[("a/b", "in a folder")]);
    let source = CodeSource::folder(online);
    let packed = pack(&Disk, &source, None, &|_| {}).expect("packed");
    let packed = packed.expect("a package");
    let bytes = packed.bytes(&Disk, &source, &|_| {}).expect("its bytes");
    let error = Over::plan(
        &Disk,
        &bytes,
        &CodeFolder::new(folder.clone()),
        Limits::default(),
        &[],
    )
    .expect_err("refused");
    assert!(error.what.en.contains("is a folder locally"), "{error:?}");
}
