//! Encryption of what is saved: XChaCha20-Poly1305 with a key derived from the project's own. The
//! name of the backup is authenticated with it, so that no content passes for another's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{KeyInit, Mac};

use crate::error::{Error, Result};
use crate::keyed::keyed;
use crate::ports::Clock;
use crate::words;

/// Bytes of the nonce, which stands before the ciphertext.
const NONCE: usize = 24;

/// Encrypts for one backup.
pub(super) struct Cipher {
    key: [u8; 32],
    /// The name of the backup.
    name: String,
}

impl Cipher {
    /// `key` is that of the project.
    pub(super) fn new(key: &[u8; 32], name: &str) -> Cipher {
        let mut mac = keyed(key);
        // The project's key also makes the digests of secrets; what it encrypts with is another one, named
        // by its use.
        mac.update(b"fc-guard backup 1");
        Cipher {
            key: mac.finalize().into_bytes().into(),
            name: name.to_owned(),
        }
    }

    /// The nonce, and behind it what was encrypted.
    ///
    /// # Errors
    /// A bug: the cipher only refuses what is longer than it can count.
    pub(super) fn seal(&self, clock: &dyn Clock, bytes: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE];
        // The clock gives 16 random bytes at a time. 24 of them may be drawn at random without ever meeting
        // again.
        nonce[..16].copy_from_slice(&clock.nonce());
        nonce[16..].copy_from_slice(&clock.nonce()[..8]);
        let payload = Payload {
            msg: bytes,
            aad: self.name.as_bytes(),
        };
        let sealed = self.aead().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::bug(words!("encryption failed", "加密失败")))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// What was sealed; `None` where the key, the name of the backup, or a byte of it is another one.
    pub(super) fn open(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload {
            msg: sealed,
            aad: self.name.as_bytes(),
        };
        self.aead().decrypt(&XNonce::from(nonce), payload).ok()
    }

    /// The same in base64, for a file of JSON.
    pub(super) fn seal_text(&self, clock: &dyn Clock, bytes: &[u8]) -> Result<String> {
        Ok(STANDARD.encode(self.seal(clock, bytes)?))
    }

    /// What [`Cipher::seal_text`] made.
    pub(super) fn open_text(&self, text: &str) -> Option<Vec<u8>> {
        self.open(&STANDARD.decode(text).ok()?)
    }

    fn aead(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.key.into())
    }
}
