//! The reading right before a deletion: what goes must be what was shown and saved.

use serde_json::Value;

use super::take::{Taking, again};
use super::targets::{self, Target, domain_target};
use crate::apply::{raced, until};
use crate::error::{Error, Outcome, Result};
use crate::model::document::Leaf;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::model::routes;
use crate::snapshot::{Live, moved};
use crate::wire::Reply;
use crate::words;
use crate::words::Words;

/// What a reading right before a deletion found.
pub(super) struct FreshLook {
    /// What goes: less than was shown, where others have put routes into a domain since.
    pub(super) target: Target,
    pub(super) reply: Reply,
}

impl Taking<'_> {
    /// Reads what is about to go; `None` where it is gone already.
    ///
    /// # Errors
    /// It is not what was shown any more.
    pub(super) async fn look(&self, target: &Target) -> Result<Option<FreshLook>> {
        match target {
            Target::Alias(name) => self.look_at_alias(target, name).await,
            // A version never changes.
            Target::Version(_) => Ok(Some(FreshLook {
                target: target.clone(),
                reply: Reply {
                    doc: Value::Null,
                    etag: None,
                },
            })),
            Target::Resource(resource) | Target::Routes(resource) => {
                if resource.kind.is_function() {
                    // The function is the last to go, and takes along whatever came beside it since it was
                    // shown.
                    self.nothing_came().await?;
                }
                let found = self.look_at(target, resource).await?;
                if found.is_some() && resource.kind.is_in_common() && !resource.kind.is_config() {
                    // What is bound to a service goes with it, and has no part in its ETag.
                    self.nothing_bound(resource).await?;
                }
                Ok(found)
            }
        }
    }

    /// Makes sure that no VPC was bound to the service since those that were shown were let go.
    ///
    /// # Errors
    /// One was, or that cannot be read.
    async fn nothing_bound(&self, service: &Resource) -> Result<()> {
        let binding = service.sibling(Kind::ServiceVpcBinding, "");
        let bound = self.project.client.get(&binding).await?;
        let moved = Live::of(&binding, bound).map(|_| Path::default().key("vpcBinding"));
        let moved: Vec<Path> = moved.into_iter().collect();
        stopped(&Target::Resource(binding), &moved)
    }

    /// Reads a resource and compares it with what was shown.
    ///
    /// # Errors
    /// As [`Taking::look`].
    async fn look_at(&self, target: &Target, resource: &Resource) -> Result<Option<FreshLook>> {
        let Some(reply) = self.project.client.get(resource).await? else {
            return Ok(None);
        };
        // A configuration in which nothing is set is answered like one that is there.
        let Some(live) = Live::of(resource, Some(reply.clone())) else {
            return Ok(None);
        };
        let goes = match resource.kind.is_shared() {
            true => {
                // Whoever agreed that it goes as a whole has seen that.
                let whole = matches!(target, Target::Resource(_));
                // Others may have put routes into it since, or taken theirs out: what goes is worked out
                // anew.
                let own = self.removal.own_routes(resource);
                let goes = domain_target(resource, (&own, &reply.doc), whole);
                match self.removal.is_listed(resource) {
                    true => goes.map(|_| Target::Routes(resource.clone())),
                    false => goes,
                }
            }
            false => Some(target.clone()),
        };
        let Some(goes) = goes else {
            return Ok(None);
        };
        let mut moved = self.moved(target, &goes, &live);
        if matches!((target, &goes), (Target::Routes(_), Target::Resource(_))) {
            // Nobody agreed to let the domain itself go.
            moved.push(routes::place());
        }
        stopped(target, &moved)?;
        let target = goes;
        Ok(Some(FreshLook { target, reply }))
    }

    /// What changed since it was shown and saved, of what goes.
    fn moved(&self, target: &Target, goes: &Target, live: &Live) -> Vec<Path> {
        let (Target::Resource(resource) | Target::Routes(resource)) = target else {
            return Vec::new();
        };
        let routes_only = matches!(goes, Target::Routes(_));
        let counts = |path: &Path, leaf: &Leaf| {
            // What the service says of a resource by itself (its state, a time) changes without anybody.
            leaf.field.is_some() && (!routes_only || path.top() == routes::CONFIG)
        };
        let part = self.snapshot.part(resource);
        let seen = part.and_then(|part| part.live.as_ref());
        let seen = seen.map(|live| &live.document);
        let own = self.removal.own_routes(resource);
        moved((resource.kind, &own), seen, Some(&live.document), counts)
    }

    /// The same for an alias, which is no resource of `s.yaml` and has no table of settings.
    ///
    /// # Errors
    /// As [`Taking::look`].
    async fn look_at_alias(&self, target: &Target, name: &str) -> Result<Option<FreshLook>> {
        let function = self.project.desired.root.name();
        let found = self.project.client.get_alias(function, name).await;
        let found = found.map_err(|failure| failure.into_error(&target.label()))?;
        let Some(reply) = found else {
            return Ok(None);
        };
        let mut aliases = self.removal.aliases.iter();
        let shown = aliases.find(|alias| alias["aliasName"] == *name);
        // One that was not shown at all has moved in everything.
        let differs = |name: &&str| shown.is_none_or(|shown| shown[*name] != reply.doc[*name]);
        let moved: Vec<Path> = ["versionId", "additionalVersionWeight", "description"]
            .into_iter()
            .filter(differs)
            .map(|name| Path::default().key(name))
            .collect();
        stopped(target, &moved)?;
        let target = target.clone();
        Ok(Some(FreshLook { target, reply }))
    }

    /// With the function everything goes that belongs to it, so nothing may have come since.
    ///
    /// # Errors
    /// Something did; the function is not deleted.
    async fn nothing_came(&self) -> Result<()> {
        let mut came = Vec::new();
        // What was deleted right before may still be read for a moment.
        let gone = until(self.project.world.clock, async || {
            came = targets::read(self.project, self.flags).await?.targets;
            // The service in which it stands goes after it.
            came.retain(|target| !target.is_function() && !target.is_in_common());
            Ok(came.is_empty().then_some(()))
        });
        if gone.await?.is_some() {
            return Ok(());
        }
        let labels: Vec<Words> = came.iter().map(Target::label).collect();
        let Words { en, zh } = Words::list(&labels);
        Err(Error::cloud(words!(
            "appeared online in the meantime: {en}; the function was not deleted",
            "在此期间线上新出现：{zh}；没有删除该函数"
        ))
        .ended(Outcome::Drift)
        .hint(again()))
    }
}

/// It changed since it was shown and saved, and is not deleted.
///
/// # Errors
/// That, with what moved.
fn stopped(target: &Target, moved: &[Path]) -> Result<()> {
    match moved.is_empty() {
        true => Ok(()),
        false => Err(raced(&target.label(), moved).hint(again())),
    }
}
