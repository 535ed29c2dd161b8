//! The hands as threads. Only the caller's thread may use the ports, so it takes the pieces and
//! tells how far they are; the others do them.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TrySendError, channel, sync_channel};
use std::time::Duration;

use super::Tick;
use crate::error::Result;

/// How long the caller waits for a result before it tells how far the work is. A large file is one
/// piece, and takes seconds.
const LOOK: Duration = Duration::from_millis(50);

/// As [`super::work`].
pub(super) fn together<I: Send, O: Send>(
    hands: usize,
    pieces: impl Iterator<Item = Result<I>>,
    job: impl Fn(I, Tick<'_>) -> Result<O> + Sync,
    check: &mut dyn FnMut(&O) -> Result<()>,
    moved: &dyn Fn(u64, usize),
) -> Result<Vec<O>> {
    // A short queue: what was read and not compressed yet stands in memory.
    let (give, queue) = sync_channel::<(usize, I)>(2 * hands);
    let queue = Mutex::new(queue);
    // Results need no bound: each is an archive that is kept until the end anyway.
    let (hand_in, results) = channel::<(usize, Result<O>)>();
    let count = Count::default();
    let (queue, job, count) = (&queue, &job, &count);
    std::thread::scope(|scope| {
        for _ in 0..hands {
            let hand_in = hand_in.clone();
            scope.spawn(move || {
                // The hands may not call `moved` themselves: it belongs to the caller's thread.
                let step = |bytes, entries| count.add(bytes, entries);
                loop {
                    // A poisoned lock means that another hand panicked; the scope passes that panic on.
                    let next = match queue.lock() {
                        Ok(queue) => queue.recv(),
                        Err(_) => return,
                    };
                    // The queue is closed: everything was handed out, or the caller gave up after an error.
                    let Ok((index, piece)) = next else { return };
                    if hand_in.send((index, job(piece, &step))).is_err() {
                        return;
                    }
                }
            });
        }
        // The last sender but those of the hands: `Disconnected` then means that all hands are done.
        drop(hand_in);
        let mut tray = Tray {
            results,
            count,
            moved,
            ordered: Ordered::default(),
        };
        for (index, piece) in pieces.enumerate() {
            // An error leaves here; `give` is dropped with it, so the hands end and the scope can close.
            let mut next = (index, piece?);
            while let Err(TrySendError::Full(again)) = give.try_send(next) {
                // While the queue is full the caller looks at results instead of only waiting, so that the
                // meter moves.
                next = again;
                if tray.take(LOOK, check)? == Peek::Over {
                    break;
                }
            }
            while tray.take(Duration::ZERO, check)? == Peek::Took {}
        }
        // No more pieces: the hands end when the queue is empty.
        drop(give);
        while tray.take(LOOK, check)? != Peek::Over {}
        Ok(tray.ordered.done)
    })
}

/// What all hands together have done.
#[derive(Default)]
struct Count {
    bytes: AtomicU64,
    entries: AtomicUsize,
}

impl Count {
    /// Relaxed is enough: the numbers are only shown, and nothing is read through them.
    fn add(&self, bytes: u64, entries: usize) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.entries.fetch_add(entries, Ordering::Relaxed);
    }
}

/// What a look at the results gave.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Peek {
    /// One result came.
    Took,
    /// None came in that time; hands are still at work.
    Nothing,
    /// Nothing is left, and nobody works any more.
    Over,
}

/// Where the hands put what they have done.
struct Tray<'a, O> {
    /// Each with the number of its piece.
    results: Receiver<(usize, Result<O>)>,
    /// What is told after each look.
    count: &'a Count,
    moved: &'a dyn Fn(u64, usize),
    ordered: Ordered<O>,
}

impl<O> Tray<'_, O> {
    /// An error of a job ends the work when it arrives, one of `check` in its turn.
    /// Takes a result, if one comes within that time, and tells how far the work is.
    fn take(
        &mut self,
        patience: Duration,
        check: &mut dyn FnMut(&O) -> Result<()>,
    ) -> Result<Peek> {
        let look = match self.results.recv_timeout(patience) {
            Ok(result) => {
                self.ordered.take(result, check)?;
                Peek::Took
            }
            Err(RecvTimeoutError::Timeout) => Peek::Nothing,
            Err(RecvTimeoutError::Disconnected) => Peek::Over,
        };
        let Count { bytes, entries } = self.count;
        (self.moved)(
            bytes.load(Ordering::Relaxed),
            entries.load(Ordering::Relaxed),
        );
        Ok(look)
    }
}

/// Results that wait until those before them are there.
struct Ordered<O> {
    /// The results from the first on, without a gap.
    done: Vec<O>,
    /// Those behind a gap, by their place.
    early: BTreeMap<usize, O>,
}

impl<O> Default for Ordered<O> {
    fn default() -> Ordered<O> {
        Ordered {
            done: Vec::new(),
            early: BTreeMap::new(),
        }
    }
}

impl<O> Ordered<O> {
    /// Takes a result, and checks it and all that waited for it, each in its turn.
    fn take(
        &mut self,
        (index, result): (usize, Result<O>),
        check: &mut dyn FnMut(&O) -> Result<()>,
    ) -> Result<()> {
        // An error is not kept in order: whichever comes first ends the work.
        self.early.insert(index, result?);
        while let Some(next) = self.early.remove(&self.done.len()) {
            check(&next)?;
            self.done.push(next);
        }
        Ok(())
    }
}
