//! A service of FC 2.0 in which several resources of the file stand. Each of them deploys all of it, so they have to say
//! the same of it: else every deploy of one would undo what the other says.

use serde_json::{Map, Value};

use crate::commands::file::ProjectFile;
use crate::error::{Error, Result};
use crate::model::kind::Generation;
use crate::stated::StatedResource;
use crate::words;

/// What a resource says of its service, where all of that is known.
struct SaidService<'f> {
    resource: &'f str,
    /// The access, the region, and the service's name.
    place: (Option<&'f str>, String, String),
    settings: Map<String, Value>,
}

/// Refuses a file in which two of them differ.
///
/// # Errors
/// A usage error that names both resources and what differs.
pub(super) fn refuse(file: &ProjectFile, props: &Value) -> Result<()> {
    let guarded = file.resources().iter().filter(|one| file.guards(one));
    let all: Vec<SaidService<'_>> = guarded.filter_map(|one| said(file, one, props)).collect();
    for (index, one) in all.iter().enumerate() {
        let mut before = all[..index].iter();
        let Some(other) = before.find(|other| other.place == one.place) else {
            continue;
        };
        let names = one.settings.keys().chain(other.settings.keys());
        let mut differing = names.filter(|name| one.setting(name) != other.setting(name));
        if let Some(name) = differing.next() {
            return Err(differently(other, one, name));
        }
    }
    Ok(())
}

fn said<'f>(
    file: &'f ProjectFile,
    resource: &'f StatedResource,
    own: &Value,
) -> Option<SaidService<'f>> {
    let props = resource.in_run();
    if Generation::of_props(|name| props.has(name)) != Generation::SECOND {
        return None;
    }
    let get = |name: &str| match file.is_own(resource) {
        true => own.get(name).cloned(),
        false => props.get(name).ok().cloned(),
    };
    let (region, service) = (get("region")?, get("service")?);
    let settings = service.as_object()?.clone();
    let name = settings.get("name")?.as_str()?.to_owned();
    let region = region.as_str()?.to_owned();
    Some(SaidService {
        resource: &resource.name,
        place: (file.access_of(resource), region, name),
        settings,
    })
}

impl SaidService<'_> {
    /// A setting; what says nothing, or what the service has anyway, is none.
    fn setting(&self, name: &str) -> Option<&Value> {
        let value = self.settings.get(name)?;
        let is_default = name == "internetAccess" && *value == true;
        (!is_default && !says_nothing(value)).then_some(value)
    }
}

/// Whether there is no value in it, as in a block of mounts without a mount.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.values().all(says_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn differently(one: &SaidService<'_>, other: &SaidService<'_>, name: &str) -> Error {
    let (one, other, (_, _, service)) = (one.resource, other.resource, &one.place);
    Error::usage(words!(
        "resources {one} and {other} of s.yaml say different things of service {service} (props.service.{name}): each deploy of one would undo the other",
        "s.yaml 中的资源 {one} 和 {other} 对服务 {service} 的描述不同（props.service.{name}）：两者会互相覆盖"
    ))
    .hint(words!(
        "write the service once under vars, and let both say service: ${{vars.service}}",
        "请在 vars 中只写一次该服务，并让两者都写 service: ${{vars.service}}"
    ))
}
