//! What is known to stop a resource in its turn, although it can be compared only then.

use super::of_resource;
use crate::cli::DeployFlags;
use crate::commands::file::ProjectFile;
use crate::error::{Error, Result, Who};
use crate::ports::World;
use crate::project::Project;
use crate::snapshot;
use crate::turn::Turn;
use crate::words::Words;

/// Refuses what is `auto` in them and stands for nothing: whatever else only their turn tells, that is made by
/// nobody until then.
///
/// # Errors
/// What is `auto` and is not there, of all of them; nothing was written.
pub(super) async fn refuse(
    world: World<'_>,
    (file, own, flags): (&ProjectFile, &Turn, &DeployFlags),
    later: &[(&str, Words)],
) -> Result<()> {
    let mut wrong = None;
    for (name, _) in later {
        // What cannot be looked at, or read, is told in its turn.
        let Ok(turn) = file.to_look_at(name, own) else {
            continue;
        };
        let Ok(project) = Project::open_quietly(world, &turn) else {
            continue;
        };
        let wanted = project.within(None, &flags.scope);
        if !wanted.wants_auto() {
            continue;
        }
        let read = snapshot::read(&project.client, &project.records, wanted).await;
        if let Some(error) = read.err().filter(|error| error.who == Who::Template) {
            wrong = Some(Error::joined(wrong, of_resource(error, name)));
        }
    }
    wrong.map_or(Ok(()), Err)
}
