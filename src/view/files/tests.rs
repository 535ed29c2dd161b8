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
            "removed here",
        ),
        (
            Verdict::Conflict,
            [one.clone(), two.clone(), three.clone()],
            "changed on both sides",
        ),
        (
            Verdict::Conflict,
            [one.clone(), None, three.clone()],
            "removed online, changed here",
        ),
        (Verdict::Unknown, [None, two.clone(), None], "only online"),
        (Verdict::Unknown, [None, two.clone(), three], "different"),
        (
            Verdict::Agreed,
            [one, two.clone(), two],
            "changed on both sides alike",
        ),
    ] {
        assert_eq!(said(verdict, sides), expected);
    }
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
    assert_eq!(what.en, "made not executable online");
}

#[test]
fn packages_are_told_apart_without_their_numbers() {
    let (one, two, oss) = (json!("17"), json!("18"), json!("oss://b/o"));
    let said = |sides| packages(sides).map(|words| words.en);
    assert_eq!(
        said([Some(&one), Some(&two), Some(&one)]),
        ["a package", "another package", "as last deployed"]
    );
    assert_eq!(
        said([None, Some(&two), Some(&one)]),
        ["–", "a package", "another package"]
    );
    assert_eq!(
        said([Some(&one), Some(&two), Some(&two)]),
        ["a package", "another package", "as online"]
    );
    assert_eq!(
        said([None, Some(&two), Some(&oss)]),
        ["–", "a package", "oss://b/o"]
    );
}
