//! The flags that say which function or domain is meant, as upstream has them: without them it is that of
//! `s.yaml`.

use serde_json::{Map, Value};

use super::named;
use crate::dialect;
use crate::error::{Error, Result};
use crate::model::identity::{IdentityPath, listed};
use crate::model::reference::Identified;
use crate::turn::Turn;
use crate::typed::Typed;
use crate::words;
use crate::words::Words;

/// What the flags say of the root; nothing where it is that of the file.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RootFlags {
    #[arg(long)]
    region: Option<String>,
    /// Of FC 2.0.
    #[arg(long)]
    service_name: Option<String>,
    #[arg(long)]
    function_name: Option<String>,
    /// Of a resource that is nothing but a domain; of FC 2.0 it names a part ([`RootFlags::domains`]).
    #[arg(long)]
    domain_name: Option<String>,
}

impl RootFlags {
    /// The turn of the root that the flags name; `None` where that is the file's own. `is_of_several` says that
    /// the command runs on other resources, too.
    ///
    /// # Errors
    /// A name for several resources, or one that the component has no property for.
    pub fn about(&self, turn: &Turn, is_of_several: bool) -> Result<Option<Turn>> {
        // Where the CLI runs the component without a project it hands over no block.
        let own = turn.props.as_object().cloned().unwrap_or_default();
        let mut props = Value::Object(own.clone());
        let is_of_services = turn.typed.names_parts() || self.service_name.is_some();
        let given: Vec<_> = self
            .given()
            .filter(|(_, flag, _)| !(is_of_services && *flag == "--domain-name"))
            .collect();
        for (property, flag, value) in &given {
            if *property != "region" && is_of_several {
                return Err(of_several(&turn.typed, flag));
            }
            match (*property, is_of_services) {
                ("serviceName", true) => name_block(&mut props, "service", value),
                ("functionName", true) => name_block(&mut props, "function", value),
                _ => props[property] = Value::from(*value),
            }
        }
        // What the resource is in the file it is here, too.
        let known = match own.is_empty() {
            true => dialect::of_props(&props).identity(),
            false => dialect::of_props(&turn.props).identity(),
        };
        let is_known = |property: &&str| {
            let mut known = known.iter();
            known.any(|path| path.steps() == [*property])
                || (is_of_services && *property != "domainName")
        };
        let mut given = given.iter();
        if let Some((_, flag, _)) = given.find(|(property, ..)| !is_known(property)) {
            return Err(of_another_kind(&turn.typed, flag, known));
        }
        Ok((props != turn.props).then(|| Turn {
            props,
            // Whatever the file draws the name from, it was typed.
            naming: Identified::Said,
            ..turn.clone()
        }))
    }

    /// Whether a function is named.
    pub(super) fn names_function(&self) -> bool {
        self.function_name.is_some()
    }

    /// The domains of a resource of FC 2.0 that the command is about; all of them where none is named.
    pub(super) fn domains(&self, typed: &Typed) -> Vec<String> {
        let name = self.domain_name.iter().filter(|_| typed.names_parts());
        name.cloned().collect()
    }

    /// The same for a command that is about the whole resource.
    ///
    /// # Errors
    /// There is such a name.
    pub(super) fn refuse_domains(&self, typed: &Typed) -> Result<()> {
        match self.domains(typed).is_empty() {
            true => Ok(()),
            false => Err(named::unknown(typed, "--domain-name")),
        }
    }

    /// The properties that are given, each with its flag and its value.
    fn given(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        let all = [
            ("region", "--region", &self.region),
            ("serviceName", "--service-name", &self.service_name),
            ("functionName", "--function-name", &self.function_name),
            ("domainName", "--domain-name", &self.domain_name),
        ];
        let given = all.into_iter();
        given.filter_map(|(property, flag, value)| Some((property, flag, value.as_deref()?)))
    }
}

/// Gives a block of the props another name; whatever else stands in it is kept.
fn name_block(props: &mut Value, block: &str, name: &str) {
    if !props[block].is_object() {
        props[block] = Value::Object(Map::new());
    }
    props[block]["name"] = name.into();
}

/// One name for all resources of the file.
fn of_several(typed: &Typed, flag: &str) -> Error {
    let (command, one) = (typed.named(), typed.again());
    Error::usage(words!(
        "{flag} names one, and '{command}' runs on every resource of s.yaml",
        "{flag} 只指定一个，而 '{command}' 会对 s.yaml 的所有资源执行"
    ))
    .hint(words!(
        "write the resource before the command: {one}",
        "请在命令前写明资源：{one}"
    ))
}

/// A function for a resource that is a domain, or the other way round.
fn of_another_kind(typed: &Typed, flag: &str, known: &[IdentityPath]) -> Error {
    let names = &known[1..];
    let is_domain = |path: &IdentityPath| path.steps() == ["domainName"];
    let right = match names.iter().any(is_domain) {
        true => "--domain-name",
        false => "--function-name",
    };
    let without = typed.dropping(&[flag]).again();
    let Words { en, zh } = listed(names);
    Error::usage(words!(
        "{flag}: the resource goes by its {en}",
        "{flag}：该资源由 {zh} 指定"
    ))
    .hint(words!(
        "write {right}, or leave it out: '{without}'",
        "请改用 {right}，或去掉该参数：'{without}'"
    ))
}
