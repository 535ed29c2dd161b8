//! What goes when a resource of `s.yaml` is removed: what was deployed from here, and what others
//! put beside it, because nothing of it can stay without its function.

use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::future::{try_join, try_join_all, try_join5};
use serde_json::{Value, json};

use super::service::{self, ServiceLook};
use crate::backup;
use crate::cli::RemoveFlags;
use crate::clouds::Beside;
use crate::error::Result;
use crate::model::desired::{Desired, Item};
use crate::model::kind::Section;
use crate::model::resource::{Kind, Resource};
use crate::model::routes::{self, OwnRoutes};
use crate::model::scope::{Scope, Triggers};
use crate::project::Project;
use crate::snapshot::{self, Snapshot};
use crate::state::record::Record;
use crate::wire::Failure;
use crate::words;
use crate::words::Words;

/// Something that goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Resource(Resource),
    /// Our routes in a domain in which others have routes, too.
    Routes(Resource),
    Alias(String),
    Version(String),
}

impl Target {
    /// Whether it is the function itself.
    pub(super) fn is_function(&self) -> bool {
        matches!(self, Target::Resource(one) if one.kind.is_function())
    }

    /// Whether it is what several resources of a project may deploy.
    pub(super) fn is_in_common(&self) -> bool {
        matches!(self, Target::Resource(one) if one.kind.is_in_common())
    }

    /// What people call it.
    pub(super) fn label(&self) -> Words {
        match self {
            Target::Resource(resource) => resource.label(),
            Target::Routes(domain) => {
                let (Words { en, zh }, own) = (domain.label(), OwnRoutes::of(domain, []).label());
                let (own, zh_own) = (&own.en, &own.zh);
                words!(
                    "{own} in {en}, which others share",
                    "{zh} 中{zh_own}（该域名与他人共用）"
                )
            }
            Target::Alias(name) => words!("alias {name}", "别名 {name}"),
            Target::Version(id) => words!("version {id}", "版本 {id}"),
        }
    }
}

/// Everything that goes, in the order in which it can.
#[derive(Debug, Default)]
pub(super) struct Removal {
    pub(super) targets: Vec<Target>,
    /// The function's aliases as they are online.
    pub(super) aliases: Vec<Value>,
    /// Domains of `s.yaml` that are not ours to take away, as they are online.
    pub(super) left: Vec<(Resource, Value)>,
    /// Which routes of the domains are ours.
    own: BTreeMap<Resource, OwnRoutes>,
    /// The domains that another resource is, so that they never go as a whole.
    listed: Vec<Resource>,
    /// That the service stays in which the function stands, and why.
    pub(super) stays: Option<Words>,
    /// The triggers that EventBridge made by itself: nobody else can delete them.
    pub(super) of_event_bridge: Vec<Resource>,
    /// Whether that service is not there any more.
    is_service_gone: bool,
}

impl Removal {
    /// Whether nothing of the service is left that would have to be remembered: it goes, or is gone.
    pub(super) fn ends_service(&self) -> bool {
        let goes = |one: &Resource| one.kind.is_in_common() && one.is_root();
        self.is_service_gone || self.resources().any(goes)
    }

    /// Whether another resource is the domain.
    pub(super) fn is_listed(&self, domain: &Resource) -> bool {
        self.listed.contains(domain)
    }

    /// Which routes of a domain are ours.
    pub(super) fn own_routes(&self, domain: &Resource) -> OwnRoutes {
        let known = self.own.get(domain).cloned();
        known.unwrap_or_else(|| OwnRoutes::of(domain, []))
    }

    /// Those of them that have a record.
    pub(super) fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.targets.iter().filter_map(|target| match target {
            Target::Resource(resource) | Target::Routes(resource) => Some(resource),
            Target::Alias(_) | Target::Version(_) => None,
        })
    }
}

/// The witnesses of what is about to go.
///
/// # Errors
/// What is online, or on record of it, cannot be read.
pub(super) async fn look(project: &Project<'_>, removal: &Removal) -> Result<Snapshot> {
    let items = removal.resources();
    // An empty document is wanted of each, so that all that is online shows up as a difference.
    let items = items.map(|resource| Item {
        // What the file lists is ours, too, although nothing of it is wanted.
        own: removal.own.get(resource).cloned(),
        ..Item::new(resource.clone(), json!({}))
    });
    let mut items: Vec<Item> = items.collect();
    // A backup holds them in the order in which they are put back, which is not that in which they go.
    items.sort_by_key(|item| item.resource.kind.spec().rank);
    let desired = Desired {
        rules: project.desired.rules.clone(),
        claims: Rc::clone(&project.claims),
        scope: backup::scope(true),
        ..Desired::of(project.root(), items)
    };
    snapshot::read(&project.client, &project.records, desired).await
}

/// Reads what there is, all requests at once.
///
/// # Errors
/// A read that failed: nobody is asked to agree to what is not known.
pub(super) async fn read(project: &Project<'_>, flags: &RemoveFlags) -> Result<Removal> {
    let scope = &flags.scope;
    match project.desired.root.kind.is_function() {
        true => of_function(project, flags).await,
        false => {
            let mut removal = Removal::default();
            removal.add_domains(domains(project, scope).await?);
            removal.add_service(service::look(project, flags).await?);
            Ok(removal)
        }
    }
}

/// The same of a function, with everything that belongs to it.
///
/// # Errors
/// As [`read`].
async fn of_function(project: &Project<'_>, flags: &RemoveFlags) -> Result<Removal> {
    let scope = &flags.scope;
    let function = project.root();
    let client = &project.client;
    let name = function.name();
    let whole = scope.function.is_some();
    // What the flags leave out is not read either.
    let configs = async |kind: Kind| match whole || scope.names(kind) {
        true => Ok((kind, client.configs(kind, &function).await?)),
        false => Ok((kind, Vec::new())),
    };
    let (online, triggers, configs, others, domains) = try_join5(
        client.get(&function),
        client.list_triggers(&function),
        try_join_all(
            Kind::configs(function.generation)
                .filter(|kind| kind.goes_with_function())
                .map(configs),
        ),
        async {
            // Those of FC 2.0 are of the service, and stay as long as that stays.
            if function.service().is_some() {
                return Ok((Vec::new(), Vec::new()));
            }
            let both = try_join(client.aliases(name), client.versions(name)).await;
            both.map_err(|failure: Failure| failure.into_error(&function.label()))
        },
        domains(project, scope),
    )
    .await?;
    let mut removal = Removal::default();
    // Those that a flag names may go alone; the others only with the function.
    let (named, rest): (Vec<_>, Vec<_>) = configs
        .into_iter()
        .partition(|(kind, _)| kind.spec().section != Section::Rest);
    removal.add_all(found(named));
    removal.add_domains(domains);
    let triggers = wanted_triggers(project, scope, triggers.unwrap_or_default());
    let (left, own): (Vec<_>, Vec<_>) = triggers.into_iter().partition(is_of_event_bridge);
    removal.of_event_bridge = left;
    removal.add_all(own);
    if whole {
        removal.add_all(found(rest));
        let (aliases, versions) = others;
        removal
            .targets
            .extend(aliases.iter().filter_map(alias_name).map(Target::Alias));
        removal.aliases = aliases;
        removal
            .targets
            .extend(versions.into_iter().map(Target::Version));
        // The function comes last: all the others are reached through it.
        removal.add_all(online.map(|_| function));
    }
    if whole && scope.rest {
        removal.add_service(service::look(project, flags).await?);
    }
    Ok(removal)
}

/// The configurations that are there, one for each qualifier.
fn found(configs: Vec<(Kind, Vec<Beside>)>) -> impl Iterator<Item = Resource> {
    let found = configs.into_iter().flat_map(|(_, found)| found);
    found.map(|(resource, _)| resource)
}

impl Removal {
    /// Adds the domains, each as much of it as goes.
    fn add_domains(&mut self, domains: Vec<SeenDomain>) {
        for seen in domains {
            let domain = seen.domain.clone();
            match seen.target() {
                Some(target) => self.targets.push(target),
                None => self.left.push((seen.domain, seen.online)),
            }
            if seen.is_listed {
                self.listed.push(domain.clone());
            }
            self.own.insert(domain, seen.own);
        }
    }

    /// Adds resources behind what goes already.
    fn add_service(&mut self, service: ServiceLook) {
        self.add_all(service.goes);
        self.stays = service.stays;
        self.is_service_gone = service.is_gone;
    }

    fn add_all(&mut self, resources: impl IntoIterator<Item = Resource>) {
        self.targets
            .extend(resources.into_iter().map(Target::Resource));
    }

    /// Whether a domain that is left alone leads to that function.
    pub(super) fn leaves_to(&self, domain: &Resource, function: &Resource) -> bool {
        let mut left = self.left.iter();
        let own = OwnRoutes::of(function, []);
        left.any(|(one, online)| one == domain && !own.in_domain(online).is_empty())
    }
}

/// All triggers go with the function; else those that are named, or those of `s.yaml`.
fn wanted_triggers(project: &Project<'_>, scope: &Scope, online: Vec<Value>) -> Vec<Resource> {
    let desired = &project.desired;
    let in_file = |name: &str| desired.trigger_names().any(|one| one == name);
    let goes = |name: &str| match &scope.triggers {
        _ if scope.function.is_some() => true,
        Some(Triggers::All) => in_file(name),
        Some(Triggers::Named(names)) => names.iter().any(|one| one == name),
        None => false,
    };
    let names = online.iter().filter_map(|one| one["triggerName"].as_str());
    names
        .filter(|name| goes(name))
        .map(|name| desired.trigger(name))
        .collect()
}

/// Whether EventBridge made it by itself, which upstream tells by its name.
fn is_of_event_bridge(trigger: &Resource) -> bool {
    trigger.service().is_some() && trigger.name().contains('|')
}

/// A domain as it is online.
struct SeenDomain {
    domain: Resource,
    online: Value,
    /// Which of its routes are ours.
    own: OwnRoutes,
    /// Whether another resource is the domain, so that it never goes as a whole.
    is_listed: bool,
    /// Whether it was deployed from here.
    ours: bool,
}

impl SeenDomain {
    fn target(&self) -> Option<Target> {
        let target = domain_target(&self.domain, (&self.own, &self.online), self.ours)?;
        let has_any = !self.own.in_domain(&self.online).is_empty();
        match self.is_listed {
            true => has_any.then(|| Target::Routes(self.domain.clone())),
            false => Some(target),
        }
    }
}

/// The domains of the resource as they are online, whatever of them goes.
///
/// # Errors
/// As [`read`].
pub(super) async fn online_domains(project: &Project<'_>) -> Result<Vec<(Resource, Value)>> {
    let seen = domains(project, &Scope::whole()).await?.into_iter();
    Ok(seen.map(|one| (one.domain, one.online)).collect())
}

/// The domain of `s.yaml` and those that were deployed from here before, as far as they are online.
///
/// # Errors
/// A domain or a record cannot be read.
async fn domains(project: &Project<'_>, scope: &Scope) -> Result<Vec<SeenDomain>> {
    if !scope.rest {
        return Ok(Vec::new());
    }
    let siblings = project.records.siblings(&project.root()).await?;
    // What a restore put back of others has no record that makes it ours.
    let ours: Vec<Record> = siblings.into_iter().filter(Record::is_ours).collect();
    let resources = ours.iter().map(|record| &record.resource);
    let mut domains: Vec<&Resource> = resources.filter(|one| one.kind.is_shared()).collect();
    for item in project.desired.shared() {
        // A domain that the file names but nobody has deployed from here goes only as far as its routes are
        // those of the file.
        if !domains.contains(&&item.resource) {
            domains.push(&item.resource);
        }
    }
    domains.retain(|domain| scope.covers(domain));
    let recorded = project.records.domains().await?;
    let mut seen = Vec::new();
    for domain in domains {
        let Some(reply) = project.client.get(domain).await? else {
            continue;
        };
        let record = ours.iter().find(|record| record.resource == *domain);
        let sent = record.and_then(|record| record.baseline.as_ref());
        let sent = sent.map(|baseline| &baseline.sent);
        let named = project.desired.document(domain).unwrap_or(&Value::Null);
        let mut others = recorded.iter().filter(|one| is_beside(one, domain));
        let held = others.clone().filter_map(|one| one.baseline.as_ref());
        let held = held.flat_map(|baseline| routes::listed(&baseline.sent));
        let own = project.claims.own_routes(domain, (named, sent), held);
        seen.push(SeenDomain {
            domain: domain.clone(),
            online: reply.doc,
            own,
            // One that has gone before in this run is nobody's any more.
            is_listed: project.claims.name(domain) && others.next().is_some(),
            ours: record.is_some(),
        });
    }
    Ok(seen)
}

/// Whether a record is another resource's of the same domain.
fn is_beside(record: &Record, domain: &Resource) -> bool {
    let other = &record.resource;
    let is_called = domain.is_called(other.name());
    let is_here = (&other.account, &other.region) == (&domain.account, &domain.region);
    is_called && is_here && other != domain
}

/// Only our own routes go from a domain in which others have routes, too. `None` where it has none of ours,
/// unless it leads nowhere and is `ours`.
pub(super) fn domain_target(
    domain: &Resource,
    (own, online): (&OwnRoutes, &Value),
    ours: bool,
) -> Option<Target> {
    let shared = own.is_shared(online);
    let none = own.in_domain(online).is_empty();
    match (none, shared) {
        (true, true) => None,
        // A domain that leads nowhere was made by somebody: unless that was done from here, it is left
        // alone.
        (true, false) if !ours => None,
        (_, false) => Some(Target::Resource(domain.clone())),
        (false, true) => Some(Target::Routes(domain.clone())),
    }
}

/// The name of an alias, as the list of them has it.
fn alias_name(alias: &Value) -> Option<String> {
    alias["aliasName"].as_str().map(str::to_owned)
}
