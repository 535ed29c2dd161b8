//! The story of `s remove`: shows everything that would go, asks, and takes it away in the order in
//! which it can go.

use futures_util::future::try_join;
use serde_json::Value;

use crate::api::Failure;
use crate::backup;
use crate::cli::{self, RemoveFlags};
use crate::commands::Finish;
use crate::commands::left::{self, Whose};
use crate::commands::survey::File;
use crate::error::{Error, Outcome, Result};
use crate::inputs::Inputs;
use crate::model::resource::{Kind, Resource};
use crate::model::scope::Scope;
use crate::plan::Call;
use crate::ports::World;
use crate::project::Project;
use crate::removal::{self, Removal, Target};
use crate::snapshot::Interrupted;
use crate::state::record::{Intent, Record};
use crate::time::rfc3339;
use crate::view::left::behind;
use crate::view::menu::{Choice, NoAnswer, ask};
use crate::view::progress;
use crate::view::report;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// How often something is tried that is in the way of something else, and how long is waited in
/// between, in milliseconds (upstream fc3: 25 times, 2 seconds).
const TRIES: u32 = 25;
const PAUSE: u64 = 2_000;

/// Removes one resource of `s.yaml`.
///
/// # Errors
/// Whatever stopped it; nothing was deleted unless the outcome is `Partial`.
pub async fn remove(world: World<'_>, inputs: &Inputs) -> Result<Finish> {
    let flags = cli::remove(&inputs.args)?;
    let file = File::read(world.files, inputs);
    let project = Project::open(world, inputs)?;
    let Some(project) = left::chosen(project, inputs, &file, flags.orphan.as_deref())? else {
        // Another resource of the file tells of that function, and takes it away.
        return Ok(Finish::plain(Value::Null));
    };
    progress::reading(project.screen);
    let left = left::read(world, &project, inputs, &file, Whose::Own);
    let (removal, left) = try_join(removal::read(&project, &flags.scope), left).await?;
    if flags.orphan.is_none() {
        behind(project.screen, &left, &flags.project);
    }
    say_what_became(&project, &flags.scope, &removal)?;
    if removal.targets.is_empty() {
        project.screen.say(&words!(
            "nothing to delete: none of it is online",
            "无需删除：线上没有这些资源"
        ));
        forget_rest(&project, &flags)?;
        return Ok(Finish::plain(Value::Null));
    }
    show(&project, &removal)?;
    confirm(&project, &flags).await?;
    backup::before_removing(&project, &removal).await?;
    let mut done = Vec::new();
    let journal = project.world.journal;
    journal.plan(removal.targets.iter().map(deletion));
    for target in &removal.targets {
        journal.begin(&deletion(target));
        if let Err(error) = take(&project, target).await {
            return Err(partly(error, &done, removal.targets.len()));
        }
        journal.done(&deletion(target));
        done.push(target.label());
    }
    forget_rest(&project, &flags)?;
    let count = done.len();
    project.screen.say_in(
        Tone::Local,
        &words!(
            "{count} deleted, nothing is left",
            "已删除 {count} 项，没有剩余"
        ),
    );
    Ok(Finish::new(Outcome::Changed, Value::Null))
}

fn deletion(target: &Target) -> Words {
    let Words { en, zh } = target.label();
    words!("deletion of {en}", "删除{zh}")
}

/// What became of the deletions whose end an earlier run did not see.
fn say_what_became(project: &Project<'_>, scope: &Scope, removal: &Removal) -> Result<()> {
    for Record {
        resource, pending, ..
    } in project.store.siblings(&project.function())?
    {
        let Some(intent) = pending.filter(|intent| intent.intended.is_null()) else {
            continue;
        };
        let is_it = |target: &Target| match target {
            Target::Resource(one) | Target::Routes(one, _) => *one == resource,
            Target::Alias(_) | Target::Version(_) => false,
        };
        if scope.covers(&resource) {
            let end = Interrupted {
                at: intent.at,
                done: !removal.targets.iter().any(is_it),
            };
            let words = report::interrupted(&resource.label(), &end);
            project.screen.say_in(Tone::Remote, &words);
        }
    }
    Ok(())
}

fn show(project: &Project<'_>, removal: &Removal) -> Result<()> {
    let screen = project.screen;
    screen.line("");
    screen.say_in(Tone::Title, &words!("will be deleted:", "将被删除："));
    for target in &removal.targets {
        let Words { en, zh } = target.label();
        let words = match is_ours(project, target)? {
            true => words!("  - {en}", "  - {zh}"),
            false => words!(
                "  - {en}, never deployed from here",
                "  - {zh}，从未由本项目部署"
            ),
        };
        screen.say_in(Tone::Remote, &words);
    }
    Ok(())
}

/// Whether it was deployed from here.
fn is_ours(project: &Project<'_>, target: &Target) -> Result<bool> {
    match target {
        Target::Resource(resource) | Target::Routes(resource, _) => {
            Ok(!project.store.load(resource)?.is_empty())
        }
        Target::Alias(_) | Target::Version(_) => Ok(false),
    }
}

async fn confirm(project: &Project<'_>, flags: &RemoveFlags) -> Result<()> {
    if flags.assume_yes {
        return Ok(());
    }
    let question = words!("Delete all of it?", "确定全部删除吗？");
    let choices = [
        Choice {
            key: 'y',
            words: words!("yes, delete all of it", "是，全部删除"),
            value: true,
        },
        Choice {
            key: 'n',
            words: words!("no: change nothing", "否：不做任何改动"),
            value: false,
        },
    ];
    match ask(project.screen, &question, &choices, 1).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(stopped(Outcome::Drift)),
        Err(NoAnswer::Interrupted) => Err(stopped(Outcome::Interrupted)),
        Err(NoAnswer::Unattended) => Err(unattended(project.name, flags)),
    }
}

fn stopped(outcome: Outcome) -> Error {
    Error::local(words!(
        "stopped; nothing was deleted",
        "已停止；没有删除任何内容"
    ))
    .ended(outcome)
    .hint(words!(
        "'s remove' asks again; 's remove -h' shows how to delete only a part",
        "如需删除，请重新执行 's remove'；只删除一部分的方法见 's remove -h'"
    ))
}

fn unattended(name: Option<&str>, flags: &RemoveFlags) -> Error {
    let name = name.map(|name| format!("{name} ")).unwrap_or_default();
    // Without it the command would take away what the file names.
    let orphan = flags.orphan.as_ref();
    let orphan = orphan
        .map(|name| format!("--orphan {name} "))
        .unwrap_or_default();
    Error::local(words!(
        "nobody can be asked (no terminal, or CI is set); nothing was deleted",
        "无法提问（没有终端，或设置了 CI）；没有删除任何内容"
    ))
    .ended(Outcome::Drift)
    .hint(words!(
        "'s {name}remove {orphan}-y' deletes all of it",
        "如确定删除，请执行 's {name}remove {orphan}-y'"
    ))
}

/// Takes one thing away, as often as something else is in its way.
async fn take(project: &Project<'_>, target: &Target) -> Result<()> {
    let record = match target {
        Target::Resource(resource) | Target::Routes(resource, _) => {
            progress::writing(project.screen, resource, &Call::Delete);
            Some(begin(project, resource)?)
        }
        Target::Alias(_) | Target::Version(_) => None,
    };
    let mut tries = 1;
    loop {
        match send(project, target).await {
            Ok(()) => break,
            Err(failure) if failure.blocked() && tries < TRIES => {
                project.world.clock.sleep(PAUSE).await;
                tries += 1;
            }
            Err(failure) => {
                if let Some(record) = record.filter(|_| !failure.unknown()) {
                    project.store.save(&record)?;
                }
                return Err(failure.into_error(&target.label()));
            }
        }
    }
    match record {
        Some(record) => forget(project, &record.resource),
        None => Ok(()),
    }
}

/// The intent on disk: after a crash, what is gone was taken away by us. Returns the record as it
/// was.
fn begin(project: &Project<'_>, resource: &Resource) -> Result<Record> {
    let record = project.store.load(resource)?;
    if record.is_empty() {
        return Ok(record);
    }
    let sent = record
        .baseline
        .as_ref()
        .map(|baseline| baseline.sent.clone());
    project.store.save(&Record {
        pending: Some(Intent {
            at: rfc3339(project.world.clock.now()),
            before: None,
            sent: sent.unwrap_or_default(),
            intended: Value::Null,
            writes: Vec::new(),
            owned: Vec::new(),
            kept: None,
        }),
        ..record.clone()
    })?;
    Ok(record)
}

async fn send(project: &Project<'_>, target: &Target) -> Result<(), Failure> {
    let client = &project.client;
    let function = &project.desired.function_name;
    match target {
        Target::Resource(resource) if resource.kind == Kind::VpcBinding => {
            for vpc in client.bound_vpcs(function).await? {
                client.unbind_vpc(function, &vpc).await?;
            }
            Ok(())
        }
        Target::Resource(resource) => client.delete(resource).await,
        Target::Routes(domain, rest) => {
            let update = client.update_domain(&domain.name, rest, None);
            update.await.map(|_| ())
        }
        Target::Alias(name) => client.delete_alias(function, name).await,
        Target::Version(id) => client.delete_version(function, id).await,
    }
}

fn forget(project: &Project<'_>, resource: &Resource) -> Result<()> {
    let record = Record::new(resource.clone(), project.store.sealer().id());
    project.store.save(&record)
}

/// What was deployed from here and is gone by other hands need not be remembered either.
fn forget_rest(project: &Project<'_>, flags: &RemoveFlags) -> Result<()> {
    if flags.scope.rest {
        for record in project.store.siblings(&project.function())? {
            forget(project, &record.resource)?;
        }
    }
    Ok(())
}

fn partly(error: Error, done: &[Words], all: usize) -> Error {
    if done.is_empty() {
        return error;
    }
    let Words { en, zh } = Words::list(done);
    let left = all - done.len();
    error
        .ended(Outcome::Partial)
        .because(words!("deleted before that: {en}", "此前已删除：{zh}"))
        .because(words!("{left} left", "剩余 {left} 项"))
        .hint(words!(
            "run the same command again: it goes on where it stopped",
            "请再次执行同一命令：将从中断处继续"
        ))
}
