//! What was found, as people read it in each form of a report.
//!
//! It is worked out from the words of the report and not from the comparison, because reports of earlier
//! resources of the run come back as JSON.

use serde_json::Value;

use super::{DifferenceReport, Function, ResourceReport};
use crate::drift::{Verdict, reopened};
use crate::plain;
use crate::view::value::empty;
use crate::words;
use crate::words::Words;

impl Function {
    /// What the outcome means.
    /// The outcome as people read it, after its word.
    pub(super) fn meaning(&self) -> Words {
        // A report may have been read back, so all this is asked of its words again.
        let found = || self.resources.iter().flat_map(|one| &one.differences);
        let asks = found().any(DifferenceReport::asks);
        let deleted = self.resources.iter().any(|one| one.standing == "deleted");
        let unknown = found()
            .filter(|one| one.asks())
            .all(|one| one.verdict == "unknown");
        // “Changed online” would be a guess where nobody knows which side changed.
        if self.outcome == "drift" && asks && unknown && !deleted {
            return words!(
                "differs, and there is no local record: needs a decision",
                "线上与本地不一致，而本地没有部署记录：需要决定"
            );
        }
        meaning(&self.outcome)
    }
}

impl DifferenceReport {
    /// The verdict as people read it.
    pub(super) fn words(&self) -> Words {
        // Where something stands kept, a conflict is a decision that was opened again.
        match &self.decision {
            Some(_) if self.verdict == "conflict" => reopened(),
            _ => Verdict::of(&self.verdict).words(),
        }
    }

    /// What stands kept, on one line.
    pub(super) fn kept(&self, title: &str, most: usize) -> Words {
        let path = &self.path;
        let (of_online, of_yours) = (self.side(&self.online, most), self.side(&self.yours, most));
        let (online, yours) = (&of_online.en, &of_yours.en);
        let (zh_online, zh_yours) = (&of_online.zh, &of_yours.zh);
        let decision = self.decision.as_ref();
        let since = decision.and_then(|one| Some((one.since.as_ref()?, &one.by)));
        if let Some(deploy) = decision.and_then(|one| one.deploy.as_ref()) {
            let Words { en, zh } = deploy.words();
            return words!(
                "{title}: live version kept as deployed by {en}, until your commit contains that ('git pull'): {path}: live {online}, local {yours}",
                "{title}：保留由 {zh} 部署的线上值，直到你的提交包含该提交为止（'git pull'）：{path}：线上 {zh_online}，本地 {zh_yours}"
            );
        }
        match since {
            Some((at, Some(by))) => words!(
                "{title}: live version kept by an earlier decision of {by}: {path}: live {online}, local {yours}, since {at}",
                "{title}：按 {by} 之前的决定保留线上的值：{path}：线上 {zh_online}，本地 {zh_yours}，自 {at} 起"
            ),
            Some((at, None)) => words!(
                "{title}: live version kept by an earlier decision: {path}: live {online}, local {yours}, since {at}",
                "{title}：按之前的决定保留线上的值：{path}：线上 {zh_online}，本地 {zh_yours}，自 {at} 起"
            ),
            None => words!(
                "{title}: live version kept by an earlier decision: {path}: live {online}, local {yours}",
                "{title}：按之前的决定保留线上的值：{path}：线上 {zh_online}，本地 {zh_yours}"
            ),
        }
    }

    /// One of its values on one line; where it is absent, what is in force instead.
    pub(super) fn side(&self, side: &Option<Value>, most: usize) -> Words {
        match (side, &self.default) {
            (None, Some(default)) => {
                let default = value(Some(default), most);
                words!("{default} (default)", "{default}（默认值）")
            }
            _ => shown(side.as_ref(), most),
        }
    }
}

impl ResourceReport {
    /// What people call it.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.kind, plain::line(&self.name))
    }

    /// What the resource as a whole is, where that is worth a line.
    pub(super) fn note(&self) -> Option<Words> {
        // The words of `Standing`; those that say nothing for themselves have no line.
        Some(match self.standing.as_str() {
            "new" => words!("not online yet: would be created", "线上尚不存在：将被创建"),
            "deleted" => words!(
                "deleted online since the last deploy",
                "上次部署后在线上被删除"
            ),
            "missing" => words!(
                "not online: new here, or taken away by somebody",
                "不在线上：可能是这里新增的，也可能已被他人移除"
            ),
            "stays-deleted" => {
                let at = self.stays_deleted_since.as_deref().unwrap_or("?");
                match &self.stays_deleted_by {
                    Some(by) => words!(
                        "stays deleted by an earlier decision of {by} ({at})",
                        "按 {by} 之前的决定保持删除（{at}）"
                    ),
                    None => words!(
                        "stays deleted by an earlier decision ({at})",
                        "按之前的决定保持删除（{at}）"
                    ),
                }
            }
            "reopened" => words!(
                "stays deleted by an earlier decision, and was changed locally since",
                "按之前的决定保持删除，而此后本地又有改动"
            ),
            "made-again" => words!(
                "was to stay deleted by an earlier decision, but has been created again online",
                "按之前的决定应保持删除，而此后在线上被重新创建"
            ),
            "found" => words!(
                "online, and there is no local record",
                "线上已存在，而本地没有部署记录"
            ),
            _ => return None,
        })
    }

    /// Whether a person or a flag has to decide about any of it.
    pub(super) fn asks(&self) -> bool {
        let asks = ["deleted", "missing", "reopened"].contains(&self.standing.as_str());
        asks || self.differences.iter().any(DifferenceReport::asks)
    }
}

/// An outcome as people read it, after its word.
fn meaning(outcome: &str) -> Words {
    match outcome {
        "clean" => words!("nothing to decide, nothing to do", "无需决定，也无需操作"),
        "changed" => words!(
            "changes to deploy, nothing to decide",
            "有待部署的改动，无需决定"
        ),
        "drift" => words!("changed online: needs a decision", "线上有改动：需要决定"),
        "conflict" => words!(
            "changed on both sides: needs a decision",
            "两边都有改动：需要决定"
        ),
        // Only a comparison has one of the words above.
        _ => words!("not known: it could not be read", "未知：无法读取"),
    }
}

/// A value on one line as people read it; what is empty is said to be.
pub(super) fn shown(side: Option<&Value>, most: usize) -> Words {
    match side {
        Some(text) if text == "" => empty(),
        _ => Words::same(value(side, most)),
    }
}

/// A value on one line, at most so many characters of it.
fn value(value: Option<&Value>, most: usize) -> String {
    let Some(value) = value else {
        return "–".to_owned();
    };
    // As JSON, so that a text and a number that read the same are told apart.
    let text = value.to_string();
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
