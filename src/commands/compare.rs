//! What `s plan` and `s drift` share: the whole comparison, and nothing else. Nothing is
//! written, online or into the records.

mod around;
mod told;

use std::rc::Rc;

use futures_util::future::try_join;

use self::around::Around;
use self::told::{hold_up, only_online};
use crate::cli::{self, Look, LookFlags};
use crate::commands::aliases::{self, FoundQualifiers};
use crate::commands::code::{self, KnownPackages, Ours};
use crate::commands::drained;
use crate::commands::drift::page;
use crate::commands::file::ProjectFile;
use crate::commands::former::{self, Former};
use crate::commands::guard::ROUNDS;
use crate::commands::left::{self, Whose};
use crate::commands::mark;
use crate::commands::report_file::{ReportPlace, code_folders};
use crate::commands::twice;
use crate::commands::{Command, Finish};
use crate::decide;
use crate::drift::clear::Clear;
use crate::drift::{self, Difference, Drift, Standing, Verdict};
use crate::error::{Error, Outcome, Result};
use crate::model::desired::Desired;
use crate::model::scope::{Half, Scope};
use crate::package::{self, Packed};
use crate::page::PagePart;
use crate::plan::{self, Answers, standing};
use crate::progress;
use crate::project::Project;
use crate::report::{self, Format, Function, Report};
use crate::snapshot::{self, Snapshot};
use crate::view::left as orphans;
use crate::view::report::{self as view, Detail, Ends};
use crate::view::screen::Tone;
use crate::view::steps;
use crate::words;
use crate::words::Words;

impl Look {
    /// The word for what was found.
    fn outcome(self, drift: &Drift) -> Outcome {
        let found = || drift.resources.iter().flat_map(|one| &one.differences);
        let counts =
            |one: &&Difference| one.asks() || (self == Look::Drift && one.verdict.foreign());
        // From the worst to the least: one conflict counts for more than any number of other changes.
        let stands = |standing| drift.resources.iter().any(|one| one.standing == standing);
        if stands(Standing::Reopened)
            || found()
                .filter(counts)
                .any(|one| one.verdict == Verdict::Conflict)
        {
            // What stays deleted and was changed here since was changed on both sides, too.
            Outcome::Conflict
        } else if stands(Standing::Deleted)
            || stands(Standing::Missing)
            || found().any(|one| counts(&one))
        {
            Outcome::Drift
        } else if self == Look::Plan && (stands(Standing::New) || found().any(is_ours)) {
            Outcome::Changed
        } else {
            Outcome::Clean
        }
    }
}

/// Whether a deploy would write it without a question.
fn is_ours(found: &Difference) -> bool {
    found.verdict == Verdict::Local || found.is_ruled()
}

/// What was seen.
pub(super) struct Comparison {
    /// The witnesses.
    pub snapshot: Snapshot,
    /// The verdicts, with the values in clear that `showValues` names: for showing only.
    pub drift: Drift,
    /// The project's package, where it has one.
    pub packed: Option<Packed>,
    /// What the functions of earlier names have that the one of the present name would not have.
    pub former: Vec<Former>,
    /// What stands in a service of FC 2.0 beside what the file names.
    pub around: Vec<Around>,
}

impl Comparison {
    /// How much of others' a deploy would ask about before it goes on to the new name.
    pub(super) fn left_behind(&self) -> usize {
        self.former.iter().map(|one| one.asked.len()).sum()
    }
}

/// Compares, has it shown, and reports. What cannot be read is reported too.
///
/// # Errors
/// What is wrong with the command line or `s.yaml`, and a report that cannot be written.
pub(super) async fn compare(
    command: &Command<'_>,
    look: Look,
    show: impl AsyncFnOnce(&Project<'_>, &Comparison, &LookFlags) -> Result<Option<PagePart>>,
) -> Result<Finish> {
    let Command { turn, file, .. } = command;
    let world = command.world;
    let flags = cli::look(look, &turn.typed)?;
    // A plan is refused like the deploy that it tells of. Who asks what is online needs no perfect file.
    if look == Look::Plan {
        command.check_file()?;
    }
    let mut project = left::remember(Project::open(world, turn)?, file).await?;
    if look == Look::Plan {
        twice::refuse_deployed(&project, file).await?;
        twice::tell_others(&project).await?;
    }
    drained::tell(&project, &project.former).await?;
    let folders = code_folders(&project, file);
    let target = ReportPlace {
        screen: project.screen,
        files: world.files,
        cwd: &turn.place.cwd,
        base: &turn.place.base,
        folders: &folders,
        typed: &turn.typed,
    };
    // Whoever named a file of their own should not wait for the whole comparison to hear that.
    target.check(&flags)?;
    // What cannot be read is a finding like others: a report of many functions has to say of which one.
    let seen = match self::look(&mut project, file, (look, &flags.scope)).await {
        Ok(seen) => match show(&project, &seen, &flags).await {
            Ok(part) => Ok((seen, part)),
            Err(error) => Err(error),
        },
        Err(error) => Err(file.located(error)),
    };
    let compared = seen.as_ref().ok().map(|(seen, _)| seen);
    let refused = refused(&project, look, compared).await;
    let (outcome, found) = match &seen {
        Ok((seen, part)) => {
            let outcome = match &refused {
                // It counts for more than what was found: no deploy comes as far as that.
                Some(error) => error.outcome,
                None => former::outcome(&seen.former, look.outcome(&seen.drift)),
            };
            let ends = ends(&project, seen).commands;
            let found = report::function(
                &project.desired,
                outcome,
                (&seen.drift, &seen.snapshot),
                ends,
            );
            let page = part.clone();
            let left_behind = former::reported(&seen.former);
            let mut strangers = found.strangers.clone();
            strangers.extend(seen.around.iter().map(Around::reported));
            let found = Function {
                strangers,
                page,
                left_behind,
                ..found
            };
            (outcome, found)
        }
        Err(error) => {
            let text = error.render(project.screen.lang);
            (
                error.outcome,
                report::failed(&project.desired, error.outcome, text),
            )
        }
    };
    let mut finish = reported(&target, command.earlier, (look, &flags), found)?;
    finish.outcome = outcome;
    // The report is written by now, so an error of the reading does not stand in its way.
    finish.error = seen.err().or(refused);
    // The CLI goes on after an action that only ends with a code.
    if command.caller.is_some() && outcome.code() != 0 && finish.error.is_none() {
        finish.error = Some(stops(look, outcome));
    }
    Ok(finish)
}

/// What a deploy refuses the file for, although its plan can be shown: who asks what a deploy would do is
/// told how it would end.
async fn refused(project: &Project<'_>, look: Look, seen: Option<&Comparison>) -> Option<Error> {
    if look != Look::Plan {
        return None;
    }
    let impossible = || plan::refused(seen?.snapshot.parts());
    match (project.refused.clone().or_else(impossible), seen) {
        (None, Some(seen)) => unplanned(project, &seen.drift).await,
        (refused, _) => refused,
    }
}

/// Why what nobody has to decide about cannot be carried out.
async fn unplanned(project: &Project<'_>, drift: &Drift) -> Option<Error> {
    let answers = Answers::default();
    // A deploy asks first, and what is answered decides what is written.
    if !plan::open(drift, &answers).is_empty() {
        return None;
    }
    let plan = plan::build(drift, &answers, project.records.sealer()).ok()?;
    let found = FoundQualifiers::default();
    aliases::check(project, &plan, &found).await.err()
}

/// How what stands kept ends.
fn ends(project: &Project<'_>, seen: &Comparison) -> Ends {
    let standing = standing(&seen.drift, &Answers::default());
    let parts = seen.snapshot.parts();
    decide::ends(project.screen, &project.typed, &standing, parts)
}

/// What the last lines have to name, where the command tells of several resources: nothing else tells which of
/// them one is about in which nothing was found.
pub(super) fn named(command: &Command<'_>, project: &Project<'_>) -> Option<Words> {
    let is_one_of_many = command.file.is_of_several();
    is_one_of_many.then(|| project.desired.root.label())
}

/// Shows all that was found, and what stands kept; says how that ends.
pub(super) async fn show(project: &Project<'_>, seen: &Comparison) -> Ends {
    let (screen, typed) = (project.screen, &project.typed);
    let Comparison {
        snapshot, drift, ..
    } = seen;
    view::differences(screen, drift, Detail::Everything);
    project.tell_unused(snapshot);
    view::notes(screen, drift, snapshot, &project.records, typed);
    let standing = standing(drift, &Answers::default());
    let ends = ends(project, seen);
    view::kept(screen, &standing, &ends);
    around::tell(screen, &seen.around);
    orphans::behind(screen, &snapshot.orphans, typed);
    former::tell(project, &seen.former).await;
    ends
}

/// Reads and compares all of it. Nothing is written, so there is no lock. Which build of an image this
/// machine has is not looked at.
///
/// # Errors
/// What is wrong with the code, or cannot be read.
async fn look(
    project: &mut Project<'_>,
    file: &ProjectFile,
    (look, scope): (Look, &Scope),
) -> Result<Comparison> {
    let screen = project.screen;
    project.fetch_for_look().await?;
    let code = &project.desired.code;
    let packed = progress::packing(screen, code, |watch| {
        package::pack(project.world.files, code, Some(project.shelf(false)), watch)
    })?;
    steps::reading(screen);
    let mut scope = scope.clone();
    if !project.desired.has_code && scope.function.is_some() {
        // There is nothing to compare it with.
        scope.function = Some(Half::Config);
    }
    let wanted = project.within(packed.as_ref(), &scope);
    // Five reads more for a function: a deploy leaves alone what others put beside it, and does without.
    let wanted = wanted.with_all_beside();
    let ours = packed.as_ref().map_or(Ours::Elsewhere, Ours::Packed);
    let known = KnownPackages::default();
    let former = former::look(project, &wanted, (ours, &known)).await?;
    // Two reads that do not need each other go out at once.
    let left = left::read(project, file, Whose::Own);
    let (mut snapshot, left) = try_join(read(project, wanted.clone()), left).await?;
    snapshot.orphans.extend(left);
    let around = around::read(project, file, &snapshot.orphans).await?;
    code::compare(project, &known, ours, &mut snapshot, false).await;
    let drift = drift::compare(&snapshot, project.records.sealer());
    let mut drift = mark::explained((project, &known), &wanted, &mut snapshot, drift).await?;
    // After the verdicts, which are those of a deploy, comes what this command tells of them.
    hold_up(&mut drift);
    if look == Look::Drift {
        only_online(&mut drift);
    }
    // Nothing is decided or kept by it, so it may show what the file lets it show.
    let drift = Clear::new([&snapshot]).shown(&drift);
    Ok(Comparison {
        snapshot,
        drift,
        packed,
        former,
        around,
    })
}

/// Reads without waiting for anybody. What another run is writing at this moment is not called left over.
///
/// # Errors
/// A read that failed.
async fn read(project: &Project<'_>, wanted: Desired) -> Result<Snapshot> {
    let Project {
        client, records, ..
    } = project;
    for _ in 0..ROUNDS {
        let mut snapshot = snapshot::read(client, records, wanted.clone()).await?;
        if !snapshot.is_unfinished() {
            return Ok(snapshot);
        }
        let writer = project.writer()?;
        // It may have ended since.
        if records.has_moved().await? {
            continue;
        }
        if let Some(Words { en, zh }) = writer {
            project.screen.say_in(
                Tone::Remote,
                &words!(
                    "another run is writing at this moment: {en}; what is shown may include a part of its changes",
                    "另一次运行正在写入：{zh}；所示内容可能包含它的一部分改动"
                ),
            );
            // An intent of a run that is alive is no write that was interrupted.
            for part in &mut snapshot.parts {
                Rc::make_mut(part).interrupted = None;
            }
        }
        return Ok(snapshot);
    }
    // Somebody writes all the time. What is seen is told as it is, since nothing follows from it.
    snapshot::read(client, records, wanted).await
}

/// The end of the command whose action this is.
fn stops(look: Look, outcome: Outcome) -> Error {
    let command = look.command();
    Error::local(words!(
        "something changed online, or needs a decision; this action ({command}) stops the run, nothing was written",
        "线上有改动或需要决定；该动作（{command}）终止本次运行，没有写入任何内容"
    ))
    .ended(outcome)
    .hint(words!(
        "bring the changes into s.yaml or undo them online, then run the command again; --skip-actions skips this check",
        "请将改动写入 s.yaml 或在线上撤销，然后重新执行；--skip-actions 可跳过该检查"
    ))
}

/// Writes the report, with what was found of other resources before in the same run.
///
/// # Errors
/// A report that cannot be written, or has no form.
fn reported(
    target: &ReportPlace<'_>,
    earlier: &[Function],
    (look, flags): (Look, &LookFlags),
    found: Function,
) -> Result<Finish> {
    let functions = [earlier, std::slice::from_ref(&found)].concat();
    if let Some(file) = &flags.html {
        // Each turn writes the files anew, with all that was found so far: nobody tells a turn that it is
        // the last.
        page::write(target, file, &functions)?;
    }
    let report = Report::new(look.command(), functions);
    let lang = target.screen.lang;
    if let Some(file) = &flags.report {
        let format = flags.format.or_else(|| Format::of_file(file));
        let text = report.render(format.unwrap_or(Format::Text), lang)?;
        target.write(("--report", file), &text)?;
    }
    // People have read all of it already.
    let alone = Report::new(look.command(), vec![found.clone()]);
    let result = match flags.is_read {
        true => serde_json::to_value(&alone).map_err(|error| Error::unwritable(&error))?,
        false => serde_json::Value::Null,
    };
    let document = |format| Ok::<_, Error>((format, report.render(format, lang)?));
    Ok(Finish {
        found: Some(found),
        document: flags.format.map(document).transpose()?,
        ..Finish::plain(result)
    })
}
