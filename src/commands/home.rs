//! What a deploy left as it is online is brought home: the values into `s.yaml`, the code beside the
//! project's own or over it. Without a terminal only where a flag says so.

mod code;
mod view;

use crate::error::{Error, Outcome, Result};
use crate::project::Project;
use crate::typed::Typed;
use crate::view::menu::{Choice, ask};
use crate::words;
use crate::words::Words;
use crate::write_back::{self, Environment, KeptOnline, Proposal, Setting, propose};

/// Brings home what was kept. `flag` is what the command line says about it, `folders` are those that the
/// project packs.
///
/// # Errors
/// The person interrupted, or a file cannot be read or written. The deploy itself is done by then.
pub(super) async fn bring(
    project: &Project<'_>,
    flag: Option<bool>,
    kept: &KeptOnline,
    folders: Vec<String>,
) -> Result<()> {
    let attended = project.screen.terminal.attended();
    match flag {
        Some(false) => return Ok(()),
        None if !attended => {
            advise(project, kept);
            return Ok(());
        }
        _ => {}
    }
    let asks = flag.is_none();
    if asks {
        pull(project, kept);
    }
    // A question is about what this run decided, and no commit brings home; a flag also brings home what earlier runs
    // have kept.
    let is_asked = |one: &&Setting| !asks || (one.new && !one.is_theirs);
    let settings = kept.settings.iter().filter(is_asked);
    let whole = |setting: &Setting| setting.torn_from.is_none();
    let (settings, torn): (Vec<Setting>, Vec<_>) = settings.cloned().partition(whole);
    let (secret, settings): (Vec<Setting>, _) =
        settings.into_iter().partition(Setting::looks_secret);
    // What is harmless first, so that a person who stops at a secret has the rest at home.
    if !settings.is_empty() {
        values(project, asks, &settings).await?;
    }
    if !secret.is_empty() {
        secrets(project, &secret).await?;
    }
    view::by_hand(project.screen, &write_back::torn(&torn));
    // The code comes last: it takes longest, and needs nothing of the others.
    let is_open = kept.code && !(asks && kept.is_code_theirs);
    if is_open || (kept.code_before && !asks) {
        code::bring(project, kept, asks, folders).await?;
    }
    Ok(())
}

/// What a colleague has deployed and stays online comes home with their commit.
fn pull(project: &Project<'_>, kept: &KeptOnline) {
    let mut settings = kept.settings.iter();
    if (kept.code && kept.is_code_theirs) || settings.any(|one| one.new && one.is_theirs) {
        view::pull(project.screen);
    }
}

/// What this run decided to keep, and nobody can be asked about. A flag is only named where it does
/// something; of everything else the place is.
fn advise(project: &Project<'_>, kept: &KeptOnline) {
    pull(project, kept);
    let is_new = |one: &&Setting| one.new && !one.is_theirs;
    let is_code_new = kept.code && !kept.is_code_theirs;
    let new = kept.settings.iter().filter(is_new).cloned();
    if !is_code_new && new.clone().next().is_none() {
        return;
    }
    let (secret, others): (Vec<Setting>, Vec<Setting>) = new.partition(Setting::is_withheld);
    let (torn, others): (Vec<Setting>, Vec<Setting>) =
        others.into_iter().partition(|one| one.torn_from.is_some());
    // What is wrong with the file is said by who is told to write into it.
    let proposal = propose(&project.given, &project.typed, &others);
    let is_writable = |one: &Proposal| !one.files.is_empty();
    if is_code_new || proposal.as_ref().map_or(true, is_writable) {
        view::advise(project.screen, &project.typed);
    }
    if !secret.is_empty() {
        // Whatever is wrong with the file, the values stay out of it.
        let environment = write_back::environment(&project.given, &project.typed);
        withheld(project, environment.unwrap_or_default().as_ref(), &secret);
    }
    view::by_hand(project.screen, &proposal.unwrap_or_default());
    view::by_hand(project.screen, &write_back::torn(&torn));
}

/// What looks like a secret goes into a file, which others may read, only where a person says so.
async fn secrets(project: &Project<'_>, secret: &[Setting]) -> Result<()> {
    let environment = write_back::environment(&project.given, &project.typed)?;
    view::secret(project.screen, secret);
    let is_taken = |one: &Setting| taken_from(project, one).is_some();
    // Into the file of one environment nothing is written, and what comes from a variable has its place
    // already.
    let is_open = environment.is_none() && !secret.iter().all(is_taken);
    if is_open && project.screen.terminal.attended() {
        let question = match secret.len() {
            1 => words!(
                "This looks like a secret. Write it in plain text into s.yaml, where everybody with that file can read it?",
                "该值疑似机密。是否仍以明文写入 s.yaml（任何能拿到该文件的人都能看到）？"
            ),
            _ => words!(
                "These look like secrets. Write them in plain text into s.yaml, where everybody with that file can read them?",
                "这些值疑似机密。是否仍以明文写入 s.yaml（任何能拿到该文件的人都能看到）？"
            ),
        };
        let yes = words!("yes, in plain text", "以明文写入");
        let no = words!("leave s.yaml as it is", "s.yaml 保持不变");
        if agreed(project, &question, yes, no).await? {
            // This question was the one that `values` would ask.
            return values(project, false, secret).await;
        }
    }
    withheld(project, environment.as_ref(), secret);
    Ok(())
}

/// The variable of the environment from which the file takes a setting already.
fn taken_from<'p>(project: &'p Project<'_>, setting: &Setting) -> Option<&'p str> {
    project
        .desired
        .variables
        .taken(&setting.resource, &setting.path)
}

/// Says where what looks like a secret can stand without its value.
fn withheld(project: &Project<'_>, environment: Option<&Environment>, secret: &[Setting]) {
    let variable = |one: &Setting| taken_from(project, one);
    let (taken, secret): (Vec<&Setting>, Vec<&Setting>) =
        secret.iter().partition(|one| variable(one).is_some());
    let taken: Vec<(String, &str)> = taken
        .into_iter()
        .filter_map(|one| Some((one.resource.address(&one.path).to_string(), variable(one)?)))
        .collect();
    view::taken_from_environment(project.screen, &taken);
    if secret.is_empty() {
        return;
    }
    let place = environment.zip(project.place().resource.as_deref());
    let place = place.map(|(environment, name)| environment.overlay(name));
    let file = place.unwrap_or_else(|| Words::same("s.yaml"));
    view::withheld(project.screen, (&file, &project.typed), &secret);
}

/// Writes values into the file, after a question where `asks` says so; names the place of what cannot be
/// written.
///
/// # Errors
/// The person interrupted, or a file cannot be read or written.
async fn values(project: &Project<'_>, asks: bool, settings: &[Setting]) -> Result<()> {
    let proposal = propose(&project.given, &project.typed, settings)?;
    if !proposal.files.is_empty() {
        view::proposed(project.screen, &proposal);
        let Words { en, zh } = view::files(&proposal, project.place().path.as_deref());
        let (question, yes) = match proposal.written.len() {
            1 => (
                words!(
                    "Write this kept live value into {en}?",
                    "是否把这个保留的线上值写入 {zh}？"
                ),
                words!(
                    "write it; nothing else in the file changes",
                    "写入；文件其余内容不变"
                ),
            ),
            _ => (
                words!(
                    "Write these kept live values into {en}?",
                    "是否把这些保留的线上值写入 {zh}？"
                ),
                words!(
                    "write them; nothing else in the file changes",
                    "写入；文件其余内容不变"
                ),
            ),
        };
        let no = words!("leave {en} as it is", "{zh} 保持不变");
        if !asks || agreed(project, &question, yes, no).await? {
            write(project, &proposal)?;
        }
    }
    view::by_hand(project.screen, &proposal);
    Ok(())
}

/// A question with yes and no, which Enter alone answers with no.
///
/// # Errors
/// The person stopped; what was written before stays.
async fn agreed(project: &Project<'_>, question: &Words, yes: Words, no: Words) -> Result<bool> {
    let choice = |key, words, value| Choice { key, words, value };
    let choices = [choice('y', yes, true), choice('n', no, false)];
    let answer = ask(project.screen, question, &choices, 1).await;
    answer.map_err(|_| unanswered(&project.typed))
}

/// The person stopped at a question, or the terminal went away.
fn unanswered(typed: &Typed) -> Error {
    let write_back = typed.undecided().with("--write-back");
    Error::local(words!(
        "interrupted at the question; this resource is deployed, what was asked about was left as it is, and nothing after it was done",
        "在询问时被中断；该资源已部署，该问题涉及的内容保持不变，其后没有再执行任何操作"
    ))
    .ended(Outcome::Interrupted)
    .hint(words!(
        "'{write_back}' writes the kept live values into s.yaml",
        "可用 '{write_back}' 把保留的线上值写入 s.yaml"
    ))
}

/// Writes the files of a proposal.
///
/// # Errors
/// One of them is not what the proposal was made from any more, or cannot be read or written.
fn write(project: &Project<'_>, proposal: &Proposal) -> Result<()> {
    let files = project.world.files;
    // All of them are looked at before the first is written: the edits were proved together.
    for (path, before, _) in &proposal.files {
        if files.read(path)?.as_deref() != Some(before.as_bytes()) {
            return Err(moved(path, &project.typed));
        }
    }
    for (path, _, after) in &proposal.files {
        files.rewrite(path, after.as_bytes())?;
        view::written(project.screen, path);
    }
    Ok(())
}

/// Somebody has edited the file while the question waited.
fn moved(path: &str, typed: &Typed) -> Error {
    let write_back = typed.undecided().with("--write-back");
    Error::local(words!(
        "{path} was edited in the meantime, so it was left as it is; the deploy is done",
        "{path} 在此期间被修改，因此没有写入；部署已完成"
    ))
    .hint(words!(
        "write it with: {write_back}",
        "如需写入，请执行：{write_back}"
    ))
}
