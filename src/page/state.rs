//! How everything stands, in one word and a few numbers.
//!
//! The order of the states is that of their urgency: the page of several functions shows the worst of theirs.

use crate::drift::{Difference, Drift, ResourceDrift, Standing, Verdict};
use crate::words;
use crate::words::Words;

/// The one word at the top, the worst that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Everything is as the project has it.
    Clean,
    /// Nothing to decide, and not all of it is as the project has it.
    Kept,
    /// Only the project changed.
    Changed,
    /// Nothing is on record of what differs.
    Unknown,
    /// Others changed something, or deleted it.
    Drift,
    /// Both did, or what was kept was changed here.
    Conflict,
    /// It could not be read.
    Unread,
}

impl State {
    /// The worst of all verdicts and standings, asked from the worst one down.
    pub(super) fn of(drift: &Drift) -> State {
        let any = |verdict| count(drift, verdict) > 0;
        let stands = |standing| standing_count(drift, standing) > 0;
        if any(Verdict::Conflict) || stands(Standing::Reopened) {
            State::Conflict
        } else if any(Verdict::Remote) || stands(Standing::Deleted) {
            State::Drift
        } else if any(Verdict::Unknown) || any(Verdict::Older) || stands(Standing::Missing) {
            State::Unknown
        } else if any(Verdict::Local) || stands(Standing::New) {
            State::Changed
        } else if kept(drift) > 0 || stands(Standing::StaysDeleted) {
            State::Kept
        } else {
            State::Clean
        }
    }

    /// The state of that class.
    pub(super) fn named(class: &str) -> State {
        // All but `Unread`, which every word that is none of them is taken for.
        let all = [
            State::Clean,
            State::Kept,
            State::Changed,
            State::Unknown,
            State::Drift,
            State::Conflict,
        ];
        let found = all.into_iter().find(|state| state.class() == class);
        found.unwrap_or(State::Unread)
    }

    /// Its class in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            State::Clean => "clean",
            State::Kept => "agreed",
            State::Unknown => "unknown",
            State::Changed => "changed",
            State::Drift => "drift",
            State::Conflict => "conflict",
            State::Unread => "unread",
        }
    }

    /// The word as people read it.
    pub(super) fn word(self) -> Words {
        match self {
            State::Clean => words!("Clean", "一致"),
            State::Kept => words!("Kept", "已保留"),
            State::Unknown => words!("Differs", "不一致"),
            State::Changed => words!("Changed", "有改动"),
            State::Drift => words!("Drift", "线上有改动"),
            State::Conflict => words!("Conflict", "有冲突"),
            State::Unread => words!("Not known", "未知"),
        }
    }

    /// What it means; `beside` is whether others have put something beside the function, which is listed.
    pub(super) fn sentence(self, beside: bool) -> Words {
        // The arms with `beside` come first: they say less, because not everything online is ours.
        match self {
            State::Clean if beside => words!(
                "Everything in s.yaml is online. What others added beside it is listed below.",
                "s.yaml 的内容都在线上。他人另外添加的内容见下文。"
            ),
            State::Kept if beside => words!(
                "Nothing that was deployed from here has changed online since. What was kept by earlier decisions differs from s.yaml or the local code.",
                "由本项目部署的内容在线上没有改动。按之前的决定保留的内容与 s.yaml 或本地代码不同。"
            ),
            State::Clean => words!(
                "The live configuration matches s.yaml.",
                "线上与 s.yaml 一致。"
            ),
            State::Kept => words!(
                "Nothing changed online since the last deploy. What was kept by earlier decisions differs from s.yaml or the local code.",
                "上次部署后线上没有改动。按之前的决定保留的内容与 s.yaml 或本地代码不同。"
            ),
            State::Unknown => words!(
                "Live and local differ, and there is no local record: the origin is unknown. A deploy asks before it overwrites anything.",
                "线上与本地不一致，而本地没有部署记录，来源不明。部署在覆盖之前会先询问。"
            ),
            State::Changed => words!(
                "There are local changes that are not deployed yet. Nothing online conflicts with them.",
                "本地有尚未部署的改动，线上没有与之冲突的改动。"
            ),
            State::Drift => words!(
                "Something changed online since the last deploy. A deploy asks before it overwrites that.",
                "上次部署后线上有改动。部署在覆盖之前会先询问。"
            ),
            State::Conflict => words!(
                "Some settings were changed both online and locally, to different values. A deploy asks which to use.",
                "有些配置在线上和本地改成了不同的值。部署会询问以哪一边为准。"
            ),
            State::Unread => words!("It could not be read.", "无法读取。"),
        }
    }
}

/// Verdicts in the order of their urgency.
pub(super) const BY_URGENCY: [Verdict; 7] = [
    Verdict::Conflict,
    Verdict::Remote,
    Verdict::Unknown,
    Verdict::Older,
    Verdict::Along,
    Verdict::Local,
    Verdict::Agreed,
];

/// A verdict's class in the style sheet.
pub(super) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        // The sheet calls the labels of resources so.
        Verdict::Standing => "agreed",
        // The sheet uses the words of the verdicts.
        other => other.word(),
    }
}

/// The differences of all resources.
pub(super) fn differences(drift: &Drift) -> impl Iterator<Item = &Difference> {
    drift
        .resources
        .iter()
        .flat_map(|resource| &resource.differences)
}

/// How many differences have that verdict.
pub(super) fn count(drift: &Drift, verdict: Verdict) -> usize {
    differences(drift)
        .filter(|found| found.verdict == verdict)
        .count()
}

/// How much stands kept.
pub(super) fn kept(drift: &Drift) -> usize {
    drift
        .resources
        .iter()
        .map(|resource| resource.kept.len())
        .sum()
}

/// How many resources stand so.
pub(super) fn standing_count(drift: &Drift, standing: Standing) -> usize {
    let stands = |one: &&ResourceDrift| one.standing == standing;
    drift.resources.iter().filter(stands).count()
}
