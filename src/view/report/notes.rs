//! What is said besides the differences: what is left alone, what became of the rules, and what a
//! deploy would do.

use super::consoles;
use crate::drift::{Difference, Drift, ResourceDrift, RuleUse, Standing, Verdict};
use crate::model::seal::{Sealer, has_no_tag};
use crate::plan::asked;
use crate::snapshot::{Interrupted, Snapshot};
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::view::{amount, left};
use crate::words;
use crate::words::Words;

/// What a deploy would do about all of it, in one line. `behind` is how much it would ask about before
/// that.
pub fn forecast(screen: Screen<'_>, drift: &Drift, snapshot: &Snapshot, behind: usize) {
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
    screen.say_in(Tone::Title, &words);
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
fn of(drift: &Drift, standing: Standing) -> usize {
    let all = drift.resources.iter();
    all.filter(|one| one.standing == standing).count()
}

/// How many differences count.
fn differences(drift: &Drift, counts: impl Fn(&Difference) -> bool) -> usize {
    let all = drift.resources.iter().flat_map(|one| &one.differences);
    all.filter(|found| counts(found)).count()
}

fn count_of(kept: usize) -> Words {
    match kept {
        1 => words!("1 difference is", "1 处差异"),
        _ => words!("{kept} differences are", "{kept} 处差异"),
    }
}

/// What others changed since the last deploy, in one line, and what nobody knows the origin of.
pub fn changes(screen: Screen<'_>, drift: &Drift, snapshot: &Snapshot, typed: &Typed) {
    let deploy = typed.other("deploy");
    let unknown = |again: bool| {
        let all = drift.resources.iter();
        let all = all.filter(|one| (one.standing == Standing::MadeAgain) == again);
        let all = all.flat_map(|one| &one.differences);
        all.filter(|found| found.asks() && found.verdict == Verdict::Unknown)
            .count()
    };
    let (again, unknown) = (unknown(true), unknown(false));
    let changed = differences(drift, |found| {
        found.asks() && found.verdict != Verdict::Unknown
    });
    let is_news = |found: &Difference| found.verdict.foreign();
    let decided = differences(drift, |found| found.is_ruled() && is_news(found));
    let kept = differences(drift, |found| found.is_ruled() && !is_news(found));
    let deleted = of(drift, Standing::Deleted);
    screen.line("");
    let mut all = Vec::new();
    match (changed, deleted) {
        (0, 0) if unknown + again + decided + kept > 0 => {}
        (0, 0) if drift.is_unknown() || !is_recorded(snapshot) => all.push(unrecorded(snapshot)),
        (0, 0) if !snapshot.strangers.is_empty() => all.push(words!(
            "Nothing that was deployed from here has changed online since. What others added beside it is named above.",
            "由本项目部署的内容在线上没有改动。他人另外添加的内容见上文。"
        )),
        (0, 0) => all.push(words!(
            "Nothing changed online since the last deploy.",
            "上次部署后线上没有改动。"
        )),
        _ => {
            let Words { en, zh } = happened(changed, deleted);
            all.push(match changed + deleted {
                1 => words!(
                    "{en} online. '{deploy}' asks what to do about it.",
                    "线上有 {zh}。执行 '{deploy}' 时会询问如何处理。"
                ),
                _ => words!(
                    "{en} online. '{deploy}' asks what to do about them.",
                    "线上有 {zh}。执行 '{deploy}' 时会询问如何处理。"
                ),
            });
        }
    }
    all.extend(match decided {
        0 => None,
        1 => Some(words!(
            "1 setting that belongs to s.yaml (driftPolicy) was changed online: '{deploy}' overwrites it without a question.",
            "线上有 1 项由 s.yaml 决定的配置（driftPolicy）被改动：执行 '{deploy}' 时会直接覆盖，不再询问。"
        )),
        _ => Some(words!(
            "{decided} settings that belong to s.yaml (driftPolicy) were changed online: '{deploy}' overwrites them without a question.",
            "线上有 {decided} 项由 s.yaml 决定的配置（driftPolicy）被改动：执行 '{deploy}' 时会直接覆盖，不再询问。"
        )),
    });
    all.extend(kept_and_ruled(kept, &deploy));
    all.extend(made_again(again, &deploy));
    all.extend(match unknown {
        0 => None,
        1 => Some(words!(
            "1 setting differs, and there is no local record of it: it is not known which side changed. '{deploy}' asks what to do about it.",
            "有 1 项配置不一致，而本地没有它的部署记录：无法判断是线上还是本地改动了它。执行 '{deploy}' 时会询问如何处理。"
        )),
        _ => Some(words!(
            "{unknown} settings differ, and there is no local record of them: it is not known which side changed. '{deploy}' asks what to do about them.",
            "有 {unknown} 项配置不一致，而本地没有它们的部署记录：无法判断是线上还是本地改动了它们。执行 '{deploy}' 时会询问如何处理。"
        )),
    });
    all.iter()
        .for_each(|words| screen.say_in(Tone::Title, words));
}

/// What was kept as online, and a rule that came later overwrites.
fn kept_and_ruled(kept: usize, deploy: &str) -> Option<Words> {
    match kept {
        0 => None,
        1 => Some(words!(
            "1 setting whose live value was kept belongs to s.yaml now (driftPolicy): '{deploy}' overwrites it without a question.",
            "有 1 项此前保留线上值的配置现在由 s.yaml 决定（driftPolicy）：执行 '{deploy}' 时会直接覆盖，不再询问。"
        )),
        _ => Some(words!(
            "{kept} settings whose live values were kept belong to s.yaml now (driftPolicy): '{deploy}' overwrites them without a question.",
            "有 {kept} 项此前保留线上值的配置现在由 s.yaml 决定（driftPolicy）：执行 '{deploy}' 时会直接覆盖，不再询问。"
        )),
    }
}

/// What differs in something that was to stay deleted and that others made again.
fn made_again(differing: usize, deploy: &str) -> Option<Words> {
    match differing {
        0 => None,
        1 => Some(words!(
            "1 setting differs in a resource that was to stay deleted and was created again online. '{deploy}' asks what to do about it.",
            "按决定应保持删除、此后在线上被重新创建的资源有 1 项配置不一致。执行 '{deploy}' 时会询问如何处理。"
        )),
        _ => Some(words!(
            "{differing} settings differ where a resource was to stay deleted and was created again online. '{deploy}' asks what to do about them.",
            "按决定应保持删除、此后在线上被重新创建的资源有 {differing} 项配置不一致。执行 '{deploy}' 时会询问如何处理。"
        )),
    }
}

fn is_recorded(snapshot: &Snapshot) -> bool {
    let mut parts = snapshot.parts();
    parts.any(|part| part.baseline.is_some())
}

/// Where nothing was deployed from here, what is online of it, of which nothing differs.
fn unrecorded(snapshot: &Snapshot) -> Words {
    let wanted = || snapshot.parts().filter(|part| part.is_wanted());
    let online = wanted().filter(|part| part.live.is_some()).count();
    let mut parts = snapshot.parts().map(|part| &part.resource);
    let function = parts.find(|one| one.kind.is_function());
    if let Some(function) = function.filter(|_| !snapshot.has_root) {
        return not_online(function.name(), online);
    }
    match online == wanted().count() {
        true => words!(
            "There is no local record. Live and local do not differ.",
            "本地没有部署记录；线上与本地没有差异。"
        ),
        false => words!(
            "There is no local record. Only a part is online, and that part does not differ from local.",
            "本地没有部署记录；只有一部分在线上，这部分与本地没有差异。"
        ),
    }
}

/// The same where the function itself is not online, and that many resources of its are.
fn not_online(function: &str, others: usize) -> Words {
    match others {
        0 => words!(
            "There is no local record, and function {function} is not online.",
            "本地没有部署记录；函数 {function} 也不在线上。"
        ),
        _ => words!(
            "There is no local record, and function {function} is not online. What else is online does not differ from local.",
            "本地没有部署记录；函数 {function} 也不在线上。其余在线上的部分与本地没有差异。"
        ),
    }
}

/// What others did, of which there is something.
fn happened(changed: usize, deleted: usize) -> Words {
    let Words { en, zh } = amount::settings(changed);
    let settings = words!("{en} changed", "{zh}被改动");
    let Words { en, zh } = amount::resources(deleted);
    let resources = match deleted {
        1 => words!("{en} was deleted", "{zh}被删除"),
        _ => words!("{en} were deleted", "{zh}被删除"),
    };
    match (changed, deleted) {
        (_, 0) => settings,
        (0, _) => resources,
        _ => {
            let (Words { en, zh }, gone) = (settings, resources);
            let (gone, zh_gone) = (gone.en, gone.zh);
            words!("{en} and {gone}", "{zh}，另有 {zh_gone}")
        }
    }
}

/// What the last run left unfinished, what stands online beside ours and is left alone, what
/// `driftPolicy` keeps.
pub fn notes(
    screen: Screen<'_>,
    drift: &Drift,
    snapshot: &Snapshot,
    sealer: &Sealer,
    typed: &Typed,
) {
    if snapshot.is_of_another_key(sealer) {
        screen.say_in(Tone::Remote, &other_key());
    }
    for resource in &drift.resources {
        for (tone, words) in of_resource(resource) {
            screen.say_in(tone, &words);
        }
    }
    left::parts(screen, snapshot, typed);
    for stranger in &snapshot.strangers {
        let Words { en, zh } = stranger.label();
        screen.say_in(
            Tone::Faint,
            &words!(
                "{en} is online but was never deployed from here; it is left alone",
                "{zh} 存在于线上，但从未由本项目部署；不会改动它"
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
    for words in drains.chain(drift.rules.iter().filter_map(idle)) {
        screen.say_in(Tone::Remote, &words);
    }
}

/// What it means that the key of the digests is not the one that they were made with.
fn other_key() -> Words {
    words!(
        "the key in .s/fc-guard was lost or replaced since the last deploy: it is not known which secrets were changed online, so each one that differs is asked about as of unknown origin; backups made with the old key cannot be opened without that key",
        "上次部署后，.s/fc-guard 中的密钥已丢失或被替换：无法判断线上的哪些机密被改动过，因此每个不一致的机密都会作为来源不明来询问；没有旧密钥，用它生成的备份也无法打开"
    )
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
    let end = drift.interrupted.as_ref();
    let end = end.map(|end| (Tone::Remote, interrupted(&drift.resource.label(), end)));
    let consoles = (!drift.ruled.is_empty()).then(|| (Tone::Faint, consoles::ruled(drift)));
    end.into_iter()
        .chain(consoles)
        .chain(consoles::left(drift))
        .collect()
}

/// What became of a write whose end the last run did not see.
pub fn interrupted(label: &Words, end: &Interrupted) -> Words {
    let Words { en, zh } = label;
    let at = &end.at;
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
fn idle(rule: &RuleUse) -> Option<Words> {
    let RuleUse { paths, .. } = rule;
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
            "driftPolicy {paths} matches nothing, neither locally nor online{en}: is it spelled as in 's plan'?",
            "driftPolicy {paths} 在本地和线上都没有匹配的配置{zh}：写法是否与 's plan' 一致？"
        )
    })
}
