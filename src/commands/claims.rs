//! What the files of a project name of the domains that its resources share, and what becomes of a route or a
//! block that moves from one of them to another.

use std::collections::BTreeSet;

use serde_json::Value;

use super::file::ProjectFile;
use super::neighbour;
use crate::error::Result;
use crate::model::auto::is_auto;
use crate::model::claims::{Claims, DomainClaim, all_blocks, blocks};
use crate::model::resource::Resource;
use crate::model::routes;
use crate::paths::join;
use crate::ports::Files;
use crate::project::Project;
use crate::snapshot::handed;
use crate::state::record::{Origin, Record};
use crate::state::records::Records;
use crate::stated::{Stated, StatedResource};

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

/// What a resource says of its domain, as far as its file alone tells.
struct SaidClaim {
    claim: Option<DomainClaim>,
    /// Whether only its turn tells the rest.
    is_open: bool,
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
            let said = said(one, one.name.clone());
            let said = SaidClaim {
                is_open: said.is_open || file.doubt.is_some(),
                ..said
            };
            self.add(
                claims,
                (said, &self.own.file),
                (&one.name, one.name.clone()),
            );
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
    fn other_file(&self, stated: Option<Stated>, name: &str, claims: &mut Claims) {
        let Some(stated) = stated else {
            // What cannot be read may still name what was deployed from it.
            claims.all.extend(self.of_file(name).filter_map(claim_of));
            return;
        };
        for one in &stated.resources {
            let by = format!("{} ({name})", one.name);
            self.add(claims, (said(one, by.clone()), name), (&one.name, by));
        }
        for record in self.of_file(name) {
            self.give(claims, record);
        }
    }

    /// Adds what one resource names. What only its turn tells is what it deployed last, if it did.
    fn add(
        &self,
        claims: &mut Claims,
        (said, file): (SaidClaim, &str),
        (name, by): (&str, String),
    ) {
        claims.all.extend(said.claim);
        if !said.is_open {
            return;
        }
        let is_its = |one: &&Record| {
            one.origin
                .as_ref()
                .is_some_and(|origin| origin.resource == name)
        };
        let before: Vec<DomainClaim> = self
            .of_file(file)
            .filter(is_its)
            .filter_map(|record| Some(claim_of(record)?.by(by.clone())))
            .collect();
        // Of another file's nothing is in this run.
        if before.is_empty() && file == self.own.file {
            claims.open.push(by);
        }
        claims.all.extend(before);
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

/// What the file alone says of a resource's domain.
fn said(resource: &StatedResource, by: String) -> SaidClaim {
    let open = SaidClaim {
        claim: None,
        is_open: true,
    };
    let none = SaidClaim {
        claim: None,
        is_open: false,
    };
    let (is_alone, is_function) = (resource.has("domainName"), resource.has("customDomain"));
    if !is_alone && !is_function {
        return none;
    }
    let Some(region) = resource.prop("region").ok().and_then(Value::as_str) else {
        return open;
    };
    let document = match is_alone {
        true => {
            let mut document = resource.known_props();
            // A block of which only the turn tells the value is named all the same.
            for name in all_blocks().filter(|name| resource.has(name)) {
                if document.get(name).is_none() {
                    document[name] = Value::Bool(true);
                }
            }
            document
        }
        false => match resource.prop("customDomain") {
            Ok(block) => of_function(block),
            Err(_) => return open,
        },
    };
    let Some(name) = document["domainName"]
        .as_str()
        .filter(|_| !is_auto(&document["domainName"]))
    else {
        return open;
    };
    SaidClaim {
        claim: Some(DomainClaim::new(by, (region, name), &document)),
        is_open: is_alone && resource.prop(routes::CONFIG).is_err(),
    }
}

/// The block of a function as a document of its domain.
fn of_function(block: &Value) -> Value {
    let mut document = block.clone();
    routes::add(&mut document, vec![block["route"].clone()]);
    document
}

/// Whether another file of the folder still names a domain that was deployed from it.
pub(super) fn is_named_in(project: &Project<'_>, file: &str, domain: &Resource) -> bool {
    let Some(stated) = neighbour::read(project.world.files, &project.place().base, file) else {
        return true;
    };
    let mut resources = stated.resources.iter();
    resources.any(|one| {
        let said = said(one, String::new());
        let claims = Claims {
            all: said.claim.into_iter().collect(),
            ..Claims::default()
        };
        said.is_open || claims.name(domain)
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
    let before = baseline.clone();
    let named = project.claims.named_of(giver, &before.sent);
    handed((ours, giver), &named, baseline);
    if *baseline == before {
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
