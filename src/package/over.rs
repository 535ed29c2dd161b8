//! A package over a folder that is there already. Whatever of the folder changes or goes is saved
//! first; what is never packed (`.fcignore`) is left alone.

use super::tree::{Item, Node, vanished, walk};
use super::unpack::{Entry, entries};
use crate::error::{Error, Result};
use crate::ports::{EntryKind, Files, New};
use crate::words;

/// What has to be done.
#[derive(Debug)]
pub struct Over {
    folder: String,
    /// Files and links that come or change.
    written: Vec<(Entry, bool)>,
    /// Files and links of ours that are not in the package.
    removed: Vec<Item>,
    /// Ours, before they change.
    changed: Vec<Item>,
}

impl Over {
    /// Compares the package with the folder. Nothing is written.
    ///
    /// # Errors
    /// The package is broken, a file cannot be read, or a folder stands where a file has to be.
    pub fn plan(files: &dyn Files, bytes: &[u8], folder: &str) -> Result<Over> {
        let ours = walk(files, folder)?.unwrap_or_default();
        let ours: Vec<Item> = ours.into_iter().filter(|item| !is_folder(item)).collect();
        let theirs = entries(bytes, folder)?;
        let removed = |item: &&Item| !theirs.iter().any(|entry| entry.item.path == item.path);
        let removed: Vec<Item> = ours.iter().filter(removed).cloned().collect();
        let (mut written, mut changed) = (Vec::new(), Vec::new());
        for entry in theirs.into_iter().filter(|entry| !is_folder(&entry.item)) {
            let path = format!("{folder}/{}", entry.item.path);
            match ours.iter().find(|item| item.path == entry.item.path) {
                Some(item) if is_same(files, &path, item, &entry)? => {}
                Some(item) => {
                    changed.push(item.clone());
                    written.push((entry, true));
                }
                // A file of ours that goes makes room for a folder.
                None if is_below(&entry.item.path, &removed) => written.push((entry, false)),
                // What is never packed can still stand there.
                None => {
                    let standing = files.kind(&path)?;
                    if standing == Some(EntryKind::Folder) {
                        return Err(in_the_way(&path));
                    }
                    written.push((entry, standing.is_some()));
                    changed.extend(standing.map(|kind| left_out(&path, folder, kind)));
                }
            }
        }
        Ok(Over {
            folder: folder.to_owned(),
            written,
            removed,
            changed,
        })
    }

    /// How many files change, come, and go.
    pub fn counts(&self) -> (usize, usize, usize) {
        let changed = self.changed.len();
        (changed, self.written.len() - changed, self.removed.len())
    }

    /// Saves what changes or goes into a folder that does not exist yet, and then does it.
    ///
    /// # Errors
    /// A file cannot be read or written. What was there before is in `saved`.
    pub fn carry_out(&self, files: &dyn Files, saved: &str) -> Result<()> {
        for item in self.changed.iter().chain(&self.removed) {
            copy(files, item, &self.folder, saved)?;
        }
        // What goes may stand where a folder of the package has to be.
        for item in &self.removed {
            files.remove(&format!("{}/{}", self.folder, item.path))?;
        }
        for (entry, replaces) in &self.written {
            let path = format!("{}/{}", self.folder, entry.item.path);
            if *replaces {
                files.remove(&path)?;
            }
            files.create(&path, entry.as_new())?;
        }
        Ok(())
    }
}

fn is_below(path: &str, files: &[Item]) -> bool {
    let below = |item: &Item| {
        path.strip_prefix(&item.path)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    files.iter().any(below)
}

fn in_the_way(path: &str) -> Error {
    Error::local(words!(
        "{path} is a folder here and a file online; nothing was changed",
        "{path} 在本地是目录，在线上是文件；没有做任何修改"
    ))
    .hint(words!(
        "move the folder away, or download the code beside yours",
        "请先移走该目录，或把线上代码下载到旁边的新目录"
    ))
}

/// A file of ours that is not among the packed ones.
fn left_out(path: &str, folder: &str, kind: EntryKind) -> Item {
    let (executable, size) = match kind {
        EntryKind::File { executable, size } => (executable, size),
        _ => (false, 0),
    };
    Item {
        path: path
            .trim_start_matches(folder)
            .trim_start_matches('/')
            .to_owned(),
        node: Node::File { executable, size },
        stamp: None,
    }
}

fn is_folder(item: &Item) -> bool {
    matches!(item.node, Node::Folder)
}

fn is_same(files: &dyn Files, path: &str, ours: &Item, theirs: &Entry) -> Result<bool> {
    Ok(match (&ours.node, theirs.as_new()) {
        (Node::Link { target }, New::Link { target: other }) => target == other,
        (
            Node::File { executable, .. },
            New::File {
                bytes,
                executable: other,
            },
        ) => *executable == other && files.read(path)?.as_deref() == Some(bytes),
        _ => false,
    })
}

fn copy(files: &dyn Files, item: &Item, from: &str, to: &str) -> Result<()> {
    let (from, to) = (
        format!("{from}/{}", item.path),
        format!("{to}/{}", item.path),
    );
    match &item.node {
        Node::Folder => files.create(&to, New::Folder)?,
        Node::Link { target } => files.create(&to, New::Link { target })?,
        Node::File { executable, .. } => {
            let bytes = files.read(&from)?.ok_or_else(|| vanished(&from))?;
            let (bytes, executable) = (bytes.as_slice(), *executable);
            files.create(&to, New::File { bytes, executable })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::desired::CodeSource;
    use crate::native::files::Disk;
    use crate::package::pack;

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
                ("b", "a file"),
                (".fcignore", ".env\nnotes\n"),
                (".env", "mine"),
                ("notes", "n"),
            ],
        );
        let packed = pack(&Disk, &CodeSource::Folder(online.clone()), None, &|_| ())
            .expect("packed")
            .expect("a package");
        let source = CodeSource::Folder(online);
        let bytes = packed.bytes(&Disk, &source, &|_| ()).expect("its bytes");
        let plan = Over::plan(&Disk, &bytes, &folder).expect("a plan");
        assert_eq!(plan.counts(), (2, 2, 3));
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
        let source = CodeSource::Folder(online);
        let packed = pack(&Disk, &source, None, &|_| {}).expect("packed");
        let packed = packed.expect("a package");
        let bytes = packed.bytes(&Disk, &source, &|_| {}).expect("its bytes");
        let error = Over::plan(&Disk, &bytes, &folder).expect_err("refused");
        assert!(error.what.en.contains("is a folder here"), "{error:?}");
    }
}
