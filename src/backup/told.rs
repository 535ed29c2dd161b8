//! What is said of a backup.

use super::Backup;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::words;

/// What was overwritten or removed is safe.
pub(super) fn saved(screen: Screen<'_>, backup: &Backup, typed: &Typed) {
    let id = &backup.id;
    let restore = typed.other(&format!("restore {id}"));
    screen.say(&words!(
        "saved what others had changed online: '{restore}' brings it back",
        "已保存他人在线上的改动：可用 '{restore}' 恢复"
    ));
    // "Saved" alone would say that the command above brings all of it back.
    if !backup.missing.is_empty() {
        let missing = backup.missing.join(", ");
        screen.say_in(
            Tone::Remote,
            &words!(
                "not saved, because the service does not show it: {missing}",
                "未能保存（服务端不返回该值）：{missing}"
            ),
        );
    }
}
