//! The time, which a test may set.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// Tells the time in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// A clock that asks the function.
    pub fn new(millis: impl Fn() -> i64 + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(millis))
    }

    /// The machine's clock.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the emulator gets the time"
    )]
    pub fn system() -> Clock {
        Clock::new(|| Timestamp::now().as_millisecond())
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Moment {
        Moment((self.0)())
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now().0).finish()
    }
}

/// A point in time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i64);

impl Moment {
    /// Reads `2023-04-01T08:15:27Z`.
    pub(crate) fn from_iso(text: &str) -> Option<Moment> {
        let time: Timestamp = text.parse().ok()?;
        Some(Moment(time.as_millisecond()))
    }

    /// Reads `Sat, 01 Apr 2023 08:15:27 GMT`.
    pub(crate) fn from_http(text: &str) -> Option<Moment> {
        let time = rfc2822::parse(text).ok()?;
        Some(Moment(time.timestamp().as_millisecond()))
    }

    #[cfg(test)]
    pub(crate) fn from_seconds(seconds: i64) -> Moment {
        Moment(seconds.saturating_mul(1000))
    }

    /// Whole seconds since 1970, also before it.
    pub(crate) fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// A later moment; the last there is where that would be beyond it.
    pub(crate) fn plus_seconds(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// A later moment; the last there is where that would be beyond it.
    pub(crate) fn plus_minutes(self, minutes: i64) -> Moment {
        Moment(self.0.saturating_add(minutes * 60_000))
    }

    /// Whether the two are further apart than that.
    pub(crate) fn off_by(self, other: Moment, minutes: i64) -> bool {
        self.0.abs_diff(other.0) > minutes.unsigned_abs() * 60_000
    }

    /// Milliseconds since 1970.
    pub(crate) fn millis(self) -> i64 {
        self.0
    }

    /// Milliseconds from an earlier moment to this one; 0 where that is not earlier.
    pub(crate) fn since(self, earlier: Moment) -> u64 {
        u64::try_from(self.0 - earlier.0).unwrap_or(0)
    }

    /// `2023-04-01T08:15:27Z`, as functions, triggers and domains carry it. The service does not
    /// count fractions of a second, so two writes in one second cannot be told apart by it (G43).
    pub(crate) fn iso(self) -> String {
        self.stamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The same with an empty fraction, as lists of OSS carry it: it counts whole seconds, too.
    pub(crate) fn iso_with_fraction(self) -> String {
        self.stamp().strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
    }

    /// `Sat, 01 Apr 2023 08:15:27 GMT`, as headers carry it.
    pub(crate) fn http(self) -> String {
        self.stamp()
            .strftime("%a, %d %b %Y %H:%M:%S GMT")
            .to_string()
    }

    /// The same as [`Moment::iso`] with milliseconds, for the log.
    pub(crate) fn precise(self) -> String {
        self.stamp().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
    }

    /// For printing. A moment that no calendar has is printed as the beginning.
    fn stamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn both_notations_of_a_time_are_read() {
        let moment = Moment::from_iso("2026-01-02T03:04:05Z").unwrap();
        assert_eq!(moment.iso(), "2026-01-02T03:04:05Z");
        assert_eq!(moment.precise(), "2026-01-02T03:04:05.000Z");
        let same = Moment::from_http("Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(same, Some(moment));
        assert_eq!(moment.http(), "Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(moment.iso_with_fraction(), "2026-01-02T03:04:05.000Z");
    }

    #[test]
    fn fifteen_minutes_are_not_yet_too_far() {
        let moment = Moment::from_seconds(1_000_000);
        assert!(!moment.off_by(moment.plus_minutes(15), 15));
        assert!(moment.off_by(moment.plus_minutes(16), 15));
        assert!(moment.plus_minutes(16).off_by(moment, 15));
    }
}
