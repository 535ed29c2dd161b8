//! What is said of a backup.

use super::Backup;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::words;

/// What was overwritten or removed is safe; `is_passing` is whether the folder that it lies in goes with its machine.
pub(super) fn saved(screen: Screen<'_>, (backup, is_passing): (&Backup, bool), typed: &Typed) {
    let id = &backup.id;
    let restore = typed.other(&format!("restore {id}"));
    if is_passing {
        screen.say_in(
            Tone::Remote,
            &words!(
                "saved what others had changed online, in .s/fc-guard of this pipeline's machine: '{restore}' brings it back as long as that folder is there, so have the pipeline keep it (a cache or an artifact), or share the records in a bucket ('state' in s.yaml)",
                "已保存他人在线上的改动，位于本流水线机器的 .s/fc-guard 中：只有该目录还在，才能用 '{restore}' 恢复；请让流水线保留它（缓存或制品），或在 Bucket 中共享记录（s.yaml 中的 state）"
            ),
        );
    } else {
        screen.say(&words!(
            "saved what others had changed online: '{restore}' brings it back",
            "已保存他人在线上的改动：可用 '{restore}' 恢复"
        ));
    }
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
