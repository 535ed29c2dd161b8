//! The flags of `s history`.

use clap::Parser;

use super::{Global, Yes, misuse, no_words};
use crate::error::Result;
use crate::typed::Typed;

/// What `s history` was asked to tell: all that is known of the resource.
#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct HistoryFlags {
    /// Whether all versions of each record are looked at, however many there are.
    #[arg(long)]
    pub all: bool,
    /// Nothing is asked, so it has no effect.
    #[command(flatten)]
    yes: Yes,
    #[command(flatten)]
    global: Global,
    /// What belongs to no flag; see [`no_words`].
    words: Vec<String>,
}

/// Parses the arguments of `s history`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn history(typed: &Typed) -> Result<HistoryFlags> {
    let parsed =
        HistoryFlags::try_parse_from(typed.args()).map_err(|error| misuse(typed, &error))?;
    no_words(typed, &parsed.words)?;
    Ok(parsed)
}
