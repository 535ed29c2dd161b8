//! The domains that a removal of the function alone leaves as they are: their routes lead nowhere then.

use super::targets::{self, Removal, Target};
use crate::error::Result;
use crate::model::resource::Resource;
use crate::model::routes::OwnRoutes;
use crate::model::scope::Scope;
use crate::project::Project;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// A domain that stays, and the paths of its routes to the function that goes.
pub(super) struct Dangling {
    domain: Resource,
    paths: String,
}

/// Those domains of the resource; none where the function stays, or where they go as well.
///
/// # Errors
/// A domain or a record cannot be read.
pub(super) async fn read(
    project: &Project<'_>,
    scope: &Scope,
    removal: &Removal,
) -> Result<Vec<Dangling>> {
    let function = project.root();
    let goes = removal
        .targets
        .contains(&Target::Resource(function.clone()));
    if scope.rest || !goes || !function.kind.is_function() {
        return Ok(Vec::new());
    }
    let own = OwnRoutes::of(&function, []);
    let online = targets::online_domains(project).await?;
    let left = online.into_iter().map(|(domain, document)| {
        let routes = own.in_domain(&document).into_iter();
        let paths: Vec<String> = routes
            .filter_map(|route| route["path"].as_str().map(str::to_owned))
            .collect();
        let paths = paths.join(", ");
        Dangling { domain, paths }
    });
    Ok(left.filter(|one| !one.paths.is_empty()).collect())
}

/// Says before the question what will lead nowhere, and afterwards what does.
pub(super) fn tell(project: &Project<'_>, dangling: &[Dangling], is_gone: bool) {
    // What names the part is left out, so that the whole resource goes.
    let whole = project.typed.on_whole().again();
    let function = project.root();
    let name = function.root_name();
    for Dangling { domain, paths } in dangling {
        let Words { en, zh } = domain.label();
        let words = match is_gone {
            false => words!(
                "{en} stays, and so do its routes to function {name} ({paths}): calls of them fail once the function is gone; '{whole}' takes them away, too",
                "{zh} 保留，其中指向函数 {name} 的路由（{paths}）也保留：函数删除后这些路由的调用会失败；'{whole}' 会一并删除这些路由"
            ),
            true => words!(
                "{en} still has routes to function {name}, which is gone ({paths}): '{whole}' takes them away",
                "{zh} 中仍有指向函数 {name}（已删除）的路由（{paths}）：'{whole}' 会删除这些路由"
            ),
        };
        project.screen.say_in(Tone::Remote, &words);
    }
}
