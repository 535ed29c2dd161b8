//! The three situations, with what somebody else changes through FC 2.0.

use serde_json::json;

use super::{FUNCTION, SERVICE, deployed, edit, new};

#[test]
fn every_change_online_stops_the_deploy() {
    for (change, shown) in [
        (json!({"timeout": 60}), "timeout: 10 → 60"),
        (json!({"memorySize": 512}), "memorySize: 256 → 512"),
        (json!({"instanceConcurrency": 5}), "instanceConcurrency"),
        (json!({"initializer": "index.init"}), "initializer"),
        (
            json!({"environmentVariables": {"STAGE": "test", "TOKEN": "info-canary-4711"}}),
            "environmentVariables.STAGE",
        ),
    ] {
        let story = deployed();
        story.console().change_demo(&change);
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.says(&["function shop/demo", shown]);
        let told = story.s("drift").fails();
        told.says(&[shown]);
        story.s("deploy --use-local").ends("changed");
        let online = story.console().demo();
        assert_eq!(online["timeout"], 10);
        assert_eq!(online["environmentVariables"]["STAGE"], "prod");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn a_service_is_guarded_as_its_function_is() {
    let log = json!({"project": "p", "logstore": "l"});
    for (change, shown) in [
        (
            json!({"description": "changed"}),
            "description: \"the shop\" → \"changed\"",
        ),
        (json!({"internetAccess": false}), "internetAccess"),
        (json!({"logConfig": log}), "logConfig.project"),
        (json!({"role": "acs:ram::1:role/x"}), "role"),
    ] {
        let story = deployed();
        let before = story.console().service();
        story.console().change_service(&change);
        story
            .s("deploy")
            .ends("drift")
            .writes(&[])
            .says(&["service shop", shown]);
        story
            .s("deploy --use-local")
            .ends("changed")
            .writes(&[&format!("PUT {SERVICE}")]);
        let mut after = story.console().service();
        after["lastModifiedTime"] = before["lastModifiedTime"].clone();
        assert_eq!(after, before);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn changed_code_is_seen_and_put_back() {
    let story = deployed();
    let before = story.console().demo()["codeChecksum"].clone();
    story.console().fix_demo();
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["index.py"]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(story.console().demo()["codeChecksum"], before);
    let told = story.s("restore");
    told.says(&[", before a "]);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn what_is_kept_stays_and_is_asked_about_no_more() {
    let story = deployed();
    story.console().change_demo(&json!({"timeout": 60}));
    story
        .s("deploy --use-remote")
        .ends_one_of(&["clean", "changed"])
        .writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(story.console().demo()["timeout"], 60);
    edit(&story, "memorySize: 256", "memorySize: 512");
    let told = story.s("deploy").ends("changed");
    told.writes(&[&format!("PUT {FUNCTION}")]);
    assert_eq!(story.console().demo()["timeout"], 60);
}

#[test]
fn a_person_decides() {
    let story = deployed();
    story.console().change_demo(&json!({"timeout": 60}));
    story.keys("l").s("deploy").ends("changed");
    assert_eq!(story.console().demo()["timeout"], 10);
}

#[test]
fn new_here_but_online_is_adopted_if_it_is_equal() {
    let story = deployed();
    story.cloned().s("deploy").ends("clean").writes(&[]);
    let clone = story.cloned();
    clone.console().change_demo(&json!({"timeout": 60}));
    clone
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["timeout"]);
}

#[test]
fn what_was_deleted_online_is_a_question() {
    let story = deployed();
    story
        .console()
        .older("DELETE", &format!("{FUNCTION}/triggers/web"), &json!(null));
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["trigger shop/demo/web"]);
    story
        .s("deploy --use-local")
        .ends("changed")
        .writes(&[&format!("POST {FUNCTION}/triggers")]);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_change_here_and_one_there_are_a_conflict_of_that_field_only() {
    let story = deployed();
    story
        .console()
        .change_demo(&json!({"timeout": 60, "memorySize": 512}));
    edit(&story, "timeout: 10", "timeout: 20");
    story
        .s("deploy")
        .ends("conflict")
        .writes(&[])
        .says(&["timeout", "memorySize"]);
}

#[test]
fn a_backup_can_be_put_back() {
    let story = deployed();
    story.console().change_demo(&json!({"timeout": 60}));
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    story.s("deploy --use-local").ends("changed");
    let backup = story.newest_backup();
    story.s(&format!("restore {backup} -y")).ends("changed");
    assert_eq!(story.console().demo()["timeout"], 60);
    assert_eq!(story.console().service()["description"], "theirs");
}

#[test]
fn a_role_is_the_same_whatever_its_case() {
    let story = new();
    edit(
        &story,
        "internetAccess: true",
        "role: acs:ram::1:role/MyRole",
    );
    story.s("deploy").ends("changed");
    story
        .console()
        .change_service(&json!({"role": "acs:ram::1:role/MyRole"}));
    story.s("deploy").ends("clean").writes(&[]);
}
