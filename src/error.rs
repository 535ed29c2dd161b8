//! What is said when something cannot be done: who must act, what happened, why, and what to do next.

use crate::words;
use crate::words::{Lang, Words};

/// How a run ended, from the least to the most that somebody has to do about it. Each has one word in
/// reports and one exit code in the native entry point.
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
    /// Something was written by the whole run, or may have been; then something stopped it.
    Partial,
    /// The person stopped the run.
    Interrupted,
}

impl Outcome {
    /// The exit code of the native entry point.
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

    /// Whether somebody did not agree to the run, or stopped it: nothing else of it may be deployed.
    pub fn is_refusal(self) -> bool {
        matches!(
            self,
            Outcome::Drift | Outcome::Conflict | Outcome::Interrupted
        )
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
    /// As it stands in brackets behind the message; what the person has to do stands behind the arrow.
    fn label(self) -> Option<Words> {
        Some(match self {
            Who::You => return None,
            Who::Template => words!("fix s.yaml", "请修改 s.yaml"),
            Who::Cloud => words!("from the cloud", "来自云端"),
            Who::Us => words!("a bug in fc-guard", "fc-guard 自身的问题"),
        })
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
    /// What to do next.
    pub hint: Words,
}

/// The result of anything that can fail in the core.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What failed, without what to do next. Only [`Draft::hint`] makes an error of it, so that no error
/// can leave a person standing there.
#[derive(Clone, Debug)]
#[must_use]
pub struct Draft {
    outcome: Outcome,
    who: Who,
    what: Words,
    causes: Vec<Words>,
}

impl Draft {
    /// Adds a cause behind those already there.
    pub fn because(mut self, cause: Words) -> Draft {
        self.causes.push(cause);
        self
    }

    /// Says how the run ended, where that differs from the usual end of such an error.
    pub fn ended(mut self, outcome: Outcome) -> Draft {
        self.outcome = outcome;
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(self, hint: Words) -> Error {
        let Draft {
            outcome,
            who,
            what,
            causes,
        } = self;
        Error {
            outcome,
            who,
            what,
            causes,
            hint,
        }
    }
}

impl Error {
    fn draft(outcome: Outcome, who: Who, what: Words) -> Draft {
        Draft {
            outcome,
            who,
            what,
            causes: Vec::new(),
        }
    }

    /// The command line, the environment or the project's files are wrong; nothing was sent.
    pub fn usage(what: Words) -> Draft {
        Error::draft(Outcome::Usage, Who::You, what)
    }

    /// A property of `s.yaml` is wrong; nothing was sent.
    pub fn template(what: Words) -> Draft {
        Error::draft(Outcome::Usage, Who::Template, what)
    }

    /// The cloud refused, failed or did not answer.
    pub fn cloud(what: Words) -> Draft {
        Error::draft(Outcome::Failed, Who::Cloud, what)
    }

    /// Something on this machine failed that the person can mend.
    pub fn local(what: Words) -> Draft {
        Error::draft(Outcome::Failed, Who::You, what)
    }

    /// Something that cannot happen happened.
    pub fn bug(what: Words) -> Error {
        Error::draft(Outcome::Failed, Who::Us, what).hint(words!(
            "run the command again; if the problem persists, report it with this message and the version of fc-guard",
            "请重新执行该命令；若仍然出现，请附上本条信息和 fc-guard 的版本号反馈给我们"
        ))
    }

    /// A bug: something of ours cannot be written as JSON.
    pub fn unwritable(error: &serde_json::Error) -> Error {
        Error::bug(words!(
            "something cannot be written as JSON: {error}",
            "无法写成 JSON：{error}"
        ))
    }

    /// Adds a cause behind those already there.
    #[must_use]
    pub fn because(mut self, cause: Words) -> Error {
        self.causes.push(cause);
        self
    }

    /// Two errors as one, which ends with what to do about the first.
    #[must_use]
    pub fn joined(first: Option<Error>, next: Error) -> Error {
        let Some(first) = first else {
            return next;
        };
        let (Words { en, zh }, hint) = (next.what, next.hint);
        let (how, zh_how) = (hint.en, hint.zh);
        let both = first.because(words!("{en} → {how}", "{zh} → {zh_how}"));
        next.causes.into_iter().fold(both, Error::because)
    }

    /// Says something better to do next.
    #[must_use]
    pub fn hint(mut self, hint: Words) -> Error {
        self.hint = hint;
        self
    }

    /// Says that this stood in the way of reading, where nothing was written yet.
    #[must_use]
    pub fn unread(self) -> Error {
        match self.outcome {
            // A bug stays one, and whatever says more of the end than that it failed keeps its word.
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

    /// Says what resources of `s.yaml` before this one wrote in the same run: whatever this one did not
    /// do, the run as a whole is done in part. `told` is whether the error has it among what was written;
    /// one that says so of an interruption keeps its word.
    #[must_use]
    pub fn after(mut self, written: &[Words], told: bool) -> Error {
        if written.is_empty() || (told && self.outcome == Outcome::Interrupted) {
            return self;
        }
        // Whoever says that nothing was done speaks of one resource.
        for (nothing, of_this) in [
            (
                words!("nothing was written", "没有写入任何内容"),
                words!(
                    "nothing of this resource was written",
                    "该资源没有写入任何内容"
                ),
            ),
            (
                words!("nothing was deleted", "没有删除任何内容"),
                words!(
                    "nothing of this resource was deleted",
                    "该资源没有删除任何内容"
                ),
            ),
        ] {
            self.what.en = self.what.en.replace(&nothing.en, &of_this.en);
            self.what.zh = self.what.zh.replace(&nothing.zh, &of_this.zh);
        }
        self = self.ended(Outcome::Partial);
        if told {
            return self;
        }
        let Words { en, zh } = Words::list(written);
        self.because(words!(
            "other resources had already been written in the same run: {en}",
            "同一次运行中，此前已写入其他资源：{zh}"
        ))
    }

    /// The whole message: what, the causes indented under it, the hint.
    pub fn render(&self, lang: Lang) -> String {
        let (what, label) = (self.what.text(lang), self.who.label());
        let mut text = match (lang, label) {
            (_, None) => what.to_owned(),
            (Lang::En, Some(label)) => format!("{what} ({})", label.en),
            (Lang::Zh, Some(label)) => format!("{what}（{}）", label.zh),
        };
        for cause in &self.causes {
            // A server's words never stand where ours do.
            text.push_str("\n  ");
            text.push_str(&cause.text(lang).replace('\n', "\n  "));
        }
        text.push_str("\n  → ");
        text.push_str(self.hint.text(lang));
        text
    }
}
