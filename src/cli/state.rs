//! The flags of `s state`.

use clap::Parser;

use super::{Global, misuse};
use crate::error::{Error, Result};
use crate::typed::Typed;
use crate::words;

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
/// The arguments of `s state`, as they are typed.
pub(super) struct StateArgs {
    #[command(flatten)]
    global: Global,
    /// `init`.
    words: Vec<String>,
}

/// Parses the arguments of `s state init`, which has none of its own.
///
/// # Errors
/// A flag that is unknown, or another word than `init`.
pub fn state(typed: &Typed) -> Result<()> {
    let parsed = StateArgs::try_parse_from(typed.args()).map_err(|error| misuse(typed, &error))?;
    match &parsed.words[..] {
        [word] if word == "init" => Ok(()),
        _ => {
            let (command, init) = (typed.named(), typed.in_project("state").with("init"));
            Err(Error::usage(words!(
                "{command}: say what is to be done",
                "{command}：请写明要执行的操作"
            ))
            .hint(words!(
                "'{init}' prepares the place in which a team keeps its records",
                "'{init}' 用于准备团队存放记录的位置"
            )))
        }
    }
}
