//! `mode: drain` of upstream fc3: once no instance is to be kept any more, what still runs is ended, by closing the
//! function for a moment. That it is closed by us is on disk before, so that no crash in between leaves it closed.

use super::{Applier, Waiting, now};
use crate::clouds::fc3::{is_closed, is_draining};
use crate::error::{Error, Outcome, Result};
use crate::model::resource::Resource;
use crate::ports::Clock;
use crate::snapshot::Part;
use crate::state::record::Draining;
use crate::state::records::Records;
use crate::wire::{Client, Failure};
use crate::words;
use crate::words::Words;

/// For how long the function is closed, in milliseconds (upstream fc3).
const CLOSED: u64 = 5_000;

impl Applier<'_> {
    /// Puts on disk that a drain is due before the write that asks for it, so that no crash between the two leaves
    /// it out; and that none is due any more where the file has ceased to ask for it.
    ///
    /// # Errors
    /// The record cannot be read or written.
    pub(super) async fn note_drain(&self, part: &Part, writes: bool) -> Result<()> {
        let due = (part.drains && writes).then(|| Draining {
            at: now(self.world.clock),
            is_due: true,
        });
        if due.is_none() && (part.drains || !part.is_drain_due) {
            return Ok(());
        }
        mark(self.records, &part.resource.root(), due).await
    }

    /// Makes up for a drain that a crash left out, where the configuration is gone, as it was to be, so that there
    /// is nothing to write.
    ///
    /// # Errors
    /// As [`Applier::drain`].
    pub(super) async fn drain_late(&self, part: &Part) -> Result<()> {
        match part.drains && part.is_drain_due && part.live.is_none() {
            true => self.drain(&part.resource.root()).await,
            false => self.note_drain(part, false).await,
        }
    }

    /// Ends what still runs of a function whose configuration was written.
    ///
    /// # Errors
    /// It could not be closed, or not be opened again; the configuration is written, so the outcome is `Partial`.
    pub(super) async fn drain(&self, function: &Resource) -> Result<()> {
        let name = function.name();
        let online = self.client.get_function(name).await.map_err(partly)?;
        let Some(online) = online else {
            return mark(self.records, function, None).await;
        };
        // Somebody has stopped it on purpose: nothing runs, and it is not for us to open it.
        if is_closed(&online.doc) {
            (self.waiting)(function, &Waiting::Closed);
            return mark(self.records, function, None).await;
        }
        let (journal, label) = (self.world.journal, invocation(function));
        let closed = Draining {
            at: now(self.world.clock),
            is_due: false,
        };
        mark(self.records, function, Some(closed)).await?;
        (self.waiting)(function, &Waiting::Draining);
        journal.begin(&label);
        let closed = self.client.close_to_drain(name).await;
        if closed.is_ok() {
            pause(self.world.clock).await;
            self.workspace.live_on();
        }
        match closed {
            // It is certain that nothing was closed.
            Err(failure) if !failure.unknown() => {
                journal.refused(&label);
                mark(self.records, function, None).await?;
                Err(undrained(function, failure))
            }
            closed => {
                let opened = open(self.client, self.records, function).await;
                opened.map_err(partly)?;
                journal.done(&label);
                closed.map_err(|failure| undrained(function, failure))?;
                (self.waiting)(function, &Waiting::Drained);
                Ok(())
            }
        }
    }
}

/// What is written when a function is closed or opened.
pub fn invocation(function: &Resource) -> Words {
    let Words { en, zh } = function.label();
    words!("the invocation of {en}", "{zh} 的调用开关")
}

/// Opens a function again that an interrupted run has closed. Says whether it was closed still.
///
/// # Errors
/// It cannot be read or opened; the mark stays for the next run.
pub async fn undo(client: &Client<'_>, records: &Records<'_>, function: &Resource) -> Result<bool> {
    let online = client.get_function(function.name()).await?;
    // Who has opened it since, or closed it for a reason of their own, has decided about it.
    if !online.is_some_and(|online| is_draining(&online.doc)) {
        mark(records, function, None).await?;
        return Ok(false);
    }
    open(client, records, function).await.map(|()| true)
}

/// Opens the function, after which nothing is to be undone any more.
async fn open(client: &Client<'_>, records: &Records<'_>, function: &Resource) -> Result<()> {
    let opened = client.open(function.name()).await;
    opened.map_err(|failure| closed(function, failure))?;
    mark(records, function, None).await
}

/// Puts on disk how far a drain has come, or that none is under way.
async fn mark(
    records: &Records<'_>,
    function: &Resource,
    draining: Option<Draining>,
) -> Result<()> {
    let mut record = records.load(function).await?;
    record.draining = draining;
    records.save(&record).await
}

async fn pause(clock: &dyn Clock) {
    clock.sleep(CLOSED).await;
}

/// What failed after the configuration was written.
fn partly(error: Error) -> Error {
    error.ended(Outcome::Partial)
}

/// What still runs was not ended.
fn undrained(function: &Resource, failure: Failure) -> Error {
    let Words { en, zh } = function.label();
    let because = words!(
        "the configuration is written, but the running requests of {en} were not ended (mode: drain)",
        "配置已写入，但{zh} 正在执行的请求没有被中断（mode: drain）"
    );
    partly(failure.into_error(&function.label()).because(because))
}

/// It is closed, and could not be opened.
fn closed(function: &Resource, failure: Failure) -> Error {
    let Words { en, zh } = function.label();
    let cause = failure.into_error(&function.label());
    let error = Error::cloud(words!(
        "{en} is still closed to callers, because it could not be opened again after the drain",
        "{zh} 仍处于停用状态：drain 之后未能恢复调用"
    ));
    let error = error.because(cause.what);
    let error = cause
        .causes
        .into_iter()
        .fold(error, |error, one| error.because(one));
    error.ended(Outcome::Partial).hint(words!(
        "deploy again: that opens it first; or enable its invocation in the console",
        "请重新部署：会先恢复调用；也可以在控制台启用该函数的调用"
    ))
}
