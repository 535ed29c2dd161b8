//! The flags that leave out a part of the resource.

use crate::error::{Error, Result};
use crate::model::scope::{Half, Scope, Triggers};
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
    #[arg(long)]
    pub(super) async_invoke_config: bool,
}

impl PartFlags {
    pub(super) fn scope(&self) -> Result<Scope> {
        if self.function.is_none() && self.trigger.is_none() && !self.async_invoke_config {
            return Ok(Scope::whole());
        }
        let function = self.function.as_deref().map(|half| match half {
            "code" => Half::Code,
            "config" => Half::Config,
            _ => Half::Both,
        });
        Ok(Scope {
            function,
            triggers: self.trigger.as_deref().map(triggers).transpose()?,
            async_invoke: self.async_invoke_config,
            rest: false,
        })
    }
}

fn triggers(names: &str) -> Result<Triggers> {
    if names.is_empty() {
        return Ok(Triggers::All);
    }
    let names: Vec<String> = names
        .split(',')
        .map(|name| name.trim().to_owned())
        .collect();
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
