//! Values: what is secret stays so, what is handed on is real, and what comes from elsewhere is shown
//! as it is and obeyed by nobody.

use serde_json::json;

use crate::cloud::Fate;
use crate::memory::Node;
use crate::person::Person;
use crate::story::{HOME, Story};
use crate::yaml::Fn;

#[test]
fn a_mask_is_no_value() {
    for value in ["•••5a2e", "'redis://:•••5a2e@host'", "•••"] {
        let story = Story::new();
        story.yaml(&[Fn::demo().variable("UPSTREAM", value)]);
        for command in ["deploy", "deploy --use-local", "plan"] {
            let told = story.s(command).ends("usage").says(&[
                "props.environmentVariables.UPSTREAM: is the mask",
                "${resources.x.output.environmentVariables.NAME}",
            ]);
            assert!(told.sent.is_empty(), "{}", told.transcript());
        }
    }
}

#[test]
fn a_result_is_masked_where_it_is_shown() {
    let story = Story::new();
    let told = story.s("deploy").ends("changed");
    let level = &told.result()["environmentVariables"]["LEVEL"];
    assert!(level.as_str().unwrap().starts_with("•••"), "{level}");
    let told = story.s("info").ends("clean");
    assert!(!told.result().to_string().contains("info-canary"));
}

/// Somebody set these online: one looks like a secret by its name, one by its shape.
fn with_secrets() -> Story {
    let story = Story::deployed();
    let console = story.console();
    console.set_variable("demo", "DB_PASSWORD", "hunter2-canary");
    console.set_variable("demo", "ENDPOINT", "redis://u:canary-pw@host/0");
    console.set_variable("demo", "LEVEL", "debug");
    story
}

#[test]
fn no_secret_is_written_home_without_a_person_who_says_so() {
    let story = with_secrets();
    let told = story.s("deploy --use-remote --write-back").ends("clean");
    let told = told
        .says(&[
            "environmentVariables.DB_PASSWORD: ${env('DB_PASSWORD')}",
            "environmentVariables.ENDPOINT: ${env('ENDPOINT')}",
        ])
        .never_says(&["canary"]);
    assert!(told.saved.iter().any(|line| line == "~ s.yaml"));
    let file = story.read("s.yaml");
    assert!(file.contains("debug") && !file.contains("canary"), "{file}");

    for (keys, written) in [("ry⏎", false), ("ryn", false), ("ryy", true), ("rny", true)] {
        let story = with_secrets();
        story
            .keys(keys)
            .s("deploy")
            .ends("clean")
            .says(&["These look like secrets. Write them in plain text into s.yaml"])
            .never_says(&["hunter2", "canary-pw"]);
        let file = story.read("s.yaml");
        assert_eq!(file.contains("hunter2-canary"), written, "{keys}: {file}");
        assert_eq!(file.contains("canary-pw"), written, "{keys}: {file}");
    }
}

#[test]
fn what_is_brought_here_is_for_its_owner_and_stays_out_of_git_and_packages() {
    let story = Story::new();
    let mut file = Fn::demo();
    file.code = "./".to_owned();
    story.yaml(&[file]);
    story.s("deploy").ends("changed");
    story
        .s("sync")
        .ends("clean")
        .says(&["git and code packages leave"]);
    for name in [".gitignore", ".fcignore"] {
        assert_eq!(story.read(&format!("sync-clone/{name}")), "*\n");
    }
    let yaml = format!("{HOME}/sync-clone/cn-hangzhou_demo.yaml");
    assert!(matches!(
        story.files.all().get(&yaml),
        Some(Node::File { private: true, .. })
    ));
    // Nothing of it is packed.
    story.s("deploy").ends("clean").writes(&[]);
    // A folder of the person's own is left as it is: within the code it is refused, since it would be
    // deployed with it, and elsewhere they are told.
    story.write("mine/notes.txt", "x");
    story
        .s("sync --target-dir mine")
        .refused(&["/home/a/app/mine is in the code folder"]);
    story.files.write("/home/a/mine/notes.txt", b"x", false);
    let told = story.s("sync --target-dir ../mine").ends("clean");
    let told = told.says(&["would include /home/a/mine"]);
    assert!(!told.saved.iter().any(|line| line.contains("ignore")));
}

#[test]
fn a_payload_with_a_password_is_a_secret() {
    let story = Story::new();
    let trigger = |payload: &str| {
        format!(
            "      triggers:\n        - triggerName: tick\n          triggerType: timer\n          triggerConfig:\n            cronExpression: '@every 1h'\n            enable: true\n            payload: '{payload}'\n"
        )
    };
    let file = |payload: &str| {
        let mut file = Fn::demo().with(&trigger(payload));
        file.methods = Vec::new();
        file
    };
    story.yaml(&[file(r#"{"password":"canary-7f3a"}"#)]);
    story.s("deploy").ends("changed").never_says(&["canary"]);
    let kept = story.files.all();
    let mut records = 0;
    for (path, node) in kept.iter().filter(|(path, _)| path.contains("/.s/")) {
        if let Node::File { bytes, .. } = node {
            let text = String::from_utf8_lossy(bytes);
            records += usize::from(text.contains("cronExpression"));
            assert!(!text.contains("canary"), "{path}");
        }
    }
    assert_eq!(records, 1);
    story.yaml(&[file(r#"{"password":"canary-0000"}"#)]);
    let told = story.s("plan").ends("changed").never_says(&["canary"]);
    told.says(&["triggerConfig.payload: •••"]);
    story.yaml(&[file(r#"{"action":"clean"}"#)]);
    story.s("plan").says(&[r#"\"action\":\"clean\""#]);
}

#[test]
fn ordinary_words_stay_in_messages() {
    let story = Story::new();
    story.yaml(&[Fn::demo()
        .variable("LEVEL", "info")
        .variable("REGION", "cn-hangzhou")
        .variable("TOKEN", "canary-7f3a")]);
    let message = "getaddrinfo failed at fcv3.cn-hangzhou.aliyuncs.com for xcanary-7f3ax";
    let body = json!({"Code": "Bad", "Message": message, "RequestId": "r"});
    story
        .fate(0, Fate::RefusedWith(400, body.to_string()))
        .s("deploy")
        .fails()
        .says(&["getaddrinfo failed at fcv3.cn-hangzhou.aliyuncs.com for x•••x"]);
}

#[test]
fn a_key_shows_the_values_of_one_entry() {
    let story = Story::deployed();
    story
        .console()
        .set_variable("demo", "LEVEL", "debug-canary");
    story.yaml(&[Fn::demo().variable("LEVEL", "warn-canary")]);
    let told = story
        .keys("oxr^")
        .s("deploy")
        .ends("interrupted")
        .writes(&[]);
    told.says(&[
        "[x] values",
        "In plain text, on this screen only",
        "only a digest is kept",
        "debug-canary",
        "warn-canary",
    ]);
    // Where the file still says what was deployed last, that is shown, too.
    let same = story.forked();
    same.yaml(&[Fn::demo()]);
    same.keys("ox^")
        .s("deploy")
        .says(&["In plain text, on this screen only:", "info-canary"])
        .never_says(&["only a digest is kept"]);
    // Nobody sees them who did not ask, and nothing keeps them.
    let told = story.keys("ov^").s("deploy").never_says(&["canary"]);
    assert_eq!(told.saved, [""; 0], "{}", told.transcript());
    story.s("deploy").never_says(&["canary", "[x]"]);
    // What is not masked needs no such key.
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.keys("o^").s("deploy").never_says(&["[x] values"]);
    let told = story.keys("ox^").s("deploy");
    told.never_says(&["only a digest is kept"]);
}

#[test]
fn what_the_file_calls_harmless_is_shown_where_it_stands_kept_too() {
    let story = Story::new();
    let file = Fn::demo()
        .variable("LEVEL", "info")
        .variable("OTHER", "canary-o")
        .with("      showValues: [LEVEL]\n");
    story.yaml(std::slice::from_ref(&file));
    story.s("deploy").ends("changed");
    story.console().set_variable("demo", "LEVEL", "debug");
    story.console().set_variable("demo", "OTHER", "canary-p");
    story.s("deploy --use-remote --no-write-back").ends("clean");
    let commands = [
        "deploy",
        "plan",
        "drift",
        "plan --format markdown",
        "plan --format json",
        "deploy --use-local",
    ];
    for command in commands {
        let told = story.s(command);
        let text = told.said.clone() + told.document.as_deref().unwrap_or_default();
        let shows = |value: &str| text.contains(value);
        assert!(shows("debug") && shows("info"), "{}", told.transcript());
        assert!(shows("•••") && !shows("canary"), "{}", told.transcript());
    }
    // The same of several resources.
    story.console().set_variable("demo", "LEVEL", "debug");
    story.s("deploy --use-remote --no-write-back").ends("clean");
    story.yaml(&[file, Fn::named("other", "other").bare()]);
    story
        .s("deploy")
        .ends("changed")
        .says(&["LEVEL: live \"debug\", local \"info\""]);
}

#[test]
fn what_the_file_calls_harmless_is_shown() {
    let story = Story::new();
    let file = |level: &str| {
        let file = Fn::demo()
            .variable("LEVEL", level)
            .variable("FEATURE_TOKEN", "canary-t");
        file.variable("FEATURE_NEW", "off")
            .variable("OTHER", "canary-o")
            .with("      showValues: [LEVEL, FEATURE_*]\n")
    };
    story.yaml(&[file("info")]);
    story.s("deploy").ends("changed");
    for (name, value) in [
        ("LEVEL", "debug"),
        ("FEATURE_NEW", "on"),
        ("FEATURE_TOKEN", "canary-u"),
        ("OTHER", "canary-p"),
    ] {
        story.console().set_variable("demo", name, value);
    }
    story.yaml(&[file("warn")]);
    for command in [
        "deploy",
        "plan",
        "drift",
        "plan --format markdown",
        "plan --format json",
    ] {
        let told = story.s(command).writes(&[]).never_says(&["canary"]);
        let text = told.said.clone() + told.document.as_deref().unwrap_or_default();
        assert!(
            text.contains("\"debug\"") && text.contains("\"on\""),
            "{text}"
        );
        assert!(!text.contains("canary"), "{text}");
    }
    // Of the value before only a digest is kept.
    story.s("plan").says(&["FEATURE_NEW: \"off\" → \"on\""]);
    for (path, node) in story
        .files
        .all()
        .iter()
        .filter(|(path, _)| path.contains("/.s/"))
    {
        if let Node::File { bytes, .. } = node {
            let text = String::from_utf8_lossy(bytes);
            assert!(
                !text.contains("\"info\"") && !text.contains("\"off\""),
                "{path}"
            );
        }
    }
    // What is decided is the same as if nothing were shown.
    story.s("deploy --use-local").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);

    for (list, says) in [
        ("[DB_PASSWORD]", "sounds like a secret"),
        ("['*']", "is not the name of an environment variable"),
        (
            "[environmentVariables.A]",
            "is not the name of an environment variable",
        ),
    ] {
        story.yaml(&[Fn::demo().with(&format!("      showValues: {list}\n"))]);
        story.s("plan").ends("usage").says(&[says]);
    }
}

const FRONT: &str =
    "hello world by serverless devs, the function of the shop that everybody knows for what";

/// Two values that begin alike are cut where they differ, and not at all where no screen is narrow.
#[test]
fn two_values_that_differ_never_look_the_same() {
    let described =
        |text: &str| Fn::demo().with(&format!("      description: {FRONT} {text} it does\n"));
    for columns in [0, 60, 80, 100, 200] {
        let story = Story::new();
        story.yaml(&[described("now")]);
        story.s("deploy").ends("changed");
        let then = format!("{FRONT} then it does");
        story.console().change("demo", json!({"description": then}));
        if columns > 0 {
            story.person(Person::in_a_hurry().wide(columns));
        }
        let told = story.s("deploy").ends("drift").writes(&[]);
        let line = told
            .said
            .lines()
            .find(|line| line.contains("~ description: "));
        let line = line.unwrap_or_else(|| panic!("{}", told.transcript()));
        let (_, values) = line.split_once(": ").unwrap();
        let (before, after) = values.split_once(" → ").unwrap();
        assert_ne!(before, after, "{line}");
        assert!(before.contains("now") && after.contains("then"), "{line}");
        assert!(columns > 0 || !line.contains('…'), "{line}");
    }
}
