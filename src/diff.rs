//! How two texts differ, line by line.

use similar::algorithms::{Capture, Compact, Replace, patience};
use similar::{DiffOp, group_diff_ops};

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The lines of a text with their ends.
pub fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// What became of these lines, in groups of changes with a little of what both sides have around them. One
/// algorithm is named: to choose among those of the library brings all of them into the module.
pub fn groups(old: &[&str], new: &[&str]) -> Vec<Vec<DiffOp>> {
    let mut found = Compact::new(Replace::new(Capture::new()), old, new);
    // What is captured cannot fail.
    let Ok(()) = patience::diff(&mut found, old, 0..old.len(), new, 0..new.len());
    group_diff_ops(found.into_inner().into_inner().into_ops(), CONTEXT)
}
