//! Finds the word that was meant.

/// The name that was probably meant, if one is near enough.
pub(in crate::config) fn nearest(
    names: impl Iterator<Item = &'static str>,
    given: &str,
) -> Option<&'static str> {
    let most = (given.len() / 3).clamp(1, 3);
    names
        .filter_map(|name| Some((slips(name, given, most)?, name)))
        .filter(|(slips, name)| *slips < name.len())
        .min()
        .map(|(_, name)| name)
}

/// How many slips of the pen make one word of the other; `None` for more than `most`.
pub(in crate::config) fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let near = a.len().abs_diff(b.len()) <= most;
    near.then(|| distance(a, b)).filter(|slips| *slips <= most)
}

/// The letters changed, added, left out, or swapped with their neighbour (the restricted
/// Damerau-Levenshtein distance). Case does not count.
pub(in crate::config) fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut above = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let next = next_row(a, b, i, &above, &row);
        above = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

fn next_row(a: &[u8], b: &[u8], i: usize, above: &[usize], row: &[usize]) -> Vec<usize> {
    let mut next = vec![i + 1];
    for j in 0..b.len() {
        let change = row[j] + usize::from(a[i] != b[j]);
        let mut best = change.min(row[j + 1] + 1).min(next[j] + 1);
        if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
            best = best.min(above[j - 1] + 1);
        }
        next.push(best);
    }
    next
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
