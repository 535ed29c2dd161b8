//! The flags of `s remove`.

use clap::Parser;

use super::part::PartFlags;
use super::{Global, Lists, misuse, no_words};
use crate::error::Result;
use crate::model::scope::Scope;
use crate::typed::Typed;

/// What `s remove` was asked to do.
#[derive(Clone, Debug)]
pub struct RemoveFlags {
    pub scope: Scope,
    pub assume_yes: bool,
    /// The function that no resource of the file names any more, to be removed instead of what it
    /// names: its name, or region and name with a `/` between them.
    pub orphan: Option<String>,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub(super) struct Remove {
    #[arg(short = 'y', long, overrides_with = "assume_yes")]
    assume_yes: bool,
    #[arg(long)]
    function: bool,
    #[arg(long, num_args = 0..=1, default_missing_value = "")]
    trigger: Option<String>,
    #[arg(long)]
    async_invoke_config: bool,
    #[arg(long, conflicts_with_all = ["function", "trigger", "async_invoke_config"])]
    orphan: Option<String>,
    #[command(flatten)]
    lists: Lists,
    #[command(flatten)]
    global: Global,
    words: Vec<String>,
}

/// Parses the arguments of `s remove`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn remove(typed: &Typed) -> Result<RemoveFlags> {
    let parsed = Remove::try_parse_from(typed.args()).map_err(|error| misuse(typed, &error))?;
    no_words(typed, &parsed.words)?;
    let part = PartFlags {
        function: parsed.function.then(String::new),
        trigger: parsed.trigger,
        async_invoke_config: parsed.async_invoke_config,
    };
    Ok(RemoveFlags {
        scope: part.scope()?,
        assume_yes: parsed.assume_yes,
        orphan: parsed.orphan,
    })
}
