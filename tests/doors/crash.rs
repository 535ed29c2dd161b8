//! `kill -9` while a write is under way: the files are whole, and our own half-done work is not blamed
//! on others. Every other moment stands in `tests/stories/adversary/crash.rs`.

use serde_json::json;

use crate::project::{Door, Props};
use crate::signal::{Way, kill_at, unanswered, whole};

const FUNCTION: &str = "/2023-03-30/functions/demo";
const TRIGGERS: &str = "/2023-03-30/functions/demo/triggers";

#[test]
fn through_s() {
    killed_while_a_write_is_under_way(Way::Cli(Door::Wasm));
}

#[test]
fn alone() {
    killed_while_a_write_is_under_way(Way::Alone);
}

/// Each write takes effect, and its answer does not come before the kill.
fn killed_while_a_write_is_under_way(way: Way) {
    let project = way.project();
    let yaml = |timeout| {
        project.yaml(&Props {
            timeout,
            ..Props::default()
        });
    };
    kill_at(&project, way, &["deploy"], &unanswered("POST", TRIGGERS));
    let ran = way.run(&project, &["deploy"]).ok();
    ran.says(&["trigger demo/http: the last run was interrupted"]);
    assert_eq!(project.trigger_config()["methods"], json!(["GET"]));
    assert_eq!(project.domain()["routeConfig"]["routes"][0]["path"], "/*");

    yaml(20);
    kill_at(&project, way, &["deploy"], &unanswered("PUT", FUNCTION));
    assert_eq!(project.function()["timeout"], 20);
    // The file moved on since, so only the record of the intent tells whose timeout stands there.
    yaml(30);
    way.run(&project, &["deploy"]).ok();
    assert_eq!(project.function()["timeout"], 30);
    whole(&project);
    let writes = project.emulator.writes();
    way.run(&project, &["deploy"]).ok();
    assert_eq!(project.emulator.writes(), writes, "it is done");
}
