//! A domain whose name is left to the service, `domainName: auto`: it is called after the function of its first route,
//! and never `auto`.

use serde_json::json;

use crate::cloud::ACCOUNT;
use crate::console::zipped;
use crate::story::Story;
use crate::yaml::{COMPONENT, Fn, yaml};

const LEFT: [&str; 2] = ["--orphan", "still online, with all"];

fn domain(function: &str) -> String {
    format!("{function}.fcv3.{ACCOUNT}.cn-hangzhou.fc.devsapp.net")
}

/// A domain that leads to that function, with further lines of its props.
fn site(name: &str, function: &str, more: &str) -> String {
    format!(
        "  {name}:\n    component: {COMPONENT}\n    props:\n      region: cn-hangzhou\n      domainName: auto\n      protocol: HTTP\n      routeConfig:\n        routes:\n          - path: /*\n            functionName: {function}\n{more}"
    )
}

fn function(name: &str) -> String {
    let text = yaml(&[Fn::named(name, name).bare()]);
    text.split_once("resources:\n").unwrap().1.to_owned()
}

fn write(story: &Story, resources: &[String]) {
    story.write("s.yaml", &(yaml(&[]) + &resources.concat()));
}

/// These resources, deployed; the domains of the functions `a` and `b` are there.
fn deployed(resources: &[String]) -> Story {
    let story = Story::new();
    for name in ["a", "b"] {
        story.console().create(json!({
            "functionName": name, "runtime": "python3.10", "handler": "index.handler",
            "code": {"zipFile": zipped(&[("index.py", "x")])},
        }));
        story.console().create_domain(json!({
            "domainName": domain(name), "protocol": "HTTP", "routeConfig": {"routes": []},
        }));
    }
    write(&story, resources);
    story.s("deploy --use-local").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    story
}

/// A name that is left to the service, and is not there, stops the run before anything is written, also where the
/// resource can be compared only in its turn. So does everything else that is `auto` and stands for nothing.
#[test]
fn what_is_not_there_is_refused_before_the_first_write() {
    let output = "        FROM: \"${resources.a.output.functionArn}\"\n";
    let auto = "      customDomain: {domainName: auto, protocol: HTTP, route: {path: /*}}\n";
    for (more, says) in [
        (auto, "domainName: auto: there is no domain b.fcv3."),
        ("      logConfig: auto\n", "props.logConfig: auto needs"),
    ] {
        let later =
            function("b").replacen("        LEVEL", &format!("{output}        LEVEL"), 1) + more;
        let story = Story::new();
        write(&story, &[function("a"), later]);
        let told = story.s("deploy").ends("usage").writes(&[]);
        told.says(&[
            "b can be compared only in its turn",
            says,
            "resource b of s.yaml",
        ]);
        assert!(!story.console().has_function("a"));
    }
}

/// Nothing is called after a function of which nobody knows the name yet.
#[test]
fn a_function_that_is_not_known_yet_gives_no_name() {
    let output = "\"${resources.a.output.environmentVariables.NAME}\"";
    let unknown = "props.domainName: auto is called after the function of the first route";
    let story = Story::new();
    let named = function("a").replacen("        LEVEL", "        NAME: a\n        LEVEL", 1);
    write(&story, &[named, site("dom", output, "")]);
    for command in ["plan", "dom plan", "dom deploy"] {
        let told = story.s(command).fails().says(&[unknown]);
        told.never_says(&[" .fcv3."]);
    }
    // Once it is deployed it is known, and that there is no such domain.
    let told = story.s("deploy").ends("partial");
    told.says(&["there is no domain a.fcv3."])
        .never_says(&[" .fcv3."]);
    story.console().create_domain(json!({
        "domainName": domain("a"), "protocol": "HTTP", "routeConfig": {"routes": []},
    }));
    story.s("deploy").ok();
    story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(story.console().routes(&domain("a")).len(), 1);
}

/// Another name of the resource is the same domain.
#[test]
fn a_renamed_resource_is_the_same_domain() {
    for before in [
        vec![],
        vec![function("a")],
        vec![function("a"), function("b")],
    ] {
        let with = |name: &str| [&before[..], &[site(name, "a", "")]].concat();
        let story = deployed(&with("dom"));
        write(&story, &with("dom2"));
        for command in ["plan", "drift"] {
            story.s(command).never_says(&LEFT);
        }
        if !before.is_empty() {
            let name = domain("a");
            story
                .s(&format!("a remove -y --orphan {name}"))
                .ends("usage")
                .writes(&[]);
        }
        story
            .s("deploy")
            .ends("clean")
            .writes(&[])
            .never_says(&LEFT);
        story.s("dom2 remove -y").ends("changed");
        assert!(story.console().routes(&domain("a")).is_empty());
    }
}

/// Of a function that is left behind a domain without a name of its own hides nothing.
#[test]
fn a_function_beside_it_is_left_behind_all_the_same() {
    let story = deployed(&[function("a"), function("b"), site("dom", "a", "")]);
    write(&story, &[function("a"), site("dom", "a", "")]);
    story.s("plan").says(&["--orphan cn-hangzhou/b"]);
    story.s("deploy").says(&["--orphan cn-hangzhou/b"]);
}

/// Its backup is put back by its own turn, and by that alone.
#[test]
fn a_backup_is_put_back_once() {
    const AUTH: &str = "      authConfig: {authType: function}\n";
    for before in [vec![], vec![function("a")]] {
        let all = [&before[..], &[site("dom", "a", AUTH)]].concat();
        let story = deployed(&all);
        story
            .console()
            .change_domain(&domain("a"), json!({"authConfig": {"authType": "jwt"}}));
        story.s("deploy --use-local").ends("changed");
        let list = story.s("dom restore").said;
        let line = list.lines().find(|line| line.contains(", before a "));
        let id = line.unwrap().split_whitespace().next().unwrap().to_owned();
        let told = story.s(&format!("restore {id} -y")).ends("changed");
        let told = told.never_says(&LEFT);
        assert_eq!(told.wrote().len(), 1, "{}", told.transcript());
        assert_eq!(
            story.console().domain(&domain("a"))["authConfig"]["authType"],
            "jwt",
            "{}",
            told.transcript()
        );
    }
}

/// Led to another function first, it is another domain, and what was changed in the first one is told.
#[test]
fn another_function_makes_it_another_domain() {
    let story = deployed(&[function("a"), site("dom", "a", "")]);
    story.console().change_domain(
        &domain("a"),
        json!({"routeConfig": {"routes": [{"path": "/*", "functionName": "a", "methods": ["GET"]}]}}),
    );
    story.cloud.pass(1_000);
    write(&story, &[function("a"), site("dom", "b", "")]);
    let told = story.s("deploy").ends("drift").writes(&[]);
    let old = format!("custom domain {}", domain("a"));
    told.says(&[&old]);
    // Where only a run tells the function, each is the domain of a stage.
    let story = deployed(&[function("a"), site("dom", "a", "")]);
    story.console().change_domain(
        &domain("a"),
        json!({"routeConfig": {"routes": [{"path": "/*", "functionName": "a", "methods": ["GET"]}]}}),
    );
    story.cloud.pass(1_000);
    story.var("TO", "b");
    write(
        &story,
        &[function("a"), site("dom", "\"${env('TO')}\"", "")],
    );
    story.s("plan").never_says(&[&old]);
}
