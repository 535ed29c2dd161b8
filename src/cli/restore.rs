//! The flags of `s restore`.

use clap::Parser;

use super::decide::Decide;
use super::{Global, Yes, misuse};
use crate::error::Result;
use crate::plan::Policy;
use crate::typed::Typed;

/// What `s restore` was asked to do.
#[derive(Clone, Debug)]
pub struct RestoreFlags {
    /// The backup that is put back; without one they are listed.
    pub id: Option<String>,
    /// What flags decide about what others changed since.
    pub policy: Policy,
    pub assume_yes: bool,
    /// Whether a program reads the result.
    pub is_read: bool,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
/// The arguments of `s restore`, as they are typed.
pub(super) struct Restore {
    #[command(flatten)]
    decide: Decide,
    /// Agrees to the backup as it is shown; it decides nothing about what others changed since.
    #[command(flatten)]
    yes: Yes,
    #[command(flatten)]
    global: Global,
    /// The word without a flag. It may be no name of a resource either: `s restore NAME` is told as a
    /// backup that there is not, with the command that was meant.
    id: Option<String>,
}

/// Parses the arguments of `s restore`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn restore(typed: &Typed) -> Result<RestoreFlags> {
    let parsed = Restore::try_parse_from(typed.args()).map_err(|error| misuse(typed, &error))?;
    Ok(RestoreFlags {
        id: parsed.id,
        policy: parsed.decide.policy(),
        assume_yes: parsed.yes.assume_yes,
        is_read: parsed.global.output.is_some() || parsed.global.silent,
    })
}
