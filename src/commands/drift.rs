//! The story of `s drift`: what changed online since the last deploy.

pub(super) mod page;

use crate::commands::Finish;
use crate::commands::compare::{Look, compare, ends};
use crate::error::Result;
use crate::inputs::Inputs;
use crate::plan::{Answers, standing};
use crate::ports::World;
use crate::view::left;
use crate::view::report::{self, Detail};

/// Shows what others changed online.
///
/// # Errors
/// As [`compare`].
pub async fn drift(world: World<'_>, inputs: &Inputs) -> Result<Finish> {
    compare(world, inputs, Look::Drift, async |project, seen, flags| {
        let (screen, drift) = (project.screen, &seen.drift);
        report::differences(screen, drift, Detail::Everything);
        report::notes(
            screen,
            drift,
            &seen.snapshot,
            project.store.sealer(),
            &project.typed,
        );
        let standing = standing(drift, &Answers::default());
        let ends = ends(project, seen);
        report::kept(screen, &standing, &ends);
        left::behind(screen, &seen.snapshot.orphans, &project.typed);
        report::changes(screen, drift, &seen.snapshot, &project.typed);
        Ok(match flags.html {
            Some(_) => Some(page::part(project, inputs, seen, &ends.commands).await),
            None => None,
        })
    })
    .await
}
