//! Names, times, descriptions, messages and packages of somebody who means harm: they are shown, and
//! nothing that shows them obeys.

use serde_json::{Value, json};

use crate::cloud::{Fate, Line};
use crate::console::Console;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

/// Commands to a terminal, a line of its own, a turned writing direction, signs without a width.
const HOSTILE: &str =
    "a\u{1b}[2J\u{9b}31m\u{202e}\u{7}\r\neverything is clean\u{200b}\u{2028}\u{2066}z";

fn is_obeyed(c: char) -> bool {
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    turns || (c.is_control() && c != '\n')
}

/// Every text and every name in a document.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) => map
            .iter()
            .flat_map(|(name, value)| [vec![name.clone()], texts(value)].concat())
            .collect(),
        _ => Vec::new(),
    }
}

#[track_caller]
fn harmless(story: &Story, told: &Told) {
    let mut shown = vec![told.said.clone()];
    shown.extend(told.document.clone());
    // The CLI indents the lines of a text.
    for text in told.results.iter().flat_map(|(_, result)| texts(result)) {
        assert!(!text.contains(is_obeyed), "s {}: {text:?}", told.command);
    }
    for file in ["r.txt", "r.md", "r.xml", "r.json", "d.html"] {
        if told.saved.iter().any(|line| line.ends_with(file)) {
            shown.push(story.read(file).replace('\t', " "));
        }
    }
    for text in shown {
        assert!(!text.contains(is_obeyed), "s {}: {text:?}", told.command);
        let own_line = text
            .lines()
            .any(|line| line.starts_with("everything is clean"));
        assert!(!own_line, "s {}: {text}", told.command);
    }
}

/// Puts it wherever the service's answers have a place for it.
fn tampered(line: &Line, console: &Console) -> Fate {
    let get = |path: &str, action: &str| {
        let path = format!("/{path}");
        console.does("GET", action, &path, &Value::Null)
    };
    if line.method != "GET" {
        return Fate::Arrives;
    }
    let path = line.path.split('?').next().unwrap_or_default();
    let document = match path {
        "functions/demo" => {
            let mut function = get(path, "GetFunction");
            for name in [
                "lastModifiedTime",
                "description",
                "functionArn",
                "state",
                "fieldOfTomorrow",
            ] {
                function[name] = json!(HOSTILE);
            }
            function["environmentVariables"] = json!({"LEVEL": HOSTILE, HOSTILE: HOSTILE});
            function["tags"] = json!([{"key": HOSTILE, "value": HOSTILE}]);
            function
        }
        "functions/demo/triggers" => {
            let mut all = get(path, "ListTriggers");
            let mut other = all["triggers"][0].clone();
            other["triggerName"] = json!(HOSTILE);
            all["triggers"][0]["description"] = json!(HOSTILE);
            all["triggers"][0]["lastModifiedTime"] = json!(HOSTILE);
            all["triggers"][0]["urlInternet"] = json!(HOSTILE);
            all["triggers"].as_array_mut().unwrap().push(other);
            all
        }
        "custom-domains/demo.example.com" => {
            let mut domain = get(path, "GetCustomDomain");
            domain["lastModifiedTime"] = json!(HOSTILE);
            let mut route = domain["routeConfig"]["routes"][0].clone();
            route["path"] = json!(HOSTILE);
            domain["routeConfig"]["routes"]
                .as_array_mut()
                .unwrap()
                .push(route);
            domain
        }
        _ => return Fate::Arrives,
    };
    Fate::AnsweredWith(200, document.to_string())
}

/// All commands, and all forms of their reports.
const COMMANDS: [&str; 18] = [
    "deploy",
    "deploy --merge",
    "plan",
    "drift",
    "plan --format text",
    "plan --format json",
    "drift --format markdown",
    "drift --format junit",
    "plan --report r.txt",
    "plan --report r.md",
    "drift --report r.xml",
    "drift --report r.json",
    "drift --html d.html",
    "history",
    "info",
    "sync",
    "remove",
    "restore",
];

#[test]
fn nothing_that_is_online_is_obeyed() {
    let story = Story::deployed();
    for command in COMMANDS {
        let copy = story.copied();
        copy.meddle(|_, line, console| tampered(line, console));
        let told = copy.s(command);
        harmless(&copy, &told);
    }
    let told = story
        .meddle(|_, line, console| tampered(line, console))
        .s("plan");
    told.says(&[r"a\u{1b}[2J\u{9b}31m\u{202e}\u{7}"]);
}

#[test]
fn nothing_that_is_online_is_obeyed_at_the_question() {
    for keys in ["do?v^", "od/\u{9b}⏎^", "l", "r", "m"] {
        let story = Story::deployed();
        story.meddle(|_, line, console| tampered(line, console));
        let told = story.keys(keys).s("deploy");
        harmless(&story, &told);
    }
}

#[test]
fn no_message_of_the_service_is_obeyed() {
    for command in COMMANDS
        .into_iter()
        .chain(["deploy --use-local", "remove -y"])
    {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().timeout(20)]);
        let quiet = story.copied().s(command).sent.len();
        for request in 0..quiet {
            let copy = story.copied();
            let body = json!({"Code": HOSTILE, "Message": HOSTILE, "RequestId": HOSTILE});
            copy.fate(request, Fate::RefusedWith(400, body.to_string()));
            let told = copy.s(command);
            harmless(&copy, &told);
        }
    }
}

#[test]
fn no_name_in_a_package_is_obeyed() {
    let story = Story::deployed();
    let name = "a\u{1b}[2J\u{202e}\u{9b}b.py";
    story
        .console()
        .change_code("demo", &[(name, HOSTILE), ("index.py", HOSTILE)]);
    for command in [
        "deploy",
        "drift --html d.html",
        "sync",
        "deploy --use-remote --write-back",
    ] {
        let copy = story.copied();
        let told = copy.s(command);
        harmless(&copy, &told);
    }
    for keys in ["ocv^", "ov^", "rov^", "rb"] {
        let copy = story.copied();
        let told = copy.keys(keys).s("deploy");
        harmless(&copy, &told);
    }
}

/// What is online would be run by Serverless Devs once it stood in a file.
#[test]
fn what_was_synced_runs_nothing() {
    let story = Story::deployed();
    let file = "${file('/home/a/.ssh/id')}";
    let console = story.console();
    console.change(
        "demo",
        json!({"description": file, "environmentVariables": {"LEVEL": "${env('HOME')}", "B": "b"}}),
    );
    console.tag("demo", "team", "<% x %>");
    console.change_trigger("demo", "http", json!({"description": "{{ x }}"}));
    let told = story.s("sync --target-dir out").ok();
    told.says(&[
        "not included, because Serverless Devs would run the expression in it: environmentVariables.LEVEL, description",
        "tags[team]",
        "triggers[http].description",
    ]);
    let text = story.read("out/cn-hangzhou_demo.yaml");
    // The component is named as the project's own file names it.
    let mut others = text.lines().filter(|line| !line.contains("component:"));
    let is_live = |line: &str| ["${", "{{", "<%"].iter().any(|live| line.contains(live));
    assert!(!others.any(is_live), "{text}");
    assert!(text.contains("B: b"), "{text}");
    // It is left to the console, so the file deploys without a change.
    story
        .s("deploy -t out/cn-hangzhou_demo.yaml")
        .ends("clean")
        .writes(&[]);
    let left = console.function("demo");
    assert_eq!(left["description"], file);
}
