//! The code as one package of bytes, the same on every machine and through either door.
//!
//! The service compares packages by the CRC-64 of their bytes, so a package may depend on nothing
//! but the files: entries are sorted by their bytes, times are one fixed moment, modes are 0644 or
//! 0755, and the compressor is the Rust one in both doors. Then the same tree is uploaded once,
//! whoever deploys it.
//!
//! What goes in follows upstream fc3: everything except what the `.fcignore` files say (themselves
//! included, unless they name themselves). Only `.s` and `.git` are never packed, whatever they say:
//! with `code: ./` the state of the last deploy would otherwise be part of the next one.

mod archive;
mod crew;
mod ignore;
mod index;
mod link;
mod over;
mod tree;
mod unpack;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::Cursor;

use crc::{CRC_64_XZ, Crc, Table};
use zip::ZipArchive;

use crate::error::{Error, Result};
use crate::model::desired::CodeSource;
use crate::ports::{EntryKind, Files};
use crate::words;
use crate::words::Words;

pub use self::index::Shelf;
pub use self::over::Over;
use self::tree::{Item, Node};
pub use self::unpack::{files_in, unpack};

/// The largest package that the service takes, in bytes (500 MB, where the region takes most).
pub const LIMIT: u64 = 500 * 1024 * 1024;

/// A package. Where the tree is the one that was packed last, its bytes are only made when they are
/// asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The ZIP archive.
    bytes: Option<Vec<u8>>,
    /// What the service will give as `codeChecksum`, see [`checksum`].
    pub checksum: String,
    /// Its size in bytes, as in `codeSize`.
    pub size: u64,
    /// How many files, links and empty folders are in it.
    pub entries: usize,
}

impl Packed {
    fn new(bytes: Vec<u8>, entries: usize) -> Packed {
        Packed {
            checksum: checksum(&bytes),
            size: bytes.len() as u64,
            bytes: Some(bytes),
            entries,
        }
    }

    /// The archive. What was recognised only by its index is packed now, and must still be what it
    /// was.
    ///
    /// # Errors
    /// As [`pack`], and where the files changed since they were compared.
    pub fn bytes(&self, files: &dyn Files, source: &CodeSource) -> Result<Cow<'_, [u8]>> {
        if let Some(bytes) = &self.bytes {
            return Ok(Cow::Borrowed(bytes));
        }
        let fresh = pack(files, source, None)?;
        match fresh {
            Some(Packed {
                bytes: Some(bytes),
                checksum,
                ..
            }) if checksum == self.checksum => Ok(Cow::Owned(bytes)),
            _ => Err(restless()),
        }
    }
}

/// Makes the package of a folder or a file, or reads the one that is there. `None` where there is
/// nothing to upload: the code is in OSS already, or in an image.
///
/// # Errors
/// Usage errors for what the project must change: nothing is there, nothing is in it, it is not a
/// ZIP archive, a link leads out of it, a name or a kind of file cannot be packed, it is too large.
///
/// With a shelf, a folder that did not change since it was packed last is recognised without reading
/// its files.
pub fn pack(
    files: &dyn Files,
    source: &CodeSource,
    shelf: Option<Shelf<'_>>,
) -> Result<Option<Packed>> {
    match source {
        CodeSource::Folder(path) => folder(files, path, shelf).map(Some),
        CodeSource::Package(path) => package(files, path).map(Some),
        CodeSource::File(path) => file(files, path).map(Some),
        CodeSource::Downloaded { from, bytes } => whole(from, bytes.clone()).map(Some),
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

fn folder(files: &dyn Files, root: &str, shelf: Option<Shelf<'_>>) -> Result<Packed> {
    let items = tree::walk(files, root)?.ok_or_else(|| missing(root))?;
    if items.is_empty() {
        return Err(Error::usage(words!(
            "there is nothing to pack in the code folder {root}",
            "代码目录 {root} 中没有可打包的文件"
        ))
        .hint(words!(
            "it is empty, or its .fcignore leaves nothing: check `code` in s.yaml",
            "该目录为空，或 .fcignore 排除了全部内容：请检查 s.yaml 中的 code"
        )));
    }
    link::check(&items)?;
    if let Some(known) = shelf.and_then(|shelf| index::find(files, shelf, root, &items)) {
        return Ok(known);
    }
    let packed = archive(files, root, &items)?;
    if let Some(shelf) = shelf {
        index::keep(files, shelf, root, &items, &packed);
    }
    Ok(packed)
}

fn file(files: &dyn Files, path: &str) -> Result<Packed> {
    let EntryKind::File { executable, size } = kind(files, path)? else {
        return Err(not_a_file(path));
    };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    tree::check_name(name)?;
    let item = Item {
        path: name.to_owned(),
        node: Node::File { executable, size },
        stamp: None,
    };
    archive(files, folder, &[item])
}

fn archive(files: &dyn Files, root: &str, items: &[Item]) -> Result<Packed> {
    let bytes = archive::write(files, root, items)?;
    Ok(Packed::new(bytes, items.len()))
}

/// The package that somebody else made goes as it is, so here it is only looked at: a download that
/// broke off, or a page saved in its place, is better found before it is deployed.
fn package(files: &dyn Files, path: &str) -> Result<Packed> {
    let EntryKind::File { size, .. } = kind(files, path)? else {
        return Err(not_a_file(path));
    };
    if size > LIMIT {
        return Err(too_large(path, size));
    }
    let bytes = files.read(path)?.ok_or_else(|| missing(path))?;
    whole(path, bytes)
}

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

fn kind(files: &dyn Files, path: &str) -> Result<EntryKind> {
    files.kind(path)?.ok_or_else(|| missing(path))
}

fn missing(path: &str) -> Error {
    Error::usage(words!(
        "there is no code at {path}",
        "代码路径 {path} 不存在"
    ))
    .hint(code_hint())
}

fn not_a_file(path: &str) -> Error {
    Error::usage(words!("{path} is not a file", "{path} 不是文件")).hint(code_hint())
}

fn not_a_package(path: &str, cause: &str) -> Error {
    Error::usage(words!(
        "{path} is not a whole ZIP archive",
        "{path} 不是完整的 ZIP 压缩包"
    ))
    .because(Words::same(cause))
    .hint(words!(
        "build or download it again, or let `code` in s.yaml name a folder",
        "请重新构建或下载该文件，或将 s.yaml 中的 code 指向一个目录"
    ))
}

fn too_large(path: &str, size: u64) -> Error {
    let (size, limit) = (size.div_ceil(1024 * 1024), LIMIT / (1024 * 1024));
    Error::usage(words!(
        "the code package of {path} is too large: {size} MB, the service takes {limit} MB",
        "{path} 的代码包过大：{size} MB，而函数计算最多接受 {limit} MB"
    ))
    .hint(words!(
        "leave files out by .fcignore, move dependencies to a layer, or use a container image",
        "请用 .fcignore 排除文件、把依赖移入层，或改用容器镜像"
    ))
}

fn restless() -> Error {
    Error::local(words!(
        "the code changed while it was being deployed; nothing was uploaded",
        "部署期间代码发生了变化；没有上传任何内容"
    ))
    .hint(words!(
        "wait until the build is done, then deploy again",
        "请等待构建完成后重新部署"
    ))
}

fn code_hint() -> Words {
    words!(
        "check `code` in s.yaml: it is relative to the folder of s.yaml",
        "请检查 s.yaml 中的 code：它相对于 s.yaml 所在目录"
    )
}
