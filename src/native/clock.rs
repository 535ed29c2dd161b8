//! The system's clock and random source.
//!
//! A nonce comes from the random source alone and never from the time, since keys are made of it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::ports::{Clock, Wait};

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        // A clock before 1970 is one that was never set.
        since.map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
    }

    fn nonce(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        // Without randomness a nonce could repeat and a key be guessed; there is no going on.
        getrandom::fill(&mut bytes).expect("the system has a source of randomness");
        bytes
    }

    fn sleep(&self, millis: u64) -> Wait<'_, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(millis)))
    }
}
