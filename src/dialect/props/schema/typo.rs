//! Finds the word that was meant.

/// The name that was probably meant, if one is near enough.
pub(in crate::dialect) fn nearest(
    names: impl Iterator<Item = &'static str>,
    given: &str,
) -> Option<&'static str> {
    let most = (given.len() / 3).clamp(1, 3);
    names
        .filter_map(|name| Some((slips(name, given, most)?, name)))
        // With as many slips as letters any word becomes any other.
        .filter(|(slips, name)| *slips < name.len())
        .min()
        .map(|(_, name)| name)
}

/// How many slips of the pen make one word of the other; `None` for more than `most`.
pub(in crate::dialect) fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let near = a.len().abs_diff(b.len()) <= most;
    near.then(|| distance(a, b)).filter(|slips| *slips <= most)
}

/// The letters changed, added, left out, or swapped with their neighbour (the restricted
/// Damerau-Levenshtein distance). Case does not count.
pub(in crate::dialect) fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    strsim::osa_distance(&a, &b)
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest, slips};

    #[test]
    fn slips_are_counted() {
        assert_eq!(distance("timeout", "timeout"), 0);
        assert_eq!(distance("timeout", "TimeOut"), 0);
        assert_eq!(distance("timeout", "timeuot"), 1, "two neighbours swapped");
        assert_eq!(distance("timeout", "timeou"), 1);
        assert_eq!(distance("timeout", "tiimeout"), 1);
        assert_eq!(distance("handler", "hander"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(slips("timeout", "timeou", 1), Some(1));
        assert_eq!(slips("timeout", "time", 1), None);
    }

    #[test]
    fn only_a_near_word_is_meant() {
        let names = || ["cpu", "timeout", "description"].into_iter();
        assert_eq!(nearest(names(), "cp"), Some("cpu"));
        assert_eq!(nearest(names(), "descripton"), Some("description"));
        assert_eq!(nearest(names(), "CPU"), Some("cpu"));
        assert_eq!(nearest(names(), "nonsense"), None);
        assert_eq!(nearest(names(), "x"), None);
    }
}
