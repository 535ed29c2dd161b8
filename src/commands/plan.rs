//! `s plan`: what a deploy would find and do.

use crate::cli::Look;
use crate::commands::compare::{compare, named, show};
use crate::commands::{Command, Finish};
use crate::error::Result;
use crate::view::report;
use crate::view::screen::Tone;
use crate::view::steps;
use crate::words;
use crate::words::Words;

/// Shows what a deploy would find.
///
/// # Errors
/// As every comparison: what is wrong with the command line or `s.yaml`, and a report that cannot be written.
pub async fn plan(command: &Command<'_>) -> Result<Finish> {
    compare(command, Look::Plan, async |project, seen, _| {
        show(project, seen).await;
        steps::emptied(project.screen, &seen.drift, &project.desired.variables);
        if project.refused.is_some() {
            // What it would do otherwise is not what it does.
            project.screen.say_in(Tone::Title, &refused());
            return Ok(None);
        }
        // The last line of a plan sums up what a deploy would ask and do.
        report::forecast(
            project.screen,
            (&seen.drift, &seen.snapshot),
            seen.left_behind(),
            named(command, project).as_ref(),
        );
        Ok(None)
    })
    .await
}

/// The last line of the plan of a file that a deploy refuses.
fn refused() -> Words {
    words!(
        "A deploy is refused as long as s.yaml says this; the error below names what to change.",
        "s.yaml 目前会使部署被拒绝；需要修改之处见下方的错误。"
    )
}
