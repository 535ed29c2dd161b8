//! Long lines on a narrow screen: broken between words, or between Chinese characters, and indented
//! like what they go on with. What can be typed is never broken: a command in `'…'`, and every line
//! that is indented by four columns or more.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Lines that stand this far in are shown as they are.
const VERBATIM: usize = 4;

/// The signs that a line of a list starts with.
const SIGNS: [&str; 7] = ["→ ", "❯ ", "- ", "+ ", "~ ", "! ", "# "];

/// The text in lines of at most so many columns.
pub fn wrap(text: &str, width: usize) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| one(line, width)).collect();
    lines.join("\n")
}

/// One line in as many as it takes.
fn one(line: &str, width: usize) -> String {
    let body = line.trim_start_matches(' ');
    let indent = line.len() - body.len();
    if line.width() <= width || indent >= VERBATIM {
        return line.to_owned();
    }
    let (sign, body) = match SIGNS.iter().find(|sign| body.starts_with(**sign)) {
        Some(sign) => body.split_at(sign.len()),
        None => ("", body),
    };
    let first = format!("{:indent$}{sign}", "");
    // What a line goes on with stands under its first word, not under its sign.
    let margin = first.width();
    let mut lines = vec![first];
    let mut used = margin;
    for piece in pieces(body) {
        // Never right behind the margin: a piece that is too wide by itself gains nothing from another line.
        if used > margin && used + piece.trim_end().width() > width {
            lines.push(format!("{:margin$}", ""));
            used = margin;
        }
        used += piece.width();
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n")
}

/// What a line consists of that is not broken, each with the spaces behind it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    let (mut before, mut earlier) = (' ', ' ');
    let mut letters = text.char_indices().peekable();
    // A piece ends where a line may: outside of a command, and not between a key and what it does.
    while let Some((index, letter)) = letters.next() {
        // A key stays with what it does: `[s] stop`.
        let is_key = before == ' ' && earlier == ']';
        if index > start && !quoted && !is_key && breaks(before, letter) {
            pieces.push(&text[start..index]);
            start = index;
        }
        let after = letters.peek().map_or(' ', |(_, letter)| *letter);
        if letter == '\'' {
            // Within a word it is an apostrophe.
            quoted = match quoted {
                true => after.is_ascii_alphanumeric(),
                false => !before.is_ascii_alphanumeric() && text[index + 1..].contains('\''),
            };
        }
        earlier = before;
        before = letter;
    }
    pieces.push(&text[start..]);
    pieces
}

/// Whether a line may end between these two.
fn breaks(before: char, after: char) -> bool {
    // Chinese sets no closing mark at the beginning of a line, and no opening one at its end.
    const NOT_FIRST: &str = "，。、：；！？）”》…";
    const NOT_LAST: &str = "（“《";
    let wide = |letter: char| letter.width().unwrap_or(0) > 1;
    if after == ' ' || NOT_FIRST.contains(after) || NOT_LAST.contains(before) {
        return false;
    }
    before == ' ' || wide(before) || wide(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_breaks_between_words_and_keeps_its_margin() {
        assert_eq!(wrap("  → one two three", 11), "  → one two\n    three");
        assert_eq!(wrap("a bb ccc", 80), "a bb ccc");
        assert_eq!(wrap("short\nlonger line", 8), "short\nlonger\nline");
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_a_comma() {
        assert_eq!(wrap("没有写入，任何内容", 8), "没有写\n入，任何\n内容");
        assert_eq!(
            wrap("请检查（s.yaml）再部署", 10),
            "请检查\n（s.yaml）\n再部署"
        );
    }

    #[test]
    fn what_is_typed_is_never_broken() {
        let text = "run it again: 's deploy --use-local' decides";
        assert_eq!(
            wrap(text, 24),
            "run it again:\n's deploy --use-local'\ndecides"
        );
        assert_eq!(wrap("[l] local  [s] stop", 14), "[l] local\n[s] stop");
        let text = "    s deploy --use-local --config remote";
        assert_eq!(wrap(text, 20), text);
        assert_eq!(
            wrap("this machine's clock is off", 15),
            "this machine's\nclock is off"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let texts = [
            "线上有 3 项配置被改动、2 个资源被删除。请执行 deploy 决定如何处理，或先执行 plan 查看差异。",
            "3 settings changed and 2 resources were deleted online; the next deploy asks what to do.",
        ];
        for (text, width) in texts.into_iter().zip([40, 30]) {
            let wrapped = wrap(text, width);
            assert!(
                wrapped.lines().all(|line| line.width() <= width),
                "{wrapped}"
            );
            let joined: String = wrapped.split_whitespace().collect();
            assert_eq!(joined, text.split_whitespace().collect::<String>());
        }
    }
}
