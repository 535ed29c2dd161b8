//! What is said when something cannot be done: who must act, what happened, why, and what to do next.

use crate::ports::FileError;
use crate::words;
use crate::words::{Lang, Words};

/// How a run ended, from the least to the most that somebody has to do about it. Each has one word in
/// reports and one exit code in the native door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing was to do.
    Clean,
    /// Something was changed online, or would be by a deploy, without anything to decide.
    Changed,
    /// Something changed online and nobody decided what to do about it; nothing was written.
    Drift,
    /// The same, and some of it changed on both sides.
    Conflict,
    /// The command line or the configuration is wrong; no request was sent.
    Usage,
    /// What is online, or what is remembered of it, could not be read; nothing was changed.
    Unreadable,
    /// Something failed and nothing was changed online.
    Failed,
    /// Some resources were written, then something failed.
    Partial,
    /// The person stopped the run.
    Interrupted,
}

impl Outcome {
    /// The exit code of the native door.
    pub fn code(self) -> u8 {
        match self {
            Outcome::Clean | Outcome::Changed => 0,
            Outcome::Failed | Outcome::Unreadable => 1,
            Outcome::Usage => 2,
            Outcome::Drift | Outcome::Conflict => 3,
            Outcome::Partial => 4,
            Outcome::Interrupted => 130,
        }
    }

    /// The word that reports and scripts see.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Clean => "clean",
            Outcome::Changed => "changed",
            Outcome::Failed => "failed",
            Outcome::Unreadable => "unreadable",
            Outcome::Usage => "usage",
            Outcome::Drift => "drift",
            Outcome::Conflict => "conflict",
            Outcome::Partial => "partial",
            Outcome::Interrupted => "interrupted",
        }
    }

    /// The outcome of that word.
    pub fn of(word: &str) -> Option<Outcome> {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.word() == word)
    }

    /// All of them, in order.
    pub const ALL: [Outcome; 9] = [
        Outcome::Clean,
        Outcome::Changed,
        Outcome::Drift,
        Outcome::Conflict,
        Outcome::Usage,
        Outcome::Unreadable,
        Outcome::Failed,
        Outcome::Partial,
        Outcome::Interrupted,
    ];
}

/// Who has to act before it can work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The person at the terminal: flags, files, credentials, a decision.
    You,
    /// The author of `s.yaml`.
    Template,
    /// Alibaba Cloud: it refused, failed or did not answer.
    Cloud,
    /// The developers of fc-guard.
    Us,
}

impl Who {
    fn label(self) -> Words {
        match self {
            Who::You => words!("needs you", "需要你处理"),
            Who::Template => words!("fix s.yaml", "请修改 s.yaml"),
            Who::Cloud => words!("from the cloud", "来自云端"),
            Who::Us => words!("a bug in fc-guard", "fc-guard 的缺陷"),
        }
    }
}

/// The one error type of the core.
#[derive(Clone, Debug)]
pub struct Error {
    pub outcome: Outcome,
    pub who: Who,
    pub what: Words,
    /// From the nearest cause to the farthest.
    pub causes: Vec<Words>,
    /// What to do next, where that is known.
    pub hint: Option<Words>,
}

/// The result of anything that can fail in the core.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    fn new(outcome: Outcome, who: Who, what: Words) -> Error {
        Error {
            outcome,
            who,
            what,
            causes: Vec::new(),
            hint: None,
        }
    }

    /// The command line, the environment or the project's files are wrong; nothing was sent.
    pub fn usage(what: Words) -> Error {
        Error::new(Outcome::Usage, Who::You, what)
    }

    /// A property of `s.yaml` is wrong; nothing was sent.
    pub fn template(what: Words) -> Error {
        Error::new(Outcome::Usage, Who::Template, what)
    }

    /// The cloud refused, failed or did not answer.
    pub fn cloud(what: Words) -> Error {
        Error::new(Outcome::Failed, Who::Cloud, what)
    }

    /// Something on this machine failed that the person can mend.
    pub fn local(what: Words) -> Error {
        Error::new(Outcome::Failed, Who::You, what)
    }

    /// Something that cannot happen happened.
    pub fn bug(what: Words) -> Error {
        Error::new(Outcome::Failed, Who::Us, what)
    }

    /// Adds a cause behind those already there.
    #[must_use]
    pub fn because(mut self, cause: Words) -> Error {
        self.causes.push(cause);
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: Words) -> Error {
        self.hint = Some(hint);
        self
    }

    /// Says that this stood in the way of reading, where nothing was written yet.
    #[must_use]
    pub fn unread(self) -> Error {
        match self.outcome {
            Outcome::Failed if self.who != Who::Us => self.ended(Outcome::Unreadable),
            _ => self,
        }
    }

    /// Says how the run ended, where that differs from the usual end of such an error.
    #[must_use]
    pub fn ended(mut self, outcome: Outcome) -> Error {
        self.outcome = outcome;
        self
    }

    /// The whole message: what, the causes indented under it, the hint.
    pub fn render(&self, lang: Lang) -> String {
        let mut text = format!("{} ({})", self.what.text(lang), self.who.label().text(lang));
        for cause in &self.causes {
            text.push_str("\n  ");
            text.push_str(cause.text(lang));
        }
        if let Some(hint) = &self.hint {
            text.push_str("\n  → ");
            text.push_str(hint.text(lang));
        }
        text
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Error {
        let FileError { path, cause } = error;
        Error::local(words!("cannot use the file {path}", "无法访问文件 {path}"))
            .because(Words::same(cause))
    }
}
