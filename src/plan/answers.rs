//! The answers: what a person said about each difference, and what flags say about all of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::drift::{Difference, Drift, ResourceDrift, Standing, Verdict};
use crate::model::path::Path;
use crate::model::resource::Resource;

/// Whose value is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// The project's.
    Local,
    /// What is online.
    Remote,
}

/// One thing that somebody has to decide: a setting, or (with an empty path) whether a deleted
/// resource comes back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Question {
    pub resource: Resource,
    pub path: Path,
}

impl Question {
    /// Whether it is about the function's code, which is decided apart from everything else.
    pub fn is_code(&self) -> bool {
        self.resource.kind.is_code(self.path.top())
    }
}

/// What flags say about one half of the differences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stance {
    /// Changes of others stay where they do not collide with anything.
    pub merge: bool,
    /// Who wins wherever that does not decide.
    pub side: Option<Side>,
}

/// What flags say; nothing by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    pub config: Stance,
    pub code: Stance,
    /// Whether what is older here than online is deployed all the same.
    pub rollback: bool,
}

impl Policy {
    /// The same side in everything.
    pub fn all(side: Side) -> Policy {
        let stance = Stance {
            merge: false,
            side: Some(side),
        };
        Policy {
            config: stance,
            code: stance,
            rollback: false,
        }
    }

    /// Whether it says anything at all.
    pub fn is_given(&self) -> bool {
        *self != Policy::default()
    }

    /// What the flags say of the half to which a question belongs.
    fn stance(&self, question: &Question) -> Stance {
        match question.is_code() {
            true => self.code,
            false => self.config,
        }
    }

    /// What the flags answer, if anything. `--merge` comes before a side beside it, which then only decides
    /// what collides.
    fn side(&self, asked: &Asked) -> Option<Side> {
        let stance = self.stance(&asked.question);
        match stance.merge && !asked.collides() {
            true => Some(Side::Remote),
            // A side says more than that it may be a rollback.
            false => stance.side.or_else(|| self.rolls_back(asked)),
        }
    }

    /// The answer of the flag that is about a rollback alone.
    fn rolls_back(&self, asked: &Asked) -> Option<Side> {
        let is_older = asked.verdict == Some(Verdict::Older);
        (self.rollback && is_older).then_some(Side::Local)
    }
}

/// The answers so far. Each holds only as long as what is online is still what was shown.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    given: BTreeMap<Question, (Side, Option<Value>)>,
    policy: Policy,
}

impl Answers {
    /// What flags answer, whatever comes up.
    pub fn by(policy: Policy) -> Answers {
        Answers {
            given: BTreeMap::new(),
            policy,
        }
    }

    /// Answers one question; `live` is the value that was shown as standing online.
    pub fn give(&mut self, question: Question, live: Option<Value>, side: Side) {
        self.given.insert(question, (side, live));
    }

    /// What was answered about everything of that root.
    pub fn of(&self, root: &Resource) -> Vec<GivenAnswer> {
        let given = self.given.iter();
        let given = given.filter(|(question, _)| question.resource.is_with(root));
        let given = given.map(|(question, (side, live))| GivenAnswer {
            question: question.clone(),
            live: live.clone(),
            side: *side,
        });
        given.collect()
    }

    /// Takes over what was answered before, each for the value that was shown.
    pub fn take(&mut self, given: Vec<GivenAnswer>) {
        for GivenAnswer {
            question,
            live,
            side,
        } in given
        {
            self.give(question, live, side);
        }
    }

    /// The answer to a question, if there is one.
    pub fn side(&self, asked: &Asked) -> Option<Side> {
        let given = self.given.get(&asked.question);
        // An answer was about a value. If another one stands there by now, nobody has seen it.
        let valid = given.filter(|(_, shown)| *shown == asked.live);
        let said = valid.map(|(side, _)| *side);
        said.or_else(|| self.policy.side(asked))
    }

    /// Whether flags take back an earlier decision to keep what is online. Without a flag nobody is
    /// asked about it again.
    pub fn takes_back(&self, question: &Question) -> bool {
        self.policy.stance(question).side == Some(Side::Local)
    }

    /// What becomes of a setting that stands kept.
    pub fn standing(&self, drift: &ResourceDrift, found: &Difference) -> Side {
        let takes_back = self.takes_back(&Asked::about(drift, found).question);
        match takes_back && !super::lasts(drift, found) {
            true => Side::Local,
            false => Side::Remote,
        }
    }
}

/// One answer, as it is handed on. All values are sealed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenAnswer {
    question: Question,
    /// The value that was shown as standing online.
    live: Option<Value>,
    side: Side,
}

/// A question, as the comparison asks it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub question: Question,
    /// What stands online.
    pub live: Option<Value>,
    /// `None` where the resource as a whole was deleted, and not changed here since that was kept.
    pub verdict: Option<Verdict>,
    /// Whether it is online and the project does not mention it.
    pub only_online: bool,
}

impl Asked {
    /// The question that a difference is.
    pub fn about(drift: &ResourceDrift, found: &Difference) -> Asked {
        Asked {
            question: Question {
                resource: drift.resource.clone(),
                path: found.path.clone(),
            },
            live: found.live.clone(),
            verdict: Some(found.verdict),
            only_online: found.live.is_some() && found.desired.is_none(),
        }
    }

    /// Whether keeping the change of others would drop something of ours, or something is gone as a
    /// whole. What nothing is on record of and the project does not mention was added by others.
    pub fn collides(&self) -> bool {
        match self.verdict {
            Some(Verdict::Remote) => false,
            Some(Verdict::Unknown) => !self.only_online,
            _ => true,
        }
    }
}

/// What nobody decided yet, with the value that stands online.
pub fn open(drift: &Drift, answers: &Answers) -> Vec<(Question, Option<Value>)> {
    let open = asked(drift).into_iter();
    open.filter(|asked| answers.side(asked).is_none())
        .map(|asked| (asked.question, asked.live))
        .collect()
}

/// Everything that has to be decided.
pub fn asked(drift: &Drift) -> Vec<Asked> {
    drift.resources.iter().flat_map(asks).collect()
}

/// What of it stays as it is online whatever is decided, since there is nothing to send that takes it back.
pub fn lasting(drift: &Drift, asked: &[Asked]) -> Vec<Asked> {
    let lasts = |one: &&Asked| {
        let mut all = drift.resources.iter();
        let of = all.find(|found| found.resource == one.question.resource);
        of.is_some_and(|of| {
            let mut found = of.differences.iter().chain(&of.kept);
            found.any(|found| found.path == one.question.path && super::lasts(of, found))
        })
    };
    asked.iter().filter(lasts).cloned().collect()
}

/// Everything of others' that a rule has decided to overwrite.
pub fn ruled(drift: &Drift) -> Vec<Asked> {
    let ruled_in = |one: &ResourceDrift| {
        let ruled = one.differences.iter().filter(|found| found.is_ruled());
        let ruled = ruled.map(|found| Asked::about(one, found));
        ruled.collect::<Vec<_>>()
    };
    drift.resources.iter().flat_map(ruled_in).collect()
}

/// What has to be decided about one resource: whether it comes back, or else each setting.
fn asks(drift: &ResourceDrift) -> Vec<Asked> {
    if drift.standing.asks() {
        let reopened = drift.standing == Standing::Reopened;
        return vec![Asked {
            question: super::whole(drift),
            live: None,
            verdict: reopened.then_some(Verdict::Conflict),
            only_online: false,
        }];
    }
    let asking = drift.differences.iter().filter(|found| found.asks());
    asking.map(|found| Asked::about(drift, found)).collect()
}
