//! How upstream's component `fc` names a part of a resource: by a word, and by flags of its own.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{misuse, no_words};
use crate::error::{Error, Result};
use crate::model::scope::{Half, Scope, Triggers};
use crate::typed::{PARTS, Typed};
use crate::words;

/// The word for the service and what is bound to it.
pub(super) const SERVICE: &str = "service";

/// The flags beside the word. A resource of FC 3.0 has none of them.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct NamedPart {
    /// Which half of the function; both where it is not named.
    #[arg(long = "type", value_parser = ["code", "config"])]
    half: Option<String>,
    /// Once for each trigger; all of them where none is named.
    #[arg(long)]
    trigger_name: Vec<String>,
}

impl NamedPart {
    /// What the word and the flags name; `None` where they name no part. `domains` are the names that the
    /// command takes from a flag which other commands have, too.
    ///
    /// # Errors
    /// A word that is no part, a flag that has nothing to do with the word, or one that the resource does not
    /// take.
    pub(super) fn scope(
        &self,
        typed: &Typed,
        words: &[String],
        domains: &[String],
    ) -> Result<Option<Scope>> {
        if !typed.names_parts() {
            self.refuse(typed)?;
            no_words(typed, words)?;
            return Ok(None);
        }
        let part = part(typed, words)?;
        self.check(typed, part, !domains.is_empty())?;
        let half = match self.half.as_deref() {
            Some("code") => Half::Code,
            Some(_) => Half::Config,
            None => Half::Both,
        };
        let triggers = Some(match &self.trigger_name[..] {
            [] => Triggers::All,
            names => Triggers::Named(names.to_vec()),
        });
        let (function, domains) = (Some(half), domains.to_vec());
        let none = Scope::default();
        Ok(match part {
            None if !self.is_given() && domains.is_empty() => None,
            Some(SERVICE) => Some(Scope {
                service: true,
                ..none
            }),
            Some("function") => Some(Scope {
                function,
                async_invoke: half != Half::Code,
                ..none
            }),
            Some("trigger") => Some(Scope { triggers, ..none }),
            Some("domain") => Some(Scope {
                domains,
                rest: true,
                ..none
            }),
            _ if half == Half::Code => Some(Scope { function, ..none }),
            _ => Some(Scope {
                function,
                triggers,
                domains,
                ..Scope::whole()
            }),
        })
    }

    /// Whether a flag names anything.
    fn is_given(&self) -> bool {
        self.half.is_some() || !self.trigger_name.is_empty()
    }

    /// The flags of a resource that has none of them.
    ///
    /// # Errors
    /// There is one all the same.
    fn refuse(&self, typed: &Typed) -> Result<()> {
        let given = [
            ("--type", self.half.is_some()),
            ("--trigger-name", !self.trigger_name.is_empty()),
        ];
        let found = given.into_iter().find(|(_, is_given)| *is_given);
        found.map_or(Ok(()), |(flag, _)| Err(unknown(typed, flag)))
    }

    /// Whether each flag has to do with the part.
    fn check(&self, typed: &Typed, part: Option<&str>, has_domains: bool) -> Result<()> {
        let whole = [None, Some("all")];
        let is_code = self.half.as_deref() == Some("code");
        let fits = |own: &str| part == Some(own) || whole.contains(&part);
        let flags = [
            ("--type", self.half.is_some(), fits("function")),
            (
                "--trigger-name",
                !self.trigger_name.is_empty(),
                fits("trigger") && !is_code,
            ),
            ("--domain-name", has_domains, fits("domain") && !is_code),
        ];
        let wrong = flags.iter().find(|(_, is_given, fits)| *is_given && !fits);
        let Some((flag, ..)) = wrong else {
            return Ok(());
        };
        // About the whole only the code leaves something out.
        let other = part.filter(|part| *part != "all").unwrap_or("--type code");
        Err(unrelated(typed, flag, other))
    }
}

/// A flag that says something else than what stands beside it.
pub(super) fn unrelated(typed: &Typed, flag: &str, other: &str) -> Error {
    let without = typed.dropping(&[flag]).again();
    Error::usage(words!(
        "{flag} has nothing to do with {other}",
        "{flag} 与 {other} 不能同时使用"
    ))
    .hint(words!(
        "leave one of them out: '{without}'",
        "请去掉其中一个：'{without}'"
    ))
}

/// The part that the words name.
///
/// # Errors
/// A word that is no part, or more than one.
fn part<'w>(typed: &Typed, words: &'w [String]) -> Result<Option<&'w str>> {
    match words {
        [] => Ok(None),
        [one] if PARTS.contains(&one.as_str()) => Ok(Some(one)),
        [first, second, ..] if PARTS.contains(&first.as_str()) => {
            let one = typed.named();
            Err(Error::usage(words!(
                "{one} takes one part, and there are two: {first}, {second}",
                "{one} 只接受一个部分，而这里有两个：{first}、{second}"
            ))
            .hint(words!(
                "run it once for each of them, or leave both out for all parts",
                "请对每个部分各执行一次，或都不写以部署全部"
            )))
        }
        _ => {
            no_words(typed, words)?;
            Ok(None)
        }
    }
}

/// What a flag is that other resources have.
pub(super) fn unknown(typed: &Typed, flag: &str) -> Error {
    let mut error = clap::Error::new(ErrorKind::UnknownArgument);
    let flag = ContextValue::String(flag.to_owned());
    error.insert(ContextKind::InvalidArg, flag);
    misuse(typed, &error)
}

/// A part that is named in both ways.
pub(super) fn twice(typed: &Typed) -> Error {
    let whole = typed.on_whole().again();
    Error::usage(words!(
        "the part is named twice: by a word or --type, and by --function, --trigger or --async-invoke-config",
        "重复指定了部分：既用单词或 --type，又用 --function、--trigger 或 --async-invoke-config"
    ))
    .hint(words!(
        "leave one of them out; '{whole}' is about all of it",
        "请去掉其中一种；'{whole}' 针对全部内容"
    ))
}
