//! What was kept online stands kept: it is listed, it is never overwritten without a question, and the
//! decision can be taken back. Every kind of setting, every way to keep it, everything that may happen
//! next.

use serde_json::{Value, json};

use crate::console::Console;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

/// One setting of a project, and how it is changed on both sides.
struct Kind {
    /// Its path, as reports write it.
    path: &'static str,
    /// The project as it is deployed, and after the setting was edited in it.
    file: fn() -> Fn,
    edited: fn() -> Fn,
    /// Changes it online; the number tells one change from another.
    online: fn(&Console, u32),
    /// What stands online.
    value: fn(&Console) -> Value,
}

fn plain() -> Fn {
    Fn::demo().with("      description: ours\n      layers: [acs:fc:cn-hangzhou:1234567890123456:layers/a/versions/1]\n      tags:\n        - key: team\n          value: shop\n      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 360\n        maxAsyncRetryAttempts: 3\n      concurrencyConfig:\n        reservedConcurrency: 5\n")
}

fn with(old: &str, new: &str) -> Fn {
    let mut file = plain();
    assert!(file.more.contains(old), "{old}");
    file.more = file.more.replace(old, new);
    file
}

fn asynchronous(age: u32) -> Value {
    json!({"maxAsyncEventAgeInSeconds": age, "maxAsyncRetryAttempts": 3})
}

fn config(console: &Console, name: &str) -> Value {
    console.function("demo")["configs"][format!("{name}/LATEST")].clone()
}

fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            path: "memorySize",
            file: plain,
            edited: || plain().memory(768),
            online: |console, n| console.change("demo", json!({"memorySize": 1024 + 64 * n})),
            value: |console| console.function("demo")["memorySize"].clone(),
        },
        Kind {
            path: "description",
            file: plain,
            edited: || with("description: ours", "description: edited"),
            online: |console, n| {
                console.change("demo", json!({"description": format!("theirs {n}")}));
            },
            value: |console| console.function("demo")["description"].clone(),
        },
        Kind {
            path: "layers",
            file: plain,
            edited: || with("versions/1]", "versions/2]"),
            online: |console, n| {
                let arn = |version: u32| {
                    format!("acs:fc:cn-hangzhou:1234567890123456:layers/a/versions/{version}")
                };
                console.change("demo", json!({"layers": [arn(1), arn(7 + n)]}));
            },
            value: |console| console.function("demo")["layers"].clone(),
        },
        Kind {
            path: "environmentVariables.LEVEL",
            file: plain,
            edited: || plain().variable("LEVEL", "edited-canary"),
            online: |console, n| console.set_variable("demo", "LEVEL", &format!("hot-canary-{n}")),
            value: |console| console.function("demo")["environmentVariables"].clone(),
        },
        Kind {
            path: "environmentVariables.HOT",
            file: plain,
            edited: || plain().variable("HOT", "edited-canary"),
            online: |console, n| console.set_variable("demo", "HOT", &format!("hot-canary-{n}")),
            value: |console| console.function("demo")["environmentVariables"].clone(),
        },
        Kind {
            path: "tags.team",
            file: plain,
            edited: || with("value: shop", "value: edited"),
            online: |console, n| console.tag("demo", "team", &format!("theirs-{n}")),
            value: |console| console.function("demo")["tags"].clone(),
        },
        Kind {
            path: "triggerConfig.methods",
            file: plain,
            edited: || plain().methods(&["PUT"]),
            online: |console, n| {
                let methods = ["GET", "POST", "DELETE"];
                let methods = &methods[..2 + n as usize % 2];
                let config = json!({"authType": "anonymous", "methods": methods});
                console.change_trigger("demo", "http", json!({"triggerConfig": config}));
            },
            value: |console| console.trigger("demo", "http"),
        },
        Kind {
            path: "routeConfig.routes[/*].methods",
            file: plain,
            edited: || {
                let mut file = plain();
                file.more = file.more.replace(
                    "      description",
                    "          methods: [PUT]\n      description",
                );
                file
            },
            online: |console, n| {
                let methods = ["GET", "POST", "DELETE"];
                let methods = &methods[..2 + n as usize % 2];
                let route = json!({"path": "/*", "functionName": "demo", "methods": methods});
                let routes = json!({"routeConfig": {"routes": [route]}});
                console.change_domain("demo.example.com", routes);
            },
            value: |console| json!(console.routes("demo.example.com")),
        },
        Kind {
            path: "maxAsyncEventAgeInSeconds",
            file: plain,
            edited: || with("InSeconds: 360", "InSeconds: 480"),
            online: |console, n| {
                let body = asynchronous(1000 + n);
                console.put_config("demo", "async-invoke-config", "AsyncInvokeConfig", body);
            },
            value: |console| {
                config(console, "asyncInvokeConfig")["maxAsyncEventAgeInSeconds"].clone()
            },
        },
        Kind {
            path: "reservedConcurrency",
            file: plain,
            edited: || with("Concurrency: 5", "Concurrency: 6"),
            online: |console, n| {
                let body = json!({"reservedConcurrency": 20 + n});
                console.put_config("demo", "concurrency", "ConcurrencyConfig", body);
            },
            value: |console| config(console, "concurrencyConfig")["reservedConcurrency"].clone(),
        },
        Kind {
            path: "code",
            file: plain,
            edited: plain,
            online: |console, n| {
                let fix = format!("def handler(event, context):\n    return 'fix {n}'\n");
                console.change_code("demo", &[("index.py", &fix)]);
            },
            value: |console| json!(console.code("demo")),
        },
    ]
}

impl Kind {
    fn is_code(&self) -> bool {
        self.path == "code"
    }

    fn deployed(&self) -> Story {
        let story = Story::new();
        story.yaml(&[(self.file)()]);
        story.s("deploy").ends("changed");
        story
    }

    /// Edits the setting here, and nothing else.
    fn edit(&self, story: &Story) {
        match self.is_code() {
            true => story.write("code/another.py", "# next day\n"),
            false => story.yaml(&[(self.edited)()]),
        }
    }
}

/// How a change of others comes to be kept.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Keep {
    Remote,
    Merge,
    ByHand,
    Restore,
}

const KEEPS: [Keep; 4] = [Keep::Remote, Keep::Merge, Keep::ByHand, Keep::Restore];

/// A project in which the setting stands kept. Returns what is kept.
fn standing(kind: &Kind, keep: Keep) -> (Story, Value) {
    let story = kind.deployed();
    (kind.online)(&story.console(), 0);
    let kept = (kind.value)(&story.console());
    assert!(!kept.is_null(), "{}", kind.path);
    match keep {
        Keep::Remote => drop(story.s("deploy --use-remote").ends("clean").writes(&[])),
        Keep::Merge => drop(story.s("deploy --merge").ends("clean").writes(&[])),
        // One by one: remote, yes, and nothing is brought home.
        Keep::ByHand => drop(story.keys("orynn").s("deploy").ends("clean").writes(&[])),
        Keep::Restore => {
            let told = story.s("deploy --use-local").ends("changed");
            assert_ne!((kind.value)(&story.console()), kept, "{}", kind.path);
            let id = told.said.split("'s restore ").nth(1).unwrap();
            let id = id.split('\'').next().unwrap();
            let told = story.s(&format!("restore {id} -y")).ends("changed");
            told.says(&["What was put back stays", "s fn deploy --write-back"]);
        }
    }
    assert_eq!(
        (kind.value)(&story.console()),
        kept,
        "{} {keep:?}",
        kind.path
    );
    (story, kept)
}

fn each(check: impl std::ops::Fn(&Kind, Keep, Story, Value)) {
    for kind in kinds() {
        for keep in KEEPS {
            let (story, kept) = standing(&kind, keep);
            check(&kind, keep, story, kept);
        }
    }
}

fn lists(told: &Told, kind: &Kind) {
    let line = format!("{}: online ", kind.path);
    for text in [
        "kept as online by an earlier decision",
        &line,
        "(kept since 2026-11-01T",
    ] {
        let transcript = told.transcript();
        assert!(told.said.contains(text), "{text}\n{transcript}");
    }
    assert!(!told.said.contains("canary"), "{}", told.transcript());
}

#[test]
fn it_is_listed_with_the_way_to_end_it_and_asks_nothing() {
    each(|kind, _, story, kept| {
        let local = match kind.is_code() {
            true => "s fn deploy --code local",
            false => "s fn deploy --config local",
        };
        for command in ["plan", "drift", "deploy"] {
            let told = story.s(command).ends("clean").writes(&[]);
            lists(&told, kind);
            told.says(&["s fn deploy --write-back", local])
                .never_says(&["online is what s.yaml says"]);
        }
        // Nobody is asked at a terminal either.
        let told = story.keys("").s("deploy").ends("clean").writes(&[]);
        lists(&told, kind);
        let told = story.s("plan --format json");
        let resources = told.json()["functions"][0]["resources"].clone();
        let kept_values = resources
            .as_array()
            .unwrap()
            .iter()
            .find_map(|one| one.get("keptValues"));
        let value = &kept_values.unwrap()[0];
        assert_eq!(
            (&value["path"], &value["verdict"]),
            (&json!(kind.path), &json!("standing"))
        );
        assert!(value["decision"]["since"].is_string(), "{value}");
        assert_eq!(told.json()["functions"][0]["endKept"][1], local);
        for format in ["text", "markdown", "junit"] {
            let told = story.s(&format!("plan --format {format}"));
            let text = told.document.unwrap();
            assert!(
                text.contains("kept as online by an earlier decision"),
                "{text}"
            );
            assert!(!text.contains("canary"), "{text}");
        }
        story.s("drift --html page.html");
        let page = story.read("page.html");
        assert!(
            page.contains(local) && page.contains("kept since"),
            "{}",
            kind.path
        );
        assert!(!page.contains("What is online is what s.yaml says"));
        assert_eq!((kind.value)(&story.console()), kept);
    });
}

#[test]
fn an_edit_of_the_same_setting_is_a_question() {
    each(|kind, keep, story, kept| {
        kind.edit(&story);
        let told = story.s("deploy").ends("conflict").writes(&[]);
        let line = format!("! {}: kept online ", kind.path);
        let told = told.says(&[&line, "yours then ", "yours now ", "changed here since"]);
        assert!(!told.said.contains("canary"), "{}", told.transcript());
        story.s("plan").ends("conflict").says(&[&line]);
        // Nothing changed online.
        story
            .s("drift")
            .ends("clean")
            .says(&["Nothing changed online"]);
        story.keys("⏎").s("deploy").ends("conflict").writes(&[]);
        story.s("deploy --merge").ends("conflict").writes(&[]);
        assert_eq!(
            (kind.value)(&story.console()),
            kept,
            "{} {keep:?}",
            kind.path
        );

        // Kept again, it stands against the new value.
        let again = story.copied();
        again.s("deploy --use-remote").ends("clean").writes(&[]);
        lists(&again.s("deploy").ends("clean").writes(&[]), kind);

        // Overwritten, it can be brought back.
        let told = story.s("deploy --use-local").ends("changed");
        assert_ne!((kind.value)(&story.console()), kept);
        let id = told.said.split("'s restore ").nth(1).expect("a backup");
        let id = id.split('\'').next().unwrap();
        let told = story.s("plan").ends("clean");
        told.never_says(&["kept as online"]);
        story.s(&format!("restore {id} -y")).ends("changed");
        assert_eq!(
            (kind.value)(&story.console()),
            kept,
            "{} {keep:?}",
            kind.path
        );
    });
}

#[test]
fn by_hand_three_columns_are_shown() {
    each(|kind, _, story, kept| {
        kind.edit(&story);
        let told = story.keys("orynn").s("deploy").ends("clean").writes(&[]);
        told.says(&[
            "kept online",
            "yours then",
            "yours now",
            "changed here since",
        ]);
        assert_eq!((kind.value)(&story.console()), kept);
        kind.edit(&story);
        let told = story.s("deploy").ends("clean").writes(&[]);
        lists(&told, kind);
    });
}

#[test]
fn an_edit_elsewhere_leaves_it_alone() {
    each(|kind, _, story, kept| {
        let mut file = (kind.file)().timeout(20);
        if !kind.path.contains("LEVEL") {
            file = file.variable("MINE", "mine-canary");
        }
        story.yaml(&[file]);
        let told = story.s("deploy").ends("changed");
        lists(&told, kind);
        assert_eq!(story.console().function("demo")["timeout"], 20);
        let mut now = (kind.value)(&story.console());
        if kind.path.starts_with("environmentVariables") {
            now.as_object_mut().unwrap().remove("MINE");
        }
        assert_eq!(now, kept, "{}", kind.path);
        lists(&story.s("deploy").ends("clean").writes(&[]), kind);
    });
}

#[test]
fn a_further_change_online_is_an_ordinary_one() {
    each(|kind, _, story, _| {
        (kind.online)(&story.console(), 1);
        let new = (kind.value)(&story.console());
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.says(&["changed online since the last deploy"])
            .never_says(&["kept as online"]);
        story.s("drift").ends("drift");
        let here = story.copied();
        here.s("deploy --merge").ends("clean").writes(&[]);
        assert_eq!((kind.value)(&here.console()), new);
        lists(&here.s("deploy").ends("clean"), kind);
        story
            .s("deploy --use-local")
            .ends("changed")
            .says(&["'s restore "]);
        story
            .s("plan")
            .ends("clean")
            .never_says(&["kept as online"]);
    });
}

#[test]
fn a_decision_can_be_taken_back() {
    for kind in kinds() {
        let half = match kind.is_code() {
            true => "--code local",
            false => "--config local",
        };
        for flags in ["--use-local", "--merge --use-local", half] {
            for keep in [Keep::Remote, Keep::Restore] {
                let (story, kept) = standing(&kind, keep);
                let told = story.s(&format!("deploy {flags}")).ends("changed");
                told.says(&[
                    "kept as online until now, and overwritten",
                    kind.path,
                    "'s restore ",
                ])
                .never_says(&["canary", "kept as online by"]);
                assert_ne!(
                    (kind.value)(&story.console()),
                    kept,
                    "{} {flags}",
                    kind.path
                );
                let told = story.s("plan").ends("clean");
                told.says(&["No changes"]).never_says(&["kept as online"]);
                story.s("deploy").ends("clean").writes(&[]);
            }
        }
        for flags in [
            "--use-remote",
            "--merge",
            "--merge --use-remote",
            "-y",
            "--config merge",
        ] {
            let (story, kept) = standing(&kind, Keep::Remote);
            let told = story
                .s(&format!("deploy {flags}"))
                .ends("clean")
                .writes(&[]);
            lists(&told, &kind);
            assert_eq!(
                (kind.value)(&story.console()),
                kept,
                "{} {flags}",
                kind.path
            );
        }
    }
}

#[test]
fn a_part_of_the_deploy_takes_back_its_own_part_only() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.console().change_code("demo", &[("index.py", "fix")]);
    story.s("deploy --use-remote").ends("clean");
    let code = story.console().code("demo");
    story
        .s("deploy --function config --use-local")
        .ends("changed")
        .writes(&["PUT functions/demo"]);
    assert_eq!(story.console().function("demo")["memorySize"], 512);
    assert_eq!(story.console().code("demo"), code);
    let told = story.s("plan").ends("clean");
    told.says(&["code: online "])
        .never_says(&["memorySize: online"]);
    story.s("deploy --code local").ends("changed");
    assert_ne!(story.console().code("demo"), code);
}

#[test]
fn what_was_kept_earlier_comes_home() {
    each(|kind, keep, story, kept| {
        let told = story.s("deploy --write-back").ends("clean").writes(&[]);
        assert_eq!((kind.value)(&story.console()), kept);
        if kind.is_code() {
            let folder = told.saved.iter().find(|file| file.contains("code.online-"));
            assert!(folder.is_some(), "{}", told.transcript());
            // In the folder of the code it is what is online.
            story.write(
                "code/index.py",
                "def handler(event, context):\n    return 'fix 0'\n",
            );
        } else {
            let written = told.saved.contains(&"~ s.yaml".to_owned());
            assert!(written, "{keep:?}\n{}", told.transcript());
        }
        if kind.is_code() {
            return;
        }
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.never_says(&["kept as online"]);
        story.s("plan").ends("clean").says(&["No changes"]);
        assert_eq!((kind.value)(&story.console()), kept);
    });
}

/// The records of 0.1 do not say what stands kept; it is what the file and the cloud do not agree on.
#[test]
fn records_of_the_first_version_are_understood() {
    for kind in kinds() {
        let (story, kept) = standing(&kind, Keep::Remote);
        for path in story.files.all().into_keys() {
            let Some(name) = path.strip_prefix("/home/a/app/") else {
                continue;
            };
            if name.starts_with(".s/fc-guard/") && name.ends_with(".json") {
                let mut record: Value = serde_json::from_str(&story.read(name)).unwrap();
                if let Some(baseline) = record["baseline"].as_object_mut() {
                    baseline.remove("kept");
                    story.write(name, &record.to_string());
                }
            }
        }
        let line = format!("{}: online ", kind.path);
        let told = story
            .s("plan")
            .ends("clean")
            .says(&["kept as online", &line]);
        assert!(!told.said.contains("kept since"), "{}", told.transcript());
        let back = story.copied();
        kind.edit(&story);
        story.s("deploy").ends("conflict").writes(&[]);
        assert_eq!((kind.value)(&story.console()), kept);
        back.s("deploy --use-local").ends("changed");
        assert_ne!((kind.value)(&story.console()), kept);
        back.s("plan").ends("clean").never_says(&["kept as online"]);
    }
}

#[test]
fn what_stays_deleted_can_come_back() {
    let story = Story::deployed();
    story.console().delete_trigger("demo", "http");
    story.s("deploy --use-remote").ends("clean");
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&[
            "stays deleted by an earlier decision (2026-11-01T",
            "--config local",
        ])
        .never_says(&["online is what s.yaml says"]);
    }
    story.s("deploy --use-remote").ends("clean").writes(&[]);
    let told = story.s("deploy --config local").ends("changed");
    told.says(&["is created again"])
        .writes(&["POST functions/demo/triggers"]);
    story.s("plan").ends("clean").says(&["No changes"]);

    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    story.s("deploy --use-remote").ends("clean").writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert!(story.console().has_function("demo"));
    assert!(story.console().trigger("demo", "http").is_object());
    story.s("plan").ends("clean").says(&["No changes"]);
}

/// With `code: ./` what we write into s.yaml ourselves changes the package.
#[test]
fn our_own_write_back_does_not_overwrite_kept_code() {
    let story = Story::new();
    let mut file = Fn::demo();
    file.code = "./".to_owned();
    story.yaml(&[file]);
    story.write(".fcignore", "page.html\n");
    story.s("deploy").ends("changed");
    story.console().change("demo", json!({"memorySize": 1024}));
    story.console().change_code("demo", &[("index.py", "fix")]);
    let code = story.console().code("demo");
    story.s("deploy --use-remote --write-back").ends("clean");
    assert!(story.read("s.yaml").contains("memorySize: 1024"));
    story.s("deploy").ends("conflict").writes(&[]);
    assert_eq!(story.console().code("demo"), code);
}

#[test]
fn an_interrupted_write_beside_it_does_not_forget_it() {
    use crate::cloud::Fate;
    for fate in [Fate::KilledAfter, Fate::KilledBefore] {
        let story = Story::deployed();
        story.console().change("demo", json!({"memorySize": 1024}));
        story.s("deploy --use-remote").ends("clean");
        story.yaml(&[Fn::demo().timeout(20)]);
        let put = story.copied();
        let fate_of = fate.clone();
        put.meddle(move |_, line, _| match line.method == "PUT" {
            true => fate_of.clone(),
            false => Fate::Arrives,
        });
        put.s("deploy").ends("");
        put.s("deploy").ends_one_of(&["clean", "changed"]);
        put.s("plan")
            .ends("clean")
            .says(&["memorySize: online 1024, yours 512"]);
        put.yaml(&[Fn::demo().timeout(20).memory(768)]);
        put.s("deploy").ends("conflict").writes(&[]);
    }
}

/// What is removed although it was kept was somebody else's, too.
#[test]
fn removing_saves_what_was_kept() {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    story.s("deploy --use-remote").ends("clean");
    story.s("remove -y").ends("changed").says(&["'s restore "]);
}
