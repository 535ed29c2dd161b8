//! Ctrl-C at many moments: the run ends with an error and says what was and was not done, nothing goes
//! on after it, and the next one finds out the rest. Signals and terminals are in `tests/doors/`.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const DONE: &str = "but the write completed";
const NOT_DONE: &str = "it did not complete, or only in part";

/// Stops the command while it waits for the answer to the first request of that kind, which takes
/// effect. Where that is in the run is found out in another copy of the world.
#[track_caller]
fn stop_at(story: &Story, command: &str, method: &str, path: &str) -> Told {
    let dry = story.forked().s(command);
    let at = dry.sent.iter().position(|line| line.is(method, path));
    let at = at.unwrap_or_else(|| panic!("no {method} {path} in\n{}", dry.transcript()));
    let told = story.interrupt(at).s(command).ends("interrupted");
    let mut after = told.sent[at + 1..].iter();
    assert!(
        after.all(|line| line.method == "GET"),
        "{}",
        told.transcript()
    );
    assert_eq!(told.code, 130);
    whole(story);
    told
}

/// Every file of the state is whole.
fn whole(story: &Story) {
    for (name, text) in story.records() {
        let parsed = serde_json::from_str::<Value>(&text);
        assert!(parsed.is_ok(), "{name}: {text}");
    }
}

/// What everything is when a deploy of the usual project is done.
#[track_caller]
fn deployed(story: &Story, timeout: u32) {
    let console = story.console();
    assert_eq!(console.function("demo")["timeout"], timeout);
    assert_eq!(console.trigger("demo", "http")["methods"], json!(["GET"]));
    assert_eq!(console.routes("demo.example.com")[0]["path"], "/*");
}

/// The next `plan`, `drift` and deploy say what became of it, without a question, and finish it.
#[track_caller]
fn goes_on(story: &Story, label: &str, says: &str) {
    let last = format!("{label}: the last run was interrupted");
    for command in ["plan", "drift", "deploy"] {
        story.s(command).ok().says(&[&last, says]);
    }
    whole(story);
    story
        .s("deploy")
        .ok()
        .writes(&[])
        .never_says(&["interrupted"]);
}

#[test]
fn before_the_first_write() {
    for (method, path) in [("GET", "functions/demo"), ("PUT", "oss:*")] {
        let story = Story::new();
        stop_at(&story, "deploy", method, path)
            .says(&["nothing was written online"])
            .never_says(&["in progress when stopped"]);
        assert!(story.records().is_empty());
        story.s("deploy").ok().never_says(&["interrupted"]);
        deployed(&story, 10);
    }
}

#[test]
fn in_the_middle_of_a_create() {
    let moments = [
        (
            "functions",
            "function demo",
            "",
            "trigger demo/http, custom domain demo.example.com",
        ),
        (
            "functions/demo/triggers",
            "trigger demo/http",
            "function demo",
            "custom domain demo.example.com",
        ),
        (
            "custom-domains",
            "custom domain demo.example.com",
            "function demo, trigger demo/http",
            "",
        ),
    ];
    for (path, label, before, after) in moments {
        let story = Story::new();
        let line = |head: &str, names: &str| match names {
            "" => "interrupted".to_owned(),
            names => format!("{head}: {names}\n"),
        };
        let says = [
            line("written before that", before),
            line("in progress when stopped, outcome unknown", label),
            line("not started", after),
        ];
        stop_at(&story, "deploy", "POST", path)
            .says(&says.each_ref().map(String::as_str))
            .never_says(&["nothing"]);
        goes_on(&story, label, DONE);
        deployed(&story, 10);
    }
}

#[test]
fn in_the_middle_of_an_update() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    stop_at(&story, "deploy", "PUT", "functions/demo")
        .says(&["in progress when stopped, outcome unknown: function demo"])
        .never_says(&["not started"]);
    goes_on(&story, "function demo", DONE);
    deployed(&story, 20);
}

#[test]
fn while_a_write_is_tried_again_that_had_no_effect() {
    let story = Story::new();
    let busy = || {
        let body = json!({"Code": "Throttling", "Message": "slow down", "RequestId": "1"});
        Fate::RefusedWith(429, body.to_string())
    };
    let path = "functions/demo/triggers";
    let dry = story.forked();
    let dry = dry.every("POST", path, busy()).s("deploy");
    let at = dry.sent.iter().position(|line| line.is("POST", path));
    story
        .every("POST", path, busy())
        .interrupt(at.unwrap())
        .s("deploy")
        .ends("interrupted")
        .says(&["written before that: function demo", "demo/http"]);
    goes_on(&story, "trigger demo/http", NOT_DONE);
    deployed(&story, 10);
}

const BUSY: &str = r#"{"Code":"ConcurrentUpdateError","Message":"another write"}"#;
const FORBIDDEN: &str = r#"{"Code":"AccessDenied","Message":"not for you"}"#;

/// The first such write is refused because another one is under way, and then nothing can be read.
fn blocked_then_blind(story: &Story, method: &'static str, path: &'static str) {
    let mut refused = false;
    story.meddle(move |_, line, _| {
        if line.is(method, path) && !refused {
            refused = true;
            return Fate::RefusedWith(409, BUSY.to_owned());
        }
        match refused && line.method == "GET" {
            true => Fate::RefusedWith(403, FORBIDDEN.to_owned()),
            false => Fate::Arrives,
        }
    });
}

#[test]
fn a_write_that_was_refused_leaves_nothing_to_find_out_where_the_look_after_it_fails() {
    let writes = [
        ("deploy", "PUT", "functions/demo"),
        ("deploy", "PUT", "functions/demo/triggers/http"),
        ("remove -y", "DELETE", "custom-domains/demo.example.com"),
        (
            "remove -y --trigger",
            "DELETE",
            "functions/demo/triggers/http",
        ),
    ];
    for (command, method, path) in writes {
        let story = Story::deployed();
        let next = match path {
            "functions/demo" => Fn::demo().timeout(20),
            _ => Fn::demo().methods(&["GET", "POST"]),
        };
        story.yaml(&[next]);
        let before = story.remembered();
        blocked_then_blind(&story, method, path);
        let told = story.s(command).ends("unreadable");
        assert_eq!(told.wrote().len(), 1, "{}", told.transcript());
        assert_eq!(story.remembered(), before, "{}", told.transcript());
        story.s("drift").ok().never_says(&["interrupted"]);
    }
}

#[test]
fn in_the_second_of_several_resources() {
    let story = Story::new();
    story.yaml(&[
        Fn::named("one", "demo"),
        Fn::named("two", "other"),
        Fn::named("three", "third"),
    ]);
    stop_at(&story, "deploy", "POST", "functions/other/triggers")
        .says(&[
            "written before that: function demo, trigger demo/http, custom domain demo.example.com, function other\n",
            "trigger other/http\n",
            "not started: custom domain other",
        ]);
    assert!(!story.console().has_function("third"));
    story
        .s("deploy")
        .ok()
        .says(&["trigger other/http: the last run", DONE]);
    assert!(story.console().has_function("third"));
}

#[test]
fn in_the_middle_of_a_removal() {
    let story = Story::deployed();
    let path = "functions/demo/triggers/http";
    stop_at(&story, "remove -y", "DELETE", path)
        .says(&[
            "deletion of trigger demo/http",
            "not started: deletion of function demo",
        ])
        .never_says(&["nothing"]);
    let last = "trigger demo/http: the last run";
    story.s("plan").ok().says(&[last, DONE]);
    story
        .s("remove -y")
        .ok()
        .says(&[last, DONE, "nothing is left"]);
    assert_eq!(story.console().left(), json!([{}, {}]));
    whole(&story);
}

/// A project whose configuration and code somebody else changed.
fn changed() -> Story {
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 60}));
    story.console().hot_fix("demo");
    story
}

#[test]
fn in_the_middle_of_a_restore() {
    let story = changed();
    story.s("deploy --use-local").ok();
    let list = story.s("restore -o json").ok();
    let id = list.result()["backups"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let command = format!("restore {id} -y");
    stop_at(&story, &command, "PUT", "functions/demo")
        .says(&["in progress when stopped", "function demo"])
        .never_says(&["nothing"]);
    story
        .s(&command)
        .ok()
        .says(&["function demo: the last run", DONE]);
    assert_eq!(story.console().function("demo")["timeout"], 60);
    story.s("deploy").ok().says(&["live version kept"]);
}

/// It is fetched to be compared, before anything is decided.
#[test]
fn while_the_online_code_is_fetched() {
    let story = changed();
    let command = "deploy --use-remote --write-back";
    let before = story.files.all();
    stop_at(&story, command, "GET", "functions/demo/code").says(&["nothing was written online"]);
    let names = |name: &&String| !name.contains("/.s/");
    let all = story.files.all();
    assert!(all.keys().filter(names).eq(before.keys().filter(names)));
    assert!(!story.read("s.yaml").contains("timeout: 60\n"));
    story.s(command).ok();
    assert!(story.read("s.yaml").contains("timeout: 60\n"));
    assert_eq!(story.console().function("demo")["timeout"], 60);
}

#[test]
fn while_the_online_code_is_brought_home() {
    let story = changed();
    story.s("deploy --use-remote --no-write-back").ok();
    let command = "deploy --write-back";
    let dry = story.forked().s(command).ok();
    // The last time that the code is asked for is for that.
    let at = dry
        .sent
        .iter()
        .rposition(|line| line.is("GET", "functions/demo/code"));
    story
        .interrupt(at.unwrap())
        .s(command)
        .ends("interrupted")
        .says(&["nothing was written online"]);
    assert!(story.read("s.yaml").contains("timeout: 60\n"));
    let all = story.files.all();
    let beside = all.keys().filter(|path| path.contains("/code.online"));
    assert_eq!(beside.count(), 0);
    story.s("deploy").ok();
    assert_eq!(story.console().function("demo")["timeout"], 60);
}
