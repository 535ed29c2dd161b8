//! What is wrong with `s.yaml`, all of it at once. A problem names the property and the remedy,
//! never what the file says there: it could be a secret.

use crate::error::{Draft, Error, Result};
use crate::model::path::Path;
use crate::words;
use crate::words::Words;

/// How many problems one message lists.
const SHOWN: usize = 20;

/// What is wrong with a value, and what to write instead.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) wrong: Words,
    pub(super) remedy: Words,
    /// Whether it is only that a file is not there (yet).
    is_absence: bool,
}

impl Fault {
    pub(super) fn new(wrong: Words, remedy: Words) -> Fault {
        Fault {
            wrong,
            remedy,
            is_absence: false,
        }
    }

    /// A file that is not there. A step that runs before it is needed may still make it.
    pub(super) fn absent(wrong: Words, remedy: Words) -> Fault {
        let is_absence = true;
        Fault {
            is_absence,
            ..Fault::new(wrong, remedy)
        }
    }

    /// A required property that is not there.
    pub(super) fn missing() -> Fault {
        Fault::new(
            words!("is missing", "缺少该属性"),
            words!("add it", "请补充"),
        )
    }

    /// Two properties that exclude each other.
    pub(super) fn both(one: &str, other: &str) -> Fault {
        Fault::new(
            words!("has both {one} and {other}", "同时设置了 {one} 和 {other}"),
            words!("take one of them out", "请去掉其中一个"),
        )
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<Problem>,
}

/// What is wrong at which property, and what to write instead.
#[derive(Debug)]
struct Problem {
    wrong: Words,
    remedy: Words,
    is_absence: bool,
}

impl Problem {
    /// All of it on one line of a list.
    fn line(self) -> Words {
        let Problem { wrong, remedy, .. } = self;
        let (write, zh_write) = (remedy.en, remedy.zh);
        let Words { en, zh } = wrong;
        words!("{en} → {write}", "{zh} → {zh_write}")
    }
}

impl Problems {
    /// Notes what is wrong at a property.
    pub(super) fn add(&mut self, path: &Path, fault: Fault) {
        let Fault {
            wrong,
            remedy,
            is_absence,
        } = fault;
        let Words { en, zh } = wrong;
        self.found.push(Problem {
            wrong: words!("{path}: {en}", "{path}：{zh}"),
            remedy,
            is_absence,
        });
    }

    /// Whether something is wrong, and nothing but files that are not there.
    pub(super) fn are_absences(&self) -> bool {
        let all = || self.found.iter().all(|problem| problem.is_absence);
        !self.found.is_empty() && all()
    }

    /// Ends the reading if anything is wrong.
    ///
    /// # Errors
    /// One error: the problem itself where it is the only one, else a list of them.
    pub(super) fn check(mut self) -> Result<()> {
        match self.found.len() {
            0 => Ok(()),
            1 => {
                let Problem { wrong, remedy, .. } = self.found.remove(0);
                Err(Error::template(wrong).hint(remedy))
            }
            count => Err(self.list(count)),
        }
    }

    fn list(self, count: usize) -> Error {
        let all = Error::template(words!(
            "s.yaml has {count} problems",
            "s.yaml 中有 {count} 处问题"
        ));
        let shown = self.found.into_iter().take(SHOWN).map(Problem::line);
        let mut error = shown.fold(all, Draft::because);
        if count > SHOWN {
            let more = count - SHOWN;
            error = error.because(words!("and {more} more", "以及另外 {more} 处"));
        }
        error.hint(words!(
            "correct them in s.yaml, then run the command again",
            "请在 s.yaml 中逐一修正，然后重新执行该命令"
        ))
    }
}
