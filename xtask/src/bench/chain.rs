//! The longest chain of requests that waited for each other, from the emulator's log.
//!
//! It is what latency costs: requests that are under way at once take as long as one of them.

use anyhow::Context;
use anyhow::Result;
use serde_json::Value;

/// Clocks and scheduling blur the ends of a request by this much, in milliseconds.
const BLUR: f64 = 8.0;

/// When each request was answered, in milliseconds since some midnight.
pub(super) fn answered(log: &str) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for line in log.lines() {
        let entry: Value = serde_json::from_str(line).context("the emulator's log is not JSON")?;
        let time = entry["time"].as_str().and_then(millis);
        times.push(time.context("the emulator's log has no time")?);
    }
    Ok(times)
}

/// How many requests one after the other fit between the first and the last: each begins `latency`
/// milliseconds before it is answered, and takes part if that is not before the end of the last that
/// did.
pub(super) fn longest(answered: &[f64], latency: f64) -> usize {
    let mut ends = answered.to_vec();
    // The log has the order in which requests took effect, which is not quite that of their ends.
    ends.sort_by(f64::total_cmp);
    let (mut count, mut end) = (0, f64::MIN);
    for answered in ends {
        if answered - latency >= end - BLUR {
            (count, end) = (count + 1, answered);
        }
    }
    count
}

/// `…T17:49:15.123Z`.
fn millis(time: &str) -> Option<f64> {
    let (_, clock) = time.trim_end_matches('Z').split_once('T')?;
    let mut parts = clock.split(':');
    let mut next = || parts.next()?.parse::<f64>().ok();
    let (hours, minutes, seconds) = (next()?, next()?, next()?);
    Some(((hours * 60.0 + minutes) * 60.0 + seconds) * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::answered;
    use super::longest;

    #[test]
    fn requests_at_once_are_one_link() {
        assert_eq!(longest(&[50.0, 51.0, 53.0], 50.0), 1);
        assert_eq!(longest(&[50.0, 51.0, 101.0, 155.0], 50.0), 3);
        assert_eq!(longest(&[], 50.0), 0);
    }

    #[test]
    fn the_log_says_when() {
        let log = r#"{"time": "2026-11-23T01:00:01.500Z"}"#;
        assert_eq!(answered(log).expect("a time"), [3_601_500.0]);
        assert!(answered("{}").is_err());
    }
}
