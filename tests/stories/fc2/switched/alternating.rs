//! A project that is deployed by upstream's component and by fc-guard in turns: what both say is no question, whoever
//! deployed it. What upstream left beside our own records is not believed: it keeps what others had set, too.

use serde_json::json;

use super::upstream::{CODE, TRIGGER, leave, switched};
use super::{FUNCTION, SERVICE, edit};
use crate::console::zipped;
use crate::story::Story;

/// Deployed by both, by upstream last, after the file was changed.
fn back_and_forth() -> Story {
    let story = switched();
    story.s("deploy").ends("clean");
    story.write("code/index.py", CODE);
    story.write("code/lib.py", "LIB = 1\n");
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
    // Its package of the same files is another one each time.
    let code = zipped(&[("lib.py", "LIB = 1\n"), ("index.py", CODE)]);
    console.change_demo(&json!({"timeout": 20, "code": {"zipFile": code}}));
    let config = json!({"authType": "anonymous", "methods": ["GET"], "disableURLInternet": false});
    console.older("PUT", TRIGGER, &json!({"triggerConfig": config}));
    leave(story, ".s");
}

#[test]
fn what_upstream_deployed_in_between_is_no_change_of_others() {
    let story = back_and_forth();
    story.s("plan").ends("clean").writes(&[]);
    story.s("drift").ends("clean").writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
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

/// Where upstream deploys a part, it keeps what others had set beside that, as if it were its own.
#[test]
fn what_upstream_kept_of_others_is_asked_about() {
    let story = switched();
    story.s("deploy").ends("clean");
    story.cloud.pass(5_000);
    let variables = json!({"STAGE": "prod", "TOKEN": "info-canary-4711", "THEIRS": "theirs"});
    story
        .console()
        .change_demo(&json!({"memorySize": 512, "environmentVariables": variables}));
    story.console().fix_demo();
    story.cloud.pass(5_000);
    edit(&story, "timeout: 10", "timeout: 20");
    story.console().change_demo(&json!({"timeout": 20}));
    leave(&story, ".s");
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&[
        "memorySize: 256 → 512",
        "environmentVariables.THEIRS",
        "index.py",
    ])
    .never_says(&["timeout"]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(story.console().demo()["memorySize"], 256);
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
