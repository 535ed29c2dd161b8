//! The flags of `s info`.

use clap::Parser;

use super::named;
use super::root::RootFlags;
use super::{Global, Yes, misuse, no_words};
use crate::error::Result;
use crate::typed::Typed;

/// What `s info` was asked to tell.
#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct InfoFlags {
    #[command(flatten)]
    pub root: RootFlags,
    /// As upstream's of FC 2.0: of the triggers only these.
    #[arg(long)]
    pub trigger_name: Vec<String>,
    /// Nothing is asked, so it has no effect.
    #[command(flatten)]
    yes: Yes,
    #[command(flatten)]
    global: Global,
    /// What belongs to no flag; see [`no_words`].
    words: Vec<String>,
}

/// Parses the arguments of `s info`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn info(typed: &Typed) -> Result<InfoFlags> {
    let parsed = InfoFlags::try_parse_from(typed.args()).map_err(|error| misuse(typed, &error))?;
    no_words(typed, &parsed.words)?;
    parsed.root.refuse_domains(typed)?;
    if !parsed.trigger_name.is_empty() && !typed.names_parts() {
        return Err(named::unknown(typed, "--trigger-name"));
    }
    Ok(parsed)
}
