//! What is left to another component.

use crate::apply::{Done, Effect};
use crate::plain::line;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// What a resource is called among what was written.
pub fn handed(component: &str, label: &Words) -> Words {
    let (Words { en, zh }, component) = (label, line(component));
    words!("{en} (by {component})", "{zh}（由 {component} 写入）")
}

/// What the component is to do with a resource.
pub fn left_to(screen: Screen<'_>, component: &str, done: &Done) {
    let (Words { en, zh }, component) = (done.resource.label(), line(component));
    screen.say(&match done.effect {
        Effect::Created => words!(
            "{en}: to be created, left to {component}",
            "{zh}：待创建，交由 {component} 执行"
        ),
        Effect::Deleted => words!(
            "{en}: to be deleted, left to {component}",
            "{zh}：待删除，交由 {component} 执行"
        ),
        _ => words!(
            "{en}: to be updated, left to {component}",
            "{zh}：待更新，交由 {component} 执行"
        ),
    });
}

/// What the component does not do.
pub fn undone(screen: Screen<'_>, component: &str, label: &Words) {
    let (Words { en, zh }, component) = (label, line(component));
    screen.say_in(
        Tone::Remote,
        &words!(
            "{en} is no longer in s.yaml, and {component} does not take it back: it stays online until it is removed by hand",
            "s.yaml 中已不再有{zh}，但 {component} 不会撤销它：在手动删除之前，它会一直留在线上"
        ),
    );
}

/// What nobody answers for the component ends its deploy without a word.
pub fn unconfirmed(screen: Screen<'_>, component: &str, typed: &Typed) {
    let (component, again) = (line(component), typed.with("-y"));
    screen.say_in(
        Tone::Remote,
        &words!(
            "note: without a terminal {component} deploys nothing where it finds a difference, and ends with 0; -y answers its question (and none of fc-guard's): {again}",
            "注意：没有终端时，{component} 发现差异后不会部署任何内容，且以 0 退出；-y 会回答它的询问（不会回答 fc-guard 的询问）：{again}"
        ),
    );
}

/// What the component would have taken away stays.
pub fn stays(screen: Screen<'_>, component: &str, label: &Words) {
    let (Words { en, zh }, component) = (label, line(component));
    screen.say(&words!(
        "{en} was set online and is not in s.yaml, where {component} would delete it: it is handed on, and stays",
        "{zh}是在线上设置的，s.yaml 中没有；{component} 会将其删除，因此一并传给它，予以保留"
    ));
}

/// The routes of others stay.
pub fn routes_stay(screen: Screen<'_>, component: &str, label: &Words, paths: &str) {
    let (Words { en, zh }, component, paths) = (label, line(component), line(paths));
    screen.say(&words!(
        "{en} has routes that are not in s.yaml, where {component} would delete them: they are handed on, and stay: {paths}",
        "{zh}有 s.yaml 中没有的路由；{component} 会将其删除，因此一并传给它，予以保留：{paths}"
    ));
}
