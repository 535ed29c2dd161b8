//! The story of `s info`: what stands online of one resource of `s.yaml`.

use crate::cli;
use crate::commands::Finish;
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::model::resource::Kind;
use crate::model::scope::Scope;
use crate::ports::World;
use crate::project::Project;
use crate::snapshot;
use crate::view::progress;
use crate::view::result;
use crate::words;

/// Reads the resource and returns it in the shape of upstream's.
///
/// # Errors
/// A read that failed, or a function that is not online.
pub async fn info(world: World<'_>, inputs: &Inputs) -> Result<Finish> {
    cli::plain(&inputs.typed())?;
    let project = Project::open(world, inputs)?;
    progress::reading(project.screen);
    let wanted = project.wanted(None, &Scope::whole()).without_auto();
    let snapshot = snapshot::read(&project.client, &project.store, wanted).await?;
    if !snapshot.has_function {
        return Err(absent(&project));
    }
    let parts = snapshot
        .parts
        .iter()
        .filter(|part| part.is_wanted() || part.resource.kind == Kind::Function)
        .filter_map(|part| Some((&part.resource, part.live.as_ref()?)));
    let sealer = project.store.sealer();
    let result = result::info(&project.desired.region, parts, sealer);
    Ok(Finish::plain(result))
}

fn absent(project: &Project<'_>) -> Error {
    let name = &project.desired.function_name;
    let region = &project.desired.region;
    let deploy = project.typed.other("deploy");
    Error::local(words!(
        "function {name} is not online in {region}",
        "地域 {region} 中没有函数 {name}"
    ))
    .hint(words!(
        "check region and functionName in s.yaml; '{deploy}' creates it",
        "请检查 s.yaml 中的 region 和 functionName；可用 '{deploy}' 创建"
    ))
}
