//! A part of a resource, and a domain that several share.
//!
//! The emulator guesses here: G1, G5, G25.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

fn seen(story: &Story, setting: &str) -> Value {
    story.console().function("demo")[setting].clone()
}

fn new_code(story: &Story) {
    story.write("code/index.py", "def handler(e, c):\n    return 'new'\n");
}

#[test]
fn only_the_code_or_only_the_configuration() {
    let story = Story::deployed();
    let code = seen(&story, "codeChecksum");
    new_code(&story);
    story.yaml(&[Fn::demo().timeout(20)]);

    story.s("deploy --function config").ok();
    assert_eq!(seen(&story, "timeout"), 20);
    assert_eq!(seen(&story, "codeChecksum"), code);

    story.yaml(&[Fn::demo().timeout(30)]);
    story.s("deploy --function code").ok();
    assert_eq!(seen(&story, "timeout"), 20);
    assert_ne!(seen(&story, "codeChecksum"), code);

    // What was left out is still a local change, not one that somebody decided about.
    story.s("deploy").ok();
    assert_eq!(seen(&story, "timeout"), 30);
    story.s("deploy").ok().writes(&[]);
}

/// Somebody else's change of the other half is neither overwritten nor taken over.
#[test]
fn the_other_half_of_the_baseline_stays() {
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 60}));
    new_code(&story);
    story.s("deploy --function code").ok();
    assert_eq!(seen(&story, "timeout"), 60);
    story.s("deploy").refused(&["timeout: 10 → 60"]);
    story.s("deploy --use-local").ok();
    assert_eq!(seen(&story, "timeout"), 10);
}

/// Of code that was never deployed from here nobody knows whose change it is.
#[test]
fn the_half_that_is_not_on_record_is_of_unknown_origin() {
    let story = Story::deployed();
    story.console().hot_fix("demo");
    let clone = story.cloned();
    new_code(&clone);
    clone
        .s("deploy --function config --use-remote")
        .ends("clean");
    clone
        .s("plan")
        .ends("drift")
        .says(&["different (live → local):", "code: 1 file different"])
        .never_says(&["changed on both sides"]);
    clone.s("deploy").ends("drift").writes(&[]);
}

#[test]
fn only_triggers() {
    let story = Story::new();
    story
        .s("deploy --trigger")
        .refused(&["function demo is not online"]);
    story.s("deploy").ok();
    story.yaml(&[Fn::demo().timeout(20).methods(&["POST"])]);
    story
        .s("deploy --trigger http")
        .ok()
        .writes(&["PUT functions/demo/triggers/http"]);
    let trigger = story.console().trigger("demo", "http");
    assert_eq!(trigger["methods"], json!(["POST"]));
    assert_eq!(seen(&story, "timeout"), 10);
}

/// What belongs to a function is refused without it, and what is suggested then decides about nothing
/// that was not shown.
#[test]
fn what_belongs_to_a_function_is_refused_without_it() {
    let one = Fn::demo().with("      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 2\n");
    for part in [
        "--trigger",
        "--trigger http",
        "--async-invoke-config",
        "--trigger --async-invoke-config",
    ] {
        for decides in [
            "",
            " --use-local",
            " --merge --use-remote",
            " --config=local",
        ] {
            let story = Story::new();
            story.yaml(std::slice::from_ref(&one));
            let told = story.s(&format!("deploy {part}{decides}"));
            told.ends("failed").writes(&[]).says(&[
                "function demo is not online; nothing was written",
                "first: s fn deploy\n",
            ]);
        }
    }
}

/// What is not there is created as a whole, whatever part was asked for.
#[test]
fn a_part_of_a_function_that_is_not_online() {
    let story = Story::new();
    story.s("deploy --function config").ok();
    assert_eq!(seen(&story, "timeout"), 10);
    assert_ne!(seen(&story, "codeChecksum"), json!("0"));
    story.s("deploy").ok();
}

const SHARED: &str = "demo.example.com";

/// Two functions behind one domain: each takes care of its own route.
fn shared(story: &Story, paths: [&str; 2]) {
    let resource = |name, path| Fn::named(name, name).methods(&[]).route(SHARED, path);
    story.yaml(&[resource("one", paths[0]), resource("two", paths[1])]);
}

fn routes(story: &Story) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let pair = |route: Value| format!("{} {}", text(&route["path"]), text(&route["functionName"]));
    let routes = story.console().routes(SHARED);
    routes.into_iter().map(pair).collect()
}

#[test]
fn a_shared_domain_keeps_the_routes_of_the_others() {
    let story = Story::new();
    story.yaml(&[Fn::named("three", "three").bare()]);
    story.s("deploy").ok();
    shared(&story, ["/*", "/two"]);
    story.s("deploy").ok();
    assert_eq!(routes(&story), ["/* one", "/two two"]);
    story.s("deploy").ok().writes(&[]);

    // Somebody adds a third one; moving one's own route touches neither of the others.
    let mut all = story.console().routes(SHARED);
    let third = json!({"path": "/three", "functionName": "three", "qualifier": "LATEST"});
    all.insert(0, third);
    let body = json!({"routeConfig": {"routes": all}});
    story.console().change_domain(SHARED, body);
    shared(&story, ["/*", "/zwei"]);
    story.s("deploy").ok();
    assert_eq!(routes(&story), ["/three three", "/* one", "/zwei two"]);

    // A path that leads to another function is not taken from it.
    shared(&story, ["/*", "/three"]);
    for command in ["deploy", "deploy --use-local"] {
        story
            .s(command)
            .writes(&[])
            .refused(&["already leads to function three"]);
    }
}

/// The service takes no list with a route that leads nowhere, whoever left it there.
#[test]
fn a_route_of_a_function_that_is_gone_is_named() {
    for command in ["remove -y", "deploy"] {
        let story = Story::new();
        let one = |path| Fn::named("one", "one").bare().route(SHARED, path);
        story.yaml(&[one("/*"), Fn::named("two", "two").bare()]);
        story.s("deploy").ok();
        story.console().add_route(SHARED, "/two", "two");
        story.console().delete("two");
        story.yaml(&[one("/new")]);
        let told = story.s(command).fails().says(&[
            "in demo.example.com /two leads to function two, which does not exist any more",
            "have whoever deployed two remove the route /two from demo.example.com",
        ]);
        assert_eq!(
            routes(&story),
            ["/* one", "/two two"],
            "{}",
            told.transcript()
        );
    }
}

/// Whoever is refused for another reason is not sent to whoever left a route there.
#[test]
fn a_route_of_a_function_that_is_gone_explains_no_other_refusal() {
    let one = |path| Fn::named("one", "one").bare().route(SHARED, path);
    for (status, code, outcome) in [
        (412, "PreconditionFailed", "drift"),
        (403, "AccessDenied", "failed"),
        (404, "DomainNameNotFound", "drift"),
    ] {
        let story = Story::new();
        story.yaml(&[one("/*"), Fn::named("two", "two").bare()]);
        story.s("deploy").ok();
        story.console().add_route(SHARED, "/two", "two");
        story.console().delete("two");
        story.yaml(&[one("/new")]);
        let refusal = Fate::RefusedWith(status, json!({"Code": code}).to_string());
        story
            .every("PUT", "custom-domains/demo.example.com", refusal)
            .s("deploy")
            .ends(outcome)
            .says(&[code])
            .never_says(&["which does not exist any more", "whoever deployed two"]);
    }
}

/// What a removal of the function alone leaves behind in a domain is said before and after, with the command that
/// takes it away.
#[test]
fn a_removal_of_the_function_alone_tells_of_its_routes() {
    let story = Story::new();
    story.yaml(&[
        Fn::named("fa", "a").route("www.example.com", "/a"),
        Fn::named("fb", "b").route("www.example.com", "/b"),
    ]);
    story.s("deploy").ends("changed");
    let told = story.s("fa remove -y --function").ends("changed");
    told.says(&[
        "custom domain www.example.com stays, and so do its routes to function a (/a): calls of them fail once the function is gone; 's fa remove -y' takes them away, too",
        "custom domain www.example.com still has routes to function a, which is gone (/a): 's fa remove -y' takes them away",
    ])
    .never_says(&["nothing is left"]);
    assert!(!story.console().has_function("a"));
    assert_eq!(story.console().routes("www.example.com").len(), 2);
    // The command does what is said of it.
    story
        .s("fa remove -y")
        .ends("changed")
        .never_says(&["stays, and so do"]);
    let left = story.console().routes("www.example.com");
    assert_eq!(left.len(), 1, "{left:?}");
    // Where nothing leads to the function, nothing is said.
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    let told = story.s("remove -y --function").ends("changed");
    told.says(&["nothing is left"])
        .never_says(&["custom domain"]);
}
