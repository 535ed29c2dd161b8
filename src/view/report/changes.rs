//! What `s drift` says of all that it found, in a few lines.

use super::notes::{about_one, differences, of};
use super::origins::{of_unknown_origin, origins};
use crate::drift::{Difference, Drift, Standing, Verdict};
use crate::snapshot::Snapshot;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::view::{amount, mark};
use crate::words;
use crate::words::Words;

/// What others changed since the last deploy, in one line, and what nobody knows the origin of. `about` is the
/// resource where several are told of.
pub fn changes(
    screen: Screen<'_>,
    (drift, snapshot): (&Drift, &Snapshot),
    typed: &Typed,
    about: Option<&Words>,
) {
    let deploy = typed.other("deploy");
    let again = of_unknown_origin(drift)
        .filter(|(one, _)| one.standing == Standing::MadeAgain)
        .count();
    let unknown = of_unknown_origin(drift).count() - again;
    let older = differences(drift, |found| {
        found.asks() && found.verdict == Verdict::Older
    });
    let changed = differences(drift, |found| {
        found.asks() && !matches!(found.verdict, Verdict::Unknown | Verdict::Older)
    });
    let is_news = |found: &Difference| found.verdict.foreign();
    let decided = differences(drift, |found| found.is_ruled() && is_news(found));
    let kept = differences(drift, |found| found.is_ruled() && !is_news(found));
    let deleted = of(drift, Standing::Deleted);
    let missing = of(drift, Standing::Missing);
    screen.line("");
    let mut all = Vec::new();
    match (changed, deleted) {
        (0, 0) if unknown + again + older + decided + kept + missing > 0 => {}
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
    all.extend(older_here(older, &deploy));
    all.extend(missing_here(missing, &deploy));
    all.extend(origins(drift, &deploy));
    for words in all {
        screen.say_in(Tone::Title, &about_one(about, words));
    }
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

/// What is newer online, because a later commit was deployed.
fn older_here(older: usize, deploy: &str) -> Option<Words> {
    match older {
        0 => None,
        1 => Some(words!(
            "1 setting is newer online: a later commit was deployed. '{deploy}' asks what to do about it.",
            "线上有 1 项配置较新：已部署了更晚的提交。执行 '{deploy}' 时会询问如何处理。"
        )),
        _ => Some(words!(
            "{older} settings are newer online: a later commit was deployed. '{deploy}' asks what to do about them.",
            "线上有 {older} 项配置较新：已部署了更晚的提交。执行 '{deploy}' 时会询问如何处理。"
        )),
    }
}

/// What is not online, and may have been taken away.
fn missing_here(missing: usize, deploy: &str) -> Option<Words> {
    match missing {
        0 => None,
        1 => Some(words!(
            "1 resource of s.yaml is not online: new here, or taken away by somebody. '{deploy}' asks what to do about it.",
            "s.yaml 中有 1 个资源不在线上：可能是这里新增的，也可能已被他人移除。执行 '{deploy}' 时会询问如何处理。"
        )),
        _ => Some(words!(
            "{missing} resources of s.yaml are not online: new here, or taken away by somebody. '{deploy}' asks what to do about them.",
            "s.yaml 中有 {missing} 个资源不在线上：可能是这里新增的，也可能已被他人移除。执行 '{deploy}' 时会询问如何处理。"
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
    // What differs was changed here: what is online is as the deploy of the mark left it.
    if let Some(vouched) = snapshot.parts().find_map(|part| part.mark.read()) {
        let Words { en, zh } = mark::deployed(vouched);
        return words!(
            "There is no local record. Nothing changed online since the deploy by {en}.",
            "本地没有部署记录；{zh} 部署之后，线上没有改动。"
        );
    }
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
