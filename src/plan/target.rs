//! What the project's side of a difference is, and how it gets into the merged document.

use serde_json::Value;

use super::follow::has_moved;
use crate::drift::{Difference, ResourceDrift, Verdict, is_block};
use crate::model::document::leaves;
use crate::model::edit::{get, set};
use crate::model::fields::{Fallback, find};
use crate::model::owner::Owner;
use crate::model::path::Path;
use crate::model::resource::Kind;
use crate::model::seal::holds_sealed;
use crate::snapshot::Part;

/// The value that "local" means: `Some(None)` clears the setting, `None` leaves it as it is.
///
/// Where the file does not name the setting, and never did or leaves it to the service, local is
/// what stood there after the last deploy; where that is not known, or known only as a digest, the
/// setting stays as it is. What was only there because it was kept, or was the console's, goes.
pub(super) fn target(kind: Kind, part: &Part, difference: &Difference) -> Option<Option<Value>> {
    let file = match difference.owner {
        Some(Owner::Console) => &part.file,
        _ => &part.desired,
    };
    if let Some(value) = get(kind, file, &difference.path) {
        return Some(Some(value.clone()));
    }
    // Nobody has the package that stood there, so a file without code leaves whatever is online.
    if kind.is_code(difference.path.top()) {
        return None;
    }
    let field = difference.field;
    // What is taken back is not left to the service any more.
    let is_served = field.is_some_and(|field| field.fallback == Fallback::Served);
    let is_chosen = is_served && kind.chooses_anew(&difference.path);
    let served = is_served && !(part.is_dropped() || is_chosen);
    // What nobody here knows the earlier value of, and no request takes away.
    let lasts = served && !kind.is_config() && !lacks_block(part, &difference.path);
    let is_theirs = difference.stood.is_some() || was_consoles(part, difference);
    match (&difference.sent, &difference.seen) {
        (_, Some(_)) if lasts && is_theirs => None,
        // The file named it and leaves it to the service now, so it goes back to what the last deploy left.
        (Some(_), Some(seen)) if served => Some(Some(seen.clone())),
        // It only stood there because others had set it.
        (None, Some(_)) if is_theirs => Some(None),
        // The service chooses again, as it did then, or there is nothing any more for which it would.
        (None, Some(_)) if is_chosen && (part.is_dropped_empty() || !part.is_dropped()) => {
            Some(None)
        }
        // Nobody here ever named it: it goes back to what the last deploy found.
        (None, Some(seen)) if !holds_sealed(seen) => Some(Some(seen.clone())),
        // A digest cannot be sent.
        (None, Some(_)) => None,
        // A block that others put where none was leaves nothing to the service.
        (None, None) if lacks_block(part, &difference.path) => Some(None),
        _ if served => None,
        _ => Some(None),
    }
}

/// Whether it stays as it is online even where it was decided that the project's side stands: there is nothing to
/// send that takes it back.
pub fn lasts(drift: &ResourceDrift, found: &Difference) -> bool {
    let part = &drift.part;
    // It goes along with what it may not be more than.
    let bound = found.field.and_then(|field| field.at_most);
    let mut others = drift.differences.iter().chain(&drift.kept);
    if bound.is_some_and(|bound| others.any(|one| one.path.top() == bound)) {
        return false;
    }
    match part.is_led(&found.path) {
        true => !has_moved(found),
        false => target(part.resource.kind, part, found).is_none(),
    }
}

/// Whether a setting stands in a block that the project does not have.
fn lacks_block(part: &Part, path: &Path) -> bool {
    let block = part.desired.get(path.top());
    path.0.len() > 1 && block.is_none_or(Value::is_null)
}

/// Takes away what would be left of these blocks where the project does not have them and the rest of them was
/// taken back: what the service had only chosen beside that is no block by itself, and would be refused as one. Of a
/// block of which any part is one, what nobody here has set may be the console's, and stays.
pub(super) fn take_remnants(part: &Part, merged: &mut Value, tops: &[&str]) {
    let kind = part.resource.kind;
    let all = leaves(kind, merged);
    let sent = part.baseline.as_ref().map(|baseline| &baseline.sent);
    let sent = sent.map(|sent| leaves(kind, sent)).unwrap_or_default();
    let fields = kind.fields(merged);
    let is_partial = |top: &str| find(fields, top).is_some_and(|field| field.partial);
    let is_ours = |path: &Path| sent.contains_key(path) || !is_partial(path.top());
    let is_block = |top: &str| merged.get(top).is_some_and(Value::is_object);
    let lacks = |top: &str| part.desired.get(top).is_none_or(Value::is_null);
    let is_remnant = |top: &str| {
        let mut left = all.iter().filter(|(path, _)| path.top() == top);
        is_block(top)
            && lacks(top)
            && left.all(|(path, leaf)| path.0.len() > 1 && leaf.is_served() && is_ours(path))
    };
    let remnants: Vec<&&str> = tops.iter().filter(|top| is_remnant(top)).collect();
    for top in remnants {
        set(kind, merged, &Path::default().key(top), None);
    }
}

/// Whether the setting belonged to the console at the last deploy: that it stood there says nothing of ours.
fn was_consoles(part: &Part, difference: &Difference) -> bool {
    let baseline = part.baseline.as_ref();
    let path = difference.path.to_string();
    difference.verdict == Verdict::Unknown && baseline.is_some_and(|one| one.owned.contains(&path))
}

/// Puts the project's side of a difference into the merged document; of a block that is only valid as a
/// whole, all of the block.
pub(super) fn apply(
    kind: Kind,
    merged: &mut Value,
    part: &Part,
    difference: &Difference,
    value: Option<Value>,
) {
    let top = difference.path.top();
    if is_block(part, top)
        && let Some(whole) = part.desired.get(top)
    {
        set(kind, merged, &Path::default().key(top), Some(whole.clone()));
    } else {
        set(kind, merged, &difference.path, value);
    }
}
