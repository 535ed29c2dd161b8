//! What is left to decide where something has decided the rest: which differences these are.

use super::collisions;
use crate::drift::Drift;
use crate::model::resource::Resource;
use crate::plan::{Question, asked};
use crate::words;
use crate::words::Words;

/// Names that are told; a list that is longer stands above anyway.
const MOST: usize = 8;

/// What is left, by name.
pub(super) struct LeftOver {
    pub(super) names: Words,
    /// Whether each of them collides with what is here.
    pub(super) collide: bool,
}

impl LeftOver {
    /// `None` where everything that was found is still open.
    pub(super) fn of(drift: &Drift, open: &[Question]) -> Option<LeftOver> {
        // As long as nothing is decided, the list of differences above names them all.
        if open.len() == asked(drift).len() {
            return None;
        }
        let collisions = collisions(drift);
        Some(LeftOver {
            names: names(open),
            collide: open.iter().all(|one| collisions.contains(one)),
        })
    }
}

/// The names of these, as many as are told, and how many more there are.
fn names(open: &[Question]) -> Words {
    let mut names: Vec<Words> = open.iter().take(MOST).map(name).collect();
    let rest = open.len().saturating_sub(MOST);
    if rest > 0 {
        names.push(words!("and {rest} more", "另外 {rest} 处"));
    }
    Words::list(&names)
}

fn name(question: &Question) -> Words {
    let Question { resource, path, .. } = question;
    let Words { en, zh } = Resource::label(resource);
    match path.0.is_empty() {
        true => Words { en, zh },
        false => words!("{en} · {path}", "{zh} · {path}"),
    }
}

/// The one question for all that is open.
pub(super) fn question(drift: &Drift, open: &[Question]) -> Words {
    let count = open.len();
    match (LeftOver::of(drift, open), count) {
        (None, 1) => words!(
            "1 difference needs a decision. What should happen?",
            "有 1 处差异需要决定，如何处理？"
        ),
        (None, _) => words!(
            "{count} differences need a decision. What should happen?",
            "有 {count} 处差异需要决定，如何处理？"
        ),
        (Some(LeftOver { names, collide }), 1) => {
            let Words { en, zh } = names;
            match collide {
                true => words!(
                    "1 difference conflicts with local changes: {en}. What should happen to this one? The rest is decided.",
                    "有 1 处与本地冲突：{zh}。只针对这一处，如何处理？（其余已决定）"
                ),
                false => words!(
                    "1 difference is left to decide: {en}. What should happen to this one? The rest is decided.",
                    "还有 1 处需要决定：{zh}。只针对这一处，如何处理？（其余已决定）"
                ),
            }
        }
        (Some(LeftOver { names, collide }), _) => {
            let Words { en, zh } = names;
            match collide {
                true => words!(
                    "{count} differences conflict with local changes: {en}. What should happen to these? The rest is decided.",
                    "有 {count} 处与本地冲突：{zh}。只针对这些，如何处理？（其余已决定）"
                ),
                false => words!(
                    "{count} differences are left to decide: {en}. What should happen to these? The rest is decided.",
                    "还有 {count} 处需要决定：{zh}。只针对这些，如何处理？（其余已决定）"
                ),
            }
        }
    }
}

/// What stopped the run where nobody can be asked.
pub(super) fn undecided(drift: &Drift, open: &[Question]) -> Words {
    let Words { en, zh } = between(open.len());
    match LeftOver::of(drift, open) {
        None => words!("{en}; nothing was written", "{zh}；没有写入任何内容"),
        Some(LeftOver { names, .. }) => {
            let (names, zh_names) = (names.en, names.zh);
            words!(
                "{en}: {names}; nothing was written",
                "{zh}：{zh_names}；没有写入任何内容"
            )
        }
    }
}

/// How much is open, as a sentence begins.
fn between(count: usize) -> Words {
    match count {
        1 => words!(
            "1 difference between live and local needs a decision",
            "线上与本地有 1 处差异需要决定"
        ),
        _ => words!(
            "{count} differences between live and local need a decision",
            "线上与本地有 {count} 处差异需要决定"
        ),
    }
}
