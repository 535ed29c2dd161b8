//! What a write takes along although the service does not show it.

use serde_json::Value;

use super::{Answers, Question};
use crate::error::{Error, Outcome, Result};
use crate::model::edit::get;
use crate::model::hidden::{HiddenPlace, complete};
use crate::model::path::Path;
use crate::snapshot::Part;
use crate::words;

/// Puts the secrets that a write carries into the merged document, which starts from what the service
/// shows. Returns those that it wipes, because a flag says that the project's side stands.
///
/// # Errors
/// A write would wipe a secret that somebody else set and nobody can read, and nobody decided that.
pub(super) fn hand_along(
    part: &Part,
    merged: &mut Value,
    tops: &[&str],
    answers: &Answers,
) -> Result<Vec<Path>> {
    let kind = part.resource.kind;
    let online = part.live.as_ref().map(|live| &live.document);
    // What the service shows was decided about like any other setting.
    let is_hidden =
        |place: &HiddenPlace| online.is_none_or(|online| get(kind, online, &place.path).is_none());
    let counts = |top: &str| tops.contains(&top);
    // First from what the project wants to be sent. What is missing after that the second call tells.
    complete(kind, merged, &part.desired, counts);
    // What belongs to the console is never sent, but as it stands there: the file may know it.
    let mut unknown = complete(kind, merged, &part.file, counts);
    unknown.retain(is_hidden);
    let wiped = unknown.into_iter().map(|place| {
        let question = Question {
            resource: part.resource.clone(),
            path: place.path.clone(),
        };
        // A flag decides about what is ours. What belongs to the console it does not wipe.
        let console = part.console.contains(&place.beside);
        match answers.takes_back(&question) && !console {
            true => Ok(place.path),
            false => Err(wipes(part, &place, console)),
        }
    });
    wiped.collect()
}

/// The error for a secret that the write would wipe.
fn wipes(part: &Part, HiddenPlace { path, beside }: &HiddenPlace, console: bool) -> Error {
    let label = part.resource.label();
    let (en, zh, top) = (&label.en, &label.zh, path.top());
    Error::template(words!(
        "{en}: writing {top} would remove {path}, and there is no local {path} that belongs to the live {beside}; nothing was written",
        "{zh}：写入 {top} 会清除 {path}，而本地没有与线上 {beside} 对应的值；没有写入任何内容"
    ))
    .because(words!(
        "the service does not show it, so it cannot be read, kept or saved",
        "服务端不返回该值，因此无法读取、保留或备份"
    ))
    .ended(Outcome::Drift)
    .hint(match console {
        true => words!(
            "driftPolicy leaves {beside} to the console: put it and {path} into s.yaml with their live values (a secret as ${{env('NAME')}}), so that both are sent along",
            "driftPolicy 将 {beside} 交给控制台：请在 s.yaml 中按线上现状写明它和 {path}（密钥可写作 ${{env('NAME')}}），以便一并写入"
        ),
        false => words!(
            "put {beside} and {path} into s.yaml with the values they should have (a secret as ${{env('NAME')}}), or let '--use-local' write {top} without it",
            "请在 s.yaml 中写明 {beside} 和 {path}（密钥可写作 ${{env('NAME')}}），或用 '--use-local' 在不含它的情况下写入 {top}"
        ),
    })
}
