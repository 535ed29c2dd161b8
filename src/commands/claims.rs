//! What the files of a project name of the domains that its resources share, and what becomes of a route or a
//! block that moves from one of them to another.

use std::collections::BTreeSet;

use super::file::ProjectFile;
use super::neighbour::{self, Neighbour};
use super::said::{SaidDomain, SaidResource};
use crate::error::Result;
use crate::model::claims::{Claims, DomainClaim, blocks};
use crate::model::resource::Resource;
use crate::model::routes;
use crate::paths::join;
use crate::ports::Files;
use crate::project::Project;
use crate::snapshot::handed;
use crate::state::record::{Origin, Record};
use crate::state::records::Records;
use crate::stated::{Stated, StatedProps, StatedResource};

/// Has the project know what its other resources name.
///
/// # Errors
/// The folder of records cannot be read.
pub(super) async fn known<'a>(mut project: Project<'a>, file: &ProjectFile) -> Result<Project<'a>> {
    let mut domains = project.records.domains().await?;
    domains.retain(|one| one.resource.account == project.desired.root.account);
    let Some(own) = project.place().origin() else {
        return Ok(project);
    };
    let reading = ClaimReading {
        root: project.root(),
        own,
        domains: &domains,
        unsaid_env: project.place().unsaid_env().map(str::to_owned),
    };
    let mut claims = Claims::default();
    reading.own_file(file, &mut claims);
    reading.other_files((project.world.files, &project.place().base), &mut claims);
    project.claims = claims.into();
    Ok(project)
}

/// What the claims are read from.
struct ClaimReading<'a> {
    root: Resource,
    /// What the resource whose turn it is would be deployed as.
    own: Origin,
    /// What is on record of all domains.
    domains: &'a [Record],
    unsaid_env: Option<String>,
}

impl ClaimReading<'_> {
    /// The other resources of the file whose turn it is.
    fn own_file(&self, file: &ProjectFile, claims: &mut Claims) {
        // A look at all resources is about another one than that whose turn it is.
        let is_own = |one: &&StatedResource| one.name == self.own.resource;
        let own = file.resources().iter().find(is_own);
        let own = own.and_then(|own| file.access_of(own));
        let others = file.resources().iter();
        let others = others.filter(|one| file.guards(one) && !is_own(one));
        for one in others.filter(|one| file.access_of(one) == own) {
            let (named, is_open) = said(one.in_run(), &one.name);
            claims.all.extend(named);
            if is_open || file.doubt.is_some() {
                let before = self.before(&self.own.file, &one.name, &one.name);
                // Nobody knows anything of it before its turn.
                if before.is_empty() {
                    claims.open.push(one.name.clone());
                }
                claims.all.extend(before);
            }
        }
        for record in self.of_file(&self.own.file) {
            match file.is_read {
                true => self.give(claims, record),
                // Without the file nobody knows what it names by now.
                false if self.is_other(record) => claims.all.extend(claim_of(record)),
                false => {}
            }
        }
    }

    /// The other files of the folder from which a domain was deployed, and the other environments.
    fn other_files(&self, (files, base): (&dyn Files, &str), claims: &mut Claims) {
        let origins = self.domains.iter().filter_map(|one| one.origin.as_ref());
        let names: BTreeSet<&str> = origins.map(|origin| origin.file.as_str()).collect();
        for name in names {
            let is_gone = matches!(files.kind(&join(base, name)), Ok(None));
            match is_gone {
                true => self.of_file(name).for_each(|one| self.give(claims, one)),
                false => {
                    let of_others = self
                        .domains
                        .iter()
                        .filter(|one| self.is_of_stage(one, name));
                    claims.all.extend(of_others.filter_map(claim_of));
                    if name != self.own.file {
                        self.other_file(neighbour::read(files, base, name), name, claims);
                    }
                }
            }
        }
    }

    /// What another file names.
    fn other_file(&self, neighbour: Option<Neighbour>, name: &str, claims: &mut Claims) {
        let Some(Neighbour {
            stated, has_envs, ..
        }) = neighbour
        else {
            // What cannot be read may still name what was deployed from it.
            claims.all.extend(self.of_file(name).filter_map(claim_of));
            return;
        };
        for one in &stated.resources {
            let by = format!("{} ({name})", one.name);
            let (named, is_open) = said(one.alone(), &by);
            claims.all.extend(named);
            // An environment may lay any other domain over it.
            if is_open || has_envs {
                claims.all.extend(self.before(name, &one.name, &by));
            }
        }
        for record in self.of_file(name) {
            self.give(claims, record);
        }
    }

    /// What a resource of that file deployed last: all that is known where only its turn tells what it names.
    fn before(&self, file: &str, resource: &str, by: &str) -> Vec<DomainClaim> {
        let is_its = |one: &&Record| {
            let origin = one.origin.as_ref();
            origin.is_some_and(|origin| origin.resource == resource)
        };
        let records = self.of_file(file).filter(is_its);
        let claims = records.filter_map(|record| Some(claim_of(record)?.by(by.to_owned())));
        claims.collect()
    }

    /// Notes that what a record says may have moved to the resource whose turn it is: it is not an earlier name of
    /// that one.
    fn give(&self, claims: &mut Claims, record: &Record) {
        if self.is_other(record) {
            claims.givers.push(record.resource.clone());
        }
    }

    /// Whether a record is of another resource than that whose turn it is.
    fn is_other(&self, record: &Record) -> bool {
        let is_own = record
            .origin
            .as_ref()
            .is_some_and(|one| one.resource == self.own.resource);
        !is_own || record.resource.root().kind != self.root.kind
    }

    /// The records of one file and of this environment.
    fn of_file(&self, name: &str) -> impl Iterator<Item = &Record> {
        let is_of_it =
            move |origin: &Origin| origin.file == *name && self.env_of(origin) == self.own.env;
        let domains = self.domains.iter();
        domains.filter(move |one| one.origin.as_ref().is_some_and(is_of_it))
    }

    /// Whether a record of that file is of another environment, and of another root.
    fn is_of_stage(&self, record: &Record, name: &str) -> bool {
        let is_of_it =
            |origin: &Origin| origin.file == *name && self.env_of(origin) != self.own.env;
        record.origin.as_ref().is_some_and(is_of_it) && record.resource.root() != self.root
    }

    fn env_of(&self, origin: &Origin) -> Option<String> {
        origin.with_default(self.unsaid_env.as_deref()).env
    }
}

/// What was deployed last, as a claim.
fn claim_of(record: &Record) -> Option<DomainClaim> {
    let by = record.origin.as_ref().map(|one| one.resource.clone());
    let place = (record.resource.region.as_str(), record.resource.name());
    let sent = &record.baseline.as_ref()?.sent;
    Some(DomainClaim::new(by.unwrap_or_default(), place, sent))
}

/// What the props of a resource say of its domains, and whether only its turn tells the rest.
fn said(props: &StatedProps, by: &str) -> (Vec<DomainClaim>, bool) {
    let said = SaidResource::stated(props);
    let claim = |domain: &SaidDomain| {
        let place = said.region.as_deref().zip(domain.name.as_deref())?;
        Some(DomainClaim::new(by.to_owned(), place, &domain.named()))
    };
    let is_open = |domain: &SaidDomain| claim(domain).is_none() || domain.has_open_routes();
    let domains = said.domains.iter();
    (
        domains.clone().filter_map(claim).collect(),
        domains.clone().any(is_open),
    )
}

/// Whether another file of the folder still names a domain that was deployed from it, in any of its environments.
pub(super) fn is_named_in(project: &Project<'_>, file: &str, domain: &Resource) -> bool {
    let neighbour = neighbour::read(project.world.files, &project.place().base, file);
    let Some(mut forms) = neighbour.as_ref().and_then(Neighbour::forms) else {
        return true;
    };
    forms.any(|stated| is_named(stated, domain))
}

fn is_named(stated: &Stated, domain: &Resource) -> bool {
    let mut resources = stated.resources.iter();
    resources.any(|one| {
        let (all, is_open) = said(one.alone(), "");
        let claims = Claims {
            all,
            ..Claims::default()
        };
        is_open || claims.name(domain)
    })
}

/// Takes out of the records of others what the resource has taken over from them.
///
/// # Errors
/// A record cannot be read or written.
pub(super) async fn hand_over(project: &Project<'_>) -> Result<()> {
    // A team's record of another root is only written by whoever has claimed that one. What its resource names
    // no more is claimed by this one all the same, whatever its record says.
    if project.shares_records() {
        return Ok(());
    }
    // Without an origin of its own, so that what is saved stays deployed as it was.
    let records = project.workspace.records();
    let by = project.place().resource.clone().unwrap_or_default();
    for item in project.desired.shared() {
        let own = project.records.load(&item.resource).await?;
        let Some(baseline) = own.baseline.filter(|_| own.pending.is_none()) else {
            continue;
        };
        let place = (item.resource.region.as_str(), item.resource.name());
        // What was deployed, as far as the file names it.
        let mut taken = baseline.sent.clone();
        let named = routes::listed(&item.document);
        routes::take(&mut taken, |path| !named.iter().any(|one| one == path));
        let ours = Claims {
            all: vec![DomainClaim::new(by.clone(), place, &taken)],
            ..Claims::default()
        };
        for giver in &project.claims.givers {
            if ours.name(giver) && *giver != item.resource {
                give_up(project, &records, (giver, &ours)).await?;
            }
        }
    }
    Ok(())
}

/// Takes out of one record what `ours` claims and its own resource does not name.
async fn give_up(
    project: &Project<'_>,
    records: &Records<'_>,
    (giver, ours): (&Resource, &Claims),
) -> Result<()> {
    let mut record = records.load(giver).await?;
    let Some(baseline) = record.baseline.as_mut() else {
        return Ok(());
    };
    let named = project.claims.named_of(giver, &baseline.sent);
    let given = handed((ours, giver), &named, baseline);
    // What it only saw there is no part of it: without that, its record would be another one after each turn.
    if given.is_empty() {
        return Ok(());
    }
    let by = record.origin.as_ref().map(|one| one.resource.as_str());
    let is_named = by.is_some_and(|by| project.claims.name_by(giver, by));
    let has_any =
        !routes::listed(&baseline.sent).is_empty() || blocks(&baseline.sent).next().is_some();
    match is_named || has_any || record.pending.is_some() {
        true => records.save(&record).await,
        false => {
            records
                .save(&Record::new(giver.clone(), record.key_id))
                .await
        }
    }
}
