//! The commands that the adversary works on, each at the moment before it is typed.

use std::rc::Rc;

use fc_guard::ports::Ran;
use serde_json::{Value, json};

use super::foreign::Foreign;
use crate::cloud::{Fate, Weather};
use crate::memory::Node;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

pub(crate) const DOMAIN: &str = "demo.example.com";

/// A command, and the world in which it is about to run.
pub(crate) struct Trace {
    pub name: &'static str,
    story: Story,
    command: String,
    docker: Option<&'static str>,
}

impl Trace {
    /// A world of its own in which the command has not run yet.
    pub(crate) fn world(&self) -> Story {
        self.story.forked()
    }

    /// Runs the command in that world.
    pub(crate) fn run(&self, story: &Story) -> Told {
        self.ready(story);
        story.s(&self.command)
    }

    /// The world after the command, and what came of it, when nobody meddles.
    pub(crate) fn undisturbed(&self) -> (Story, Told) {
        let story = self.world();
        let told = self.run(&story).ok();
        (story, told)
    }

    /// The world after the command, and what came of it, when somebody else writes before that request.
    pub(crate) fn disturbed(&self, foreign: &Foreign, request: usize) -> (Story, Told) {
        let story = self.world();
        let act = foreign.act;
        story.before(request, move |console| {
            assert!(act(console), "it cannot be done")
        });
        let told = self.run(&story);
        (story, told)
    }

    /// Whether it says of itself that there was nothing left to do. What is put back or brought to a
    /// folder is not that of a deploy, and has no such word.
    pub(crate) fn is_settled(&self, told: &Told) -> bool {
        told.word == "clean" || self.command != "deploy"
    }

    /// Runs the command, whose process is killed when it has written so many files, and says whether
    /// it was.
    pub(crate) fn run_killed_after(&self, story: &Story, writes: usize) -> bool {
        let life = story.files.kill_after(writes);
        let watched = Rc::clone(&life);
        story.meddle(move |_, _, _| match watched.get() {
            Some(0) => Fate::KilledBefore,
            _ => Fate::Arrives,
        });
        self.run(story);
        let killed = life.get() == Some(0);
        story.files.revive();
        killed
    }

    /// What stands online in such a world; after which there is nothing to do.
    pub(crate) fn goal(&self, undisturbed: &Story) -> Value {
        let goal = essence(undisturbed);
        // A folder is filled once; what lies there then is a person's.
        if self.name == "sync" {
            return goal;
        }
        let again = self.run(&undisturbed.forked()).ok();
        assert_eq!(again.wrote(), [""; 0], "{}", again.transcript());
        goal
    }

    fn ready(&self, story: &Story) {
        if let Some(id) = self.docker {
            story.docker(move |args| image_client(args, id));
        }
    }
}

/// A docker client that has one image, of that id.
fn image_client(args: &[&str], id: &str) -> Ran {
    let stdout = match args.first() {
        Some(&"push") => String::new(),
        _ => format!("{id}\n"),
    };
    Ran {
        stdout,
        ..Ran::default()
    }
}

/// What is online without what the service counts and stamps.
pub(crate) fn essence(story: &Story) -> Value {
    let state = story.console().state();
    let mut essence = json!([
        state["functions"],
        state["customDomains"],
        state["services"]
    ]);
    strip(&mut essence);
    essence
}

/// All that the next run can know: what is online and every file, but for the moments in them.
pub(crate) fn footprint(story: &Story) -> String {
    let mut all = essence(story).to_string();
    for (path, node) in story.files.all() {
        let text = match node {
            Node::File { bytes, .. } => timeless(&String::from_utf8_lossy(&bytes)),
            other => format!("{other:?}"),
        };
        all.push_str(&format!("\n{path}: {text}"));
    }
    all
}

/// A text without the time of day in its timestamps; every story takes place on one day.
pub(super) fn timeless(text: &str) -> String {
    let mut parts = text.split("2026-11-01T");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_time = |one: char| one.is_ascii_digit() || [':', '.'].contains(&one);
        all.push_str(part.trim_start_matches(is_time));
    }
    all
}

pub(super) fn strip(value: &mut Value) {
    const STAMPS: [&str; 15] = [
        "createdTime",
        "functionId",
        "serviceId",
        "triggerId",
        "urlInternet",
        "urlIntranet",
        "lastModifiedTime",
        "lastUpdateStatus",
        "lastUpdateStatusReason",
        "lastUpdateStatusReasonCode",
        "httpTrigger",
        "state",
        "stateReason",
        "stateReasonCode",
        "since",
    ];
    match value {
        Value::Object(map) => {
            // The address of a trigger is drawn by chance.
            let is_drawn = |value: &Value| {
                value
                    .as_str()
                    .is_some_and(|text| text.ends_with(".fcapp.run"))
            };
            map.retain(|name, value| !STAMPS.contains(&name.as_str()) && !is_drawn(value));
            map.values_mut().for_each(strip);
        }
        Value::Array(items) => {
            // A mark says who deployed, and counts: it is no part of what was deployed.
            items.retain(|item| item["Key"] != "fc-guard");
            items.iter_mut().for_each(strip);
        }
        _ => {}
    }
}

const TIMER: &str = "      triggers:
        - triggerName: http
          triggerType: http
          triggerConfig:
            authType: anonymous
            methods: [METHODS]
        - triggerName: tick
          triggerType: timer
          triggerConfig:
            cronExpression: '@every 5m'
            enable: true
            payload: PAYLOAD
";

/// What stands beside a function: tags and a group, each with a call of its own, and configurations.
const BESIDE: &str = "      resourceGroupId: rg-VERSION
      tags:
        - key: stage
          value: vVERSION
      vpcBinding:
        vpcIds:
          - vpc-VERSION
      asyncInvokeConfig:
        maxAsyncEventAgeInSeconds: 36VERSION
        maxAsyncRetryAttempts: 1
      concurrencyConfig:
        reservedConcurrency: 5VERSION
      provisionConfig:
        defaultTarget: VERSION
        alwaysAllocateCPU: false
";

/// A project with everything: two triggers, tags, configurations beside the function, a domain.
fn everything(new: bool) -> Fn {
    let (version, methods, payload, timeout, path) = match new {
        false => ("1", "GET", "one", 10, "/*"),
        true => ("2", "GET, POST", "two", 20, "/ours/*"),
    };
    let triggers = TIMER
        .replace("METHODS", methods)
        .replace("PAYLOAD", payload);
    let more = triggers + &BESIDE.replace("VERSION", version);
    let level = if new { "debug-canary" } else { "info-canary" };
    let demo = Fn::demo().methods(&[]).with(&more).timeout(timeout);
    demo.variable("LEVEL", level).route(DOMAIN, path)
}

/// Somebody else's function, which has a route in our domain.
fn shared(story: &Story) {
    let console = story.console();
    console.create(json!({
        "functionName": "other", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": crate::console::zipped(&[("index.py", "other")])},
    }));
    if story.console().domain(DOMAIN).is_object() {
        console.add_route(DOMAIN, "/others/*", "other");
    } else {
        console.create_domain(json!({
            "domainName": DOMAIN, "protocol": "HTTP",
            "routeConfig": {"routes": [{"path": "/others/*", "functionName": "other"}]},
        }));
    }
}

fn weather(etags: bool) -> Weather {
    Weather {
        etags,
        ..Weather::default()
    }
}

fn deployed(etags: bool) -> Story {
    let story = Story::in_weather(weather(etags));
    story.yaml(&[everything(false)]);
    story.s("deploy").ends("changed");
    shared(&story);
    story.s("deploy").ends("clean");
    story
}

pub(super) fn trace(name: &'static str, story: Story, command: &str) -> Trace {
    Trace {
        name,
        story,
        command: command.to_owned(),
        docker: None,
    }
}

/// Everything is new.
pub(crate) fn create(etags: bool) -> Trace {
    let story = Story::in_weather(weather(etags));
    story.yaml(&[everything(false)]);
    shared(&story);
    trace("create", story, "deploy")
}

/// Everything was edited, the code too.
pub(crate) fn update(etags: bool) -> Trace {
    let story = deployed(etags);
    story.yaml(&[everything(true)]);
    story.write(
        "code/index.py",
        "def handler(event, context):\n    return 'new'\n",
    );
    trace("update", story, "deploy")
}

/// Deploys of these leave a mark. With the key of a team its digests cost nothing.
fn marks(story: Story) -> Story {
    story.var("FC_GUARD_STATE_KEY", &"ca".repeat(32));
    story.marks()
}

/// Everything was edited, and a deploy of it leaves a mark.
pub(crate) fn marked_update(etags: bool) -> Trace {
    let Trace { story, .. } = update(etags);
    trace("marked update", marks(story), "deploy")
}

/// A function alone, whose deploys leave a mark.
pub(crate) fn marked(etags: bool) -> Trace {
    let story = marks(Story::in_weather(weather(etags)));
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    story.yaml(&[Fn::demo()
        .bare()
        .timeout(20)
        .variable("LEVEL", "debug-canary")]);
    trace("marked", story, "deploy")
}

/// Code that lies in OSS, of which a new object is deployed.
pub(crate) fn object(etags: bool) -> Trace {
    let story = Story::in_weather(weather(etags));
    for (name, text) in [("v1.zip", "one"), ("v2.zip", "two"), ("v3.zip", "three")] {
        story.put_object("our-bucket", name, &[("index.py", text)]);
    }
    let demo = |object: &str| {
        let mut demo = Fn::demo().bare();
        demo.code = format!("\n        ossBucketName: our-bucket\n        ossObjectName: {object}");
        demo
    };
    story.yaml(&[demo("v1.zip")]);
    story.s("deploy").ends("changed");
    story.yaml(&[demo("v2.zip")]);
    trace("object", story, "deploy")
}

/// An image that was built anew under its tag.
pub(crate) fn image(etags: bool) -> Trace {
    let story = Story::in_weather(weather(etags));
    let image = "registry.cn-hangzhou.aliyuncs.com/ns/app:latest";
    let mut demo = Fn::demo().bare().with(&format!(
        "      customContainerConfig:\n        image: {image}\n        port: 9000\n"
    ));
    demo.runtime = "custom-container".to_owned();
    demo.code = String::new();
    story.yaml(&[demo]);
    story.docker(|args| image_client(args, "sha256:aaaa"));
    story.s("deploy").ends("changed");
    Trace {
        name: "image",
        story,
        command: "deploy".to_owned(),
        docker: Some("sha256:bbbb"),
    }
}

/// Everything goes.
pub(crate) fn remove(etags: bool) -> Trace {
    trace("remove", deployed(etags), "remove -y")
}

/// A hot fix comes back that was overwritten: config, code and a trigger.
pub(crate) fn restore(etags: bool) -> Trace {
    let story = deployed(etags);
    let console = story.console();
    console.set_variable("demo", "HOT", "fix-canary");
    console.change_code("demo", &[("index.py", "hot fix")]);
    console.change_trigger("demo", "tick", json!({"description": "hot"}));
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    trace("restore", story, &format!("restore {id} -y"))
}

/// Everything is brought to a folder.
pub(crate) fn sync(etags: bool) -> Trace {
    trace("sync", deployed(etags), "sync --target-dir synced -y")
}
