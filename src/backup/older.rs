//! Resources in a backup's description, as programs of format 1 look for them, too: those read all of it before
//! they look at its version, and would call it damaged instead of newer.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::model::resource::Resource;

/// A resource with the two names that it went by.
#[derive(Serialize)]
struct Both<'r> {
    #[serde(flatten)]
    resource: &'r Resource,
    function: Cow<'r, str>,
    name: &'r str,
}

impl Both<'_> {
    fn of(resource: &Resource) -> Both<'_> {
        Both {
            resource,
            function: resource.root_name(),
            name: resource.name(),
        }
    }
}

pub(super) fn one<S: Serializer>(resource: &Resource, to: S) -> Result<S::Ok, S::Error> {
    Both::of(resource).serialize(to)
}

pub(super) fn all<S: Serializer>(resources: &[Resource], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(resources.iter().map(Both::of))
}

pub(super) fn some<S: Serializer>(
    resources: &Option<Vec<Resource>>,
    to: S,
) -> Result<S::Ok, S::Error> {
    all(resources.as_deref().unwrap_or_default(), to)
}
