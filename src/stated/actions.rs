//! What a project has Serverless Devs run around a deploy, as far as that is a plugin that may stop it.

use serde_json::Value;

use crate::yaml::is_live;

/// A plugin that is called before a deploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedPlugin {
    /// As it is written.
    pub name: String,
    /// Whether its failure stops the run, whatever form of output was asked for.
    pub stops: bool,
}

/// The plugins before the deploys of a resource.
pub(super) fn before_deploy(resource: &Value) -> Vec<StatedPlugin> {
    let actions = resource["actions"].as_object().into_iter().flatten();
    // The name of a hook may be an expression, and may then be meant for any command.
    let is_before =
        |name: &str| name == "pre-deploy" || (name.starts_with("pre-") && is_live(name));
    let lists = actions.filter(|(name, _)| is_before(name));
    let entries = lists.filter_map(|(_, list)| list.as_array()).flatten();
    let plugin = |entry: &Value| {
        // What the resource says counts for more than what the action does.
        let own = resource.get("allow_failure");
        let allowed = own.or(entry.get("allow_failure"));
        Some(StatedPlugin {
            name: entry["plugin"].as_str()?.to_owned(),
            stops: allowed == Some(&Value::Bool(false)),
        })
    };
    entries.filter_map(plugin).collect()
}

/// Whether these steps have a resource run beside others at the same time.
pub(super) fn is_abreast(steps: &Value, resource: &str) -> bool {
    let groups = steps.as_array().into_iter().flatten();
    let mut groups = groups.filter_map(Value::as_array);
    // An expression may stand for any number of resources.
    let is_meant = |one: &Value| {
        let name = one.as_str().unwrap_or_default();
        name == resource || is_live(name)
    };
    groups.any(|group| {
        let is_many = group.len() > 1 || group.iter().any(|one| one.as_str().is_some_and(is_live));
        is_many && group.iter().any(is_meant)
    })
}
