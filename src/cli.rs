//! The flags of the commands. They arrive in the inputs, together with the CLI's own, and are parsed
//! here for both entry points. A flag that nobody knows is an error: it would otherwise decide nothing
//! while its author believes that it does.

mod decide;
mod deploy;
mod help;
mod history;
mod info;
mod look;
mod misuse;
mod named;
mod part;
mod remove;
mod restore;
mod root;
mod state;
mod sync;
#[cfg(test)]
mod tests;

pub use self::deploy::{DeployFlags, deploy};
pub use self::help::{COMMANDS, help};
pub use self::history::{HistoryFlags, history};
pub use self::info::{InfoFlags, info};
pub use self::look::{Look, LookFlags, look};
pub use self::remove::{RemoveFlags, ServiceEnd, remove};
pub use self::restore::{RestoreFlags, restore};
pub use self::state::state;
pub use self::sync::{SyncFlags, sync};
use crate::error::{Error, Result};
use crate::typed::Typed;
use crate::words;
use crate::words::Words;

/// The flags of Serverless Devs itself: it leaves them among the arguments.
#[derive(Debug, clap::Args)]
struct Global {
    /// The file of the project. The CLI has read it by now: what counts is `yaml.path` of the inputs.
    #[arg(short, long)]
    template: Option<String>,
    /// The name of a credential. The CLI has looked it up; the [turn](crate::turn::ProjectPlace) knows
    /// only that it holds for all resources.
    #[arg(short, long)]
    access: Option<String>,
    /// The environment. The [turn](crate::turn::ProjectPlace) has it, too: it is needed before the flags
    /// are parsed.
    #[arg(long)]
    env: Option<String>,
    /// The form in which the CLI prints the result: `json`, `yaml`, `raw` or `default`. Behind `--`, where
    /// the CLI does not see it, one of the forms of our reports.
    #[arg(short, long = "output-format", visible_alias = "output")]
    output: Option<String>,
    #[arg(long)]
    output_file: Option<String>,
    #[arg(long)]
    debug: bool,
    #[arg(long)]
    silent: bool,
    #[arg(long)]
    skip_actions: bool,
    /// Has the CLI leave references in the props that it cannot resolve.
    #[arg(long)]
    no_verify: bool,
    #[arg(long)]
    no_color: bool,
    #[arg(long)]
    baseline_template: Option<String>,
    /// The run goes on without the store of the team, with what this machine knows of it. It is asked for
    /// before the flags are parsed.
    #[arg(long)]
    state_offline: bool,
    /// Without that store, it passes over a claim that was seen last and may not be over. As the one above.
    #[arg(long)]
    take_over: bool,
}

/// Flags of upstream that shorten its lists of triggers. They are taken and change nothing: here
/// everything that would be read or go is always shown.
#[derive(Debug, clap::Args)]
struct Lists {
    /// It may stand alone or with a value; neither is looked at.
    #[arg(long, num_args = 0..=1)]
    disable_list_remote_eb_triggers: Option<String>,
    #[arg(long, num_args = 0..=1)]
    disable_list_remote_alb_triggers: Option<String>,
}

/// The answer to confirmations. Upstream has both words, and the last one counts.
#[derive(Debug, clap::Args)]
struct Yes {
    /// Parallel `flow:` groups of the CLI put it here by themselves.
    #[arg(short = 'y', long, overrides_with_all = ["assume_yes", "no_assume_yes"])]
    assume_yes: bool,
    /// Nothing is agreed to beforehand, which holds without it as well.
    #[arg(long, overrides_with_all = ["assume_yes", "no_assume_yes"])]
    no_assume_yes: bool,
}

/// `s COMMAND NAME` works on every resource and leaves NAME among the arguments.
fn no_words(typed: &Typed, words: &[String]) -> Result<()> {
    let Some(word) = words.first() else {
        return Ok(());
    };
    // Only where the word names a resource it is known what was meant.
    if !typed.resources().contains(word) {
        return Err(misuse::stray(typed, word));
    }
    let command = typed.named();
    let meant = typed.on(word).again();
    Err(Error::usage(words!(
        "'{command} {word}' would run on every resource, not only {word}",
        "'{command} {word}' 会对所有资源执行，而不只是 {word}"
    ))
    .hint(words!("write: {meant}", "请改写为：{meant}")))
}

/// A usage error in both languages, with the command to type instead where that is known.
fn misuse(typed: &Typed, error: &clap::Error) -> Error {
    let Words { en, zh } = misuse::words(error);
    let (command, help) = (typed.named(), typed.help());
    let hint = misuse::remedy(typed, error)
        .unwrap_or_else(|| words!("'{help}' shows every flag", "可用 '{help}' 查看所有参数"));
    Error::usage(words!("{command}: {en}", "{command}：{zh}")).hint(hint)
}
