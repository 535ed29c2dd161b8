//! The flags of `s remove`.

use clap::Parser;

use super::named::{self, NamedPart};
use super::part::PartFlags;
use super::root::RootFlags;
use super::{Global, Lists, Yes, misuse};
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
    /// What is removed instead of what the file names.
    pub root: RootFlags,
    /// Whether it is about something that no resource of the file names.
    pub is_apart: bool,
    /// What becomes of the service of FC 2.0.
    pub service: ServiceEnd,
}

/// What becomes of the service of FC 2.0 in a removal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceEnd {
    /// It goes with the last function in it.
    Emptied,
    /// It goes with everything in it, whoever deployed that.
    Whole,
    /// It is not looked at.
    Kept,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
/// The arguments of `s remove`, as they are typed.
pub(super) struct Remove {
    /// Answers the confirmation. One that the CLI put there by itself never arrives here.
    #[command(flatten)]
    yes: Yes,
    #[command(flatten)]
    root: RootFlags,
    /// Without halves: a function cannot be removed by its configuration alone.
    #[arg(long)]
    function: bool,
    /// As in [`PartFlags`].
    #[arg(long, num_args = 0..=1, default_missing_value = "")]
    trigger: Option<String>,
    #[arg(long)]
    async_invoke_config: bool,
    #[command(flatten)]
    named: NamedPart,
    /// As upstream: what others put into the service stays, as it does without the word `service`.
    #[arg(long)]
    use_local: bool,
    /// Of that one everything goes, so it names no part.
    #[arg(long, conflicts_with_all = ["function", "trigger", "async_invoke_config", "region", "function_name", "domain_name"])]
    orphan: Option<String>,
    #[command(flatten)]
    lists: Lists,
    #[command(flatten)]
    global: Global,
    words: Vec<String>,
}

impl Remove {
    /// Whoever names less than the whole service beside it means that, and must not lose all of it.
    ///
    /// # Errors
    /// There is such a flag.
    fn refuse_less(&self, typed: &Typed) -> Result<()> {
        let less = [
            ("--function", self.function),
            ("--trigger", self.trigger.is_some()),
            ("--async-invoke-config", self.async_invoke_config),
            ("--orphan", self.orphan.is_some()),
            ("--function-name", self.root.names_function()),
        ];
        match less.iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => Err(named::unrelated(typed, flag, named::SERVICE)),
            None => Ok(()),
        }
    }
}

/// Parses the arguments of `s remove`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn remove(typed: &Typed) -> Result<RemoveFlags> {
    let parsed = Remove::try_parse_from(typed.args()).map_err(|error| misuse(typed, &error))?;
    let domains = parsed.root.domains(typed);
    let named = parsed.named.scope(typed, &parsed.words, &domains)?;
    if parsed.use_local && !typed.names_parts() {
        return Err(named::unknown(typed, "--use-local"));
    }
    let first = parsed.words.first().map(String::as_str);
    let is_service = typed.names_parts() && first == Some(named::SERVICE);
    if is_service {
        parsed.refuse_less(typed)?;
    }
    // With the service everything goes that stands in it.
    let named = named.filter(|_| !is_service);
    let part = PartFlags {
        // In a removal the flag has no value; in the parts of a deploy the empty one means both halves.
        function: parsed.function.then(String::new),
        trigger: parsed.trigger,
        async_invoke_config: parsed.async_invoke_config,
    };
    Ok(RemoveFlags {
        scope: part.scope_beside(typed, named)?,
        assume_yes: parsed.yes.assume_yes,
        is_apart: parsed.orphan.is_some(),
        orphan: parsed.orphan,
        root: parsed.root,
        service: match is_service && !parsed.use_local {
            true => ServiceEnd::Whole,
            false => ServiceEnd::Emptied,
        },
    })
}
