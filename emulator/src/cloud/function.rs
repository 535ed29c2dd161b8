//! A function, and its versions.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::config::{self, Configs, Kind};
use super::session::Session;
use crate::checksum::checksum;
use crate::clock::Moment;
use crate::doc::{Doc, text};
use crate::error::{ApiError, Result};

/// A function with what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// As the API shows it.
    pub(crate) doc: Doc,
    /// The code; containers have none.
    pub(crate) package: Option<Vec<u8>>,
    /// By name.
    pub(crate) triggers: BTreeMap<String, Doc>,
    /// By kind and qualifier.
    pub(crate) configs: Configs,
    /// The VPCs that may call it, in the order in which they were let in.
    pub(crate) vpcs: Vec<String>,
    /// By number.
    pub(crate) versions: BTreeMap<u32, Version>,
    /// How many versions were ever published.
    pub(crate) published: u32,
    /// By name.
    pub(crate) aliases: BTreeMap<String, Doc>,
    /// Asynchronous invocations, by id.
    pub(crate) tasks: BTreeMap<String, Doc>,
    /// By id.
    pub(crate) sessions: BTreeMap<String, Session>,
    /// When its image was last looked up, and whether there is such an image.
    pub(crate) image: Option<(Moment, bool)>,
}

/// A published version.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    /// What the list of versions says of it.
    pub(crate) about: Doc,
    /// The function as it was.
    pub(crate) doc: Doc,
    /// Its code then.
    pub(crate) package: Option<Vec<u8>>,
}

impl Function {
    /// Everything about it, for [`crate::Emulator::state`].
    pub(crate) fn state(&self) -> Value {
        let mut state = self.doc.clone();
        state.insert("triggers".to_owned(), json!(self.triggers));
        state.insert("aliases".to_owned(), json!(self.aliases));
        state.insert("vpcIds".to_owned(), json!(self.vpcs));
        state.insert("configs".to_owned(), config::state(&self.configs));
        state.insert(
            "versions".to_owned(),
            json!(self.versions.keys().collect::<Vec<_>>()),
        );
        Value::Object(state)
    }

    /// `acs:fc:REGION:ACCOUNT:functions/NAME`. It was given when the function was created, so that all that
    /// belongs to the function is in its region, whichever host a later request names.
    pub(crate) fn arn(&self) -> &str {
        text(&self.doc, "functionArn").unwrap_or_default()
    }

    /// The ARN of a version or alias; the function's own where it is the latest.
    pub(crate) fn qualified_arn(&self, qualifier: &str) -> String {
        match qualifier {
            "LATEST" => self.arn().to_owned(),
            qualifier => format!("{}/{qualifier}", self.arn()),
        }
    }

    /// The region that it stands in.
    pub(crate) fn region(&self) -> &str {
        self.arn().split(':').nth(2).unwrap_or_default()
    }

    /// Whether it may not be invoked, so that it has no instances either.
    pub(crate) fn is_disabled(&self) -> bool {
        let restriction = self.doc.get("invocationRestriction");
        restriction.is_some_and(|restriction| restriction["disable"] == true)
    }

    /// Gives it other code, with the checksum and size that are shown of it.
    pub(crate) fn set_package(&mut self, package: Vec<u8>) {
        let checksum = checksum(&package);
        self.doc.insert("codeChecksum".to_owned(), checksum.into());
        self.doc.insert("codeSize".to_owned(), package.len().into());
        self.package = Some(package);
    }

    /// The version behind a qualifier; `None` for the function itself.
    pub(crate) fn resolve(&self, function: &str, qualifier: &str) -> Result<Option<&Version>> {
        if qualifier == "LATEST" {
            return Ok(None);
        }
        let number = match self.aliases.get(qualifier) {
            Some(alias) => text(alias, "versionId").unwrap_or_default(),
            None => qualifier,
        };
        // An alias may lead to the function itself, too.
        if number == "LATEST" {
            return Ok(None);
        }
        let version = number
            .parse()
            .ok()
            .and_then(|id: u32| self.versions.get(&id));
        let is_number = qualifier.bytes().all(|byte| byte.is_ascii_digit());
        let missing = if is_number { no_version } else { no_alias };
        version
            .map(Some)
            .ok_or_else(|| missing(qualifier, function))
    }

    /// How many instances its configurations keep.
    pub(crate) fn instances(&self, qualifier: &str, now: Moment, settle: u64) -> i64 {
        let kinds = [Kind::Provision, Kind::Scaling];
        let configs = kinds.iter().filter_map(|kind| {
            let config = self.configs.get(&(*kind, qualifier.to_owned()))?;
            Some(config.current(*kind, now, settle))
        });
        configs.sum()
    }
}

/// 404 `VersionNotFound`.
pub(crate) fn no_version(id: &str, function: &str) -> ApiError {
    let message = format!("version '{id}' of function '{function}' does not exist");
    ApiError::new(404, "VersionNotFound", message)
}

/// 404 `AliasNotFound`.
pub(crate) fn no_alias(name: &str, function: &str) -> ApiError {
    let message = format!("alias '{name}' of function '{function}' does not exist");
    ApiError::new(404, "AliasNotFound", message)
}
