//! What is said of a function that a resource was deployed as under another name.

use crate::model::resource::Resource;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// In what the function of the new name would not be like it.
pub struct Told<'t> {
    /// What others changed.
    pub changed: &'t [String],
    /// What was kept, or is not the project's at all.
    pub kept: &'t [String],
    /// What stays deleted.
    pub back: &'t [String],
}

/// Says in what it would not be like it.
pub fn tell(screen: Screen<'_>, (old, new): (&Resource, &str), told: &Told<'_>) {
    let Words { en, zh } = old.label();
    let Told {
        changed,
        kept,
        back,
    } = told;
    if !changed.is_empty() {
        let list = changed.join(", ");
        screen.say_in(
            Tone::Conflict,
            &words!(
                "{en}, which this resource was deployed as, has been changed online by others. Function {new} would not have these changes: {list}",
                "该资源此前部署为{zh}，他人在线上改动过它。函数 {new} 不会有这些改动：{list}"
            ),
        );
    }
    if !kept.is_empty() {
        let list = kept.join(", ");
        screen.say_in(
            Tone::Remote,
            &words!(
                "{en}, which this resource was deployed as, has online what was kept there, belongs to the console, or was put beside it by others. Function {new} would not have it: {list}",
                "该资源此前部署为{zh}，它在线上有按决定保留的、交给控制台的或由他人添加的内容。函数 {new} 不会有这些内容：{list}"
            ),
        );
    }
    if !back.is_empty() {
        let list = back.join(", ");
        screen.say_in(
            Tone::Remote,
            &words!(
                "{en}, which this resource was deployed as, stays without what was deleted online, by an earlier decision. Function {new} would have it: {list}",
                "该资源此前部署为{zh}，按此前的决定，线上已删除的内容在它那里保持删除。函数 {new} 会有这些内容：{list}"
            ),
        );
    }
}
