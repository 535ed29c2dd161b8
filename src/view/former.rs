//! What is said of the function, or the domain, that a resource was deployed as under another name.
//!
//! It is known by its name: under a new one it is a new one, and what others changed on the old one does not
//! come along.

use crate::plain::line;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// In what the function of the new name would not be like it.
pub struct FormerFunction<'t> {
    /// The name that it was deployed as.
    pub old: &'t str,
    /// The name that the project gives it now.
    pub new: &'t str,
    /// What others changed.
    pub changed: &'t [String],
    /// What was kept, or is not the project's at all.
    pub kept: &'t [String],
    /// What stays deleted.
    pub back: &'t [String],
}

/// What a deploy does about changes that nobody decided about.
pub fn asked(deploy: &str) -> Words {
    words!(
        "'{deploy}' asks whether to continue without these changes.",
        "执行 '{deploy}' 时会询问是否在不含这些改动的情况下继续。"
    )
}

/// What people call it, by its name alone: that of a domain has a dot, that of a function never has one.
fn called(name: &str) -> Words {
    let (name, is_domain) = (line(name), name.contains('.'));
    match is_domain {
        true => words!("custom domain {name}", "自定义域名 {name}"),
        false => words!("function {name}", "函数 {name}"),
    }
}

impl FormerFunction<'_> {
    /// A sentence for each of them, with how it is shown.
    pub fn words(&self) -> Vec<(Tone, Words)> {
        let (old, new) = (called(self.old), called(self.new));
        let (zh_old, zh_new) = (old.zh, new.zh);
        let (old, new) = (old.en, new.en);
        // In the order of their weight: what nobody decided about needs an answer, the rest is told.
        let mut all = Vec::new();
        if !self.changed.is_empty() {
            let list = self.changed.join(", ");
            let words = words!(
                "{old}, which this resource was deployed as, has been changed online by others; {new} would not have these changes: {list}",
                "该资源此前部署为{zh_old}，他人在线上改动过它。{zh_new} 不会有这些改动：{list}"
            );
            all.push((Tone::Conflict, words));
        }
        if !self.kept.is_empty() {
            let list = self.kept.join(", ");
            let words = words!(
                "{old}, which this resource was deployed as, has something online that was kept by a decision, belongs to the console, or was added by others; {new} would not have it: {list}",
                "该资源此前部署为{zh_old}，它在线上有按决定保留的、交给控制台的或由他人添加的内容。{zh_new} 不会有这些内容：{list}"
            );
            all.push((Tone::Remote, words));
        }
        if !self.back.is_empty() {
            let list = self.back.join(", ");
            let words = words!(
                "in {old}, which this resource was deployed as, something stays deleted by an earlier decision; {new} would have it: {list}",
                "该资源此前部署为{zh_old}，其中有按此前的决定保持删除的内容。{zh_new} 会有这些内容：{list}"
            );
            all.push((Tone::Remote, words));
        }
        all
    }
}
