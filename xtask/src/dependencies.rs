//! What cargo knows of the packages that fc-guard is made of.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::Result;
use serde_json::Value;

use crate::command;
use crate::project::Project;

/// A package of somebody else.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) version: String,
    /// As an expression of SPDX, or in its older form with `/`.
    pub(crate) license: String,
    /// Where its sources lie.
    pub(crate) folder: PathBuf,
}

/// Those of all members of the workspace, on any system and for any purpose.
pub(crate) fn all(project: &Project) -> Result<Vec<Dependency>> {
    let metadata = metadata(project, &[])?;
    list(&metadata["packages"])
        .filter(|package| !package["source"].is_null())
        .map(dependency)
        .collect()
}

/// Those that are compiled into the module or into the program on one of these systems.
pub(crate) fn compiled(project: &Project, targets: &[&str]) -> Result<Vec<Dependency>> {
    let metadata = metadata(project, targets)?;
    let reached = reached(&metadata).context("cargo does not say what fc-guard depends on")?;
    let foreign =
        |package: &&Value| !package["source"].is_null() && reached.contains(text(package, "id"));
    list(&metadata["packages"])
        .filter(foreign)
        .map(dependency)
        .collect()
}

fn metadata(project: &Project, targets: &[&str]) -> Result<Value> {
    let mut metadata = command::cargo(project.root());
    metadata.args(["metadata", "--locked", "--format-version", "1"]);
    for target in targets {
        metadata.args(["--filter-platform", target]);
    }
    serde_json::from_str(&command::read(&mut metadata)?)
        .context("cannot read the answer of `cargo metadata`")
}

/// The ids of the packages that fc-guard is made of, itself included: what only builds or tests it is not
/// among them.
fn reached(metadata: &Value) -> Option<BTreeSet<&str>> {
    let root = metadata["resolve"]["root"].as_str()?;
    let mut reached = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            let node = list(&metadata["resolve"]["nodes"]).find(|node| node["id"] == id)?;
            open.extend(
                list(&node["deps"])
                    .filter(|edge| runs(edge))
                    .map(|edge| text(edge, "pkg")),
            );
        }
    }
    Some(reached)
}

/// Whether what is depended on so runs with the program.
fn runs(edge: &Value) -> bool {
    list(&edge["dep_kinds"]).any(|kind| kind["kind"].is_null())
}

fn dependency(package: &Value) -> Result<Dependency> {
    let folder = Path::new(text(package, "manifest_path")).parent();
    Ok(Dependency {
        name: text(package, "name").to_owned(),
        version: text(package, "version").to_owned(),
        license: text(package, "license").to_owned(),
        folder: folder
            .context("a package of cargo's lies nowhere")?
            .to_path_buf(),
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use super::reached;

    fn edge(package: &str, kind: &Value) -> Value {
        json!({"pkg": package, "dep_kinds": [{"kind": kind}]})
    }

    #[test]
    fn what_only_builds_or_tests_it_is_not_compiled_into_it() {
        let (runs, builds, tests) = (Value::Null, json!("build"), json!("dev"));
        let metadata = json!({"resolve": {"root": "own", "nodes": [
            {"id": "own", "deps": [edge("a", &runs), edge("b", &builds), edge("c", &tests)]},
            {"id": "a", "deps": [edge("d", &runs), edge("own", &runs)]},
            {"id": "b", "deps": []}, {"id": "c", "deps": []}, {"id": "d", "deps": []},
        ]}});
        let found: Vec<&str> = reached(&metadata).into_iter().flatten().collect();
        assert_eq!(found, ["a", "d", "own"]);
    }
}
