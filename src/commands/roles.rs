//! The role of a service of FC 2.0 that names none. Upstream gives it one where a function needs that, so of several
//! resources in one service those that need none would take it away again, in every deploy: what one of them needs all
//! of them say.

use super::file::ProjectFile;
use super::said::SaidResource;
use crate::dialect::fc2::{default_role, needs_role};
use crate::model::resource::Resource;
use crate::project::Project;
use crate::stated::StatedResource;

/// The setting of the service that names its role.
const ROLE: &str = "role";

/// Has the resource whose turn it is say the role that another one of the file needs.
pub(super) fn known<'a>(mut project: Project<'a>, file: &ProjectFile) -> Project<'a> {
    let service = project.desired.root.holder();
    let account = service.account.clone();
    let items = project.desired.items.iter_mut();
    let mut own = items.filter(|item| item.resource == service && service.kind.is_in_common());
    let Some(document) = own.next().and_then(|item| item.document.as_object_mut()) else {
        return project;
    };
    if !document.contains_key(ROLE) && needed_by_another(file, &service) {
        document.insert(ROLE.to_owned(), default_role(&account));
    }
    project
}

/// Whether any resource of the file that stands in the service needs one.
fn needed_by_another(file: &ProjectFile, service: &Resource) -> bool {
    let own = file.resources().iter().find(|one| file.is_own(one));
    let access = own.and_then(|own| file.access_of(own));
    let needs = |one: &StatedResource| {
        let props = one.in_run();
        let block = |name: &str| props.get(name).ok();
        needs_role(block("service"), block("function"))
    };
    let guarded = file.resources().iter().filter(|one| file.guards(one));
    let mut beside = guarded.filter(|one| file.access_of(one) == access);
    beside.any(|one| SaidResource::stated(one.in_run()).is(service) && needs(one))
}
