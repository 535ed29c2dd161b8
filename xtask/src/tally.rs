//! How many tests passed and failed, read from what the runners print.
//!
//! Runners print for people, so each line is read for itself, and a line that is no result counts nothing.

use std::fmt;

/// Passed and failed tests of one runner or of all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Counts those of another runner, too.
    pub(crate) fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// A run in which nothing was tested proves nothing, so it is no success either.
    pub(crate) fn is_success(self) -> bool {
        self.failed == 0 && self.passed > 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The closing line of one test program under cargo:
/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
pub(crate) fn cargo(line: &str) -> Tally {
    let mut tally = Tally::default();
    // Any other line counts nothing: tests print what they like.
    let Some((_, counts)) = line
        .strip_prefix("test result: ")
        .and_then(|result| result.split_once(". "))
    else {
        return tally;
    };
    for count in counts.split("; ") {
        match count.split_once(' ') {
            Some((number, "passed")) => tally.passed = number.parse().unwrap_or(0),
            Some((number, "failed")) => tally.failed = number.parse().unwrap_or(0),
            _ => {}
        }
    }
    tally
}

/// One of the closing lines of Node's reporter `spec`: `ℹ pass 3`. A cancelled test is one that
/// did not come to its end, which is no better than a failed one.
pub(crate) fn node(line: &str) -> Tally {
    let mut tally = Tally::default();
    let count = line
        .strip_prefix("ℹ ")
        .and_then(|rest| rest.split_once(' '));
    if let Some((word, number)) = count {
        let number = number.parse().unwrap_or(0);
        match word {
            "pass" => tally.passed = number,
            "fail" | "cancelled" => tally.failed = number,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use super::cargo;
    use super::node;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn cargo_result_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; \
                    0 filtered out; finished in 0.52s";
        assert_eq!(cargo(line), tally(12, 3));
    }

    #[test]
    fn other_cargo_lines_count_nothing() {
        for line in [
            "",
            "running 3 tests",
            "test a ... ok",
            "test result: ",
            "3 passed; 1 failed",
        ] {
            assert_eq!(cargo(line), Tally::default(), "{line}");
        }
    }

    #[test]
    fn node_lines_add_up() {
        let mut sum = Tally::default();
        for line in [
            "ℹ tests 9",
            "ℹ pass 5",
            "ℹ fail 2",
            "ℹ cancelled 1",
            "ℹ skipped 1",
        ] {
            sum.add(node(line));
        }
        assert_eq!(sum, tally(5, 3));
    }

    #[test]
    fn success_needs_a_test() {
        assert!(!Tally::default().is_success());
        assert!(!tally(7, 1).is_success());
        assert!(tally(7, 0).is_success());
    }

    #[test]
    fn closing_line_is_plain() {
        assert_eq!(tally(7, 0).to_string(), "7 passed, 0 failed");
    }
}
