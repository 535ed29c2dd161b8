//! A file that `s.yaml` extends and other projects of the same folder extend, too: what is written there
//! for one of them is deployed by all of them.

use serde_json::Value;

use crate::config::path::join;
use crate::error::Result;
use crate::ports::{EntryKind, Files};
use crate::words;
use crate::words::Words;

/// The names of the other files that extend this one, in its folder and in that of `main`.
///
/// # Errors
/// A folder or a file in it cannot be read.
pub(super) fn sharers(files: &dyn Files, main: &str, extended: &str) -> Result<Vec<String>> {
    let mut folders = vec![folder_of(main), folder_of(extended)];
    folders.dedup();
    let mut found = Vec::new();
    for folder in folders {
        for entry in files.list(folder)?.unwrap_or_default() {
            let path = join(folder, &entry.name);
            let is_other = path != main && path != extended && is_yaml(&path);
            if is_other && is_file(&entry.kind) && extends(files, &path, extended)? {
                found.push(entry.name.clone());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn is_yaml(path: &str) -> bool {
    [".yaml", ".yml"].iter().any(|end| path.ends_with(end))
}

fn is_file(kind: &EntryKind) -> bool {
    matches!(kind, EntryKind::File { .. } | EntryKind::Link { .. })
}

/// Whether a file extends that one. What is no YAML, or cannot be read as text, extends nothing.
fn extends(files: &dyn Files, path: &str, extended: &str) -> Result<bool> {
    let Some(bytes) = files.read(path)? else {
        return Ok(false);
    };
    let document: Option<Value> = yaml_serde::from_slice(&bytes).ok();
    let named = document
        .as_ref()
        .and_then(|one| one.get("extend")?.as_str());
    Ok(named.is_some_and(|named| join(folder_of(path), named) == extended))
}

/// Why it is left to a person.
pub(super) fn why(extended: &str, sharers: &[String]) -> Words {
    let others = sharers.join(", ");
    words!(
        "{others} extends {extended}, too, and would change with it: write it into s.yaml, or there if it is meant for all of them",
        "{others} 也 extend 了 {extended}，会随之改变：请写入 s.yaml；若对所有项目都适用，再写入该文件"
    )
}
