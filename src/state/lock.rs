//! Of several runs on one function in one working copy, one at a time looks for the last time and
//! writes. The lock is a file that names its holder, so that others can say for whom they wait, and
//! can tell one that is left over from a run that was killed.
//!
//! Only native programs could have the system lock a file for them, so a file that is made
//! exclusively has to do: it is the same for every entry point.

mod holder;

use std::cell::RefCell;
use std::rc::Rc;

use self::holder::Holder;
pub use self::holder::Purpose;
use crate::error::{Error, Outcome, Result};
use crate::ports::{Files, World};
use crate::spelled::hex;
use crate::words;
use crate::words::Words;

/// How long is waited for another run, in looks and in milliseconds between them: a minute.
const LOOKS: usize = 240;
const PAUSE: u64 = 250;

/// From this look on a lock that cannot be read is left over, and not one that is being written.
const UNREADABLE: usize = 20;

/// A lock that nobody has given a sign of life for so long is left over, in milliseconds. Every record
/// is one, and so is every look while something is waited for; the longest in between is a download of
/// code that is saved, which is tried three times for ten minutes.
const FORGOTTEN: i64 = 60 * 60 * 1000;

/// A sign of life is given again when the last one is so old, in milliseconds.
const RENEWED: i64 = 60 * 1000;

/// How long it may take to clear away a lock that is left over, in milliseconds.
const CLEARING: i64 = 10 * 1000;

/// Held until it goes out of scope.
pub struct Lock<'a> {
    files: &'a dyn Files,
    held: Rc<Held>,
}

/// A lock as those see it who write under it.
#[derive(Debug)]
pub struct Held {
    path: String,
    holder: RefCell<Holder>,
}

impl<'a> Lock<'a> {
    /// Takes the lock of that path, for which it waits a while. `tell` says what for.
    ///
    /// # Errors
    /// Another run holds it for longer than that, or the file cannot be written.
    pub async fn take(
        world: World<'a>,
        path: String,
        purpose: Purpose<'_>,
        tell: &dyn Fn(&Words),
    ) -> Result<Lock<'a>> {
        let own = Holder::new(world, purpose, hex(&world.clock.nonce()[..8]));
        let mut seen = None;
        for look in 0..LOOKS {
            if world.files.claim(&path, &own.bytes()?)? {
                return Ok(Lock::new(world.files, path, own));
            }
            // It was given back between the two calls: the next claim may succeed at once.
            let Some(bytes) = world.files.read(&path)? else {
                continue;
            };
            let other = Holder::read(&bytes);
            let is_gone = match &other {
                Some(other) => other.is_gone(world, FORGOTTEN),
                None => look >= UNREADABLE,
            };
            // Told only by the one who cleared it away: of several who wait, one does.
            if is_gone && clear(world, &path, &bytes, &own)? {
                tell(&left_over(other.as_ref()));
                continue;
            }
            // Once is enough to say for whom we wait.
            if !is_gone && seen.is_none() {
                tell(&waits_for(other.as_ref()));
            }
            seen = Some(other);
            world.clock.sleep(PAUSE).await;
        }
        Err(busy(world, &path, seen.flatten().as_ref()))
    }

    fn new(files: &'a dyn Files, path: String, holder: Holder) -> Lock<'a> {
        let holder = holder.into();
        let held = Rc::new(Held { path, holder });
        Lock { files, held }
    }

    /// What those need who write under it.
    pub fn held(&self) -> &Rc<Held> {
        &self.held
    }
}

impl Held {
    /// Gives a sign of life, and makes sure that the lock is still held. `now` is in milliseconds
    /// since 1970.
    ///
    /// # Errors
    /// Somebody else took it, or the file cannot be written.
    pub fn renew(&self, files: &dyn Files, now: i64) -> Result<()> {
        if !self.is_still(files)? {
            return Err(lost(&self.path));
        }
        let mut holder = self.holder.borrow_mut();
        // Every record gives a sign, and few of them are worth a write.
        if holder.age(now) >= RENEWED {
            holder.renew(now);
            files.replace(&self.path, &holder.bytes()?)?;
        }
        Ok(())
    }

    /// Whether the file is still the one that was written for this lock.
    fn is_still(&self, files: &dyn Files) -> Result<bool> {
        let bytes = files.read(&self.path)?.unwrap_or_default();
        let token = &self.holder.borrow().token;
        Ok(Holder::read(&bytes).is_some_and(|there| there.token == *token))
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        // What cannot be removed now is left over, and others find that out.
        if self.held.is_still(self.files).unwrap_or(false) {
            let _ = self.files.remove(&self.held.path);
        }
    }
}

/// Who holds the lock of that path; `None` where nobody does, or only a run that is over.
///
/// # Errors
/// The file cannot be read.
pub fn holder(world: World<'_>, path: &str) -> Result<Option<Words>> {
    let bytes = world.files.read(path)?.unwrap_or_default();
    let holder = Holder::read(&bytes).filter(|holder| !holder.is_gone(world, FORGOTTEN));
    Ok(holder.map(|holder| Holder::label(Some(&holder))))
}

/// Removes a lock that is left over. Whoever does so has claimed that first: otherwise the second of
/// two who saw the same lock would remove the one that the first has made in its place.
fn clear(world: World<'_>, path: &str, stale: &[u8], own: &Holder) -> Result<bool> {
    let files = world.files;
    let claim = format!("{path}.clearing");
    if !files.claim(&claim, &own.bytes()?)? {
        // Somebody else is clearing, or was killed while doing so. Either way the next look decides.
        let bytes = files.read(&claim)?.unwrap_or_default();
        if Holder::read(&bytes).is_none_or(|other| other.is_gone(world, CLEARING)) {
            files.remove(&claim)?;
        }
        return Ok(false);
    }
    // Until the claim was ours, somebody else may have cleared the lock and taken it.
    let same = files.read(path)?.as_deref() == Some(stale);
    if same {
        files.remove(path)?;
    }
    files.remove(&claim)?;
    Ok(same)
}

fn left_over(other: Option<&Holder>) -> Words {
    let Words { en, zh } = Holder::label(other);
    words!(
        "an earlier run ended without cleaning up: {en}; this run takes over",
        "先前的一次运行未经清理就已结束：{zh}；由本次运行接替"
    )
}

fn waits_for(other: Option<&Holder>) -> Words {
    let Words { en, zh } = Holder::label(other);
    words!(
        "another run is writing here: waiting for {en}",
        "另一次运行正在写入：等待{zh}"
    )
}

/// The error for a lock that another run held for as long as this one would wait.
fn busy(world: World<'_>, path: &str, other: Option<&Holder>) -> Error {
    let Words { en, zh } = Holder::label(other);
    // Resources before this one may have been written in the same run.
    let outcome = match world.journal.written().is_empty() {
        true => Outcome::Failed,
        false => Outcome::Partial,
    };
    Error::local(words!(
        "another run has been writing here for longer than a minute; nothing of this resource was written",
        "另一次运行仍在写入，已等待超过一分钟；该资源没有写入任何内容"
    ))
    .ended(outcome)
    .because(words!("it is {en}", "正在进行的是{zh}"))
    .hint(words!(
        "run the command again when it has ended; if that run is long gone, delete {path}",
        "请等它结束后重新执行该命令；若那次运行早已不在，请删除 {path}"
    ))
}

/// The error for a lock that is somebody else's by now.
fn lost(path: &str) -> Error {
    Error::local(words!(
        "{path} no longer belongs to this run: another run has taken it over, or somebody has deleted it",
        "{path} 已不属于本次运行：已被另一次运行接管，或被人删除"
    ))
    .hint(words!(
        "run the command again: it reads the live state before it writes anything",
        "请重新执行该命令：写入之前会先读取线上的实际状态"
    ))
}
