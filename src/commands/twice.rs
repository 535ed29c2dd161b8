//! Two resources of one file that are the same thing online: each deploy of one would undo the other.

mod earlier;
mod services;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(super) use self::earlier::{claimed, refuse as refuse_claimed};
pub(super) use self::services::tell_others;
use crate::commands::file::ProjectFile;
use crate::commands::said::SaidResource;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::stated::StatedResource;
use crate::words;
use crate::words::Words;

/// Refuses a file in which two resources are the same function, are the same domain, or have the same path of the
/// same domain. What is only known to Serverless Devs is compared in the turn of the second one. `props` are those
/// of the resource whose turn it is.
///
/// # Errors
/// A usage error that names both.
pub(super) fn refuse(file: &ProjectFile, props: &Value) -> Result<()> {
    // One at a time may be deployed to an account of its own.
    if file.is_access_named && !file.run.is_over_file {
        return Ok(());
    }
    let resources = file.resources().iter();
    let mut known: Vec<(&str, Vec<Claim>)> = Vec::new();
    for one in resources.filter(|one| file.guards(one)) {
        // Each is held against those before it, so that the error names them in the order of the file.
        let claims = claims(file, one, props);
        for (other, theirs) in &known {
            if let Some(claim) = claims.iter().find(|claim| theirs.contains(claim)) {
                return Err(twice(other, &one.name, (&claim.region, &claim.what)));
            }
        }
        known.push((&one.name, claims));
    }
    services::refuse(file, props)?;
    settings::refuse(file, props)
}

/// Refuses to deploy what another resource of the file has deployed to the same account: where the command line
/// names the access, only the record tells whose account it is.
///
/// # Errors
/// A usage error that names both, and a record that cannot be read.
pub(super) async fn refuse_deployed(project: &Project<'_>, file: &ProjectFile) -> Result<()> {
    let (Some(own), true) = (project.place().origin(), file.is_access_named) else {
        return Ok(());
    };
    let record = project.records.glance(&project.root()).await?;
    let other = record.origin.filter(|origin| {
        // A record says nothing of a resource of another file.
        origin.file == own.file && origin.resource != own.resource
    });
    let named = |name: &str| file.resources().iter().find(|one| one.name == name);
    let Some((other, own)) = other
        .and_then(|other| named(&other.resource))
        .zip(named(&own.resource))
    else {
        return Ok(());
    };
    let props = &project.given.props;
    let theirs = claims(file, other, props);
    let mut ours = claims(file, own, props).into_iter();
    let is_root = |claim: &Claim| match claim.what {
        What::Function(_) | What::Domain(_) => true,
        // Whose a path is says the record of its domain.
        What::Route { .. } => false,
    };
    let same = ours.find(|one| file.guards(other) && is_root(one) && theirs.contains(one));
    same.map_or(Ok(()), |claim| {
        Err(twice(&other.name, &own.name, (&claim.region, &claim.what)))
    })
}

/// Something that only one resource can have.
#[derive(PartialEq)]
struct Claim {
    /// As the file names it: whose account it is is not known before its turn. Where it names none,
    /// Serverless Devs has its own, which need not be the one called `default`.
    access: Option<String>,
    region: String,
    what: What,
}

/// What cannot be shared.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
enum What {
    Function(String),
    /// All of a domain but its routes.
    Domain(String),
    Route {
        domain: String,
        path: String,
    },
}

/// What a resource claims, as far as it is known before its turn.
fn claims(file: &ProjectFile, resource: &StatedResource, own: &Value) -> Vec<Claim> {
    let (region, all) = whats(said(file, resource, own));
    let claim = |what| Claim {
        access: file.access_of(resource).map(str::to_owned),
        region: region.clone(),
        what,
    };
    all.into_iter().map(claim).collect()
}

/// What a resource says. Of the one whose turn it is more is known than what stands in the file.
fn said(file: &ProjectFile, resource: &StatedResource, own: &Value) -> SaidResource {
    match file.is_own(resource) {
        true => SaidResource::handed(own),
        false => SaidResource::stated(resource.in_run()),
    }
}

/// The region of a resource, and what nobody else can have there. Nothing without a region: it may be anywhere.
fn whats(said: SaidResource) -> (String, Vec<What>) {
    let Some(region) = said.region else {
        return (String::new(), Vec::new());
    };
    let mut all: Vec<What> = said.function.map(What::Function).into_iter().collect();
    let domains = said.domains.iter();
    for (domain, name) in domains.filter_map(|one| Some((one, one.name.clone()?))) {
        let route = |path| What::Route {
            domain: name.clone(),
            path,
        };
        all.extend(domain.is_alone.then(|| What::Domain(name.clone())));
        all.extend(domain.paths().map(route));
    }
    (region, all)
}

/// Two resources of the file claim the same.
fn twice(one: &str, other: &str, (region, what): (&str, &What)) -> Error {
    let Words { en, zh } = match what {
        What::Function(name) => {
            words!("function {name} in {region}", "地域 {region} 的函数 {name}")
        }
        What::Domain(name) => words!("custom domain {name}", "自定义域名 {name}"),
        What::Route { domain, path } => words!(
            "path {path} of custom domain {domain}",
            "自定义域名 {domain} 的路径 {path}"
        ),
    };
    Error::usage(words!(
        "resources {one} and {other} of s.yaml are both {en}: each deploy of one would undo the other",
        "s.yaml 中的资源 {one} 和 {other} 指向同一个目标（{zh}）：两者会互相覆盖"
    ))
    .hint(words!(
        "give one of them another name, or take it out of s.yaml",
        "请修改其中一个的名称，或将其从 s.yaml 中删除"
    ))
}
