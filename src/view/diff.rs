//! How two texts differ, line by line.

use similar::algorithms::{Capture, Compact, Replace, patience};
use similar::{DiffOp, group_diff_ops};

use crate::view::screen::{Screen, Tone};

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

/// The changed lines with a sign in front, those around them, and `…` for what is left out.
pub fn lines(screen: Screen<'_>, before: &str, after: &str) -> Vec<String> {
    let (old, new) = (split(before), split(after));
    let shown = |sign: char, tone: Tone, line: &str| {
        let text = line.trim_end_matches(['\n', '\r']);
        screen.paint(tone, &format!("  {sign} {text}"))
    };
    let mut lines = Vec::new();
    for (index, group) in groups(&old, &new).iter().enumerate() {
        if index > 0 {
            lines.push("  …".to_owned());
        }
        for op in group {
            let (gone, come) = (&old[op.old_range()], &new[op.new_range()]);
            if matches!(op, DiffOp::Equal { .. }) {
                lines.extend(gone.iter().map(|line| shown(' ', Tone::Plain, line)));
                continue;
            }
            lines.extend(gone.iter().map(|line| shown('-', Tone::Conflict, line)));
            lines.extend(come.iter().map(|line| shown('+', Tone::Local, line)));
        }
    }
    if lines.is_empty() {
        lines.push("  =".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::screen::tests::PlainScreen;
    use crate::words::Lang;

    #[test]
    fn what_changed_with_what_stands_around_it() {
        let before: String = (0..30).map(|line| format!("line {line}\n")).collect();
        let after = before
            .replace("line 2\n", "第二行\n")
            .replace("line 27\n", "");
        let terminal = PlainScreen { width: 80 };
        let screen = Screen {
            terminal: &terminal,
            clock: &terminal,
            lang: Lang::En,
        };
        let lines = lines(screen, &before, &after);
        assert!(lines.contains(&"  - line 2".to_owned()));
        assert!(lines.contains(&"  + 第二行".to_owned()));
        assert!(lines.contains(&"  - line 27".to_owned()));
        assert!(lines.contains(&"  …".to_owned()));
        assert!(!lines.contains(&"    line 15".to_owned()));
    }
}
