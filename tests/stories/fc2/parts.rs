//! Parts of a resource, by the words and flags of the component `fc`.

use serde_json::json;

use super::{FUNCTION, SERVICE, deployed, edit, new};
use crate::story::Story;

const DOMAIN: &str = "2016-08-15/custom-domains/shop.example.com";
const OTHER: &str = "2016-08-15/custom-domains/other.example.com";

const DOMAINS: &str = "      customDomains:
        - domainName: shop.example.com
          protocol: HTTP
          routeConfigs:
            - path: /*
        - domainName: other.example.com
          protocol: HTTP
          routeConfigs:
            - path: /*
";

const TIMER: &str = "        - name: tick
          type: timer
          config:
            cronExpression: '@every 1h'
            enable: true
";

/// The usual project with a second trigger and two domains, deployed.
fn full() -> Story {
    let story = new();
    let text = story.read("s.yaml");
    story.write("s.yaml", &format!("{text}{TIMER}{DOMAINS}"));
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    story
}

/// The same with a change in every part.
fn changed() -> Story {
    let story = full();
    edit(&story, "timeout: 10", "timeout: 20");
    edit(&story, "methods: [GET, POST]", "methods: [GET]");
    edit(&story, "@every 1h", "@every 2h");
    edit(&story, "description: the shop", "description: ours");
    edit(&story, "path: /*", "path: /new/*");
    story.write("code/index.py", "def handler(e, c):\n    return 'new'\n");
    story
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

fn writes(command: &str, writes: &[String]) {
    let wrote = sorted(changed().s(command).ends("changed").wrote());
    assert_eq!(wrote, sorted(writes.to_vec()), "{command}");
}

#[test]
fn a_word_names_a_part() {
    let put = |path: &str| format!("PUT {path}");
    let (web, tick) = (
        put(&format!("{FUNCTION}/triggers/web")),
        put(&format!("{FUNCTION}/triggers/tick")),
    );
    writes("deploy service", &[put(SERVICE)]);
    writes("deploy function", &[put(FUNCTION)]);
    writes("deploy trigger", &[tick.clone(), web.clone()]);
    writes(
        "deploy trigger --trigger-name tick",
        std::slice::from_ref(&tick),
    );
    let both = "deploy trigger --trigger-name=web --trigger-name tick";
    writes(both, &[tick.clone(), web.clone()]);
    writes("deploy domain", &[put(DOMAIN), put(OTHER)]);
    writes(
        "deploy domain --domain-name other.example.com",
        &[put(OTHER)],
    );
    writes("deploy --type code", &[put(FUNCTION)]);
    let all = [
        put(SERVICE),
        put(FUNCTION),
        tick,
        web,
        put(DOMAIN),
        put(OTHER),
    ];
    writes("deploy --type config", &all);
    writes("deploy all", &all);
}

/// What a flag leaves out is still in the file.
#[test]
fn what_is_left_out_is_not_left_behind() {
    let story = full();
    for (command, name) in [
        ("deploy --trigger-name web", "tick"),
        ("deploy trigger --trigger-name web", "tick"),
        ("deploy domain", "tick"),
        ("deploy --domain-name shop.example.com", "other.example.com"),
        (
            "deploy domain --domain-name shop.example.com",
            "other.example.com",
        ),
    ] {
        let told = story.s(command).ends("clean").writes(&[]);
        assert!(!told.text().contains(name), "{command}: {}", told.text());
    }
}

#[test]
fn a_half_of_the_function_is_deployed_by_its_type() {
    for (command, has_code) in [
        ("deploy --type code", true),
        ("deploy function --type code", true),
        ("deploy function --type=config", false),
        ("deploy --type config", false),
    ] {
        let told = changed().s(command).ends("changed");
        let keys = &told.request("PUT", FUNCTION).keys;
        assert_eq!(*keys == ["code"], has_code, "{command}: {keys:?}");
        assert_eq!(keys.contains(&"code".to_owned()), has_code, "{command}");
    }
}

/// The part stays in every command that is suggested.
#[test]
fn what_is_suggested_is_about_the_same_part() {
    let story = full();
    story.console().change_demo(&json!({"timeout": 60}));
    story.s("deploy trigger").ends("clean");
    story
        .s("deploy function --type config")
        .ends("drift")
        .says(&["deploy function --type config --use-local"]);
}

#[test]
fn what_names_no_part_is_refused() {
    let story = deployed();
    for (command, text) in [
        ("deploy trigers", "does not take the word “trigers”"),
        ("deploy trigers", "all, service, function, trigger, domain"),
        ("deploy service function", "takes one part"),
        (
            "deploy service --type code",
            "--type has nothing to do with service",
        ),
        (
            "deploy function --trigger-name web",
            "--trigger-name has nothing to do with function",
        ),
        (
            "deploy --type code --trigger-name web",
            "--trigger-name has nothing to do with --type code",
        ),
        (
            "deploy trigger --trigger-name no",
            "--trigger-name no: s.yaml has no trigger",
        ),
        (
            "deploy domain --domain-name no.cn",
            "--domain-name no.cn: s.yaml has no domain",
        ),
        ("deploy --type both", "--type does not take “both”"),
        ("deploy function --function code", "the part is named twice"),
        ("info --domain-name a.cn", "there is no flag --domain-name"),
    ] {
        let told = story.s(command).ends("usage");
        assert!(told.sent.is_empty(), "{}", told.transcript());
        assert!(told.text().contains(text), "{command}: {}", told.text());
    }
}

/// As the component `fc` names it, a plan is of a part, too.
#[test]
fn a_plan_is_of_the_part_that_is_named() {
    let story = changed();
    for (part, says, never) in [
        ("service", "the shop", "timeout"),
        ("function", "timeout: 10 → 20", "the shop"),
        ("trigger", "@every 2h", "timeout"),
        ("domain", "/new/*", "timeout"),
    ] {
        let told = story
            .s(&format!("plan --sub-command {part}"))
            .ends("changed");
        told.writes(&[]).says(&[says]).never_says(&[never]);
    }
    let whole = ["the shop", "timeout: 10 → 20", "@every 2h", "/new/*"];
    for command in ["plan", "plan --plan-type deploy", "plan --plan-type=deploy"] {
        story.s(command).ends("changed").says(&whole);
    }
    for (command, says) in [
        (
            "plan --plan-type remove --sub-command trigger",
            "s web remove",
        ),
        ("plan --plan-type other", "deploy or remove"),
        ("plan --sub-command layer", "does not take the word “layer”"),
        (
            "drift --sub-command service",
            "there is no flag --sub-command",
        ),
    ] {
        let told = story.s(command).ends("usage").says(&[says]);
        assert!(told.sent.is_empty(), "{command}: {}", told.transcript());
    }
}

/// What has nothing to do with FC 2.0 keeps its own flags.
#[test]
fn a_resource_of_fc_3_0_has_none_of_them() {
    let story = Story::new();
    for command in [
        "deploy --type code",
        "deploy --trigger-name http",
        "deploy --domain-name a.cn",
        "plan --sub-command service",
        "plan --plan-type deploy",
        "remove --use-local",
        "remove --trigger-name http",
    ] {
        let told = story.s(command).ends("usage");
        assert!(
            told.text().contains("there is no flag --"),
            "{}",
            told.text()
        );
    }
    story.s("deploy function").ends("usage");
    story.s("remove service").ends("usage");
}

/// The service is there for others, too: it needs no function of ours.
#[test]
fn a_service_is_deployed_alone() {
    let story = new();
    let told = story.s("deploy service").ends("changed");
    told.writes(&["POST 2016-08-15/services"]);
    story.s("deploy trigger").fails().says(&[
        "function shop/demo is not online",
        "deploy the whole resource first: s web deploy",
    ]);
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_part_is_removed() {
    let delete = |path: &str| format!("DELETE {path}");
    let trigger = |name: &str| delete(&format!("{FUNCTION}/triggers/{name}"));
    for (command, paths) in [
        (
            "remove trigger --trigger-name tick -y",
            vec![trigger("tick")],
        ),
        ("remove trigger -y", vec![trigger("tick"), trigger("web")]),
        (
            "remove domain --domain-name other.example.com -y",
            vec![delete(OTHER)],
        ),
        ("remove domain -y", vec![delete(DOMAIN), delete(OTHER)]),
        (
            "remove function -y",
            vec![trigger("tick"), trigger("web"), delete(FUNCTION)],
        ),
    ] {
        let story = full();
        let told = story.s(command).ends("changed");
        let count = paths.len();
        let told = told.says(&[&format!("{count} deleted; the rest of the resource stays")]);
        assert_eq!(sorted(told.wrote()), sorted(paths.clone()), "{command}");
        // It is gone, and nothing else is.
        for path in [SERVICE, FUNCTION, DOMAIN, OTHER] {
            let goes = paths.contains(&delete(path));
            assert_ne!(
                goes,
                story.console().tries_older("GET", path),
                "{command}: {path}"
            );
        }
        // What stays is on record as before and no change, and what went is made again without a question.
        let again = story.s("deploy").ends("changed").wrote();
        assert_eq!(again.len(), count, "{command}: {again:?}");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

fn shared() -> Story {
    let story = deployed();
    let other = json!({"functionName": "other", "runtime": "python3", "handler": "a.b", "code": {"zipFile": crate::caller::PACKAGE}});
    let console = story.console();
    console.older("POST", &format!("{SERVICE}/functions"), &other);
    let timer = json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": {"cronExpression": "@every 1h", "enable": true}});
    let triggers = format!("{SERVICE}/functions/other/triggers");
    console.older("POST", &triggers, &timer);
    story
}

/// What upstream's `remove -y` takes away is taken away here by whoever says so.
#[test]
fn a_whole_service_is_removed_by_whoever_asks_for_it() {
    let story = shared();
    let told = story.s("remove service").fails();
    told.says(&[
        "service shop holds functions that this resource does not name: other",
        "trigger shop/other/theirs, not on record here as deployed",
        "function shop/other, not on record here as deployed",
        "function shop/demo",
        "service shop",
        "nobody can be asked",
        "remove service -y",
    ])
    .writes(&[]);
    let mut told = story.s("remove service -y").ends("changed").wrote();
    assert_eq!(told.pop(), Some(format!("DELETE {SERVICE}")));
    let other = format!("{SERVICE}/functions/other");
    for path in [
        format!("DELETE {other}/triggers/theirs"),
        format!("DELETE {other}"),
        format!("DELETE {FUNCTION}/triggers/web"),
        format!("DELETE {FUNCTION}"),
    ] {
        assert!(told.contains(&path), "{path} is not in {told:?}");
    }
    assert!(story.records().is_empty(), "{:?}", story.records().keys());
    // What was others' is saved.
    assert!(story.s("restore").ok().text().contains("other"));
    story.s("remove service -y").ok().writes(&[]);
}

#[test]
fn ours_alone_goes_without_that_word() {
    for command in ["remove -y", "remove service --use-local -y"] {
        let story = shared();
        let told = story.s(command).ends("changed");
        let told = told.says(&[
            "service shop stays: it holds function other",
            "s web remove service",
        ]);
        told.writes(&[
            &format!("DELETE {FUNCTION}/triggers/web"),
            &format!("DELETE {FUNCTION}"),
        ]);
        assert!(story.console().tries_older("GET", SERVICE));
    }
}

#[test]
fn another_service_and_function_are_named_by_flags() {
    let story = shared();
    let info = story.s("info --function-name other").ok();
    assert_eq!(info.result()["function"]["name"], "other");
    let absent = story.s("info --service-name none --function-name other");
    absent.fails().says(&["is not online"]);
}
