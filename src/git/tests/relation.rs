//! How a tree stands to the one that was deployed.

use super::*;

#[test]
fn only_what_is_proved_is_told() {
    use UnknownReason::{Absent, OtherRepository, Shallow};
    let contains = |one: &str, _: &str| i32::from(one != THEIRS);
    let older = |one: &str, _: &str| i32::from(one != OURS);
    let neither = |_: &str, _: &str| 1;
    let absent = |_: &str, _: &str| 128;
    let cases: [(Codes<'_>, Relation, Relation); 4] = [
        (&contains, Relation::Contains, Relation::Contains),
        (&older, Relation::Older, Relation::Older),
        (&neither, Relation::Apart, Relation::Unknown(Shallow)),
        (&absent, Relation::Apart, Relation::Unknown(Shallow)),
    ];
    for (ancestry, complete, shallow) in cases {
        for id in [THEIRS, &THEIRS[..12]] {
            let git = Script::new(clone(ancestry));
            let whole = git.look();
            let part = Checkout {
                is_shallow: true,
                ..whole.clone()
            };
            assert_eq!(git.relation(&whole, &deployed(id)), complete, "{id}");
            assert_eq!(git.relation(&part, &deployed(id)), shallow, "{id}");
        }
    }
    let git = Script::new(clone(absent));
    let told = git.look();
    let of = |repository: Option<&str>| Deployed {
        repository: repository.map(str::to_owned),
        ..deployed(THEIRS)
    };
    assert_eq!(
        git.relation(&told, &of(Some("0f0f0f"))),
        Relation::Unknown(OtherRepository)
    );
    assert_eq!(git.relation(&told, &of(None)), Relation::Unknown(Absent));
    // A proof is one in whichever repository.
    let git = Script::new(clone(contains));
    assert_eq!(git.relation(&told, &of(Some("0f0f0f"))), Relation::Contains);
}

#[test]
fn what_has_no_commit_of_its_own_proves_nothing() {
    let git = Script::new(clone(|_, _| 0));
    let clean = git.look();
    git.asked.borrow_mut().clear();
    let dirty = Checkout {
        is_dirty: Some(true),
        ..clean.clone()
    };
    let untold = Checkout {
        is_dirty: None,
        ..clean.clone()
    };
    let there = Deployed {
        is_dirty: true,
        ..deployed(OURS)
    };
    let unknown = Relation::Unknown;
    assert_eq!(
        git.relation(&clean, &there),
        unknown(UnknownReason::DirtyThere)
    );
    assert_eq!(
        git.relation(&dirty, &deployed(OURS)),
        unknown(UnknownReason::DirtyHere)
    );
    assert_eq!(
        git.relation(&untold, &deployed(OURS)),
        unknown(UnknownReason::Failed)
    );
    assert_eq!(
        git.relation(&clean, &Deployed::default()),
        unknown(UnknownReason::Unsaid)
    );
    for id in [OURS, &OURS[..12]] {
        assert_eq!(git.relation(&clean, &deployed(id)), Relation::Same);
    }
    assert_eq!(git.asked.borrow().len(), 0, "none of it needs git");
}

#[test]
fn a_hostile_id_goes_nowhere() {
    let git = Script::new(clone(|_, _| 0));
    let told = git.look();
    git.asked.borrow_mut().clear();
    let dashes = "-".repeat(40);
    let upper = THEIRS.to_uppercase();
    for id in [
        "",
        "-",
        "--output=/etc/passwd",
        "--all",
        "-aaaaaaaaaaa",
        "HEAD",
        "main",
        "bbbbbbb",
        "bbbbbbbbbbbb\n",
        "bbbbbbbbbbb ",
        "bbbbbbbbbbbbb",
        "bbbbbbbbbb^0",
        "gggggggggggg",
        dashes.as_str(),
        upper.as_str(),
    ] {
        let relation = git.relation(&told, &deployed(id));
        assert_eq!(relation, Relation::Unknown(UnknownReason::Unsaid), "{id}");
        assert_eq!(Commit::parse(id), None, "{id}");
    }
    assert_eq!(git.asked.borrow().len(), 0);
}

#[test]
fn a_question_about_a_commit_may_fail_too() {
    let told = Script::new(clone(|_, _| 0)).look();
    let there = deployed(&THEIRS[..12]);
    let after = |answers: &dyn Fn(&[&str]) -> Answer| Script::new(answers).relation(&told, &there);
    let unknown = Relation::Unknown;
    assert_eq!(after(&|_| Ok(None)), unknown(UnknownReason::TimedOut));
    assert_eq!(
        after(&|_| Err(ProgramError::Missing)),
        unknown(UnknownReason::NoGit)
    );
    // Two objects begin with these digits.
    let two = format!("{THEIRS}\n{THEIRS}\n");
    assert_eq!(after(&|_| says(&two)), unknown(UnknownReason::Failed));
    assert_eq!(after(&|_| says("-x\n")), unknown(UnknownReason::Failed));
    assert_eq!(after(&|_| says("")), Relation::Apart);
    assert_eq!(after(&clone(|_, _| 129)), unknown(UnknownReason::Failed));
    let half = clone(|one, _| if one == THEIRS { 1 } else { 128 });
    assert_eq!(after(&half), unknown(UnknownReason::Failed));
}
