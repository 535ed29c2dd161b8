//! The story of `s plan`: the whole comparison, and nothing else. Nothing is written, online or here.

use serde_json::Value;

use crate::cli;
use crate::download;
use crate::drift;
use crate::error::Result;
use crate::inputs::Inputs;
use crate::model::scope::Scope;
use crate::package;
use crate::ports::World;
use crate::project::Project;
use crate::snapshot;
use crate::view::progress;
use crate::view::report::{self, Detail};
use crate::view::result;

/// Shows what a deploy would find, and returns it to a program that asks for the result.
///
/// # Errors
/// Whatever a deploy would stop at before it compares.
pub async fn plan(world: World<'_>, inputs: &Inputs) -> Result<Value> {
    let is_read = cli::plain("plan", &inputs.args)?;
    let mut project = Project::open(world, inputs)?;
    download::all(&project.client, &mut project.desired).await?;
    let screen = project.screen;
    progress::packing(screen, &project.desired.code);
    let packed = package::pack(
        world.files,
        &project.desired.code,
        Some(project.shelf(false)),
    )?;
    progress::reading(screen);
    let wanted = project.wanted(packed.as_ref(), &Scope::whole());
    let snapshot = snapshot::read(&project.client, &project.store, wanted).await?;
    let drift = drift::compare(&snapshot, project.store.sealer());
    report::differences(screen, &drift, Detail::Everything);
    report::notes(screen, &drift, &snapshot.orphans, &snapshot.strangers);
    report::forecast(screen, &drift);
    // People have read all of it already.
    Ok(match is_read {
        true => result::planned(&drift),
        false => Value::Null,
    })
}
