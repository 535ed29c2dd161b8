//! Services of FC 2.0 and the functions in them. They are resources of their own: nothing of FC 3.0 stands in a
//! service, and nothing of a service is a function of FC 3.0.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Cloud;
use super::config::{self, Configs, Kind};
use crate::checksum::checksum;
use crate::clock::Moment;
use crate::doc::{Doc, text};
use crate::error::{ApiError, Result};

/// The operations of the API version 2016-08-15. There is no value of it: they work on the [`Cloud`], and this is
/// where their names do not meet those of FC 3.0.
pub(crate) enum Fc2 {}

/// All services of the account, by name.
pub(crate) type Services = BTreeMap<String, FcService>;

/// A service with what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct FcService {
    /// As the API shows it.
    pub(crate) doc: Doc,
    /// By name; a service has no other functions.
    pub(crate) functions: BTreeMap<String, ServiceFunction>,
    /// Shown by lists and by an operation of their own.
    pub(crate) tags: BTreeMap<String, String>,
    /// The VPCs that alone may invoke it, in the order in which they were let in.
    pub(crate) vpcs: Vec<String>,
    /// By number.
    pub(crate) versions: BTreeMap<u32, ServiceVersion>,
    /// How many versions were ever published.
    pub(crate) published: u32,
    /// By name.
    pub(crate) aliases: BTreeMap<String, Doc>,
}

/// A function of a service.
#[derive(Clone, Debug)]
pub(crate) struct ServiceFunction {
    /// As the API shows it.
    pub(crate) doc: Doc,
    /// The code; containers have none.
    pub(crate) package: Option<Vec<u8>>,
    /// By name.
    pub(crate) triggers: BTreeMap<String, Doc>,
    /// By kind and qualifier.
    pub(crate) configs: Configs,
}

/// A published version: the service with all its functions as they were.
#[derive(Clone, Debug)]
pub(crate) struct ServiceVersion {
    /// What the list of versions says of it.
    pub(crate) about: Doc,
    /// The service as it was.
    pub(crate) doc: Doc,
    /// Each function as it was, and its code then.
    pub(crate) functions: BTreeMap<String, (Doc, Option<Vec<u8>>)>,
}

/// What stands in a path for a service: its name, and behind a dot a version or alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Qualified {
    /// The service's name, which has no dot.
    pub(crate) service: String,
    /// `LATEST` where the path names none.
    pub(crate) qualifier: String,
}

impl Qualified {
    /// Takes the segment of a path apart.
    pub(crate) fn parse(segment: &str) -> Qualified {
        let (service, qualifier) = segment.split_once('.').unwrap_or((segment, "LATEST"));
        Qualified {
            service: service.to_owned(),
            qualifier: qualifier.to_owned(),
        }
    }
}

impl FcService {
    /// Everything about it, for [`crate::Emulator::state`].
    pub(crate) fn state(&self) -> Value {
        let functions = self.functions.iter();
        let functions: Doc = functions
            .map(|(name, function)| (name.clone(), function.state()))
            .collect();
        let mut state = self.doc.clone();
        state.insert("functions".to_owned(), functions.into());
        state.insert("tags".to_owned(), json!(self.tags));
        state.insert("vpcIds".to_owned(), json!(self.vpcs));
        state.insert("aliases".to_owned(), json!(self.aliases));
        state.insert(
            "versions".to_owned(),
            json!(self.versions.keys().collect::<Vec<_>>()),
        );
        Value::Object(state)
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        text(&self.doc, "serviceName").unwrap_or_default()
    }

    /// A function, or the refusal that there is none of that name.
    pub(crate) fn function(&self, name: &str) -> Result<&ServiceFunction> {
        let missing = || ApiError::no_service_function(name, self.name());
        self.functions.get(name).ok_or_else(missing)
    }

    /// The version behind a qualifier; `None` for the service as it is now.
    pub(crate) fn resolve(&self, qualifier: &str) -> Result<Option<&ServiceVersion>> {
        let number = match self.aliases.get(qualifier) {
            Some(alias) => text(alias, "versionId").unwrap_or_default(),
            None => qualifier,
        };
        // An alias may lead to the service itself, too.
        if number == "LATEST" {
            return Ok(None);
        }
        let id = number.parse().ok();
        let version = id.and_then(|id: u32| self.versions.get(&id));
        let is_number = qualifier.bytes().all(|byte| byte.is_ascii_digit());
        let missing = || match is_number {
            true => ApiError::no_service_version(qualifier, self.name()),
            false => ApiError::no_service_alias(qualifier, self.name()),
        };
        version.map(Some).ok_or_else(missing)
    }

    /// A function behind a qualifier: what is shown of it, and its code.
    pub(crate) fn qualified(&self, qualifier: &str, name: &str) -> Result<(&Doc, Option<&[u8]>)> {
        let Some(version) = self.resolve(qualifier)? else {
            let function = self.function(name)?;
            return Ok((&function.doc, function.package.as_deref()));
        };
        let missing = || ApiError::no_service_function(name, self.name());
        let (doc, package) = version.functions.get(name).ok_or_else(missing)?;
        Ok((doc, package.as_deref()))
    }
}

impl ServiceFunction {
    /// Everything about it, for [`crate::Emulator::state`].
    fn state(&self) -> Value {
        let mut state = self.doc.clone();
        state.insert("triggers".to_owned(), json!(self.triggers));
        state.insert("configs".to_owned(), config::state(&self.configs));
        Value::Object(state)
    }

    /// Gives it other code, with the checksum and size that are shown of it.
    pub(crate) fn set_package(&mut self, package: Vec<u8>) {
        let checksum = checksum(&package);
        self.doc.insert("codeChecksum".to_owned(), checksum.into());
        self.doc.insert("codeSize".to_owned(), package.len().into());
        self.package = Some(package);
    }

    /// How many instances are provisioned for a version or alias.
    pub(crate) fn instances(&self, qualifier: &str, now: Moment, settle: u64) -> i64 {
        let config = self.configs.get(&(Kind::Provision, qualifier.to_owned()));
        config.map_or(0, |config| config.current(Kind::Provision, now, settle))
    }
}

impl Cloud {
    /// A service of FC 2.0, or the refusal that there is none of that name.
    pub(crate) fn service(&self, name: &str) -> Result<&FcService> {
        let found = self.services.get(name);
        found.ok_or_else(|| ApiError::no_service(name))
    }

    /// The same to be changed.
    pub(crate) fn service_mut(&mut self, name: &str) -> Result<&mut FcService> {
        let found = self.services.get_mut(name);
        found.ok_or_else(|| ApiError::no_service(name))
    }

    /// A function of a service to be changed; the service is looked for first, so that the refusal names what is
    /// missing.
    pub(crate) fn service_function_mut(
        &mut self,
        service: &str,
        name: &str,
    ) -> Result<&mut ServiceFunction> {
        let found = self.service_mut(service)?.functions.get_mut(name);
        found.ok_or_else(|| ApiError::no_service_function(name, service))
    }
}

#[cfg(test)]
mod tests {
    use super::Qualified;

    #[test]
    fn a_qualifier_stands_behind_a_dot() {
        let of = |segment: &str| {
            let Qualified { service, qualifier } = Qualified::parse(segment);
            (service, qualifier)
        };
        let pair = |service: &str, qualifier: &str| (service.to_owned(), qualifier.to_owned());
        assert_eq!(of("svc"), pair("svc", "LATEST"));
        assert_eq!(of("svc.prod"), pair("svc", "prod"));
        assert_eq!(of("svc.2"), pair("svc", "2"));
    }
}
