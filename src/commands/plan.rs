//! The story of `s plan`: what a deploy would find and do.

use crate::cli::Look;
use crate::commands::Finish;
use crate::commands::compare::{compare, show};
use crate::error::Result;
use crate::inputs::Inputs;
use crate::ports::World;
use crate::view::report;

/// Shows what a deploy would find.
///
/// # Errors
/// As [`compare`].
pub async fn plan(world: World<'_>, inputs: &Inputs) -> Result<Finish> {
    compare(world, inputs, Look::Plan, async |project, seen, _| {
        show(project, seen).await;
        report::forecast(
            project.screen,
            &seen.drift,
            &seen.snapshot,
            seen.left_behind(),
        );
        Ok(None)
    })
    .await
}
