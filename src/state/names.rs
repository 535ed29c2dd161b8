//! Under which names things of a function are kept.
//!
//! They read `region.root.kind[.name].hash`, where a root has no name beside its own. The hash covers account,
//! region, kind, and the names of the root and of the resource, so that names that differ only in case, or in
//! a character that a file name cannot have, never meet in one file. Of other generations than FC 3.0, and
//! where the root is no function, it covers the generation and the whole path.

use sha2::{Digest as _, Sha256};

use crate::model::resource::{Generation, Kind, Resource};
use crate::spelled::hex;

/// What the names of records end with.
pub(super) const RECORD: &str = ".json";

/// The name of a resource's record.
pub(super) fn record(resource: &Resource) -> String {
    let mut name = format!("{}{}", of_root(resource), resource.kind.name());
    if !resource.is_root() {
        name = format!("{name}.{}", slug(resource.name()));
    }
    format!("{name}.{}{RECORD}", identity(resource))
}

/// Whether it may be the name of a record of what several resources share; a name may have the word in it by itself.
pub(super) fn may_be_shared(name: &str) -> bool {
    let mut shared = Kind::ALL.into_iter().filter(|kind| kind.is_shared());
    shared.any(|kind| name.contains(kind.name()))
}

/// The name of a root's lock.
pub(super) fn lock(root: &Resource) -> String {
    format!("{}{}.lock", of_root(root), identity(root))
}

/// What the names of everything of the same root begin with.
pub(super) fn of_root(resource: &Resource) -> String {
    format!(
        "{}.{}.",
        slug(&resource.region),
        slug(&resource.root_name())
    )
}

/// The name with everything that some file system dislikes replaced.
fn slug(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    name.chars()
        .map(|c| if plain(c) { c } else { '_' })
        // A file system takes so many bytes for a name and no more; the hash tells apart what is cut off.
        .take(80)
        .collect()
}

/// Eight letters that differ where anything in the names does.
fn identity(resource: &Resource) -> String {
    let (account, region) = (&resource.account, &resource.region);
    let kind = resource.kind.name();
    let function = resource.function();
    let text = match function.filter(|_| resource.generation == Generation::THIRD) {
        // As it was before generations were told apart: the files are there.
        Some(function) => [account, region, function, kind, resource.name()].join("\n"),
        None => {
            let number = resource.generation.number().to_string();
            let path = resource.names().join("\n");
            [&number, account, region, kind, &path].join("\n")
        }
    };
    hex(&Sha256::digest(text.as_bytes())[..4])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::kind::Kind;

    fn of(generation: u64, kind: Kind, names: &[&str]) -> Resource {
        let written = json!({"account": "1", "region": "r", "generation": generation, "kind": kind,
            "names": names});
        serde_json::from_value(written).expect("a resource")
    }

    /// Earlier versions made it of the function's name and the resource's own.
    #[test]
    fn a_record_of_the_third_generation_keeps_its_name() {
        let trigger = of(3, Kind::Trigger, &["demo", "http"]);
        let digest = Sha256::digest("1\nr\ndemo\ntrigger\nhttp".as_bytes());
        let hash = hex(&digest[..4]);
        assert_eq!(record(&trigger), format!("r.demo.trigger.http.{hash}.json"));
    }

    #[test]
    fn no_two_resources_have_one_record() {
        let all = [
            of(3, Kind::Trigger, &["s", "t"]),
            of(2, Kind::Trigger, &["s", "t"]),
            of(2, Kind::Trigger, &["s", "f1", "t"]),
            of(2, Kind::Trigger, &["s", "f2", "t"]),
        ];
        for (index, one) in all.iter().enumerate() {
            let others = all[..index].iter().map(record);
            assert!(
                !others.into_iter().any(|other| other == record(one)),
                "{one:?}"
            );
        }
    }
}
