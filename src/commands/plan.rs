//! `s plan`: what a deploy would find and do.

use crate::cli::Look;
use crate::commands::compare::{compare, show};
use crate::commands::{Command, Finish};
use crate::error::Result;
use crate::view::report;

/// Shows what a deploy would find.
///
/// # Errors
/// As every comparison: what is wrong with the command line or `s.yaml`, and a report that cannot be written.
pub async fn plan(command: &Command<'_>) -> Result<Finish> {
    compare(command, Look::Plan, async |project, seen, _| {
        show(project, seen).await;
        // The last line of a plan sums up what a deploy would ask and do.
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
