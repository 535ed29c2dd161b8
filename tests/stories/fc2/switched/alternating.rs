//! A project that is deployed by upstream's component and by fc-guard in turns: what upstream left last is of the last
//! deploy from here, although there are records of ours.

use serde_json::json;

use super::upstream::{TRIGGER, leave, switched};
use super::{FUNCTION, NOTE, SERVICE, edit};
use crate::story::Story;

/// Deployed by both, by upstream last, after the file was changed.
fn back_and_forth() -> Story {
    let story = switched();
    story.s("deploy").ends("clean");
    edit(&story, "timeout: 10", "timeout: 20");
    edit(&story, "description: the shop", "description: ours");
    edit(&story, "methods: [GET, POST]", "methods: [GET]");
    story.cloud.pass(5_000);
    upstream(&story);
    story
}

/// Upstream writes everything again, also what has not changed, and keeps what stands there then.
fn upstream(story: &Story) {
    let console = story.console();
    console.change_service(&json!({"description": "ours"}));
    console.change_demo(&json!({"timeout": 20}));
    let config = json!({"authType": "anonymous", "methods": ["GET"], "disableURLInternet": false});
    console.older("PUT", TRIGGER, &json!({"triggerConfig": config}));
    leave(story, ".s");
}

#[test]
fn what_upstream_deployed_in_between_is_no_change_of_others() {
    let story = back_and_forth();
    story.s("plan").ends("clean").writes(&[]).says(&[NOTE]);
    story.s("drift").ends("clean").writes(&[]);
    story.s("deploy").ends("clean").writes(&[]).says(&[NOTE]);
    // From then on it is on record here.
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&[NOTE]);
    edit(&story, "timeout: 20", "timeout: 30");
    story
        .s("deploy")
        .ends("changed")
        .writes(&[&format!("PUT {FUNCTION}")]);
    // And back once more.
    story.cloud.pass(5_000);
    story.console().change_demo(&json!({"timeout": 30}));
    leave(&story, ".s");
    story.s("deploy").ends("clean").writes(&[]);
}

/// Only what others changed after that is asked about.
#[test]
fn what_others_changed_since_is_asked_about() {
    let story = back_and_forth();
    story.cloud.pass(5_000);
    story.console().change_demo(&json!({"memorySize": 512}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["memorySize: 256 → 512"])
        .never_says(&["timeout", "the shop", "methods"]);
    story
        .s("deploy --use-local")
        .ends("changed")
        .writes(&[&format!("PUT {FUNCTION}")]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// What was deployed, or decided, here after upstream's last deploy counts.
#[test]
fn what_is_older_than_our_own_counts_for_nothing() {
    let story = switched();
    story.s("deploy").ends("clean");
    story.cloud.pass(5_000);
    story.console().change_demo(&json!({"memorySize": 512}));
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    story
        .s("deploy")
        .ends("drift")
        .says(&["memorySize", "the shop"]);
    story.s("deploy --use-remote").ok().writes(&[]);
    story.s("deploy").ends("clean").writes(&[]).says(&["512"]);
    story
        .s("deploy --use-local")
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}"), &format!("PUT {FUNCTION}")]);
}
