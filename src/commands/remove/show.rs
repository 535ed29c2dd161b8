//! What is said before the question, and at the end.

use super::targets::{Removal, Target};
use crate::commands::file::ProjectFile;
use crate::error::Result;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::scope::{Scope, Triggers};
use crate::project::Project;
use crate::snapshot::{Interrupted, Snapshot};
use crate::state::record::Record;
use crate::view::report;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// Says what is not there, what stays, and what became of an earlier try.
///
/// # Errors
/// A record cannot be read.
pub(super) async fn around(project: &Project<'_>, scope: &Scope, removal: &Removal) -> Result<()> {
    say_what_is_not_there(project, scope, removal);
    if let Some(words) = &removal.stays {
        project.screen.say(words);
    }
    for trigger in &removal.of_event_bridge {
        project.screen.say(&made_by_event_bridge(trigger));
    }
    say_what_became(project, scope, removal).await?;
    for (domain, _) in &removal.left {
        let (Words { en, zh }, why) = (domain.label(), removal.own_routes(domain).are_missing());
        let (why, zh_why) = (&why.en, &why.zh);
        project.screen.say(&words!(
            "{en} {why}; it is left alone",
            "{zh} {zh_why}；不会改动它"
        ));
    }
    Ok(())
}

/// That EventBridge has made a trigger, and that it is not deleted here.
pub(super) fn made_by_event_bridge(trigger: &Resource) -> Words {
    let Words { en, zh } = trigger.label();
    words!(
        "{en} was made by EventBridge and can only be deleted there; it is left alone",
        "{zh} 由事件总线 EventBridge 创建，只能在那里删除；不会改动它"
    )
}

/// Shows everything that goes, whose it is, and what of it no backup can hold.
///
/// # Errors
/// A record cannot be read.
pub(super) async fn all(
    project: &Project<'_>,
    removal: &Removal,
    snapshot: &Snapshot,
) -> Result<()> {
    let screen = project.screen;
    let unsaved = project.keeper().unsaved(snapshot);
    screen.line("");
    screen.say_in(Tone::Title, &words!("will be deleted:", "将被删除："));
    for target in &removal.targets {
        let Words { en, zh } = target.label();
        let words = match is_ours(project, target).await? {
            true => words!("  - {en}", "  - {zh}"),
            false if matches!(target, Target::Alias(_) | Target::Version(_)) => words!(
                "  - {en}, not on record here as deployed; it is not saved and cannot be put back",
                "  - {zh}，本地没有部署记录；不会保存，无法恢复"
            ),
            false => words!(
                "  - {en}, not on record here as deployed",
                "  - {zh}，本地没有部署记录"
            ),
        };
        screen.say_in(Tone::Remote, &words);
        if let Target::Resource(resource) = target {
            for (_, path) in unsaved.iter().filter(|(one, _)| one == resource) {
                screen.say_in(Tone::Remote, &lost(path));
            }
        }
    }
    Ok(())
}

/// Says which resource still leads to a function that goes; in a run over the whole file that one goes, too.
pub(super) fn routes(project: &Project<'_>, file: &ProjectFile, removal: &Removal) {
    let function = project.root();
    let goes = removal
        .targets
        .contains(&Target::Resource(function.clone()));
    let leads = project.claims.leading_to(&function);
    if let (Some((by, domain)), true, false) = (leads, goes, file.run.is_over_file) {
        let name = function.root_name();
        let words = words!(
            "resource {by} still leads routes of custom domain {domain} to function {name}: calls of them fail once it is gone",
            "资源 {by} 仍将自定义域名 {domain} 的路由指向函数 {name}：删除后这些路由的调用会失败"
        );
        project.screen.say_in(Tone::Remote, &words);
    }
}

/// What goes for good with a resource that is saved.
fn lost(path: &Path) -> Words {
    words!(
        "      the service does not show its {path}: that is not saved and cannot be put back",
        "      服务端不返回其 {path}：该值不会保存，无法恢复"
    )
}

/// Whether it was deployed from here.
async fn is_ours(project: &Project<'_>, target: &Target) -> Result<bool> {
    match target {
        Target::Resource(resource) | Target::Routes(resource) => {
            Ok(!project.records.load(resource).await?.is_empty())
        }
        Target::Alias(_) | Target::Version(_) => Ok(false),
    }
}

/// The triggers that were named and are not online, so that a slip of the pen is no removal that was done.
fn say_what_is_not_there(project: &Project<'_>, scope: &Scope, removal: &Removal) {
    let Some(Triggers::Named(names)) = &scope.triggers else {
        return;
    };
    let goes = |name: &String| {
        let trigger = project.desired.trigger(name);
        let is_left = removal.of_event_bridge.contains(&trigger);
        is_left || removal.targets.contains(&Target::Resource(trigger))
    };
    let Words { en, zh } = project.desired.root.label();
    for name in names.iter().filter(|name| !goes(name)) {
        project.screen.say(&words!(
            "{en} has no trigger {name} online",
            "{zh} 在线上没有触发器 {name}"
        ));
    }
}

/// What became of the deletions whose end an earlier run did not see.
async fn say_what_became(project: &Project<'_>, scope: &Scope, removal: &Removal) -> Result<()> {
    for Record {
        resource, pending, ..
    } in project.records.siblings(&project.root()).await?
    {
        // An intent that wants nothing is that of a deletion.
        let Some(intent) = pending.filter(|intent| intent.intended.is_null()) else {
            continue;
        };
        let is_meant = |target: &Target| match target {
            Target::Resource(one) | Target::Routes(one) => *one == resource,
            Target::Alias(_) | Target::Version(_) => false,
        };
        if scope.covers(&resource) {
            let end = Interrupted {
                at: intent.at,
                done: !removal.targets.iter().any(is_meant),
                is_handed: intent.is_handed,
            };
            let words = report::interrupted(&resource.label(), &end);
            project.screen.say_in(Tone::Remote, &words);
        }
    }
    Ok(())
}

/// What is said at the end: a domain that others share stays, but for our routes, and so does what a part leaves
/// out.
pub(super) fn removed(removal: &Removal, stays: bool, count: usize) -> Words {
    let is_shared = |target: &Target| matches!(target, Target::Routes(_));
    match removal.targets.iter().any(is_shared) {
        true => words!(
            "{count} deleted; what others have in the domain stays",
            "已删除 {count} 项；域名中他人的内容保持不变"
        ),
        false if stays => words!(
            "{count} deleted; the rest of the resource stays",
            "已删除 {count} 项；该资源的其余部分保持不变"
        ),
        false => words!(
            "{count} deleted, nothing is left",
            "已删除 {count} 项，没有剩余"
        ),
    }
}
