//! What the service says of a resource that it is still at work on.

use serde_json::Value;

use crate::model::kind::{Kind, Work};
use crate::snapshot::failure;
use crate::words;
use crate::words::Words;

/// Where something stands on its way.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    Ready,
    Under(Words),
    Failed(String),
}

/// What the service says of a resource of that kind.
pub(super) fn state(kind: Kind, document: &Value) -> Readiness {
    match kind.spec().work {
        Work::Image => function(document),
        Work::Instances {
            aim,
            asked,
            running,
        } => instances(document, aim, asked, running),
        Work::None => Readiness::Ready,
    }
}

/// `Inactive` counts as ready: the service has only put an idle function aside.
fn function(document: &Value) -> Readiness {
    if let Some(why) = failure(document) {
        return Readiness::Failed(why.to_owned());
    }
    for (name, word) in [("state", "Pending"), ("lastUpdateStatus", "InProgress")] {
        if document[name] == word {
            return Readiness::Under(Words::same(word));
        }
    }
    Readiness::Ready
}

/// As many as the service itself aims at, else as many as were asked for.
fn instances(document: &Value, aim: &str, asked: &str, there: &str) -> Readiness {
    let number = |name: &str| document[name].as_i64();
    let error = document["currentError"].as_str().unwrap_or_default();
    let target = number(aim).or_else(|| number(asked)).unwrap_or(0);
    match number(there) {
        Some(current) if current == target => Readiness::Ready,
        _ if !error.is_empty() => Readiness::Failed(error.to_owned()),
        Some(current) => Readiness::Under(words!(
            "{current} of {target} instances",
            "{current} / {target} 个实例"
        )),
        // A service that does not count gives nothing to wait for.
        None => Readiness::Ready,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_states_of_a_function() {
        for (document, expected) in [
            (json!({}), Readiness::Ready),
            (
                json!({"state": "Active", "lastUpdateStatus": "Successful"}),
                Readiness::Ready,
            ),
            (
                json!({"state": "Pending"}),
                Readiness::Under(Words::same("Pending")),
            ),
            (
                json!({"state": "Active", "lastUpdateStatus": "InProgress"}),
                Readiness::Under(Words::same("InProgress")),
            ),
            (
                json!({"state": "Active", "lastUpdateStatus": "Failed", "lastUpdateStatusReason": "r"}),
                Readiness::Failed("r".to_owned()),
            ),
            (
                json!({"state": "Failed", "stateReason": "s"}),
                Readiness::Failed("s".to_owned()),
            ),
        ] {
            assert_eq!(function(&document), expected, "{document}");
        }
    }

    #[test]
    fn instances_are_there_when_as_many_as_the_target() {
        let state = |document: Value| state(Kind::ProvisionConfig, &document);
        assert_eq!(
            state(json!({"defaultTarget": 2, "current": 2})),
            Readiness::Ready
        );
        assert_eq!(
            state(json!({"defaultTarget": 2, "current": 1})),
            Readiness::Under(Words {
                en: "1 of 2 instances".to_owned(),
                zh: "1 / 2 个实例".to_owned(),
            })
        );
        // A schedule may aim at another number than the default.
        assert_eq!(
            state(json!({"defaultTarget": 2, "target": 5, "current": 5})),
            Readiness::Ready
        );
        assert_eq!(
            state(json!({"defaultTarget": 2, "current": 0, "currentError": "e"})),
            Readiness::Failed("e".to_owned())
        );
    }
}
