//! Which things in the cloud fc-guard takes care of, and how each is named.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde::de::{Error as _, value::Error as ReadError};
use serde::{Deserialize, Serialize};

pub use crate::model::kind::{Generation, Kind};

use crate::model::kind::{Naming, PropsPlace};
use crate::model::path::Path;
use crate::plain::line;
use crate::words::Words;

/// One resource, named so that no two are ever mistaken for each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Written")]
pub struct Resource {
    pub account: String,
    pub region: String,
    pub generation: Generation,
    pub kind: Kind,
    /// From the outermost to its own: `["demo", "http"]` for a trigger of a function. What a function has
    /// one of at most goes by the function's name alone, and so does what belongs to nothing.
    names: Vec<String>,
}

/// A resource by the name of its function and its own, as it was written before generations were told apart.
#[derive(Deserialize)]
pub struct Pair {
    account: String,
    region: String,
    function: String,
    kind: Kind,
    name: String,
}

/// A resource in whichever form it was ever written: by its path of names, or as a [`Pair`].
#[derive(Deserialize)]
struct Written {
    account: String,
    region: String,
    kind: Kind,
    generation: Option<Generation>,
    names: Option<Vec<String>>,
    function: Option<String>,
    name: Option<String>,
}

impl From<Pair> for Resource {
    fn from(pair: Pair) -> Resource {
        let function = Resource::of_function(pair.account, pair.region, pair.function);
        function.sibling(pair.kind, &pair.name)
    }
}

impl TryFrom<Written> for Resource {
    type Error = ReadError;

    fn try_from(written: Written) -> Result<Resource, ReadError> {
        let Written {
            account,
            region,
            kind,
            ..
        } = written;
        match (written.generation, written.names) {
            (Some(generation), Some(names)) => Ok(Resource {
                account,
                region,
                generation,
                kind,
                names,
            }),
            (Some(_), None) => Err(ReadError::missing_field("names")),
            (None, Some(_)) => Err(ReadError::missing_field("generation")),
            (None, None) => {
                let missing = ReadError::missing_field;
                let function = written.function.ok_or_else(|| missing("function"))?;
                let name = written.name.ok_or_else(|| missing("name"))?;
                let function = Resource::of_function(account, region, function);
                Ok(function.sibling(kind, &name))
            }
        }
    }
}

impl PartialOrd for Resource {
    fn partial_cmp(&self, other: &Resource) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What belongs to one root stands together.
impl Ord for Resource {
    fn cmp(&self, other: &Resource) -> Ordering {
        let within = || (self.kind, self.name()).cmp(&(other.kind, other.name()));
        self.above().cmp(&other.above()).then_with(within)
    }
}

impl Resource {
    /// A function of FC 3.0.
    pub fn of_function(account: String, region: String, name: String) -> Resource {
        Resource {
            account,
            region,
            generation: Generation::THIRD,
            kind: Kind::Function,
            names: vec![name],
        }
    }

    /// A service of FC 2.0.
    pub fn of_service(account: String, region: String, name: String) -> Resource {
        Resource {
            generation: Generation::SECOND,
            kind: Kind::Service,
            ..Resource::of_function(account, region, name)
        }
    }

    /// A custom domain of FC 3.0 that belongs to no function: it has a list of routes of its own.
    pub fn of_domain(account: String, region: String, name: String) -> Resource {
        Resource {
            kind: Kind::CustomDomain,
            ..Resource::of_function(account, region, name)
        }
    }

    /// The resource of that kind and name that belongs to the same root; for the kind of the root itself
    /// another one beside it.
    #[must_use]
    pub fn sibling(&self, kind: Kind, name: &str) -> Resource {
        let is_root = kind == self.root_kind();
        let spec = kind.spec();
        let depth = match spec.holder.filter(|_| !is_root) {
            Some(holder) => holder.spec().depth,
            // The last name of a root is its own.
            None => spec.depth - 1,
        };
        let above = self.names.iter().take(depth).cloned();
        // Of what a function has one of at most, its name says enough.
        let own = (is_root || spec.naming != Naming::Function).then(|| name.to_owned());
        Resource {
            kind,
            names: above.chain(own).collect(),
            ..self.clone()
        }
    }

    /// The same resource of another root.
    #[must_use]
    pub fn under(&self, root: &Resource) -> Resource {
        match self.is_root() {
            true => root.root(),
            false => root.sibling(self.kind, self.name()),
        }
    }

    /// What it is deployed with, and deployed as a part of: its function, or the domain that belongs to none.
    /// That may be itself. All of one root has a lock of its own, and is told as one.
    #[must_use]
    pub fn root(&self) -> Resource {
        let kind = self.root_kind();
        Resource {
            kind,
            names: self.root_names().to_vec(),
            ..self.clone()
        }
    }

    /// Whether it belongs to nothing else.
    pub fn is_root(&self) -> bool {
        self.kind == self.root_kind()
    }

    /// Whether it is deployed with that root: as a part of it, or as the service that the root stands in, which
    /// is a root by itself because others stand in it, too.
    pub fn is_with(&self, root: &Resource) -> bool {
        let own = self.root();
        own == *root || root.service().is_some_and(|_| own == root.holder())
    }

    /// The service that it stands in, where its generation has services; else its root.
    #[must_use]
    pub fn holder(&self) -> Resource {
        match self.service() {
            Some(service) => self.sibling(Kind::Service, service),
            None => self.root(),
        }
    }

    /// The kind of its root.
    fn root_kind(&self) -> Kind {
        let is_alone = self.kind.is_shared() && self.names.len() == 1;
        let holder = self.kind.spec().holder;
        holder.filter(|_| !is_alone).unwrap_or(self.kind)
    }

    /// The names that lead to its root.
    pub fn root_names(&self) -> &[String] {
        let depth = self.root_kind().spec().depth;
        &self.names[..depth.min(self.names.len())]
    }

    /// Everything that two resources of one root have in common.
    fn above(&self) -> (&str, &str, Generation, &[String], Kind) {
        let (account, region) = (self.account.as_str(), self.region.as_str());
        let root = (self.root_names(), self.root_kind());
        (account, region, self.generation, root.0, root.1)
    }

    /// The name of its root, and before it that of what the root stands in: `demo`, `service/demo`.
    pub fn root_name(&self) -> Cow<'_, str> {
        match self.root_names() {
            [one] => one.into(),
            names => names.join("/").into(),
        }
    }

    /// The service that it belongs to, or is, where its generation has services.
    pub fn service(&self) -> Option<&str> {
        let has_services = self.generation == Generation::SECOND;
        self.names
            .first()
            .filter(|_| has_services)
            .map(String::as_str)
    }

    /// The name of the function that it belongs to, where it belongs to one.
    pub fn function(&self) -> Option<&str> {
        let name = self.root_names().last().map(String::as_str);
        name.filter(|_| self.root_kind().is_function())
    }

    /// By what a route says that it leads to that function: in front of the name stands that of the service, where
    /// the generation has services.
    pub fn lead(&self) -> Option<Cow<'_, str>> {
        let function = self.function()?;
        Some(match self.service() {
            Some(service) => format!("{service}${function}").into(),
            None => function.into(),
        })
    }

    /// The trigger's or the domain's name, the qualifier of a configuration that has one; else the
    /// function's own name.
    pub fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// Whether that is its own name. Names of hosts do not tell capital letters apart.
    pub fn is_called(&self, name: &str) -> bool {
        match self.kind.is_shared() {
            true => self.name().eq_ignore_ascii_case(name),
            false => self.name() == name,
        }
    }

    /// Whether its root has that name.
    pub fn is_root_called(&self, name: &str) -> bool {
        match self.root_kind().is_shared() {
            true => self.root_name().eq_ignore_ascii_case(name),
            false => self.root_name() == name,
        }
    }

    /// The whole path of names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether this version knows its generation, and its path is one that resources of its kind have there.
    pub fn is_known(&self) -> bool {
        self.kind.spec().generation == self.generation && self.is_whole()
    }

    /// Whether its path is one that resources of its kind and generation have.
    pub fn is_whole(&self) -> bool {
        let is_alone = self.is_root() || self.kind.spec().naming == Naming::Function;
        self.names.len() == self.root_kind().spec().depth + usize::from(!is_alone)
    }

    /// The ARN of the function or the service that it belongs to.
    pub fn arn(&self) -> String {
        let (region, account) = (&self.region, &self.account);
        let name = self.root_names().last().map_or("", String::as_str);
        let path = match self.service() {
            None => format!("functions/{name}"),
            Some(service) if !self.root_kind().is_function() => format!("services/{service}"),
            Some(service) => format!("services/{service}.LATEST/functions/{name}"),
        };
        format!("acs:fc:{region}:{account}:{path}")
    }

    /// Where one of its settings stands among all that one resource of `s.yaml` deploys, as
    /// `driftPolicy` and reports write it: `timeout`, `triggers[http].triggerConfig.methods`,
    /// `customDomain.protocol`.
    pub fn address(&self, path: &Path) -> Path {
        let root = match self.kind.spec().place {
            PropsPlace::At(names) => {
                let steps = names.iter();
                steps.fold(Path::default(), |path, name| path.key(name))
            }
            // The props of a root are its settings, whatever kind it is of.
            _ if self.is_root() => return path.clone(),
            PropsPlace::Props => return path.clone(),
            PropsPlace::List(list) | PropsPlace::Among(list) => {
                Path::default().key(list).item(self.name())
            }
            PropsPlace::Block => Path::default().key(self.kind.name()),
        };
        Path([root.0, path.0.clone()].concat())
    }

    /// What people call it: `function demo`, `trigger demo/http`, `custom domain a.example.com`,
    /// `asyncInvokeConfig of demo/test`.
    pub fn label(&self) -> Words {
        let (function, name) = (line(&self.root_name()), line(self.name()));
        let name = match self.kind.spec().naming {
            Naming::Own(_) => name,
            Naming::Function => function.clone(),
            // What belongs to the version that every function has needs no name beside the function's.
            Naming::Qualifier if name == "LATEST" => function.clone(),
            Naming::Qualifier => format!("{function}/{name}"),
        };
        (self.kind.spec().label)(&function, &name)
    }
}

#[cfg(test)]
mod tests;
