//! Files in memory: as many folders as a story likes, copied in no time.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use fc_guard::ports::{Entry, EntryKind, FileError, Files, New, Rights, Stamp};

/// What stands under one path. Folders exist as far as something is in them, or as they were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    File {
        bytes: Vec<u8>,
        executable: bool,
        /// Readable by its owner only.
        private: bool,
        stamp: i64,
    },
    Folder,
    Link(String),
    /// A pipe, socket or device.
    Other,
}

/// A file system.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    nodes: Rc<RefCell<BTreeMap<String, Node>>>,
    ticks: Rc<Cell<i64>>,
    /// How many more writes succeed; none is left on a full disk.
    room: Rc<Cell<Option<usize>>>,
    /// How many more writes the process lives to do; see [`Memory::kill_after`].
    life: Rc<Cell<Option<usize>>>,
    /// The folder that nobody may list.
    unlisted: Rc<RefCell<Option<String>>>,
}

impl Memory {
    /// A copy of everything below a folder.
    pub(crate) fn fork(&self) -> Memory {
        Memory {
            nodes: Rc::new(self.nodes.as_ref().clone()),
            ticks: Rc::new(self.ticks.as_ref().clone()),
            room: Rc::default(),
            life: Rc::default(),
            unlisted: Rc::default(),
        }
    }

    /// The same files in the hands of somebody else.
    pub(crate) fn shared(&self) -> Memory {
        Memory {
            nodes: Rc::clone(&self.nodes),
            ticks: Rc::clone(&self.ticks),
            room: Rc::clone(&self.room),
            life: Rc::clone(&self.life),
            unlisted: Rc::clone(&self.unlisted),
        }
    }

    /// From now on so many writes succeed, and all after them fail as on a full disk.
    pub(crate) fn fill_after(&self, writes: usize) {
        self.room.set(Some(writes));
    }

    /// The process that writes here is killed when it has written so often: whatever it writes from
    /// then on never reaches the disk. 0 in what is returned says that it was killed.
    pub(crate) fn kill_after(&self, writes: usize) -> Rc<Cell<Option<usize>>> {
        self.life.set(Some(writes));
        Rc::clone(&self.life)
    }

    /// Another process writes here from now on.
    pub(crate) fn revive(&self) {
        self.life.set(None);
    }

    /// From now on nobody may list that folder; what is in it can be read all the same.
    pub(crate) fn unlist(&self, path: &str) {
        *self.unlisted.borrow_mut() = Some(path.to_owned());
    }

    /// Whether a write reaches the disk.
    fn lives(&self) -> bool {
        match self.life.get() {
            Some(0) => false,
            Some(left) => {
                self.life.set(Some(left - 1));
                true
            }
            None => true,
        }
    }

    /// Makes room again.
    pub(crate) fn empty(&self) {
        self.room.set(None);
    }

    pub(crate) fn put(&self, path: &str, node: Node) {
        self.nodes.borrow_mut().insert(path.to_owned(), node);
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8], private: bool) {
        let node = self.file(bytes, false, private);
        self.put(path, node);
    }

    /// Everything, by path.
    pub(crate) fn all(&self) -> BTreeMap<String, Node> {
        self.nodes.borrow().clone()
    }

    /// Removes a file or a folder with all that is in it.
    pub(crate) fn delete(&self, path: &str) {
        let below = format!("{path}/");
        let mut nodes = self.nodes.borrow_mut();
        nodes.retain(|name, _| name != path && !name.starts_with(&below));
    }

    /// The path with the links on the way to it followed, the last one too if `last` says so.
    fn resolve(&self, path: &str, last: bool) -> Option<String> {
        let mut at = String::new();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        for (index, part) in parts.iter().enumerate() {
            match *part {
                "." => continue,
                ".." => {
                    at.truncate(at.rfind('/').unwrap_or(0));
                    continue;
                }
                _ => {}
            }
            let folder = at.clone();
            at = format!("{at}/{part}");
            for _ in 0..40 {
                if index + 1 == parts.len() && !last {
                    break;
                }
                let node = self.nodes.borrow().get(&at).cloned();
                let Some(Node::Link(target)) = node else {
                    break;
                };
                at = match target.starts_with('/') {
                    true => self.resolve(&target, true)?,
                    false => self.resolve(&format!("{folder}/{target}"), true)?,
                };
            }
        }
        Some(at)
    }

    fn find(&self, path: &str, last: bool) -> Option<Node> {
        let path = self.resolve(path, last)?;
        let below = format!("{path}/");
        let nodes = self.nodes.borrow();
        let found = nodes.get(&path).cloned();
        found.or_else(|| {
            let implied = nodes.keys().any(|name| name.starts_with(&below));
            implied.then_some(Node::Folder)
        })
    }

    fn file(&self, bytes: &[u8], executable: bool, private: bool) -> Node {
        self.ticks.set(self.ticks.get() + 1);
        Node::File {
            bytes: bytes.to_vec(),
            executable,
            private,
            stamp: self.ticks.get(),
        }
    }

    fn take_room(&self, path: &str) -> Result<(), FileError> {
        match self.room.get() {
            Some(0) => Err(failed(path, "No space left on device")),
            Some(left) => {
                self.room.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn kind_of(node: &Node) -> EntryKind {
        match node {
            Node::File {
                bytes, executable, ..
            } => EntryKind::File {
                executable: *executable,
                size: bytes.len() as u64,
            },
            Node::Folder => EntryKind::Folder,
            Node::Link(target) => EntryKind::Link {
                target: target.clone(),
            },
            Node::Other => EntryKind::Other,
        }
    }
}

fn failed(path: &str, cause: &str) -> FileError {
    FileError {
        path: path.to_owned(),
        cause: cause.to_owned(),
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        match self.find(path, true) {
            None => Ok(None),
            Some(Node::File { bytes, .. }) => Ok(Some(bytes)),
            Some(_) => Err(failed(path, "not a regular file")),
        }
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        if !self.lives() {
            return Ok(());
        }
        self.take_room(path)?;
        let to = self.resolve(path, false).unwrap_or(path.to_owned());
        self.write(&to, bytes, true);
        Ok(())
    }

    fn claim(&self, path: &str, bytes: &[u8]) -> Result<bool, FileError> {
        if !self.lives() {
            return Ok(true);
        }
        self.take_room(path)?;
        let to = self.resolve(path, false).unwrap_or(path.to_owned());
        if self.find(&to, false).is_some() {
            return Ok(false);
        }
        self.write(&to, bytes, true);
        Ok(true)
    }

    fn rewrite(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        if !self.lives() {
            return Ok(());
        }
        self.take_room(path)?;
        let to = self.resolve(path, true).unwrap_or(path.to_owned());
        let old = self.find(&to, true);
        let (executable, private) = match old {
            Some(Node::File {
                executable,
                private,
                ..
            }) => (executable, private),
            _ => return Err(failed(path, "No such file or directory")),
        };
        let node = self.file(bytes, executable, private);
        self.put(&to, node);
        Ok(())
    }

    fn create(&self, path: &str, new: New<'_>, rights: Rights) -> Result<(), FileError> {
        if !self.lives() {
            return Ok(());
        }
        self.take_room(path)?;
        let to = self.resolve(path, false).unwrap_or(path.to_owned());
        let there = self.find(&to, false);
        let node = match new {
            New::Folder if matches!(there, None | Some(Node::Folder)) => Node::Folder,
            _ if there.is_some() => return Err(failed(path, "File exists")),
            New::Folder => Node::Folder,
            New::File { bytes, executable } => {
                self.file(bytes, executable, rights == Rights::OwnerOnly)
            }
            New::Link { target } => Node::Link(target.to_owned()),
        };
        self.put(&to, node);
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), FileError> {
        if !self.lives() {
            return Ok(());
        }
        let to = self.resolve(path, false).unwrap_or(path.to_owned());
        self.nodes.borrow_mut().remove(&to);
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), FileError> {
        if !self.lives() {
            return Ok(());
        }
        if self.find(to, false).is_some() {
            return Err(failed(to, "File exists"));
        }
        let from = self.resolve(from, false).unwrap_or(from.to_owned());
        let to = self.resolve(to, false).unwrap_or(to.to_owned());
        let below = format!("{from}/");
        let mut nodes = self.nodes.borrow_mut();
        let moved = nodes.extract_if(.., |name, _| *name == from || name.starts_with(&below));
        let moved: Vec<(String, Node)> = moved.collect();
        let name = |old: &String| format!("{to}{}", &old[from.len()..]);
        nodes.extend(moved.into_iter().map(|(old, node)| (name(&old), node)));
        Ok(())
    }

    fn remove_folder(&self, path: &str) -> Result<(), FileError> {
        if !self.lives() {
            return Ok(());
        }
        self.delete(&self.resolve(path, false).unwrap_or(path.to_owned()));
        Ok(())
    }

    fn list(&self, path: &str) -> Result<Option<Vec<Entry>>, FileError> {
        let folder = self.resolve(path, true).unwrap_or(path.to_owned());
        if self.unlisted.borrow().as_ref() == Some(&folder) {
            return Err(failed(path, "Permission denied"));
        }
        match self.find(&folder, true) {
            None => return Ok(None),
            Some(Node::Folder) => {}
            Some(_) => return Err(failed(path, "Not a directory")),
        }
        let below = format!("{folder}/");
        let nodes = self.nodes.borrow();
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        for (name, node) in nodes.range(below.clone()..) {
            let Some(rest) = name.strip_prefix(&below) else {
                break;
            };
            let (first, deeper) = rest.split_once('/').unwrap_or((rest, ""));
            let kind = match deeper.is_empty() {
                true => Memory::kind_of(node),
                false => EntryKind::Folder,
            };
            let stamp = match node {
                Node::File { stamp, .. } if deeper.is_empty() => *stamp,
                _ => 0,
            };
            let entry = Entry {
                name: first.to_owned(),
                kind,
                stamp: Some(Stamp {
                    modified: stamp,
                    changed: stamp,
                    inode: 1,
                }),
            };
            entries.entry(first.to_owned()).or_insert(entry);
        }
        Ok(Some(entries.into_values().collect()))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, FileError> {
        Ok(self.find(path, true).as_ref().map(Memory::kind_of))
    }
}
