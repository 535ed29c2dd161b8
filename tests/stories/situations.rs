//! The three situations, told apart per field, with nobody at the terminal.

use serde_json::json;

use crate::console::Console;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const UPDATE: &str = "PUT functions/demo";

/// The world in which a situation begins: stories as they usually are, or with deploys that leave a mark.
#[derive(Clone, Copy)]
struct Start {
    is_marked: bool,
}

impl Start {
    fn empty(self) -> Story {
        match self.is_marked {
            true => Story::new().marks(),
            false => Story::new(),
        }
    }

    fn deployed(self) -> Story {
        if !self.is_marked {
            return Story::deployed();
        }
        let story = self.empty();
        story.s("deploy").ends("changed");
        story
    }

    /// A change of the timeout of which nothing is on record. The mark says that what is here was deployed, so it was
    /// made online.
    fn timeout(self) -> &'static str {
        match self.is_marked {
            true => "~ timeout: 10 → 60",
            false => "~ timeout: 60 → 10",
        }
    }

    /// What is said of a change of which nothing is on record. The mark tells that it came later.
    fn unknown(self) -> &'static str {
        match self.is_marked {
            true => "changed online since the last deploy, as its tag tells",
            false => "its origin is unknown",
        }
    }
}

macro_rules! situations {
    ($($name:ident;)*) => {
        $(
            mod $name {
                use super::Start;

                #[test]
                fn plain() {
                    super::$name(Start { is_marked: false });
                }

                #[test]
                fn marked() {
                    super::$name(Start { is_marked: true });
                }
            }
        )*
    };
}

situations! {
    not_online_is_created_then_updated_then_left_alone;
    changed_code_is_uploaded_once;
    every_kind_of_online_change_is_told_apart_and_stops_the_deploy;
    use_local_restores_everything;
    use_remote_is_remembered_and_never_overwritten_later;
    a_variable_added_online_survives_the_edit_of_another;
    changed_on_both_sides_is_a_conflict_of_that_field_only;
    new_here_but_online_is_adopted_if_equal_and_asked_about_if_not;
    deleted_online_is_a_question;
    what_others_added_beside_ours_is_reported_and_left_alone;
    two_clones_upload_the_same_tree_once;
    the_state_is_not_packed_with_the_code;
}

/// The configuration of the http trigger with these methods.
fn methods(of: &[&str]) -> serde_json::Value {
    json!({"triggerConfig": {"authType": "anonymous", "methods": of}})
}

/// Our route, for one method only.
fn only(method: &str) -> serde_json::Value {
    let route = json!({"path": "/*", "functionName": "demo", "methods": [method]});
    json!({"routeConfig": {"routes": [route]}})
}

fn variables(console: &Console) -> serde_json::Value {
    console.function("demo")["environmentVariables"].clone()
}

/// The same again must not write anything.
fn settled(story: &Story) -> Told {
    story.s("deploy").ends("clean").deploys(&[])
}

fn not_online_is_created_then_updated_then_left_alone(start: Start) {
    let story = start.empty();
    let told = story
        .s("deploy")
        .ends("changed")
        .deploys(&[
            "POST functions",
            "POST functions/demo/triggers",
            "POST custom-domains",
        ])
        .says(&["function demo: created"]);
    let text = told.text();
    assert!(!text.contains("info-canary"), "{text}");
    assert!(
        text.contains("system_url") && text.contains("demo.example.com"),
        "{text}"
    );
    let online = story.console();
    assert_eq!(online.function("demo")["memorySize"], 512);
    assert_eq!(online.trigger("demo", "http")["methods"], json!(["GET"]));
    assert_eq!(
        online.routes("demo.example.com")[0]["functionName"],
        json!("demo")
    );
    let told = settled(&story);
    assert_eq!(told.rounds, 1, "{}", told.transcript());
    story.yaml(&[Fn::demo().timeout(20)]);
    story.s("deploy").ends("changed").deploys(&[UPDATE]);
    assert_eq!(online.function("demo")["timeout"], 20);
}

fn changed_code_is_uploaded_once(start: Start) {
    let story = start.deployed();
    story.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
    let told = story.s("deploy").ends("changed");
    let sent = told.sent.iter().filter(|line| line.method != "GET");
    let sent = sent.filter(|line| line.path != "tags-v2");
    assert_eq!(sent.count(), 2, "{}", told.transcript());
    settled(&story);
}

fn every_kind_of_online_change_is_told_apart_and_stops_the_deploy(start: Start) {
    let story = start.deployed();
    let online = story.console();
    online.change("demo", json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "info-canary", "NEW": "new-canary"}}));
    online.hot_fix("demo");
    online.change_trigger("demo", "http", methods(&["GET", "POST"]));
    online.change_domain("demo.example.com", only("POST"));
    story.yaml(&[Fn::demo().timeout(20)]);
    let told = story.s("deploy").ends("drift").deploys(&[]).says(&[
        "last modified online 20",
        "~ memorySize: 512 → 1024",
        "+ environmentVariables.NEW: (not set) → •••",
        "~ code: ",
        r#"~ triggerConfig.methods: ["GET"] → ["GET","POST"]"#,
        r#"+ routeConfig.routes[/*].methods: (not set) → ["POST"]"#,
        "changed locally:",
        "~ timeout: 10 → 20",
        "s fn deploy --use-local",
        "s fn deploy --use-remote",
    ]);
    assert!(!told.text().contains("canary"), "{}", told.text());
    assert!(told.sent.iter().all(|line| line.method == "GET"));
}

fn use_local_restores_everything(start: Start) {
    let story = start.deployed();
    let online = story.console();
    let code = online.function("demo")["codeChecksum"].clone();
    online.change(
        "demo",
        json!({"memorySize": 1024, "environmentVariables": {"NEW": "x"}}),
    );
    online.hot_fix("demo");
    let closed = json!({"triggerConfig": {"authType": "function", "methods": ["POST"]}});
    online.change_trigger("demo", "http", closed);
    online.change_domain("demo.example.com", only("POST"));
    story.s("deploy --use-local").ok();
    let function = online.function("demo");
    assert_eq!(function["memorySize"], 512);
    assert_eq!(
        function["environmentVariables"],
        json!({"LEVEL": "info-canary"})
    );
    assert_eq!(function["codeChecksum"], code);
    assert_eq!(
        online.trigger("demo", "http"),
        json!({"authType": "anonymous", "methods": ["GET"]})
    );
    let route = &online.routes("demo.example.com")[0];
    assert!(
        route["methods"].as_array().is_none_or(Vec::is_empty),
        "{route}"
    );
    settled(&story);
}

fn use_remote_is_remembered_and_never_overwritten_later(start: Start) {
    let story = start.deployed();
    let online = story.console();
    online.change(
        "demo",
        json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "hot"}}),
    );
    online.hot_fix("demo");
    let fixed = online.function("demo")["codeChecksum"].clone();
    story.s("deploy --use-remote").ok().deploys(&[]);
    settled(&story).says(&["live version kept by an earlier decision"]);
    story.yaml(&[Fn::demo().timeout(20)]);
    story.s("deploy").ok();
    let function = online.function("demo");
    assert_eq!(function["timeout"], 20);
    assert_eq!(function["memorySize"], 1024);
    assert_eq!(function["environmentVariables"], json!({"LEVEL": "hot"}));
    assert_eq!(function["codeChecksum"], fixed);
}

fn a_variable_added_online_survives_the_edit_of_another(start: Start) {
    let story = start.deployed();
    story.console().set_variable("demo", "ADDED", "online");
    story.s("deploy --use-remote").ok();
    story.yaml(&[Fn::demo().variable("MINE", "local")]);
    story.s("deploy").ok();
    assert_eq!(
        variables(&story.console()),
        json!({"LEVEL": "info-canary", "ADDED": "online", "MINE": "local"})
    );
}

fn changed_on_both_sides_is_a_conflict_of_that_field_only(start: Start) {
    let story = start.deployed();
    story.console().change("demo", json!({"timeout": 60}));
    story.yaml(&[Fn::demo().timeout(20).memory(1024)]);
    story.s("deploy").ends("conflict").says(&[
        "changed on both sides:",
        "! timeout: live 10 → 60, local 10 → 20",
        "~ memorySize: 512 → 1024",
    ]);
    story.s("deploy --use-remote").ok();
    let function = story.console().function("demo");
    assert_eq!(function["timeout"], 60);
    // The local change is applied all the same.
    assert_eq!(function["memorySize"], 1024);
}

fn new_here_but_online_is_adopted_if_equal_and_asked_about_if_not(start: Start) {
    let story = start.deployed();
    story.forget();
    settled(&story);
    assert!(!story.records().is_empty());

    story.forget();
    story.console().change("demo", json!({"timeout": 60}));
    story
        .s("deploy")
        .fails()
        .deploys(&[])
        .says(&[start.unknown(), start.timeout()]);
    story.s("deploy --use-local").ok();
    assert_eq!(story.console().function("demo")["timeout"], 10);
}

fn deleted_online_is_a_question(start: Start) {
    let story = start.deployed();
    story.console().delete_trigger("demo", "http");
    story
        .s("deploy")
        .fails()
        .deploys(&[])
        .says(&["trigger demo/http", "deleted online since the last deploy"]);
    story.s("deploy --use-remote").ok();
    story.s("deploy").ok().says(&["stays deleted"]);
    story.yaml(&[Fn::demo().methods(&["POST"])]);
    let changed = "stays deleted by an earlier decision, and was changed locally since";
    story.s("deploy").refused(&[changed]);
    story.s("deploy --use-local").ok();
    let trigger = story.console().trigger("demo", "http");
    assert_eq!(trigger["methods"], json!(["POST"]));
}

fn what_others_added_beside_ours_is_reported_and_left_alone(start: Start) {
    let story = start.deployed();
    let timer = json!({"cronExpression": "@every 5m", "enable": true});
    story.console().create_trigger("demo", json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": timer.to_string()}));
    story.s("deploy").ok().says(&[
        "trigger demo/theirs is online, but not in s.yaml and not on record here as deployed",
    ]);
    story.yaml(&[Fn::demo().methods(&[])]);
    story
        .s("deploy")
        .ok()
        .says(&["trigger demo/http is no longer in s.yaml but still online"]);
    let trigger = story.console().trigger("demo", "http");
    assert_eq!(trigger["methods"], json!(["GET"]));
}

fn two_clones_upload_the_same_tree_once(start: Start) {
    let story = start.deployed();
    let told = story.cloned().s("deploy").ok();
    let sent = told.sent.iter().filter(|line| line.method != "GET");
    assert_eq!(sent.count(), 0, "{}", told.transcript());
}

fn the_state_is_not_packed_with_the_code(start: Start) {
    let story = start.empty();
    story.write("index.py", "def handler(e, c):\n    return 1\n");
    let code = "./".to_owned();
    story.yaml(&[Fn { code, ..Fn::demo() }]);
    story.s("deploy").ok();
    // The state would change the checksum.
    settled(&story);
}
