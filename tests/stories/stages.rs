//! What an environment lays over the resources of a file, of this one and of others beside it: what one of them names
//! only there is in use all the same.

use serde_json::{Value, json};

use crate::console::zipped;
use crate::story::Story;
use crate::yaml::{COMPONENT, Fn, yaml};

const DOMAIN: &str = "www.example.com";

/// A file of environments with one that lays these lines over resources, each indented by eight.
fn envs(lines: &str) -> String {
    format!(
        "environments:\n  - name: testing\n    overlays:\n      resources:\n{lines}  - name: prod\n    overlays: {{}}\n"
    )
}

fn pair() -> [Fn; 2] {
    ["a", "b"].map(|name| Fn::named(name, name).bare())
}

const LEFT: [&str; 2] = ["--orphan", "still online, with all"];

/// A name that the environment lays over a resource, whichever it is and whatever tells of what is left behind.
#[test]
fn what_the_environment_names_is_not_left_behind() {
    let lays = [
        "        a: {functionName: a-testing}\n",
        "        b: {functionName: b-testing}\n",
        "        b: {region: cn-shanghai}\n",
        "        a: {functionName: a-testing}\n        b: {functionName: b-testing}\n",
        "        b: {functionName: \"${source.functionName}-testing\"}\n",
    ];
    for lines in lays {
        for commands in [&["deploy"][..], &["a deploy", "b deploy"]] {
            let story = Story::new();
            story.yaml(&pair());
            story.write(
                "env.yaml",
                &envs(lines).replace("${source.functionName}", "b"),
            );
            for command in commands {
                story.s(&format!("{command} --env testing")).ends("changed");
            }
            story.write("env.yaml", &envs(lines));
            for command in ["plan", "drift", "a plan", "b plan"] {
                let told = story.s(&format!("{command} --env testing"));
                told.never_says(&LEFT);
            }
            for name in ["a-testing", "b-testing", "b"] {
                let told = story.s(&format!("remove -y --orphan {name} --env testing"));
                told.ends("usage").writes(&[]);
            }
            if lines.contains("source") {
                continue;
            }
            for command in commands {
                let told = story.s(&format!("{command} --env testing")).ends("clean");
                told.never_says(&LEFT);
            }
        }
    }
}

/// A name that moves from one resource to another is that of the other one, in an environment, too.
#[test]
fn what_another_resource_names_in_the_environment_is_not_left_behind() {
    let story = Story::new();
    story.yaml(&pair());
    story.write("env.yaml", &envs("        b: {functionName: x}\n"));
    story.s("deploy --env testing").ends("changed");
    story.write("env.yaml", &envs("        a: {functionName: x}\n"));
    for command in ["plan", "deploy", "b deploy", "deploy"] {
        story
            .s(&format!("{command} --env testing"))
            .never_says(&LEFT);
    }
}

/// Where the environment names nothing, all is as without one.
#[test]
fn what_no_environment_names_is_left_behind() {
    let story = Story::new();
    story.yaml(&pair());
    story.write("env.yaml", &envs("        b: {timeout: 50}\n"));
    story.s("deploy --env testing").ends("changed");
    story.yaml(&[Fn::named("a", "a").bare(), Fn::named("b", "b2").bare()]);
    for command in ["plan", "deploy", "b plan"] {
        story
            .s(&format!("{command} --env testing"))
            .says(&["s remove --env testing --orphan cn-hangzhou/b"]);
    }
    story.yaml(&[Fn::named("a", "a").bare(), Fn::named("c", "c").bare()]);
    story
        .s("plan --env testing")
        .says(&["--orphan cn-hangzhou/b"]);
}

fn site(name: &str, domain: &str, to: &str) -> String {
    format!(
        "  {name}:\n    component: {COMPONENT}\n    props:\n      region: cn-hangzhou\n      domainName: {domain}\n      protocol: HTTP\n      routeConfig:\n        routes:\n          - path: /a\n            functionName: {to}\n"
    )
}

fn with_functions() -> Story {
    let story = Story::new();
    for function in ["a", "b"] {
        story.console().create(json!({
            "functionName": function, "runtime": "python3.10", "handler": "index.handler",
            "code": {"zipFile": zipped(&[("index.py", "x")])},
        }));
    }
    story
}

fn route(story: &Story) -> Value {
    story.console().routes(DOMAIN)[0]["functionName"].clone()
}

/// What another file names through its environment was not given away.
#[test]
fn what_another_file_names_through_its_environment_is_its_own() {
    let taker = [
        site("mine", DOMAIN, "b"),
        // A function with the same route.
        yaml(&[Fn::named("mine", "b").bare().route(DOMAIN, "/a")])
            .split_once("resources:\n")
            .unwrap()
            .1
            .to_owned(),
    ];
    for taker in taker {
        let story = with_functions();
        story.write(
            "s2.yaml",
            &(yaml(&[]) + &site("site", "dev.example.com", "a")),
        );
        story.write(
            "env.yaml",
            &envs("        any: {}\n").replace(
                "    overlays: {}",
                &format!("    overlays: {{resources: {{site: {{domainName: {DOMAIN}}}}}}}"),
            ),
        );
        story.s("deploy -t s2.yaml --env prod").ends("changed");
        let records = story.remembered();
        story.write("s.yaml", &(yaml(&[]) + &taker));
        let told = story.s("deploy --env prod");
        assert_eq!(route(&story), "a", "{}", told.transcript());
        for (name, record) in &records {
            assert_eq!(story.remembered().get(name), Some(record), "{name}");
        }
        story.s("deploy -t s2.yaml --env prod").ends("clean");
        // With the other file gone, it has moved.
        story
            .files
            .delete(&format!("{}/s2.yaml", crate::story::HOME));
        story
            .s("deploy --env prod --use-local")
            .never_says(&["s2.yaml"]);
        assert_eq!(route(&story), "b");
    }
}

/// Nor is what another file names there left behind by this one.
#[test]
fn what_another_file_names_through_its_environment_is_not_left_behind() {
    let story = Story::new();
    story.yaml(&[Fn::named("a", "a").bare(), Fn::named("b", "x").bare()]);
    story.s("deploy").ends("changed");
    story.write(
        "s2.yaml",
        &yaml(&[Fn::named("b", "y").bare()]).replace("name: app", "name: app\nenv: e2.yaml"),
    );
    story.yaml(&[Fn::named("a", "a").bare()]);
    story.s("plan").says(&["--orphan cn-hangzhou/x"]);
    story.write("e2.yaml", &envs("        b: {functionName: x}\n"));
    for command in ["plan", "deploy"] {
        story.s(command).never_says(&LEFT);
    }
    story
        .s("remove -y --orphan x")
        .ends("usage")
        .writes(&[])
        .says(&["s2.yaml may name that function"]);
    story.write("e2.yaml", "environments: [\n");
    story.s("plan").never_says(&LEFT);
    story.write("e2.yaml", &envs("        b: {timeout: 50}\n"));
    story.s("plan").says(&["--orphan cn-hangzhou/x"]);
}

/// A file that another one extends, and that cannot be read, may say anything.
#[test]
fn what_an_extended_file_may_say_is_not_left_behind() {
    let story = Story::new();
    story.yaml(&[Fn::named("a", "a").bare(), Fn::named("b", "x").bare()]);
    story.s("deploy").ends("changed");
    story.write("s2.yaml", "extend: base/gone.yaml\nresources: {}\n");
    story.yaml(&[Fn::named("a", "a").bare()]);
    story.s("plan").never_says(&LEFT);
    story.write("base/gone.yaml", &yaml(&[Fn::named("b", "x").bare()]));
    story.s("plan").never_says(&LEFT);
    story.write("base/gone.yaml", &yaml(&[Fn::named("b", "y").bare()]));
    story.s("plan").says(&["--orphan cn-hangzhou/x"]);
}

/// A folder that cannot be listed may have any file.
#[test]
fn what_cannot_be_listed_leaves_nothing_behind() {
    let story = Story::new();
    story.yaml(&[Fn::named("a", "a").bare(), Fn::named("b", "x").bare()]);
    story.s("deploy").ends("changed");
    story.yaml(&[Fn::named("a", "a").bare()]);
    story.s("plan").says(&["--orphan cn-hangzhou/x"]);
    story.files.unlist(crate::story::HOME);
    for command in ["plan", "deploy"] {
        story.s(command).ends("clean").never_says(&LEFT);
    }
    story
        .s("remove -y --orphan x")
        .writes(&[])
        .says(&["Permission denied"])
        .never_says(&["was deployed from here and is no longer"]);
}

/// Names of hosts do not tell capital letters apart, wherever they are compared.
#[test]
fn a_domain_in_capital_letters_is_the_same() {
    let story = with_functions();
    story.write("s.yaml", &(yaml(&[]) + &site("site", DOMAIN, "a")));
    story.s("deploy").ends("changed");
    let functions = yaml(&[Fn::named("fn", "fn").bare()]);
    let capital = site("other", "WWW.Example.com", "a");
    // Another resource of the file, and one of another file.
    story.write("s.yaml", &(functions.clone() + &capital));
    story.s("fn plan").never_says(&LEFT);
    story.write("s2.yaml", &(yaml(&[]) + &capital));
    story.write("s.yaml", &functions);
    for command in ["plan", "deploy"] {
        story.s(command).never_says(&LEFT);
    }
    story
        .s("remove -y --orphan www.example.com")
        .ends("usage")
        .writes(&[]);
    story.write(
        "s2.yaml",
        &(yaml(&[]) + &site("other", "w.example.com", "a")),
    );
    story
        .s("plan")
        .says(&["--orphan cn-hangzhou/www.example.com"]);
}

/// A region that a variable of this run tells is known before the turn of its resource.
#[test]
fn a_region_of_this_run_hides_no_route_of_others() {
    let story = with_functions();
    story.var("REGION", "cn-hangzhou");
    let own = yaml(&[Fn::demo().bare().route(DOMAIN, "/f")]);
    story.write("s.yaml", &own);
    story.s("deploy").ends("changed");
    let listed =
        site("site", "other.example.com", "a").replace("cn-hangzhou", "\"${env('REGION')}\"");
    story.write("s.yaml", &(own + &listed));
    story.console().add_route(DOMAIN, "/c", "demo");
    for command in ["fn plan", "plan", "fn drift"] {
        story.s(command).says(&["routes[/c]"]);
    }
}
