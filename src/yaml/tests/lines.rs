//! What differs between two texts, line by line.

/// The lines that went and the lines that came, in order.
pub(super) fn differing<'t>(old: &'t str, new: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = match old[i] == new[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut gone, mut came, mut i, mut j) = (Vec::new(), Vec::new(), 0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            gone.push(old[i]);
            i += 1;
        } else {
            came.push(new[j]);
            j += 1;
        }
    }
    (gone, came)
}

/// The marks of all comments (`#~7`), in order.
pub(super) fn comments(text: &str) -> Vec<&str> {
    let marks = text.match_indices("#~").map(|(at, _)| {
        let rest = &text[at + 2..];
        let end = rest
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(rest.len());
        &text[at..at + 2 + end]
    });
    marks.collect()
}

/// A line without what an edit beside it may change: its end and a comma.
pub(super) fn bare(line: &str) -> String {
    line.trim_end().replacen(',', "", usize::MAX)
}
