//! One revision of all records of a root, as it lies in the store: numbered, never replaced, and proved by
//! the team's key, so that nobody without it can make one, put one in another place, or take one away from
//! between two others.

use std::collections::BTreeMap;

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::claim::RootClaim;
use super::faults;
use crate::error::{Error, Result};
use crate::keyed::keyed;
use crate::spelled::{hex, unhex};
use crate::state::store::Tag;

/// The version of the format that this program writes.
const FORMAT: u64 = 1;

/// The last number that a revision can have. Names begin with what is left up to it, so that the newest of a
/// folder is listed first.
const LAST: u64 = 9_999_999_999;

/// Of a store in which nothing stands yet.
pub(super) const NONE: u64 = 0;

/// All records of a root.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Revision {
    format: u64,
    /// A name of the key that it is proved with.
    key_id: String,
    /// Where it lies: account, region and root.
    pub(super) place: String,
    /// Counted from 1.
    pub(super) seq: u64,
    /// The digest of the bytes of the one before.
    pub(super) before: Option<String>,
    /// No other revision has it.
    pub(super) nonce: String,
    /// When it was written, by the clock of whoever did, in RFC 3339.
    pub(super) at: String,
    pub(super) claim: Option<RootClaim>,
    /// By their names.
    pub(super) records: BTreeMap<String, KeptText>,
}

/// A record as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptText {
    /// The revision that it came with.
    pub(super) seq: u64,
    pub(super) text: String,
    /// Which working copy wrote it, see [`super::Shared`]; `None` in records of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
}

/// What is new in a revision.
pub(super) struct NextRevision {
    pub(super) nonce: String,
    pub(super) at: String,
    pub(super) claim: Option<RootClaim>,
    pub(super) records: BTreeMap<String, KeptText>,
}

impl Revision {
    /// The one that comes after that number and digest.
    pub(super) fn after(
        (seq, before): (u64, Option<String>),
        place: String,
        draft: NextRevision,
        key: &TeamKey,
    ) -> Revision {
        let NextRevision {
            nonce,
            at,
            claim,
            records,
        } = draft;
        Revision {
            format: FORMAT,
            key_id: key.id(),
            place,
            seq: seq + 1,
            before,
            nonce,
            at,
            claim,
            records,
        }
    }

    /// Its bytes: a line of JSON, and one that proves it.
    ///
    /// # Errors
    /// A bug: it cannot be put into words.
    pub(super) fn bytes(&self, key: &TeamKey) -> Result<Vec<u8>> {
        let body = serde_json::to_string(self).map_err(|error| Error::unwritable(&error))?;
        let proof = hex(&key.mac(body.as_bytes()).finalize().into_bytes());
        Ok(format!("{body}\n{proof}\n").into_bytes())
    }

    /// What these bytes say, which lie there as that number. `path` is how people find them.
    ///
    /// # Errors
    /// They were made without the team's key, for another place or number, or by a newer version.
    pub(super) fn open(
        path: &str,
        (place, seq): (&str, u64),
        bytes: &[u8],
        key: &TeamKey,
    ) -> Result<Revision> {
        let revision = Revision::proved(path, place, bytes, key)?;
        match revision.seq == seq {
            true => Ok(revision),
            false => Err(faults::replayed(path, &revision.place, revision.seq)),
        }
    }

    /// The same, whatever number it has.
    ///
    /// # Errors
    /// As [`Revision::open`].
    pub(super) fn proved(path: &str, place: &str, bytes: &[u8], key: &TeamKey) -> Result<Revision> {
        let unlike = || faults::forged(path);
        let text = std::str::from_utf8(bytes).map_err(|_| unlike())?;
        let (body, proof) = text.split_once('\n').ok_or_else(unlike)?;
        let said: AnyFormat = serde_json::from_str(body).map_err(|_| unlike())?;
        // Before the proof: with another key it cannot be one, and that is the person's to mend.
        if said.key_id != key.id() {
            return Err(faults::of_another_key(path, &said.key_id, &key.id()));
        }
        let proof = unhex(proof.trim_end()).ok_or_else(unlike)?;
        let proved = key.mac(body.as_bytes()).verify_slice(&proof);
        proved.map_err(|_| unlike())?;
        if said.format > FORMAT {
            return Err(faults::newer(path, said.format));
        }
        let revision: Revision = serde_json::from_str(body).map_err(|_| unlike())?;
        match revision.place == place {
            true => Ok(revision),
            false => Err(faults::replayed(path, &revision.place, revision.seq)),
        }
    }
}

/// What every format says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnyFormat {
    format: u64,
    key_id: String,
}

/// The name of the key that a revision says it is proved with; `None` where these bytes are none.
pub fn key_named(bytes: &[u8]) -> Option<String> {
    let body = bytes.split(|byte| *byte == b'\n').next()?;
    let said: AnyFormat = serde_json::from_slice(body).ok()?;
    Some(said.key_id)
}

/// The name of a revision within its folder.
pub(super) fn name(seq: u64) -> String {
    format!("{:010}-{seq:010}.json", LAST.saturating_sub(seq))
}

/// Which revision has that name; `None` for any other name.
pub(super) fn number(file: &str) -> Option<u64> {
    let (_, seq) = file.strip_suffix(".json")?.split_once('-')?;
    let seq = seq.parse().ok()?;
    (name(seq) == file && seq != NONE).then_some(seq)
}

/// Which revision a version of a record came with.
pub(super) fn came_with(version: &Tag) -> u64 {
    let seq = version.0.split(' ').next();
    seq.and_then(|seq| seq.parse().ok()).unwrap_or(NONE)
}

/// What tells these bytes from any others.
pub(super) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The key that a team has in common: 32 bytes that nobody else knows.
#[derive(Clone)]
pub struct TeamKey([u8; 32]);

impl std::fmt::Debug for TeamKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TeamKey(…)")
    }
}

impl TeamKey {
    /// Of these bytes.
    pub fn new(key: [u8; 32]) -> TeamKey {
        TeamKey(key)
    }

    /// As it is written: 64 hexadecimal digits. `None` for anything else.
    pub fn parse(text: &str) -> Option<TeamKey> {
        let bytes = unhex(text.trim())?;
        Some(TeamKey(bytes.try_into().ok()?))
    }

    /// The bytes, with which the digests of secrets are made.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Eight letters that tell it from others.
    pub fn id(&self) -> String {
        hex(&self.keyed(b"fc-guard team key").finalize().into_bytes()[..4])
    }

    fn mac(&self, bytes: &[u8]) -> Hmac<Sha256> {
        // Digests of secrets are made with the key itself; what proves revisions is made with another one,
        // named by its use.
        let own = self.keyed(b"fc-guard shared records 1").finalize();
        let mut mac = keyed(&own.into_bytes().into());
        mac.update(bytes);
        mac
    }

    fn keyed(&self, text: &[u8]) -> Hmac<Sha256> {
        let mut mac = keyed(&self.0);
        mac.update(text);
        mac
    }
}
