//! `s drift`: what changed online since the last deploy.

pub(super) mod page;

use crate::cli::Look;
use crate::commands::compare::{Comparison, compare, named, show};
use crate::commands::{Command, Finish};
use crate::drift::ResourceDrift;
use crate::error::Result;
use crate::view;
use crate::view::report;
use crate::view::screen::Tone;

/// Shows what others changed online.
///
/// # Errors
/// As every comparison: what is wrong with the command line or `s.yaml`, and a report that cannot be written.
pub async fn drift(command: &Command<'_>) -> Result<Finish> {
    // The parts of a page are numbered in the order of the turns, so that their anchors differ.
    let number = command.earlier.len();
    compare(command, Look::Drift, async |project, seen, flags| {
        let ends = show(project, seen).await;
        let Comparison {
            snapshot, drift, ..
        } = seen;
        if seen.left_behind() > 0 {
            let deploy = project.typed.other("deploy");
            project
                .screen
                .say_in(Tone::Title, &view::former::asked(&deploy));
        }
        // What others changed under an earlier name is told already.
        let is_news = |one: &ResourceDrift| one.asks() || one.is_ruled();
        if seen.left_behind() == 0 || drift.resources.iter().any(is_news) {
            let about = named(command, project);
            report::changes(
                project.screen,
                (drift, snapshot),
                &project.typed,
                about.as_ref(),
            );
        }
        Ok(match flags.html {
            Some(_) => Some(page::part(project, seen, &ends.commands, number).await),
            None => None,
        })
    })
    .await
}
