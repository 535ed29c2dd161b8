//! What no decision can carry out: a route that leads to a function of somebody else is never taken. It
//! is said before anybody decides, and nothing is offered that would end there.

use crate::drift::Drift;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::words;

/// Whether something that is here cannot take the place of what is online.
pub(super) fn is_barred(drift: &Drift) -> bool {
    let mut all = drift.resources.iter();
    all.any(|one| {
        let mut found = one.differences.iter();
        found.any(|found| found.route_to(&one.resource).is_some())
    })
}

/// Says why, and what can be done about it.
pub(super) fn tell(screen: Screen<'_>, drift: &Drift, typed: &Typed) {
    let plan = typed.over_file().in_project("plan").again();
    for one in &drift.resources {
        for found in &one.differences {
            let Some((path, other)) = found.route_to(&one.resource) else {
                continue;
            };
            let domain = one.resource.name();
            screen.say_in(
                Tone::Conflict,
                &words!(
                    "{path} of {domain} leads to function {other} and never belonged to this function, so it cannot be overwritten. Give this function another path or domain, or remove the route from {other} first (if {other} was deployed from here and is no longer in s.yaml, '{plan}' tells how)",
                    "{domain} 的 {path} 指向函数 {other}，且从未属于本函数，因此不能覆盖。请为本函数换一个路径或域名，或先从 {other} 中移除该路由（若 {other} 由本项目部署、但已不在 s.yaml 中，'{plan}' 会给出方法）"
                ),
            );
        }
    }
}
