//! Environments that Serverless Devs would leave out without a word to the component.

use serde_json::json;

use crate::story::Story;
use crate::yaml::{COMPONENT, Fn, SITE, yaml};

const ENVS: &str = "environments:\n  - name: testing\n    overlays:\n      components:\n        fc3:\n          functionName: ${source.functionName}-canary\n          timeout: 50\n  - name: prod\n    overlays: {}\n";

const COMMANDS: [&str; 8] = [
    "deploy",
    "plan",
    "drift",
    "history",
    "info",
    "sync",
    "remove -y",
    "restore",
];

fn project(envs: &str) -> Story {
    let story = Story::new();
    story.yaml(&[Fn::demo(), Fn::named("other", "other").bare()]);
    story.s("deploy").ends("changed");
    story.write("env.yaml", envs);
    story
}

#[test]
fn an_environment_that_there_is_not_stops_every_command() {
    let story = project(ENVS);
    for command in COMMANDS {
        let told = story
            .s(&format!("{command} --env prd"))
            .ends("usage")
            .writes(&[]);
        told.says(&["env.yaml has no environment prd", "testing, prod"]);
    }
    let text = format!("env: envs.yaml\n{}", story.read("s.yaml"));
    story.write("s.yaml", &text);
    story
        .s("deploy --env=prod")
        .ends("usage")
        .says(&["there is no envs.yaml, so there is no environment prod"]);
    story.write("envs.yaml", ENVS);
    story.s("deploy --env=prod").ok();
    // One that the default names, and that is gone, is left out just as silently.
    story.default_env.set(Some("gone"));
    story
        .s("deploy")
        .ends("usage")
        .says(&["no environment gone"]);
}

/// Without an environment nothing is laid over the file, whatever lies beside it: all resources are looked at
/// before the first is written.
#[test]
fn a_file_of_environments_alone_does_not_switch_the_first_look_off() {
    for line in ["", "env: env.yaml\n"] {
        let story = project(ENVS);
        let resources = [Fn::demo().timeout(20), Fn::named("other", "other").bare()];
        story.write("s.yaml", &format!("{line}{}", yaml(&resources)));
        story.console().change("other", json!({"timeout": 99}));
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.never_says(&["only in its turn"]);
        // With one it is not known what reaches the others.
        story.default_env.set(Some("prod"));
        story.s("plan").ends("drift");
        let told = story.s("deploy").ends("partial");
        told.says(&["other can be compared only in its turn"]);
    }
}

#[test]
fn what_an_environment_says_for_the_component_before_is_not_lost() {
    let lost = [
        "overlays.components.fc3 of environment testing does not apply to resource fn",
        "under overlays.resources.fn of environment testing: functionName, timeout",
    ];
    for component in [
        "fc3",
        "fc3@0.1.22",
        "fc",
        "fc-guard",
        COMPONENT,
        "../fc-guard",
    ] {
        let story = project(&ENVS.replace("fc3:", &format!("\"{component}\":")));
        for command in ["deploy", "remove -y", "fn deploy"] {
            let told = story.s(&format!("{command} --env testing")).ends("usage");
            told.writes(&[]).says(&["does not apply to resource fn"]);
        }
    }
    let story = project(ENVS);
    for command in ["plan", "drift", "info", "restore"] {
        story
            .s(&format!("{command} --env testing"))
            .ok()
            .says(&lost)
            .never_says(&["canary"]);
    }
    story
        .s("other deploy --env testing")
        .says(&["does not apply to resource other"]);
    story
        .s("deploy --env prod")
        .ends("clean")
        .never_says(&["does not apply to"]);
    story.s("deploy").ends("clean");
    story.default_env.set(Some("testing"));
    story.s("deploy").ends("usage").writes(&[]).says(&lost);
    // Whoever has written it for the resources may leave the rest where it is.
    let more = "      resources:\n        fn: { functionName: demo-t, timeout: 50 }\n        other: { functionName: other-t, timeout: 50 }\n";
    story.write(
        "env.yaml",
        &ENVS.replace("      components:", &format!("{more}      components:")),
    );
    story
        .s("plan")
        .never_says(&["does not apply to"])
        .says(&["function demo-t"]);
}

#[test]
fn what_an_environment_says_for_the_component_of_domains_is_not_lost() {
    let envs = ENVS.replace(
        "functionName: ${source.functionName}-canary",
        "domainName: t.example.com",
    );
    for component in ["fc3-domain", "fc3-domain@0.0.29", "fc-guard@0.1.0"] {
        let story = Story::new();
        story.s("fn deploy").ends("changed");
        story.write("s.yaml", SITE);
        story.write(
            "env.yaml",
            &envs.replace("fc3:", &format!("\"{component}\":")),
        );
        for command in ["deploy", "remove -y"] {
            let told = story.s(&format!("{command} --env testing")).ends("usage");
            assert!(told.sent.is_empty(), "{}", told.transcript());
            told.says(&[
                "does not apply to resource site",
                "under overlays.resources.site of environment testing: domainName, timeout",
            ]);
        }
    }
    // What was said for domains was never meant for a function, nor the other way round.
    let story = Story::new();
    story.s("fn deploy").ends("changed");
    story.write("env.yaml", &envs.replace("fc3:", "fc3-domain:"));
    story
        .s("deploy --env testing")
        .ends("clean")
        .never_says(&["does not apply to"]);
    story.write("env.yaml", &envs);
    story.write("s.yaml", SITE);
    story
        .s("plan --env testing")
        .never_says(&["does not apply to"]);
    let both = yaml(&[Fn::demo()]) + SITE.split_once("resources:\n").unwrap().1;
    story.write("s.yaml", &both);
    story.write("env.yaml", &envs.replace("fc3:", "fc3-domain:"));
    story
        .s("plan --env testing")
        .says(&["does not apply to resource site"])
        .never_says(&["does not apply to resource fn"]);
}

#[test]
fn what_is_for_other_components_is_left_alone() {
    let story = project(&ENVS.replace("fc3:", "vpc:"));
    story
        .s("deploy --env testing")
        .ends("clean")
        .says(&["overlays.components.vpc"])
        .never_says(&["nothing was written"]);
    let vpc = "  net:\n    component: vpc\n    props: {}\n";
    story.write("s.yaml", &(yaml(&[Fn::demo()]) + vpc));
    story
        .s("fn deploy --env testing")
        .ok()
        .never_says(&["overlays.components"]);
}

#[test]
fn what_another_resource_of_the_file_gets_is_only_told() {
    let story = project(ENVS);
    let old = "  old:\n    component: fc3\n    props: {}\n";
    story.write("s.yaml", &(yaml(&[Fn::demo()]) + old));
    let told = story.s("fn deploy --env testing").ends("clean");
    told.says(&["does not apply to resource fn"]);
}

#[test]
fn a_removal_is_stopped_by_what_tells_what_goes() {
    let timeout = ENVS.replace(
        "          functionName: ${source.functionName}-canary\n",
        "",
    );
    let story = project(&timeout);
    story.s("deploy --env testing").ends("usage").writes(&[]);
    story
        .s("fn remove -y --env testing")
        .ends("changed")
        .says(&["does not apply to resource fn"]);
}

#[test]
fn a_default_that_is_gone_is_told_as_one() {
    let story = project(ENVS);
    story.default_env.set(Some("gone"));
    for command in ["plan", "drift", "info", "sync", "restore"] {
        let told = story.s(command).ok();
        told.says(&["no environment gone", "'s env default'", "testing, prod"]);
    }
    for command in ["deploy", "remove -y"] {
        let told = story.s(command).ends("usage").writes(&[]);
        told.says(&["'s env default'"]);
    }
}

/// Serverless Devs compares with the whole path, and takes the dot for the end of a name.
#[test]
fn a_path_to_this_component_reaches_nobody() {
    let story = project(&ENVS.replace("fc3:", "\"./g\":"));
    let text = yaml(&[Fn::demo()]).replace(COMPONENT, "./g");
    story.write("s.yaml", &text);
    let told = story.s("deploy --env testing").ends("usage").writes(&[]);
    told.says(&["overlays.components../g of environment testing does not apply to resource fn"]);
}

/// Of what both say, Serverless Devs would lay one over the other entry by entry.
#[test]
fn an_entry_of_a_block_is_not_lost_either() {
    let both = "      resources:\n        fn: { environmentVariables: { B: y }, functionName: demo-t }\n      components:\n        fc3: { environmentVariables: { A: x, B: z } }\n";
    let envs = format!("environments:\n  - name: testing\n    overlays:\n{both}");
    let story = Story::new();
    story.yaml(&[Fn::demo()]);
    story.write("env.yaml", &envs);
    let told = story.s("deploy --env testing").ends("usage").writes(&[]);
    told.says(&["environment testing: environmentVariables.A"]);
    story.write("env.yaml", &envs.replace("A: x, ", ""));
    story.s("deploy --env testing").ends("changed");
}

/// By two names in one file: the first is reached, and the second stops the run before anything is written.
#[test]
fn each_name_of_this_component_counts_for_itself() {
    let story = Story::new();
    let text = yaml(&[Fn::named("other", "other").bare(), Fn::demo()]);
    let at = text.find("  fn:").unwrap();
    let rest = text[at..].replace(COMPONENT, "fc-guard@0.1.0");
    story.write(
        "s.yaml",
        &(text[..at].replace(COMPONENT, "fc-guard") + &rest),
    );
    story.s("deploy").ends("changed");
    story.write("env.yaml", &ENVS.replace("fc3:", "fc-guard:"));
    let timeout = |text: String| text.replace("timeout: 10", "timeout: 20");
    story.write(
        "s.yaml",
        &timeout(text[..at].replace(COMPONENT, "fc-guard") + &rest),
    );
    let told = story.s("deploy --env testing").ends("usage").writes(&[]);
    told.says(&["does not apply to resource fn"])
        .never_says(&["does not apply to resource other"]);
}

/// Two that are chosen one after the other: each is a stage, and none an earlier name of the other.
#[test]
fn defaults_are_stages() {
    let of = |name: &str| {
        format!(
            "  - name: {name}\n    overlays:\n      resources:\n        fn: {{ functionName: demo-{name} }}\n"
        )
    };
    let story = Story::new();
    story.yaml(&[Fn::named("fn", "demo").bare()]);
    let plain = "  - name: prod\n    overlays: {}\n";
    story.write(
        "env.yaml",
        &format!("environments:\n{}{}{plain}", of("one"), of("two")),
    );
    for name in ["one", "prod", "two"] {
        story.default_env.set(Some(name));
        let told = story.s("deploy").ends("changed");
        told.never_says(&["which this resource was"]);
        let function = format!("demo-{name}").replace("-prod", "");
        story.console().change(&function, json!({"timeout": 50}));
        story.cloud.pass(1_000);
    }
    // A rename within one of them is one.
    let text = story.read("env.yaml").replace("demo-two", "demo-neu");
    story.write("env.yaml", &text);
    story
        .s("deploy")
        .ends("drift")
        .says(&["function demo-two, which"]);
}

/// A name that another environment makes of a variable is none of this one.
#[test]
fn what_another_environment_lays_over_hides_no_fix() {
    let envs = "environments:\n  - name: own\n    overlays:\n      resources:\n        fn: {functionName: \"${source.functionName}-canary\"}\n  - name: any\n    overlays:\n      resources:\n        fn: {functionName: \"x-${env('S')}\"}\n  - name: prod\n    overlays: {}\n";
    for flag in ["", " --env prod"] {
        let story = Story::new();
        story.yaml(&[Fn::named("fn", "old").bare()]);
        story.write("env.yaml", envs);
        story.s(&format!("deploy{flag}")).ends("changed");
        story.console().change("old", json!({"timeout": 50}));
        story.cloud.pass(1_000);
        story.yaml(&[Fn::named("fn", "new").bare()]);
        let told = story.s(&format!("deploy{flag}")).ends("drift").writes(&[]);
        told.says(&["function old, which"]);
    }
}

/// A stage that has lost its name is about the function of another one.
#[test]
fn a_function_of_another_stage_is_named() {
    let story = Story::new();
    story.yaml(&[Fn::named("fn", "demo").bare()]);
    let envs = "environments:\n  - name: testing\n    overlays: {resources: {fn: {functionName: demo-t, timeout: 50}}}\n";
    story.write("env.yaml", envs);
    for flag in ["", " --env testing"] {
        let told = story.s(&format!("deploy{flag}")).ends("changed");
        told.never_says(&["was last deployed from"]);
    }
    story.write("env.yaml", &envs.replace("functionName: demo-t, ", ""));
    for command in ["plan", "deploy"] {
        let told = story.s(&format!("{command} --env testing")).ends("changed");
        told.says(&["function demo was last deployed from s.yaml without an environment"]);
    }
    let told = story.s("deploy").ends("changed");
    told.says(&["last deployed from s.yaml with environment testing"]);
    story
        .s("deploy")
        .ends("clean")
        .never_says(&["was last deployed from"]);
    // So is that of another file.
    let text = yaml(&[Fn::named("fn", "demo").bare().timeout(20)]);
    story.write("s.b.yaml", &text);
    let told = story.s("deploy -t s.b.yaml").ends("changed");
    told.says(&["last deployed from s.yaml without an environment"]);
}

const DEV: &str = "environments:\n  - name: dev\n    overlays: {}\n";

/// A function of the default environment, as a version deployed it that put none on record.
fn of_an_older_version(file: &[Fn]) -> Story {
    let story = Story::new();
    story.write("env.yaml", DEV);
    story.yaml(file);
    story.s("deploy").ends("changed");
    story.cloud.pass(1_000);
    story.default_env.set(Some("dev"));
    story
}

#[test]
fn a_default_that_is_not_on_record_is_no_other_stage() {
    let story = of_an_older_version(&[Fn::named("fn", "old").bare()]);
    for command in ["plan", "drift", "deploy", "plan"] {
        let told = story.s(command).ends("clean");
        told.never_says(&["last deployed from"]);
    }
}

/// What others changed is asked about, and nothing that may be another stage's is taken along.
#[test]
fn a_default_that_is_not_on_record_hides_no_fix() {
    let story = of_an_older_version(&[Fn::named("fn", "old").route("a.example.com", "/*")]);
    story.console().change("old", json!({"timeout": 50}));
    story.yaml(&[Fn::named("fn", "new").route("a.example.com", "/*")]);
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["function old, which"]);
    let told = story.s("deploy --merge").ends("drift").writes(&[]);
    told.says(&["function old, which"]);
    story.console().change("old", json!({"timeout": 10}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["custom domain a.example.com"]);
}

/// What was decided before is not asked again.
#[test]
fn a_default_that_is_not_on_record_asks_once() {
    let story = of_an_older_version(&[Fn::named("fn", "old").bare()]);
    story.default_env.set(None);
    story.console().change("old", json!({"timeout": 50}));
    story.yaml(&[Fn::named("fn", "new").bare()]);
    story.s("deploy --use-local").ends("changed");
    story.cloud.pass(1_000);
    story.default_env.set(Some("dev"));
    for _ in 0..2 {
        let told = story.s("deploy").ends("clean");
        told.never_says(&["function old, which"]);
    }
}

/// A name that is made of what another resource returned is looked for on record, and nothing is taken away
/// that may be of a run without an environment.
#[test]
fn a_default_that_is_not_on_record_says_which_function_it_was() {
    let next = "${resources.a.output.environmentVariables.NEXT}";
    let a = Fn::named("a", "fa").bare().variable("NEXT", "fb");
    let story = of_an_older_version(&[a, Fn::named("b", next).bare()]);
    story.console().set_variable("fa", "NEXT", "fc");
    story.console().change("fb", json!({"timeout": 50}));
    let told = story.s("b drift").ends("drift");
    told.says(&["function fb", "timeout: 10 → 50"]);
    let told = story.s("b remove --no-verify -y");
    assert!(story.console().has_function("fb"), "{}", told.text());
}
