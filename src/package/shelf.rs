//! Manifests are kept beside the records, each under the checksum of its package, so that a record
//! only has to name a checksum. They are a cache: one that is missing, damaged or of another version
//! is not known, and nothing is ever taken for equal because of that.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Manifest, Shelf};
use crate::ports::{EntryKind, Files};
use crate::spelled::hex;

/// Of the file's form. Another one is not read: what it says may mean something else.
const VERSION: u32 = 1;

/// By it and the prefix the files are told from all else on the shelf.
const ENDING: &str = ".files";

/// The largest manifest that is kept, in bytes of its file: some 80,000 files.
const MOST: usize = 16 * 1024 * 1024;

/// The file of one manifest.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeptIndex {
    /// Of the package. Names may be digests, so the file says it itself.
    version: u32,
    checksum: String,
    files: Manifest,
}

/// The manifests of one function's packages.
#[derive(Clone, Copy)]
pub struct Manifests<'a> {
    pub files: &'a dyn Files,
    pub shelf: Shelf<'a>,
    /// What tells the function from all others.
    pub owner: &'a str,
}

impl Manifests<'_> {
    /// The manifest of the package with that checksum, if it is known.
    pub fn find(&self, checksum: &str) -> Option<Manifest> {
        // All failures are one here: a manifest that cannot be read is not known.
        let bytes = self.files.read(&self.path(checksum)).ok()??;
        unkept(checksum, &bytes)
    }

    /// Whether the manifest of the package with that checksum is to be kept and is not yet.
    pub fn lacks(&self, checksum: &str) -> bool {
        self.shelf.writes && !matches!(self.files.kind(&self.path(checksum)), Ok(Some(_)))
    }

    /// Keeps a manifest. That it cannot be written is no reason not to deploy.
    pub fn keep(&self, checksum: &str, manifest: &Manifest) {
        if !self.lacks(checksum) {
            return;
        }
        // A huge tree is compared without a kept manifest rather than slow every run down.
        if let Some(text) = kept(checksum, manifest).filter(|text| text.len() <= MOST) {
            let _ = self.files.replace(&self.path(checksum), &text);
        }
    }

    /// Removes the manifests of all packages of this function but these.
    pub fn tidy(&self, needed: &[&str]) {
        if !self.shelf.writes {
            return;
        }
        let needed: Vec<String> = needed.iter().map(|checksum| self.name(checksum)).collect();
        // The shelf has other files, and manifests of other functions, which may be needed by their records.
        let prefix = self.prefix();
        let entries = self.files.list(self.shelf.folder).ok().flatten();
        for entry in entries.into_iter().flatten() {
            let is_ours = entry.name.starts_with(&prefix) && entry.name.ends_with(ENDING);
            let is_file = matches!(entry.kind, EntryKind::File { .. });
            if is_ours && is_file && !needed.contains(&entry.name) {
                let _ = self
                    .files
                    .remove(&format!("{}/{}", self.shelf.folder, entry.name));
            }
        }
    }

    /// Where the manifest of that checksum is kept.
    fn path(&self, checksum: &str) -> String {
        format!("{}/{}", self.shelf.folder, self.name(checksum))
    }

    /// A checksum comes from elsewhere, so it is no name before it has been looked at.
    fn name(&self, checksum: &str) -> String {
        let name = match is_plain(checksum) {
            true => checksum.to_owned(),
            false => digest(checksum),
        };
        format!("{}{name}{ENDING}", self.prefix())
    }

    /// The owner is a digest because names of functions may hold what no file name may.
    fn prefix(&self) -> String {
        format!("code.{}.", digest(self.owner))
    }
}

/// Whether a checksum is written as the service does: what is no more than 20 digits may be a name anywhere.
pub fn is_plain(checksum: &str) -> bool {
    checksum.len() <= 20 && checksum.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text of the manifest of the package with that checksum; `None` where it cannot be put into one.
pub fn kept(checksum: &str, manifest: &Manifest) -> Option<Vec<u8>> {
    let kept = KeptIndex {
        version: VERSION,
        checksum: checksum.to_owned(),
        files: manifest.clone(),
    };
    serde_json::to_vec(&kept).ok()
}

/// The manifest of the package with that checksum in such a text; `None` where it is not that.
pub fn unkept(checksum: &str, text: &[u8]) -> Option<Manifest> {
    let kept: KeptIndex = serde_json::from_slice(text).ok()?;
    let fits = kept.version == VERSION && kept.checksum == checksum;
    fits.then_some(kept.files)
}

/// Sixteen hexadecimal digits: enough to tell the functions of a project apart.
fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..8])
}
