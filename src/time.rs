//! Times as the core writes them.

use jiff::Timestamp;

/// Milliseconds since 1970 as `2026-01-02T03:04:05Z`, the form that the API uses.
pub fn rfc3339(millis: i64) -> String {
    let time = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
