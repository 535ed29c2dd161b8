//! The flags that leave out a part of the resource.

use super::named;
use crate::error::{Error, Result};
use crate::model::scope::{Half, Scope, Triggers};
use crate::typed::Typed;
use crate::words;

/// The flags that leave out a part of the resource. Together they name several parts.
#[derive(Debug, clap::Args)]
pub(super) struct PartFlags {
    /// Both halves where neither is named.
    #[arg(long, num_args = 0..=1, default_missing_value = "", value_parser = ["", "code", "config"])]
    pub(super) function: Option<String>,
    /// All triggers where none is named.
    #[arg(long, num_args = 0..=1, default_missing_value = "")]
    pub(super) trigger: Option<String>,
    /// Undocumented upstream; the block has no part that could be named.
    #[arg(long)]
    pub(super) async_invoke_config: bool,
}

impl PartFlags {
    /// What is left: everything where no flag names a part.
    ///
    /// # Errors
    /// The name of a trigger is empty.
    pub(super) fn scope(&self) -> Result<Scope> {
        if !self.is_given() {
            return Ok(Scope::whole());
        }
        let function = self.function.as_deref().map(|half| match half {
            "code" => Half::Code,
            "config" => Half::Config,
            // The parser takes no other word, so this is the flag alone.
            _ => Half::Both,
        });
        Ok(Scope {
            // What stands around the function goes with its configuration.
            service: function.is_some_and(|half| half != Half::Code),
            function,
            triggers: self.trigger.as_deref().map(triggers).transpose()?,
            async_invoke: self.async_invoke_config,
            // What no flag can name (the domain, what left the file) goes with the whole resource only.
            ..Scope::default()
        })
    }

    /// Whether a flag names a part.
    pub(super) fn is_given(&self) -> bool {
        self.function.is_some() || self.trigger.is_some() || self.async_invoke_config
    }

    /// The same where the component names parts in another way, too.
    ///
    /// # Errors
    /// The part is named in both ways, or as of [`PartFlags::scope`].
    pub(super) fn scope_beside(&self, typed: &Typed, named: Option<Scope>) -> Result<Scope> {
        match named {
            Some(_) if self.is_given() => Err(named::twice(typed)),
            Some(scope) => Ok(scope),
            None => self.scope(),
        }
    }
}

/// The triggers of a list that is parted by commas; all of them where it is empty.
fn triggers(names: &str) -> Result<Triggers> {
    if names.is_empty() {
        return Ok(Triggers::All);
    }
    let names: Vec<String> = names
        .split(',')
        .map(|name| name.trim().to_owned())
        .collect();
    // A slip like `a,,b`, or a variable of the shell that is not set: which trigger was meant is not to be
    // guessed.
    if names.iter().any(String::is_empty) {
        return Err(Error::usage(words!(
            "--trigger: a name is empty",
            "--trigger：触发器名称为空"
        ))
        .hint(words!(
            "write for example: --trigger http,timer",
            "例如：--trigger http,timer"
        )));
    }
    Ok(Triggers::Named(names))
}
