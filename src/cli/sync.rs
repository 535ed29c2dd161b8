//! The flags of `s sync`.

use clap::Parser;

use super::named;
use super::root::RootFlags;
use super::{Global, Lists, Yes, misuse, no_words};
use crate::error::Result;
use crate::typed::Typed;

/// What `s sync` was asked to do.
#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct SyncFlags {
    /// The folder to put it into, seen from the folder of `s.yaml`.
    #[arg(long, default_value = "sync-clone")]
    pub target_dir: String,
    /// The version or alias that is read.
    #[arg(long, default_value = "LATEST")]
    pub qualifier: String,
    /// As upstream's of FC 2.0: only one of the two.
    #[arg(long = "type", value_parser = ["code", "config"])]
    half: Option<String>,
    #[command(flatten)]
    pub root: RootFlags,
    #[command(flatten)]
    yes: Yes,
    #[command(flatten)]
    lists: Lists,
    #[command(flatten)]
    global: Global,
    words: Vec<String>,
}

impl SyncFlags {
    /// Whether `code` or `config` is brought here.
    pub fn covers(&self, half: &str) -> bool {
        self.half.as_deref().is_none_or(|one| one == half)
    }
}

/// Parses the arguments of `s sync`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn sync(typed: &Typed) -> Result<SyncFlags> {
    let parsed = SyncFlags::try_parse_from(typed.args()).map_err(|error| misuse(typed, &error))?;
    no_words(typed, &parsed.words)?;
    parsed.root.refuse_domains(typed)?;
    if parsed.half.is_some() && !typed.names_parts() {
        return Err(named::unknown(typed, "--type"));
    }
    Ok(parsed)
}
