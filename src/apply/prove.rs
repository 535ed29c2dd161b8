//! What the answer to a write does not say is looked up: tags, resource groups, bindings and
//! deletions are answered with nothing, and so is what never took effect.

use super::Applier;
use super::advance::Advance;
use crate::error::{Error, Outcome, Result};
use crate::plan::{Write, WriteCall};
use crate::ports::Clock;
use crate::snapshot::{Live, Part};
use crate::words;
use crate::words::Words;

/// How long is waited before each look, in milliseconds: a reading may lag a little behind a write.
const LOOKS: [u64; 4] = [0, 500, 1_500, 3_000];

/// Looks until something is found, as long as a reading may lag behind; `None` where it never is.
///
/// # Errors
/// As `look`, the first time that it fails.
pub async fn until<T>(
    clock: &dyn Clock,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<Option<T>> {
    for pause in LOOKS {
        if pause > 0 {
            clock.sleep(pause).await;
        }
        if let Some(found) = look().await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

impl Applier<'_> {
    /// Looks whether a write that was answered with nothing took effect; returns what was read last.
    ///
    /// # Errors
    /// It did not, or nobody knows. The intent stays on disk.
    pub(super) async fn prove(
        &self,
        part: &Part,
        write: &Write,
        advance: &Advance<'_>,
    ) -> Result<Option<Live>> {
        let proof = until(self.world.clock, async || {
            let live = self.read(&part.resource).await.map_err(unproven)?;
            let done = match (&write.call, &live) {
                (WriteCall::Delete, live) => live.is_none(),
                (_, Some(live)) => advance.shows(write, live),
                // A list that was emptied is read as one that is not there.
                (_, None) => advance.wants_nothing(),
            };
            Ok(done.then_some(live))
        });
        let proof = proof.await?;
        proof.ok_or_else(|| ineffective(&part.resource.label()))
    }
}

/// A reading that failed after a write that was answered: whether it took effect nobody knows.
fn unproven(error: Error) -> Error {
    error.ended(Outcome::Partial).because(words!(
        "the service answered an earlier write, but it is not known whether it took effect",
        "此前的写入虽已得到响应，但无法确定是否生效"
    ))
}

/// A call was answered as done, and what is online says that it was not.
pub fn ineffective(label: &Words) -> Error {
    let Words { en, zh } = label;
    Error::cloud(words!(
        "{en}: the service reported success, but the live state has not changed",
        "{zh}：服务端返回成功，但线上没有变化"
    ))
    .ended(Outcome::Partial)
    .hint(words!(
        "run the same command again; if the problem persists, check it in the console (a proxy may be answering for the service)",
        "请再次执行同一命令；若仍然如此，请到控制台查看（也可能是中间的代理代替服务端作答）"
    ))
}
