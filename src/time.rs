//! Times as the core writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Milliseconds since 1970 as `2026-01-02T03:04:05Z`, the form that the API uses.
pub fn rfc3339(millis: i64) -> String {
    let time = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What [`rfc3339`] made, as milliseconds again; `None` for any other text.
pub fn millis(time: &str) -> Option<i64> {
    let time: Timestamp = time.parse().ok()?;
    Some(time.as_millisecond())
}

/// The day in UTC.
pub fn today(millis: i64) -> Option<Date> {
    let time = Timestamp::from_millisecond(millis).ok()?;
    Some(TimeZone::UTC.to_datetime(time).date())
}
