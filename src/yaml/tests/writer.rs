//! Writes any document in a random mixture of styles, with numbered comments.

use serde_json::{Map, Value};

/// Takes its choices from a list, so that a failing case can be made small.
pub(super) struct Writer<'c> {
    choices: &'c [u8],
    next: usize,
    comments: usize,
    /// Values that have an anchor, and values of variables; `None` where neither is used.
    shared: Option<(Vec<Value>, Vec<Value>)>,
    out: String,
}

/// A text whose value at the top is a map.
pub(super) fn written(document: &Value, choices: &[u8], shares: bool) -> String {
    let mut writer = Writer {
        choices,
        next: 0,
        comments: 0,
        shared: shares.then(Default::default),
        out: String::new(),
    };
    if writer.choice(4) == 0 {
        writer.out.push_str("---\n");
    }
    if let Value::Object(map) = document {
        writer.entries(map, 0, true);
    }
    writer.variables();
    let text = writer.out.clone();
    let text = if writer.choice(4) == 0 {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    match writer.choice(5) {
        0 => text.trim_end_matches(['\r', '\n']).to_owned(),
        1 => format!("\u{feff}{text}"),
        _ => text,
    }
}

impl Writer<'_> {
    fn choice(&mut self, of: u8) -> u8 {
        let choice = self.choices.get(self.next % self.choices.len().max(1));
        self.next += 1;
        choice.copied().unwrap_or_default() % of
    }

    /// Ends a line, maybe with a comment, maybe with more below.
    fn end(&mut self) {
        if self.choice(3) == 0 {
            self.comments += 1;
            self.out.push_str(&format!(" #~{}", self.comments));
        }
        self.out.push('\n');
        match self.choice(9) {
            0 => self.out.push('\n'),
            1 => {
                self.comments += 1;
                self.out.push_str(&format!("  # 注 #~{}\n", self.comments));
            }
            _ => {}
        }
    }

    /// The first line is already indented unless `is_first_padded`.
    fn entries(&mut self, map: &Map<String, Value>, indent: usize, pad_first: bool) {
        for (index, (name, value)) in map.iter().enumerate() {
            if pad_first || index > 0 {
                self.out.push_str(&" ".repeat(indent));
            }
            let name = self.inline(&Value::from(name.as_str()), false);
            self.out.push_str(&format!("{name}:"));
            self.below(value, indent, false);
        }
    }

    /// What stands behind a colon or a dash.
    fn below(&mut self, value: &Value, indent: usize, dash: bool) {
        match value {
            Value::Object(map) if !map.is_empty() && self.choice(4) > 0 => {
                let inner = indent + if dash || self.choice(2) == 0 { 2 } else { 4 };
                match dash {
                    true => self.out.push(' '),
                    false => self.end(),
                }
                self.entries(map, inner, !dash);
            }
            Value::Array(items) if !items.is_empty() && !dash && self.choice(4) > 0 => {
                let inner = indent + if self.choice(2) == 0 { 0 } else { 2 };
                self.end();
                for item in items {
                    self.out.push_str(&format!("{}-", " ".repeat(inner)));
                    self.below(item, inner, true);
                }
            }
            Value::String(text) if is_lines(text) && self.choice(3) > 0 => self.lines(text, indent),
            other => {
                let inline = self.known(other);
                let gap = if self.choice(5) == 0 { "   " } else { " " };
                self.out.push_str(&format!("{gap}{inline}"));
                self.end();
            }
        }
    }

    /// A value by an alias or a variable, or with an anchor, or as it is.
    fn known(&mut self, value: &Value) -> String {
        let (choice, first) = (self.choice(8), self.choice(2));
        let Some((anchors, vars)) = &mut self.shared else {
            return self.inline(value, false);
        };
        let find = |known: &[Value]| known.iter().position(|known| known == value);
        match (choice, find(anchors), find(vars)) {
            (0..4, Some(index), _) => format!("*a{index}"),
            (0..6, _, Some(index)) => format!("${{vars.v{index}}}"),
            (6, ..) => {
                anchors.push(value.clone());
                let index = anchors.len() - 1;
                format!("&a{index} {}", self.inline(value, false))
            }
            (5, ..) if first == 0 && !value.is_object() => {
                vars.push(value.clone());
                format!("${{vars.v{}}}", vars.len() - 1)
            }
            _ => self.inline(value, false),
        }
    }

    /// Where the variables are defined.
    fn variables(&mut self) {
        let vars = self.shared.take().map(|(_, vars)| vars).unwrap_or_default();
        if !vars.is_empty() {
            self.out.push_str("vars:\n");
        }
        for (index, value) in vars.iter().enumerate() {
            let inline = self.inline(value, false);
            self.out
                .push_str(&format!("  v{index}: {inline} # v{index}\n"));
        }
    }

    fn lines(&mut self, text: &str, indent: usize) {
        let mark = if text.ends_with('\n') { "" } else { "-" };
        self.out.push_str(&format!(" |{mark}\n"));
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            let pad = if line.is_empty() { 0 } else { indent + 2 };
            self.out.push_str(&format!("{}{line}\n", " ".repeat(pad)));
        }
    }

    /// A value on one line.
    fn inline(&mut self, value: &Value, flow: bool) -> String {
        let blank = if self.choice(3) == 0 { " " } else { "" };
        match value {
            Value::Object(map) => {
                let each: Vec<String> = map
                    .iter()
                    .map(|(name, value)| {
                        let name = self.inline(&Value::from(name.as_str()), true);
                        format!("{name}: {}", self.inline(value, true))
                    })
                    .collect();
                format!("{{{blank}{}{blank}}}", each.join(", "))
            }
            Value::Array(items) => {
                let each: Vec<String> = items.iter().map(|item| self.inline(item, true)).collect();
                format!("[{blank}{}{blank}]", each.join(", "))
            }
            Value::String(text) => self.text(text, flow),
            other => other.to_string(),
        }
    }

    fn text(&mut self, text: &str, flow: bool) -> String {
        let is_word = text
            .chars()
            .all(|letter| letter.is_alphabetic() || letter == '-')
            && text.len() > 3;
        let is_plain = is_word
            && !text.starts_with('-')
            && text != "null"
            && text != "true"
            && text != "false";
        let has_control = escaped(text).contains('\\') || text.is_empty();
        match self.choice(3) {
            0 if is_plain && !flow => text.to_owned(),
            0 | 1 if !has_control => format!("'{}'", text.replace('\'', "''")),
            _ => escaped(text),
        }
    }
}

fn is_lines(text: &str) -> bool {
    text.trim_end().contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.contains('\r')
        && !text.ends_with("\n\n")
}

fn escaped(text: &str) -> String {
    let json = Value::from(text).to_string();
    let letters = json.chars().map(|letter| match letter {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{feff}' => format!("\\u{:04x}", u32::from(letter)),
        letter => letter.to_string(),
    });
    letters.collect()
}
