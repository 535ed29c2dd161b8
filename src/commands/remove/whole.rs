//! The service of FC 2.0 with everything in it, as upstream's component removes one: also the functions that
//! others put there. Each of them is shown, and there is one question about all.

use serde_json::Value;

use super::ShownRemoval;
use super::confirm::confirm;
use super::service;
use crate::cli::{RemoveFlags, ServiceEnd};
use crate::clouds::fc2::Inside;
use crate::commands::{Command, Finish, claims};
use crate::error::{Outcome, Result};
use crate::model::resource::{Kind, Resource};
use crate::model::scope::Scope;
use crate::project::Project;
use crate::turn::Turn;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// Shows all of it, asks, and takes it away: the service of the project and what that names go last.
///
/// # Errors
/// As [`remove`](super::remove).
pub(super) async fn take_away(
    command: &Command<'_>,
    (project, turn): (&Project<'_>, &Turn),
    flags: &RemoveFlags,
) -> Result<Finish> {
    let inside = project.client.inside(&project.root().holder()).await?;
    if let Some(published) = service::published(project, &inside) {
        return Err(published);
    }
    let others = others(project, &inside);
    tell(project, &others);
    let mut all = Vec::new();
    for function in &others {
        let other = Project::open_quietly(command.world, turn)?;
        let other = claims::known(other, &command.file).await?;
        all.push(other.about_left(function)?);
    }
    let apart = RemoveFlags {
        is_apart: true,
        scope: Scope::whole(),
        service: ServiceEnd::Kept,
        ..flags.clone()
    };
    let mut shown = Vec::new();
    for other in &all {
        shown.extend(ShownRemoval::read(other, &command.file, &apart).await?);
    }
    let own = ShownRemoval::read(project, &command.file, flags).await?;
    if shown.is_empty() && own.is_none() {
        return Ok(Finish::plain(Value::Null));
    }
    confirm(project, flags).await?;
    for other in shown {
        other.take(&apart).await?;
    }
    if let Some(own) = own {
        own.take(flags).await?;
    }
    Ok(Finish::new(Outcome::Changed, Value::Null))
}

/// The functions in the service that the project does not name.
fn others(project: &Project<'_>, inside: &Inside) -> Vec<Resource> {
    let root = project.root();
    let service = root.holder();
    let names = inside.functions.iter();
    let others = names.filter(|name| root.function() != Some(name));
    let resource = |name: &String| service.sibling(Kind::ServiceFunction, name);
    others.map(resource).collect()
}

/// Names what is not the project's, before any of it is read.
fn tell(project: &Project<'_>, others: &[Resource]) {
    if others.is_empty() {
        return;
    }
    let names: Vec<&str> = others.iter().map(Resource::name).collect();
    let (names, Words { en, zh }) = (names.join(", "), project.root().holder().label());
    project.screen.say_in(
        Tone::Remote,
        &words!(
            "{en} holds functions that this resource does not name: {names}; with the service they all go",
            "{zh} 中还有该资源未列出的函数：{names}；它们会随服务一起删除"
        ),
    );
}
