//! What came of a run.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::cloud::Line;

/// One run, told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// The command as it was typed.
    pub command: String,
    /// The last word; empty where the process was killed.
    pub word: String,
    pub code: u8,
    /// Everything that was said at the terminal, the error included.
    pub said: String,
    /// What happened between the words: requests, keys, and how much had been said by then.
    pub events: Vec<(usize, String)>,
    /// What Serverless Devs would print, by resource.
    pub results: Vec<(String, Value)>,
    /// The props that another component is handed instead of its own, by resource.
    pub handed: Vec<(String, Value)>,
    /// The report for stdout.
    pub document: Option<String>,
    pub sent: Vec<Line>,
    /// How many round trips it waited for.
    pub rounds: usize,
    /// The files that were written (`+` new, `~` changed, `-` gone).
    pub saved: Vec<String>,
}

impl Told {
    /// The last request of that method and path, which there must have been.
    #[track_caller]
    pub(crate) fn request(&self, method: &str, path: &str) -> &Line {
        let mut sent = self.sent.iter().rev();
        let line = sent.find(|line| line.is(method, path));
        line.unwrap_or_else(|| panic!("no {method} {path}\n{}", self.transcript()))
    }

    /// It must have ended with this word.
    #[track_caller]
    pub(crate) fn ends(self, word: &str) -> Told {
        assert_eq!(self.word, word, "\n{}", self.transcript());
        self
    }

    /// It must have ended with one of these words.
    #[track_caller]
    pub(crate) fn ends_one_of(self, words: &[&str]) -> Told {
        let word = self.word.as_str();
        assert!(words.contains(&word), "{word}\n{}", self.transcript());
        self
    }

    /// It must not have ended with 0.
    #[track_caller]
    pub(crate) fn fails(self) -> Told {
        assert_ne!(self.code, 0, "\n{}", self.transcript());
        self
    }

    /// It must have ended with 0.
    #[track_caller]
    pub(crate) fn ok(self) -> Told {
        assert_eq!(self.code, 0, "\n{}", self.transcript());
        self
    }

    /// It must not have ended with 0, and have said all of these.
    #[track_caller]
    pub(crate) fn refused(self, texts: &[&str]) -> Told {
        self.fails().says(texts)
    }

    /// It must have said all of these.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Told {
        for text in texts {
            assert!(
                self.said.contains(text),
                "{text:?} is missing in\n{}",
                self.transcript()
            );
        }
        self
    }

    /// It must have said none of these.
    #[track_caller]
    pub(crate) fn never_says(self, texts: &[&str]) -> Told {
        for text in texts {
            assert!(
                !self.said.contains(text),
                "{text:?} stands in\n{}",
                self.transcript()
            );
        }
        self
    }

    /// The requests that change something that is deployed, as `PUT functions/demo`.
    pub(crate) fn wrote(&self) -> Vec<String> {
        let writes = self.sent.iter().filter(|line| line.writes());
        writes.map(Line::short).collect()
    }

    /// Whether it left everything as it was: no write was sent, no file changed.
    pub(crate) fn touched_nothing(&self) -> bool {
        self.saved.is_empty() && !self.sent.iter().any(Line::writes)
    }

    /// Whether its last word says that nothing was written while the service took a write of it.
    pub(crate) fn lies(&self) -> bool {
        let took = |line: &Line| line.writes() && line.status / 100 == 2;
        self.denies() && self.sent.iter().any(took)
    }

    /// Whether its last word says that nothing was written.
    pub(crate) fn denies(&self) -> bool {
        let words = ["failed", "drift", "conflict", "unreadable", "usage"];
        words.contains(&self.word.as_str())
    }

    /// It must have sent these writes and no others.
    #[track_caller]
    pub(crate) fn writes(self, expected: &[&str]) -> Told {
        assert_eq!(self.wrote(), expected, "\n{}", self.transcript());
        self
    }

    /// The same but for the mark that comes after them.
    #[track_caller]
    pub(crate) fn deploys(self, expected: &[&str]) -> Told {
        let mut wrote = self.wrote();
        if wrote.last().is_some_and(|last| last == "POST tags-v2") {
            wrote.pop();
        }
        assert_eq!(wrote, expected, "\n{}", self.transcript());
        self
    }

    /// Everything that a person or a log can have of it: what was said, the results, the report.
    pub(crate) fn text(&self) -> String {
        let results = self.results.iter().map(|(_, result)| result.to_string());
        let document = self.document.clone().unwrap_or_default();
        format!(
            "{}\n{}\n{document}",
            self.said,
            results.collect::<Vec<_>>().join("\n")
        )
    }

    /// The result of the only resource.
    #[track_caller]
    pub(crate) fn result(&self) -> &Value {
        let [(_, result)] = &self.results[..] else {
            panic!("not one result:\n{}", self.transcript());
        };
        result
    }

    /// The report for stdout as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.document.as_deref().unwrap_or_default())
            .unwrap_or_else(|error| panic!("{error}\n{}", self.transcript()))
    }

    /// All of it as one text, in the order in which it happened: what was said is indented, `→` is a
    /// request, `«r»` a key, `#` a file, and `stdout` what a program would read.
    pub(crate) fn transcript(&self) -> String {
        let mut text = format!("$ s {}\n", self.command);
        let mut events = self.events.iter().peekable();
        let mut begins = 0;
        for line in self.said.split_inclusive('\n') {
            while let Some((_, event)) = events.next_if(|(at, _)| *at <= begins) {
                let _ = writeln!(text, "{event}");
            }
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
            begins += line.len();
        }
        for (_, event) in events {
            let _ = writeln!(text, "{event}");
        }
        for file in &self.saved {
            let _ = writeln!(text, "# {file}");
        }
        if let Some(document) = &self.document {
            let _ = writeln!(text, "stdout:\n{}", indented(document));
        }
        let trips = match self.rounds {
            1 => "1 round trip".to_owned(),
            rounds => format!("{rounds} round trips"),
        };
        let _ = match self.word.as_str() {
            "" => writeln!(text, "= killed after {trips}"),
            word => writeln!(text, "= {word}, exit code {}, after {trips}", self.code),
        };
        text
    }

    /// The results as Serverless Devs prints them.
    pub(crate) fn printed(&self) -> String {
        let printed = |(name, result): &(String, Value)| {
            let result = yaml_serde::to_string(&json!({name: result}));
            indented(&result.unwrap_or_default())
        };
        let all: Vec<String> = self.results.iter().map(printed).collect();
        all.join("\n")
    }
}

/// A text that a program would read.
fn indented(text: &str) -> String {
    let line = |line| format!("  | {line}").trim_end().to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
