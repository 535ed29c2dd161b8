//! What one run wants.

use std::rc::Rc;

use serde_json::Value;

use super::auto;
use super::part::without;
use crate::model::desired::Desired;
use crate::model::owner::Rules;
use crate::model::resource::{Kind, Resource};
use crate::model::scope::Scope;
use crate::model::variables::Variables;

/// What one run wants: a document for each resource.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub function: Resource,
    /// What the scope covers, the function first.
    pub items: Vec<(Resource, Value)>,
    pub scope: Scope,
    /// The settings of the function that only a creation asks for: the file leaves them to the service.
    pub unsaid: &'static [&'static str],
    /// Whether the domain must be there already, because its name was left to the service.
    pub auto_domain: bool,
    /// Whose a setting is.
    pub rules: Rules,
    /// The kinds of which nobody knows which ones are wanted: none of them is said to be left over.
    pub open: Vec<Kind>,
    /// The functions that were deployed from here and that no resource of the file names any more: what is
    /// on record of a domain under their names is ours.
    pub former: Vec<Resource>,
    /// Whether the configurations are looked for, too, that somebody else put beside the function.
    pub beside: bool,
    /// The variables of the environment in which its secrets would be handed over.
    pub variables: Rc<Variables>,
}

impl Wanted {
    /// These documents and nothing else: nothing is left to the service, nobody looks beside them.
    pub fn of(
        function: Resource,
        items: Vec<(Resource, Value)>,
        scope: Scope,
        rules: Rules,
    ) -> Wanted {
        Wanted {
            function,
            items,
            scope,
            unsaid: &[],
            auto_domain: false,
            rules,
            open: Vec::new(),
            former: Vec::new(),
            beside: false,
            variables: Rc::default(),
        }
    }

    /// What is wanted of a resource, where anything is.
    pub fn document(&self, resource: &Resource) -> Option<&Value> {
        let found = self.items.iter().find(|(one, _)| one == resource);
        found.map(|(_, document)| document)
    }

    /// Whether it is wanted, as far as anybody knows.
    pub(super) fn may_want(&self, resource: &Resource) -> bool {
        self.document(resource).is_some() || self.open.contains(&resource.kind)
    }

    /// What the file itself says of a resource that is online: what it leaves to the service is no
    /// value to compare with, and never sent again.
    pub fn said(&self, resource: &Resource, document: &Value) -> Value {
        without(document, self.unsaid_of(resource))
    }

    pub(super) fn unsaid_of(&self, resource: &Resource) -> &'static [&'static str] {
        match resource.kind.is_function() {
            true => self.unsaid,
            false => &[],
        }
    }

    /// For those who tell everything that stands beside what is ours.
    #[must_use]
    pub fn with_all_beside(mut self) -> Wanted {
        self.beside = true;
        self
    }

    /// For those who only want to know what is online: what was left to the service is not asked
    /// for.
    #[must_use]
    pub fn without_auto(mut self) -> Wanted {
        self.auto_domain = false;
        for (_, document) in &mut self.items {
            if let Some(map) = document.as_object_mut() {
                map.retain(|_, value| !auto::wants_auto(value));
            }
        }
        self
    }
}

/// What the project wants within the scope, one document a resource. `code` is the checksum of its
/// package, or the place of its object in OSS.
pub fn wanted(desired: &Desired, code: Option<String>, scope: &Scope) -> Wanted {
    let mut function = desired.function.clone();
    if let (Some(code), Some(map)) = (code, function.as_object_mut()) {
        map.insert("code".to_owned(), code.into());
    }
    let own = desired.resource(Kind::Function, &desired.function_name);
    let named = |kind: Kind, document: &Value| {
        let name = kind.own_name(document);
        desired.resource(kind, name.unwrap_or_default())
    };
    let mut items = vec![(own.clone(), function)];
    for trigger in &desired.triggers {
        items.push((named(Kind::Trigger, trigger), trigger.clone()));
    }
    for config in &desired.configs {
        let resource = desired.resource(config.kind, &config.name);
        items.push((resource, config.document.clone()));
    }
    if let Some(domain) = &desired.domain {
        items.push((named(Kind::CustomDomain, domain), domain.clone()));
    }
    items.retain(|(resource, _)| scope.covers(resource));
    let rules = Rules {
        all: desired.rules.clone(),
        shown: desired.shown.clone(),
        today: None,
    };
    Wanted {
        unsaid: desired.unsaid,
        auto_domain: desired.auto_domain,
        open: desired.open.clone(),
        ..Wanted::of(own, items, scope.clone(), rules)
    }
}
