//! `s remove`: shows everything that would go, asks, and takes it away in the order in
//! which it can go.

mod confirm;
mod dangling;
mod forget;
mod instances;
mod look;
mod service;
mod show;
mod take;
mod targets;
mod whole;

use futures_util::future::try_join;
use serde_json::Value;

use self::confirm::confirm;
use self::dangling::Dangling;
use self::forget::{forget_rest, recorded};
use self::take::Taking;
use self::targets::{Removal, Target};
use crate::cli::{self, RemoveFlags, ServiceEnd};
use crate::commands::claims;
use crate::commands::drained;
use crate::commands::file::ProjectFile;
use crate::commands::left::{self, Whose};
use crate::commands::{Command, Finish};
use crate::error::{Outcome, Result};
use crate::model::reference::Identified;
use crate::model::resource::Resource;
use crate::model::scope::Scope;
use crate::project::Project;
use crate::snapshot::Snapshot;
use crate::state::record::Record;
use crate::view::left::behind;
use crate::view::screen::Tone;
use crate::view::steps;
use crate::words;

/// Removes one resource of `s.yaml`.
///
/// # Errors
/// Whatever stopped it; nothing was deleted unless the outcome is `Partial`.
pub async fn remove(command: &Command<'_>) -> Result<Finish> {
    let Command { turn, file, .. } = command;
    let flags = cli::remove(&turn.typed)?;
    if let Some(named) = flags.root.about(turn, file.is_of_several())? {
        let project = Project::open(command.world, &named)?;
        let is_apart = true;
        let flags = RemoveFlags { is_apart, ..flags };
        if flags.service == ServiceEnd::Whole {
            return whole::take_away(command, (&project, &named), &flags).await;
        }
        return take_away(&project, file, &flags).await;
    }
    let project = claims::known(Project::open(command.world, turn)?, file).await?;
    if flags.service == ServiceEnd::Whole {
        return whole::take_away(command, (&project, turn), &flags).await;
    }
    let finish = match left::chosen(project, file, flags.orphan.as_deref()).await? {
        Some(project) => take_away(&project, file, &flags).await?,
        // Another resource of the file tells of that function, and takes it away.
        // It is no error either: the command runs on every resource, and most of them have nothing to do
        // with it.
        None => Finish::plain(Value::Null),
    };
    Ok(match flags.orphan {
        // The turns after this one find nothing of that name any more.
        Some(_) => finish.of_all(),
        None => finish,
    })
}

/// Reads, shows, asks, saves and takes away.
///
/// # Errors
/// As [`remove`].
async fn take_away(
    project: &Project<'_>,
    file: &ProjectFile,
    flags: &RemoveFlags,
) -> Result<Finish> {
    let Some(shown) = ShownRemoval::read(project, file, flags).await? else {
        return Ok(Finish::plain(Value::Null));
    };
    // No lock is held while a person thinks. What moves until then stops the deletion that it is about.
    confirm(project, flags).await?;
    shown.take(flags).await?;
    Ok(Finish::new(Outcome::Changed, Value::Null))
}

/// What goes, as it was shown.
struct ShownRemoval<'p, 'w> {
    project: &'p Project<'w>,
    former: Vec<Resource>,
    /// What was on record before it was looked for online.
    known: Vec<Record>,
    removal: Removal,
    snapshot: Snapshot,
    dangling: Vec<Dangling>,
}

impl<'p, 'w> ShownRemoval<'p, 'w> {
    /// Reads and shows what there is; `None` where that is nothing, and what is on record of it is forgotten.
    ///
    /// # Errors
    /// As [`remove`].
    async fn read(
        project: &'p Project<'w>,
        file: &ProjectFile,
        flags: &RemoveFlags,
    ) -> Result<Option<ShownRemoval<'p, 'w>>> {
        steps::reading(project.screen);
        // What another run is writing would be read half done, and shown as all there is.
        wait_for_writer(project).await?;
        let left = async {
            match flags.is_apart {
                true => Ok(Vec::new()),
                false => left::read(project, file, Whose::Own).await,
            }
        };
        // A function that no resource names has no earlier names: it may be one itself.
        let former = match flags.is_apart {
            true => Vec::new(),
            false => left::proven(project, file).await?,
        };
        let earlier = match flags.is_apart {
            true => Vec::new(),
            false => left::earlier(project, file).await?,
        };
        let known = recorded(project).await?;
        let (mut removal, left) = try_join(targets::read(project, flags), left).await?;
        // What goes itself needs to be opened no more.
        let goes = removal.targets.contains(&Target::Resource(project.root()));
        let own = (!goes).then(|| project.root());
        drained::reopen_each(project, own.iter().chain(&earlier)).await?;
        behind(project.screen, &left, &project.typed);
        // Told before the question: whoever agrees should know that this is the second try.
        show::around(project, &flags.scope, &removal).await?;
        if removal.targets.is_empty() {
            removal = nothing_seen(project, &former, flags).await?;
            if removal.targets.is_empty() {
                return Ok(None);
            }
        }
        // Asked only where something is online: that nothing is there can be told without knowing which
        // function it was.
        if project.naming == Identified::Computed && !flags.is_apart {
            return Err(left::unproven(project));
        }
        instances::refuse(project, &flags.scope).await?;
        let snapshot = targets::look(project, &removal).await?;
        show::all(project, &removal, &snapshot).await?;
        show::routes(project, file, &removal);
        let dangling = dangling::read(project, &flags.scope, &removal).await?;
        dangling::tell(project, &dangling, false);
        Ok(Some(ShownRemoval {
            project,
            former,
            known,
            removal,
            snapshot,
            dangling,
        }))
    }

    /// Saves it and takes it away, once somebody has agreed.
    ///
    /// # Errors
    /// As [`remove`].
    async fn take(self, flags: &RemoveFlags) -> Result<()> {
        let ShownRemoval {
            project,
            former,
            known,
            removal,
            snapshot,
            dangling,
        } = &self;
        // From here on no other run in this folder writes about the same function.
        let hold = project.hold("remove").await?;
        let taken = async {
            // What was shown is saved, not what is online by now: each deletion makes sure that they are the
            // same.
            project.keeper().before_removing(snapshot).await?;
            let taking = Taking {
                project,
                former,
                flags,
                removal,
                snapshot,
            };
            let count = taking.all().await?;
            // Last, so that a removal that was stopped still knows what it was about.
            forget_rest((project, former), removal, known, flags).await?;
            Ok(count)
        };
        let count = hold.during(taken).await?;
        let whole = flags.scope == Scope::whole();
        let goes = removal.targets.contains(&Target::Resource(project.root()));
        let stays = !dangling.is_empty() || removal.stays.is_some() || !(whole || goes);
        project
            .screen
            .say_in(Tone::Local, &show::removed(removal, stays, count));
        dangling::tell(project, dangling, true);
        Ok(())
    }
}

/// Reads again under the lock where nothing was online: what another run is creating is not there yet, and its
/// record is not ours to forget.
///
/// # Errors
/// As [`remove`].
async fn nothing_seen(
    project: &Project<'_>,
    former: &[Resource],
    flags: &RemoveFlags,
) -> Result<Removal> {
    let hold = project.hold("remove").await?;
    let again = async {
        let known = recorded(project).await?;
        let removal = targets::read(project, flags).await?;
        if removal.targets.is_empty() {
            nothing_to_delete((project, former), &removal, &known, flags).await?;
        }
        Ok(removal)
    };
    hold.during(again).await
}

/// A write whose end is not on record may be under way in another run.
///
/// # Errors
/// That run does not end.
async fn wait_for_writer(project: &Project<'_>) -> Result<()> {
    let records = project.records.siblings(&project.root()).await?;
    if records.iter().any(|record| record.pending.is_some()) {
        // Given back at once: this run writes nothing before somebody has agreed to it.
        project.hold("remove").await?.end().await;
    }
    Ok(())
}

/// Says so, and forgets what is on record of what others have deleted.
///
/// # Errors
/// A record cannot be read or written.
async fn nothing_to_delete(
    (project, former): (&Project<'_>, &[Resource]),
    removal: &Removal,
    known: &[Record],
    flags: &RemoveFlags,
) -> Result<()> {
    project.screen.say(&words!(
        "nothing to delete: none of it is online",
        "无需删除：线上没有这些资源"
    ));
    forget_rest((project, former), removal, known, flags).await
}
