//! The way out for many reads at once: only so many are under way, and where the service says that it
//! is too busy, all of them wait.

use std::cell::{Cell, RefCell};
use std::task::{Poll, Waker};

use crate::ports::{Clock, Request, Response, Transport, TransportError, Wait, Watch};

/// How many requests are under way at most, before the service has said anything.
const WIDEST: usize = 96;
/// How long nothing is sent after the first such answer, in milliseconds. It doubles as long as no other
/// answer comes.
const FIRST_HOLD: u64 = 500;
const LONGEST_HOLD: u64 = 16_000;

/// A transport that lets through only so many requests at once.
pub struct Gate<'a> {
    transport: &'a dyn Transport,
    clock: &'a dyn Clock,
    /// How many may be under way, and how many are.
    width: Cell<usize>,
    inside: Cell<usize>,
    queue: RefCell<Vec<Waker>>,
    /// Until when nothing is sent, in milliseconds since 1970.
    closed: Cell<i64>,
    /// How often it was closed since the service last had time.
    refusals: Cell<u32>,
}

impl<'a> Gate<'a> {
    pub fn new(transport: &'a dyn Transport, clock: &'a dyn Clock) -> Gate<'a> {
        Gate {
            transport,
            clock,
            width: Cell::new(WIDEST),
            inside: Cell::new(0),
            queue: RefCell::default(),
            closed: Cell::new(0),
            refusals: Cell::new(0),
        }
    }

    /// Sends the request in its turn, and learns from the answer how busy the service is.
    async fn through(
        &self,
        request: Request,
        watch: Option<Watch<'_>>,
    ) -> Result<Response, TransportError> {
        let place = self.place().await;
        let result = self.transport.send(request, watch).await;
        match &result {
            Ok(response) if response.status == 429 => self.close(asked(response)),
            Ok(_) => self.refusals.set(0),
            // A request that was lost says nothing of how busy the service is.
            Err(_) => {}
        }
        drop(place);
        result
    }

    /// Waits until the request may be sent.
    async fn place(&self) -> Permit<'_, 'a> {
        loop {
            let place = self.free().await;
            let left = self.closed.get() - self.clock.now();
            match u64::try_from(left) {
                Ok(left) if left > 0 => {
                    // Who waits for the hold to end keeps no place from others.
                    drop(place);
                    self.clock.sleep(left).await;
                }
                _ => return place,
            }
        }
    }

    /// Waits until fewer are under way than may be.
    async fn free(&self) -> Permit<'_, 'a> {
        std::future::poll_fn(|context| {
            if self.inside.get() < self.width.get() {
                self.inside.set(self.inside.get() + 1);
                return Poll::Ready(Permit(self));
            }
            // Whoever goes out wakes all who wait here, and each looks again.
            self.queue.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    /// Lets nothing through for a while, and less at once from then on. Requests that were under way
    /// together are refused together: that counts once.
    fn close(&self, asked: u64) {
        let now = self.clock.now();
        if self.closed.get() <= now {
            self.width.set((self.width.get() / 2).max(1));
            self.refusals.set(self.refusals.get() + 1);
        }
        let doubled = self.refusals.get().saturating_sub(1).min(5);
        let hold = (FIRST_HOLD << doubled).max(asked).min(LONGEST_HOLD);
        // A shorter hold never ends a longer one.
        let until = now + i64::try_from(hold).unwrap_or_default();
        self.closed.set(self.closed.get().max(until));
    }
}

/// How long the service asks to wait, in milliseconds.
fn asked(response: &Response) -> u64 {
    let seconds = response.header("retry-after");
    let seconds = seconds.and_then(|text| text.trim().parse::<u64>().ok());
    seconds.unwrap_or(0).saturating_mul(1_000)
}

/// The right to have one request under way.
struct Permit<'g, 'a>(&'g Gate<'a>);

impl Drop for Permit<'_, '_> {
    fn drop(&mut self) {
        self.0.inside.set(self.0.inside.get() - 1);
        // Some of those that waited may be gone by now, so all others have to look.
        for waker in self.0.queue.take() {
            waker.wake();
        }
    }
}

impl Transport for Gate<'_> {
    fn send<'a>(
        &'a self,
        request: Request,
        watch: Option<Watch<'a>>,
    ) -> Wait<'a, Result<Response, TransportError>> {
        Box::pin(self.through(request, watch))
    }
}
