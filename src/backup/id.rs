//! The names of backups: when they were made, to the millisecond, and something that no other has.

use crate::ports::Clock;
use crate::spelled::hex;
use crate::time::rfc3339;

/// Digits of a time to the second.
const SECONDS: usize = 14;
/// Digits of a time to the millisecond.
const MILLIS: usize = 17;

/// A name that sorts behind all of `known` that were made in the same millisecond.
pub(super) fn next<'a>(clock: &dyn Clock, known: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<String> = known.map(time).collect();
    let mut now = clock.now();
    // Several are made within one millisecond, and each has to sort behind the one before: their order
    // counts, not the exact moment.
    while taken.contains(&digits(now)) {
        now += 1;
    }
    // Two runs at once may take the same time, so a part of the name is random.
    let (time, part) = (digits(now), hex(&clock.nonce()[..2]));
    let (day, clock) = time.split_at(8);
    format!("{day}T{clock}Z-{part}")
}

/// What every name sorts behind that was made after that moment, in milliseconds since 1970.
pub(super) fn first_of(moment: i64) -> String {
    let time = digits(moment);
    let (day, clock) = time.split_at(8);
    format!("{day}T{clock}")
}

/// By what names sort. Those of earlier versions end at the second.
pub(super) fn order(id: &str) -> (String, &str) {
    (time(id), id)
}

/// Whether it was made before that moment, in milliseconds since 1970.
pub(super) fn is_before(id: &str, moment: i64) -> bool {
    time(id) < digits(moment)
}

/// The digits of the time in a name, filled up with zeros where it ends at the second.
fn time(id: &str) -> String {
    let time = id.split('-').next().unwrap_or_default();
    let digits: String = time.chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0<MILLIS$}")
}

/// A moment in milliseconds since 1970 as names spell it: `YYYYMMDDhhmmssmmm`, in UTC.
fn digits(millis: i64) -> String {
    let time = rfc3339(millis);
    let digits = time.chars().filter(char::is_ascii_digit);
    let seconds: String = digits.take(SECONDS).collect();
    format!("{seconds}{:03}", millis.rem_euclid(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Wait;

    struct Still(i64);

    impl Clock for Still {
        fn now(&self) -> i64 {
            self.0
        }

        fn nonce(&self) -> [u8; 16] {
            [0xab; 16]
        }

        fn sleep(&self, _: u64) -> Wait<'_, ()> {
            Box::pin(std::future::ready(()))
        }
    }

    /// 2026-11-01T08:00:00.007Z.
    const NOW: i64 = 1_793_520_000_007;

    #[test]
    fn names_sort_by_time_even_where_the_clock_stands_still() {
        let mut ids: Vec<String> = Vec::new();
        for _ in 0..30 {
            let id = next(&Still(NOW), ids.iter().map(String::as_str));
            ids.push(id);
        }
        assert_eq!(ids[0], "20261101T080000007Z-abab");
        let mut sorted = ids.clone();
        sorted.sort_by(|a, b| order(a).cmp(&order(b)));
        assert_eq!(sorted, ids);
        sorted.dedup();
        assert_eq!(sorted.len(), 30);
    }

    #[test]
    fn names_of_earlier_versions_stand_where_they_belong() {
        let mut ids = [
            "20261101T080001Z-00ff",
            "20261101T080000007Z-abab",
            "20261101T080000Z-ffff",
            "20261031T235959999Z-0000",
        ];
        ids.sort_by(|a, b| order(a).cmp(&order(b)));
        assert_eq!(
            ids,
            [
                "20261031T235959999Z-0000",
                "20261101T080000Z-ffff",
                "20261101T080000007Z-abab",
                "20261101T080001Z-00ff",
            ]
        );
        assert!(is_before("20261101T080000Z-ffff", NOW));
        assert!(!is_before("20261101T080000007Z-abab", NOW));
    }
}
