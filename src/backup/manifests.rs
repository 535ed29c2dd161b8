//! What is in the packages that a team has deployed, beside its backups and encrypted like them: a clone that has
//! deployed nothing can tell which files of the code somebody has changed. It is a cache; what cannot be kept or read
//! is not known.

use super::TeamShelf;
use super::cipher::Cipher;
use crate::model::resource::Resource;
use crate::package::{Manifest, is_plain, kept, unkept};
use crate::ports::Clock;

/// The ending of the files.
const ENDING: &str = ".files";

/// The largest manifest that is shared, in bytes: some 20,000 files.
const MOST: usize = 4 * 1024 * 1024;

impl TeamShelf<'_> {
    /// Keeps what is in the package with that checksum.
    pub async fn keep_manifest(
        &self,
        clock: &dyn Clock,
        (root, checksum): (&Resource, &str),
        manifest: &Manifest,
    ) {
        let Some(text) = kept(checksum, manifest).filter(|text| text.len() <= MOST) else {
            return;
        };
        if self.shared.is_offline() || !is_plain(checksum) || checksum.is_empty() {
            return;
        }
        if let Ok(sealed) = cipher(self.key, checksum).seal(clock, &text) {
            let file = format!("{checksum}{ENDING}");
            // The deploy is done, and the next one does without.
            let _ = self.shared.keep_manifest(root, &file, &sealed).await;
        }
    }

    /// What is in the package with that checksum, where anybody of the team has kept it.
    pub async fn manifest(&self, root: &Resource, checksum: &str) -> Option<Manifest> {
        if self.shared.is_offline() || !is_plain(checksum) || checksum.is_empty() {
            return None;
        }
        let file = format!("{checksum}{ENDING}");
        let bytes = self.shared.manifest(root, &file).await.ok()??;
        unkept(checksum, &cipher(self.key, checksum).open(&bytes)?)
    }
}

/// Authenticated with the checksum, so that no content passes for another's.
fn cipher(key: &[u8; 32], checksum: &str) -> Cipher {
    Cipher::new(key, &format!("{checksum} manifest"))
}
