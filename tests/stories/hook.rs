//! The guard before the deploy of a component that stays unmodified. A stand-in writes as upstream's fc3 does: all of
//! the file, with what the file does not name set back, and packed in its own way.

use fc_guard::turn::Hook;
use serde_json::{Value, json};

use crate::console::checksum;
use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::told::Told;

const HELLO: &str = "def handler(event, context):\n    return 'hello'\n";
const NEXT: &str = "def handler(event, context):\n    return 'next'\n";
const HOTFIX: &str = "def handler(event, context):\n    return 'hotfix'\n";

/// The action as it is to be written.
const ACTION: &str = "        - plugin: fc-guard\n          allow_failure: false\n";

/// A file whose resource stays with fc3. `more` are lines of the props, `action` those of the action.
fn file(more: &str, action: &str) -> String {
    format!(
        "edition: 3.0.0
name: app
access: default
resources:
  fn:
    component: fc3
    actions:
      pre-deploy:
{action}    props:
      region: cn-hangzhou
      functionName: demo
      runtime: python3.10
      handler: index.handler
      code: ./code
{more}"
    )
}

/// A project that was never deployed.
fn fresh() -> Story {
    let story = Story::new();
    story.write("s.yaml", &file("      timeout: 10\n", ACTION));
    story
}

/// The same, deployed once by the stand-in under the guard.
fn deployed() -> Story {
    let story = fresh();
    let told = before(&story, "deploy").ok();
    fc3(&story, &told);
    after(&story);
    story
}

fn before(story: &Story, command: &str) -> Told {
    story.as_hook(Hook::Before).s(command)
}

fn after(story: &Story) -> Told {
    story
        .as_hook(Hook::After)
        .s("deploy")
        .ends("clean")
        .writes(&[])
}

/// What the component has as props: those that it was handed, else those of the file.
fn props(story: &Story, told: &Told) -> Value {
    if let Some((_, props)) = told.handed.first() {
        return props.clone();
    }
    let file: Value = yaml_serde::from_str(&story.read("s.yaml")).unwrap();
    file["resources"]["fn"]["props"].clone()
}

/// Writes as upstream's fc3 does.
fn fc3(story: &Story, told: &Told) {
    let (console, props) = (story.console(), props(story, told));
    let text = |name: &str, or: &str| props.get(name).cloned().unwrap_or(or.into());
    let mut body = json!({
        "runtime": props["runtime"], "handler": props["handler"], "description": text("description", ""),
        "timeout": props.get("timeout").cloned().unwrap_or(json!(3)),
        "memorySize": props.get("memorySize").cloned().unwrap_or(json!(512)),
        "cpu": props.get("cpu").cloned().unwrap_or(json!(0.35)),
        "diskSize": props.get("diskSize").cloned().unwrap_or(json!(512)),
        "internetAccess": props.get("internetAccess").cloned().unwrap_or(json!(true)),
        "environmentVariables": props.get("environmentVariables").cloned().unwrap_or(json!({})),
    });
    let code = props["code"].as_str().unwrap();
    match console.has_function("demo") {
        true => console.change("demo", body),
        false => {
            body["functionName"] = "demo".into();
            body["code"] = json!({"zipFile": crate::console::zipped(&[("index.py", "")])});
            console.create(body);
        }
    }
    match story.files.all().get(code) {
        // A package is taken as it is, and not sent where its checksum is online.
        Some(Node::File { bytes, .. }) => {
            let sum = fc_guard::package::checksum(bytes);
            assert_eq!(console.function("demo")["codeChecksum"], *sum);
        }
        _ => {
            let text = story.read("code/index.py");
            console.change_code("demo", &[("index.py", &text)]);
        }
    }
    for (segment, name) in [
        ("concurrency", "concurrencyConfig"),
        ("scaling-config", "scalingConfig"),
    ] {
        if props.get(name).is_none() {
            let path = format!("functions/demo/{segment}");
            let action = match segment {
                "concurrency" => "DeleteConcurrencyConfig",
                _ => "DeleteScalingConfig",
            };
            console.tries("DELETE", action, &path, &Value::Null);
        }
    }
}

#[test]
fn what_upstream_has_deployed_is_ours_and_a_change_in_the_console_stops_it() {
    let story = deployed();
    // Nothing differs, so the component's own inputs are right.
    let told = before(&story, "deploy").ends("clean").writes(&[]);
    assert!(told.handed.is_empty(), "{}", told.transcript());
    fc3(&story, &told);
    after(&story);
    before(&story, "deploy").ends("clean");
    story.console().change("demo", json!({"timeout": 60}));
    before(&story, "deploy")
        .ends("drift")
        .writes(&[])
        .says(&["timeout", "s fn deploy --use-local"]);
}

#[test]
fn a_local_change_goes_on_without_a_question_and_is_on_record_afterwards() {
    let story = deployed();
    story.write("s.yaml", &file("      timeout: 20\n", ACTION));
    story.write("code/index.py", NEXT);
    let told = before(&story, "deploy")
        .ends("changed")
        .writes(&[])
        .says(&["left to fc3"]);
    assert!(told.handed.is_empty(), "{}", told.transcript());
    fc3(&story, &told);
    after(&story);
    story.write("s.yaml", &file("      timeout: 30\n", ACTION));
    story.write("code/index.py", HELLO);
    before(&story, "deploy")
        .ends("changed")
        .never_says(&["changed online"]);
}

#[test]
fn without_a_look_afterwards_the_next_run_makes_out_what_upstream_did() {
    let story = deployed();
    story.write("s.yaml", &file("      timeout: 20\n", ACTION));
    story.write("code/index.py", NEXT);
    let told = before(&story, "deploy").ends("changed");
    fc3(&story, &told);
    // The next change is made before anybody has looked.
    story.write("s.yaml", &file("      timeout: 30\n", ACTION));
    story.write("code/index.py", HELLO);
    before(&story, "deploy").ends("changed").never_says(&[
        "changed online",
        "changed on both sides",
        "interrupted",
    ]);
}

#[test]
fn what_upstream_did_not_write_is_not_on_record() {
    let story = deployed();
    story.write("s.yaml", &file("      timeout: 20\n", ACTION));
    before(&story, "deploy").ends("changed");
    // Somebody said no to upstream's own question.
    after(&story);
    before(&story, "deploy")
        .ends("changed")
        .says(&["left to fc3"]);
    after(&story);
    // What stands there by somebody else's hand is no work of upstream's.
    story.console().change("demo", json!({"timeout": 99}));
    before(&story, "deploy").ends("conflict").says(&["timeout"]);
}

#[test]
fn what_stays_as_it_is_online_is_handed_on() {
    let story = deployed();
    story.console().change(
        "demo",
        json!({"timeout": 60, "environmentVariables": {"HOT": "fix-canary"}}),
    );
    let told = before(&story, "deploy --use-remote").ok().writes(&[]);
    let (_, props) = &told.handed[0];
    assert_eq!(props["timeout"], 60);
    assert_eq!(props["environmentVariables"], json!({"HOT": "fix-canary"}));
    assert_eq!(props["code"], "./code");
    fc3(&story, &told);
    after(&story);
    assert_eq!(story.console().function("demo")["timeout"], 60);
    // The decision stands, and is handed on by each deploy without being asked for again.
    let told = before(&story, "deploy").ok().never_says(&["fix-canary"]);
    assert_eq!(told.handed[0].1["timeout"], 60);
    assert!(!format!("{:?}", story.records()).contains("fix-canary"));
}

#[test]
fn code_that_stays_is_handed_on_as_the_very_package() {
    let story = deployed();
    story.console().change_code("demo", &[("index.py", HOTFIX)]);
    story.write("s.yaml", &file("      timeout: 20\n", ACTION));
    before(&story, "deploy")
        .ends("drift")
        .says(&["index.py  changed online"]);
    let told = before(&story, "deploy --use-remote").ok();
    let path = told.handed[0].1["code"].as_str().unwrap().to_owned();
    assert!(path.ends_with(".zip") && path.starts_with(HOME), "{path}");
    fc3(&story, &told);
    after(&story);
    assert_eq!(story.console().code("demo")[0].1, HOTFIX);
    assert_eq!(story.console().function("demo")["timeout"], 20);
    assert!(
        !story.files.all().contains_key(&path),
        "the package is left behind"
    );
    // It stands kept, also where nothing else is to do.
    let told = before(&story, "deploy").ok();
    assert!(told.handed[0].1["code"].as_str().unwrap().ends_with(".zip"));
    assert_eq!(
        story.console().function("demo")["codeChecksum"],
        *checksum(&[("index.py", HOTFIX)])
    );
}

#[test]
fn what_is_overwritten_is_saved_first_and_the_inputs_stay() {
    let story = deployed();
    story.console().change("demo", json!({"timeout": 60}));
    story.console().change_code("demo", &[("index.py", HOTFIX)]);
    let told = before(&story, "deploy --use-local")
        .ends("changed")
        .writes(&[])
        // The component has no such command, so the file is named in which the resource has ours.
        .says(&["s fn restore -t fc-guard.yaml 2"]);
    assert!(told.handed.is_empty(), "{}", told.transcript());
    fc3(&story, &told);
    after(&story);
    assert_eq!(story.console().function("demo")["timeout"], 10);
    let backup = story.newest_backup();
    story.s(&format!("restore {backup} -y")).ends("changed");
    assert_eq!(story.console().function("demo")["timeout"], 60);
    assert_eq!(story.console().code("demo")[0].1, HOTFIX);
}

#[test]
fn what_upstream_would_take_away_stays() {
    let story = deployed();
    story.console().put_config(
        "demo",
        "concurrency",
        "ConcurrencyConfig",
        json!({"reservedConcurrency": 7}),
    );
    let told = before(&story, "deploy")
        .ok()
        .says(&["it is handed on, and stays"]);
    assert_eq!(
        told.handed[0].1["concurrencyConfig"],
        json!({"reservedConcurrency": 7})
    );
    fc3(&story, &told);
    let left = story.console().state();
    assert!(
        left.to_string().contains("\"reservedConcurrency\":7"),
        "{left}"
    );
}

#[test]
fn what_the_file_leaves_out_and_upstream_sends_is_compared() {
    let story = deployed();
    // Upstream sends these with every deploy, as long as the file names neither of them.
    story.console().change(
        "demo",
        json!({"cpu": 1, "memorySize": 1024, "diskSize": 10240}),
    );
    before(&story, "deploy")
        .ends("drift")
        .says(&["cpu", "diskSize", "memorySize"]);
    let told = before(&story, "deploy --use-remote").ok();
    let props = &told.handed[0].1;
    assert_eq!(
        (&props["cpu"], &props["diskSize"]),
        (&json!(1), &json!(10240))
    );
}

#[test]
fn what_cannot_be_handed_on_stops_the_run_before_anything_is_on_disk() {
    let story = deployed();
    story.console().delete("demo");
    let records = story.records();
    before(&story, "deploy --use-remote")
        .refused(&["cannot be handed on to fc3", "function demo"])
        .writes(&[]);
    assert_eq!(story.records(), records);
}

#[test]
fn an_action_whose_failure_is_ignored_is_refused() {
    let story = fresh();
    let allowing = |lines: &str| format!("        - plugin: fc-guard\n{lines}");
    for lines in [
        "",
        "          allow_failure: true\n",
        "          allow_failure: {exit_code: [101]}\n",
    ] {
        story.write("s.yaml", &file("", &allowing(lines)));
        let told = before(&story, "deploy")
            .ends("usage")
            .says(&["allow_failure: false"]);
        assert!(told.sent.is_empty(), "{}", told.transcript());
    }
    // What the resource says counts for more.
    let text = file("", ACTION).replace(
        "    component: fc3\n",
        "    component: fc3\n    allow_failure: true\n",
    );
    story.write("s.yaml", &text);
    before(&story, "deploy").ends("usage");
    story.write("s.yaml", &file("", ACTION));
    before(&story, "deploy").ends("changed");
}

#[test]
fn a_parallel_group_is_refused_and_one_after_the_other_is_not() {
    let story = fresh();
    let flow = |groups: &str| format!("{}flow:\n  deploy: {groups}\n", file("", ACTION));
    for groups in ["[[other, fn]]", "[[fn, other]]", "[[\"${regex('.')}\"]]"] {
        story.write("s.yaml", &flow(groups));
        before(&story, "deploy")
            .ends("usage")
            .says(&["parallel group"]);
        // One resource alone has its own actions.
        before(&story, "fn deploy").ends("changed");
    }
    story.write("s.yaml", &flow("[[fn], [other]]"));
    before(&story, "deploy").ends("changed");
}

#[test]
fn a_code_folder_that_holds_the_key_is_refused() {
    let story = fresh();
    let text = file("", ACTION).replace("code: ./code", "code: ./");
    story.write("s.yaml", &text);
    before(&story, "deploy").ends("usage").says(&[".fcignore"]);
    story.write(".fcignore", ".s\n");
    before(&story, "deploy").ends("changed");
}

#[test]
fn without_a_terminal_it_is_said_that_upstream_asks_too() {
    let story = fresh();
    before(&story, "deploy").says(&["s deploy -y"]);
    before(&story, "deploy -y").never_says(&["ends with 0"]);
}

#[test]
fn another_resource_with_the_plugin_is_looked_at_before_the_first_is_written() {
    let story = fresh();
    let one = file("      timeout: 10\n", ACTION);
    let (head, own) = one.split_once("  fn:\n").unwrap();
    let two = own.replace("functionName: demo", "functionName: second");
    let three = two
        .replace("second", "third")
        .replace(ACTION, "        - run: ls\n");
    story.write(
        "s.yaml",
        &format!("{head}  fn:\n{own}  two:\n{two}  three:\n{three}"),
    );
    let create = |name: &str| {
        let body = json!({"functionName": name, "runtime": "python3.10", "handler": "index.handler", "timeout": 60,
            "code": {"zipFile": crate::console::zipped(&[("index.py", HELLO)])}});
        story.console().create(body);
    };
    create("second");
    create("third");
    let told = before(&story, "fn deploy").ok();
    assert!(told.handed.is_empty());
    // Over the whole file the second one stops it in the turn of the first; the third is not guarded.
    before(&story, "deploy")
        .ends("drift")
        .says(&["second"])
        .never_says(&["third"]);
}

#[test]
fn a_deploy_of_the_code_alone_takes_no_tag_of_others_away() {
    let story = deployed();
    story.console().tag("demo", "owner", "ops");
    story.write("code/index.py", NEXT);
    let told = before(&story, "deploy --function code").ok();
    assert_eq!(
        told.handed[0].1["tags"],
        json!([{"key": "owner", "value": "ops"}])
    );
}

#[test]
fn what_a_rule_gives_to_the_console_is_handed_on() {
    let story = deployed();
    let rule = "      timeout: 10\n      driftPolicy:\n        - {path: [memorySize], owner: console, reason: ops}\n";
    story.write("s.yaml", &file(rule, ACTION));
    story.console().change("demo", json!({"memorySize": 1024}));
    let told = before(&story, "deploy").ok();
    assert_eq!(told.handed[0].1["memorySize"], 1024);
}

#[test]
fn the_routes_of_others_in_a_domain_of_its_own_are_handed_on() {
    let story = Story::new();
    story.s("deploy").ends("changed");
    let site = crate::yaml::SITE
        .replace("demo.example.com", "site.example.com")
        .replace(
            "component: fc-guard\n",
            "component: fc3-domain\n    actions:\n      pre-deploy:\n        - {plugin: fc-guard, allow_failure: false}\n",
        );
    story.write("s.yaml", &site);
    story.console().create_domain(json!({
        "domainName": "site.example.com", "protocol": "HTTP",
        "routeConfig": {"routes": [{"path": "/*", "functionName": "demo"}]},
    }));
    before(&story, "deploy").ends("clean");
    story
        .console()
        .add_route("site.example.com", "/other/*", "demo");
    let told = before(&story, "deploy").ok().says(&["/other/*"]);
    let routes = &told.handed[0].1["routeConfig"]["routes"];
    let paths: Vec<&Value> = routes
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["path"])
        .collect();
    assert_eq!(paths, ["/*", "/other/*"]);
}

#[test]
fn of_fc_2_what_stays_is_refused_and_everything_else_is_guarded() {
    let story = crate::fc2::deployed();
    let text = story.read("s.yaml").replace(
        "component: fc-guard\n",
        "component: fc\n    actions:\n      pre-deploy:\n        - {plugin: fc-guard, allow_failure: false}\n",
    );
    story.write("s.yaml", &text);
    before(&story, "deploy").ends("clean").writes(&[]);
    let timeout = json!({"timeout": 60});
    story.console().older("PUT", crate::fc2::FUNCTION, &timeout);
    before(&story, "deploy").ends("drift").writes(&[]);
    before(&story, "deploy --use-remote").refused(&["cannot be handed on to fc", "timeout"]);
    let told = before(&story, "deploy --use-local")
        .ends("changed")
        .writes(&[]);
    assert!(told.handed.is_empty(), "{}", told.transcript());
}
