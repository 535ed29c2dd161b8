//! The words of the components that fc-guard stands in for: a folder for each, with everything that knows
//! how that component says something. What lies between reading a project and telling of it knows none
//! of them.

pub mod fc2;
pub mod fc3;
pub mod fc3_domain;

mod care;
mod handed;
mod props;
#[cfg(test)]
mod schema_file;
mod way;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::model::desired::Desired;
use crate::model::identity::IdentityPath;
use crate::model::path::Path;
use crate::model::reference::Unknown;
use crate::model::resource::{Generation, Kind, Resource};
use crate::model::routes::CONFIG;
use crate::model::seal::Sealer;
use crate::ports::Files;
use crate::snapshot::Live;
use crate::state::record::Record;
use crate::words::Words;

pub use self::care::Care;
pub use self::handed::Handed;
pub use self::way::PropStep;

/// How one component says what a project wants.
pub trait Dialect {
    /// Turns the props of one resource into what is wanted. Nothing but the context is asked: the kind of
    /// the code and the files of a certificate.
    ///
    /// # Errors
    /// A template error: what this version cannot do yet, else the list of all problems that stand in the
    /// way of the command. Each names its property and the remedy; none shows what the file says, which
    /// could be a secret (where code was looked for is told).
    fn read(&self, care: Care, props: &Value, context: &Context<'_>) -> Result<Reading>;

    /// Whether [`Dialect::read`] fails only because files are not there, which a step before it may still
    /// make.
    fn awaits_files(&self, props: &Value, context: &Context<'_>) -> bool;

    /// The way to a setting in the props of `s.yaml`; `None` where they have no place for it.
    fn way(&self, props: &Value, resource: &Resource, path: &Path) -> Option<Vec<PropStep>>;

    /// The value of a setting as those props say it.
    fn worded(&self, _resource: &Resource, _path: &Path, value: &Value) -> Value {
        value.clone()
    }

    /// Of which kind the root of a resource is that has these props.
    fn root(&self, has: &dyn Fn(&str) -> bool) -> Kind;

    /// The props that say which one the root is: its region, then its names from the outermost to its own.
    fn identity(&self) -> &'static [IdentityPath];

    /// What the component itself has left of what is wanted, in the folders in which it keeps that, where it does.
    fn left(&self, _desired: &Desired, _folders: &[String], _files: &dyn Files) -> LeftState {
        LeftState::default()
    }

    /// The props that would leave online what is online now. `code` is the path of its folder.
    fn export(&self, online: &[(Resource, Live)], code: Option<&str>) -> Exported;

    /// A whole file of an edition with one resource, whose component is named as the project names it.
    fn file(&self, edition: &str, names: (Option<&str>, Option<&str>), props: &Value) -> String {
        let root = self.root(&|name| props.get(name).is_some());
        let name = match root.is_shared() {
            true => "domain",
            false => "function",
        };
        props::file(edition, names, name, props)
    }

    /// What a command returns to Serverless Devs, in the shape that the component returns it: other
    /// resources of the project read it.
    fn result(&self, told: &ResultSource<'_>, sealer: &Sealer) -> Handed;
}

/// Where the project stands, and whose it is.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The account's id; short names of roles are completed with it.
    pub account: &'a str,
    /// The absolute folder of `s.yaml`.
    pub base: &'a str,
    /// The folder in which the command was given.
    pub cwd: &'a str,
    /// The other resources of which nobody knows what they returned.
    pub unknown: &'a BTreeMap<String, Unknown>,
    /// Whether the person has said that what looks like a slip of the pen is none.
    pub lets_slips: bool,
    /// Whether another resource of the file deploys something into the same service of FC 2.0 that needs a role.
    pub needs_role: bool,
    pub files: &'a dyn Files,
}

/// What a component has left on this machine of its deploys.
#[derive(Debug, Default)]
pub struct LeftState {
    /// What stands in for the records of the resources. The documents are in clear.
    pub records: Vec<Record>,
    /// What is not used, and why.
    pub refused: Vec<(Resource, Words)>,
}

/// A project's file, understood.
#[derive(Debug)]
pub struct Reading {
    pub desired: Desired,
    /// What is wrong with the file, and stops nothing.
    pub warnings: Vec<Words>,
    /// What a deploy refuses the file for, where it did not stop this command.
    pub refused: Option<Error>,
}

/// What is told of what is online.
#[derive(Clone, Copy, Debug)]
pub struct ResultSource<'a> {
    pub region: &'a str,
    pub online: &'a [(&'a Resource, &'a Live)],
    pub extent: Extent,
}

/// What is online, in the words of the component.
#[derive(Debug)]
pub struct Exported {
    pub props: Value,
    /// Where texts stood that Serverless Devs would run as soon as they stand in a file.
    pub left_out: Vec<Path>,
}

/// How much of what is online is returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The settings, as a deploy returns them.
    Settings,
    /// What the service says about them, too.
    All,
}

/// Whether what a resource of FC 2.0 with these blocks deploys into its service needs a role.
pub fn needs_role(service: Option<&Value>, function: Option<&Value>) -> bool {
    fc2::needs_role(service, function)
}

/// The service that a block of FC 2.0 describes, and what is bound to it, whichever of the spellings it has.
pub fn service(block: &Value) -> Vec<(Kind, Value)> {
    fc2::service(block)
}

/// The same by the props themselves.
pub fn of_props(props: &Value) -> &'static dyn Dialect {
    of(|name| props.get(name).is_some())
}

/// Every place that tells in any dialect which resource it is about.
pub fn identities() -> impl Iterator<Item = IdentityPath> {
    let all: [&'static dyn Dialect; 3] = [&fc3::Fc3, &fc3_domain::Fc3Domain, &fc2::Fc2];
    all.into_iter().flat_map(Dialect::identity).copied()
}

/// The places that tell which one a resource with these props is: its region first.
pub fn identity_of(has: impl Fn(&str) -> bool) -> Vec<IdentityPath> {
    let all = of(&has).identity().iter().copied();
    all.filter(|one| one.is_in(&has)).collect()
}

/// What names a root in `s.yaml`, as it is written there: `functionName: demo`.
pub fn named(root: &Resource) -> String {
    let all: [&'static dyn Dialect; 3] = [&fc3::Fc3, &fc3_domain::Fc3Domain, &fc2::Fc2];
    let is_its = |one: &&&dyn Dialect| {
        [true, false]
            .map(|has| one.root(&|_| has))
            .contains(&root.kind)
    };
    let paths = all
        .iter()
        .find(is_its)
        .map_or(&[][..], |one| &one.identity()[1..]);
    let lines = paths.iter().zip(root.root_names());
    let lines = lines.map(|(path, name)| format!("{path}: {name}"));
    lines.collect::<Vec<_>>().join(", ")
}

/// Whose words the props of a resource are. All dialects go by the name of one component, so their shape tells:
/// a domain that belongs to no function has a list of routes, or a name of its own.
pub fn of(has: impl Fn(&str) -> bool) -> &'static dyn Dialect {
    if Generation::of_props(&has) == Generation::SECOND {
        return &fc2::Fc2;
    }
    match !has("functionName") && (has("domainName") || has(CONFIG)) {
        true => &fc3_domain::Fc3Domain,
        false => &fc3::Fc3,
    }
}
