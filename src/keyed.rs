//! HMAC with the keys of this program.

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

/// HMAC-SHA-256 with a key of 32 bytes, ready for what is to be digested (RFC 2104).
pub(crate) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC fills a shorter key up with zeros anyway, and of a whole block the constructor cannot fail.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new(&block.into())
}
