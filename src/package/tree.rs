//! Which files of a folder are packed, and what each of them is.

use std::collections::BTreeSet;

use super::globs::CodeGlobs;
use super::ignore::{self, IgnoreRules};
use super::never::NEVER;
use super::own::{TEMPORARY, marked};
use super::source::CodeFolder;
use crate::error::{Error, Result};
use crate::ports::{Entry, EntryKind, Files, Stamp};
use crate::words;

/// Something that gets its own entry in the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PackageItem {
    /// Relative to the code folder, with `/`.
    pub path: String,
    pub node: TreeNode,
    /// What the file system says of when it changed; `None` where nothing says so, as in an archive.
    pub stamp: Option<Stamp>,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TreeNode {
    /// Runnable by its owner, and its bytes.
    File {
        executable: bool,
        size: u64,
    },
    /// A folder with nothing in it. The others come with their files.
    Folder,
    Link {
        target: String,
    },
}

/// Links are items and are never followed.
/// All items of the folder, sorted by the bytes of their paths; `None` where there is no folder.
pub(super) fn walk(files: &dyn Files, folder: &CodeFolder) -> Result<Option<Vec<PackageItem>>> {
    let root = folder.path.as_str();
    // Our own marks are read once, before the walk, because they name paths of the whole tree.
    let Some(entries) = files.list(root)? else {
        return Ok(None);
    };
    let mut walk = Walk {
        files,
        root,
        own: marked(files, root, &entries)?,
        globs: match &folder.patterns {
            Some(given) => Some(CodeGlobs::read(files, root, given)?),
            None => None,
        },
        items: Vec::new(),
    };
    walk.folder("", entries, None)?;
    walk.items.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(Some(walk.items))
}

/// A name that every unpacker takes for the same file.
pub(super) fn check_name(path: &str) -> Result<()> {
    let name = path.rsplit('/').next().unwrap_or_default();
    // An empty name comes from an archive, never from a folder.
    if ["", ".", ".."].contains(&name) || name.contains(['\\', '\0']) {
        return Err(Error::usage(words!(
            "a file named {path:?} cannot be packed",
            "文件名 {path:?} 无法打包"
        ))
        .hint(words!(
            "rename it (a backslash becomes a folder when unpacked), or exclude it in .fcignore",
            "请改名（解压时反斜杠会被当作目录分隔符），或在 .fcignore 中排除"
        )));
    }
    Ok(())
}

/// What a walk knows, and what it found.
struct Walk<'w> {
    files: &'w dyn Files,
    root: &'w str,
    /// Files that we wrote for people.
    own: BTreeSet<String>,
    /// What stays out, where the component has patterns for that.
    globs: Option<CodeGlobs>,
    /// In the order of the walk; they are sorted at its end.
    items: Vec<PackageItem>,
}

impl Walk<'_> {
    /// Takes the folder's entries. `path` is the folder's own, ending in `/` unless it is the root.
    fn folder(
        &mut self,
        path: &str,
        entries: Vec<Entry>,
        outer: Option<&IgnoreRules<'_>>,
    ) -> Result<()> {
        let rules = match self.globs {
            Some(_) => IgnoreRules::none(path),
            None => IgnoreRules::read(self.files, self.root, path, &entries, outer)?,
        };
        for Entry { name, kind, stamp } in entries {
            // Temporary names, too: another run may be in the middle of writing here.
            if NEVER.contains(&name.as_str()) || name.starts_with(TEMPORARY) {
                continue;
            }
            let path = format!("{path}{name}");
            // `.fcignore` cannot take in what is never packed, so that was asked before.
            let is_folder = kind == EntryKind::Folder;
            let is_out = match &self.globs {
                Some(globs) => globs.leave_out(&path, is_folder),
                None => rules.ignores(&path, is_folder),
            };
            if is_out || self.own.contains(&path) {
                continue;
            }
            check_name(&path)?;
            self.entry(path, kind, stamp, &rules)?;
        }
        Ok(())
    }

    /// Takes one entry that no rule keeps out.
    fn entry(
        &mut self,
        path: String,
        kind: EntryKind,
        stamp: Option<Stamp>,
        rules: &IgnoreRules<'_>,
    ) -> Result<()> {
        let node = match kind {
            EntryKind::File { executable, size } => TreeNode::File { executable, size },
            EntryKind::Link { target } => TreeNode::Link { target },
            EntryKind::Folder => return self.subfolder(path, rules),
            // An error and no silence: a package without it would not be what the folder is.
            EntryKind::Other => return Err(special(&path)),
            EntryKind::Unnameable => return Err(unnameable(&path)),
        };
        self.items.push(PackageItem { path, node, stamp });
        Ok(())
    }

    /// An empty folder is packed, one that the ignore rules have emptied is not: as upstream fc3. Of the component
    /// `fc` each folder is an entry.
    fn subfolder(&mut self, path: String, rules: &IgnoreRules<'_>) -> Result<()> {
        let full = format!("{}/{path}", self.root);
        let entries = self.files.list(&full)?.ok_or_else(|| vanished(&full))?;
        if self.globs.is_some() && keeps_itself_out(self.files, &full, &entries)? {
            return Ok(());
        }
        let (before, is_empty) = (self.items.len(), entries.is_empty());
        self.folder(&format!("{path}/"), entries, Some(rules))?;
        let is_emptied = self.globs.is_some() && self.items.len() == before;
        if is_empty || is_emptied {
            self.items.push(PackageItem {
                path,
                node: TreeNode::Folder,
                stamp: None,
            });
        }
        Ok(())
    }
}

/// Whether a folder says of itself that none of it is packed, as those do that this program makes beside code: where
/// patterns hold for the whole tree, only its own word keeps it out.
fn keeps_itself_out(files: &dyn Files, folder: &str, entries: &[Entry]) -> Result<bool> {
    if !entries.iter().any(|entry| entry.name == ignore::FILE) {
        return Ok(false);
    }
    let bytes = files.read(&format!("{folder}/{}", ignore::FILE))?;
    // The second one is what `sync` writes of FC 2.0.
    let all: [&[u8]; 2] = [b"*", b"/*"];
    Ok(bytes.is_some_and(|bytes| all.contains(&bytes.trim_ascii())))
}

/// The refusal of what no path can say.
fn unnameable(path: &str) -> Error {
    Error::usage(words!(
        "the name of {path} in the code folder, or of what it links to, is not UTF-8",
        "代码目录中 {path} 的名称或其链接目标不是 UTF-8 编码"
    ))
    .hint(words!(
        "rename it, or exclude it in .fcignore",
        "请改名，或在 .fcignore 中排除"
    ))
}

/// The refusal of what is neither file, folder nor link.
fn special(path: &str) -> Error {
    Error::usage(words!(
        "{path} in the code folder is neither a file nor a folder (a socket, pipe or device)",
        "代码目录中的 {path} 既不是文件也不是目录（套接字、管道或设备）"
    ))
    .hint(words!(
        "remove it, or exclude it in .fcignore",
        "请删除它，或在 .fcignore 中排除"
    ))
}

/// Something that was listed a moment ago is not there any more.
pub(super) fn vanished(path: &str) -> Error {
    Error::local(words!(
        "{path} disappeared while the code was packed",
        "打包时 {path} 被删除"
    ))
    .hint(words!(
        "wait until the build that writes there is done, then deploy again",
        "请等待正在写入该目录的构建完成后重新部署"
    ))
}
