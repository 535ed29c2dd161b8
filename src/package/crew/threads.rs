//! The hands as threads. Only the caller's thread may use the ports, so it takes the pieces and
//! tells how far they are; the others do them.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TrySendError, channel, sync_channel};
use std::time::Duration;

use super::Step;
use crate::error::Result;

/// How long the caller waits for a result before it tells how far the work is. A large file is one
/// piece, and takes seconds.
const LOOK: Duration = Duration::from_millis(50);

/// As [`super::work`].
pub(super) fn together<I: Send, O: Send>(
    hands: usize,
    pieces: impl Iterator<Item = Result<I>>,
    job: impl Fn(I, Step<'_>) -> Result<O> + Sync,
    check: &mut dyn FnMut(&O) -> Result<()>,
    moved: &dyn Fn(u64, usize),
) -> Result<Vec<O>> {
    // A short queue: what was read and not compressed yet stands in memory.
    let (give, queue) = sync_channel::<(usize, I)>(2 * hands);
    let queue = Mutex::new(queue);
    let (hand_in, results) = channel::<(usize, Result<O>)>();
    let count = Count::default();
    let (queue, job, count) = (&queue, &job, &count);
    std::thread::scope(|scope| {
        for _ in 0..hands {
            let hand_in = hand_in.clone();
            scope.spawn(move || {
                let step = |bytes, entries| count.add(bytes, entries);
                loop {
                    let next = match queue.lock() {
                        Ok(queue) => queue.recv(),
                        Err(_) => return,
                    };
                    let Ok((index, piece)) = next else { return };
                    if hand_in.send((index, job(piece, &step))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(hand_in);
        let mut tray = Tray {
            results,
            count,
            moved,
            ordered: Ordered::default(),
        };
        for (index, piece) in pieces.enumerate() {
            let mut next = (index, piece?);
            while let Err(TrySendError::Full(again)) = give.try_send(next) {
                next = again;
                if tray.take(LOOK, check)? == Peek::Over {
                    break;
                }
            }
            while tray.take(Duration::ZERO, check)? == Peek::Took {}
        }
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
    fn add(&self, bytes: u64, entries: usize) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.entries.fetch_add(entries, Ordering::Relaxed);
    }
}

/// What a look at the results gave.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Peek {
    Took,
    Nothing,
    /// Nothing is left, and nobody works any more.
    Over,
}

/// Where the hands put what they have done.
struct Tray<'a, O> {
    results: Receiver<(usize, Result<O>)>,
    count: &'a Count,
    moved: &'a dyn Fn(u64, usize),
    ordered: Ordered<O>,
}

impl<O> Tray<'_, O> {
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
    done: Vec<O>,
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
    fn take(
        &mut self,
        (index, result): (usize, Result<O>),
        check: &mut dyn FnMut(&O) -> Result<()>,
    ) -> Result<()> {
        self.early.insert(index, result?);
        while let Some(next) = self.early.remove(&self.done.len()) {
            check(&next)?;
            self.done.push(next);
        }
        Ok(())
    }
}
