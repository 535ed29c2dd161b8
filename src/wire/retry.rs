//! Tries: how often a call is sent, and how long is waited in between.

use super::call::Action;
use super::client::Client;
use super::endpoint::without_user;
use super::failure::{Failure, Reason};
use super::refusal::{Refusal, RefusalFault};
use crate::ports::{Clock, Request, Response, TransportError, Watch};

/// How often a call is sent at most.
pub(super) const TRIES: u32 = 3;
/// The longest wait after the first try, in milliseconds. It doubles with each try.
const FIRST_WAIT: u64 = 1_000;
/// No server makes a person wait longer than this between two tries, in milliseconds.
const LONGEST_WAIT: u64 = 20_000;

impl Client<'_> {
    /// Sends what `request` makes, anew for each try, until it succeeds or trying again is useless.
    ///
    /// A call that the server was too busy to look at is sent again whatever it does. A 5xx or a
    /// broken connection is tried again only where doing the call twice does no harm. A timeout is
    /// not: the person has waited long enough.
    /// `watch` is told of every try anew, from nothing on.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn exchange(
        &self,
        action: Action,
        watch: Option<Watch<'_>>,
        request: impl Fn() -> Request,
    ) -> Result<Response, Failure> {
        let mut doubtful = false;
        let mut tries = 1;
        loop {
            let reason = match self.attempt(action, request(), watch).await {
                Ok(response) => return Ok(response),
                Err(reason) => reason,
            };
            if tries >= self.tries(&reason) || !worth_another(&reason, action) {
                let reason = Box::new(reason);
                return Err(Failure {
                    action,
                    reason,
                    tries,
                    doubtful,
                });
            }
            doubtful |= reason.leaves_doubt();
            let clock = self.world.clock;
            clock.sleep(pause(tries, &reason, clock)).await;
            tries += 1;
        }
    }

    /// How often a call is tried that fails in this way.
    fn tries(&self, reason: &Reason) -> u32 {
        match reason {
            _ if self.single.get() => 1,
            Reason::Refused(refusal) if refusal.fault() == RefusalFault::Busy => {
                self.busy_tries.get()
            }
            _ => TRIES,
        }
    }

    /// Sends it once. Any status of success is a reply, every other one a refusal.
    async fn attempt(
        &self,
        action: Action,
        request: Request,
        watch: Option<Watch<'_>>,
    ) -> Result<Response, Reason> {
        let origin = origin(&request.url);
        let patience = request.timeout / 1000;
        let response = self
            .world
            .transport
            .send(request, watch)
            .await
            .map_err(|error| {
                // The transport's own words may hold the address with its signature.
                let error = match error {
                    TransportError::Connect(text) => TransportError::Connect(self.mask(&text)),
                    TransportError::Broken(text) => TransportError::Broken(self.mask(&text)),
                    TransportError::Timeout => TransportError::Timeout,
                    TransportError::TooLarge(limit) => TransportError::TooLarge(limit),
                };
                Reason::Lost {
                    origin,
                    patience,
                    error,
                }
            })?;
        if (200..300).contains(&response.status) {
            Ok(response)
        } else {
            let mask = |text: &str| self.mask(text);
            let refusal = Refusal::parse(action.service, &response, mask);
            Err(Reason::Refused(refusal))
        }
    }
}

impl Failure {
    /// How long to wait before the call may be sent once more after so many tries, in milliseconds;
    /// `None` where that is of no use.
    pub fn again(&self, tries: u32, clock: &dyn Clock) -> Option<u64> {
        // Only here what passes counts: the caller looks at what is online before the next try.
        let worth = self.passes() || worth_another(&self.reason, self.action);
        (tries < TRIES && worth).then(|| pause(tries, &self.reason, clock))
    }

    /// The same failure after so many tries, of which one before the last may have taken effect.
    #[must_use]
    pub fn after(self, tries: u32, doubtful: bool) -> Failure {
        Failure {
            tries,
            doubtful: self.doubtful || doubtful,
            ..self
        }
    }
}

/// Whether a further try may end otherwise, and does no harm.
fn worth_another(reason: &Reason, action: Action) -> bool {
    match reason {
        Reason::Refused(refusal) => match refusal.fault() {
            RefusalFault::Busy => true,
            RefusalFault::Server => action.idempotent(),
            _ => false,
        },
        Reason::Lost { error, .. } => match error {
            TransportError::Timeout | TransportError::TooLarge(_) => false,
            TransportError::Connect(_) | TransportError::Broken(_) => action.idempotent(),
        },
        Reason::Unreadable { .. } | Reason::NoCall => false,
    }
}

/// Between half and the whole of the try's longest wait, so that clients that failed together do not
/// come back together; longer where the server asks for it.
fn pause(tries: u32, reason: &Reason, clock: &dyn Clock) -> u64 {
    let half = (FIRST_WAIT << (tries - 1)) / 2;
    let [high, low, ..] = clock.nonce();
    let jitter = half * u64::from(u16::from_be_bytes([high, low])) / u64::from(u16::MAX);
    let asked = match reason {
        Reason::Refused(refusal) => refusal.retry_after.unwrap_or(0),
        _ => 0,
    };
    (half + jitter).max(asked).min(LONGEST_WAIT)
}

/// The URL without its path, and without a user and a password before the host.
fn origin(url: &str) -> String {
    let mut origin = without_user(url);
    let host = origin.find("://").map_or(0, |colon| colon + 3);
    let end = origin[host..].find(['/', '?', '#']);
    origin.truncate(end.map_or(origin.len(), |end| host + end));
    origin
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_has_no_user() {
        for (url, expected) in [
            ("https://u:p@w@h:81/a?b=c@d", "https://h:81"),
            ("https://u:p/w?x#y@h:81/a", "https://h:81"),
            ("http://h?x=1", "http://h"),
            ("http://h:81/a@b", "http://h:81"),
            ("http://h", "http://h"),
        ] {
            assert_eq!(origin(url), expected);
        }
    }
}
