//! What the project wants: `s.yaml` after it has been understood and checked.

use std::rc::Rc;

use serde_json::Value;

use crate::model::auto::wants_auto;
use crate::model::claims::Claims;
use crate::model::document::without;
use crate::model::owner::Rules;
use crate::model::resource::{Kind, Resource};
use crate::model::routes::OwnRoutes;
use crate::model::scope::Scope;
use crate::model::variables::Variables;
use crate::package::CodeSource;

/// What one resource of `s.yaml` wants, or what one run does of it: a document for each resource in the
/// cloud.
#[derive(Clone, Debug)]
pub struct Desired {
    /// What all of it belongs to: a function, or a domain that belongs to none.
    pub root: Resource,
    /// What the scope covers, in the order in which it is written: what others belong to goes first.
    pub items: Vec<Item>,
    pub code: CodeSource,
    /// Whether it is known where the code comes from; only a command that needs none goes on without.
    pub has_code: bool,
    /// Extra HTTP headers of the calls that create or update a function (`annotations.headers`, as
    /// upstream fc3).
    pub headers: Vec<(String, String)>,
    /// The address of the service, where the project gives one.
    pub endpoint: Option<String>,
    /// Whose a setting is.
    pub rules: Rules,
    /// The settings of the function that the file leaves to the service, and that stand here only
    /// because upstream fc3 creates a function with them.
    pub unsaid: &'static [&'static str],
    /// Whether the domain's name was left to the service: such a domain must be there already.
    pub auto_domain: bool,
    /// The kinds of resources of which nobody knows here which ones the file wants: none of them is said
    /// to be left over.
    pub open: Vec<Kind>,
    /// Which part of it the run takes care of.
    pub scope: Scope,
    /// The functions that were deployed from here and that no resource of the file names any more: what is
    /// on record of a domain under their names is ours.
    pub former: Vec<Resource>,
    /// Whether a deploy leaves its mark on the function (`mark`).
    pub is_marked: bool,
    /// What the other resources of the project name of its domains: that is theirs.
    pub claims: Rc<Claims>,
    /// Whether the configurations are looked for, too, that somebody else put beside the function.
    pub beside: bool,
    /// The variables of the environment in which its secrets would be handed over.
    pub variables: Rc<Variables>,
}

/// How the names end that the service gives to domains.
const OBTAINED: &str = ".fc.devsapp.net";

/// One resource that is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub resource: Resource,
    /// As the API's input names its settings. JSON that the API carries in a text (`triggerConfig`,
    /// `sessionAffinityConfig`) stands here as an object, and of a document that others share only what
    /// is ours.
    pub document: Value,
    /// Whether the deploy waits until as many instances are there as were asked for (`mode` of
    /// upstream fc3).
    pub waits: bool,
    /// Whether requests that still run are ended once it is written (`mode: drain` of upstream fc3, where no
    /// instances are asked for).
    pub drains: bool,
    /// Which routes of a domain are ours, where the documents alone do not tell.
    pub own: Option<OwnRoutes>,
    /// Whether it is a configuration that is put although nothing is set in it.
    pub is_put_empty: bool,
}

impl Item {
    /// One that nobody waits for.
    pub fn new(resource: Resource, document: Value) -> Item {
        Item {
            resource,
            document,
            waits: false,
            drains: false,
            own: None,
            is_put_empty: false,
        }
    }
}

impl Desired {
    /// These documents and nothing else: nothing is left to the service, nobody looks beside them.
    pub fn of(root: Resource, items: Vec<Item>) -> Desired {
        Desired {
            root,
            items,
            code: CodeSource::Nothing,
            has_code: true,
            headers: Vec::new(),
            endpoint: None,
            rules: Rules::default(),
            unsaid: &[],
            auto_domain: false,
            open: Vec::new(),
            scope: Scope::whole(),
            former: Vec::new(),
            is_marked: true,
            claims: Rc::default(),
            beside: false,
            variables: Rc::default(),
        }
    }

    /// The resource of that kind and name of the same root.
    pub fn resource(&self, kind: Kind, name: &str) -> Resource {
        self.root.sibling(kind, name)
    }

    /// Its trigger of that name.
    pub fn trigger(&self, name: &str) -> Resource {
        self.root.sibling(self.root.generation.entry(), name)
    }

    /// Whether it has something in which others have a part as a whole.
    pub fn is_in_common(&self) -> bool {
        let mut items = self.items.iter();
        items.any(|item| item.resource.kind.is_in_common())
    }

    /// What is wanted of a resource, where anything is.
    pub fn document(&self, resource: &Resource) -> Option<&Value> {
        let found = self.items.iter().find(|item| item.resource == *resource);
        found.map(|item| &item.document)
    }

    /// Those of the resources that others have entries of their own in.
    pub fn shared(&self) -> impl Iterator<Item = &Item> {
        let items = self.items.iter();
        items.filter(|item| item.resource.kind.is_shared())
    }

    /// The settings of the root itself.
    pub fn settings(&self) -> Option<&Value> {
        self.document(&self.root)
    }

    /// The same, to be changed.
    pub fn settings_mut(&mut self) -> Option<&mut Value> {
        let mut items = self.items.iter_mut();
        let own = items.find(|item| item.resource == self.root);
        own.map(|item| &mut item.document)
    }

    /// Whether it is a domain whose name was left to the service. Of several domains of a resource it is told by the
    /// name that the service gives.
    pub fn is_auto(&self, resource: &Resource) -> bool {
        let is_given = resource.service().is_none() || resource.name().ends_with(OBTAINED);
        self.auto_domain && resource.kind.is_shared() && is_given
    }

    /// Whether the deploy waits for the instances of a resource.
    pub fn waits_for(&self, resource: &Resource) -> bool {
        let mut items = self.items.iter();
        items.any(|item| item.waits && item.resource == *resource)
    }

    /// The names of its triggers.
    pub fn trigger_names(&self) -> impl Iterator<Item = &str> {
        let resources = self.items.iter().map(|item| &item.resource);
        let triggers = resources.filter(|one| one.kind.is_entry());
        triggers.map(|one| one.name())
    }

    /// Whether a resource is wanted, as far as anybody knows.
    pub fn may_want(&self, resource: &Resource) -> bool {
        self.document(resource).is_some() || self.open.contains(&resource.kind)
    }

    /// What the file itself says of a resource that is online: what it leaves to the service is no
    /// value to compare with, and never sent again.
    pub fn said(&self, resource: &Resource, document: &Value) -> Value {
        without(document, self.unsaid_of(resource))
    }

    /// The settings of a resource that only a creation asks for, see [`Desired::unsaid`].
    pub fn unsaid_of(&self, resource: &Resource) -> &'static [&'static str] {
        match resource.kind.is_function() {
            true => self.unsaid,
            false => &[],
        }
    }

    /// That part of it alone.
    #[must_use]
    pub fn within(mut self, scope: &Scope) -> Desired {
        self.items.retain(|item| scope.covers(&item.resource));
        self.scope = scope.clone();
        self
    }

    /// With the checksum of the function's package in the place of its code, or the place of its object
    /// in OSS.
    #[must_use]
    pub fn with_code(mut self, checksum: Option<&str>) -> Desired {
        let place = match &self.code {
            CodeSource::Oss { bucket, object } => Some(format!("oss://{bucket}/{object}")),
            // Whatever is packed here or downloaded is known by its bytes; those of an object only OSS knows.
            _ => checksum.map(str::to_owned),
        };
        if let (Some(place), Some(Value::Object(map))) = (place, self.settings_mut()) {
            map.insert("code".to_owned(), place.into());
        }
        self
    }

    /// For those who tell everything that stands beside what is ours.
    #[must_use]
    pub fn with_all_beside(mut self) -> Desired {
        self.beside = true;
        self
    }

    /// For those who only want to know what is online: what was left to the service is not asked
    /// for.
    #[must_use]
    pub fn without_auto(mut self) -> Desired {
        self.auto_domain = false;
        for item in &mut self.items {
            if let Some(map) = item.document.as_object_mut() {
                map.retain(|_, value| !wants_auto(value));
            }
        }
        self
    }

    /// Whether any of it is left to what is there already.
    pub fn wants_auto(&self) -> bool {
        let documents = self
            .items
            .iter()
            .filter_map(|item| item.document.as_object());
        self.auto_domain || documents.flat_map(|map| map.values()).any(wants_auto)
    }

    /// The same about another root: nothing that the file says of its own is said of that one.
    #[must_use]
    pub fn about(&self, root: &Resource) -> Desired {
        // The address that the file gives is that of its own region.
        let is_near = self.root.region == root.region;
        Desired {
            endpoint: self.endpoint.clone().filter(|_| is_near),
            ..Desired::of(root.clone(), Vec::new())
        }
    }
}
