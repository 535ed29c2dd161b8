//! Instances of FC 2.0 that are provisioned for a version or an alias: as long as there are any, the service deletes
//! no function, and here nobody takes them away without being asked.

use crate::clouds::fc2::InstanceSetting;
use crate::error::{Error, Result};
use crate::model::resource::Resource;
use crate::model::scope::Scope;
use crate::project::Project;
use crate::wire::Failure;
use crate::words;
use crate::words::Words;

/// Whether nothing keeps the function from being deleted.
///
/// # Errors
/// Instances do, or that cannot be read; nothing was deleted.
pub(super) async fn refuse(project: &Project<'_>, scope: &Scope) -> Result<()> {
    let root = project.root();
    let Some(function) = root.function().filter(|_| root.service().is_some()) else {
        return Ok(());
    };
    if scope.function.is_none() {
        return Ok(());
    }
    let service = root.holder();
    let settings = match project.client.provisioned(&service).await {
        Ok(settings) => settings,
        // Who may not list them is told by the service itself, when it refuses.
        Err(failure) if failure.denied() => Vec::new(),
        Err(failure) => return Err(unread(failure, &service)),
    };
    let is_own = |one: &InstanceSetting| one.function == function;
    match settings.into_iter().find(is_own) {
        Some(found) => Err(provisioned(project, &found)),
        None => Ok(()),
    }
}

/// Whether there are any is not known.
fn unread(failure: Failure, service: &Resource) -> Error {
    let error = failure.into_error(&service.label());
    error.because(words!(
        "it is not known whether instances are provisioned; nothing was deleted",
        "无法确定是否有预留实例；没有删除任何内容"
    ))
}

fn provisioned(project: &Project<'_>, found: &InstanceSetting) -> Error {
    let Words { en, zh } = project.root().label();
    let InstanceSetting {
        qualifier, count, ..
    } = found;
    let put = format!("provision put --qualifier {qualifier} --target 0");
    let put = project.typed.other(&put);
    Error::local(words!(
        "{en} has provisioned instances ({qualifier}: {count}), and cannot be deleted as long as it has; nothing was deleted",
        "{zh} 仍有预留实例（{qualifier}：{count}），在释放之前无法删除；没有删除任何内容"
    ))
    .hint(words!(
        "release them first: '{put}'",
        "请先释放：'{put}'"
    ))
}
