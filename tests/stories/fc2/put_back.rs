//! What somebody puts back online after a deploy of FC 2.0 that could not leave its mark; see `marks/put_back.rs`.

use serde_json::json;

use super::{edit, new};
use crate::cloud::Fate;
use crate::marks::history::AT;
use crate::marks::run;
use crate::story::Story;
use crate::team::{LONG, shared};

/// Deployed from `b`, and once more with another timeout and another description, which no mark tells.
fn deployed(is_shared: bool) -> Story {
    let story = match is_shared {
        true => shared(new().marks()),
        false => new().marks(),
    };
    run(&story, AT.head('b'), "deploy").ends("changed");
    edit(&story, "timeout: 10", "timeout: 20");
    edit(&story, "description: the shop", "description: our shop");
    story.every("POST", "2016-08-15/tag", Fate::KilledBefore);
    run(&story, AT.head('b'), "deploy");
    story.cloud.pass(LONG);
    story
}

#[test]
fn what_was_put_back_after_a_deploy_that_failed_is_asked_about() {
    for is_shared in [false, true] {
        for at in [AT.head('b'), AT.head('d')] {
            let story = deployed(is_shared);
            story.console().change_demo(&json!({"timeout": 10}));
            for command in ["plan", "deploy", "deploy --rollback"] {
                let told = run(&story, at, command).ends("drift").writes(&[]);
                told.says(&["timeout: 20 → 10"]);
            }
            let story = deployed(is_shared);
            let before = json!({"description": "the shop"});
            story.console().change_service(&before);
            for command in ["plan", "deploy", "deploy --rollback"] {
                let told = run(&story, at, command).ends("drift").writes(&[]);
                told.says(&["description"]);
            }
        }
    }
}
