//! The variables of the environment in which a person would hand over secrets of a resource: each setting
//! has its own, and none is one that the project's files take for something else.

use std::collections::BTreeSet;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::model::drawn::Drawn;
use crate::model::kind::PropsPlace;
use crate::model::path::{Path, PathStep};
use crate::model::resource::Resource;
use crate::model::secrecy;
use crate::spelled::hex;

/// Bytes of a digest that tell names apart which read the same as a variable.
const DIGEST: usize = 2;

/// What is known of the variables of a project.
#[derive(Default)]
pub struct Variables {
    /// Those that its files take from the environment, wherever.
    pub used: BTreeSet<String>,
    /// What the resource draws from other places, with its props.
    pub drawn: Vec<Drawn>,
    pub props: Value,
    /// The resource's name, where the file tells it.
    pub resource: Option<String>,
    /// Whether the file has other resources.
    pub has_others: bool,
    /// The names of the triggers.
    pub triggers: Vec<String>,
}

impl std::fmt::Debug for Variables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The props hold secrets.
        f.write_str("Variables(…)")
    }
}

impl Variables {
    /// The name of the variable for a setting, which has these beside it: the one that the file takes it
    /// from, else one that says its place.
    pub fn name<'p>(
        &self,
        resource: &Resource,
        path: &Path,
        beside: impl IntoIterator<Item = &'p Path>,
    ) -> String {
        if let Some(taken) = self.taken(resource, path) {
            return taken.to_owned();
        }
        let mut name = plain(resource, path);
        let is_alike = |other: &Path| other != path && plain(resource, other) == name;
        // Two settings in one variable would be deployed with one value.
        if beside.into_iter().any(is_alike) || self.is_alike(resource) {
            let place = format!("{} {path}", resource.name());
            // Of the place, so that the name is the same in every run and on every machine.
            let digest = Sha256::digest(place.as_bytes());
            name = format!("{name}_{}", hex(&digest[..DIGEST]).to_ascii_uppercase());
        }
        let own = self.resource.as_ref().map(|own| constant(vec![own]));
        // The environment is the same for all resources of the file.
        if let Some(own) = own.filter(|_| self.has_others || self.used.contains(&name)) {
            name = format!("{own}_{name}");
        }
        let is_free = |name: &String| !self.used.contains(name);
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(is_free).unwrap_or(name.clone())
    }

    /// The variable that the whole of a setting is in the file.
    pub fn taken(&self, resource: &Resource, path: &Path) -> Option<&str> {
        let is_own = |one: &&Drawn| {
            one.is_of(&self.props, resource) && one.place(&self.props) == Some((path.clone(), None))
        };
        self.drawn.iter().find(is_own)?.variable()
    }

    /// Whether another trigger's name reads the same.
    fn is_alike(&self, resource: &Resource) -> bool {
        let own = || constant(vec![resource.name()]);
        let is_other = |name: &String| *name != resource.name() && constant(vec![name]) == own();
        resource.kind.is_entry() && self.triggers.iter().any(is_other)
    }
}

/// The variable that it is online, or the words of the whole of its place.
fn plain(resource: &Resource, path: &Path) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let names = path.0.iter().map(|step| match step {
        PathStep::Key(name) | PathStep::Item(name) => name.as_str(),
    });
    let names: Vec<&str> = names.collect();
    let name = match (resource.kind.spec().place, &names[..]) {
        (PropsPlace::Props | PropsPlace::At(_), ["environmentVariables", name]) => {
            (*name).to_owned()
        }
        (PropsPlace::List(_) | PropsPlace::Among(_), _) => {
            constant([&[resource.name()], &names[..]].concat())
        }
        (PropsPlace::Props | PropsPlace::Block | PropsPlace::At(_), _) => constant(names),
    };
    name.chars().map(letter).collect()
}

/// The words of all these names, as a variable of the environment has them.
fn constant(names: Vec<&str>) -> String {
    let words = names.into_iter().flat_map(secrecy::words);
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").to_ascii_uppercase()
}
