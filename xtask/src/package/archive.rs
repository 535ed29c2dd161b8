//! Archives that are the same bytes wherever they are made: entries in the order of their names, with fixed
//! times, modes and owners, written by code that depends on nothing but what goes in.

use std::io::Cursor;
use std::io::Write;

use anyhow::Context;
use anyhow::Result;
use flate2::Compression;
use flate2::GzBuilder;
use tar::EntryType;
use tar::Header;
use zip::CompressionMethod;
use zip::DateTime;
use zip::System;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Seconds since 1970: the moment that npm gives to everything in its archives. What is older than 1980
/// cannot be said in a zip.
pub(crate) const MOMENT: u64 = 499_162_500;

/// The operating system in the head of a gzip file that says nothing about it.
const UNKNOWN_SYSTEM: u8 = 255;

/// What an archive holds under one name, with `/` between folders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) content: Content,
}

/// What stands under a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Content {
    /// An empty folder; others are made by the names in them.
    Folder,
    File(Vec<u8>),
    Program(Vec<u8>),
}

impl Entry {
    pub(crate) fn file(name: &str, bytes: impl Into<Vec<u8>>) -> Entry {
        Entry {
            name: name.to_owned(),
            content: Content::File(bytes.into()),
        }
    }
}

impl Content {
    fn mode(&self) -> u32 {
        match self {
            Content::File(_) => 0o644,
            Content::Folder | Content::Program(_) => 0o755,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Content::Folder => &[],
            Content::File(bytes) | Content::Program(bytes) => bytes,
        }
    }
}

/// A zip, as registries and Windows take it.
pub(crate) fn zip(entries: &[Entry]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in sorted(entries) {
        put(&mut zip, entry).with_context(|| format!("cannot pack {}", entry.name))?;
    }
    Ok(zip.finish()?.into_inner())
}

fn put(zip: &mut ZipWriter<Cursor<Vec<u8>>>, entry: &Entry) -> Result<()> {
    let options = SimpleFileOptions::default()
        .system(System::Unix)
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::from_date_and_time(1985, 10, 26, 8, 15, 0)?)
        .unix_permissions(entry.content.mode());
    if entry.content == Content::Folder {
        zip.add_directory(entry.name.as_str(), options)?;
    } else {
        zip.start_file(entry.name.as_str(), options)?;
        zip.write_all(entry.content.bytes())?;
    }
    Ok(())
}

/// A tar, compressed by gzip, in which everything stands below one folder.
pub(crate) fn tar_gz(folder: &str, entries: &[Entry]) -> Result<Vec<u8>> {
    let gzip = GzBuilder::new()
        .operating_system(UNKNOWN_SYSTEM)
        .write(Vec::new(), Compression::best());
    let mut tar = tar::Builder::new(gzip);
    for entry in sorted(entries) {
        let bytes = entry.content.bytes();
        tar.append_data(
            &mut header(&entry.content),
            format!("{folder}/{}", entry.name),
            bytes,
        )
        .with_context(|| format!("cannot pack {}", entry.name))?;
    }
    Ok(tar.into_inner()?.finish()?)
}

fn header(content: &Content) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(match content {
        Content::Folder => EntryType::Directory,
        Content::File(_) | Content::Program(_) => EntryType::Regular,
    });
    header.set_mode(content.mode());
    header.set_mtime(MOMENT);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(content.bytes().len() as u64);
    header
}

fn sorted(entries: &[Entry]) -> Vec<&Entry> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort();
    sorted
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::io::Read;

    use anyhow::Result;
    use flate2::read::GzDecoder;
    use zip::ZipArchive;

    use super::Content;
    use super::Entry;
    use super::MOMENT;
    use super::tar_gz;
    use super::zip;

    fn entries() -> Vec<Entry> {
        let entry = |name: &str, content| Entry {
            name: name.to_owned(),
            content,
        };
        vec![
            entry("src", Content::Folder),
            Entry::file("b/README.md", "words"),
            entry("a", Content::Program(vec![0; 1000])),
        ]
    }

    #[test]
    fn order_in_which_files_were_found_changes_nothing() -> Result<()> {
        let (one, mut other) = (entries(), entries());
        other.reverse();
        assert_eq!(zip(&one)?, zip(&other)?);
        assert_eq!(tar_gz("package", &one)?, tar_gz("package", &other)?);
        Ok(())
    }

    #[test]
    fn zip_holds_names_modes_and_bytes() -> Result<()> {
        let mut archive = ZipArchive::new(Cursor::new(zip(&entries())?))?;
        let mut found = Vec::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let mode = file.unix_mode().map(|mode| mode & 0o777);
            found.push((file.name()?.into_owned(), mode, bytes.len()));
        }
        let expected = [
            ("a", 0o755, 1000),
            ("b/README.md", 0o644, 5),
            ("src/", 0o755, 0),
        ];
        assert_eq!(
            found,
            expected.map(|(name, mode, size)| (name.to_owned(), Some(mode), size))
        );
        Ok(())
    }

    #[test]
    fn tar_holds_names_modes_and_bytes_below_its_folder() -> Result<()> {
        let bytes = tar_gz("package", &entries())?;
        let mut archive = tar::Archive::new(GzDecoder::new(bytes.as_slice()));
        let mut found = Vec::new();
        for entry in archive.entries()? {
            let entry = entry?;
            let header = entry.header();
            assert_eq!(
                (header.mtime()?, header.uid()?, header.gid()?),
                (MOMENT, 0, 0)
            );
            let name = entry.path()?.to_string_lossy().into_owned();
            found.push((name, header.mode()?, header.size()?));
        }
        let expected = [
            ("package/a", 0o755, 1000),
            ("package/b/README.md", 0o644, 5),
            ("package/src", 0o755, 0),
        ];
        assert_eq!(
            found,
            expected.map(|(name, mode, size)| (name.to_owned(), mode, size))
        );
        Ok(())
    }
}
