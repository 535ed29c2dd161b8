//! What is wrong with `s.yaml`, all of it at once. A problem names the property and the remedy,
//! never what the file says there: it could be a secret.

use super::care::stops;
use super::policy::is_in_rule;
use super::served::is_carried;
use crate::dialect::Care;
use crate::error::{Draft, Error, Result};
use crate::model::path::Path;
use crate::typed::LETS_SLIPS;
use crate::words;
use crate::words::Words;

/// How many problems one message lists.
const SHOWN: usize = 20;

/// What is wrong with a value, and what to write instead.
#[derive(Clone, Debug)]
pub(in crate::dialect) struct Fault {
    pub(in crate::dialect) wrong: Words,
    pub(in crate::dialect) remedy: Words,
    pub(in crate::dialect) sort: Sort,
}

/// How much a fault stands in the way of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dialect) enum Sort {
    /// What would be deployed is not what the file means.
    Wrong,
    /// A file is not there (yet).
    Absent,
    /// A property that nobody knows. Upstream fc3 ignores it, or hands it on where it hands on the whole block.
    Unknown,
    /// The same, and it is near to one that is known.
    Near,
    /// The same, and it was probably meant to be that one, which is not there.
    Slip,
    /// What the service answers, where settings stand.
    Served,
    /// What upstream fc3 leaves to the service to judge.
    Doubtful,
    /// A mask of ours, where a value should be.
    Mask,
    /// What another resource returns, and nobody knows yet.
    Unresolved,
}

impl Fault {
    pub(in crate::dialect) fn new(wrong: Words, remedy: Words) -> Fault {
        Fault {
            wrong,
            remedy,
            sort: Sort::Wrong,
        }
    }

    /// A file that is not there. A step that runs before it is needed may still make it.
    pub(in crate::dialect) fn absent(wrong: Words, remedy: Words) -> Fault {
        Fault::new(wrong, remedy).of(Sort::Absent)
    }

    /// The same fault, of another sort.
    pub(in crate::dialect) fn of(self, sort: Sort) -> Fault {
        Fault { sort, ..self }
    }

    /// A required property that is not there.
    pub(in crate::dialect) fn missing() -> Fault {
        Fault::new(
            words!("is missing", "缺少该属性"),
            words!("add it", "请补充"),
        )
    }

    /// Two properties that exclude each other.
    pub(in crate::dialect) fn both(one: &str, other: &str) -> Fault {
        Fault::new(
            words!("has both {one} and {other}", "同时设置了 {one} 和 {other}"),
            words!("take one of them out", "请去掉其中一个"),
        )
    }
}

/// The problems found so far.
#[derive(Debug)]
pub(in crate::dialect) struct Problems {
    found: Vec<Problem>,
    /// Whether the person has said that what looks like a slip of the pen is none.
    lets_slips: bool,
}

/// What is wrong at which property, and what to write instead.
#[derive(Debug)]
pub(in crate::dialect) struct Problem {
    pub(in crate::dialect) path: Path,
    pub(in crate::dialect) fault: Fault,
}

impl Problem {
    /// Whether it is a property that nobody knows and that is sent all the same.
    fn is_sent(&self) -> bool {
        let is_unknown = matches!(self.fault.sort, Sort::Unknown | Sort::Near | Sort::Slip);
        is_unknown && is_carried(&self.path)
    }

    /// What is wrong, with the property's name.
    fn wrong(&self) -> Words {
        let (path, Words { en, zh }) = (&self.path, &self.fault.wrong);
        words!("{path}: {en}", "{path}：{zh}")
    }

    /// What to write instead, or what to type where it is meant as it stands.
    fn remedy(&self) -> Words {
        let remedy = self.fault.remedy.clone();
        // Whose a setting is decides what may be overwritten: a rule is not passed over.
        if self.fault.sort != Sort::Slip || is_in_rule(&self.path) {
            return remedy;
        }
        let Words { en, zh } = remedy;
        if self.is_sent() {
            return words!(
                "{en} If not, take it out, or send it as it stands: {LETS_SLIPS}",
                "{zh} 若不是，请删除，或加 {LETS_SLIPS} 原样发送它"
            );
        }
        words!(
            "{en} If not, take it out, or deploy without it: {LETS_SLIPS}",
            "{zh} 若不是，请删除，或加 {LETS_SLIPS} 忽略它并继续部署"
        )
    }

    /// All of it on one line of a list.
    fn line(&self) -> Words {
        let Words { en, zh } = self.wrong();
        let Words {
            en: write,
            zh: zh_write,
        } = self.remedy();
        words!("{en} → {write}", "{zh} → {zh_write}")
    }

    /// What is said where it stops nothing.
    fn warning(&self) -> Words {
        let Words { en, zh } = self.wrong();
        let (write, zh_write) = (&self.fault.remedy.en, &self.fault.remedy.zh);
        match self.fault.sort {
            _ if is_in_rule(&self.path) => words!(
                "{en} → {write}; a deploy refuses this, and until then the rule leaves its settings to the console",
                "{zh} → {zh_write}；部署会因此被拒绝，在此之前该规则按 owner: console 处理"
            ),
            Sort::Unknown if self.is_sent() => words!(
                "{en}; it is sent as it stands, as upstream does",
                "{zh}；将原样发送，与上游一致"
            ),
            Sort::Near if self.is_sent() => words!(
                "{en}; it is sent as it stands, as upstream does → {write}",
                "{zh}；将原样发送，与上游一致 → {zh_write}"
            ),
            Sort::Unknown | Sort::Served => words!(
                "{en}; it is left out, as upstream does",
                "{zh}；将忽略它，与上游一致"
            ),
            Sort::Near => words!(
                "{en}; it is left out, as upstream does → {write}",
                "{zh}；将忽略它，与上游一致 → {zh_write}"
            ),
            Sort::Doubtful => self.line(),
            Sort::Unresolved => words!(
                "{en}; it is neither compared nor written",
                "{zh}；不会参与比较，也不会写入"
            ),
            Sort::Wrong | Sort::Absent | Sort::Slip | Sort::Mask => words!(
                "{en} → {write}; a deploy refuses this",
                "{zh} → {zh_write}；部署会因此被拒绝"
            ),
        }
    }
}

impl Problems {
    /// None yet, in a file of whose slips of the pen a person has judged.
    pub(in crate::dialect) fn new(lets_slips: bool) -> Problems {
        Problems {
            found: Vec::new(),
            lets_slips,
        }
    }

    /// Notes what is wrong at a property.
    pub(in crate::dialect) fn add(&mut self, path: &Path, fault: Fault) {
        let path = path.clone();
        let is_let = self.lets_slips && fault.sort == Sort::Slip && !is_in_rule(&path);
        let fault = match is_let {
            true => fault.of(Sort::Near),
            false => fault,
        };
        self.found.push(Problem { path, fault });
    }

    /// Whether something is wrong that nobody can go on with, and nothing but files that are not there.
    pub(in crate::dialect) fn are_absences(&self) -> bool {
        let mut stopping = self.found.iter().filter(|one| stops(Care::Deploy, one));
        let is_absence = |problem: &Problem| problem.fault.sort == Sort::Absent;
        stopping.clone().next().is_some() && stopping.all(is_absence)
    }

    /// The properties that are no part of what is wanted: those that nobody knows and nobody sends, and for a restore, which
    /// may take from the file what the service does not show, those that are no values.
    pub(in crate::dialect) fn left_out(&self, care: Care) -> impl Iterator<Item = &Path> {
        let is_out = move |one: &&Problem| match one.fault.sort {
            _ if one.is_sent() => false,
            Sort::Unknown | Sort::Near | Sort::Slip | Sort::Served => true,
            Sort::Mask => care == Care::Restore,
            Sort::Wrong | Sort::Absent | Sort::Unresolved | Sort::Doubtful => false,
        };
        self.found.iter().filter(is_out).map(|one| &one.path)
    }

    /// The properties that are not known yet.
    pub(in crate::dialect) fn unresolved(&self) -> impl Iterator<Item = &Path> {
        let is_open = |one: &&Problem| one.fault.sort == Sort::Unresolved;
        self.found.iter().filter(is_open).map(|one| &one.path)
    }

    /// Whether something is wrong at a property, or in it.
    pub(in crate::dialect) fn concern(&self, path: &Path) -> bool {
        self.found.iter().any(|one| one.path.0.starts_with(&path.0))
    }

    /// Ends the reading if anything is wrong that the command cannot do without. What is left is said, and
    /// is what a deploy would be refused for.
    ///
    /// # Errors
    /// One error: the problem itself where it is the only one, else a list of them.
    pub(in crate::dialect) fn check(mut self, care: Care) -> Result<(Vec<Words>, Option<Error>)> {
        // First, so that neither the refusal nor the warnings speak of what is not known yet as if it were
        // wrong.
        self.settle();
        let stopping = |stops: &dyn Fn(&Problem) -> bool| {
            let all = self.found.iter().filter(|one| stops(one));
            refusal(&all.collect::<Vec<_>>())
        };
        if let Some(error) = stopping(&|one| stops(care, one)) {
            return Err(self.noted(error, care));
        }
        let warnings = self.found.iter().map(Problem::warning).collect();
        // In its turn a deploy is handed what the other resource returned by then.
        let is_known = |one: &Problem| one.fault.sort != Sort::Unresolved;
        let refused = stopping(&|one| stops(Care::Deploy, one) && is_known(one));
        Ok((warnings, refused))
    }

    /// The refusal, with what is said of the file besides: it may tell how that came.
    fn noted(&self, error: Error, care: Care) -> Error {
        let is_note = |one: &&Problem| match one.fault.sort {
            Sort::Unknown | Sort::Near | Sort::Served | Sort::Doubtful => !stops(care, one),
            Sort::Wrong | Sort::Absent | Sort::Slip | Sort::Mask | Sort::Unresolved => false,
        };
        let notes = self.found.iter().filter(is_note).take(SHOWN);
        notes.fold(error, |error, one| {
            let Words { en, zh } = one.warning();
            error.because(words!("note on s.yaml: {en}", "s.yaml 提示：{zh}"))
        })
    }

    /// Nothing else is said of a value that is not known yet.
    fn settle(&mut self) {
        let paths: Vec<Path> = self.unresolved().cloned().collect();
        let is_told =
            |one: &Problem| one.fault.sort == Sort::Unresolved || !paths.contains(&one.path);
        self.found.retain(is_told);
    }
}

/// What these problems end with.
fn refusal(found: &[&Problem]) -> Option<Error> {
    match found {
        [] => None,
        [one] => Some(Error::template(one.wrong()).hint(one.remedy())),
        all => Some(list(all)),
    }
}

fn list(found: &[&Problem]) -> Error {
    let count = found.len();
    let all = Error::template(words!(
        "s.yaml has {count} problems",
        "s.yaml 中有 {count} 处问题"
    ));
    let shown = found.iter().take(SHOWN).map(|one| one.line());
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
