//! What `driftPolicy` and the flags make of a comparison.

use serde_json::{Value, json};

use super::*;
use crate::drift::compare;
use crate::model::desired::{Desired, Item};
use crate::model::owner::pattern::Pattern;
use crate::model::owner::{Rule, Rules};
use crate::model::resource::Kind;
use crate::snapshot::{self, Known, Live, Snapshot};
use crate::state::record::{Baseline, Record};

fn sealer() -> Sealer {
    Sealer::new([7; 32])
}

fn resource() -> Resource {
    Resource::of_function("1".to_owned(), "cn-hangzhou".to_owned(), "f".to_owned())
        .sibling(Kind::Function, "f")
}

fn rule(path: &str, owner: Owner, until: Option<&str>) -> Rule {
    Rule {
        patterns: vec![Pattern::parse(path).expect("a path")],
        owner,
        reason: "because".to_owned(),
        until: until.map(|day| day.parse().expect("a day")),
    }
}

/// A function and its witnesses, the rules applied as a run applies them.
struct Case {
    rules: Vec<Rule>,
    baseline: Option<Baseline>,
    live: Option<Value>,
    desired: Value,
}

impl Case {
    fn new(sent: Value, live: Value, desired: Value) -> Case {
        let seal = |document: &Value| sealer().seal(Kind::Function, document);
        Case {
            rules: Vec::new(),
            baseline: Some(Baseline {
                sent: seal(&sent),
                seen: Some(seal(&sent)),
                modified: None,
                at: String::new(),
                deployed: None,
                owned: Vec::new(),
                kept: None,
                adopted: None,
            }),
            live: Some(live),
            desired,
        }
    }

    fn rule(mut self, path: &str, owner: Owner) -> Case {
        self.rules.push(rule(path, owner, None));
        self
    }

    fn snapshot(&self) -> Snapshot {
        let mut record = Record::new(resource(), sealer().id());
        record.baseline.clone_from(&self.baseline);
        let live = self.live.clone();
        let live = live.map(|reply| Live::new(Kind::Function, reply, None));
        let rules = Rules {
            all: self.rules.clone(),
            today: Some(jiff::civil::date(2026, 11, 24)),
            ..Rules::default()
        };
        let wanted = Desired {
            rules: rules.clone(),
            ..Desired::of(resource(), Vec::new())
        };
        let item = Item::new(resource(), self.desired.clone());
        let domains = &[];
        let known = Known {
            record,
            live,
            disowned: None,
            domains,
            is_drain_due: false,
        };
        let part = snapshot::part(&sealer(), &wanted, &item, known);
        Snapshot::of_one(part.expect("a part"), rules)
    }

    fn drift(&self) -> Drift {
        compare(&self.snapshot(), &sealer())
    }

    fn asked(&self) -> Vec<String> {
        let paths = asked(&self.drift()).into_iter();
        paths.map(|asked| asked.question.path.to_string()).collect()
    }

    /// What is sent, with the answers of flags.
    fn body(&self, policy: Policy) -> Value {
        let snapshot = self.snapshot();
        let drift = compare(&snapshot, &sealer());
        let plan = build(&drift, &Answers::by(policy), &sealer()).expect("a plan");
        match &plan.steps[0].action {
            Change::Write(writes) => match &writes[0].call {
                WriteCall::Update { body, .. } => Value::Object(body.clone()),
                WriteCall::Create { body, .. } => body.clone(),
                call => panic!("{call:?}"),
            },
            _ => Value::Null,
        }
    }
}

fn local() -> Policy {
    Policy::all(Side::Local)
}

fn merge(side: Option<Side>) -> Policy {
    let stance = Stance { merge: true, side };
    Policy {
        config: stance,
        code: stance,
        rollback: false,
    }
}

#[test]
fn what_belongs_to_the_console_is_neither_compared_nor_sent_but_counted() {
    let sent = json!({"timeout": 10, "environmentVariables": {"A": "1", "LOG_X": "a"}});
    let live =
        json!({"timeout": 60, "environmentVariables": {"A": "1", "LOG_X": "b", "LOG_Y": "c"}});
    let desired = json!({"timeout": 20, "environmentVariables": {"A": "2", "LOG_X": "d"}});
    let case = Case::new(sent, live, desired)
        .rule("environmentVariables.LOG_*", Owner::Console)
        .rule("timeout", Owner::Console);
    assert_eq!(case.asked(), Vec::<String>::new());
    // The map is written as a whole, with the console's own values in it.
    let variables = json!({"A": "2", "LOG_X": "b", "LOG_Y": "c"});
    assert_eq!(
        case.body(local()),
        json!({"environmentVariables": variables})
    );
    let counted = case.drift().resources[0].console.len();
    assert_eq!(counted, 3);
}

#[test]
fn a_deletion_is_never_silenced() {
    let sent = json!({"environmentVariables": {"A": "1", "LOG_X": "a"}});
    let live = json!({"environmentVariables": {"A": "1"}});
    let gone = Case::new(sent.clone(), live, sent.clone())
        .rule("environmentVariables.LOG_*", Owner::Console);
    assert_eq!(gone.asked(), ["environmentVariables.LOG_X"]);
    // The file still names it, so that it can come back.
    assert_eq!(
        gone.body(local()),
        json!({"environmentVariables": {"A": "1", "LOG_X": "a"}})
    );
    for owner in [Owner::Console, Owner::File] {
        let mut all = Case::new(sent.clone(), sent.clone(), sent.clone()).rule("**", owner);
        all.live = None;
        assert_eq!(all.asked(), [""], "the function as a whole");
        assert_eq!(
            all.body(local())["environmentVariables"],
            sent["environmentVariables"]
        );
    }
}

#[test]
fn what_is_new_gets_the_files_values_as_the_consoles_first_ones() {
    let desired = json!({"functionName": "f", "runtime": "python3.10", "handler": "a.b", "timeout": 10, "memorySize": 512});
    let mut case = Case::new(json!({}), json!({}), desired.clone()).rule("**", Owner::Console);
    (case.baseline, case.live) = (None, None);
    assert_eq!(case.body(local()), desired);
}

#[test]
fn what_belongs_to_the_file_wins_without_a_question() {
    let sent = json!({"timeout": 10, "memorySize": 512});
    let live = json!({"timeout": 60, "memorySize": 1024});
    let case = Case::new(sent.clone(), live, sent).rule("timeout", Owner::File);
    assert_eq!(case.asked(), ["memorySize"]);
    assert_eq!(case.body(Policy::all(Side::Remote)), json!({"timeout": 10}));
}

#[test]
fn the_last_rule_that_matches_decides() {
    let sent = json!({"timeout": 10, "memorySize": 512});
    let live = json!({"timeout": 60, "memorySize": 1024});
    let case = Case::new(sent.clone(), live, sent)
        .rule("**", Owner::Console)
        .rule("memorySize", Owner::File);
    assert_eq!(case.asked(), Vec::<String>::new());
    assert_eq!(case.body(Policy::default()), json!({"memorySize": 512}));
}

#[test]
fn a_rule_that_ended_is_reported_and_its_settings_are_asked_about() {
    let sent = json!({"memorySize": 512});
    let live = json!({"memorySize": 512, "timeout": 60});
    let mut case = Case::new(
        sent,
        live.clone(),
        json!({"memorySize": 512, "timeout": 10}),
    );
    let baseline = case.baseline.as_mut().expect("deployed");
    baseline.owned = vec!["timeout".to_owned()];
    baseline.seen = Some(live);
    for (until, asked) in [("2026-11-24", &[][..]), ("2026-11-23", &["timeout"])] {
        case.rules = vec![rule("timeout", Owner::Console, Some(until))];
        assert_eq!(case.asked(), asked, "{until}");
        assert_eq!(case.drift().rules[0].expired, !asked.is_empty());
    }
    case.rules.clear();
    assert_eq!(case.asked(), ["timeout"], "without the rule");
}

#[test]
fn a_rule_that_matches_nothing_is_reported() {
    let sent = json!({"timeout": 10});
    let case = Case::new(sent.clone(), sent.clone(), sent)
        .rule("timeout", Owner::Console)
        .rule("timeuot", Owner::Console);
    let drift = case.drift();
    let matched: Vec<bool> = drift.rules.iter().map(|rule| rule.matched).collect();
    assert_eq!(matched, [true, false]);
}

#[test]
fn two_changes_here_and_two_online_merge_to_all_four() {
    let sent = json!({"timeout": 10, "memorySize": 512, "environmentVariables": {"A": "1"}, "description": "x"});
    let live = json!({"timeout": 60, "memorySize": 512, "environmentVariables": {"A": "1", "B": "online"}, "description": "x"});
    let desired = json!({"timeout": 10, "memorySize": 1024, "environmentVariables": {"A": "2"}, "description": "x"});
    let case = Case::new(sent, live, desired);
    let variables = json!({"A": "2", "B": "online"});
    let body = json!({"memorySize": 1024, "environmentVariables": variables});
    assert_eq!(case.body(merge(None)), body);
}

#[test]
fn merging_leaves_collisions_to_the_side_or_to_the_person() {
    let sent = json!({"timeout": 10, "memorySize": 512});
    let live = json!({"timeout": 60, "memorySize": 1024});
    let case = Case::new(sent, live, json!({"timeout": 20, "memorySize": 512}));
    let left = open(&case.drift(), &Answers::by(merge(None)));
    let left: Vec<String> = left.iter().map(|(one, _)| one.path.to_string()).collect();
    assert_eq!(left, ["timeout"]);
    assert_eq!(case.body(merge(Some(Side::Local))), json!({"timeout": 20}));
    assert_eq!(case.body(merge(Some(Side::Remote))), Value::Null);
}

#[test]
fn a_first_run_that_merges_keeps_what_others_added() {
    let live = json!({"timeout": 60, "memorySize": 512, "description": "theirs", "environmentVariables": {"A": "1", "HOT": "1"}});
    let desired = json!({"timeout": 10, "memorySize": 512, "environmentVariables": {"A": "2"}});
    let mut case = Case::new(json!({}), live, desired);
    case.baseline = None;
    let all = [
        "description",
        "environmentVariables.A",
        "environmentVariables.HOT",
        "timeout",
    ];
    assert_eq!(case.asked(), all);
    let left = open(&case.drift(), &Answers::by(merge(None)));
    let left: Vec<String> = left.iter().map(|(one, _)| one.path.to_string()).collect();
    assert_eq!(left, ["environmentVariables.A", "timeout"]);
    let variables = json!({"A": "2", "HOT": "1"});
    let body = json!({"timeout": 10, "environmentVariables": variables});
    assert_eq!(case.body(merge(Some(Side::Local))), body);
    assert_eq!(case.body(merge(Some(Side::Remote))), Value::Null);
}

#[test]
fn a_rule_for_the_file_ends_what_was_kept() {
    let sent = json!({"timeout": 10});
    let live = json!({"timeout": 60});
    let mut case = Case::new(sent.clone(), live.clone(), sent).rule("timeout", Owner::File);
    case.baseline.as_mut().expect("deployed").seen = Some(live);
    assert_eq!(case.asked(), Vec::<String>::new());
    assert_eq!(case.body(Policy::default()), json!({"timeout": 10}));
}

#[test]
fn code_is_decided_apart() {
    let sent = json!({"timeout": 10, "code": "1"});
    let live = json!({"timeout": 60, "codeChecksum": "2"});
    let case = Case::new(sent.clone(), live, sent);
    let snapshot = case.snapshot();
    let stance = |side| Stance {
        merge: false,
        side: Some(side),
    };
    let policy = Policy {
        config: stance(Side::Remote),
        code: stance(Side::Local),
        rollback: false,
    };
    let drift = compare(&snapshot, &sealer());
    let plan = build(&drift, &Answers::by(policy), &sealer()).expect("a plan");
    let Change::Write(writes) = &plan.steps[0].action else {
        panic!("nothing is written")
    };
    assert!(matches!(&writes[0].call, WriteCall::Update { body, code: true } if body.is_empty()));
}
