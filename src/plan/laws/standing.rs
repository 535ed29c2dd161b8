//! The laws of what stands kept.

use proptest::prelude::*;
use serde_json::{Value, json};
use std::rc::Rc;

use super::*;
use crate::model::document::{leaves, same};
use crate::model::resource::Kind;
use crate::snapshot::Snapshot;
use crate::state::record::KeptPath;

/// The step with the same answer to every question, or with none.
pub(super) fn step(snapshot: &Snapshot, side: Option<Side>) -> Step {
    let drift = compare(snapshot, &sealer());
    let policy = side.map(Policy::all).unwrap_or_default();
    let mut plan = build(&drift, &Answers::by(policy), &sealer()).expect("a plan");
    plan.steps.remove(0)
}

/// With a record that says what stands kept.
pub(super) fn marked(mut snapshot: Snapshot, paths: &[&str]) -> Snapshot {
    let kept = paths.iter().map(|path| KeptPath {
        path: (*path).to_owned(),
        since: Some("2026-11-01T08:00:00Z".to_owned()),
        by: None,
        deploy: None,
    });
    let kept = Some(kept.collect());
    if let Some(baseline) = &mut Rc::make_mut(&mut snapshot.parts[0]).baseline {
        baseline.kept = kept;
    }
    snapshot
}

#[test]
fn what_the_record_does_not_name_is_the_services_way_to_say_it() {
    let (sent, seen) = (json!({"timeout": 10}), json!({"timeout": 11}));
    let said = marked(snapshot(Some((&sent, &seen)), Some(&seen), &sent), &[]);
    assert!(body(&said, Side::Local).is_empty());
    let edited = json!({"timeout": 20});
    let later = marked(snapshot(Some((&sent, &seen)), Some(&seen), &edited), &[]);
    assert_eq!(verdicts(&later), [("timeout".to_owned(), Verdict::Local)]);
    let kept = marked(
        snapshot(Some((&sent, &seen)), Some(&seen), &edited),
        &["timeout"],
    );
    assert_eq!(verdicts(&kept), [("timeout".to_owned(), Verdict::Conflict)]);
}

#[test]
fn taking_a_decision_back_overwrites_and_says_so() {
    let file = json!({"timeout": 10});
    let live = json!({"timeout": 60, "description": "added", "environmentVariables": {"HOT": "1"}});
    let paths = ["timeout", "description", "environmentVariables.HOT"];
    let kept = marked(snapshot(Some((&file, &live)), Some(&live), &file), &paths);
    assert_eq!(step(&kept, None).kept.len(), 3);
    let back = step(&kept, Some(Side::Local));
    assert!(back.kept.is_empty());
    assert_eq!(back.overwrites.len(), 3);
    let cleared = json!({"timeout": 10, "description": "", "environmentVariables": {}});
    assert_eq!(Value::Object(body(&kept, Side::Local)), cleared);
}

/// The file never named it, and nobody had set it then: what goes back is what the last deploy left, by no decision about
/// its value.
#[test]
fn what_goes_back_to_what_the_service_had_chosen_does_not_stand_kept() {
    let file = json!({"timeout": 10});
    let seen = json!({"timeout": 10, "description": "chosen", "idleTimeout": 100});
    let live = json!({"timeout": 10, "description": "theirs", "idleTimeout": 300});
    let moved = marked(snapshot(Some((&file, &seen)), Some(&live), &file), &[]);
    let back = json!({"description": "chosen", "idleTimeout": 100});
    assert_eq!(Value::Object(body(&moved, Side::Local)), back);
    assert!(step(&moved, Some(Side::Local)).kept.is_empty());
    let kept = step(&moved, Some(Side::Remote)).kept;
    let kept: Vec<String> = kept.iter().map(|one| one.path().to_string()).collect();
    assert_eq!(kept, ["description", "idleTimeout"]);
}

/// Nothing is known that could be sent in its place, so a decision for the project's side leaves it, and says so.
#[test]
fn what_nothing_takes_back_stays_and_stands_kept() {
    let (file, live) = (
        json!({"timeout": 10}),
        json!({"timeout": 10, "idleTimeout": 300}),
    );
    let set = marked(snapshot(Some((&file, &file)), Some(&live), &file), &[]);
    let step = |side| step(&set, Some(side));
    let paths = |paths: Vec<Path>| -> Vec<String> { paths.iter().map(Path::to_string).collect() };
    assert_eq!(paths(step(Side::Local).lasting), ["idleTimeout"]);
    assert!(step(Side::Local).overwrites.is_empty());
    assert!(step(Side::Remote).lasting.is_empty());
    for side in [Side::Local, Side::Remote] {
        let kept = step(side).kept;
        assert_eq!(
            paths(kept.iter().map(|one| one.path().clone()).collect()),
            ["idleTimeout"]
        );
        assert!(!step(side).action.writes());
    }
}

#[test]
fn code_in_oss_stands_kept_like_any_other() {
    let file = json!({"handler": "h", "code": "oss://bucket/v1"});
    let live = json!({"handler": "h", "code": "163"});
    let deployed = marked(snapshot(Some((&file, &live)), Some(&live), &file), &[]);
    assert_eq!(verdicts(&deployed), []);
    let online = json!({"handler": "h", "code": "999"});
    let fixed = marked(snapshot(Some((&file, &live)), Some(&online), &file), &[]);
    let [Keeping::Anew(path, _)] = &step(&fixed, Some(Side::Remote)).kept[..] else {
        panic!("not kept")
    };
    assert_eq!(path.to_string(), "code");
    let edited = json!({"handler": "h", "code": "oss://bucket/v2"});
    let later = marked(
        snapshot(Some((&file, &online)), Some(&online), &edited),
        &["code"],
    );
    assert_eq!(verdicts(&later), [("code".to_owned(), Verdict::Conflict)]);
}

proptest! {
    /// What is not online as the file has it is asked about, written, or stands kept: the plan after
    /// "use remote" names every such path, and an edit of one of them is a question.
    #[test]
    fn what_was_kept_is_never_taken_for_equal(
        sent in document(), seen in document(), live in document(), desired in document(),
        edited in document(),
    ) {
        let before = snapshot(Some((&sent, &seen)), Some(&live), &desired);
        let kept = step(&before, Some(Side::Remote)).kept;
        let after = online_after(&live, &body(&before, Side::Remote));
        let paths: Vec<String> = kept.iter().map(|one| one.path().to_string()).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let next = marked(snapshot(Some((&desired, &after)), Some(&after), &edited), &paths);
        let found = verdicts(&next);
        let (then, now) = (leaves(Kind::Function, &desired), leaves(Kind::Function, &edited));
        let have = leaves(Kind::Function, &after);
        for path in kept.iter().map(Keeping::path) {
            prop_assert!(!same(then.get(path), have.get(path)), "{path} is no difference");
            if !same(then.get(path), now.get(path)) && !same(now.get(path), have.get(path)) {
                let conflict = (path.to_string(), Verdict::Conflict);
                prop_assert!(found.contains(&conflict), "{path} is no question");
            }
        }
        // Taken back, it is what the file says.
        let back = snapshot(Some((&desired, &after)), Some(&after), &desired);
        let back = marked(back, &paths);
        let end = leaves(Kind::Function, &online_after(&after, &body(&back, Side::Local)));
        for path in kept.iter().map(Keeping::path) {
            prop_assert!(same(then.get(path), end.get(path)), "{path} did not come back");
        }
    }
}
