use serde_json::json;

use super::*;

fn file(content: &str) -> Option<Content> {
    Some(Content::File {
        size: content.len() as u64,
        sha256: content.to_owned(),
        executable: content.ends_with('!'),
    })
}

fn difference(verdict: Verdict, sides: [Option<Content>; 3]) -> FileDifference {
    let [last, online, yours] = sides;
    FileDifference {
        path: "a.py".to_owned(),
        verdict,
        last,
        online,
        yours,
        then: None,
    }
}

#[test]
fn each_file_says_who_changed_it_and_how() {
    let said = |verdict, sides| what(&difference(verdict, sides)).en;
    let (one, two, three) = (file("one"), file("two"), file("three"));
    for (verdict, sides, expected) in [
        (
            Verdict::Remote,
            [one.clone(), two.clone(), one.clone()],
            "changed online",
        ),
        (Verdict::Remote, [None, two.clone(), None], "added online"),
        (
            Verdict::Remote,
            [one.clone(), None, one.clone()],
            "removed online",
        ),
        (
            Verdict::Local,
            [one.clone(), one.clone(), None],
            "removed locally",
        ),
        (
            Verdict::Conflict,
            [one.clone(), two.clone(), three.clone()],
            "changed on both sides",
        ),
        (
            Verdict::Conflict,
            [one.clone(), None, three.clone()],
            "removed online, changed locally",
        ),
        (Verdict::Unknown, [None, two.clone(), None], "only online"),
        (Verdict::Unknown, [None, two.clone(), three], "different"),
        (
            Verdict::Agreed,
            [one, two.clone(), two],
            "changed alike on both sides",
        ),
    ] {
        assert_eq!(said(verdict, sides), expected);
    }
}

/// A file that was kept as online: what was kept, what is online now, what was here then and is now.
fn kept(verdict: Verdict, [kept, online, then, now]: [Option<Content>; 4]) -> FileDifference {
    FileDifference {
        then: Some(then),
        ..difference(verdict, [kept, online, now])
    }
}

#[test]
fn what_was_kept_says_what_became_of_it() {
    let (one, two, three) = (file("one"), file("twos"), file("three"));
    let said = |verdict, sides| {
        let file = kept(verdict, sides);
        (what(&file).en, columns(&file).en)
    };
    // Nobody changed it: taken over here, or never there.
    for (online, then) in [(two.clone(), one.clone()), (None, one.clone())] {
        let sides = [online.clone(), online.clone(), then, online];
        assert_eq!(said(Verdict::Agreed, sides).0, "same as online now");
    }
    let sides = [two.clone(), two.clone(), one.clone(), three.clone()];
    let (what, columns) = said(Verdict::Conflict, sides);
    assert_eq!(what, "live version kept, changed locally since");
    assert_eq!(columns, "(kept live 4 B · local then 3 B · local now 5 B)");
    let sides = [two.clone(), two.clone(), None, three.clone()];
    let (what, _) = said(Verdict::Conflict, sides);
    assert_eq!(what, "live version kept, added locally since");
    let sides = [two.clone(), three, one.clone(), one.clone()];
    let (what, columns) = said(Verdict::Remote, sides);
    assert_eq!(what, "changed online");
    assert_eq!(
        columns,
        "(kept live 4 B · live now 5 B · local then 3 B · local now 3 B)"
    );
    let sides = [two.clone(), None, None, one];
    let (what, _) = said(Verdict::Conflict, sides);
    assert_eq!(what, "removed online, added locally");
}

#[test]
fn a_mark_alone_is_a_change() {
    let mark = |sha256: &str, executable| {
        Some(Content::File {
            size: 1,
            sha256: sha256.to_owned(),
            executable,
        })
    };
    let sides = [mark("x", true), mark("x", false), mark("x", true)];
    let what = what(&difference(Verdict::Remote, sides));
    assert_eq!(what.en, "made non-executable online");
}

#[test]
fn packages_are_told_apart_without_their_numbers() {
    let (one, two, oss) = (json!("17"), json!("18"), json!("oss://b/o"));
    let said = |sides| packages(sides).map(|words| words.en);
    assert_eq!(
        said([Some(&one), Some(&two), Some(&one)]),
        ["a package", "another package", "same as last deployed"]
    );
    assert_eq!(
        said([None, Some(&two), Some(&one)]),
        ["–", "a package", "another package"]
    );
    assert_eq!(
        said([Some(&one), Some(&two), Some(&two)]),
        ["a package", "another package", "same as live"]
    );
    assert_eq!(
        said([None, Some(&two), Some(&oss)]),
        ["–", "a package", "oss://b/o"]
    );
}

/// Once it is kept, the last deploy has what is online on record.
#[test]
fn what_is_kept_has_the_sign_that_it_had_before() {
    let (one, two) = (file("one"), file("two"));
    for (ours, theirs, expected) in [
        (None, two.clone(), '+'),
        (one.clone(), None, '-'),
        (one, two, '~'),
    ] {
        let sides = [ours.clone(), theirs.clone(), ours.clone()];
        assert_eq!(sign(&difference(Verdict::Remote, sides)), expected);
        let kept = [theirs.clone(), theirs, ours];
        assert_eq!(sign(&difference(Verdict::Standing, kept)), expected);
    }
}
