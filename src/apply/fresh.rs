//! The reading right before a write: nothing is written from what was read earlier.

use serde_json::Value;

use super::Applier;
use super::write::WriteTurn;
use crate::error::{Error, Outcome, Result};
use crate::model::document::{Leaf, leaves};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes;
use crate::plan::{Write, WriteCall};
use crate::snapshot::{Live, Part, moved};
use crate::words;
use crate::words::Words;

impl Applier<'_> {
    /// Reads the resource once more, right before one of its writes.
    ///
    /// # Errors
    /// It is not as the plan saw it any more; this write was not sent then.
    pub(super) async fn fresh(&self, part: &Part, turn: &WriteTurn<'_>) -> Result<Option<Live>> {
        // The service refuses to create what is there.
        if creates(part, &turn.write.call) {
            return Ok(None);
        }
        let live = self.read(&part.resource).await?;
        let moved = moves(part, turn, live.as_ref());
        match moved.is_empty() {
            true => Ok(live),
            false => Err(raced(&part.resource.label(), &moved)),
        }
    }

    /// The resource as it is online now.
    pub(super) async fn read(&self, resource: &Resource) -> Result<Option<Live>> {
        let reply = self.client.get(resource).await.map_err(Error::unread)?;
        Ok(Live::of(resource, reply))
    }
}

/// Whether a call creates something, which the service refuses where it is there already. A
/// configuration is put, whether it is there or not.
pub(super) fn creates(part: &Part, call: &WriteCall) -> bool {
    matches!(call, WriteCall::Create { .. }) && !part.resource.kind.is_config()
}

/// What differs between the plan's reading and this one.
pub(super) fn moves(part: &Part, turn: &WriteTurn<'_>, live: Option<&Live>) -> Vec<Path> {
    let WriteTurn { write, written, .. } = *turn;
    let mentioned = leaves(part.resource.kind, &part.desired);
    let counts = |path: &Path, leaf: &Leaf| {
        let top = path.top();
        // What goes as a whole takes along whatever stands in it, known or not.
        if write.tops.iter().any(|name| name == top) {
            return true;
        }
        // The service goes on working at what was written.
        let under_work =
            written.iter().any(|name| name == top) && leaf.field.is_some_and(|field| field.unsent);
        // What nobody here knows, the half that is not deployed, and what belongs to the console are not
        // written by this, so it is left to others what becomes of them.
        let ours = leaf.field.is_some() || mentioned.contains_key(path);
        ours && !under_work && part.half.covers(top) && !part.console.contains(path)
    };
    let before = part.live.as_ref().map(|live| &live.document);
    let now = live.map(|live| &live.document);
    let own = part.own_routes();
    let mut found = moved((part.resource.kind, &own), before, now, counts);
    // A route that is about to be added is ours in neither reading, so that a path which others took in the
    // meantime would go unseen.
    found.extend(taken_route(part, write, live));
    found
}

/// A route of ours whose path leads to another function since the plan was made.
fn taken_route(part: &Part, write: &Write, live: Option<&Live>) -> Option<Path> {
    let WriteCall::Update { body, .. } = &write.call else {
        return None;
    };
    let (true, Some(before), Some(now)) = (part.resource.kind.is_shared(), &part.live, live) else {
        return None;
    };
    let body = Value::Object(body.clone());
    let own = part.own_routes().in_domain(&body);
    let claim = routes::claimed(&now.document, &own)?;
    // A path that was taken at the plan's reading is no news: the plan has dealt with it.
    let known = routes::claimed(&before.document, &own);
    (known.as_ref() != Some(&claim)).then(|| {
        let route = routes::place().item(&claim.0);
        routes::owner_of(&route)
    })
}

/// Somebody changed it between the reading that was decided on and the write, which was not sent.
pub fn raced(label: &Words, moved: &[Path]) -> Error {
    let Words { en, zh } = label;
    let paths: Vec<String> = moved.iter().map(Path::to_string).collect();
    let paths = paths.join(", ");
    let what = match paths.is_empty() {
        true => words!(
            "{en} was just created or deleted online; that was not touched",
            "{zh} 刚刚在线上被创建或删除；未对其做任何改动"
        ),
        false => words!(
            "{en} was just changed online: {paths}; these changes were not overwritten",
            "{zh} 刚刚在线上被改动：{paths}；未覆盖该改动"
        ),
    };
    Error::cloud(what)
        .ended(Outcome::Drift)
        .hint(look_and_decide())
}

/// What to do where somebody else was faster.
pub(super) fn look_and_decide() -> Words {
    words!(
        "run the same command again: it shows what changed, and asks where a decision is needed",
        "请再次执行同一命令：会显示改动，需要决定时会询问"
    )
}
