//! How much a package may hold when it is unpacked. An archive of 300 KB can hold 300 MB of nothing,
//! and who made the one that is online is not known.

use crate::error::{Error, Result};
use crate::words;
use crate::words::Words;

/// The environment variable that raises the limits, in megabytes.
pub const VARIABLE: &str = "FC_GUARD_UNPACK_LIMIT";

const MEGABYTE: u64 = 1024 * 1024;

/// Bytes below which nobody asks how they came out of so little.
const HARMLESS: u64 = 64 * MEGABYTE;

/// How much is unpacked at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files together.
    bytes: u64,
    /// Files, links and folders.
    entries: usize,
    /// How many times larger than the archive all files together may be, once they are large at all.
    ratio: u64,
}

impl Default for Limits {
    /// Twice what the service takes packed; code and its dependencies shrink to a third or a fifth.
    fn default() -> Limits {
        Limits {
            bytes: 1024 * MEGABYTE,
            entries: 250_000,
            ratio: 100,
        }
    }
}

impl Limits {
    /// The limits as the value of [`VARIABLE`] sets them: whoever names a size has seen the package,
    /// so only the size counts then.
    ///
    /// # Errors
    /// The value is no number of megabytes.
    pub fn of(value: Option<&str>) -> Result<Limits> {
        let Some(value) = value else {
            return Ok(Limits::default());
        };
        let megabytes = value
            .trim()
            .parse::<u64>()
            .ok()
            .filter(|number| *number > 0);
        match megabytes {
            Some(number) => Ok(Limits {
                bytes: number.saturating_mul(MEGABYTE),
                entries: usize::MAX,
                ratio: u64::MAX,
            }),
            None => Err(Error::usage(words!(
                "{VARIABLE}={value} is not a number of megabytes",
                "{VARIABLE}={value} 不是以 MB 为单位的数字"
            ))
            .hint(words!(
                "set it to a whole number, such as 2048, or unset it",
                "请设为整数，例如 2048，或删除该变量"
            ))),
        }
    }

    /// None at all, for what was packed here a moment ago.
    pub fn none() -> Limits {
        Limits {
            bytes: u64::MAX,
            entries: usize::MAX,
            ratio: u64::MAX,
        }
    }

    /// Whether an archive of `packed` bytes with so many entries may be unpacked to `bytes`.
    ///
    /// # Errors
    /// It may not, which is said with its sizes.
    pub(super) fn check(&self, packed: u64, bytes: u64, entries: usize) -> Result<()> {
        // What the archive says of itself is enough here: reading stops where an entry holds more than it
        // said.
        if bytes > self.bytes {
            return Err(too_much(bytes, self.bytes));
        }
        // What stays small does no harm, however dense it is.
        if bytes > HARMLESS && bytes / packed.max(1) >= self.ratio {
            return Err(too_dense(packed, bytes));
        }
        if entries > self.entries {
            return Err(too_many(entries, self.entries));
        }
        Ok(())
    }
}

/// The limit of bytes. Sizes are in bytes and are shown in megabytes.
fn too_much(bytes: u64, limit: u64) -> Error {
    let (bytes, limit) = (bytes.div_ceil(MEGABYTE), limit / MEGABYTE);
    Error::cloud(words!(
        "the code package would take {bytes} MB unpacked, and the limit is {limit} MB; it was not unpacked",
        "代码包解压后将占用 {bytes} MB，上限为 {limit} MB；没有解压"
    ))
    .hint(raise())
}

/// The limit of density. The archive is shown in KB, since a bomb is often smaller than one megabyte.
fn too_dense(packed: u64, bytes: u64) -> Error {
    let (packed, bytes) = (packed.div_ceil(1024), bytes.div_ceil(MEGABYTE));
    Error::cloud(words!(
        "the code package has {packed} KB but would take {bytes} MB unpacked, like an archive made to fill a disk; it was not unpacked",
        "代码包只有 {packed} KB，解压后却将占用 {bytes} MB，像是专门用来占满磁盘的压缩包；没有解压"
    ))
    .hint(raise())
}

/// The limit of entries: empty files take no bytes, but each takes time and an inode.
fn too_many(entries: usize, limit: usize) -> Error {
    Error::cloud(words!(
        "the code package holds {entries} entries, and the limit is {limit}; it was not unpacked",
        "代码包中有 {entries} 个条目，上限为 {limit} 个；没有解压"
    ))
    .hint(raise())
}

/// The next step of all three refusals.
fn raise() -> Words {
    words!(
        "check it in the console; if it is meant to be that large, set {VARIABLE} to the megabytes that it may take, then run the command again",
        "请先在控制台检查该代码包；如果确实需要，请将 {VARIABLE} 设为允许占用的 MB 数，再重新执行该命令"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Outcome;

    #[test]
    fn a_bomb_is_refused_and_a_large_project_is_not() {
        let limits = Limits::default();
        let check = |packed, bytes, entries| limits.check(packed, bytes, entries);
        assert!(check(100 * MEGABYTE, 500 * MEGABYTE, 50_000).is_ok());
        assert!(check(300, 60 * MEGABYTE, 1).is_ok());
        for (packed, bytes, entries) in [
            (300 * 1024, 300 * MEGABYTE, 1),
            (400 * MEGABYTE, 2048 * MEGABYTE, 1),
            (MEGABYTE, MEGABYTE, 300_000),
        ] {
            let error = check(packed, bytes, entries).expect_err("refused");
            assert_eq!(error.outcome, Outcome::Failed);
            assert!(error.hint.en.contains(VARIABLE) && error.hint.zh.contains(VARIABLE));
        }
    }

    #[test]
    fn who_names_a_size_gets_it() {
        let limits = Limits::of(Some("400")).expect("a number");
        assert!(limits.check(300 * 1024, 300 * MEGABYTE, 1).is_ok());
        assert!(limits.check(MEGABYTE, 500 * MEGABYTE, 1).is_err());
        for value in ["", "-1", "0", "many", "1.5"] {
            let error = Limits::of(Some(value)).expect_err("not a number");
            assert_eq!(error.outcome, Outcome::Usage, "{value:?}");
        }
    }
}
