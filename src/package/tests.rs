//! The same files give the same bytes; what cannot be packed says why.

mod folder;
mod globs;
mod ignore;
mod index;
mod links;
mod single;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Packed, pack};
use crate::error::{Error, Outcome};
use crate::package::CodeSource;
use crate::ports::{Entry, EntryKind, FileError, Files, New, Rights, Stamp};
use crate::words::Lang;

/// A folder `/code` in memory.
#[derive(Clone, Default)]
struct Tree {
    entries: BTreeMap<String, (EntryKind, Vec<u8>)>,
    /// Which permutation of a folder's entries is listed.
    order: usize,
    /// The folders that were listed, in that order.
    listed: RefCell<Vec<String>>,
    stamps: BTreeMap<String, Stamp>,
    /// What was written beside the state.
    kept: RefCell<BTreeMap<String, Vec<u8>>>,
    /// The files that were read, in that order.
    read: RefCell<Vec<String>>,
}

impl Tree {
    fn new() -> Tree {
        Tree::default().folder("")
    }

    fn put(mut self, path: &str, kind: EntryKind, bytes: &[u8]) -> Tree {
        let path = format!("/code/{path}");
        let path = path.trim_end_matches('/').to_owned();
        for (end, _) in path.match_indices('/').skip(1) {
            let folder = (EntryKind::Folder, Vec::new());
            self.entries.entry(path[..end].to_owned()).or_insert(folder);
        }
        self.entries.insert(path, (kind, bytes.to_vec()));
        self
    }

    fn file(self, path: &str, text: &str) -> Tree {
        let kind = EntryKind::File {
            executable: false,
            size: text.len() as u64,
        };
        self.put(path, kind, text.as_bytes())
    }

    fn program(self, path: &str, text: &str) -> Tree {
        let kind = EntryKind::File {
            executable: true,
            size: text.len() as u64,
        };
        self.put(path, kind, text.as_bytes())
    }

    fn folder(self, path: &str) -> Tree {
        self.put(path, EntryKind::Folder, b"")
    }

    fn link(self, path: &str, target: &str) -> Tree {
        self.put(
            path,
            EntryKind::Link {
                target: target.to_owned(),
            },
            b"",
        )
    }

    fn pack(&self) -> Result<Packed, Error> {
        pack(self, &CodeSource::folder("/code".to_owned()), None, &|_| ())
            .map(|packed| packed.expect("a package"))
    }

    fn names(&self) -> Vec<String> {
        contents(self.pack().expect("a package").made())
            .into_keys()
            .collect()
    }

    /// The message of a usage error.
    fn refusal(&self) -> String {
        refusal(self.pack())
    }

    /// What a file system would say of it; nothing, unless a test sets a time.
    fn stamp(&self, folder: &str, name: &str) -> Option<Stamp> {
        self.stamps.get(&format!("{folder}/{name}")).copied()
    }
}

impl Packed {
    /// The bytes that were made.
    fn made(&self) -> &[u8] {
        self.bytes.as_deref().expect("it was packed")
    }
}

impl Files for Tree {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        if let Some(bytes) = self.kept.borrow().get(path) {
            return Ok(Some(bytes.clone()));
        }
        self.read.borrow_mut().push(path.to_owned());
        Ok(self.entries.get(path).map(|(_, bytes)| bytes.clone()))
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        self.kept
            .borrow_mut()
            .insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn claim(&self, _: &str, _: &[u8]) -> Result<bool, FileError> {
        panic!("packing claims no file")
    }

    fn rewrite(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        panic!("no file of the person's own is written here")
    }

    fn create(&self, _: &str, _: New<'_>, _: Rights) -> Result<(), FileError> {
        panic!("packing creates no file")
    }

    fn remove(&self, _: &str) -> Result<(), FileError> {
        panic!("packing removes no file")
    }

    fn rename(&self, _: &str, _: &str) -> Result<(), FileError> {
        panic!("packing renames nothing")
    }

    fn remove_folder(&self, _: &str) -> Result<(), FileError> {
        panic!("packing removes no folder")
    }

    fn list(&self, path: &str) -> Result<Option<Vec<Entry>>, FileError> {
        if !matches!(self.entries.get(path), Some((EntryKind::Folder, _))) {
            return Ok(None);
        }
        self.listed.borrow_mut().push(path.to_owned());
        let mut entries: Vec<Entry> = self
            .entries
            .iter()
            .filter_map(|(full, (kind, _))| {
                Some((full.strip_prefix(path)?.strip_prefix('/')?, kind))
            })
            .filter(|(name, _)| !name.is_empty() && !name.contains('/'))
            .map(|(name, kind)| Entry {
                name: name.to_owned(),
                kind: kind.clone(),
                stamp: self.stamp(path, name),
            })
            .collect();
        let count = entries.len().max(1);
        entries.rotate_left(self.order % count);
        if self.order % 2 == 1 {
            entries.reverse();
        }
        Ok(Some(entries))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, FileError> {
        Ok(self.entries.get(path).map(|(kind, _)| kind.clone()))
    }
}

fn refusal<T>(result: Result<T, Error>) -> String {
    let error = result.err().expect("an error");
    assert_eq!(error.outcome, Outcome::Usage);
    assert!(!error.hint.en.is_empty(), "{error:?}");
    error.render(Lang::En)
}

/// The archive's entries as another reader sees them: name to mode and bytes.
fn contents(archive: &[u8]) -> BTreeMap<String, (u32, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("a ZIP archive");
    let mut found = BTreeMap::new();
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).expect("an entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        let mode = entry.unix_mode().expect("a mode");
        let name = entry.name().expect("a UTF-8 name").into_owned();
        found.insert(name, (mode, bytes));
    }
    found
}

/// The names in the order of the archive.
fn order(archive: &[u8]) -> Vec<String> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("a ZIP archive");
    let count = archive.len();
    let mut name = |number| {
        let entry = archive.by_index(number).expect("an entry");
        entry.name().expect("a UTF-8 name").into_owned()
    };
    (0..count).map(&mut name).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
