//! The marks that deploys of FC 2.0 leave: only services have tags there, so each function has one on its service, and the
//! service one of its own. What a mark says stands in `marks/`; the commits are those of `marks/history.rs`.

mod absent;

use serde_json::{Value, json};

use super::{FUNCTION, PROPS, SERVICE, edit, file, new};
use crate::cloud::Fate;
use crate::marks::history::{AT, History};
use crate::marks::{run, without_git};
use crate::story::Story;
use crate::told::Told;

const LEAVE: &str = "POST 2016-08-15/tag";

/// The usual project of FC 2.0, whose deploys leave marks.
fn story() -> Story {
    new().marks()
}

/// What is online was deployed from `b`.
fn deployed() -> Story {
    let story = story();
    run(&story, AT.head('b'), "deploy").ends("changed");
    story
}

/// A clone without a record, whose file says something else.
fn cloned(timeout: &str) -> Story {
    let clone = deployed().cloned();
    edit(&clone, "timeout: 10", &format!("timeout: {timeout}"));
    clone
}

fn tags(story: &Story) -> Value {
    let path = "2016-08-15/tag?resourceArn=services%2Fshop";
    story.console().older("GET", path, &Value::Null)["tags"].clone()
}

/// The parts of a mark.
fn parts(story: &Story, key: &str) -> Vec<String> {
    let tags = tags(story);
    let mark = tags[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key} in {tags}"));
    mark.split(';').map(str::to_owned).collect()
}

fn is_asked(story: &Story, history: History, says: &[&str]) -> Told {
    run(story, history, "deploy")
        .ends("drift")
        .writes(&[])
        .says(says)
}

/// What becomes of a request about which a policy says no.
fn denied() -> Fate {
    Fate::RefusedWith(403, r#"{"ErrorCode":"AccessDenied"}"#.to_owned())
}

/// Requests about tags.
fn asked(told: &Told) -> usize {
    let lines = told.sent.iter();
    lines
        .filter(|line| line.path.contains("2016-08-15/tag"))
        .count()
}

#[test]
fn a_deploy_leaves_one_of_what_it_wrote_and_asks_for_tags_only_then() {
    let story = story();
    let created = run(&story, AT, "deploy").ends("changed").wrote();
    assert_eq!(created[created.len() - 2..], [LEAVE, LEAVE]);
    for key in ["fc-guard", "fc-guard.demo"] {
        let said = parts(&story, key);
        assert_eq!(said[..3], ["1", "1", "aaaaaaaaaaaa"], "{said:?}");
        assert_eq!((said[6].as_str(), said[7].as_str()), ("-", "Li-Wei"));
    }
    let again = without_git(&story, "deploy").ends("clean").writes(&[]);
    assert_eq!(asked(&again), 0, "{}", again.transcript());
    edit(&story, "timeout: 10", "timeout: 20");
    run(&story, AT.head('b'), "deploy")
        .ends("changed")
        .writes(&[&format!("PUT {FUNCTION}"), LEAVE]);
    assert_eq!(parts(&story, "fc-guard.demo")[1..3], ["2", "bbbbbbbbbbbb"]);
    assert_eq!(parts(&story, "fc-guard")[1], "1");
    edit(&story, "description: the shop", "description: our shop");
    run(&story, AT.head('d'), "deploy")
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}"), LEAVE]);
    assert_eq!(parts(&story, "fc-guard")[1..3], ["2", "dddddddddddd"]);
    assert_eq!(parts(&story, "fc-guard.demo")[1], "2");
}

#[test]
fn what_ours_contains_is_deployed_without_a_question() {
    for head in ['b', 'd'] {
        let clone = cloned("30");
        edit(&clone, "description: the shop", "description: our shop");
        edit(&clone, "methods: [GET, POST]", "methods: [GET]");
        clone.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
        let told = run(&clone, AT.head(head), "deploy").ends("changed");
        told.never_says(&["origin", "changed online"]);
        assert_eq!(clone.console().demo()["timeout"], 30);
        assert_eq!(clone.console().service()["description"], "our shop");
        without_git(&clone, "deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn what_ours_lacks_or_is_older_than_is_asked_about_by_name() {
    let clone = cloned("30");
    let theirs = [
        "deployed by Li-Wei from bbbbbbbbbbbb, which you do not have",
        "timeout: 10 → 30",
    ];
    is_asked(&clone, AT.head('c'), &theirs);
    for command in ["plan", "drift"] {
        run(&clone, AT.head('c'), command)
            .ends("drift")
            .writes(&[])
            .says(&theirs);
    }
    let older = ["you are older than what is online: deployed by Li-Wei from bbbbbbbbbbbb"];
    is_asked(&clone, AT, &older);
    run(&clone, AT, "deploy --rollback").ends("changed");
    assert_eq!(clone.console().demo()["timeout"], 30);
    assert_eq!(parts(&clone, "fc-guard.demo")[6], "r");
    // So is what differs of the service alone.
    let clone = deployed().cloned();
    edit(&clone, "description: the shop", "description: our shop");
    is_asked(&clone, AT.head('c'), &[theirs[0], "service shop"]);
}

#[test]
fn what_cannot_be_proved_is_asked_about_with_what_would_prove_it() {
    for (history, says) in [
        (AT.head('d').shallow(), "--filter=tree:0"),
        (
            AT.head('d').dirty(),
            "files here are changed and not committed",
        ),
        (AT.head('d').elsewhere(), "another repository"),
    ] {
        let says = ["deployed by Li-Wei from bbbbbbbbbbbb", says];
        is_asked(&cloned("30"), history, &says);
    }
}

#[test]
fn equal_inputs_are_equal_whatever_the_commits_say() {
    for history in [AT, AT.head('d').shallow()] {
        let clone = deployed().cloned();
        run(&clone, history, "deploy").ends("clean").writes(&[]);
        // What stands there was seen, and is not asked for again.
        let again = without_git(&clone, "deploy").ends("clean");
        assert_eq!(asked(&again), 0, "{}", again.transcript());
    }
}

#[test]
fn a_hot_fix_is_asked_about_whatever_git_proves() {
    type Act = fn(&crate::console::Console);
    let acts: [(&str, Act); 4] = [
        ("memorySize", |one| {
            one.change_demo(&json!({"memorySize": 1024}))
        }),
        ("code", |one| one.fix_demo()),
        ("description", |one| {
            one.change_service(&json!({"description": "theirs"}))
        }),
        ("methods", |one| {
            let config = json!({"authType": "anonymous", "methods": ["PUT"]});
            let body = json!({"triggerConfig": config});
            one.older("PUT", &format!("{FUNCTION}/triggers/web"), &body);
        }),
    ];
    for (name, act) in acts {
        for history in [AT.head('b'), AT.head('d'), AT.head('c'), AT] {
            let clone = deployed().cloned();
            act(&clone.console());
            let says = [
                "changed online since the deploy by Li-Wei from bbbbbbbbbbbb",
                name,
            ];
            is_asked(&clone, history, &says);
        }
    }
}

/// It is nobody's setting, and other tags are nobody's business here.
#[test]
fn a_mark_is_nowhere_to_be_seen_and_touches_no_other_tag() {
    let story = story();
    run(&story, AT, "deploy").ends("changed");
    let body = json!({"resourceArn": "services/shop", "tags": {"team": "shop"}});
    story.console().older("POST", "2016-08-15/tag", &body);
    let mark = parts(&story, "fc-guard.demo").join(";");
    for command in ["info", "plan", "drift", "deploy", "sync"] {
        let told = without_git(&story, command).ok();
        let text = told.text();
        assert!(
            !text.contains("fc-guard.demo") && !text.contains(&mark),
            "{text}"
        );
    }
    edit(&story, "timeout: 10", "timeout: 20");
    run(&story, AT, "deploy").ends("changed");
    assert_eq!(tags(&story)["team"], "shop");
    // One that somebody takes away is said where it would have said something.
    let body = json!({"resourceArn": "services/shop", "tagKeys": ["fc-guard.demo"]});
    story.console().older("DELETE", "2016-08-15/tag", &body);
    without_git(&story, "drift").ends("clean");
    story.console().change_demo(&json!({"memorySize": 1024}));
    story
        .s("drift")
        .ends("drift")
        .says(&["the tag that says who deployed last is gone"]);
}

#[test]
fn whoever_wants_none_gets_none() {
    let off = new();
    run(&off, AT, "deploy").ends("changed").never_says(&["tag"]);
    let unwanted = story();
    unwanted.write("s.yaml", &file(&format!("{PROPS}      mark: false\n")));
    let told = run(&unwanted, AT, "deploy").ends("changed");
    assert_eq!(asked(&told), 0, "{}", told.transcript());
    assert_eq!(tags(&off), json!({}));
    assert_eq!(tags(&unwanted), json!({}));
}

/// What the rights are called is guessed (G76).
#[test]
fn there_may_be_no_room_or_no_right() {
    let story = story();
    run(&story, AT, "deploy").ends("changed");
    let full: serde_json::Map<String, Value> =
        (0..18).map(|at| (format!("k{at}"), "v".into())).collect();
    let body = json!({"resourceArn": "services/shop", "tags": full});
    story.console().older("POST", "2016-08-15/tag", &body);
    // There is room for those that stand there already, and for none more.
    edit(&story, "timeout: 10", "timeout: 20");
    run(&story, AT, "deploy")
        .ends("changed")
        .writes(&[&format!("PUT {FUNCTION}"), LEAVE]);
    story.write("s.yaml", &file(&PROPS.replace("name: demo", "name: other")));
    run(&story, AT, "deploy")
        .ok()
        .says(&["function shop/other is deployed", "it has 20 tags already"]);
    for (method, right) in [("POST", "fc:TagResource"), ("GET", "fc:GetResourceTags")] {
        let story = super::new().marks();
        story.every(method, "2016-08-15/tag", denied());
        run(&story, AT, "deploy").ends("changed").says(&[
            right,
            "mark: false",
            "FC_GUARD_MARK=off",
        ]);
        let told = without_git(&story, "deploy").ends("clean").writes(&[]);
        told.never_says(&[right]);
        // It was said once.
        edit(&story, "timeout: 10", "timeout: 20");
        story.every(method, "2016-08-15/tag", denied());
        run(&story, AT.head('b'), "deploy")
            .ends("changed")
            .never_says(&[right]);
    }
    // A clone that may not read it knows no more than without one.
    let clone = cloned("30");
    clone.every("GET", "2016-08-15/tag", denied());
    is_asked(&clone, AT.head('d'), &["fc:GetResourceTags", "timeout"]);
    // Where it is not known what stands there nothing is taken for granted.
    let clone = cloned("30");
    clone.every(
        "GET",
        "2016-08-15/tag",
        Fate::RefusedWith(500, "{}".to_owned()),
    );
    run(&clone, AT.head('d'), "deploy")
        .ends("unreadable")
        .writes(&[]);
}

/// Functions of one service have marks of their own, and one that goes takes its mark along.
#[test]
fn each_function_of_a_service_has_its_own() {
    let story = deployed();
    let other = story.copied();
    other.write("s.yaml", &file(&PROPS.replace("name: demo", "name: other")));
    run(&other, AT.head('c'), "deploy").ends("changed");
    assert_eq!(parts(&other, "fc-guard.other")[2], "cccccccccccc");
    assert_eq!(parts(&other, "fc-guard.demo")[2], "bbbbbbbbbbbb");
    // Of the service nothing was written, so its mark is that of the first.
    assert_eq!(parts(&other, "fc-guard")[2], "bbbbbbbbbbbb");
    let clone = story.cloned();
    edit(&clone, "timeout: 10", "timeout: 30");
    run(&clone, AT.head('b'), "deploy").ends("changed");
    run(&other, AT, "remove -y").ok();
    let left = tags(&story);
    assert_eq!(left["fc-guard.other"], Value::Null, "{left}");
    assert_ne!(left["fc-guard.demo"], Value::Null, "{left}");
}

#[test]
fn the_history_of_a_clone_is_the_mark() {
    let told = run(&deployed().cloned(), AT.head('d'), "history")
        .ends("clean")
        .writes(&[]);
    told.says(&["deploy 1, by Li-Wei from bbbbbbbbbbbb"]);
}

/// Another resource that deploys another function into the same service.
fn beside(text: &str) -> String {
    let second = PROPS.replace("name: demo", "name: other");
    format!("{text}  other:\n    component: fc-guard\n    props:\n{second}")
}

/// Each turn goes by the marks of its own function, and by that of the service as the turn before it has left it.
#[test]
fn two_resources_of_a_file_share_the_mark_of_their_service() {
    let story = story();
    story.write("s.yaml", &beside(&story.read("s.yaml")));
    run(&story, AT.head('b'), "deploy").ends("changed");
    for key in ["fc-guard", "fc-guard.demo", "fc-guard.other"] {
        assert_eq!(parts(&story, key)[2], "bbbbbbbbbbbb");
    }
    let clone = story.cloned();
    edit(&clone, "description: the shop", "description: our shop");
    edit(&clone, "timeout: 10", "timeout: 20");
    is_asked(
        &clone,
        AT.head('c'),
        &["deployed by Li-Wei", "service shop"],
    );
    run(&clone, AT.head('d'), "deploy").ends("changed");
    let said = ["fc-guard", "fc-guard.demo", "fc-guard.other"].map(|key| parts(&story, key));
    for said in said {
        assert_eq!(said[1..3], ["2", "dddddddddddd"], "{said:?}");
    }
    let told = without_git(&clone, "deploy").ends("clean").writes(&[]);
    assert_eq!(asked(&told), 0, "{}", told.transcript());
    // What somebody changes of the service is decided once.
    let other = clone.cloned();
    let theirs = json!({"description": "theirs"});
    other.console().change_service(&theirs);
    let says = ["changed online since the deploy by Li-Wei", "service shop"];
    is_asked(&other, AT.head('d'), &says);
    let wrote = run(&other, AT.head('d'), "deploy --use-local")
        .ends("changed")
        .wrote();
    let is_service = |one: &&String| **one == format!("PUT {SERVICE}");
    assert_eq!(wrote.iter().filter(is_service).count(), 1, "{wrote:?}");
    run(&other.cloned(), AT.head('d'), "deploy")
        .ends("clean")
        .writes(&[]);
}

/// The same of resources of another file of the folder.
#[test]
fn another_file_shares_the_mark_of_the_service() {
    let story = deployed();
    let other = PROPS.replace("name: demo", "name: other");
    story.write("t.yaml", &file(&other));
    run(&story, AT.head('b'), "deploy -t t.yaml").ends("changed");
    assert_eq!(parts(&story, "fc-guard")[1], "1");
    let clone = story.cloned();
    for name in ["s.yaml", "t.yaml"] {
        let text = clone.read(name).replace("the shop", "our shop");
        clone.write(name, &text);
    }
    run(&clone, AT.head('d'), "deploy -t t.yaml")
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}"), LEAVE]);
    run(&clone, AT.head('d'), "deploy").ok().writes(&[]);
    // A clone with the other file alone sees the service as that was deployed.
    let other = story.cloned();
    run(&other, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[])
        .says(&["deployed by Li-Wei from dddddddddddd"]);
}
