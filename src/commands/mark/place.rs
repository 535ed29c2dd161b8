//! Where marks stand: each on the function that it is of, or of FC 2.0, in which only services have tags, on the service.
//! There the service has a mark of its own, since several functions of a project deploy it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::json;

use super::is_on;
use crate::model::mark::key;
use crate::model::resource::Resource;
use crate::project::Project;
use crate::view::mark as view;
use crate::wire::Failure;

/// How many tags a function or a service may have (API document; of services it says nothing).
pub(super) const MOST: usize = 20;

/// What of a project has a mark.
pub(super) fn marked(root: &Resource) -> Vec<Resource> {
    match root.service() {
        None => vec![root.clone()],
        Some(_) => vec![root.clone(), root.holder()],
    }
}

/// Whether the mark of a root says something of a resource.
pub(super) fn is_of(root: &Resource, resource: &Resource) -> bool {
    root.service().is_none() || resource.root() == *root
}

/// Takes the mark of a function that goes off its service, which stays: it would say that others have deleted it. That it
/// stays is said, and takes nothing from the removal.
pub(in crate::commands) async fn take_off(project: &Project<'_>) {
    let root = project.root();
    if !is_on(project) || root.service().is_none() {
        return;
    }
    let tags = ServiceTags::of(project);
    let off = match tags.value(&root).await {
        Ok(None) => return,
        Ok(Some(_)) => tags.take_off(&root).await,
        // Whoever may not look at tags has left none.
        Err(failure) if failure.status() == Some(403) => return,
        Err(failure) => Err(failure),
    };
    if let Err(failure) = off
        && !failure.gone()
    {
        let why = failure.into_error(&root.holder().label()).what;
        view::stays(project.screen, &root, &why);
    }
}

/// The tags of the service, asked for once and only where they matter.
pub(super) struct ServiceTags<'p, 'a> {
    project: &'p Project<'a>,
    seen: RefCell<Option<Rc<BTreeMap<String, String>>>>,
}

impl<'p, 'a> ServiceTags<'p, 'a> {
    pub(super) fn of(project: &'p Project<'a>) -> ServiceTags<'p, 'a> {
        ServiceTags {
            project,
            seen: RefCell::default(),
        }
    }

    async fn all(&self) -> Result<Rc<BTreeMap<String, String>>, Failure> {
        if let Some(seen) = self.seen.borrow().as_ref() {
            return Ok(Rc::clone(seen));
        }
        let service = self.project.root().holder();
        let read = Rc::new(self.project.client.service_tags(&service).await?);
        *self.seen.borrow_mut() = Some(Rc::clone(&read));
        Ok(read)
    }

    /// The value of the mark of a root.
    pub(super) async fn value(&self, root: &Resource) -> Result<Option<String>, Failure> {
        Ok(self.all().await?.get(&key(root)).cloned())
    }

    /// Whether there is room for the mark of a root.
    pub(super) async fn has_room(&self, root: &Resource) -> Result<bool, Failure> {
        let tags = self.all().await?;
        Ok(tags.contains_key(&key(root)) || tags.len() < MOST)
    }

    /// Takes the mark of a root off the service.
    pub(super) async fn take_off(&self, root: &Resource) -> Result<(), Failure> {
        let client = &self.project.client;
        client.untag_service(&root.holder(), &key(root)).await
    }

    /// Puts the mark of a root on the service.
    pub(super) async fn set(&self, root: &Resource, value: &str) -> Result<(), Failure> {
        let service = root.holder();
        let key = key(root);
        let tag = json!({&key: value});
        self.project.client.tag_service(&service, &tag).await?;
        let mut tags = (*self.all().await?).clone();
        tags.insert(key, value.to_owned());
        *self.seen.borrow_mut() = Some(Rc::new(tags));
        Ok(())
    }
}
