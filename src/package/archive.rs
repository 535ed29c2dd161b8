//! Writes the ZIP archive, byte for byte the same for the same items.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::tree::{Item, Node, vanished};
use super::{LIMIT, too_large};
use crate::error::{Error, Result};
use crate::ports::Files;
use crate::words;
use crate::words::Words;

/// The compressor's own default. Level 9 takes up to twice as long and saves less than one byte in a
/// hundred (measured on a Python library and on a large program); every deploy packs, few upload.
const LEVEL: i64 = 6;

/// The largest file that an entry without ZIP64 fields can hold, in bytes.
const LARGEST: u64 = u32::MAX as u64;

/// Writes the items, which are sorted and stand under `root`.
///
/// # Errors
/// A usage error as soon as the archive is larger than the service takes.
pub(super) fn write(files: &dyn Files, root: &str, items: &[Item]) -> Result<Vec<u8>> {
    let mut writer = Writer {
        zip: ZipWriter::new(Cursor::new(Vec::new())),
        files,
        root,
    };
    for item in items {
        writer.add(item)?;
    }
    let bytes = writer
        .zip
        .finish()
        .map_err(|cause| broken(root, &cause.to_string()))?
        .into_inner();
    match bytes.len() as u64 {
        size if size > LIMIT => Err(too_large(root, size)),
        _ => Ok(bytes),
    }
}

struct Writer<'w> {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    files: &'w dyn Files,
    root: &'w str,
}

impl Writer<'_> {
    fn add(&mut self, item: &Item) -> Result<()> {
        let path = item.path.as_str();
        let written = match &item.node {
            Node::Folder => self.zip.add_directory(path, options(0o755)),
            Node::Link { target } => self.zip.add_symlink(path, target, options(0o777)),
            Node::File { size, .. } if *size > LARGEST => {
                return Err(too_large(&format!("{}/{path}", self.root), *size));
            }
            Node::File { executable, .. } => {
                let bytes = self.read(path)?;
                self.file(path, *executable, &bytes)
            }
        };
        written.map_err(|cause| broken(path, &cause.to_string()))?;
        // Stops long before memory is full of an archive that nobody takes.
        match self
            .zip
            .get_ref()
            .map_or(0, |cursor| cursor.get_ref().len() as u64)
        {
            size if size > LIMIT => Err(too_large(self.root, size)),
            _ => Ok(()),
        }
    }

    fn read(&self, path: &str) -> Result<Vec<u8>> {
        let full = format!("{}/{path}", self.root);
        self.files.read(&full)?.ok_or_else(|| vanished(&full))
    }

    fn file(&mut self, path: &str, executable: bool, bytes: &[u8]) -> ZipResult<()> {
        // Custom runtimes start this file; upstream makes it executable, too, because it often comes
        // from a system without such a mark.
        let mode = if executable || path == "bootstrap" {
            0o755
        } else {
            0o644
        };
        self.zip.start_file(path, options(mode))?;
        Ok(self.zip.write_all(bytes)?)
    }
}

/// Everything about an entry that is not its name and its bytes.
fn options(mode: u32) -> SimpleFileOptions {
    SimpleFileOptions::DEFAULT
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(moment())
        // Else the archive says which system made it.
        .system(System::Unix)
        .unix_permissions(mode)
}

/// 2023-11-01T00:00, the moment that upstream fc3 writes, so that code that looks at its files'
/// times sees no change when a project moves here. (1980-01-01, the format's zero, falls into 1979
/// in half of the time zones, and then some tools cannot pack the file again.)
fn moment() -> DateTime {
    DateTime::from_date_and_time(2023, 11, 1, 0, 0, 0).unwrap_or(DateTime::DEFAULT)
}

fn broken(path: &str, cause: &str) -> Error {
    Error::bug(words!("cannot pack {path}", "无法打包 {path}")).because(Words::same(cause))
}
