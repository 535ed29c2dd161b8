//! Two texts line by line: what only one of them has, with a little of what both have around it.
//!
//! Both sides are limited, because the code of a function may be megabytes of generated text: what is cut is
//! counted, and what is too long is not compared.

use similar::DiffOp;

use crate::diff::{groups, split};

/// Rows of one text that are shown; of a longer one people see enough in the first.
const ROWS: usize = 600;

/// Lines of both sides together that are compared at all; the time for it may grow with the square.
const COMPARED: usize = 40_000;

/// One line of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from one.
    pub number: usize,
    /// Without its end.
    pub text: &'a str,
    /// How it ends: with a line feed, some other way, or not at all.
    pub end: &'a str,
}

/// One row of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row<'a> {
    /// On the left and on the right side.
    Same(Line<'a>, Line<'a>),
    /// Lines of which one came in place of the other, or one that only one side has.
    Change(Option<Line<'a>>, Option<Line<'a>>),
    /// So many lines that both sides have are left out.
    Gap(usize),
}

/// What became of one text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lines<'a> {
    /// As many as are shown.
    pub rows: Vec<Row<'a>>,
    /// Lines of the right side that the left one does not have, those that are cut off included.
    pub added: usize,
    /// The other way round.
    pub removed: usize,
    /// Rows beyond those that are shown.
    pub cut: usize,
}

/// Compares two texts; nothing where they are too long for that.
pub(super) fn compare<'a>(old: &'a str, new: &'a str) -> Option<Lines<'a>> {
    let (old, new) = (split(old), split(new));
    if old.len() + new.len() > COMPARED {
        return None;
    }
    // Equal lines are compared with their ends: a missing line feed is a change.
    let groups = groups(&old, &new);
    let (old, new) = (numbered(&old), numbered(&new));
    let mut rows = Vec::new();
    // Up to which line of the left side rows were made; what lies between groups is equal on both sides.
    let mut reached = 0;
    for group in groups {
        let start = group.first().map_or(reached, |op| op.old_range().start);
        rows.extend(gap(start - reached));
        rows.extend(group.iter().flat_map(|op| op_rows(op, &old, &new)));
        reached = group.last().map_or(reached, |op| op.old_range().end);
    }
    rows.extend(gap(old.len() - reached));
    Some(counted(rows))
}

/// All of a text that only one side has.
pub(super) fn alone(text: &str, is_new: bool) -> Lines<'_> {
    let lines = numbered(&split(text));
    let row = |line| match is_new {
        true => Row::Change(None, Some(line)),
        false => Row::Change(Some(line), None),
    };
    counted(lines.into_iter().map(row).collect())
}

/// Counts before it cuts, so that the numbers are those of the whole text.
fn counted(mut rows: Vec<Row<'_>>) -> Lines<'_> {
    let count = |of: &dyn Fn(&Row<'_>) -> bool| rows.iter().filter(|row| of(row)).count();
    let added = count(&|row| matches!(row, Row::Change(_, Some(_))));
    let removed = count(&|row| matches!(row, Row::Change(Some(_), _)));
    let cut = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    Lines {
        rows,
        added,
        removed,
        cut,
    }
}

/// A row for lines that are left out; none for no lines.
fn gap<'a>(lines: usize) -> Option<Row<'a>> {
    (lines > 0).then_some(Row::Gap(lines))
}

/// The lines with their numbers, and their ends apart from their texts.
fn numbered<'a>(slices: &[&'a str]) -> Vec<Line<'a>> {
    let line = |(index, slice): (usize, &&'a str)| {
        let text = slice.trim_end_matches(['\r', '\n']);
        Line {
            number: index + 1,
            text,
            end: &slice[text.len()..],
        }
    };
    slices.iter().enumerate().map(line).collect()
}

/// The rows of one piece of the comparison. Of a replaced piece the lines are put beside each other in their
/// order.
fn op_rows<'a>(op: &DiffOp, old: &[Line<'a>], new: &[Line<'a>]) -> Vec<Row<'a>> {
    let old = old.get(op.old_range()).unwrap_or_default();
    let new = new.get(op.new_range()).unwrap_or_default();
    // Equal lines go in with both of them, because their numbers differ.
    if matches!(op, DiffOp::Equal { .. }) {
        return old
            .iter()
            .zip(new)
            .map(|(a, b)| Row::Same(*a, *b))
            .collect();
    }
    (0..old.len().max(new.len()))
        .map(|at| Row::Change(old.get(at).copied(), new.get(at).copied()))
        .collect()
}

/// The part in the middle in which two lines differ, as byte ranges of each; nothing where they have
/// so little in common that marking a part would say nothing.
pub(super) fn changed_part(old: &str, new: &str) -> Option<[std::ops::Range<usize>; 2]> {
    let equal = |(a, b): &(char, char)| a == b;
    let bytes = |pairs: usize, c: char| pairs + c.len_utf8();
    let front = old.chars().zip(new.chars()).take_while(equal);
    let front = front.map(|(c, _)| c).fold(0, bytes);
    let (old_rest, new_rest) = (&old[front..], &new[front..]);
    let back = old_rest.chars().rev().zip(new_rest.chars().rev());
    // What both have at the front is not counted again from the back: `aa` and `aaa` share two letters.
    let back = back.take_while(equal).map(|(c, _)| c).fold(0, bytes);
    let common = old[..front].trim().len() + old[old.len() - back..].trim().len();
    let longest = old.trim().len().max(new.trim().len());
    (common * 3 >= longest && old != new)
        .then(|| [front..old.len() - back, front..new.len() - back])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: std::ops::Range<usize>) -> String {
        lines.map(|line| format!("line {line}\n")).collect()
    }

    #[test]
    fn a_change_stands_between_three_lines_of_context() {
        let old = text(0..20);
        let new = old.replace("line 9\n", "line nine\nand a half\n");
        let lines = compare(&old, &new).unwrap();
        assert_eq!((lines.added, lines.removed, lines.cut), (2, 1, 0));
        assert_eq!(lines.rows.first(), Some(&Row::Gap(6)));
        assert_eq!(lines.rows.last(), Some(&Row::Gap(7)));
        assert_eq!(lines.rows.len(), 1 + 3 + 2 + 3 + 1);
        let Row::Change(Some(was), Some(is)) = lines.rows[4] else {
            panic!("{:?}", lines.rows);
        };
        assert_eq!((was.number, was.text), (10, "line 9"));
        assert_eq!((is.number, is.text), (10, "line nine"));
    }

    #[test]
    fn a_missing_line_feed_is_a_change() {
        let lines = compare("a\nb", "a\nb\n").unwrap();
        let Row::Change(Some(was), Some(is)) = lines.rows[1] else {
            panic!("{:?}", lines.rows);
        };
        assert_eq!((was.text, was.end, is.end), ("b", "", "\n"));
    }

    #[test]
    fn a_long_text_is_cut_and_an_endless_one_not_compared() {
        let lines = alone("x\n".repeat(1000).as_str(), true).cut;
        assert_eq!(lines, 400);
        assert_eq!(compare(&text(0..30_000), &text(1..30_000)), None);
    }

    #[test]
    fn the_changed_part_is_found_between_whole_characters() {
        let (old, new) = ("超时 30 秒", "超时 60 秒");
        let [was, is] = changed_part(old, new).unwrap();
        assert_eq!((&old[was], &new[is]), ("3", "6"));
        assert_eq!(changed_part("abc", "xyz"), None);
        let [was, is] = changed_part("aa", "aaa").unwrap();
        assert_eq!((was, is), (2..2, 2..3));
    }
}
