//! Three values side by side: last deployed, online, yours. On a screen too narrow for that they
//! stand one below the other.
//!
//! Widths are counted in columns of the terminal, where a Chinese letter takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// The headings, in the order in which the values stand.
pub type Headings = [Words; 3];

/// The headings of the three witnesses.
pub fn headings() -> Headings {
    [
        words!("last deployed", "上次部署"),
        words!("live", "线上"),
        words!("local", "本地"),
    ]
}

/// The headings where what is online was kept, and changed here since.
pub fn since_kept() -> Headings {
    [
        words!("kept live", "保留的线上值"),
        words!("local then", "当时的本地值"),
        words!("local now", "现在的本地值"),
    ]
}

/// The values of one setting, as text without secrets, each with the tone in which it stands.
#[derive(Clone, Debug)]
pub struct Columns {
    /// In the order of the values.
    pub headings: Headings,
    /// Last deployed, online, yours, or what the headings say instead.
    pub values: [(String, Tone); 3],
}

/// Below this width three columns cannot be read.
const NARROW: usize = 60;

/// How many lines a value may take; `v` shows the rest.
const MOST: usize = 6;

/// Columns before each line.
const INDENT: usize = 2;

/// The values as lines of the screen.
pub fn lines(screen: Screen<'_>, columns: &Columns) -> Vec<String> {
    let all = std::array::from_fn(|at| {
        let (text, tone) = &columns.values[at];
        (columns.headings[at].clone(), text, *tone)
    });
    let width = screen.terminal.width();
    if width < NARROW {
        return below(screen, &all, width);
    }
    beside(screen, &all, (width - INDENT - 2 * 2) / 3)
}

/// A heading, its value, and the tone of the value.
type Column<'a> = (Words, &'a String, Tone);

/// The three columns next to each other, each so wide.
fn beside(screen: Screen<'_>, all: &[Column<'_>; 3], width: usize) -> Vec<String> {
    let cells = all
        .each_ref()
        .map(|(_, text, _)| wrapped(text, width, MOST));
    let tallest = cells.iter().map(Vec::len).max().unwrap_or_default();
    // Blanks at the end of a line would be copied with it.
    let row = |parts: [String; 3]| format!("{:INDENT$}{}", "", parts.join("  ").trim_end());
    let heading = all
        .each_ref()
        .map(|(heading, ..)| screen.paint(Tone::Faint, &padded(heading.text(screen.lang), width)));
    let mut lines = vec![row(heading)];
    for index in 0..tallest {
        lines.push(row(std::array::from_fn(|column| {
            let text = cells[column].get(index).map_or("", String::as_str);
            screen.paint(all[column].2, &padded(text, width))
        })));
    }
    lines
}

/// The three values below each other, each under its heading.
fn below(screen: Screen<'_>, all: &[Column<'_>; 3], width: usize) -> Vec<String> {
    let shown = |(heading, text, tone): &Column<'_>| {
        let heading = screen.paint(Tone::Faint, heading.text(screen.lang));
        let mut lines = vec![format!("{:INDENT$}{heading}", "")];
        // Where even that has no room, lines too long are better than none.
        let rows = wrapped(text, width.saturating_sub(2 * INDENT).max(8), MOST);
        lines.extend(
            rows.iter()
                .map(|row| format!("{:1$}{2}", "", 2 * INDENT, screen.paint(*tone, row))),
        );
        lines
    };
    all.iter().flat_map(shown).collect()
}

/// A text filled up with blanks to so many columns.
fn padded(text: &str, width: usize) -> String {
    // By columns and not by letters: a Chinese one takes two.
    let rest = width.saturating_sub(text.width());
    format!("{text}{:rest$}", "")
}

/// The text in lines of at most so many columns, and not more than so many lines.
fn wrapped(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for letter in text.chars() {
        let columns = letter.width().unwrap_or(0);
        // Broken anywhere: a value has no words that must stay whole.
        if used + columns > width {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(letter);
        }
        used += columns;
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            // The dots need a place within the width.
            last.pop();
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::screen::tests::PlainScreen;
    use crate::words::Lang;

    fn columns() -> Columns {
        Columns {
            headings: headings(),
            values: [
                ("512".to_owned(), Tone::Plain),
                (format!("\"{}\"", "部署".repeat(20)), Tone::Remote),
                ("x".repeat(1000), Tone::Plain),
            ],
        }
    }

    fn on(width: usize, lang: Lang) -> Vec<String> {
        let terminal = PlainScreen { width };
        let screen = Screen {
            terminal: &terminal,
            clock: &terminal,
            lang,
        };
        lines(screen, &columns())
    }

    #[test]
    fn side_by_side_within_the_screen() {
        for width in [60, 80, 200] {
            let lines = on(width, Lang::Zh);
            assert!(lines.iter().all(|line| line.width() <= width), "{lines:#?}");
            let words: Vec<&str> = lines[0].split_whitespace().collect();
            assert_eq!(words, ["上次部署", "线上", "本地"]);
        }
        let lines = on(80, Lang::En);
        assert!(lines[1].starts_with("  512 "), "{lines:#?}");
        assert_eq!(lines.len(), 1 + MOST);
        assert!(lines[MOST].ends_with('…'));
    }

    #[test]
    fn below_each_other_where_it_is_narrow() {
        let lines = on(40, Lang::En);
        assert!(lines.iter().all(|line| line.width() <= 40), "{lines:#?}");
        assert_eq!(&lines[..3], ["  last deployed", "    512", "  live"]);
    }
}
