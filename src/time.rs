//! Times as the core writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::TimeZone;

/// Milliseconds since 1970 as `2026-01-02T03:04:05Z`, the form that the API uses.
pub fn rfc3339(millis: i64) -> String {
    let time = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    whole_seconds(&time)
}

/// `2026-01-02 03:04:05 UTC`, as people read it, of a time that a service wrote; `None` for any other text.
pub fn for_people(time: &str) -> Option<String> {
    // Whatever zone the service wrote it in, it is shown in UTC, which is said.
    let time = whole_seconds(&time.parse().ok()?);
    let (day, rest) = time.split_once('T')?;
    Some(format!("{day} {} UTC", rest.trim_end_matches('Z')))
}

/// Without fractions, as the API has it. Not by `strftime`, which brings its whole language along.
fn whole_seconds(time: &Timestamp) -> String {
    let printer = DateTimePrinter::new().precision(Some(0));
    printer.timestamp_to_string(time)
}

/// What [`rfc3339`] made, as milliseconds again; `None` for any other text.
pub fn millis(time: &str) -> Option<i64> {
    let time: Timestamp = time.parse().ok()?;
    Some(time.as_millisecond())
}

/// The `Date` of an HTTP response in milliseconds since 1970; `None` for any other text.
pub fn http_millis(date: &str) -> Option<i64> {
    let time = DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(time.as_millisecond())
}

/// The day in UTC.
pub fn today(millis: i64) -> Option<Date> {
    let time = Timestamp::from_millisecond(millis).ok()?;
    Some(TimeZone::UTC.to_datetime(time).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_whole_seconds_of_utc() {
        assert_eq!(rfc3339(1_767_323_045_999), "2026-01-02T03:04:05Z");
        assert_eq!(rfc3339(i64::MAX), "1970-01-01T00:00:00Z");
        assert_eq!(millis("2026-01-02T03:04:05Z"), Some(1_767_323_045_000));
        let said = for_people("2026-01-02T11:04:05.9+08:00");
        assert_eq!(said.as_deref(), Some("2026-01-02 03:04:05 UTC"));
        assert_eq!(for_people("yesterday"), None);
        let date = http_millis("Fri, 02 Jan 2026 03:04:05 GMT");
        assert_eq!(date, Some(1_767_323_045_000));
        assert_eq!(http_millis("soon"), None);
    }
}
