//! What is online of a function of FC 2.0, with the service in which it stands.

use crate::error::{Error, Result};
use crate::model::resource::{Kind, Resource};
use crate::project::Project;
use crate::snapshot::Live;
use crate::words;

/// Everything that a resource of the file deploys. `None` where its root is not online.
///
/// # Errors
/// It cannot be read, or another version than the newest is asked for.
pub(super) async fn read(
    project: &Project<'_>,
    qualifier: &str,
) -> Result<Option<Vec<(Resource, Live)>>> {
    if qualifier != "LATEST" {
        return Err(no_version(qualifier));
    }
    let (client, root) = (&project.client, project.root());
    let mut resources = vec![root.holder(), root.sibling(Kind::ServiceVpcBinding, "")];
    let mut triggers = Vec::new();
    if root.kind.is_function() {
        resources.push(root.clone());
        resources.push(root.sibling(Kind::ServiceAsyncConfig, qualifier));
        triggers = client.list_triggers(&root).await?.unwrap_or_default();
    }
    let shared = project.desired.shared().map(|item| item.resource.clone());
    resources.extend(shared);
    let mut found = Vec::new();
    for resource in resources {
        if let Some(reply) = client.get(&resource).await? {
            let live = Live::new(resource.kind, reply.doc, reply.etag);
            found.push((resource, live));
        }
    }
    for trigger in triggers {
        let name = trigger["triggerName"].as_str().unwrap_or_default();
        // Made by EventBridge for itself.
        if !name.contains('|') {
            let resource = project.desired.trigger(name);
            let live = Live::new(resource.kind, trigger, None);
            found.push((resource, live));
        }
    }
    let is_there = found.iter().any(|(one, _)| *one == root);
    Ok(is_there.then_some(found))
}

fn no_version(qualifier: &str) -> Error {
    Error::usage(words!(
        "--qualifier {qualifier}: of FC 2.0 this version of fc-guard brings here the newest state only",
        "--qualifier {qualifier}：对 FC 2.0，当前版本的 fc-guard 只能同步最新状态"
    ))
    .hint(words!("leave --qualifier out", "请去掉 --qualifier"))
}
