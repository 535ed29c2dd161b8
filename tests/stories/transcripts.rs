//! What users live through, told from beginning to end: `transcripts/` has each flow as one text to be
//! read by a person. What changes in it is looked at before it is taken: `cargo insta review`, or
//! `INSTA_UPDATE=always cargo test --test stories transcripts` and then `git diff`.

use crate::told::Told;

mod ended;
mod question;
mod report;
mod several;
mod single;

/// A flow as it is written down.
struct Tale {
    name: &'static str,
    text: String,
}

impl Tale {
    /// A flow that is kept under that name.
    fn named(name: &'static str) -> Tale {
        Tale {
            name,
            text: String::new(),
        }
    }

    /// What happens outside of our runs, or what the reader has to know.
    fn note(&mut self, text: &str) {
        self.text.push_str(&format!("## {text}\n\n"));
    }

    /// A run that must end with that word.
    #[track_caller]
    fn run(&mut self, told: Told, word: &str) {
        self.text.push_str(&told.ends(word).transcript());
        self.text.push('\n');
    }

    /// The same with what Serverless Devs prints in the end.
    #[track_caller]
    fn run_and_print(&mut self, told: Told, word: &str) {
        let printed = told.printed();
        self.run(told, word);
        self.text.push_str(&format!("{printed}\n\n"));
    }

    /// It must be told as it was when somebody last read it.
    #[track_caller]
    fn reads_as_before(self) {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("transcripts");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(self.name, without_marks(&self.text)));
    }
}

/// The text with `20261101T…` for the names of backups: they hold the millisecond and four random
/// letters, which one more request anywhere before would change.
fn without_marks(text: &str) -> String {
    const LENGTH: usize = "20261101T080000250Z-aed2".len();
    let mut rest = text;
    let mut made = String::new();
    while let Some(at) = rest.find("Z-") {
        let (begins, ends) = (at.checked_sub(LENGTH - 6), at + 6);
        let name = begins.and_then(|begins| rest.get(begins..ends));
        match name.filter(|name| name[..8].parse::<u32>().is_ok()) {
            Some(name) => {
                made.push_str(&rest[..at + 6 - LENGTH]);
                made.push_str(&format!("{}…", &name[..9]));
                rest = &rest[ends..];
            }
            None => {
                made.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    made + rest
}
