//! What is said of a function that a resource was deployed as under another name.

use crate::model::resource::Resource;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// What it has that the function of the new name would not have: what others changed, and what was kept.
pub fn tell(
    screen: Screen<'_>,
    (old, new): (&Resource, &str),
    changed: &[String],
    kept: &[String],
) {
    let Words { en, zh } = old.label();
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
                "{en}, which this resource was deployed as, has values that were kept online, or belong to the console. Function {new} would not have them: {list}",
                "该资源此前部署为{zh}，它有按决定保留的或交给控制台的线上值。函数 {new} 不会有这些值：{list}"
            ),
        );
    }
}
