//! What is said besides the differences: what is left alone, what became of the rules, and what a
//! deploy would do.

use super::{adopted, consoles};
use crate::drift::{Difference, Drift, ResourceDrift, RuleUse, Standing, Verdict};
use crate::model::seal::has_no_tag;
use crate::plan::asked;
use crate::snapshot::{Interrupted, Snapshot};
use crate::state::records::Records;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::view::{amount, left, mark};
use crate::words;
use crate::words::Words;

/// What a deploy would do about all of it, in one line. `behind` is how much it would ask about before
/// that, `about` the resource that it is about where several are told of.
pub fn forecast(
    screen: Screen<'_>,
    (drift, snapshot): (&Drift, &Snapshot),
    behind: usize,
    about: Option<&Words>,
) {
    let new = of(drift, Standing::New);
    let local = differences(drift, |found| {
        found.verdict == Verdict::Local || found.is_ruled()
    });
    let open = asked(drift).len() + behind;
    let kept: usize = drift.resources.iter().map(|one| one.kept.len()).sum();
    let kept = kept + of(drift, Standing::StaysDeleted);
    screen.line("");
    let words = match (new, local, open) {
        (0, 0, 0) if kept > 0 => {
            let Words { en, zh } = count_of(kept);
            words!(
                "Nothing to deploy and nothing to decide. {en} kept by earlier decisions, although s.yaml or the local code says otherwise (see above).",
                "无需部署，也无需决定。{zh}按之前的决定保留线上版本，与 s.yaml 或本地代码不同（见上文）。"
            )
        }
        (0, 0, 0) if !snapshot.strangers.is_empty() => words!(
            "No changes: everything in s.yaml is online. What others added beside it is named above.",
            "没有变化：s.yaml 的内容都在线上。他人另外添加的内容见上文。"
        ),
        (0, 0, 0) => words!(
            "No changes: the live configuration matches s.yaml.",
            "没有变化：线上与 s.yaml 一致。"
        ),
        _ => {
            let Words { en, zh } = does(new, local, open);
            match open {
                0 => words!(
                    "A deploy would {en}; nothing to decide.",
                    "部署将{zh}，无需决定。"
                ),
                _ => words!("A deploy would {en}.", "部署将{zh}。"),
            }
        }
    };
    screen.say_in(Tone::Title, &about_one(about, words));
}

/// A sentence about everything of one resource, which is named where the command tells of several.
pub(super) fn about_one(resource: Option<&Words>, sentence: Words) -> Words {
    let Some(Words {
        en: name,
        zh: zh_name,
    }) = resource
    else {
        return sentence;
    };
    let Words { en, zh } = sentence;
    words!("{name}: {en}", "{zh_name}：{zh}")
}

/// What a deploy would do, of which there is something.
fn does(new: usize, local: usize, open: usize) -> Words {
    let Words { en, zh } = amount::resources(new);
    let create = words!("create {en}", "创建 {zh}");
    let Words { en, zh } = amount::settings(local);
    let change = words!("change {en}", "修改 {zh}");
    let Words { en, zh } = amount::differences(open);
    let ask = words!("ask about {en}", "询问 {zh}如何处理");
    amount::all_of(vec![(new, create), (local, change), (open, ask)])
}

/// How many resources stand so.
pub(super) fn of(drift: &Drift, standing: Standing) -> usize {
    let all = drift.resources.iter();
    all.filter(|one| one.standing == standing).count()
}

/// How many differences count.
pub(super) fn differences(drift: &Drift, counts: impl Fn(&Difference) -> bool) -> usize {
    let all = drift.resources.iter().flat_map(|one| &one.differences);
    all.filter(|found| counts(found)).count()
}

fn count_of(kept: usize) -> Words {
    match kept {
        1 => words!("1 difference is", "1 处差异"),
        _ => words!("{kept} differences are", "{kept} 处差异"),
    }
}

/// What the last run left unfinished, what stands online beside ours and is left alone, what
/// `driftPolicy` keeps.
pub fn notes(
    screen: Screen<'_>,
    drift: &Drift,
    snapshot: &Snapshot,
    records: &Records<'_>,
    typed: &Typed,
) {
    if snapshot.is_of_another_key(records.sealer()) {
        screen.say_in(Tone::Remote, &other_key(records.is_shared()));
    }
    adopted::say(screen, drift, snapshot);
    for resource in &drift.resources {
        for (tone, words) in of_resource(resource) {
            screen.say_in(tone, &words);
        }
    }
    if let Some(words) = snapshot.parts().find_map(|part| mark::unread(&part.mark)) {
        screen.say_in(Tone::Remote, &words);
    }
    left::parts(screen, snapshot, typed);
    for stranger in &snapshot.strangers {
        let Words { en, zh } = stranger.label();
        screen.say_in(
            Tone::Faint,
            &words!(
                "{en} is online, but not in s.yaml and not on record here as deployed; it is left alone",
                "{zh} 存在于线上，但不在 s.yaml 中，本地也没有部署记录；不会改动它"
            ),
        );
    }
    if is_any_without_tag(drift) {
        screen.say_in(Tone::Faint, &without_tags());
    }
    if snapshot.switched_off {
        screen.say_in(
            Tone::Remote,
            &words!(
                "the function is switched off: reservedConcurrency is 0 online, so every call is refused",
                "该函数已被停用：线上的 reservedConcurrency 为 0，所有调用都会被拒绝"
            ),
        );
    }
    let drains = drift.resources.iter().filter_map(super::drains::note);
    for words in drains.chain(drift.rules.iter().filter_map(|rule| idle(rule, typed))) {
        screen.say_in(Tone::Remote, &words);
    }
}

/// What it means that the key of the digests is not the one that they were made with. What a team shares is proved by
/// its key as a whole, so that there only what a working copy has handed over can be of another one.
fn other_key(is_shared: bool) -> Words {
    match is_shared {
        true => words!(
            "these records were made by a working copy before they were handed over to the team, so their secrets are sealed with its own key and not with the team's. It is not known which secrets were changed online since then: each one that differs is asked about once, as of unknown origin. Backups of before can only be opened in that working copy",
            "这些记录由某个工作副本在交给团队之前生成，其中的机密用该副本自己的密钥封存，而不是团队密钥。无法判断此后线上有哪些机密被改动过：不一致的机密会作为来源不明询问一次。此前的备份只能在该工作副本中打开"
        ),
        false => words!(
            "the secrets on record were sealed with another key: that of .s/fc-guard was lost or replaced since the last deploy. It is not known which secrets were changed online, so each one that differs is asked about as of unknown origin; backups made with the other key can only be opened with that key",
            "记录中的机密是用另一把密钥封存的：上次部署后 .s/fc-guard 中的密钥已丢失或被替换。无法判断线上的哪些机密被改动过，因此每个不一致的机密都会作为来源不明来询问；用另一把密钥生成的备份只能用那把密钥打开"
        ),
    }
}

fn is_any_without_tag(drift: &Drift) -> bool {
    let all = drift.resources.iter();
    let mut all = all.flat_map(|one| one.differences.iter().chain(&one.kept));
    all.any(|found| {
        let values = [&found.sent, &found.seen, &found.live, &found.desired];
        values.into_iter().flatten().any(has_no_tag)
    })
}

/// What is said beside secrets that are shown without a tag.
pub fn without_tags() -> Words {
    words!(
        "secrets are shown as ••• without a tag, because this working copy has no key yet (its first deploy makes one): two of them cannot be told apart, nor compared with those of another run",
        "当前工作副本还没有密钥（首次部署时生成），因此机密显示为不带标记的 •••：无法区分两个机密，也无法与其他运行的结果比较"
    )
}

fn of_resource(drift: &ResourceDrift) -> Vec<(Tone, Words)> {
    let end = drift.interrupted.as_ref().filter(|end| end.is_news());
    let end = end.map(|end| (Tone::Remote, interrupted(&drift.resource.label(), end)));
    let consoles = (!drift.ruled.is_empty()).then(|| (Tone::Faint, consoles::ruled(drift)));
    let failed = super::failed::note(drift).map(|words| (Tone::Remote, words));
    end.into_iter()
        .chain(failed)
        .chain(consoles::released(drift))
        .chain(consoles)
        .chain(consoles::left(drift))
        .collect()
}

/// What became of a write whose end the last run did not see.
pub fn interrupted(label: &Words, end: &Interrupted) -> Words {
    let Words { en, zh } = label;
    let at = &end.at;
    if end.is_handed {
        return words!(
            "{en}: the deploy of {at} was left to another component, and not all of what it was to write is online",
            "{zh}：{at} 的部署交由其他组件执行，其应写入的内容未全部出现在线上"
        );
    }
    match end.done {
        true => words!(
            "{en}: the last run was interrupted during this write ({at}), but the write completed",
            "{zh}：上次运行在写入时被中断（{at}）；但写入已完成"
        ),
        false => words!(
            "{en}: the last run was interrupted during this write ({at}); it did not complete, or only in part",
            "{zh}：上次运行在写入时被中断（{at}）；未完成，或只完成一部分"
        ),
    }
}

/// The reason of a rule behind what is said of it. A command that only reads goes on without one.
pub fn in_brackets(reason: &str) -> Words {
    if reason.is_empty() {
        return Words::same("");
    }
    let Words { en, zh } = words!("({reason})", "（{reason}）");
    Words {
        en: format!(" {en}"),
        zh,
    }
}

/// A rule that does not do what its author thinks.
fn idle(rule: &RuleUse, typed: &Typed) -> Option<Words> {
    let RuleUse { paths, .. } = rule;
    let plan = typed.in_project("plan").named();
    let Words { en, zh } = in_brackets(&rule.reason);
    let until = rule.until.as_deref().unwrap_or_default();
    if rule.expired {
        return Some(words!(
            "driftPolicy {paths} expired on {until} and no longer applies{en}: renew or remove it",
            "driftPolicy {paths} 已于 {until} 到期，不再起作用{zh}：请更新日期或删除"
        ));
    }
    (!rule.matched).then(|| {
        words!(
            "driftPolicy {paths} matches nothing, neither locally nor online{en}: is it spelled as in '{plan}'?",
            "driftPolicy {paths} 在本地和线上都没有匹配的配置{zh}：写法是否与 '{plan}' 一致？"
        )
    })
}
