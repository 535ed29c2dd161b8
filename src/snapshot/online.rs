//! What the service says of all resources of one run, read at once.

use futures_util::future::{try_join, try_join3};
use futures_util::stream::{StreamExt as _, TryStreamExt as _, iter};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clouds::Beside;
use crate::error::Result;
use crate::model::desired::Desired;
use crate::model::resource::{Kind, Resource};
use crate::wire::{Client, Reply};

/// How many requests are under way at once, besides those for the function and its triggers.
const ABREAST: usize = 8;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Asks {
    /// What all of it belongs to.
    root: Resource,
    function: bool,
    triggers: bool,
    /// Whether configurations are looked for that nobody here knows of.
    beside: bool,
    /// What has a call of its own.
    others: Vec<Resource>,
}

impl Asks {
    /// Everything that is compared with what is wanted, and whether these orphans are still there.
    pub(super) fn of(desired: &Desired, orphans: &[Resource]) -> Asks {
        let asks = |is: fn(Kind) -> bool| desired.items.iter().any(|item| is(item.resource.kind));
        let single = |one: &&Resource| !one.kind.is_function() && !one.kind.is_entry();
        let items = desired.items.iter().map(|item| &item.resource);
        Asks {
            root: desired.root.clone(),
            function: asks(Kind::is_function),
            // Whoever does not ask for the function asks in this way whether there is one.
            triggers: desired.root.kind.is_function()
                && (asks(Kind::is_entry) || desired.scope.rest || !asks(Kind::is_function)),
            beside: desired.beside && desired.root.kind.is_function(),
            others: items.filter(single).chain(orphans).cloned().collect(),
        }
    }
}

/// What the service said, before it is compared. It holds secrets in clear: it is handed on in memory
/// and through pipes only.
#[derive(Clone, Serialize, Deserialize)]
pub struct Online {
    asks: Asks,
    pub(super) function: Option<Reply>,
    /// `None` where there is no function, or nobody asked.
    pub(super) triggers: Option<Vec<Value>>,
    others: Vec<(Resource, Option<Reply>)>,
    /// The configurations beside the function, whoever made them, where they were looked for.
    pub(super) beside: Vec<Resource>,
    /// Whether one of these keeps every call from the function.
    pub(super) is_off: bool,
}

impl std::fmt::Debug for Online {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Online(…)")
    }
}

impl Online {
    /// Asks for all of it at once.
    pub(super) async fn read(client: &Client<'_>, asks: Asks) -> Result<Online> {
        let function = async {
            match asks.function {
                true => client.get(&asks.root).await,
                false => Ok(None),
            }
        };
        let triggers = async {
            match asks.triggers {
                true => client.list_triggers(&asks.root).await,
                false => Ok(None),
            }
        };
        let others = iter(&asks.others)
            .map(async |resource| Ok((resource.clone(), client.get(resource).await?)))
            .buffered(ABREAST)
            .try_collect();
        let all = try_join3(function, triggers, others);
        // One failure is enough: what was read of the rest would be compared as if it were all.
        let both = try_join(all, beside(client, &asks)).await?;
        let ((function, triggers, others), (beside, is_off)) = both;
        Ok(Online {
            asks,
            function,
            triggers,
            others,
            beside,
            is_off,
        })
    }

    /// The same with what is asked besides.
    pub(super) async fn with_rest(self, client: &Client<'_>, asks: Asks) -> Result<Online> {
        let is_known = |one: &&Resource| self.asks.others.contains(one);
        let rest = Asks {
            function: false,
            triggers: false,
            beside: false,
            others: asks
                .others
                .iter()
                .filter(|one| !is_known(one))
                .cloned()
                .collect(),
            ..asks.clone()
        };
        let rest = Online::read(client, rest).await?;
        let others = self.others.into_iter().chain(rest.others).collect();
        Ok(Online {
            asks,
            others,
            ..self
        })
    }

    /// Whether the root is there, as far as that was asked for.
    pub(super) fn has(&self, root: &Resource) -> bool {
        match root.kind.is_function() {
            // Triggers are only answered for a function that is there, even where it has none.
            true => self.function.is_some() || self.triggers.is_some(),
            false => self.get(root).is_some(),
        }
    }

    /// Whether it says everything that is asked.
    pub(super) fn answers(&self, asks: &Asks) -> bool {
        self.asks == *asks
    }

    /// The same for another client, which may show as little of it as the one that read it.
    pub(super) fn taken(self, client: &Client<'_>) -> Online {
        let others = self.others.iter().filter_map(|(_, reply)| reply.as_ref());
        let replies = self.function.iter().chain(others).map(|reply| &reply.doc);
        for document in replies.chain(self.triggers.iter().flatten()) {
            client.hide(document);
        }
        self
    }

    /// Everything that was read, whoever made it.
    pub(super) fn documents(&self) -> impl Iterator<Item = (Kind, &Value)> {
        let function = self.function.iter();
        let function = function.map(|reply| (self.asks.root.generation.function(), &reply.doc));
        let triggers = self.triggers.iter().flatten();
        let triggers = triggers.map(|trigger| (self.asks.root.generation.entry(), trigger));
        let others = self.others.iter();
        let others = others.filter_map(|(one, reply)| Some((one.kind, &reply.as_ref()?.doc)));
        function.chain(triggers).chain(others)
    }

    /// What was read of a resource; `None` where it is not there, or nobody asked.
    pub(super) fn get(&self, resource: &Resource) -> Option<Reply> {
        if resource.kind.is_function() {
            return self.function.clone();
        }
        if resource.kind.is_entry() {
            let doc = trigger_named(self.triggers.as_deref()?, resource.name())?.clone();
            // A list has no ETag for each of its entries.
            return Some(Reply { doc, etag: None });
        }
        let found = self.others.iter().find(|(one, _)| one == resource);
        found.and_then(|(_, reply)| reply.clone())
    }
}

/// The configurations beside the function, whoever made them, and whether it is switched off by one.
async fn beside(client: &Client<'_>, asks: &Asks) -> Result<(Vec<Resource>, bool)> {
    if !asks.beside {
        return Ok((Vec::new(), false));
    }
    let kinds = Kind::configs(asks.root.generation).filter(|kind| kind.goes_with_function());
    let lists: Vec<Vec<Beside>> = iter(kinds)
        .map(async |kind| client.configs(kind, &asks.root).await)
        .buffered(ABREAST)
        .try_collect()
        .await?;
    let found = lists.concat();
    let is_off = found.iter().any(is_off);
    let found = found.into_iter().map(|(resource, _)| resource).collect();
    Ok((found, is_off))
}

/// Whether it keeps every call from its function.
fn is_off((resource, reply): &Beside) -> bool {
    let switch = resource.kind.spec().switch;
    let reply = switch.zip(reply.as_ref());
    reply.is_some_and(|(switch, reply)| reply.doc[switch] == 0)
}

fn trigger_named<'a>(triggers: &'a [Value], name: &str) -> Option<&'a Value> {
    triggers
        .iter()
        .find(|trigger| trigger_name(trigger) == Some(name))
}

/// The name of a trigger as the list has it.
pub(super) fn trigger_name(trigger: &Value) -> Option<&str> {
    Kind::Trigger.own_name(trigger)
}
