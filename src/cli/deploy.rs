//! The flags of `s deploy`.

use clap::Parser;

use super::decide::Decide;
use super::named::{self, NamedPart};
use super::part::PartFlags;
use super::{Global, Yes, misuse};
use crate::error::Result;
use crate::model::scope::Scope;
use crate::plan::Policy;
use crate::typed::Typed;

/// What `s deploy` was asked to do.
#[derive(Clone, Debug)]
pub struct DeployFlags {
    /// What flags decide about differences.
    pub policy: Policy,
    /// What is deployed.
    pub scope: Scope,
    /// Whether what stays online is written into `s.yaml`; the person is asked where nothing is said.
    pub write_back: Option<bool>,
    /// Whether images are left as they are in their registry.
    pub skip_push: bool,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
/// The arguments of `s deploy`, as they are typed.
pub(super) struct Deploy {
    #[command(flatten)]
    decide: Decide,
    /// Answers confirmations, of which this command has none; it never decides a drift.
    #[command(flatten)]
    yes: Yes,
    #[command(flatten)]
    part: PartFlags,
    #[command(flatten)]
    named: NamedPart,
    /// Of a resource of FC 2.0, which may have several.
    #[arg(long)]
    domain_name: Vec<String>,
    /// As upstream: the image is deployed as its registry has it.
    #[arg(long)]
    skip_push: bool,
    /// What is older here than online is deployed all the same.
    #[arg(long)]
    rollback: bool,
    /// What looks like a slip of the pen in `s.yaml` is none. It is asked for before the flags are parsed, by
    /// whoever reads the file.
    #[arg(long)]
    allow_unknown: bool,
    #[arg(long, conflicts_with = "no_write_back")]
    write_back: bool,
    #[arg(long)]
    no_write_back: bool,
    #[command(flatten)]
    global: Global,
    /// The part of a resource of FC 2.0. `s deploy NAME` deploys every resource and leaves NAME here.
    words: Vec<String>,
}

/// Parses the arguments of `s deploy`.
///
/// # Errors
/// A flag that is unknown, incomplete, or in contradiction with another; a word that is no flag.
pub fn deploy(typed: &Typed) -> Result<DeployFlags> {
    let parsed = Deploy::try_parse_from(typed.args()).map_err(|error| misuse(typed, &error))?;
    let domains = &parsed.domain_name;
    if !domains.is_empty() && !typed.names_parts() {
        return Err(named::unknown(typed, "--domain-name"));
    }
    let named = parsed.named.scope(typed, &parsed.words, domains)?;
    Ok(DeployFlags {
        policy: Policy {
            rollback: parsed.rollback,
            ..parsed.decide.policy()
        },
        scope: parsed.part.scope_beside(typed, named)?,
        skip_push: parsed.skip_push,
        // That neither was typed is an answer of its own: then a person is asked.
        write_back: match (parsed.write_back, parsed.no_write_back) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
    })
}
