//! Writes the ZIP archive, byte for byte the same for the same items.
//!
//! Reports of ours are no code, whatever they are called: they are known by their content, which is read
//! here anyway. The items are cut into parts, which are compressed independently and put one behind the other.
//! How many of them are compressed at once depends on the machine; the bytes do not.
//!
//! Nothing about the machine goes into it: neither times, nor owners, nor the order in which a folder is
//! listed.

use std::cell::RefCell;
use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::crew::{self, Tick};
use super::tree::{PackageItem, TreeNode, vanished};
use super::{LIMIT, PackWatch, Portion, too_large};
use crate::error::{Error, Result};
use crate::ports::Files;
use crate::words;
use crate::words::Words;
use crate::written;

/// The fastest that still compresses. On Python and Node packages the archive is a tenth to a sixth
/// larger than at the default level, and made three times as fast; every deploy of changed code packs.
const LEVEL: i64 = 1;

/// The largest file that an entry without ZIP64 fields can hold, in bytes.
const LARGEST: u64 = u32::MAX as u64;

/// How much one part holds: enough that its overhead does not matter, and little enough that the
/// last one does not keep everybody waiting.
const PART_BYTES: u64 = 1024 * 1024;
/// How many items one part holds at most, so that many small files are spread over the hands, too.
const PART_ITEMS: usize = 64;

/// How much of a file is compressed before that is said, in bytes.
const SLICE: usize = 256 * 1024;

/// An archive, and what became of the items.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Archive {
    /// The archive itself.
    pub bytes: Vec<u8>,
    /// How many are in it.
    pub entries: usize,
    /// The paths of those that are reports of ours.
    pub left_out: Vec<String>,
}

/// Writes the items, which are sorted and stand under `root`.
///
/// # Errors
/// A usage error as soon as the archive is larger than the service takes.
pub(super) fn write(
    files: &dyn Files,
    root: &str,
    items: &[PackageItem],
    watch: PackWatch<'_>,
) -> Result<Archive> {
    write_with(files, root, items, crew::hands(), watch)
}

/// The same with that many parts compressed at once.
pub(super) fn write_with(
    files: &dyn Files,
    root: &str,
    items: &[PackageItem],
    hands: usize,
    watch: PackWatch<'_>,
) -> Result<Archive> {
    // Counted from what the file system said; the files themselves are only read part by part.
    let all = Portion::of(items);
    let reader = SliceReader { files, root };
    // Shared with the iterator, which runs inside of `work` and is the only one that sees the contents.
    let left_out = RefCell::default();
    let mut parts = Parts {
        reader: &reader,
        items: items.iter(),
        left_out: &left_out,
    };
    let mut size = 0;
    let mut check = |archive: &Vec<u8>| {
        size += archive.len() as u64;
        match size {
            // Stops long before memory is full of an archive that nobody takes.
            size if size > LIMIT => Err(too_large(root, size)),
            _ => Ok(()),
        }
    };
    let archives = crew::work(
        hands,
        &mut parts,
        |part: Slice<'_>, step| {
            part.compress(step)
                .map_err(|(path, cause)| broken(&path, &cause))
        },
        &mut check,
        &|bytes, entries| {
            watch(Portion {
                bytes,
                entries,
                ..all
            });
        },
    )?;
    let bytes = join(archives).map_err(|cause| broken(root, &cause.to_string()))?;
    let left_out = left_out.into_inner();
    Ok(Archive {
        bytes,
        entries: items.len() - left_out.len(),
        left_out,
    })
}

/// Puts the parts one behind the other.
fn join(archives: Vec<Vec<u8>>) -> ZipResult<Vec<u8>> {
    // One allocation: growing an archive of hundreds of megabytes would hold it twice.
    let size = archives.iter().map(Vec::len).sum();
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    for archive in archives {
        zip.merge_archive(ZipArchive::new(Cursor::new(archive))?)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Reads the bytes of items below a root.
struct SliceReader<'r> {
    files: &'r dyn Files,
    /// The paths of items are seen from here.
    root: &'r str,
}

/// Cuts the items by nothing but themselves: what is left out leaves no trace.
struct Parts<'p> {
    /// Reads each item once.
    reader: &'p SliceReader<'p>,
    /// Those that are not in any part yet.
    items: std::slice::Iter<'p, PackageItem>,
    /// The paths of reports of ours, as they are found.
    left_out: &'p RefCell<Vec<String>>,
}

/// Items with the bytes of those that are files.
#[derive(Default)]
struct Slice<'p>(Vec<(&'p PackageItem, Vec<u8>)>);

impl<'p> Iterator for Parts<'p> {
    type Item = Result<Slice<'p>>;

    fn next(&mut self) -> Option<Result<Slice<'p>>> {
        let (mut part, mut size) = (Slice::default(), 0);
        for item in self.items.by_ref() {
            let bytes = match self.reader.bytes(item) {
                Ok(bytes) => bytes,
                Err(error) => return Some(Err(error)),
            };
            // Reports are known by how they begin, and the bytes are here anyway.
            if written::is_ours(&bytes) {
                self.left_out.borrow_mut().push(item.path.clone());
                continue;
            }
            if let TreeNode::File { size: own, .. } = item.node {
                size += own;
            }
            part.0.push((item, bytes));
            if size >= PART_BYTES || part.0.len() >= PART_ITEMS {
                break;
            }
        }
        (!part.0.is_empty()).then_some(Ok(part))
    }
}

/// Reading is done on the caller's thread, because the ports may only be used there.
impl SliceReader<'_> {
    /// The bytes of a file; of anything else none.
    fn bytes(&self, item: &PackageItem) -> Result<Vec<u8>> {
        let TreeNode::File { size, .. } = item.node else {
            return Ok(Vec::new());
        };
        let full = format!("{}/{}", self.root, item.path);
        // Checked before the read, so that a file that cannot fit is not taken into memory first.
        if size > LARGEST.min(2 * LIMIT) {
            return Err(too_large(&full, size));
        }
        self.files.read(&full)?.ok_or_else(|| vanished(&full))
    }
}

impl Slice<'_> {
    /// An archive of its own; else the path and the cause of what failed.
    fn compress(self, step: Tick<'_>) -> Result<Vec<u8>, (String, String)> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // Closing an archive fails for no item in particular, so its first one names the part.
        let first = self.0.first();
        let first = first.map_or("", |(item, _)| &item.path).to_owned();
        for (item, bytes) in self.0 {
            add(&mut zip, item, &bytes, step)
                .map_err(|cause| (item.path.clone(), cause.to_string()))?;
        }
        let done = zip.finish().map_err(|cause| (first, cause.to_string()))?;
        Ok(done.into_inner())
    }
}

/// Adds one entry, and says so slice by slice.
fn add(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    item: &PackageItem,
    bytes: &[u8],
    step: Tick<'_>,
) -> ZipResult<()> {
    let path = item.path.as_str();
    match &item.node {
        TreeNode::Folder => zip.add_directory(path, options(0o755))?,
        TreeNode::Link { target } => zip.add_symlink(path, target, options(0o777))?,
        TreeNode::File { executable, .. } => {
            // Custom runtimes start this file; upstream makes it executable, too, because it often
            // comes from a system without such a mark.
            let program = *executable || path == "bootstrap";
            zip.start_file(path, options(if program { 0o755 } else { 0o644 }))?;
            // The compressor's output does not depend on how its input is cut; the slices are for the meter.
            for slice in bytes.chunks(SLICE) {
                zip.write_all(slice)?;
                step(slice.len() as u64, 0);
            }
        }
    }
    step(0, 1);
    Ok(())
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

/// A failure of the library. What the project can change was found before, so it is a bug of ours.
fn broken(path: &str, cause: &str) -> Error {
    Error::bug(words!("cannot pack {path}", "无法打包 {path}")).because(Words::same(cause))
}
