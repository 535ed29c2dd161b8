//! Which functions the resources of a file mean, may mean, or meant.

#[cfg(test)]
mod tests;

use crate::commands::file::{ProjectFile, root_of};
use crate::commands::neighbour::{self, Neighbour};
use crate::commands::said::SaidResource;
use crate::error::Result;
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
    desired: Resource,
    /// What the file tells.
    file: &'a ProjectFile,
    /// Those of the file that this component deploys.
    guarded: Vec<&'a StatedResource>,
}

impl<'a> NamedFunctions<'a> {
    /// What the file and the resource whose turn it is tell.
    pub(super) fn new(project: &Project<'a>, file: &'a ProjectFile) -> NamedFunctions<'a> {
        NamedFunctions::of(project.world.files, project.place(), (project.root(), file))
    }

    fn of(
        files: &'a dyn Files,
        place: &'a ProjectPlace,
        (desired, file): (Resource, &'a ProjectFile),
    ) -> NamedFunctions<'a> {
        NamedFunctions {
            files,
            place,
            own: place.origin(),
            desired,
            file,
            guarded: file
                .resources()
                .iter()
                .filter(|one| file.guards(one))
                .collect(),
        }
    }

    /// Whether a resource of the file names the function.
    pub(super) fn name(&self, function: &Resource) -> bool {
        let mut resources = self.file.resources().iter();
        is_same(function, &self.desired)
            || resources.any(|one| is_named_by(self.file, &one.name, function))
    }

    /// Whether a resource of the file names the function as it is written there. Another component may deploy the
    /// same function.
    pub(super) fn state(&self, function: &Resource) -> bool {
        let mut resources = self.file.resources().iter();
        resources.any(|one| SaidResource::stated(one.alone()).is(function))
    }

    /// The resources that may mean a function that was deployed as the resource of that name: that one, or where it
    /// is gone any, of those whose name or region is only known to Serverless Devs.
    pub(super) fn who_may_mean(&self, function: &Resource, resource: &str) -> Vec<String> {
        // Under its own name it can only be that one. One that was renamed in the file may be any by now.
        let stands = self.guarded.iter().any(|one| one.name == resource);
        let guarded = self.guarded.iter();
        let may =
            guarded.filter(|one| self.may_be(one, function) && (!stands || one.name == resource));
        may.map(|one| one.name.clone()).collect()
    }

    /// The resource of the file that names the function, among those of this component which are not the
    /// one whose turn it is.
    pub(super) fn resource_of(&self, function: &Resource) -> Option<&'a str> {
        let mut others = self.others();
        let found = others.find(|one| is_named_by(self.file, &one.name, function));
        found.map(|one| one.name.as_str())
    }

    /// Whether that resource stands in the file, and may mean another function in another run.
    pub(super) fn is_open_now(&self, resource: &str) -> bool {
        let mut guarded = self.guarded.iter();
        let found = guarded.find(|one| one.name == resource);
        !self.file.is_read || found.is_some_and(|one| self.file.has_envs || self.is_open(one))
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
        let is_open = |one: &&StatedResource| self.file.has_envs || stated_name(one).is_none();
        let open = self.others().find(is_open);
        // Where the file cannot be read there may be others, whose names a person has to fill in.
        let unknown = (!self.file.is_read).then_some("NAME");
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

    /// Whether what was deployed as the resource of that name may be meant by that one, or where it is gone by any, in
    /// another run: its name or region is only known to Serverless Devs.
    pub(super) fn may_mean(&self, function: &Resource, resource: &str) -> bool {
        match self.guarded.iter().find(|one| one.name == resource) {
            Some(one) => self.may_be(one, function),
            None => self.any_may_mean(function),
        }
    }

    /// Whether any resource may mean it in another run.
    pub(super) fn any_may_mean(&self, function: &Resource) -> bool {
        self.guarded.iter().any(|one| self.may_be(one, function))
    }

    /// Whether the resource may mean it in another run. A domain is no function, whatever it is called, and the
    /// service of a function of FC 2.0 has a name that may be another one, too.
    fn may_be(&self, resource: &StatedResource, function: &Resource) -> bool {
        let (root, kind) = (root_of(resource), function.kind);
        let stands_in = kind.is_in_common() && root.spec().generation == function.generation;
        (root == kind || stands_in) && self.is_open(resource)
    }

    /// Whether the resource may mean another function in another run.
    fn is_open(&self, resource: &StatedResource) -> bool {
        let said = SaidResource::stated(resource.alone());
        let own = self.own.as_ref();
        match own.is_some_and(|own| own.resource == resource.name) {
            // What was handed over is another name than the file has, so something is laid over it.
            true => !said.is(&self.desired),
            false => said.root().is_none() || (self.file.has_envs && !self.is_left_alone(resource)),
        }
    }

    /// Whether the environment of the run is known to leave the name of the resource as the file has it.
    fn is_left_alone(&self, resource: &StatedResource) -> bool {
        let laid = self.file.laid(&resource.name);
        laid.is_some_and(|laid| stated_name(laid) == stated_name(resource))
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

    /// Whether another file of the folder may name the function, whichever it was deployed from. A folder that cannot
    /// be listed may have any file.
    pub(super) fn others_may_name(&self, function: &Resource) -> bool {
        self.other_file_of(function)
            .map_or(true, |other| other.is_some())
    }

    /// The other file of the folder that may name the function.
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub(super) fn other_file_of(&self, function: &Resource) -> Result<Option<String>> {
        let own = self.own.as_ref().map(|own| own.file.as_str());
        let entries = self.files.list(&self.place.base)?.unwrap_or_default();
        let is_yaml = |name: &str| name.ends_with(".yaml") || name.ends_with(".yml");
        let mut others = entries.into_iter().filter(|entry| {
            matches!(entry.kind, EntryKind::File { .. })
                && is_yaml(&entry.name)
                && Some(entry.name.as_str()) != own
        });
        let other =
            others.find(|entry| may_name(self.files, &self.place.base, &entry.name, function));
        Ok(other.map(|entry| entry.name))
    }
}

/// Whether both are the same, by the region and the name.
fn is_same(one: &Resource, other: &Resource) -> bool {
    let is_called = one.kind == other.kind && one.is_root_called(&other.root_name());
    one.region == other.region && (is_called || is_seen_as(one, other))
}

/// Whether the other one, of FC 3.0, is the same function of FC 2.0, or stands in that service.
fn is_seen_as(one: &Resource, other: &Resource) -> bool {
    let (Some(lead), true) = (other.lead(), other.kind.is_function()) else {
        return false;
    };
    match one.kind.is_in_common() {
        true => lead
            .split_once('$')
            .is_some_and(|(service, _)| service == one.name()),
        false => one.kind.is_function() && one.lead() == Some(lead),
    }
}

/// The region and the name of the function, where the file alone says them.
pub(super) fn stated_name(resource: &StatedResource) -> Option<(String, String)> {
    let said = SaidResource::stated(resource.alone());
    let (region, name) = said.root()?;
    Some((region.to_owned(), name.to_owned()))
}

/// Whether the resource is the function, as the file has it, or as far as it is known in this run.
pub(super) fn is_named_by(file: &ProjectFile, resource: &str, function: &Resource) -> bool {
    let mut forms = file.forms_of(resource);
    forms.any(|one| {
        let known = [one.alone(), one.in_run()].into_iter();
        known
            .map(SaidResource::stated)
            .any(|said| said.is(function))
    })
}

/// Whether a file of the folder, with the one that it extends, may name the function in any of its environments.
fn may_name(files: &dyn Files, base: &str, name: &str, function: &Resource) -> bool {
    let neighbour = neighbour::read(files, base, name);
    // What cannot be read may name anything, so it is not told as left behind.
    let Some(mut forms) = neighbour.as_ref().and_then(Neighbour::forms) else {
        return true;
    };
    // Whichever component deploys it: the function is in use.
    forms.any(|stated| {
        let mut resources = stated.resources.iter();
        resources.any(|one| {
            let said = SaidResource::stated(one.alone());
            said.root().is_none() || said.is(function)
        })
    })
}
