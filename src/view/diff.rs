//! How two texts differ, as a terminal shows it.

use similar::DiffOp;

use crate::diff::{groups, split};
use crate::view::screen::{Screen, Tone};

/// The changed lines with a sign in front, those around them, and `…` for what is left out.
pub fn lines(screen: Screen<'_>, before: &str, after: &str) -> Vec<String> {
    let (old, new) = (split(before), split(after));
    let shown = |sign: char, tone: Tone, line: &str| {
        // Each line is written with a line break of its own.
        let text = line.trim_end_matches(['\n', '\r']);
        screen.paint(tone, &format!("  {sign} {text}"))
    };
    let mut lines = Vec::new();
    for (index, group) in groups(&old, &new).iter().enumerate() {
        // Between two groups lines were left out.
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
        // Something must stand where two files differ only in what their lines do not show.
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
