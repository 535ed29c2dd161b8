//! Two resources of one file that are the same thing online: each deploy of one would undo the other.

use serde_json::Value;

use crate::commands::file::ProjectFile;
use crate::error::{Error, Result};
use crate::stated::StatedResource;
use crate::words;
use crate::words::Words;

/// Refuses a file in which two resources are the same function, or lead the same path of the same domain
/// to two functions. What is only known to Serverless Devs is not compared. `props` are those of the resource
/// whose turn it is.
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
                return Err(twice(other, &one.name, claim));
            }
        }
        known.push((&one.name, claims));
    }
    Ok(())
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
#[derive(PartialEq)]
enum What {
    Function(String),
    Route { domain: String, path: String },
}

/// What a resource claims, as far as it is known before its turn.
fn claims(file: &ProjectFile, resource: &StatedResource, own: &Value) -> Vec<Claim> {
    // Of the resource whose turn it is more is known than what stands in the file.
    let is_own = file.is_own(resource);
    let prop = |name: &str| match is_own {
        true => own[name].clone(),
        false => resource.prop(name).cloned().unwrap_or_default(),
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    // Without a region it may be anywhere.
    let Some(region) = text(&prop("region")) else {
        return Vec::new();
    };
    let claim = |what| Claim {
        access: file.access_of(resource).map(str::to_owned),
        region: region.clone(),
        what,
    };
    let function = text(&prop("functionName")).map(What::Function);
    let domain = prop("customDomain");
    let route = text(&domain["domainName"]).zip(text(&domain["route"]["path"]));
    // `auto` stands for a name that is made of the function's own.
    let route = route.filter(|(domain, _)| !domain.eq_ignore_ascii_case("auto"));
    let route = route.map(|(domain, path)| What::Route {
        // Names of hosts do not tell capital letters apart; paths do.
        domain: domain.to_ascii_lowercase(),
        path,
    });
    function.into_iter().chain(route).map(claim).collect()
}

/// Two resources of the file claim the same.
fn twice(one: &str, other: &str, claim: &Claim) -> Error {
    let region = &claim.region;
    let Words { en, zh } = match &claim.what {
        What::Function(name) => {
            words!("function {name} in {region}", "地域 {region} 的函数 {name}")
        }
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
