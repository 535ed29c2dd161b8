//! What is said of roots that no resource of the file names any more.
//!
//! A command that is suggested keeps the flags that were typed, and goes over the whole file where no
//! resource of it would find the function.

use crate::model::kind::Section;
use crate::model::resource::Resource;
use crate::snapshot::Snapshot;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// Tells of each root among what is left behind, and which command takes it away.
pub fn behind(screen: Screen<'_>, left: &[Resource], typed: &Typed) {
    for root in left.iter().filter(|one| one.is_root()) {
        let (Words { en, zh }, region) = (root.label(), &root.region);
        let words = match !root.kind.is_shared() {
            true => words!(
                "{en} in {region} is still online, with all that belongs to it, but no resource of s.yaml names it any more; it is left alone. To delete it:",
                "地域 {region} 的{zh} 及其附属资源仍在线上，但 s.yaml 中已没有资源指向它；不会改动它。如需删除："
            ),
            false => words!(
                "{en} in {region}: its own list of routes is still online, but no resource of s.yaml names it any more; it is left alone. To delete it:",
                "地域 {region} 的{zh}：其路由列表仍在线上，但 s.yaml 中已没有资源指向它；不会改动它。如需删除："
            ),
        };
        screen.say_in(Tone::Remote, &words);
        screen.line(&format!("    {}", command(root, typed)));
    }
}

/// Tells of each trigger and domain among what is left behind, and what takes it away.
pub fn parts(screen: Screen<'_>, snapshot: &Snapshot, typed: &Typed) {
    for part in snapshot.orphans.iter().filter(|one| !one.is_root()) {
        let Words { en, zh } = part.label();
        // Only a trigger can be named to `remove`.
        if part.kind.spec().section == Section::Triggers {
            screen.say_in(
                Tone::Faint,
                &words!(
                    "{en} is no longer in s.yaml but still online; it is left alone. To delete it:",
                    "{zh} 已不在 s.yaml 中但仍在线上；不会改动它。如需删除："
                ),
            );
            let remove = typed.other(&format!("remove --trigger {}", part.name()));
            screen.line(&format!("    {remove}"));
            continue;
        }
        let remove = typed.other("remove");
        if snapshot.shared_orphans.contains(part) {
            screen.say_in(
                Tone::Faint,
                &words!(
                    "{en} is no longer in s.yaml for this function, whose routes in it are still online; they are left alone: no command takes them out alone, '{remove}' does with the function",
                    "{zh} 在 s.yaml 中已不属于该函数，但该函数在其中的路由仍在线上；不会改动这些路由：没有单独移除的命令，'{remove}' 会将其与函数一并移除"
                ),
            );
            continue;
        }
        screen.say_in(
            Tone::Faint,
            &words!(
                "{en} is no longer in s.yaml but still online; it is left alone: no command deletes it alone, '{remove}' deletes it with the function",
                "{zh} 已不在 s.yaml 中但仍在线上；不会改动它：没有单独删除它的命令，'{remove}' 会将它与函数一并删除"
            ),
        );
    }
}

/// What is told of a backup whose function is left behind.
pub fn unnamed(function: &Resource) -> Words {
    let (Words { en, zh }, region) = (function.label(), &function.region);
    words!(
        "no resource of s.yaml names {en} in {region} any more",
        "s.yaml 中已没有资源指向地域 {region} 的{zh}"
    )
}

/// So many others were not looked for.
pub fn not_looked_for(screen: Screen<'_>, rest: usize, typed: &Typed) {
    let command = typed.over_file().other("remove --orphan NAME");
    let words = match rest {
        1 => words!(
            "1 more function was deployed from here and is no longer named by any resource of s.yaml; this run did not check whether it is still online: '{command}' deletes it",
            "另有 1 个由本项目部署过的函数在 s.yaml 中已没有资源指向；本次未查询它是否仍在线上：可用 '{command}' 删除"
        ),
        _ => words!(
            "{rest} more functions were deployed from here and are no longer named by any resource of s.yaml; this run did not check whether they are still online: '{command}' deletes one of them",
            "另有 {rest} 个由本项目部署过的函数在 s.yaml 中已没有资源指向；本次未查询它们是否仍在线上：可用 '{command}' 逐个删除"
        ),
    };
    screen.say_in(Tone::Remote, &words);
}

/// Nobody knows whether it is still there.
pub fn unread(screen: Screen<'_>, function: &Resource, why: &Words) {
    let (label, region) = (function.label(), &function.region);
    let (en, zh, cause, zh_cause) = (&label.en, &label.zh, &why.en, &why.zh);
    screen.say_in(
        Tone::Remote,
        &words!(
            "{en} in {region} was deployed from here, and no resource of s.yaml names it any more; it is not known whether it is still online: {cause}",
            "地域 {region} 的{zh} 由本项目部署过，但 s.yaml 中已没有资源指向它；无法得知它是否仍在线上：{zh_cause}"
        ),
    );
}

/// The command that deletes the function, over the whole file: no resource of it would find it.
fn command(function: &Resource, typed: &Typed) -> String {
    let remove = format!(
        "remove --orphan {}/{}",
        function.region,
        function.root_name()
    );
    typed.over_file().other(&remove)
}
