//! What time it is in the emulated cloud.

use jiff::Timestamp;

/// Where the emulator takes its time from.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Always the same moment, for tests that compare whole replies.
    Fixed(Timestamp),
}

impl Clock {
    /// The present moment.
    #[must_use]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(moment) => moment,
        }
    }

    /// The present moment as the API writes it, such as `2023-04-01T08:15:27Z`.
    #[must_use]
    pub fn text(self) -> String {
        iso(self.now())
    }
}

/// A moment in RFC 3339 with whole seconds, in UTC.
pub(crate) fn iso(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Reads an HTTP date.
pub(crate) fn parse_http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text)
        .ok()
        .map(|zoned| zoned.timestamp())
}
