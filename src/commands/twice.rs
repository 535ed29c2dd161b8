//! Two resources of one file that are the same thing online: each deploy of one would undo the other.

use serde_json::Value;

use crate::commands::file::ProjectFile;
use crate::error::{Error, Result};
use crate::model::auto::is_auto;
use crate::model::routes::CONFIG;
use crate::stated::StatedResource;
use crate::words;
use crate::words::Words;

/// Refuses a file in which two resources are the same function, are the same domain, or have the same path of the
/// same domain. What is only known to Serverless Devs is not compared. `props` are those of the resource
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
            let collides = |claim: &&Claim| theirs.iter().any(|their| claim.collides(their));
            if let Some(claim) = claims.iter().find(collides) {
                return Err(twice(other, &one.name, claim));
            }
        }
        known.push((&one.name, claims));
    }
    Ok(())
}

/// The settings of a domain that it has once, however many functions it leads to.
const SETTINGS: [&str; 6] = [
    "protocol",
    "certConfig",
    "tlsConfig",
    "authConfig",
    "wafConfig",
    "corsConfig",
];

/// Something that only one resource can have.
struct Claim {
    /// As the file names it: whose account it is is not known before its turn. Where it names none,
    /// Serverless Devs has its own, which need not be the one called `default`.
    access: Option<String>,
    region: String,
    what: What,
}

impl Claim {
    /// Whether each deploy of one would undo the other.
    fn collides(&self, other: &Claim) -> bool {
        let is_near = self.access == other.access && self.region == other.region;
        is_near
            && match (&self.what, &other.what) {
                (What::Setting(one), What::Setting(other)) => one.differs(other),
                (one, other) => one == other,
            }
    }
}

/// What cannot be shared.
#[derive(PartialEq)]
enum What {
    Function(String),
    /// All of a domain but its routes.
    Domain(String),
    Route {
        domain: String,
        path: String,
    },
    Setting(DomainSetting),
}

/// A setting of a domain as one resource says it.
#[derive(PartialEq)]
struct DomainSetting {
    domain: String,
    name: &'static str,
    /// Null where the resource leaves it out.
    value: Value,
    /// Whether the resource is the domain, rather than a function with a route in it.
    is_domain: bool,
}

impl DomainSetting {
    /// Whether a domain and a function with a route in it say it differently.
    fn differs(&self, other: &DomainSetting) -> bool {
        let is_same = self.domain == other.domain && self.name == other.name;
        is_same && self.is_domain != other.is_domain && self.value != other.value
    }
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
    let (block, alone) = (prop("customDomain"), domain(&prop("domainName")));
    let of_function = domain(&block["domainName"]);
    let route = of_function.clone().zip(text(&block["route"]["path"]));
    let routes = prop(CONFIG)["routes"].as_array().cloned();
    let paths = routes
        .iter()
        .flatten()
        .filter_map(|route| text(&route["path"]));
    let listed = paths.filter_map(|path| Some((alone.clone()?, path)));
    let routes = route.into_iter().chain(listed);
    let routes = routes.map(|(domain, path)| What::Route { domain, path });
    // A function leaves to the domain what its block does not have.
    let said = settings(&of_function, false, |name| block[name].clone());
    let said = said.filter(|one| !one.value.is_null());
    let said = said.chain(settings(&alone, true, prop));
    let alone = alone.clone().map(What::Domain);
    let all = function.into_iter().chain(alone).chain(routes);
    all.chain(said.map(What::Setting)).map(claim).collect()
}

/// The settings of a domain, if there is one.
fn settings<'a>(
    domain: &'a Option<String>,
    is_domain: bool,
    value: impl Fn(&str) -> Value + 'a,
) -> impl Iterator<Item = DomainSetting> + 'a {
    let names = domain
        .iter()
        .flat_map(|domain| SETTINGS.map(|name| (domain, name)));
    names.map(move |(domain, name)| DomainSetting {
        domain: domain.clone(),
        name,
        value: value(name),
        is_domain,
    })
}

/// The name of a domain. Names of hosts do not tell capital letters apart. `auto` stands for a name that is made of
/// a function's own.
fn domain(name: &Value) -> Option<String> {
    let text = name.as_str().filter(|_| !is_auto(name))?;
    Some(text.to_ascii_lowercase())
}

/// Two resources of the file claim the same.
fn twice(one: &str, other: &str, claim: &Claim) -> Error {
    if let What::Setting(DomainSetting { domain, name, .. }) = &claim.what {
        return Error::usage(words!(
            "resources {one} and {other} of s.yaml set {name} of custom domain {domain} differently: each deploy of one would undo the other",
            "s.yaml 中的资源 {one} 和 {other} 对自定义域名 {domain} 的 {name} 设置不同：两者会互相覆盖"
        ))
        .hint(words!(
            "write it in the resource that is the domain, and leave it out or write the same in the other",
            "请在描述该域名的资源中设置，另一处不写或写成相同的值"
        ));
    }
    let region = &claim.region;
    let Words { en, zh } = match &claim.what {
        What::Function(name) => {
            words!("function {name} in {region}", "地域 {region} 的函数 {name}")
        }
        What::Domain(name) | What::Setting(DomainSetting { domain: name, .. }) => {
            words!("custom domain {name}", "自定义域名 {name}")
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
