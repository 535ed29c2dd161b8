//! The code as one package of bytes, the same on every machine and through either entry point.
//!
//! The service compares packages by the CRC-64 of their bytes, so a package may depend on nothing
//! but the files: entries are sorted by their bytes, times are one fixed moment, modes are 0644 or
//! 0755, and the compressor is the Rust one in both entry points. Then the same tree is uploaded once,
//! whoever deploys it.
//!
//! What goes in follows upstream fc3 (of FC 2.0 upstream fc, see `globs`): everything except what the `.fcignore` files say (themselves
//! included, unless they name themselves). Only `.s` and `.git` are never packed, whatever they say, nor
//! are reports that this program wrote there: with `code: ./` the state of the last deploy would
//! otherwise be part of the next one.

mod archive;
mod compared;
mod crew;
pub(crate) mod disk;
mod failure;
mod globs;
mod ignore;
mod index;
mod limits;
mod link;
mod manifest;
mod never;
mod opened;
mod over;
mod own;
mod portion;
mod secret;
mod shelf;
mod source;
mod tree;
mod unpack;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::Cursor;

use crc::{CRC_64_XZ, Crc, Table};
use zip::ZipArchive;

use crate::error::{Error, Result};
use crate::ports::{EntryKind, Files};
use crate::words;

pub use self::compared::Compared;
use self::failure::{code_hint, missing, not_a_file, not_a_package, restless, too_large};
pub use self::ignore::leaves_out;
pub use self::index::Shelf;
pub use self::limits::{Limits, VARIABLE};
pub use self::link::{LinkTarget, OutwardLink};
pub use self::manifest::{Content, Manifest};
pub use self::never::is_never;
pub use self::opened::read_file;
pub use self::over::{Happens, Over, StayReason};
pub use self::own::{mark, others_take_in, takes_in};
pub use self::portion::{PackWatch, Portion};
pub use self::secret::holds_secrets;
pub use self::shelf::{Manifests, is_plain, kept, unkept};
pub use self::source::{CodeFolder, CodePatterns, CodeSource};
use self::tree::{PackageItem, TreeNode};
pub use self::unpack::{Unpacked, files_in, unpack};

/// The largest package that the service takes, in bytes (500 MB, where the region takes most).
pub const LIMIT: u64 = 500 * 1024 * 1024;

/// A package. Where the tree is the one that was packed last, its bytes are only made when they are
/// asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// `None` where it was only recognised, or its bytes were given up to save memory.
    /// The ZIP archive.
    bytes: Option<Vec<u8>>,
    /// What the service will give as `codeChecksum`, see [`checksum`].
    pub checksum: String,
    /// Its size in bytes, as in `codeSize`.
    pub size: u64,
    /// How many files, links and empty folders are in it.
    pub entries: usize,
    /// The files that are not in it because they are reports of ours, as far as they were read for it.
    pub left_out: Vec<String>,
    /// The links in it that lead out of the folder it was made from.
    pub links_out: Vec<OutwardLink>,
}

/// A package that was just made or read. Its checksum and size are those of the bytes.
impl Packed {
    pub(crate) fn new(bytes: Vec<u8>, entries: usize) -> Packed {
        Packed {
            checksum: checksum(&bytes),
            size: bytes.len() as u64,
            bytes: Some(bytes),
            entries,
            left_out: Vec::new(),
            links_out: Vec::new(),
        }
    }

    /// One that is known from before.
    pub(crate) fn recognised(checksum: String, size: u64, entries: usize) -> Packed {
        Packed {
            bytes: None,
            checksum,
            size,
            entries,
            left_out: Vec::new(),
            links_out: Vec::new(),
        }
    }

    /// The same, to be packed again when its bytes are asked for.
    #[must_use]
    pub fn without_bytes(self) -> Packed {
        Packed {
            bytes: None,
            ..self
        }
    }

    /// Whether it was only recognised by its index: nothing of it was read.
    pub fn is_recognised(&self) -> bool {
        self.bytes.is_none()
    }

    /// The archive. What was recognised only by its index is packed now, and must still be what it
    /// was.
    ///
    /// # Errors
    /// As [`pack`], and where the files changed since they were compared.
    pub fn bytes(
        &self,
        files: &dyn Files,
        source: &CodeSource,
        watch: PackWatch<'_>,
    ) -> Result<Cow<'_, [u8]>> {
        if let Some(bytes) = &self.bytes {
            return Ok(Cow::Borrowed(bytes));
        }
        // Without a shelf: the index would recognise the tree again and give no bytes.
        let fresh = pack(files, source, None, watch)?;
        match fresh {
            Some(Packed {
                bytes: Some(bytes),
                checksum,
                ..
            }) if checksum == self.checksum => Ok(Cow::Owned(bytes)),
            // A different checksum means that the files moved since they were compared and shown.
            _ => Err(restless()),
        }
    }
}

/// Makes the package of a folder or a file, or reads the one that is there. `None` where there is
/// nothing to upload: the code is in OSS already, or in an image.
///
/// # Errors
/// Usage errors for what the project must change: nothing is there, nothing is in it, it is not a
/// ZIP archive, a name or a kind of file cannot be packed, it is too large.
///
/// With a shelf, a folder that did not change since it was packed last is recognised without reading
/// its files. `watch` is told how much of what is read is packed.
pub fn pack(
    files: &dyn Files,
    source: &CodeSource,
    shelf: Option<Shelf<'_>>,
    watch: PackWatch<'_>,
) -> Result<Option<Packed>> {
    match source {
        CodeSource::Folder(own) => folder(files, own, shelf, watch).map(Some),
        CodeSource::Package(path) => package(files, path).map(Some),
        CodeSource::File(path) => file(files, path, watch).map(Some),
        CodeSource::Downloaded { from, bytes } => whole(from, bytes.to_vec()).map(Some),
        CodeSource::Url(_) | CodeSource::Oss { .. } | CodeSource::Nothing => Ok(None),
    }
}

/// The CRC-64/XZ of the bytes as an unsigned decimal number: the service's `codeChecksum` and OSS's
/// `x-oss-hash-crc64ecma`.
pub fn checksum(bytes: &[u8]) -> String {
    // The largest of the library's tables is four times as fast as its default.
    static CRC: Crc<u64, Table<16>> = Crc::<u64, Table<16>>::new(&CRC_64_XZ);
    CRC.checksum(bytes).to_string()
}

/// Packs the tree of a folder, or recognises it by its index.
fn folder(
    files: &dyn Files,
    source: &CodeFolder,
    shelf: Option<Shelf<'_>>,
    watch: PackWatch<'_>,
) -> Result<Packed> {
    let root = source.path.as_str();
    let items = tree::walk(files, source)?.ok_or_else(|| missing(root))?;
    if items.is_empty() {
        return Err(nothing(root));
    }
    let known = shelf.and_then(|shelf| index::find(files, shelf, root, &items));
    let packed = match known {
        Some(known) => known,
        None => made(files, root, &items, shelf, watch)?,
    };
    Ok(Packed {
        // Told whether or not the index remembers the tree.
        links_out: link::leading_out(items.iter()),
        ..packed
    })
}

/// Packs the items of a folder, and remembers them.
fn made(
    files: &dyn Files,
    root: &str,
    items: &[PackageItem],
    shelf: Option<Shelf<'_>>,
    watch: PackWatch<'_>,
) -> Result<Packed> {
    let packed = archive(files, root, items, watch)?;
    if let Some(shelf) = shelf {
        index::keep(files, shelf, root, items, &packed);
    }
    Ok(packed)
}

/// Packs a single file under its own name, at the root of the archive.
fn file(files: &dyn Files, path: &str, watch: PackWatch<'_>) -> Result<Packed> {
    let EntryKind::File { executable, size } = kind(files, path)? else {
        return Err(not_a_file(path));
    };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    tree::check_name(name)?;
    let item = PackageItem {
        path: name.to_owned(),
        node: TreeNode::File { executable, size },
        stamp: None,
    };
    archive(files, folder, &[item], watch)
}

/// Writes the archive of some items, and refuses one that would hold nothing but our reports.
fn archive(
    files: &dyn Files,
    root: &str,
    items: &[PackageItem],
    watch: PackWatch<'_>,
) -> Result<Packed> {
    let archive = archive::write(files, root, items, watch)?;
    // What was left out for its content is only known now, so this cannot be found beside `nothing`.
    if archive.entries == 0 {
        return Err(only_reports(root, &archive.left_out));
    }
    Ok(Packed {
        left_out: archive.left_out,
        ..Packed::new(archive.bytes, archive.entries)
    })
}

/// The folder has no entry that would be packed.
fn nothing(root: &str) -> Error {
    Error::usage(words!(
        "there is nothing to pack in the code folder {root}",
        "代码目录 {root} 中没有可打包的文件"
    ))
    .hint(words!(
        "it is empty, or its .fcignore excludes everything: check code in s.yaml",
        "该目录为空，或 .fcignore 排除了全部内容：请检查 s.yaml 中的 code"
    ))
}

/// All that is there is what this program wrote for people.
fn only_reports(root: &str, reports: &[String]) -> Error {
    let all = reports.join(", ");
    Error::usage(words!(
        "there is nothing to pack in the code folder {root} except reports of fc-guard, which are not code: {all}",
        "代码目录 {root} 中只有 fc-guard 的报告（不属于代码），没有可打包的文件：{all}"
    ))
    .hint(words!(
        "check code in s.yaml",
        "请检查 s.yaml 中的 code"
    ))
}

/// The package that somebody else made goes as it is, so here it is only looked at: a download that
/// broke off, or a page saved in its place, is better found before it is deployed.
fn package(files: &dyn Files, path: &str) -> Result<Packed> {
    let EntryKind::File { size, .. } = kind(files, path)? else {
        return Err(not_a_file(path));
    };
    // By its size on disk, so that nothing this large is read into memory only to be refused.
    if size > LIMIT {
        return Err(too_large(path, size));
    }
    let bytes = files.read(path)?.ok_or_else(|| missing(path))?;
    whole(path, bytes)
}

/// A package that is there as a whole: checked to be an archive with something in it.
fn whole(path: &str, bytes: Vec<u8>) -> Result<Packed> {
    let entries = match ZipArchive::new(Cursor::new(bytes.as_slice())) {
        Ok(archive) => archive.len(),
        Err(cause) => return Err(not_a_package(path, &cause.to_string())),
    };
    if entries == 0 {
        return Err(Error::usage(words!(
            "the package {path} is empty",
            "代码包 {path} 是空的"
        ))
        .hint(code_hint()));
    }
    Ok(Packed::new(bytes, entries))
}

/// What stands at the path. That nothing does is an error of the project: its `code` names it.
fn kind(files: &dyn Files, path: &str) -> Result<EntryKind> {
    files.kind(path)?.ok_or_else(|| missing(path))
}
