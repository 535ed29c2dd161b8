//! When a mark is left, and what it says.

use serde_json::json;

use super::history::AT;
use super::{LEAVE, mark, parts, run, story, without_git};
use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

#[test]
fn a_deploy_that_wrote_leaves_one_and_one_that_did_not_asks_nobody() {
    let story = story();
    let created = run(&story, AT, "deploy").ends("changed");
    assert_eq!(created.wrote().last().map(String::as_str), Some(LEAVE));
    let said = parts(&story);
    assert_eq!(said[..3], ["1", "1", "aaaaaaaaaaaa"], "{said:?}");
    assert_eq!(said[7], "Li-Wei");
    assert_eq!(said[6], "-", "everything is vouched for");
    let again = without_git(&story, "deploy").ends("clean").writes(&[]);
    assert_eq!(again.rounds, 1, "{}", again.transcript());
    story.yaml(&[Fn::demo().timeout(20)]);
    run(&story, AT.head('b').dirty(), "deploy")
        .ends("changed")
        .writes(&["PUT functions/demo", LEAVE]);
    assert_eq!(parts(&story)[1..3], ["2", "bbbbbbbbbbbb+"]);
}

/// Nothing is read for it that was not read anyway.
#[test]
fn a_mark_costs_one_request() {
    let reads = |story: &Story| {
        story.yaml(&[Fn::demo().timeout(20)]);
        let told = run(story, AT, "deploy").ends("changed");
        told.sent.iter().filter(|line| line.method == "GET").count()
    };
    let plain = Story::deployed();
    let marked = Story::deployed().marks();
    run(&marked, AT, "deploy");
    assert_eq!(reads(&marked), reads(&plain));
}

/// What is deployed already, by whomever, is said once to be of this commit.
#[test]
fn what_is_adopted_is_marked_once() {
    let story = Story::deployed().marks();
    // It is the one thing that was written, and says so.
    let set = ["function demo: its tag fc-guard was set"];
    let told = run(&story, AT, "deploy").ends("clean").writes(&[LEAVE]);
    told.says(&set).never_says(&["nothing was written"]);
    let told = without_git(&story, "deploy").ends("clean").writes(&[]);
    told.never_says(&set);
    let clone = Story::deployed().cloned().marks();
    let told = run(&clone, AT, "deploy").ok().writes(&[LEAVE]);
    told.says(&set).never_says(&["nothing was written"]);
    without_git(&clone, "deploy").ends("clean").writes(&[]);
}

#[test]
fn whoever_wants_none_gets_none() {
    let off = Story::new();
    run(&off, AT, "deploy").ends("changed").never_says(&["tag"]);
    assert_eq!(mark(&off), None);
    let unwanted = story();
    unwanted.yaml(&[Fn::demo().with("      mark: false\n")]);
    run(&unwanted, AT, "deploy").ends("changed");
    assert_eq!(mark(&unwanted), None);
}

/// It is nobody's setting: no command tells of it, and nothing else is done to it.
#[test]
fn a_mark_is_nowhere_to_be_seen() {
    let story = story();
    let tags = "      tags: [{key: team, value: shop}]\n";
    story.yaml(&[Fn::demo().with(tags)]);
    run(&story, AT, "deploy").ends("changed");
    let before = mark(&story).expect("a mark");
    for command in ["info", "plan", "drift", "deploy"] {
        let told = without_git(&story, command).ends("clean");
        let text = told.text();
        assert!(
            !text.contains("fc-guard\"") && !text.contains(&before),
            "{text}"
        );
    }
    let synced = without_git(&story, "sync").ok();
    assert!(!synced.text().contains(&before));
    let files = story.files.all();
    let tells = |node: &crate::memory::Node| format!("{node:?}").contains(&before);
    assert!(!files.values().any(tells));
    // The tags of the file come and go, and it stays.
    story.yaml(&[Fn::demo().with("      tags: [{key: team, value: pay}]\n")]);
    run(&story, AT, "deploy").ends("changed");
    story.yaml(&[Fn::demo()]);
    run(&story, AT, "deploy").ends("changed");
    assert_eq!(parts(&story)[1], "3");
    let function = story.console().function("demo");
    assert_eq!(function["tags"].as_array().map(Vec::len), Some(1));
}

/// A backup neither holds it nor takes it away.
#[test]
fn a_restore_leaves_it_alone() {
    let story = story();
    run(&story, AT, "deploy").ends("changed");
    story.console().change("demo", json!({"timeout": 99}));
    run(&story, AT, "deploy --use-local").ok();
    let before = mark(&story);
    let backup = story.newest_backup();
    run(&story, AT, &format!("restore {backup} -y")).ok();
    assert_eq!(mark(&story), before);
}

#[test]
fn a_tag_of_that_name_in_the_file_is_left_out_with_a_note() {
    let story = story();
    let tags = "      tags: [{key: fc-guard, value: mine}, {key: team, value: shop}]\n";
    story.yaml(&[Fn::demo().with(tags)]);
    run(&story, AT, "deploy")
        .ends("changed")
        .says(&["the tag fc-guard is the mark that deploys leave"]);
    assert_eq!(parts(&story)[0], "1");
    without_git(&story, "drift").ends("clean");
}

/// fc3 takes away every tag that its file does not have. That is no drift.
#[test]
fn one_that_is_taken_away_is_no_drift() {
    let story = story();
    run(&story, AT, "deploy").ends("changed");
    story.console().untag("demo", "fc-guard");
    without_git(&story, "drift").ends("clean");
    run(&story, AT, "deploy").ends("clean").writes(&[LEAVE]);
    assert_eq!(parts(&story)[1], "2");
}

#[test]
fn there_may_be_no_room_for_it() {
    let story = story();
    let tags: Vec<String> = (0..20)
        .map(|at| format!("{{key: k{at}, value: v}}"))
        .collect();
    let tags = format!("      tags: [{}]\n", tags.join(", "));
    story.yaml(&[Fn::demo().with(&tags)]);
    let told = run(&story, AT, "deploy").ends("changed");
    let told = told.says(&["it has 20 tags already", "FC_GUARD_MARK=off"]);
    assert!(
        !told.wrote().iter().any(|one| one == LEAVE),
        "{}",
        told.transcript()
    );
    without_git(&story, "deploy")
        .ends("clean")
        .never_says(&["20 tags"]);
}

/// Whoever may not tag deploys all the same, and is told once which right is missing.
#[test]
fn a_missing_right_is_told_once_and_stops_nothing() {
    let story = story();
    let denied = || Fate::RefusedWith(403, r#"{"Code":"AccessDenied"}"#.to_owned());
    story.every("POST", "tags-v2", denied());
    run(&story, AT, "deploy").ends("changed").says(&[
        "fc:TagResources",
        "mark: false",
        "FC_GUARD_MARK=off",
    ]);
    without_git(&story, "deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&["fc:TagResources"]);
    story.yaml(&[Fn::demo().timeout(20)]);
    story.every("POST", "tags-v2", denied());
    run(&story, AT, "deploy")
        .ends("changed")
        .never_says(&["fc:TagResources"]);
    // Once there is the right, it is left by the next deploy that writes.
    story.yaml(&[Fn::demo().timeout(30)]);
    run(&story, AT, "deploy").ends("changed");
    assert_eq!(parts(&story)[1], "1");
}

/// Neither the value of a secret nor a digest that is cheap to guess by is in the mark.
#[test]
fn a_mark_tells_nothing_of_a_secret() {
    let marks: Vec<Vec<String>> = ["one-canary", "two-canary"]
        .iter()
        .map(|secret| {
            let story = story();
            let variables = vec![("DB_PASSWORD".to_owned(), (*secret).to_owned())];
            story.yaml(&[Fn {
                variables,
                ..Fn::demo()
            }]);
            run(&story, AT, "deploy").ends("changed");
            assert!(!mark(&story).expect("a mark").contains("canary"));
            parts(&story)
        })
        .collect();
    let groups = |at: usize| (0..6).map(move |group| (at, group * 7..group * 7 + 7));
    let differing: Vec<usize> = groups(0)
        .enumerate()
        .filter(|(_, (_, range))| marks[0][5][range.clone()] != marks[1][5][range.clone()])
        .map(|(group, _)| group)
        .collect();
    assert_eq!(
        differing,
        [1],
        "only the group that takes long to make tells of it"
    );
}

/// The list of tags is told as the service has it, with the mark and without it, and where nothing is in it.
#[test]
fn a_list_of_tags_that_is_empty_is_told() {
    for tags in ["", "      tags: []\n", "      tags: [{key: a, value: b}]\n"] {
        let results = [false, true].map(|has_mark| {
            let story = match has_mark {
                true => super::story(),
                false => crate::story::Story::new(),
            };
            story.yaml(&[crate::yaml::Fn::demo().bare().with(tags)]);
            let told = ["deploy", "deploy", "info"].map(|command| story.s(command).ok());
            let tags = told.map(|told| told.results[0].1.get("tags").cloned());
            assert!(tags.iter().all(Option::is_some), "{tags:?}");
            // Tags are taken away, and an empty list is left.
            story.yaml(&[crate::yaml::Fn::demo().bare().with("      tags: []\n")]);
            story.s("deploy").ok();
            let left = story.s("info").ok().results[0].1["tags"].clone();
            story.s("deploy").ends("clean").writes(&[]);
            (tags, left)
        });
        assert_eq!(results[0], results[1], "{tags}");
        assert_eq!(results[0].1, serde_json::json!([]));
    }
}
