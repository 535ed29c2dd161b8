//! Decisions that left what a colleague has deployed as it is online: each is over once the tree here is proved to come
//! after that deploy. From then on what was left counts as asked for, so that what differs from it was changed here.

use std::rc::Rc;

use super::ColleagueLook;
use crate::drift::kept_before;
use crate::model::edit::{get, set};
use crate::model::path::Path;
use crate::model::scope::Half;
use crate::snapshot::{Part, Snapshot};
use crate::state::record::Baseline;

impl ColleagueLook<'_, '_> {
    /// Ends those that are over. Says whether there was any. Git is only asked where there may be one.
    pub(super) async fn end_decisions(&mut self, snapshot: &mut Snapshot) -> bool {
        let mut is_any = false;
        for part in &mut snapshot.parts {
            if self.is_over(part).await {
                // Nothing is known of it then: it is as new as if it had never been there.
                Rc::make_mut(part).baseline = None;
                is_any = true;
                continue;
            }
            let over = self.over(part).await;
            if !over.is_empty() {
                end(Rc::make_mut(part), &over);
                is_any = true;
            }
        }
        is_any
    }

    /// Whether the decision is over that all of a part stays away.
    async fn is_over(&mut self, part: &Part) -> bool {
        let kept = part.baseline.as_ref().and_then(Baseline::kept_whole);
        let kept = kept.filter(|_| part.half == Half::Both && part.live.is_none());
        match kept.and_then(|kept| kept.deploy.as_ref()) {
            Some(deploy) => self.relation(deploy).await.is_contained(),
            None => false,
        }
    }

    /// The settings of a part of which the decision is over. A deploy of one half says nothing of the other, so what was
    /// decided about that stays.
    async fn over(&mut self, part: &Part) -> Vec<Path> {
        let kept = part.baseline.as_ref().and_then(|one| one.kept.as_ref());
        if !kept.is_some_and(|kept| kept.iter().any(|one| one.deploy.is_some())) {
            return Vec::new();
        }
        let project = self.project;
        let mut over = Vec::new();
        for (path, kept) in kept_before(part, project.records.sealer()) {
            if let Some(deploy) = &kept.deploy
                && part.half.covers(path.top())
                && self.relation(deploy).await.is_contained()
            {
                over.push(path);
            }
        }
        over
    }
}

/// Has what stands there count as asked for.
fn end(part: &mut Part, over: &[Path]) {
    let kind = part.resource.kind;
    let Some(baseline) = &mut part.baseline else {
        return;
    };
    for path in over {
        let seen = baseline.seen.as_ref();
        let seen = seen.and_then(|seen| get(kind, seen, path)).cloned();
        set(kind, &mut baseline.sent, path, seen);
    }
    if let Some(kept) = &mut baseline.kept {
        kept.retain(|one| !over.iter().any(|path| path.to_string() == one.path));
    }
}
