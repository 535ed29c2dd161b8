//! The story of `s plan`: what a deploy would find and do.

use crate::commands::Finish;
use crate::commands::compare::{Look, compare, ends};
use crate::error::Result;
use crate::inputs::Inputs;
use crate::plan::{Answers, standing};
use crate::ports::World;
use crate::view::left;
use crate::view::report::{self, Detail};

/// Shows what a deploy would find.
///
/// # Errors
/// As [`compare`].
pub async fn plan(world: World<'_>, inputs: &Inputs) -> Result<Finish> {
    compare(world, inputs, Look::Plan, async |project, seen, _| {
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
        report::kept(screen, &standing, &ends(project, seen));
        left::behind(screen, &seen.snapshot.orphans, &project.typed);
        report::forecast(screen, drift);
        Ok(None)
    })
    .await
}
