//! What several resources of the file say of the same service of FC 2.0: each of them deploys all of it, so an edit for one
//! of them alone would make the next deploy refuse the file.

use super::{EditByHand, Edited, Setting, by_hand};
use crate::model::resource::Resource;
use crate::stated::{Outside, StatedResource, stated};
use crate::words;
use crate::words::Words;
use crate::yaml::Source;

/// The other resources of the file that say the service of this setting, or may.
pub(super) fn sharers(sources: &[Source<'_>], name: &str, setting: &Setting) -> Vec<String> {
    if !setting.resource.kind.is_in_common() {
        return Vec::new();
    }
    let service = setting.resource.holder();
    // What cannot be read is not edited either.
    let Ok(stated) = stated(sources, &Outside::default()) else {
        return Vec::new();
    };
    let others = stated.resources.iter().filter(|one| one.name != name);
    let others = others.filter(|one| may_be_in(one, &service));
    others.map(|one| one.name.clone()).collect()
}

/// Whether a resource stands in that service, as far as the file tells.
fn may_be_in(resource: &StatedResource, service: &Resource) -> bool {
    let props = resource.alone();
    let is = |text: Option<&str>, name: &str| text.is_none_or(|text| text == name);
    let region = props.get("region").ok();
    let is_here = region.is_none_or(|region| is(region.as_str(), &service.region));
    let is_called = match props.get("service") {
        Ok(block) => block.is_object() && is(block["name"].as_str(), service.name()),
        Err(_) => true,
    };
    is_here && is_called
}

/// What is in the way of an edit that was proved right for one resource.
pub(super) fn in_the_way(
    (edited, places): Edited,
    setting: &Setting,
    others: &[String],
) -> Vec<EditByHand> {
    let Some((path, before, after)) = edited.into_iter().next() else {
        return places;
    };
    let lines = before.lines().zip(after.lines());
    let line = lines.take_while(|(old, new)| old == new).count() + 1;
    vec![by_hand(setting, Some((path, line)), why(others))]
}

fn why(others: &[String]) -> Words {
    let others = others.join(", ");
    words!(
        "{others} of this file say the same service: write it into each of them, or once under vars for all",
        "该文件中的 {others} 也写有同一服务：请在每一处都写入，或在 vars 中只写一次"
    )
}
