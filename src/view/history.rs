//! What was deployed when, by whom and from what.

use crate::git::short;
use crate::model::mark::Mark;
use crate::model::resource::Resource;
use crate::state::provenance::{ChangeKind, Provenance};
use crate::time;
use crate::typed::Typed;
use crate::view::mark;
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
    /// Whether it was made without the records of the team, and does not count since the team wrote there.
    pub is_aside: bool,
    /// By whom and from what.
    pub provenance: Provenance,
}

/// How far back what is told reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HistoryEnd {
    /// Nothing is known beside it.
    Whole,
    /// So many versions of a record were looked at, and there are more.
    More(usize),
    /// What was before is not kept any more, or not asked for.
    Lost,
}

/// Tells what is not told.
pub fn end(screen: Screen<'_>, end: HistoryEnd, typed: &Typed) {
    let all = typed.with("--all");
    let words = match end {
        HistoryEnd::Whole => return,
        HistoryEnd::More(most) => words!(
            "only the newest {most} versions of each record were looked at: '{all}' looks at all of them",
            "每条记录只查看了最新的 {most} 个版本：'{all}' 可查看全部"
        ),
        HistoryEnd::Lost => words!(
            "earlier deploys are not told: their records are not there any more, or are not asked for (--state-offline)",
            "更早的部署未列出：记录已不存在，或本次不读取（--state-offline）"
        ),
    };
    screen.say_in(Tone::Faint, &words);
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

/// The same where it is of a later deploy than what is on record.
pub fn later(screen: Screen<'_>, mark: &Mark) {
    let Words { en, zh } = mark::of_claim(mark);
    let number = mark.seq;
    screen.say(&words!(
        "the tag on the function says that it was deployed since, by others: deploy {number}, by {en}",
        "函数标签显示此后有他人部署过：第 {number} 次部署，{zh}"
    ));
}

/// The tag was not made by a version that this one knows.
pub fn unknown(screen: Screen<'_>) {
    screen.say(&words!(
        "the tag fc-guard on the function cannot be read (of a newer version, or changed by hand): whether it was deployed since is not known",
        "函数上的标签 fc-guard 无法识别（由更新的版本写入，或被手工改动）：此后是否又有部署未知"
    ));
}

/// The function could not be read.
pub fn unreadable(screen: Screen<'_>) {
    screen.say_in(
        Tone::Faint,
        &words!(
            "the function could not be read: whether its tag tells of a later deploy is not known",
            "无法读取函数：其标签是否记录了更晚的部署未知"
        ),
    );
}

/// The resource, when that was, and what was done.
fn headline(entry: &HistoryEntry) -> Words {
    let Words { en, zh } = entry.resource.label();
    let at = time::for_people(&entry.at).unwrap_or(entry.at.clone());
    let change = match entry.provenance.rolled_back.as_deref().map(short) {
        Some(from) => Some(words!("rolled back from {from}", "从 {from} 回退")),
        None => entry.provenance.change.map(change),
    };
    let aside = words!(
        ", without the records of the team, which do not have it",
        "，未使用团队的记录，团队的记录中没有这次部署"
    );
    let change = match (change, entry.is_aside) {
        (Some(Words { en, zh }), true) => {
            let Words {
                en: aside,
                zh: zh_aside,
            } = aside;
            Some(words!("{en}{aside}", "{zh}{zh_aside}"))
        }
        (change, _) => change,
    };
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
        ChangeKind::Removed => words!("taken away", "移除"),
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
