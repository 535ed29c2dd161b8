//! What a mark makes of the verdicts.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::json;

use super::{resource, sealer, snapshot, verdicts};
use crate::drift::{Verdict, compare};
use crate::git::{Relation, UnknownReason};
use crate::model::mark::{Flags, Group, Groups, Mark, Unread, Vouched, Witness};
use crate::plan::{Answers, Policy, Side, asked, open};
use crate::state::record::KeptPath;

/// A mark whose settings are online as it left them, or not.
fn witness(relation: Relation, is_left: bool) -> Vouched {
    let left = if is_left {
        vec![resource()]
    } else {
        Vec::new()
    };
    Vouched {
        head: relation,
        newer: BTreeSet::from(Group::ALL),
        whole: BTreeSet::new(),
        mark: Mark {
            seq: 1,
            commit: None,
            is_dirty: false,
            repository: None,
            inputs: None,
            groups: Groups::new(),
            flags: Flags::default(),
            who: None,
        },
        relation,
        has_same_inputs: false,
        left: BTreeMap::from([(Group::Settings, left)]),
    }
}

/// The verdict on one setting, last deployed, online and here, beside what the mark says.
fn verdict(last: Option<i32>, [online, here]: [i32; 2], mark: Witness) -> Option<Verdict> {
    let timeout = |seconds: i32| json!({"timeout": seconds});
    let last = last.map(timeout);
    let baseline = last.as_ref().map(|last| (last, last));
    let mut snapshot = snapshot(baseline, Some(&timeout(online)), &timeout(here));
    Rc::make_mut(&mut snapshot.parts[0]).mark = Rc::new(mark);
    verdicts(&snapshot).first().map(|(_, verdict)| *verdict)
}

const UNKNOWN: Relation = Relation::Unknown(UnknownReason::Shallow);

/// The table: online as the deploy left it, and what is here is another value.
#[test]
fn the_table_of_marks() {
    use Verdict::{Conflict, Local, Older, Remote, Unknown};
    let cases = [
        (Relation::Same, [Local, Local, Local, Local]),
        (Relation::Contains, [Local, Local, Local, Local]),
        (Relation::Older, [Older, Older, Older, Older]),
        (Relation::Apart, [Unknown, Local, Remote, Conflict]),
        (UNKNOWN, [Unknown, Local, Remote, Conflict]),
    ];
    for (relation, expected) in cases {
        let read = || Witness::Read(Box::new(witness(relation, true)));
        let found = [
            verdict(None, [20, 10], read()),
            verdict(Some(20), [20, 10], read()),
            verdict(Some(10), [20, 10], read()),
            verdict(Some(30), [20, 10], read()),
        ];
        assert_eq!(found, expected.map(Some), "{relation:?}");
        // What is the same on both sides is nobody's question.
        let agreed = verdict(None, [10, 10], read());
        assert_eq!(agreed, Some(Verdict::Agreed), "{relation:?}");
    }
}

/// A record that is older than the mark does not say what was changed since: what is not as that deploy left it is no
/// change of ours alone.
#[test]
fn what_moved_after_a_later_deploy_is_not_ours() {
    for relation in [Relation::Same, Relation::Contains, Relation::Apart, UNKNOWN] {
        let read = |is_newer: bool, is_left| {
            let newer = Group::ALL.into_iter().filter(|_| is_newer);
            Witness::Read(Box::new(Vouched {
                newer: newer.collect(),
                ..witness(relation, is_left)
            }))
        };
        let of = |is_newer, is_left| verdict(Some(20), [20, 10], read(is_newer, is_left));
        assert_eq!(of(true, false), Some(Verdict::Unknown), "{relation:?}");
        // A mark that vouches for nothing of the group does not say whether it was changed since.
        let mut unvouched = Vouched {
            newer: BTreeSet::from(Group::ALL),
            ..witness(relation, true)
        };
        unvouched.mark.flags.unvouched.insert(Group::Settings);
        let unvouched = Witness::Read(Box::new(unvouched));
        let found = verdict(Some(20), [20, 10], unvouched);
        assert_eq!(found, Some(Verdict::Unknown), "{relation:?}");
        assert_eq!(of(true, true), Some(Verdict::Local), "{relation:?}");
        assert_eq!(of(false, false), Some(Verdict::Local), "{relation:?}");
    }
}

/// A record that is as new as the mark counts for more: who has put back online what the mark tells of is somebody else.
#[test]
fn what_is_on_record_since_a_deploy_is_not_explained_by_it() {
    use Verdict::{Conflict, Local, Remote, Unknown};
    for relation in [Relation::Same, Relation::Contains, Relation::Older, UNKNOWN] {
        for has_same_inputs in [false, true] {
            let read = || {
                Witness::Read(Box::new(Vouched {
                    newer: BTreeSet::new(),
                    has_same_inputs,
                    ..witness(relation, true)
                }))
            };
            // The file says what was deployed last, or something else again.
            assert_eq!(
                verdict(Some(10), [20, 10], read()),
                Some(Remote),
                "{relation:?}"
            );
            assert_eq!(
                verdict(Some(30), [20, 10], read()),
                Some(Conflict),
                "{relation:?}"
            );
        }
    }
    // Where nothing is on record, the mark is all there is.
    let read = |relation| Witness::Read(Box::new(witness(relation, true)));
    assert_eq!(
        verdict(None, [20, 10], read(Relation::Contains)),
        Some(Local)
    );
    assert_eq!(verdict(None, [20, 10], read(UNKNOWN)), Some(Unknown));
}

/// Whatever is not online as it was left is judged as without a mark, and so it is by a mark that says nothing and is no
/// news.
#[test]
fn what_was_not_left_so_is_judged_without_it() {
    let relations = [
        Relation::Same,
        Relation::Contains,
        Relation::Older,
        Relation::Apart,
        UNKNOWN,
    ];
    let witness = |relation, is_left| Vouched {
        newer: BTreeSet::new(),
        ..witness(relation, is_left)
    };
    let mut silent: Vec<Witness> = relations
        .map(|relation| Witness::Read(Box::new(witness(relation, false))))
        .into();
    silent.extend(relations.map(|relation| {
        let mut unvouched = witness(relation, true);
        unvouched.mark.flags.unvouched.insert(Group::Settings);
        Witness::Read(Box::new(unvouched))
    }));
    silent.extend(relations.map(|relation| {
        let mut other = witness(relation, true);
        other.left = BTreeMap::from([(Group::Code, vec![resource()])]);
        Witness::Read(Box::new(other))
    }));
    silent.extend([
        Witness::Absent,
        Witness::Gone,
        Witness::Unread(Unread::Forged),
    ]);
    for mark in silent {
        for last in [None, Some(10), Some(20), Some(30)] {
            let without = verdict(last, [20, 10], Witness::Absent);
            assert_eq!(
                verdict(last, [20, 10], mark.clone()),
                without,
                "{last:?} {mark:?}"
            );
        }
    }
}

/// The same inputs left what is online, so that nobody has anything to decide, whatever the commits say.
#[test]
fn equal_inputs_settle_it() {
    for relation in [Relation::Older, Relation::Apart, UNKNOWN] {
        let same = Vouched {
            has_same_inputs: true,
            ..witness(relation, true)
        };
        let same = Witness::Read(Box::new(same));
        assert_eq!(verdict(None, [20, 10], same.clone()), None);
        assert_eq!(verdict(Some(10), [20, 10], same), None);
    }
}

/// A decision that was taken here is not undone by a mark.
#[test]
fn what_stands_kept_stands() {
    let (sent, seen) = (json!({"timeout": 10}), json!({"timeout": 20}));
    let mut snapshot = snapshot(Some((&sent, &seen)), Some(&seen), &sent);
    let part = Rc::make_mut(&mut snapshot.parts[0]);
    let kept = KeptPath {
        path: "timeout".to_owned(),
        since: None,
        by: None,
        deploy: None,
    };
    part.baseline.as_mut().expect("a baseline").kept = Some(vec![kept]);
    part.mark = Rc::new(Witness::Read(Box::new(witness(Relation::Contains, true))));
    let drift = compare(&snapshot, &sealer());
    assert_eq!(drift.resources[0].kept.len(), 1);
    assert!(drift.resources[0].differences.is_empty());
}

/// The flag decides about a rollback alone, a side about everything, and a merge about neither.
#[test]
fn flags_decide_about_a_rollback() {
    let (live, here) = (json!({"timeout": 20}), json!({"timeout": 10}));
    let open_by = |policy: Policy, relation: Relation| {
        let mut snapshot = snapshot(None, Some(&live), &here);
        let mark = Witness::Read(Box::new(witness(relation, true)));
        Rc::make_mut(&mut snapshot.parts[0]).mark = Rc::new(mark);
        let drift = compare(&snapshot, &sealer());
        let answers = Answers::by(policy);
        let sides = asked(&drift)
            .iter()
            .map(|one| answers.side(one))
            .collect::<Vec<_>>();
        (open(&drift, &answers).len(), sides)
    };
    let rollback = Policy {
        rollback: true,
        ..Policy::default()
    };
    let mut merge = Policy::default();
    merge.config.merge = true;
    assert_eq!(
        open_by(rollback, Relation::Older),
        (0, vec![Some(Side::Local)])
    );
    assert_eq!(open_by(rollback, Relation::Apart), (1, vec![None]));
    assert_eq!(open_by(merge, Relation::Older), (1, vec![None]));
    let remote = Policy {
        rollback: true,
        ..Policy::all(Side::Remote)
    };
    assert_eq!(
        open_by(remote, Relation::Older),
        (0, vec![Some(Side::Remote)])
    );
}
