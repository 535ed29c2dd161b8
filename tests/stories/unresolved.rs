//! What another resource returns and nobody can look up here: it belongs to another component, say. It is
//! named, compared with nothing, and never taken for a value.

use serde_json::json;

use crate::story::Story;
use crate::told::Told;
use crate::yaml::{Fn, yaml};

const UNKNOWN: &str = "${resources.net.output.value}";

/// The resource, beside one that another component deploys.
fn write(story: &Story, own: Fn) {
    let net = "  net:\n    component: vpc\n    props:\n      region: cn-hangzhou\n";
    story.write("s.yaml", &(yaml(&[own]) + net));
}

fn bare(lines: &str) -> Fn {
    Fn::demo().bare().with(lines)
}

/// The resource as the whole run had it, deployed.
fn deployed(own: Fn) -> Story {
    let story = Story::new();
    story.yaml(&[own]);
    story.s("deploy").ends("changed");
    story
}

/// Every form in which a reference may stand for a value, or for more than one.
fn forms() -> Vec<(&'static str, Fn, Fn)> {
    let form = |name, known: &str, unknown: &str| (name, bare(known), bare(unknown));
    let trigger = |name: &str, cron: &str| {
        format!(
            "      triggers:\n        - triggerName: {name}\n          triggerType: timer\n          triggerConfig:\n            cronExpression: {cron}\n            enable: true\n"
        )
    };
    let scaling = |actions: &str| {
        format!(
            "      provisionConfig:\n        defaultTarget: 0\n        scheduledActions: {actions}\n"
        )
    };
    vec![
        (
            "a variable",
            bare("").variable("STAGE", "one"),
            bare("").variable("STAGE", &format!("x-{UNKNOWN}")),
        ),
        form(
            "a text",
            "      description: one\n",
            &format!("      description: {UNKNOWN}\n"),
        ),
        form(
            "a role",
            "      role: acs:ram::1:role/one\n",
            &format!("      role: {UNKNOWN}\n"),
        ),
        form(
            "tags",
            "      tags:\n        - key: a\n          value: b\n",
            &format!("      tags: {UNKNOWN}\n"),
        ),
        form(
            "the name of a tag",
            "      tags:\n        - key: a\n          value: b\n",
            &format!("      tags:\n        - key: {UNKNOWN}\n          value: b\n"),
        ),
        form(
            "an item",
            "      vpcConfig:\n        vpcId: vpc-1\n        securityGroupId: sg-1\n        vSwitchIds: [vsw-1]\n",
            &format!(
                "      vpcConfig:\n        vpcId: vpc-1\n        securityGroupId: sg-1\n        vSwitchIds: ['{UNKNOWN}']\n"
            ),
        ),
        form(
            "a block",
            "      vpcConfig:\n        vpcId: vpc-1\n        securityGroupId: sg-1\n        vSwitchIds: [vsw-1]\n",
            &format!("      vpcConfig: {UNKNOWN}\n"),
        ),
        form(
            "a whole tag",
            "      tags:\n        - key: a\n          value: b\n",
            &format!("      tags: ['{UNKNOWN}']\n"),
        ),
        form(
            "a whole action of a schedule",
            &scaling(
                "[{name: night, startTime: '2026-12-01T00:00:00Z', endTime: '2026-12-31T00:00:00Z', scheduleExpression: 'cron(0 0 1 * * *)', target: 1}]",
            ),
            &scaling(&format!("['{UNKNOWN}']")),
        ),
        form(
            "the type of a trigger",
            &trigger("t", "'@every 5m'"),
            &trigger("t", "'@every 5m'")
                .replace("triggerType: timer", &format!("triggerType: {UNKNOWN}")),
        ),
        (
            "the route of a domain",
            bare("").route("demo.example.com", "/*"),
            bare(&format!(
                "      customDomain:\n        domainName: demo.example.com\n        protocol: HTTP\n        route: {UNKNOWN}\n"
            )),
        ),
        form(
            "a part of a trigger",
            &trigger("t", "'@every 5m'"),
            &trigger("t", UNKNOWN),
        ),
        form(
            "the name of a trigger",
            &trigger("t", "'@every 5m'"),
            &trigger(UNKNOWN, "'@every 5m'"),
        ),
        form(
            "triggers",
            &trigger("t", "'@every 5m'"),
            &format!("      triggers: {UNKNOWN}\n"),
        ),
        form(
            "a configuration",
            "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n",
            &format!("      asyncInvokeConfig: {UNKNOWN}\n"),
        ),
        form(
            "a part of a configuration",
            "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n",
            &format!("      asyncInvokeConfig:\n        maxAsyncRetryAttempts: {UNKNOWN}\n"),
        ),
        (
            "the name of a domain",
            bare("").route("demo.example.com", "/*"),
            bare("").route(UNKNOWN, "/*"),
        ),
    ]
}

#[track_caller]
fn is_silent(told: Told) {
    let told = told.ends("clean").writes(&[]);
    told.says(&[&format!("{UNKNOWN} is not known")])
        .never_says(&["changed locally", "no longer", "will be", "nobody here"]);
}

#[test]
fn what_is_not_known_is_compared_with_nothing() {
    for (form, known, unknown) in forms() {
        println!("{form}");
        let story = deployed(known);
        write(&story, unknown);
        is_silent(story.s("fn plan --no-verify"));
        is_silent(story.s("fn drift --no-verify"));
        is_silent(story.cloned().s("fn drift --no-verify"));
    }
}

#[test]
fn what_others_change_is_told_all_the_same() {
    let story = deployed(bare("").variable("STAGE", "one"));
    write(&story, bare("").variable("STAGE", UNKNOWN));
    story.console().set_variable("demo", "STAGE", "two");
    for command in ["plan", "drift"] {
        story
            .s(&format!("fn {command} --no-verify"))
            .ends("drift")
            .says(&["environmentVariables.STAGE"]);
    }
}

/// What is put back stands kept against what the file said when that was last known.
#[test]
fn a_restore_remembers_no_reference_as_what_was_sent() {
    let story = deployed(bare("").variable("STAGE", "one"));
    story.console().set_variable("demo", "STAGE", "two");
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    write(&story, bare("").variable("STAGE", UNKNOWN));
    story
        .s(&format!("fn restore {id} -y --no-verify"))
        .ends("changed");
    let stage = || story.console().function("demo")["environmentVariables"]["STAGE"].clone();
    assert_eq!(stage(), "two");
    for text in story.records().values() {
        assert!(!text.contains("${resources"), "{text}");
    }
    story.s("fn drift --no-verify").ends("clean");
    story.yaml(&[bare("").variable("STAGE", "one")]);
    story.s("deploy").ends("clean").writes(&[]);
    story.yaml(&[bare("").variable("STAGE", "three")]);
    story.s("deploy").ends("conflict").writes(&[]);
}

#[test]
fn what_was_put_back_of_nothing_is_asked_about() {
    let story = deployed(bare("").variable("STAGE", "one"));
    story.console().set_variable("demo", "STAGE", "two");
    story.s("remove -y").ends("changed");
    let id = story.newest_backup();
    write(&story, bare("").variable("STAGE", UNKNOWN));
    story
        .s(&format!("fn restore {id} -y --no-verify"))
        .ends("changed");
    story.yaml(&[bare("").variable("STAGE", "three")]);
    let told = story.s("deploy").fails().writes(&[]);
    told.says(&["environmentVariables.STAGE"]);
    assert_eq!(
        story.console().function("demo")["environmentVariables"]["STAGE"],
        "two"
    );
}

#[test]
fn whose_a_setting_is_must_be_known_before_anything_is_put_back() {
    let story = deployed(bare(""));
    write(&story, bare(&format!("      driftPolicy: {UNKNOWN}\n")));
    for command in ["plan", "restore"] {
        story
            .s(&format!("fn {command} --no-verify"))
            .ends("usage")
            .says(&["props.driftPolicy"]);
    }
    story.s("fn drift --no-verify").ends("clean");
}

/// Two resources of this component: what the second one wants of the first.
fn pair(api: &str, more: &str) -> [Fn; 2] {
    let worker = Fn::named("worker", "worker").bare();
    let api = Fn::named("api", api).bare().with(more);
    [
        api,
        worker.variable(
            "STAGE",
            "${resources.api.output.environmentVariables.LEVEL}",
        ),
    ]
}

#[test]
fn why_it_is_not_known_is_said() {
    let story = Story::new();
    let plan = "worker plan --no-verify";
    story.yaml(&pair("api", ""));
    story.s(plan).ends("changed").says(&[
        "${resources.api.output.environmentVariables.LEVEL} is not known: api of resource api is not online",
    ]);
    story.yaml(&pair("${env('STAGE')}-api", ""));
    story
        .s(plan)
        .ends("changed")
        .says(&[
            "is not known: only Serverless Devs can resolve props.functionName: ${env('STAGE')}",
        ])
        .never_says(&["-api"]);
    let text = yaml(&pair("api", ""));
    let component = crate::yaml::COMPONENT;
    let other = text.replacen(component, "vpc", 1);
    story.write("s.yaml", &other);
    story
        .s(plan)
        .ends("changed")
        .says(&["is not known: resource api has another component"]);
    let other = text.replacen(
        &format!("component: {component}"),
        &format!("component: {component}\n    access: other"),
        1,
    );
    story.write("s.yaml", &other);
    story
        .s(plan)
        .ends("changed")
        .says(&["is not known: resource api has another access"]);
    story.write("s.yaml", &text.replace("resources.api", "resources.apo"));
    story
        .s(plan)
        .ends("changed")
        .says(&["is not known: s.yaml has no resource apo"]);
    story.write("s.yaml", &text);
    story.s("api deploy").ends("changed");
    story.write(
        "s.yaml",
        &text.replace("output.environmentVariables.LEVEL", "output.levle"),
    );
    story
        .s("worker deploy --no-verify")
        .ends("usage")
        .says(&[
            "is not known: the live resource api has no such value",
            "correct the name",
        ])
        .never_says(&["deploy resource api first"]);
}

/// A deploy of the first resource alone is what makes the value known.
#[test]
fn what_a_run_over_the_file_knows_is_said_so() {
    let story = deployed(bare(""));
    write(&story, bare(&format!("      description: {UNKNOWN}\n")));
    story
        .s("fn deploy --no-verify")
        .ends("usage")
        .writes(&[])
        .says(&["resource net has another component", "'s deploy'"]);
}

#[test]
fn a_name_that_is_not_known_stops_no_other_resource() {
    let story = Story::new();
    story.yaml(&[Fn::named("worker", "worker")
        .bare()
        .variable("STAGE", "one")]);
    story.s("deploy").ends("changed");
    story.console().set_variable("worker", "STAGE", "two");
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    for (api, more) in [("${env('STAGE')}-api", ""), ("api", "      timeuot: 3\n")] {
        story.yaml(&pair(api, more));
        story.s("worker plan --no-verify").ends("clean");
        story.s("worker drift --no-verify").ends("clean");
    }
    story
        .s(&format!("worker restore {id} -y --no-verify"))
        .ends("changed");
}

/// Once the other one is removed only the record says what this one was deployed as.
#[test]
fn a_removal_knows_what_was_deployed_where_the_other_one_is_gone() {
    let [api, mut worker] = pair("api", "");
    worker.function = "${resources.api.output.environmentVariables.LEVEL}-worker".to_owned();
    let story = Story::new();
    story.yaml(&[api, worker]);
    story.s("deploy").ends("changed");
    assert!(story.console().has_function("info-canary-worker"));
    let told = story.s("remove -y").ends("changed");
    assert!(
        told.wrote()
            .contains(&"DELETE functions/info-canary-worker".to_owned())
    );
}

/// Of several resources each is asked for once, all of them at once.
#[test]
fn others_are_read_at_once() {
    let mut all: Vec<Fn> = ["a", "b", "c"]
        .map(|name| Fn::named(name, name).bare())
        .to_vec();
    let mut last = Fn::named("last", "last").bare();
    for name in ["a", "b", "c"] {
        let level = format!("${{resources.{name}.output.environmentVariables.LEVEL}}");
        last = last.variable(&name.to_uppercase(), &level);
    }
    all.push(last);
    let story = Story::new();
    story.yaml(&all);
    story.s("deploy").ends("changed");
    let one = story.s("a plan").ends("clean").rounds;
    let told = story.s("last plan --no-verify").ends("clean");
    assert!(told.rounds <= 2 * one, "{}", told.transcript());
}

#[test]
fn every_form_of_a_path_finds_its_value() {
    let story = Story::new();
    let api = Fn::named("api", "api");
    let worker = Fn::named("worker", "worker")
        .bare()
        .variable(
            "BRACKETS",
            "${resources.api.output.triggers[0].triggerName}",
        )
        .variable("DOTS", "${resources.api.output.triggers.0.triggerName}");
    story.yaml(&[api, worker]);
    story.s("api deploy").ends("changed");
    story.s("worker deploy --no-verify").ends("changed");
    let online = story.console().function("worker");
    assert_eq!(
        online["environmentVariables"],
        json!({"LEVEL": "info-canary", "BRACKETS": "http", "DOTS": "http"})
    );
}

#[test]
fn who_only_looks_or_puts_back_goes_on_where_another_cannot_be_read() {
    use crate::cloud::Fate;
    let story = Story::new();
    story.yaml(&pair("api", ""));
    story.s("deploy").ends("changed");
    let broken = || Fate::RefusedWith(403, String::new());
    for command in ["drift", "info", "restore"] {
        story
            .every("GET", "functions/api", broken())
            .s(&format!("worker {command} --no-verify"))
            .ends("clean")
            .says(&["is not known: resource api cannot be read"]);
    }
    story
        .every("GET", "functions/api", broken())
        .s("worker plan --no-verify")
        .ends("unreadable");
}

/// A literal beside an expression, and what it falls back to, may be a secret.
#[test]
fn of_an_expression_only_the_names_in_it_are_told() {
    for value in [
        "mysql://root:a-canary@${env('DB_HOST')}/shop",
        "${env('DB_HOST', 'b-canary') + ''}",
        "${resources.first.output.description || 'c-canary'}",
        "d-canary-${resources.first.output.description}-e-canary",
    ] {
        let story = Story::new();
        let second = Fn::named("second", "second").bare();
        let second = second.with(&format!("      role: \"{value}\"\n"));
        story.yaml(&[Fn::named("first", "first").bare(), second]);
        for command in ["plan", "deploy", "drift"] {
            let told = story
                .s(command)
                .never_says(&["-canary@", "b-canary", "c-canary", "d-canary", "e-canary"]);
            if command == "deploy" {
                told.says(&["props.role: ${"]);
            }
        }
    }
}

/// Serverless Devs hands over the command line of the command for which it asks.
#[test]
fn who_asks_on_behalf_of_another_command_may_have_its_flags() {
    let story = Story::deployed();
    let flags = [
        (
            "deploy",
            "--use-local --no-write-back --skip-push --function code -y",
        ),
        ("plan", "--report plan.json"),
        ("drift", "--format markdown"),
        ("remove", "--orphan old -y"),
        ("restore", "20261101T080000Z-1209 -y"),
        ("sync", "--target-dir there"),
    ];
    for (caller, flags) in flags {
        let told = story.as_action_of(caller).s(&format!("info {flags}"));
        let told = told.ends("clean");
        assert_eq!(told.results[0].1["functionName"], "demo");
        story.s(&format!("info {flags}")).ends("usage");
    }
}

#[test]
fn who_asks_on_behalf_of_another_command_is_told_that_nothing_is_online() {
    let story = Story::new();
    for caller in ["plan", "remove"] {
        story
            .as_action_of(caller)
            .s("info")
            .ends("clean")
            .says(&["function demo is not online"]);
    }
    for caller in ["deploy", ""] {
        story.as_action_of(caller).s("info").fails();
    }
}
