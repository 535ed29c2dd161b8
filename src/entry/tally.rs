//! Bytes counted where the core's callback cannot go: in a body that another task sends, in a function
//! that JavaScript calls. For the entry points.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::task::AtomicWaker;

use crate::ports::{Moved, Watch};

/// Stands for a size that nobody has told.
const UNKNOWN: u64 = u64::MAX;

/// How much of one exchange is done.
#[derive(Debug)]
pub(crate) struct Tally {
    /// Bytes of the request's body.
    sent: AtomicU64,
    /// Bytes of the reply's body.
    received: AtomicU64,
    /// Bytes that the reply will have, or [`UNKNOWN`].
    expected: AtomicU64,
    /// Wakes the future that tells of it, from wherever the bytes are counted.
    waker: AtomicWaker,
}

impl Tally {
    /// Nothing has moved yet.
    pub(crate) fn new() -> Tally {
        Tally {
            sent: AtomicU64::new(0),
            received: AtomicU64::new(0),
            expected: AtomicU64::new(UNKNOWN),
            waker: AtomicWaker::new(),
        }
    }

    /// Takes note, and has it told to whoever watches.
    pub(crate) fn note(&self, change: impl FnOnce(&mut Moved)) {
        // Not one step: only one side counts at a time, and a number that is late is shown a moment later.
        let mut moved = self.moved();
        change(&mut moved);
        self.sent.store(moved.sent, Ordering::Relaxed);
        self.received.store(moved.received, Ordering::Relaxed);
        let expected = moved.expected.unwrap_or(UNKNOWN);
        self.expected.store(expected, Ordering::Relaxed);
        self.waker.wake();
    }

    /// How much is done by now.
    fn moved(&self) -> Moved {
        let expected = self.expected.load(Ordering::Relaxed);
        Moved {
            sent: self.sent.load(Ordering::Relaxed),
            received: self.received.load(Ordering::Relaxed),
            expected: (expected != UNKNOWN).then_some(expected),
        }
    }

    /// Does the work, and tells of every change in the meantime, the last one included.
    pub(crate) async fn watched<T>(
        &self,
        watch: Option<Watch<'_>>,
        work: impl Future<Output = T>,
    ) -> T {
        let Some(watch) = watch else {
            return work.await;
        };
        let mut work = pin!(work);
        let told = Cell::new(Moved::default());
        poll_fn(|context| {
            // Before the work is polled, so that what it counts in the meantime wakes this again.
            self.waker.register(context.waker());
            let result = work.as_mut().poll(context);
            let moved = self.moved();
            // Also after the last poll, so that the end is told.
            if told.replace(moved) != moved {
                watch(moved);
            }
            result
        })
        .await
    }
}
