//! Files in memory, as far as a store needs them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::ports::{Entry, EntryKind, FileError, Files, New, Rights};

#[derive(Default)]
pub(in crate::state) struct Drawer(RefCell<BTreeMap<String, Vec<u8>>>);

impl Files for Drawer {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        Ok(self.0.borrow().get(path).cloned())
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        self.0.borrow_mut().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn claim(&self, path: &str, bytes: &[u8]) -> Result<bool, FileError> {
        let is_free = !self.0.borrow().contains_key(path);
        if is_free {
            self.replace(path, bytes)?;
        }
        Ok(is_free)
    }

    fn rewrite(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        panic!("no file of the person's own is written here")
    }

    fn create(&self, _: &str, _: New<'_>, _: Rights) -> Result<(), FileError> {
        panic!("a store only has files that are written as a whole")
    }

    fn remove(&self, path: &str) -> Result<(), FileError> {
        self.0.borrow_mut().remove(path);
        Ok(())
    }

    fn rename(&self, _: &str, _: &str) -> Result<(), FileError> {
        panic!("a store renames nothing")
    }

    fn remove_folder(&self, _: &str) -> Result<(), FileError> {
        panic!("a store keeps its folder")
    }

    /// Not in order, as a file system may list them.
    fn list(&self, path: &str) -> Result<Option<Vec<Entry>>, FileError> {
        let files = self.0.borrow();
        let within = |(name, bytes): (&String, &Vec<u8>)| {
            let name = name.strip_prefix(&format!("{path}/"))?.to_owned();
            if name.contains('/') {
                return None;
            }
            let kind = EntryKind::File {
                executable: false,
                size: bytes.len() as u64,
            };
            let stamp = None;
            Some(Entry { name, kind, stamp })
        };
        Ok(Some(files.iter().rev().filter_map(within).collect()))
    }

    fn kind(&self, _: &str) -> Result<Option<EntryKind>, FileError> {
        panic!("a store looks at no kind")
    }
}
