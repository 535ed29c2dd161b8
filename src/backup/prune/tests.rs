#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the test makes files that are older and larger than it could wait for or hold"
)]

use std::fs;
use std::path::Path;

use serde_json::json;

use super::*;
use crate::native::files::Disk;
use crate::time::rfc3339;

/// 2026-11-01T00:00:00Z.
const NOW: i64 = 1_793_491_200_000;

/// A backup of that age, of a function of that name, with a package of that size.
fn put(folder: &Path, function: &str, days: i64, package: u64) -> String {
    let time = rfc3339(NOW - days * DAY);
    let time: String = time.chars().filter(char::is_ascii_alphanumeric).collect();
    let id = format!("{}000Z-{function}", time.trim_end_matches('Z'));
    let resource = json!({
        "account": "1", "region": "cn-hangzhou", "function": function,
        "kind": "function", "name": function,
    });
    let backup = json!({
        "version": VERSION, "id": id, "at": time, "command": "deploy", "function": resource,
        "resources": [resource], "changed": [], "code": null, "sealed": "",
    });
    fs::write(folder.join(format!("{id}{FILE}")), backup.to_string()).expect("written");
    let file = fs::File::create(folder.join(format!("{id}{PACKAGE}"))).expect("made");
    // A hole in a file counts as its size and takes no room.
    file.set_len(package).expect("long");
    id
}

/// The names that are left, the newest first.
fn left(folder: &Path) -> Vec<String> {
    let folder = folder.to_str().expect("UTF-8");
    prune(&Disk, folder, NOW).expect("pruned");
    let entries = Disk.list(folder).expect("listed").expect("there");
    let packages = entries.iter().filter(|one| one.name.ends_with(PACKAGE));
    let all = stored(&Disk, folder).expect("listed");
    assert_eq!(packages.count(), all.len(), "both files of each, or none");
    all.into_iter().map(|one| one.id).collect()
}

#[test]
fn of_each_function_not_more_than_so_many_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = |day| put(folder.path(), "a", day, 1);
    let all: Vec<String> = (8..33).map(old).collect();
    let other = put(folder.path(), "b", 60, 1);
    let kept = left(folder.path());
    assert_eq!(kept[..MOST], all[..MOST]);
    assert_eq!(kept[MOST..], [other]);
}

#[test]
fn what_was_made_in_the_last_days_is_kept_however_much_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let young = |index: i64| put(folder.path(), &format!("f{index}"), index % 7, MOST_BYTES);
    let young: Vec<String> = (0..40_i64).map(young).collect();
    let same = |index: i64| {
        put(
            folder.path(),
            "a",
            index % 7,
            1 + u64::try_from(index).expect("small"),
        )
    };
    let same: Vec<String> = (0..7_i64).map(same).collect();
    assert_eq!(left(folder.path()).len(), young.len() + same.len());
}

#[test]
fn what_is_too_old_goes_but_never_the_newest() {
    let folder = tempfile::tempdir().expect("a folder");
    let ids = [89, 91, 400].map(|day| put(folder.path(), "a", day, 1));
    assert_eq!(left(folder.path()), ids[..1]);
    let folder = tempfile::tempdir().expect("a folder");
    let ids = [100, 200].map(|day| put(folder.path(), "a", day, 1));
    assert_eq!(left(folder.path()), ids[..1]);
}

#[test]
fn what_is_too_large_goes_but_never_the_newest() {
    let folder = tempfile::tempdir().expect("a folder");
    let sizes = [MOST_BYTES / 2, MOST_BYTES / 4, MOST_BYTES / 2, 1];
    let put = |(size, day)| put(folder.path(), "a", day, size);
    let ids: Vec<String> = sizes.into_iter().zip(8..).map(put).collect();
    assert_eq!(left(folder.path()), ids[..2]);
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let ids = [300, 400].map(|day| put(folder.path(), "a", day, 1));
    for id in &ids {
        fs::write(folder.path().join(format!("{id}{FILE}")), "{").expect("written");
    }
    assert_eq!(left(folder.path()), ids);
}

#[test]
fn a_package_that_nobody_names_goes_unless_it_may_get_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let [id, young, old] = [3, 0, 2].map(|day| put(folder.path(), "a", day, 1));
    for nameless in [&young, &old] {
        fs::remove_file(folder.path().join(format!("{nameless}{FILE}"))).expect("gone");
    }
    let path = folder.path().to_str().expect("UTF-8");
    prune(&Disk, path, NOW).expect("pruned");
    let there = |id: &str| folder.path().join(format!("{id}{PACKAGE}")).exists();
    assert_eq!(
        [there(&id), there(&young), there(&old)],
        [true, true, false]
    );
}
