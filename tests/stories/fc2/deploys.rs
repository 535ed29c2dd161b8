//! What a deploy of a project of FC 2.0 does, and what it does the second time.

use serde_json::json;

use super::{FUNCTION, SERVICE, deployed, edit, new};

#[test]
fn what_is_not_online_is_created_and_then_left_alone() {
    let story = new();
    let told = story
        .s("deploy")
        .ends("changed")
        .writes(&[
            "POST 2016-08-15/services",
            "POST 2016-08-15/services/shop/functions",
            &format!("POST {FUNCTION}/triggers"),
        ])
        .says(&["service shop: created", "function shop/demo: created"]);
    assert!(!told.text().contains("info-canary"), "{}", told.text());
    let result = told.result();
    assert_eq!(result["service"], json!({"name": "shop"}));
    assert_eq!(result["function"]["name"], "demo");
    assert_eq!(result["triggers"], json!([{"type": "http", "name": "web"}]));
    assert!(result["url"]["system_url"].is_string(), "{result}");
    let online = story.console().demo();
    assert_eq!(online["memorySize"], 256);
    assert_eq!(online["environmentVariables"]["STAGE"], "prod");
    story.s("deploy").ends("clean").writes(&[]);
    story.s("plan").ends("clean");
    story.s("drift").ends("clean");
}

#[test]
fn records_hold_no_secret() {
    let story = deployed();
    let records = story.records();
    assert_eq!(records.len(), 3, "{:?}", records.keys());
    for (name, text) in records {
        assert!(!text.contains("info-canary"), "{name}: {text}");
    }
}

#[test]
fn only_what_changed_here_is_written() {
    let story = deployed();
    edit(&story, "timeout: 10", "timeout: 20");
    let told = story.s("deploy").ends("changed");
    let told = told.writes(&[&format!("PUT {FUNCTION}")]);
    let write = told.sent.iter().find(|line| line.method == "PUT").unwrap();
    assert_eq!(write.keys, ["timeout"]);
    assert_eq!(story.console().demo()["timeout"], 20);
    edit(&story, "description: the shop", "description: our shop");
    let told = story.s("deploy").ends("changed");
    told.writes(&[&format!("PUT {SERVICE}")]);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn changed_code_is_uploaded_once() {
    let story = deployed();
    story.write("code/index.py", "def handler(e, c):\n    return 'new'\n");
    let told = story.s("deploy").ends("changed");
    told.writes(&[&format!("PUT {FUNCTION}")]);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn both_languages_are_spoken() {
    let story = deployed();
    story.var("FC_GUARD_LANG", "zh");
    story.console().change_demo(&json!({"timeout": 60}));
    story
        .s("deploy")
        .ends("drift")
        .says(&["函数 shop/demo"])
        .writes(&[]);
}
