//! The key of one working copy: its digests are made with it, and its backups encrypted. It is made
//! by whoever needs it first; of several who do so at once, one makes it and the others take that.

use super::link;
use crate::error::{Error, Result};
use crate::ports::{Clock, Files};
use crate::spelled::{hex, unhex};
use crate::words;

/// How often somebody who was too late looks for the key of whoever was first.
const LOOKS: usize = 3;

/// A key that nobody has yet.
pub(super) fn fresh(clock: &dyn Clock) -> [u8; 32] {
    let mut key = [0; 32];
    key[..16].copy_from_slice(&clock.nonce());
    key[16..].copy_from_slice(&clock.nonce());
    key
}

/// The key that is kept in that folder, if there is one.
///
/// # Errors
/// It cannot be read or is damaged, or the folder is a link that leads nowhere.
pub(super) fn read(files: &dyn Files, folder: &str) -> Result<Option<[u8; 32]>> {
    let path = path(folder);
    let Some(bytes) = files.read(&path)? else {
        link::check(files, folder)?;
        return Ok(None);
    };
    // What is no text is no key either, and is told as damaged.
    let text = String::from_utf8(bytes).unwrap_or_default();
    let key = unhex(text.trim()).and_then(|bytes| bytes.try_into().ok());
    key.map(Some).ok_or_else(|| damaged(&path))
}

fn damaged(path: &str) -> Error {
    Error::local(words!(
        "the key {path} is damaged: it is not 64 hexadecimal digits; nothing was written",
        "密钥 {path} 已损坏：内容不是 64 位十六进制数；没有写入任何内容"
    ))
    .hint(words!(
        "restore it from a copy of this folder. Without one, delete it: the next deploy creates a new key and asks about every secret that differs, and backups made until now can no longer be opened",
        "请从该目录的副本恢复它；如果没有副本，请将其删除：下次部署会生成新的密钥，并就每个不一致的机密询问你，此前的备份则无法再打开"
    ))
}

/// Keeps this key where there is none yet. Returns the one that is kept there then.
///
/// # Errors
/// It cannot be written or read.
pub(super) fn settle(files: &dyn Files, folder: &str, key: [u8; 32]) -> Result<[u8; 32]> {
    for _ in 0..LOOKS {
        if let Some(kept) = read(files, folder)? {
            return Ok(kept);
        }
        // Records are of one machine and one working copy; a team's repository must not carry them.
        files.claim(&format!("{folder}/.gitignore"), b"*\n")?;
        let text = format!("{}\n", hex(&key));
        // Whoever loses here finds the key of the other at the next look.
        if files.claim(&path(folder), text.as_bytes())? {
            return Ok(key);
        }
    }
    Err(lost(folder))
}

/// Another key has taken the place of the one that this run works with.
pub(super) fn lost(folder: &str) -> Error {
    let path = path(folder);
    Error::local(words!(
        "the key {path} was replaced or removed while this run worked with it",
        "本次运行期间，密钥 {path} 被替换或删除"
    ))
    .hint(words!(
        "find out what else uses that folder, then run the command again",
        "请确认还有什么程序在使用该目录，然后重新执行该命令"
    ))
}

fn path(folder: &str) -> String {
    format!("{folder}/key")
}
