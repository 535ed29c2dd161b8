//! A command line that stands in several lists: what is a secret in one of them, the other one tells.

use serde_json::{Value, json};

use crate::leaks::{asked_for, none_of};
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const HERE: &str = "QxHere7f3a";
const THERE: &str = "QxThere9b2";

/// The blocks that have more than one list, and how a secret may be split over them.
fn blocks(secret: &str) -> [(&'static str, Value); 5] {
    let own = "customRuntimeConfig";
    let container = "customContainerConfig";
    [
        (
            own,
            json!({"command": ["mysql", "-uroot"], "args": [format!("-p{secret}"), "shop"]}),
        ),
        (
            own,
            json!({"command": ["run", "--password"], "args": [secret, "--fast"]}),
        ),
        (
            own,
            json!({"command": ["sh", "-c", "exec redis-cli -a"], "args": [secret]}),
        ),
        (
            container,
            json!({"entrypoint": ["mysql"], "command": ["-uroot", format!("-p{secret}")]}),
        ),
        (
            container,
            json!({"entrypoint": ["run", "--token"], "command": [secret]}),
        ),
    ]
}

fn project(name: &str, block: &Value) -> Story {
    let mut block = block.clone();
    let mut one = Fn::demo().bare();
    if name == "customContainerConfig" {
        block["image"] = json!("example.com/a:1");
        block["port"] = json!(9000);
        (one.runtime, one.code) = ("custom-container".to_owned(), String::new());
    } else {
        one.runtime = "custom.debian12".to_owned();
    }
    let story = Story::new();
    story.yaml(&[one.with(&format!("      {name}: {block}\n"))]);
    story
}

fn has_one(text: &str) -> bool {
    text.contains(HERE) || text.contains(THERE)
}

#[track_caller]
fn nothing_leaked(story: &Story, shown: &[Told]) {
    none_of(&[HERE, THERE], story, shown);
}

#[test]
fn a_secret_in_another_list_than_its_flag_is_hidden() {
    for (at, (name, block)) in blocks(HERE).into_iter().enumerate() {
        let story = project(name, &block);
        let mut shown = vec![
            story.s("plan"),
            story.s("deploy --skip-push").ends("changed"),
        ];
        shown.push(story.s("deploy --skip-push").ends("clean"));
        let (_, mut there) = blocks(THERE)[at].clone();
        let online = story.console().function("demo")[name].clone();
        for (key, value) in online.as_object().unwrap() {
            there
                .as_object_mut()
                .unwrap()
                .entry(key)
                .or_insert(value.clone());
        }
        story.console().change("demo", json!({name: there}));
        shown.extend(asked_for(&story));
        let told = story.s("deploy --skip-push").ends("drift").says(&["•••"]);
        shown.push(told);
        let kept = story.forked();
        shown.push(kept.s("deploy --skip-push --use-remote").ok());
        let told = kept.s("deploy --skip-push --write-back").ok();
        shown.push(told.says(&["looks like a secret", "${env('"]));
        shown.extend(asked_for(&kept));
        nothing_leaked(&kept, &shown);
        assert!(!kept.read("s.yaml").contains(THERE));
        shown.push(story.s("deploy --skip-push --use-local").ends("changed"));
        let id = story.newest_backup();
        shown.push(story.s(&format!("restore {id}")));
        shown.push(story.s(&format!("restore {id} -y")).ends("changed"));
        shown.extend(asked_for(&story));
        nothing_leaked(&story, &shown);
    }
}

/// The other list was changed, so that nothing there tells any more what is a secret here. It still is.
#[test]
fn what_was_a_secret_stays_one_when_the_other_list_changes() {
    let own = "customRuntimeConfig";
    let (name, block) = blocks(HERE)[0].clone();
    let secret = format!("-p{HERE}");
    let plain = json!({"command": ["./run"], "args": [secret, "shop"]});
    // Somebody changes the command online.
    let story = project(name, &block);
    story.s("deploy").ends("changed");
    let online = story.console().function("demo")[own].clone();
    let mut changed = online.clone();
    changed["command"] = plain["command"].clone();
    story.console().change("demo", json!({own: changed}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["customRuntimeConfig.command"])
        .never_says(&["customRuntimeConfig.args"]);
    let kept = story.forked();
    kept.s("deploy --use-remote").ok();
    kept.s("deploy").ends("clean").writes(&[]);
    nothing_leaked(&kept, &asked_for(&kept));
    story.s("deploy --use-local").ends("changed");
    nothing_leaked(&story, &asked_for(&story));
    // The file does.
    let story = project(name, &block);
    story.s("deploy").ends("changed");
    let text = story
        .read("s.yaml")
        .replace("[\"mysql\",\"-uroot\"]", "[\"./run\"]");
    story.write("s.yaml", &text);
    let told = story.s("plan").ends("changed");
    told.says(&["customRuntimeConfig.command"])
        .never_says(&["customRuntimeConfig.args"]);
    let told = story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    nothing_leaked(&story, &[told]);
    nothing_leaked(&story, &asked_for(&story));
    // Nothing is on record, and only one side tells.
    let story = project(name, &plain);
    story.s("deploy").ends("changed");
    story.forget();
    story.console().change("demo", json!({own: block}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.clone()
        .says(&["customRuntimeConfig.command"])
        .never_says(&["customRuntimeConfig.args"]);
    assert!(!has_one(&told.text()), "{}", told.text());
}

/// What an older version kept in clear is no change, and gone with the next write.
#[test]
fn a_record_in_clear_is_no_change() {
    let (name, block) = blocks(HERE)[0].clone();
    let story = project(name, &block);
    story.s("deploy").ends("changed");
    let (file, text) = story.records().into_iter().next().unwrap();
    let mut record: Value = serde_json::from_str(&text).unwrap();
    for half in ["sent", "seen"] {
        let word = record["baseline"][half].pointer_mut("/customRuntimeConfig/args/0");
        *word.unwrap() = json!(format!("-p{HERE}"));
    }
    story.write(&format!(".s/fc-guard/{file}"), &record.to_string());
    let told = story.s("plan").ends("clean").never_says(&[HERE]);
    told.says(&["No changes"]);
    let yaml = story.read("s.yaml").replace("timeout: 10", "timeout: 20");
    story.write("s.yaml", &yaml);
    story.s("deploy").ends("changed");
    assert!(!has_one(&story.records()[&file]));
}

/// The service may quote what it was sent.
#[test]
fn a_refusal_quotes_no_secret() {
    for (name, block) in blocks(HERE) {
        let story = project(name, &block);
        let body = json!({"Code": "InvalidArgument", "Message": format!("no such value: {block}"), "RequestId": "r"});
        story.every(
            "POST",
            "functions",
            crate::cloud::Fate::RefusedWith(400, body.to_string()),
        );
        let told = story
            .s("deploy --skip-push")
            .fails()
            .says(&["no such value"]);
        assert!(!has_one(&told.text()), "{}", told.text());
    }
}

/// What is suggested can stand in the file as it is printed.
#[test]
fn of_a_list_only_the_secret_is_taken_from_the_environment() {
    let (name, block) = blocks(HERE)[0].clone();
    let story = project(name, &block);
    story.s("deploy").ends("changed");
    let mut theirs = story.console().function("demo")[name].clone();
    theirs["args"] = json!([format!("-p{THERE}"), "shop", "--fast"]);
    story.console().change("demo", json!({name: theirs}));
    let line =
        r#"customRuntimeConfig.args: ["${env('CUSTOM_RUNTIME_CONFIG_ARGS_0')}","shop","--fast"]"#;
    story
        .s("deploy --use-remote --write-back")
        .ok()
        .says(&["looks like a secret", line]);
}
