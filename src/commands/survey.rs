//! The first look of a run over the whole file: everything is read, compared and decided before the
//! first write of any resource. What cannot be known yet is said, and looked at in its turn.

mod later;
mod seen;

use std::collections::BTreeMap;

use futures_util::future::{join_all, try_join};
use serde_json::Value;

use self::seen::handed;
pub(super) use self::seen::{Seen, handed_over};
use crate::cli::DeployFlags;
use crate::commands::Command;
use crate::commands::code;
use crate::commands::drained;
use crate::commands::file::{Other, ProjectFile};
use crate::commands::former;
use crate::commands::guard::{Goods as _, ROUNDS, restless};
use crate::commands::left::{self, Whose};
use crate::commands::mark;
use crate::commands::ready::{Bare, Ready};
use crate::decide;
use crate::drift::clear::Clear;
use crate::drift::{self, Drift, ResourceDrift};
use crate::error::{Error, Result, Who};
use crate::plan::{self, Answers};
use crate::ports::World;
use crate::project::Project;
use crate::snapshot::{Online, Snapshot};
use crate::turn::Turn;
use crate::view::left::behind;
use crate::view::report;
use crate::view::steps;
use crate::view::survey as view;
use crate::words::Words;

/// What was seen of the resource whose turn it is, and of all others.
pub(super) struct Looked {
    pub(super) own: Option<Seen>,
    /// To be handed over to their turn; null where nobody looked.
    pub(super) others: Value,
}

impl Looked {
    /// Nobody looked at others.
    pub(super) fn of_own(own: Option<Seen>) -> Looked {
        Looked {
            own,
            others: Value::Null,
        }
    }
}

/// Looks at all resources of the file on which the run will come, and has decided what needs it. Where
/// the run is about one resource only, there is nothing to look at yet. All of it goes out through the
/// ports of the own project, whose transport is a gate.
///
/// # Errors
/// Something cannot be read or done, or nobody decided; nothing was written.
pub(super) async fn look(
    command: &Command<'_>,
    flags: &DeployFlags,
    own: &Ready<'_>,
) -> Result<Looked> {
    let file = &command.file;
    // What is seen holds secrets in clear, so a caller that keeps none to itself gets no first look: each
    // resource is then looked at in its own turn.
    let others = match file.run.is_over_file && command.hands_on {
        true => file.others(&command.turn),
        false => Vec::new(),
    };
    let screen = own.project.screen;
    if others.is_empty() {
        let left = left::read(&own.project, file, Whose::Own).await?;
        behind(screen, &left, &own.project.typed);
        return Ok(Looked::of_own(None));
    }
    view::begins(screen, others.len() + 1);
    // All of them compare with digests of one key, this run's later resources too.
    own.project.workspace.keep_key()?;
    own.project.client.is_one_of_many();
    // All of them are opened before any is read, so that what is wrong with the last one costs no request.
    let (known, mut later) = sorted(&others);
    let opened = opened(own.project.world, known, flags, file, &mut later).await?;
    view::in_their_turn(screen, &later);
    let run = (file, &command.turn, flags);
    later::refuse(own.project.world, run, &later).await?;
    let candidates: Vec<&Ready<'_>> = [own].into_iter().chain(&opened).collect();
    // The turns after this one find themselves looked at, and do not look for what is left behind again.
    let left = left::read(&own.project, file, Whose::All);
    let (sights, left) = try_join(sights(&candidates), left).await?;
    behind(screen, &left, &own.project.typed);
    // What is suggested must not decide about resources that nobody has seen yet.
    // Over the whole file only where all of it was seen; else the first resource that asks is named.
    let asks = |one: &&Sight<'_, '_>| one.drift.resources.iter().any(ResourceDrift::asks);
    let asking: Vec<_> = sights.iter().filter(asks).collect();
    // Nor may it take back what stands kept in a resource about which nothing is asked.
    let keeps = |one: &Sight<'_, '_>| one.drift.resources.iter().any(|one| !one.kept.is_empty());
    let takes_back = asking.len() == 1 && sights.iter().any(|one| !asks(&one) && keeps(one));
    let is_named = !later.is_empty() || takes_back;
    let alone = asking.first().filter(|_| is_named).map(|one| one.ready);
    for ready in &candidates {
        // What is left behind under an earlier name has a question of its own, before those about what is
        // online.
        let former = ready.former().await;
        let former = former.map_err(|error| named(error, ready))?;
        former::settle(&ready.project, &former, flags.policy).await?;
    }
    decided((own, alone), flags, &candidates, sights)
        .await
        .and_then(|seen| split(seen, own))
}

/// Resources of the file by their names, each with what is known of it.
type Named<'o, T> = Vec<(&'o str, T)>;

/// Those whose turns are known, and those whose are not, with the reason.
fn sorted(others: &[Other]) -> (Named<'_, &Turn>, Named<'_, Words>) {
    let (mut known, mut later) = (Vec::new(), Vec::new());
    for other in others {
        // What cannot be worked out is no fault of the file: the CLI knows it in that turn.
        match &other.turn {
            Ok(turn) => known.push((other.name.as_str(), turn)),
            Err(why) => later.push((other.name.as_str(), why.clone())),
        }
    }
    (known, later)
}

/// Makes everything ready that can be compared. What is wrong with one of them is wrong before any of
/// them is written; only code and certificates that something else may still make are looked for again
/// in the turn of their resource.
///
/// # Errors
/// What is wrong with one of them, by its name; nothing was written.
async fn opened<'a>(
    world: World<'a>,
    known: Named<'a, &'a Turn>,
    flags: &'a DeployFlags,
    file: &ProjectFile,
    later: &mut Named<'a, Words>,
) -> Result<Vec<Ready<'a>>> {
    // Two rounds: what the props alone show to be wrong is found in all of them before any code is packed
    // or downloaded.
    let (mut checked, mut opened) = (Vec::new(), Vec::new());
    for (name, turn) in known {
        let may_come = file.may_make_files();
        match Project::open_quietly(world, turn) {
            Ok(project) => {
                // Its requests go out beside those of all the others, and may be the ones that the service
                // has no time for.
                project.client.is_one_of_many();
                let project = left::remember(project, file).await?;
                drained::reopen(&project).await?;
                let bare = Bare::new(project, flags).await;
                checked.push((name, bare.map_err(|error| of_resource(error, name))?));
            }
            Err(error) if may_come && Project::awaits_files(world, turn) => {
                later.push((name, error.what));
            }
            Err(error) => return Err(of_resource(error, name)),
        }
    }
    for (name, bare) in checked {
        match bare.filled(true).await {
            Ok(ready) => opened.push(ready),
            Err(error) if file.may_make_files() => later.push((name, error.what)),
            Err(error) => return Err(of_resource(error, name)),
        }
    }
    Ok(opened)
}

/// What one resource of the file looks like.
struct Sight<'r, 'a> {
    /// What it is to be.
    ready: &'r Ready<'a>,
    /// The witnesses.
    snapshot: Snapshot,
    /// The verdicts, sealed.
    drift: Drift,
    /// What was read, to be handed over to its turn.
    online: Online,
}

/// Reads all of them at once.
async fn sights<'r, 'a>(candidates: &[&'r Ready<'a>]) -> Result<Vec<Sight<'r, 'a>>> {
    let reads = candidates.iter().map(async |ready: &&'r Ready<'a>| {
        let ready: &'r Ready<'a> = ready;
        let read = ready.project.read(ready.wanted(), None).await;
        let (snapshot, online) = read.map_err(|error| named(error, ready))?;
        Ok::<_, Error>((ready, snapshot, online))
    });
    let mut sights = Vec::new();
    // One download after the other: each shows how far it is.
    for (ready, mut snapshot, online) in all_or_first(join_all(reads).await)? {
        let Ready { project, known, .. } = ready;
        code::compare(project, known, ready.code(), &mut snapshot, true).await;
        let drift = drift::compare(&snapshot, project.records.sealer());
        let drift = mark::explained(
            (project, &ready.known),
            &ready.wanted(),
            &mut snapshot,
            drift,
        )
        .await?;
        sights.push(Sight {
            ready,
            snapshot,
            drift,
            online,
        });
    }
    Ok(sights)
}

/// What was read of all of them. The error that is told is that of the first in order, and not of the one that
/// comes back first; what is wrong with the file is told of all of them at once.
fn all_or_first<T>(read: Vec<Result<T>>) -> Result<Vec<T>> {
    let (mut all, mut wrong) = (Vec::new(), None::<Error>);
    for one in read {
        match (one, wrong) {
            (Ok(one), before) => {
                all.push(one);
                wrong = before;
            }
            (Err(error), Some(first)) if first.who == Who::Template && error.who == first.who => {
                wrong = Some(Error::joined(Some(first), error));
            }
            (Err(_), before @ Some(_)) => wrong = before,
            (Err(error), None) => wrong = Some(error),
        }
    }
    wrong.map_or(Ok(all), Err)
}

/// Gets one decision for all of it, and makes sure that every plan can be made. A person may take long
/// to decide: then all of it is read again, and what moved meanwhile is asked about as well.
///
/// # Errors
/// Nobody decided, a plan cannot be made, or things keep moving; nothing was written.
async fn decided<'r, 'a>(
    (own, alone): (&Ready<'_>, Option<&Ready<'_>>),
    flags: &DeployFlags,
    candidates: &[&'r Ready<'a>],
    mut sights: Vec<Sight<'r, 'a>>,
) -> Result<Vec<(String, Seen)>> {
    let screen = own.project.screen;
    let typed = match alone {
        Some(one) => own.project.typed.on(name_of(one)),
        None => own.project.typed.over_file(),
    };
    let about = alone.map(|one| one.project.root());
    // One set of answers for all of them: each is about one value of one resource, so they do not meet.
    let mut answers = Answers::by(flags.policy);
    // The first round decides about what was read, each later one about what moved meanwhile.
    for round in 0..=ROUNDS {
        let whole = together(&sights);
        if plan::open(&whole, &answers).is_empty() {
            return planned(sights, &answers).await;
        }
        let clear = Clear::new(sights.iter().map(|one| &one.snapshot));
        match round {
            // Whoever decides sees what was decided before, too.
            0 => tell_kept(&clear, &answers, &sights),
            _ => steps::moved(screen),
        }
        let words = (&typed, &clear);
        decide::settle(screen, &whole, &mut answers, words, about.as_ref()).await?;
        // Whatever was decided may have taken long, so nothing is handed over that was read before it.
        sights = self::sights(candidates).await?;
    }
    Err(restless())
}

/// Tells what stands kept. What ends that is a command on the resource of which it is: over the file it would
/// overwrite what others changed in another one.
fn tell_kept(clear: &Clear<'_>, answers: &Answers, sights: &[Sight<'_, '_>]) {
    for sight in sights {
        let ready = sight.ready;
        let (screen, typed) = (ready.project.screen, &ready.project.typed);
        let typed = typed.on(name_of(ready));
        let standing = plan::standing(&sight.drift, answers);
        let ends = decide::ends(screen, &typed, &standing, sight.snapshot.parts());
        let shown = clear.shown(&sight.drift);
        report::kept(screen, &plan::shown_in(&shown, &standing), &ends);
    }
}

/// The drift of all of them, which is decided about as one.
fn together(sights: &[Sight<'_, '_>]) -> Drift {
    let drifts = sights.iter().map(|one| &one.drift);
    Drift {
        resources: drifts
            .clone()
            .flat_map(|one| one.resources.clone())
            .collect(),
        rules: drifts.flat_map(|one| one.rules.clone()).collect(),
    }
}

/// What is handed over of each, once it is known that its plan can be made.
async fn planned(sights: Vec<Sight<'_, '_>>, answers: &Answers) -> Result<Vec<(String, Seen)>> {
    let mut all = Vec::new();
    for sight in sights {
        let ready = sight.ready;
        let checked = check(ready, &sight, answers).await;
        checked.map_err(|error| named(error, ready))?;
        let given = answers.of(&ready.project.root());
        let seen = Seen::new(ready, sight.online, given);
        all.push((name_of(ready).to_owned(), seen));
    }
    Ok(all)
}

/// Makes sure that a plan can be made.
async fn check(ready: &Ready<'_>, sight: &Sight<'_, '_>, answers: &Answers) -> Result<()> {
    // Both are done again in the turn of the resource; here they keep the first write from being made in
    // vain.
    ready.check(&sight.snapshot).await?;
    let plan = plan::build(&sight.drift, answers, ready.project.records.sealer())?;
    ready.check_plan(&plan).await
}

/// What is for the resource whose turn it is, and what is handed over.
fn split(seen: Vec<(String, Seen)>, own: &Ready<'_>) -> Result<Looked> {
    let mut seen: BTreeMap<String, Seen> = seen.into_iter().collect();
    let own = seen.remove(name_of(own));
    Ok(Looked {
        own,
        others: handed(seen)?,
    })
}

/// What the file calls a resource.
fn name_of<'r>(ready: &Ready<'r>) -> &'r str {
    ready
        .project
        .given
        .place
        .resource
        .as_deref()
        .unwrap_or_default()
}

/// An error that says which resource of the file it is about.
fn named(error: Error, ready: &Ready<'_>) -> Error {
    of_resource(error, name_of(ready))
}

/// The same of one that was not opened.
fn of_resource(error: Error, name: &str) -> Error {
    error.because(view::of_resource(name))
}
