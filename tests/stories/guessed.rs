//! Secrets that a person wrote into a text of any setting: the name or the shape tells.

use serde_json::{Value, json};

use crate::leaks::none_of;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const HERE: &str = "QxHere7f3a";
const THERE: &str = "QxThere9b2";

/// A project with a secret in texts of each kind of resource.
fn project() -> Story {
    let story = Story::new();
    let more = format!(
        r#"      description: "mysql://u:{HERE}@h/db"
      tags: [{{key: db_password, value: "{HERE}"}}, {{key: team, value: shop}}]
      asyncInvokeConfig:
        destinationConfig:
          onFailure: {{destination: "https://h/cb?token={HERE}"}}
"#
    );
    story.yaml(&[Fn::demo().bare().with(&more)]);
    let timer = json!({"triggerName": "t", "triggerType": "timer", "triggerConfig": {
        "cronExpression": "@every 4m", "enable": true,
        "payload": format!("curl -u admin:{HERE} http://h")}});
    let text = story.read("s.yaml");
    let line = "      timeout: 10\n";
    assert!(text.contains(line), "{text}");
    let triggers = format!("{line}      triggers: [{timer}]\n");
    story.write("s.yaml", &text.replacen(line, &triggers, 1));
    story
}

fn change_all(story: &Story) {
    let console = story.console();
    console.change(
        "demo",
        json!({"description": format!("mysql://u:{THERE}@h/db")}),
    );
    console.tag("demo", "db_password", THERE);
    console.put_config(
        "demo",
        "async-invoke-config",
        "AsyncInvokeConfig",
        json!({"destinationConfig": {
        "onFailure": {"destination": format!("https://h/cb?token={THERE}")}}}),
    );
    console.change_trigger(
        "demo",
        "t",
        json!({"triggerConfig": json!({
        "cronExpression": "@every 4m", "enable": true,
        "payload": format!("curl -u admin:{THERE} http://h")}).to_string()}),
    );
}

#[track_caller]
fn nothing_leaked(story: &Story, shown: &[Told]) {
    none_of(&[HERE, THERE], story, shown);
}

#[test]
fn it_is_hidden_wherever_it_is_told_and_kept() {
    let story = project();
    let mut shown = vec![story.s("plan"), story.s("deploy").ends("changed")];
    shown.push(story.s("deploy").ends("clean").writes(&[]));
    change_all(&story);
    for form in ["text", "json", "markdown", "junit"] {
        let told = story.s(&format!("plan --format {form}")).ends("drift");
        let text = told.document.clone().unwrap();
        for setting in ["description", "tags.db", "payload", "destination"] {
            assert!(text.contains(setting), "{setting} in\n{text}");
        }
        shown.push(told);
        shown.push(story.s(&format!("drift --format {form} --report {form}.txt")));
    }
    shown.push(story.s("drift --html page.html"));
    shown.push(story.s("info"));
    shown.push(story.s("deploy").ends("drift").writes(&[]));
    let kept = story.forked();
    shown.push(kept.s("deploy --use-remote").ok());
    let told = kept.s("deploy --write-back").ok();
    shown.push(told.says(&["looks like a secret"]));
    assert!(!kept.read("s.yaml").contains(THERE));
    shown.push(kept.s("deploy").ends("clean").writes(&[]));
    nothing_leaked(&kept, &shown);
    shown.push(story.s("deploy --use-local").ends("changed"));
    assert!(story.console().state().to_string().contains(HERE));
    assert!(!story.console().state().to_string().contains(THERE));
    let id = story.newest_backup();
    shown.push(story.s(&format!("restore {id} -y")).ends("changed"));
    assert!(story.console().state().to_string().contains(THERE));
    nothing_leaked(&story, &shown);
}

/// What an older version kept in clear is no change, and gone with the next write.
#[test]
fn a_record_in_clear_is_no_change() {
    let story = project();
    story.s("deploy").ends("changed");
    let of_function = |(_, text): &(String, String)| text.contains("memorySize");
    let (file, text) = story.records().into_iter().find(of_function).unwrap();
    let mut record: Value = serde_json::from_str(&text).unwrap();
    for half in ["sent", "seen"] {
        record["baseline"][half]["description"] = json!(format!("mysql://u:{HERE}@h/db"));
        record["baseline"][half]["tags"]["db_password"] = json!(HERE);
    }
    story.write(&format!(".s/fc-guard/{file}"), &record.to_string());
    let told = story.s("plan").ends("clean").never_says(&[HERE]);
    told.says(&["No changes"]);
    let yaml = story.read("s.yaml").replace("timeout: 10", "timeout: 20");
    story.write("s.yaml", &yaml);
    story.s("deploy").ends("changed").never_says(&[HERE]);
    assert!(!story.records()[&file].contains(HERE));
}

/// The service may quote what somebody else has put there, beside the function, too.
#[test]
fn a_refusal_quotes_nothing_of_what_is_online() {
    let lines = "      asyncInvokeConfig:\n        destinationConfig:\n          onFailure: {destination: \"https://h/cb?token=QxOnce1\"}\n";
    let story = Story::new();
    story.yaml(&[Fn::demo().bare().with(lines)]);
    story.s("deploy").ends("changed");
    let theirs = format!("https://h/cb?token={THERE}");
    story.console().put_config(
        "demo",
        "async-invoke-config",
        "AsyncInvokeConfig",
        json!({"destinationConfig": {"onFailure": {"destination": theirs}}}),
    );
    let body =
        json!({"Code": "InvalidArgument", "Message": format!("bad: {THERE}"), "RequestId": "r"});
    let fate = crate::cloud::Fate::RefusedWith(400, body.to_string());
    story.every("PUT", "functions/demo/async-invoke-config", fate);
    let told = story.s("deploy --use-local").fails().says(&["bad: "]);
    assert!(!told.text().contains(THERE), "{}", told.text());
}

/// The service may quote what it was sent, as it came or within another text.
#[test]
fn a_refusal_quotes_no_line_of_it() {
    let secret = "user=app\npassword=Hx7!kq";
    let story = Story::new();
    let line = format!("      environmentVariables: {}\n", json!({"CREDS": secret}));
    let mut one = Fn::demo().bare().with(&line);
    one.variables.clear();
    story.yaml(&[one]);
    let once = json!({"CREDS": secret}).to_string();
    let twice = json!({ "body": once }).to_string();
    for quoted in [once, twice, "q=user%3Dapp%0Apassword%3DHx7%21kq".to_owned()] {
        let other = story.forked();
        let body = json!({"Code": "Invalid password=Hx7!kq", "Message": format!("no such value: {quoted}"), "RequestId": "r"});
        let fate = crate::cloud::Fate::RefusedWith(400, body.to_string());
        other.every("POST", "functions", fate);
        let told = other.s("deploy").fails().says(&["no such value"]);
        assert!(!told.text().contains("Hx7"), "{}", told.text());
    }
}
