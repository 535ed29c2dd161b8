//! Which functions the resources of a file mean, may mean, or meant.

use serde_json::Value;

use crate::commands::file::{ProjectFile, dialect_of};
use crate::commands::neighbour;
use crate::model::resource::Resource;
use crate::paths::join;
use crate::ports::{EntryKind, Files};
use crate::project::Project;
use crate::state::record::Origin;
use crate::stated::StatedResource;
use crate::turn::ProjectPlace;

/// What the resources of the file may mean.
pub(super) struct NamedFunctions<'a> {
    /// Where the other files of the folder are read.
    files: &'a dyn Files,
    /// Where the resource whose turn it is stands.
    place: &'a ProjectPlace,
    /// What the resource whose turn it is would be deployed as.
    own: Option<Origin>,
    /// The function that the resource whose turn it is means.
    /// Its region comes first, then its name.
    desired: (String, String),
    /// Those of the file that this component deploys.
    guarded: Vec<&'a StatedResource>,
    /// All that the file has: another component may deploy the same function.
    all: &'a [StatedResource],
    /// Whether the file could be read at all.
    is_read: bool,
    /// Whether an environment may lay other names over the file.
    has_envs: bool,
}

impl<'a> NamedFunctions<'a> {
    /// What the file and the resource whose turn it is tell.
    pub(super) fn new(project: &Project<'a>, file: &'a ProjectFile) -> NamedFunctions<'a> {
        let desired = &project.desired;
        NamedFunctions {
            files: project.world.files,
            place: project.place(),
            own: project.place().origin(),
            desired: (desired.root.region.clone(), desired.root.name().to_owned()),
            guarded: file
                .resources()
                .iter()
                .filter(|one| file.guards(one))
                .collect(),
            all: file.resources(),
            is_read: file.is_read,
            has_envs: file.has_envs,
        }
    }

    /// Whether a resource of the file names the function.
    pub(super) fn name(&self, function: &Resource) -> bool {
        let (region, name) = &self.desired;
        is_called(function, region, name) || self.state(function)
    }

    /// Whether a resource of the file names the function as it is written there.
    pub(super) fn state(&self, function: &Resource) -> bool {
        let mut resources = self.all.iter();
        resources.any(|one| {
            let stated = stated_name(one);
            stated.is_some_and(|(region, name)| is_called(function, &region, &name))
        })
    }

    /// The resources that may mean what was deployed as the resource of that name: that one, or where it is
    /// gone any, of those whose name or region is only known to Serverless Devs.
    pub(super) fn who_may_mean(&self, resource: &str) -> Vec<String> {
        // Under its own name it can only be that one. One that was renamed in the file may be any by now.
        let stands = self.guarded.iter().any(|one| one.name == resource);
        let guarded = self.guarded.iter();
        let may = guarded.filter(|one| self.is_open(one) && (!stands || one.name == resource));
        may.map(|one| one.name.clone()).collect()
    }

    /// The resource of the file that names the function, among those of this component which are not the
    /// one whose turn it is.
    pub(super) fn resource_of(&self, function: &Resource) -> Option<&'a str> {
        let identity = (function.region.clone(), function.name().to_owned());
        let mut others = self.others();
        others.find_map(|one| {
            (stated_name(one).as_ref() == Some(&identity)).then_some(one.name.as_str())
        })
    }

    /// Whether that resource stands in the file, and may mean another function in another run.
    pub(super) fn is_open_now(&self, resource: &str) -> bool {
        let mut guarded = self.guarded.iter();
        let found = guarded.find(|one| one.name == resource);
        !self.is_read || found.is_some_and(|one| self.has_envs || self.is_open(one))
    }

    /// Whether what the file alone says of the name of that resource is not all.
    pub(super) fn is_said_elsewhere(&self, resource: &str) -> bool {
        let mut guarded = self.guarded.iter();
        guarded
            .find(|one| one.name == resource)
            .is_none_or(|one| self.is_open(one))
    }

    /// A resource of which only its turn tells what it means, and which is not the one whose turn it is.
    pub(super) fn another_open(&self) -> Option<&'a str> {
        let is_open = |one: &&StatedResource| self.has_envs || stated_name(one).is_none();
        let open = self.others().find(is_open);
        // Where the file cannot be read there may be others, whose names a person has to fill in.
        let unknown = (!self.is_read).then_some("NAME");
        open.map(|one| one.name.as_str()).or(unknown)
    }

    /// Those of this component which are not the one whose turn it is.
    fn others(&self) -> impl Iterator<Item = &'a StatedResource> {
        let own = self.own.as_ref().map(|own| own.resource.as_str());
        let guarded = self.guarded.iter().copied();
        guarded.filter(move |one| Some(one.name.as_str()) != own)
    }

    /// Whether the record is of a deploy of this file, or of one that is gone, to the same environment.
    pub(super) fn is_of_this_file(&self, origin: &Origin) -> bool {
        let Some(own) = &self.own else {
            return false;
        };
        let kind = self.files.kind(&join(&self.place.base, &origin.file));
        let is_same_env = origin.with_default(self.place.unsaid_env()).env == own.env;
        // A file that was renamed has left its records under the old name. What cannot be looked at may
        // still be there.
        (origin.file == own.file || matches!(kind, Ok(None))) && is_same_env
    }

    /// Whether the resource of that name, or where it is gone any, may mean another function in another
    /// run: its name or region is only known to Serverless Devs.
    pub(super) fn may_mean(&self, resource: &str) -> bool {
        match self.guarded.iter().find(|one| one.name == resource) {
            Some(one) => self.is_open(one),
            None => self.is_any_open(),
        }
    }

    /// Whether any resource may mean another function in another run.
    pub(super) fn is_any_open(&self) -> bool {
        self.guarded.iter().any(|one| self.is_open(one))
    }

    /// Whether the resource may mean another function in another run.
    fn is_open(&self, resource: &StatedResource) -> bool {
        let stated = stated_name(resource);
        let is_own = self
            .own
            .as_ref()
            .is_some_and(|own| own.resource == resource.name);
        match stated {
            None => true,
            // What was handed over is another name than the file has, so something is laid over it.
            Some(name) => is_own && name != self.desired,
        }
    }

    /// Whether the resource whose turn it is tells of it.
    pub(super) fn is_own(&self, origin: Option<&Origin>) -> bool {
        let own = self.own.as_ref().map(|own| own.resource.as_str());
        let stands = |name: &str| self.guarded.iter().any(|one| one.name == name);
        match origin
            .map(|origin| origin.resource.as_str())
            .filter(|name| stands(name))
        {
            Some(name) => own == Some(name),
            // Exactly one turn of a run tells it.
            None => self.guarded.first().map(|one| one.name.as_str()) == own,
        }
    }

    /// Whether another file of the folder may name the function, whichever it was deployed from.
    pub(super) fn others_may_name(&self, function: &Resource) -> bool {
        self.other_file_of(function).is_some()
    }

    /// The other file of the folder that may name the function.
    pub(super) fn other_file_of(&self, function: &Resource) -> Option<String> {
        let own = self.own.as_ref().map(|own| own.file.as_str());
        let entries = self
            .files
            .list(&self.place.base)
            .ok()
            .flatten()
            .unwrap_or_default();
        let is_yaml = |name: &str| name.ends_with(".yaml") || name.ends_with(".yml");
        let mut others = entries.into_iter().filter(|entry| {
            matches!(entry.kind, EntryKind::File { .. })
                && is_yaml(&entry.name)
                && Some(entry.name.as_str()) != own
        });
        let other =
            others.find(|entry| may_name(self.files, &self.place.base, &entry.name, function));
        other.map(|entry| entry.name)
    }
}

/// Whether a root is called so. Names of hosts do not tell capital letters apart.
fn is_called(root: &Resource, region: &str, name: &str) -> bool {
    let is_name = match root.kind.is_function() {
        true => root.name() == name,
        false => root.name().eq_ignore_ascii_case(name),
    };
    root.region == region && is_name
}

/// The region and the name of the function, where the file alone says them.
pub(super) fn stated_name(resource: &StatedResource) -> Option<(String, String)> {
    let text = |name: &str| resource.prop(name).ok().and_then(Value::as_str);
    let [region, function] = dialect_of(resource).identity();
    text(region)
        .zip(text(function))
        .map(|(region, name)| (region.to_owned(), name.to_owned()))
}

/// Whether a file of the folder, with the one that it extends, may name the function.
fn may_name(files: &dyn Files, base: &str, name: &str, function: &Resource) -> bool {
    let Some(stated) = neighbour::read(files, base, name) else {
        // What cannot be read may name anything, so it is not told as left behind.
        return true;
    };
    let identity = (function.region.clone(), function.name().to_owned());
    stated
        .resources
        .iter()
        // Whichever component deploys it: the function is in use.
        .any(|one| stated_name(one).is_none_or(|name| name == identity))
}
