//! A list of all that is compiled into the module or into one of the programs, for those who look for known
//! faults (a software bill of materials).

use std::fs;
use std::path::Path;

use anyhow::Context;
use anyhow::Result;
use serde_json::Value;

use crate::command;
use crate::package::archive::MOMENT;
use crate::project::Project;
use crate::tools::CargoTool;

/// Writes the list in the form CycloneDX.
const CYCLONEDX: CargoTool = CargoTool {
    name: "cargo-cyclonedx",
    version: "0.5.9",
    features: "",
};

/// The name, without its ending, under which that puts a list beside each `Cargo.toml`.
const LIST: &str = "fc-guard.cdx";

/// The list of all that is compiled into them.
pub(crate) fn of_materials(project: &Project) -> Result<String> {
    CYCLONEDX.install(project)?;
    let mut cyclonedx = CYCLONEDX.command(project);
    cyclonedx.args([
        "cyclonedx",
        "--quiet",
        "--format=json",
        "--spec-version=1.5",
    ]);
    cyclonedx.args([
        "--target=all",
        "--no-build-deps",
        "--override-filename",
        LIST,
    ]);
    // Without it the list would have the time and a number of its own each time.
    cyclonedx.env("SOURCE_DATE_EPOCH", MOMENT.to_string());
    command::run(&mut cyclonedx)?;
    let list = taken(project.root(), "")?;
    // The other members of the workspace are not handed out.
    for member in ["emulator", "tests", "xtask"] {
        taken(project.root(), member)?;
    }
    let folder = project
        .root()
        .to_str()
        .context("the project's path is not text")?;
    checked(&list.replace(&format!("path+file://{folder}"), "path+file:///fc-guard"))
}

/// Takes the list of one member away from beside its `Cargo.toml`.
fn taken(root: &Path, member: &str) -> Result<String> {
    let path = root.join(member).join(format!("{LIST}.json"));
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    Ok(text)
}

/// A list that says nothing would look as good as one that says all.
fn checked(list: &str) -> Result<String> {
    let value: Value = serde_json::from_str(list).context("the bill of materials is not JSON")?;
    let count = value["components"].as_array().map_or(0, Vec::len);
    anyhow::ensure!(count > 0, "the bill of materials names no component");
    Ok(list.to_owned())
}
