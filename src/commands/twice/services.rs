//! A service of FC 2.0 in which several resources of the file stand. Each of them deploys all of it, so they have to say
//! the same of it: else every deploy of one would undo what the other says.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::commands::file::ProjectFile;
use crate::commands::neighbour;
use crate::commands::said::SaidResource;
use crate::dialect;
use crate::error::{Error, Result};
use crate::model::document::{Leaves, agree, leaves};
use crate::model::kind::Generation;
use crate::model::path::Path;
use crate::project::Project;
use crate::stated::StatedResource;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// What a resource says of its service, where all of that is known.
struct PlacedService<'f> {
    resource: &'f str,
    /// The access, the region, and the service's name.
    place: (Option<&'f str>, String, String),
    said: SaidService,
}

/// The settings of a service, as far as they are known, as the service spells them.
struct SaidService(Leaves);

/// Refuses a file in which two of them differ.
///
/// # Errors
/// A usage error that names both resources and what differs.
pub(super) fn refuse(file: &ProjectFile, props: &Value) -> Result<()> {
    let guarded = file.resources().iter().filter(|one| file.guards(one));
    let all: Vec<PlacedService<'_>> = guarded.filter_map(|one| said(file, one, props)).collect();
    for (index, one) in all.iter().enumerate() {
        let mut before = all[..index].iter();
        let Some(other) = before.find(|other| other.place == one.place) else {
            continue;
        };
        if let Some(name) = one.said.unlike(&other.said) {
            return Err(differently(other, one, name));
        }
    }
    Ok(())
}

/// Says which other file of the folder says something else of the service of a resource. That file may be of another
/// time, so it is no reason to refuse this one.
///
/// # Errors
/// The records cannot be read.
pub(in crate::commands) async fn tell_others(project: &Project<'_>) -> Result<()> {
    let (service, place) = (project.desired.root.holder(), project.place());
    let own = SaidService::of(&project.given.props["service"]);
    let (Some(own), Some(origin)) = (own, place.origin()) else {
        return Ok(());
    };
    let inside = project.records.deployed_into(&service).await?.into_iter();
    let files: BTreeSet<String> = inside.filter_map(|(_, file)| file).collect();
    for name in files.into_iter().filter(|name| *name != origin.file) {
        let Some(other) = neighbour::read(project.world.files, &place.base, &name) else {
            continue;
        };
        let standing = other.stated.resources.iter();
        let mut standing = standing.filter(|one| SaidResource::stated(one.alone()).is(&service));
        let differing = standing.find_map(|one| {
            let theirs = SaidService::of(one.alone().get("service").ok()?)?;
            Some((&one.name, own.unlike(&theirs)?.to_owned()))
        });
        if let Some((resource, setting)) = differing {
            let words = said_elsewhere(service.name(), (&name, resource), &setting);
            project.screen.say_in(Tone::Remote, &words);
        }
    }
    Ok(())
}

fn said_elsewhere(service: &str, (file, resource): (&str, &str), setting: &str) -> Words {
    words!(
        "{file} (resource {resource}) says something else of service {service} (props.service.{setting}), and was deployed, too: each deploy of one undoes the other; let both say the same",
        "{file}（资源 {resource}）对服务 {service} 的描述不同（props.service.{setting}），并且也部署过：两者会互相覆盖；请让两处一致"
    )
}

fn said<'f>(
    file: &'f ProjectFile,
    resource: &'f StatedResource,
    own: &Value,
) -> Option<PlacedService<'f>> {
    let props = resource.in_run();
    if Generation::of_props(|name| props.has(name)) != Generation::SECOND {
        return None;
    }
    let get = |name: &str| match file.is_own(resource) {
        true => own.get(name).cloned(),
        false => props.get(name).ok().cloned(),
    };
    let (region, service) = (get("region")?, get("service")?);
    let name = service.get("name")?.as_str()?.to_owned();
    let region = region.as_str()?.to_owned();
    Some(PlacedService {
        resource: &resource.name,
        place: (file.access_of(resource), region, name),
        said: SaidService::of(&service)?,
    })
}

impl SaidService {
    fn of(block: &Value) -> Option<SaidService> {
        let documents = block.is_object().then(|| dialect::service(block))?;
        let all = documents.iter();
        Some(SaidService(
            all.flat_map(|(kind, document)| leaves(*kind, document))
                .filter(|(_, leaf)| !says_nothing(&leaf.value))
                .collect(),
        ))
    }

    /// A setting of which the other one says something else.
    fn unlike<'s>(&'s self, other: &'s SaidService) -> Option<&'s str> {
        let mut paths = self.0.keys().chain(other.0.keys());
        let found = paths.find(|path| {
            let (one, other) = (self.0.get(path), other.0.get(path));
            !agree(one, other) && !agree(other, one)
        });
        found.map(Path::top)
    }
}

fn differently(one: &PlacedService<'_>, other: &PlacedService<'_>, name: &str) -> Error {
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
