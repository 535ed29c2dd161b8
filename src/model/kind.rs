//! The kinds of resources, and everything in which two of them differ.

pub mod calls;

mod configs;
mod domain;
mod function;
mod service;
mod trigger;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::service::GIVEN_ROLE;
use crate::model::fields::{Field, Fields, find_below};
use crate::model::kind::calls::Calls;
use crate::model::path::Path;
use crate::words::Words;

/// A generation of Function Compute: the resources of two of them are never the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Generation(u64);

impl Generation {
    /// FC 2.0, in which a service stands above a function.
    pub const SECOND: Generation = Generation(2);

    /// FC 3.0, in which nothing stands above a function.
    pub const THIRD: Generation = Generation(3);

    /// Its number: 3 for FC 3.0.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The kinds of its resources.
    pub fn kinds(self) -> impl Iterator<Item = Kind> + Clone {
        let all = Kind::ALL.into_iter();
        all.filter(move |kind| kind.spec().generation == self)
    }

    /// That of the props of a resource: a service stands around the function of FC 2.0, whose settings are
    /// none of the props themselves.
    pub fn of_props(has: impl Fn(&str) -> bool) -> Generation {
        match has("service") && !has("functionName") {
            true => Generation::SECOND,
            false => Generation::THIRD,
        }
    }

    /// Its kind that holds code.
    pub fn function(self) -> Kind {
        self.kinds()
            .find(|kind| kind.is_function())
            .unwrap_or(Kind::Function)
    }

    /// Its kind that is an entry of a list of `s.yaml`.
    pub fn entry(self) -> Kind {
        self.kinds()
            .find(|kind| kind.is_entry())
            .unwrap_or(Kind::Trigger)
    }
}

/// A kind of resource. What is to be known of one stands in its [`Spec`], and nowhere else: adding one is
/// a variant here, its specification, and its properties in `dialect/fc3/configs.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    Function,
    Trigger,
    AsyncInvokeConfig,
    VpcBinding,
    CustomDomain,
    ProvisionConfig,
    ScalingConfig,
    ConcurrencyConfig,
    Service,
    ServiceFunction,
    ServiceTrigger,
    ServiceAsyncConfig,
    ServiceVpcBinding,
    ServiceDomain,
}

/// Everything that there is to know of a kind of resource.
pub struct Spec {
    /// In file names, in JSON, and in `s.yaml` where it is a block there.
    pub name: &'static str,
    pub generation: Generation,
    /// What it belongs to, and is deployed with: a root belongs to nothing.
    pub holder: Option<Kind>,
    /// How many names lead to a root of that kind: its own, and that of what it stands in.
    pub depth: usize,
    /// What people call one of that name, which belongs to that function: `trigger demo/http`.
    pub label: fn(function: &str, name: &str) -> Words,
    pub fields: Fields,
    /// A deprecated name of a setting, which the service still answers and projects still write, and the
    /// one that replaced it.
    pub renamed: Option<(&'static str, &'static str)>,
    /// What is only valid together with any other of its settings, and so is taken along.
    pub along: &'static [&'static str],
    /// What upstream adds to its result, of what the service does not say.
    pub adds: Adds,
    /// What upstream leaves out of its result, of what the service says.
    pub omits: &'static [&'static str],
    pub naming: Naming,
    pub place: PropsPlace,
    pub existence: Existence,
    pub calls: Calls,
    pub section: Section,
    pub work: Work,
    /// The setting that, at 0, keeps every call from the function.
    pub switch: Option<&'static str>,
    /// Others have entries of their own in its documents: only what leads to our function is ours.
    pub shared: bool,
    /// The top-level setting that stands for the code, which has no value of its own.
    pub code: Option<&'static str>,
    /// In which order resources are put back: what others belong to goes first.
    pub rank: u8,
    /// What it would mean to replace one, because a setting cannot be changed in place.
    pub replacing: fn() -> Words,
    /// The letter by which a mark says that there is one, where it stands beside a function.
    pub letter: Option<char>,
}

/// How the resources of a kind are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By a setting of their own.
    Own(&'static str),
    /// By the function that they belong to, which has one at most.
    Function,
    /// By a version or an alias of the function.
    Qualifier,
}

/// Where a resource stands among the props of `s.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropsPlace {
    /// Its settings are the props themselves.
    Props,
    /// It is an entry of this list.
    List(&'static str),
    /// It is an entry of this list, which others than triggers have.
    Among(&'static str),
    /// It is the block of the kind's name.
    Block,
    /// Its settings stand in that block, which these names lead to.
    At(&'static [&'static str]),
}

/// What makes a resource exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existence {
    /// It is created and deleted.
    Created,
    /// What is set in it: it is put as a whole, whether it is there or not, and nothing is left of it
    /// without settings.
    Settings,
}

/// Which part of a resource of `s.yaml` it belongs to, where a flag names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What several functions have in common: it is left alone where code alone is deployed.
    Service,
    Function,
    Triggers,
    AsyncInvoke,
    Rest,
}

/// What upstream says of a resource by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adds {
    Nothing,
    Qualifier,
    Region,
}

/// What the service goes on doing after it has taken a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    None,
    /// It prepares the function: nothing that needs it can be done before.
    Image,
    /// It starts instances, as many as the setting `aim` says, or else `asked`; `running` counts them.
    Instances {
        aim: &'static str,
        asked: &'static str,
        running: &'static str,
    },
}

impl Kind {
    /// All of them, in the order in which upstream tells of them.
    pub const ALL: [Kind; 14] = [
        Kind::Function,
        Kind::Trigger,
        Kind::AsyncInvokeConfig,
        Kind::VpcBinding,
        Kind::CustomDomain,
        Kind::ProvisionConfig,
        Kind::ScalingConfig,
        Kind::ConcurrencyConfig,
        Kind::Service,
        Kind::ServiceFunction,
        Kind::ServiceTrigger,
        Kind::ServiceAsyncConfig,
        Kind::ServiceVpcBinding,
        Kind::ServiceDomain,
    ];

    /// What is known of it.
    pub const fn spec(self) -> &'static Spec {
        match self {
            Kind::Function => &function::SPEC,
            Kind::Trigger => &trigger::SPEC,
            Kind::AsyncInvokeConfig => &configs::ASYNC_INVOKE,
            Kind::VpcBinding => &configs::VPC_BINDING,
            Kind::CustomDomain => &domain::SPEC,
            Kind::ProvisionConfig => &configs::PROVISION,
            Kind::ScalingConfig => &configs::SCALING,
            Kind::ConcurrencyConfig => &configs::CONCURRENCY,
            Kind::Service => &service::SERVICE,
            Kind::ServiceFunction => &service::FUNCTION,
            Kind::ServiceTrigger => &service::TRIGGER,
            Kind::ServiceAsyncConfig => &service::ASYNC,
            Kind::ServiceVpcBinding => &service::VPC_BINDING,
            Kind::ServiceDomain => &service::DOMAIN,
        }
    }

    /// The setting that says how many instances it keeps, where it keeps any.
    pub fn asked(self) -> Option<&'static str> {
        match self.spec().work {
            Work::Instances { asked, .. } => Some(asked),
            Work::Image | Work::None => None,
        }
    }

    /// The configurations of that generation beside a function, in the order in which they are written: each exists only by
    /// what is set in it.
    pub fn configs(generation: Generation) -> impl Iterator<Item = Kind> + Clone {
        generation.kinds().filter(|kind| kind.is_config())
    }

    /// Whether it is one of [`Kind::configs`].
    pub fn is_config(self) -> bool {
        self.spec().existence == Existence::Settings
    }

    /// Whether it is the kind that holds code, and that others belong to.
    pub fn is_function(self) -> bool {
        self.spec().code.is_some()
    }

    /// Whether settings of it may be left to what the service or an earlier deploy has (`auto`).
    pub fn may_be_auto(self) -> bool {
        let second = self.spec().generation == Generation::SECOND;
        self.is_function() || second && !self.is_config()
    }

    /// Whether several resources of a project may deploy it, each as a whole.
    pub fn is_in_common(self) -> bool {
        self.spec().section == Section::Service
    }

    /// Whether the service chooses anew what it chooses by itself, where a request leaves that out: a block of FC 2.0
    /// takes the place of the one that stood there, and so does a configuration. Other settings stay as they are.
    pub fn chooses_anew(self, path: &Path) -> bool {
        let is_inside = self.is_config() || path.0.len() > 1;
        self.spec().generation == Generation::SECOND && is_inside
    }

    /// Whether this top-level setting stands for its code.
    pub fn is_code(self, top: &str) -> bool {
        self.spec().code == Some(top)
    }

    /// Whether others have entries of their own in its documents.
    pub fn is_shared(self) -> bool {
        self.spec().shared
    }

    /// The list of which each entry is written by a call of its own.
    pub fn entries(self) -> Option<&'static str> {
        match &self.spec().calls {
            Calls::Entries(calls) => Some(calls.names.0),
            Calls::Own(_) | Calls::Put(_) => None,
        }
    }

    /// Whether it goes with its function: a domain outlives it.
    pub fn goes_with_function(self) -> bool {
        let holder = self.spec().holder;
        holder.is_some_and(Kind::is_function) && !self.is_shared()
    }

    /// Whether it is an entry of a list of `s.yaml`.
    pub fn is_entry(self) -> bool {
        matches!(self.spec().place, PropsPlace::List(_))
    }

    /// The kind's name in file names and in JSON.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The name that a document gives to its resource, where resources of that kind have names of their
    /// own.
    pub fn own_name(self, document: &Value) -> Option<&str> {
        match self.spec().naming {
            Naming::Own(setting) => document.get(setting).and_then(Value::as_str),
            Naming::Function | Naming::Qualifier => None,
        }
    }

    /// The settings of a document of that kind.
    pub fn fields(self, document: &Value) -> &'static [Field] {
        self.spec().fields.of(document)
    }
}

/// The setting of that name in any of the tables, however deep.
pub fn known(name: &str) -> Option<&'static Field> {
    let mut kinds = Kind::ALL;
    // The words of a trigger's type say more than those that several kinds share.
    kinds.sort_by_key(|kind| (kind.spec().generation < Generation::THIRD, !kind.is_entry()));
    let mut tables = kinds.into_iter().flat_map(|kind| kind.spec().fields.all());
    tables.find_map(|table| find_below(table, name))
}

impl Spec {
    /// The property of the props that says which resources of the kind there are.
    pub fn property(&self) -> Option<&'static str> {
        match self.place {
            PropsPlace::Props => None,
            PropsPlace::List(list) | PropsPlace::Among(list) => Some(list),
            PropsPlace::Block => Some(self.name),
            PropsPlace::At(names) => names.first().copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn every_kind_is_named_as_it_is_kept() {
        for kind in Kind::ALL {
            let kept = serde_json::to_value(kind).expect("a kind is a text");
            assert_eq!(kept, kind.name());
        }
    }
}
