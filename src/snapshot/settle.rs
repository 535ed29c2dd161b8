//! How an interrupted write ended.

use serde_json::Value;

use crate::model::document::{Leaves, is_oss, leaves, same};
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::state::record::{Baseline, Intent, Record};

/// Makes out how an interrupted write ended. Where everything that it was to write stands online,
/// it is our own work and the baseline moves on; else the baseline stays as it was. Says which.
pub(super) fn settle(
    resource: &Resource,
    intent: &Intent,
    online: Option<&Value>,
    record: &Record,
) -> (Option<Baseline>, bool) {
    let unchanged = || (record.baseline.clone(), false);
    let Some(online) = online else {
        // Either it was to go and is gone, or it was to come and did not.
        return match intent.intended.is_null() {
            true => (None, true),
            false => unchanged(),
        };
    };
    if intent.intended.is_null() || !has_landed(resource.kind, intent, online) {
        return unchanged();
    }
    let baseline = Baseline {
        sent: intent.sent.clone(),
        seen: Some(match &intent.before {
            Some(before) => overlay(before, online, |top| {
                intent.writes.iter().any(|name| name == top)
            }),
            None => online.clone(),
        }),
        modified: None,
        at: intent.at.clone(),
        owned: intent.owned.clone(),
        kept: intent.kept.clone(),
    };
    (Some(baseline), true)
}

fn has_landed(kind: Kind, intent: &Intent, online: &Value) -> bool {
    let (intended, online) = (leaves(kind, &intent.intended), leaves(kind, online));
    let creating = intent.before.is_none();
    let written = |top: &str| creating || intent.writes.iter().any(|name| name == top);
    let mut paths = intended.keys().chain(online.keys().filter(|_| !creating));
    paths.all(|path| !written(path.top()) || leaf_landed(path.top(), &intended, &online, path))
}

fn leaf_landed(top: &str, intended: &Leaves, online: &Leaves, path: &Path) -> bool {
    let (intended, online) = (intended.get(path), online.get(path));
    // Which checksum an object in OSS has is only known once the service has taken it; the size
    // settings are the service's to round.
    let unknowable = intended.is_none_or(|leaf| is_oss(&leaf.value));
    let field = online.or(intended).and_then(|leaf| leaf.field);
    let served = intended.is_none() && field.is_some_and(|field| !field.follows.is_empty());
    let answered = field.is_some_and(|field| field.unsent);
    same(intended, online) || (top == "code" && unknowable) || served || answered
}

/// `below`, with the top-level settings that `takes` names taken from `above`.
pub fn overlay(below: &Value, above: &Value, takes: impl Fn(&str) -> bool) -> Value {
    let (Some(below), Some(above)) = (below.as_object(), above.as_object()) else {
        return above.clone();
    };
    let mut result = below.clone();
    result.retain(|top, _| !takes(top) || above.contains_key(top));
    for (top, value) in above.iter().filter(|(top, _)| takes(top)) {
        result.insert(top.clone(), value.clone());
    }
    Value::Object(result)
}
