//! A file that `s.yaml` extends and other projects of the same folder extend, too: what is written there
//! for one of them is deployed by all of them.

use serde_json::Value;

use crate::error::Result;
use crate::paths::join;
use crate::ports::{EntryKind, Files};
use crate::words;
use crate::words::Words;
use crate::yaml;

/// Links that lead on to links; more of them lead in a circle.
const LINKS: usize = 8;

/// The names of the other files that extend this one, in its folder and in that of `main`.
///
/// # Errors
/// A folder cannot be read.
pub(super) fn sharers(files: &dyn Files, main: &str, extended: &str) -> Result<Vec<String>> {
    // A file that extends this one may stand beside it, or beside the project; the rest of the disk is not
    // searched.
    let mut folders = vec![folder_of(main), folder_of(extended)];
    folders.dedup();
    // A link with another name is still the same project.
    let own = [real(files, main), real(files, extended)];
    let mut found = Vec::new();
    for folder in folders {
        for entry in files.list(folder)?.unwrap_or_default() {
            let path = join(folder, &entry.name);
            let is_yaml_file = is_yaml(&path) && is_file(&entry.kind);
            if is_yaml_file && !own.contains(&real(files, &path)) && extends(files, &path, extended)
            {
                found.push(entry.name.clone());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The folder in which a file stands.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether it is a YAML file by its name.
fn is_yaml(path: &str) -> bool {
    [".yaml", ".yml"].iter().any(|end| path.ends_with(end))
}

/// Whether it may be a file: where a link leads is only seen when it is read.
fn is_file(kind: &EntryKind) -> bool {
    matches!(kind, EntryKind::File { .. } | EntryKind::Link { .. })
}

/// The file to which a path leads: it may be a link to another one.
fn real(files: &dyn Files, path: &str) -> String {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        // What cannot be looked into is taken as it is named: the worst is a file that is left to a person.
        let entries = files.list(folder).ok().flatten().unwrap_or_default();
        let entry = entries.into_iter().find(|entry| entry.name == name);
        match entry.map(|entry| entry.kind) {
            Some(EntryKind::Link { target }) => path = join(folder, &target),
            _ => break,
        }
    }
    path
}

/// Whether a file extends that one. What is no YAML, or cannot be read, extends nothing: Serverless Devs
/// cannot deploy it either.
fn extends(files: &dyn Files, path: &str, extended: &str) -> bool {
    let Some(bytes) = files.read(path).ok().flatten() else {
        return false;
    };
    let document: Option<Value> = yaml_serde::from_slice(&bytes).ok();
    let named = document.as_ref().and_then(yaml::extended);
    named.is_some_and(|named| join(folder_of(path), named) == extended)
}

/// Why it is left to a person.
pub(super) fn why(extended: &str, sharers: &[String]) -> Words {
    let others = sharers.join(", ");
    words!(
        "{extended} is also extended by {others}, which would change with it: write it into s.yaml, or there if it is meant for all of them",
        "{others} 也 extend 了 {extended}，会随之改变：请写入 s.yaml；若对所有项目都适用，再写入该文件"
    )
}
