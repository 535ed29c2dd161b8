//! How two texts differ, line by line.

use similar::{ChangeTag, TextDiff};

use crate::view::screen::{Screen, Tone};

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The changed lines with a sign in front, those around them, and `…` for what is left out.
pub fn lines(screen: Screen<'_>, before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for (index, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if index > 0 {
            lines.push("  …".to_owned());
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (sign, tone) = match change.tag() {
                ChangeTag::Delete => ('-', Tone::Conflict),
                ChangeTag::Insert => ('+', Tone::Local),
                ChangeTag::Equal => (' ', Tone::Plain),
            };
            let text = change.value().trim_end_matches(['\n', '\r']);
            lines.push(screen.paint(tone, &format!("  {sign} {text}")));
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
    use crate::view::screen::tests::Plain;
    use crate::words::Lang;

    #[test]
    fn what_changed_with_what_stands_around_it() {
        let before: String = (0..30).map(|line| format!("line {line}\n")).collect();
        let after = before
            .replace("line 2\n", "第二行\n")
            .replace("line 27\n", "");
        let terminal = Plain { width: 80 };
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
