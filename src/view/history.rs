//! What was deployed when, by whom and from what.

use crate::git::short;
use crate::model::mark::Mark;
use crate::model::resource::Resource;
use crate::state::provenance::{ChangeKind, Provenance};
use crate::time;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// One deploy of one resource.
#[derive(Debug)]
pub struct HistoryEntry {
    pub resource: Resource,
    /// When it was, in RFC 3339.
    pub at: String,
    /// Whether it was decided then that the resource stays deleted.
    pub is_gone: bool,
    /// By whom and from what.
    pub provenance: Provenance,
}

/// Tells all of them in their order.
pub fn show(screen: Screen<'_>, root: &Resource, entries: &[HistoryEntry]) {
    if entries.is_empty() {
        let Words { en, zh } = root.label();
        screen.say(&words!(
            "nothing is on record of {en}: it was not deployed from this folder",
            "没有{zh} 的记录：它未从本目录部署过"
        ));
    }
    for entry in entries {
        screen.say_in(Tone::Title, &headline(entry));
        lines(&entry.provenance)
            .iter()
            .for_each(|line| screen.say(line));
    }
}

/// Tells what the mark on the function claims, where nothing is on record.
pub fn marked(screen: Screen<'_>, mark: &Mark) {
    let (number, who) = (mark.seq, mark.who.as_deref().unwrap_or("?"));
    let dirty = if mark.is_dirty { "+" } else { "" };
    let commit = mark.commit.as_deref().unwrap_or("?");
    screen.say(&words!(
        "the tag on the function says: deploy {number}, by {who} from {commit}{dirty}",
        "函数标签所记：第 {number} 次部署，{who}，提交 {commit}{dirty}"
    ));
}

/// The resource, when that was, and what was done.
fn headline(entry: &HistoryEntry) -> Words {
    let Words { en, zh } = entry.resource.label();
    let at = time::for_people(&entry.at).unwrap_or(entry.at.clone());
    let change = entry.provenance.change.map(change);
    match (entry.is_gone, change) {
        (true, _) => words!("{en}  {at}  stays deleted", "{zh}  {at}  保持删除"),
        (false, None) => words!("{en}  {at}", "{zh}  {at}"),
        (
            false,
            Some(Words {
                en: done,
                zh: zh_done,
            }),
        ) => {
            words!("{en}  {at}  {done}", "{zh}  {at}  {zh_done}")
        }
    }
}

fn change(change: ChangeKind) -> Words {
    match change {
        ChangeKind::Created => words!("created", "创建"),
        ChangeKind::Updated => words!("updated", "更新"),
        ChangeKind::Accepted => words!("accepted as it was online", "按线上现状接受"),
        ChangeKind::Removed => words!("removed", "移除"),
        ChangeKind::Restored => words!("restored from a backup", "从备份恢复"),
    }
}

/// By whom, from which commit, in which run; whatever of that is known.
fn lines(provenance: &Provenance) -> Vec<Words> {
    let who = provenance
        .who
        .as_ref()
        .map(|who| words!("  by {who}", "  部署人：{who}"));
    let run = provenance
        .run
        .as_ref()
        .map(|run| words!("  run: {run}", "  流水线：{run}"));
    [who, commit(provenance), run]
        .into_iter()
        .flatten()
        .collect()
}

fn commit(provenance: &Provenance) -> Option<Words> {
    let commit = short(provenance.commit.as_ref()?);
    let Words { en, zh } = match &provenance.branch {
        Some(branch) => words!("{commit} ({branch})", "{commit}（{branch}）"),
        None => Words::same(commit),
    };
    Some(match provenance.is_dirty {
        Some(false) => words!("  from {en}", "  提交：{zh}"),
        Some(true) => words!(
            "  from {en}, with changes that were not committed",
            "  提交：{zh}，含未提交的改动"
        ),
        None => words!(
            "  from {en}; whether all was committed is not known",
            "  提交：{zh}；是否全部已提交未知"
        ),
    })
}
