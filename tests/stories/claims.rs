//! Who owns a route or a block of a domain in which several resources of a project have a part, and what becomes of
//! one that moves from one of them to another.

use serde_json::{Value, json};

use crate::console::zipped;
use crate::story::Story;
use crate::yaml::{COMPONENT, Fn, yaml};

pub(crate) const DOMAIN: &str = "www.example.com";

const AUTH: &str = "      authConfig: {authType: function}\n";
const WAF: &str = "      wafConfig: {enableWAF: true}\n";
const CORS: &str = "      corsConfig: {allowOrigins: ['*']}\n";

/// What stands in the domain, as `path function`.
pub(crate) fn routes(story: &Story) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let route =
        |route: &Value| format!("{} {}", text(&route["path"]), text(&route["functionName"]));
    let mut all: Vec<String> = story.console().routes(DOMAIN).iter().map(route).collect();
    all.sort();
    all
}

fn auth(story: &Story) -> Value {
    story.console().domain(DOMAIN)["authConfig"]["authType"].clone()
}

pub(crate) fn site(routes: &[(&str, &str)], more: &str) -> String {
    let route = |(path, function): &(&str, &str)| {
        format!("          - path: {path}\n            functionName: {function}\n")
    };
    let routes: String = routes.iter().map(route).collect();
    format!(
        "  site:\n    component: {COMPONENT}\n    props:\n      region: cn-hangzhou\n      domainName: {DOMAIN}\n      protocol: HTTP\n      routeConfig:\n        routes:\n{routes}{more}"
    )
}

/// Function demo, with a route of its own where a path is given.
pub(crate) fn demo(path: Option<&str>) -> String {
    let bare = Fn::demo().bare();
    let one = match path {
        Some(path) => bare.route(DOMAIN, path),
        None => bare,
    };
    let text = yaml(&[one]);
    text.split_once("resources:\n").unwrap().1.to_owned()
}

/// A file of these resources, in this order.
pub(crate) fn file(resources: &[String]) -> String {
    yaml(&[]) + &resources.concat()
}

pub(crate) fn empty() -> Story {
    let story = Story::new();
    for function in ["a", "b", "c"] {
        story.console().create(json!({
            "functionName": function, "runtime": "python3.10", "handler": "index.handler",
            "code": {"zipFile": zipped(&[("index.py", "x")])},
        }));
    }
    story
}

/// A project of these resources, deployed.
pub(crate) fn deployed(resources: &[String]) -> Story {
    let story = empty();
    // A list may lead to a function that comes after it.
    story.write("s.yaml", &file(&[demo(None)]));
    story.s("deploy").ends("changed");
    story.write("s.yaml", &file(resources));
    story.s("deploy").ends("changed");
    story
}

/// The resources in both orders.
fn orders(function: &str, site: &str) -> [[String; 2]; 2] {
    let (function, site) = (function.to_owned(), site.to_owned());
    [[function.clone(), site.clone()], [site, function]]
}

pub(crate) const LIST: [(&str, &str); 1] = [("/a/*", "a")];

/// Finding the same route in either resource changes nothing online, in whatever order and however it is run.
#[test]
fn a_route_moves_between_a_list_and_a_function_without_being_touched() {
    let listed = site(&[LIST[0], ("/f", "demo")], "");
    let (with, without) = (site(&LIST, ""), demo(None));
    let commands: [&[&str]; 3] = [
        &["deploy"],
        &["fn deploy", "site deploy"],
        &["site deploy", "fn deploy"],
    ];
    for commands in commands {
        for order in 0..2 {
            let first = &orders(&without, &listed)[order];
            let then = &orders(&demo(Some("/f")), &with)[order];
            let story = deployed(first);
            for state in [then, first, then] {
                story.write("s.yaml", &file(state));
                story.s("plan").never_says(&["routes[/f]"]);
                for command in commands {
                    story
                        .s(command)
                        .never_says(&["no longer in s.yaml", "routes[/f]"])
                        .writes(&[]);
                }
                assert_eq!(routes(&story), ["/a/* a", "/f demo"]);
                story.s("deploy").ends("clean").writes(&[]);
                story.s("drift").ends("clean");
            }
        }
    }
}

/// Two routes change places, and a route changes its function with its resource.
#[test]
fn routes_that_change_places_stay() {
    for order in 0..2 {
        let story =
            deployed(&orders(&demo(Some("/f")), &site(&[LIST[0], ("/g", "demo")], ""))[order]);
        let then = &orders(&demo(Some("/g")), &site(&[LIST[0], ("/f", "demo")], ""))[order];
        story.write("s.yaml", &file(then));
        let told = story.s("deploy");
        told.never_says(&["no longer in s.yaml"]);
        assert_eq!(routes(&story), ["/a/* a", "/f demo", "/g demo"]);
        story.s("deploy").ends("clean").writes(&[]);
        // To another function, and back.
        let led = &orders(
            &demo(None),
            &site(&[LIST[0], ("/f", "demo"), ("/g", "b")], ""),
        )[order];
        story.write("s.yaml", &file(led));
        story.s("deploy").ends("changed");
        assert_eq!(routes(&story), ["/a/* a", "/f demo", "/g b"]);
        story.write("s.yaml", &file(then));
        story.s("deploy").ends("changed");
        assert_eq!(routes(&story), ["/a/* a", "/f demo", "/g demo"]);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// What a function names is written and watched, whatever list had it.
#[test]
fn a_function_has_the_route_that_it_names() {
    // A list that has left the file.
    let story = deployed(&[demo(None), site(&[("/a", "c"), ("/f", "demo")], "")]);
    story.console().change_domain(
        DOMAIN,
        json!({"routeConfig": {"routes": [{"path": "/a", "functionName": "c"}]}}),
    );
    story.write("s.yaml", &file(&[demo(Some("/f"))]));
    story.s("deploy --use-local").ends("changed");
    assert_eq!(routes(&story), ["/a c", "/f demo"]);
    story.s("deploy").ends("clean").writes(&[]);
    // What a colleague changes in it is seen.
    story.console().change_domain(
        DOMAIN,
        json!({"routeConfig": {"routes": [{"path": "/a", "functionName": "c"},
            {"path": "/f", "functionName": "demo", "methods": ["GET"]}]}}),
    );
    story.s("drift").ends("drift").says(&["routes[/f].methods"]);
    story.s("deploy --use-local").ends("changed");
    // Another path, and none any more.
    story.write("s.yaml", &file(&[demo(Some("/g"))]));
    story.s("deploy").ends("changed");
    assert_eq!(routes(&story), ["/a c", "/g demo"]);
    story.s("fn remove -y").ends("changed");
    assert_eq!(routes(&story), ["/a c"]);
    // A list in another region is none of this domain's.
    let story = empty();
    story.console().create_domain(json!({
        "domainName": DOMAIN, "protocol": "HTTP", "routeConfig": {"routes": [{"path": "/x", "functionName": "c"}]},
    }));
    let elsewhere = site(&[("/f", "demo")], "").replace("cn-hangzhou", "cn-shanghai");
    story.write("s.yaml", &file(&[demo(Some("/f")), elsewhere]));
    story.s("fn deploy").ends("changed");
    assert_eq!(routes(&story), ["/f demo", "/x c"]);
}

/// A block that one resource names is its own: the others neither compare it nor take it back.
#[test]
fn a_block_is_of_the_resource_that_names_it() {
    for order in 0..2 {
        for block in [AUTH, WAF, CORS] {
            let of = |more: &str| file(&orders(&demo(Some("/f")), &site(&LIST, more))[order]);
            let story = empty();
            story.write("s.yaml", &of(""));
            story.s("deploy").ends("changed");
            story.s("deploy").ends("clean");
            story.write("s.yaml", &of(block));
            story.s("deploy").ends("changed");
            let online = story.console().domain(DOMAIN);
            for command in [
                "deploy",
                "deploy --use-local",
                "fn deploy --use-local",
                "plan",
                "drift",
            ] {
                story
                    .s(command)
                    .ends("clean")
                    .writes(&[])
                    .never_says(&["driftPolicy"]);
            }
            assert_eq!(story.console().domain(DOMAIN), online);
            // It goes with the one that named it.
            story.write("s.yaml", &of(""));
            story.s("deploy").ends("changed");
            story.s("deploy").ends("clean").writes(&[]);
            assert_ne!(auth(&story), "function");
        }
    }
}

/// Where nothing stands, a block takes nothing from anybody, in the first deploy of a project and later.
#[test]
fn a_block_where_nothing_stands_is_no_question() {
    for block in [AUTH, WAF, CORS] {
        let story = deployed(&[site(&LIST, "")]);
        story.write("s.yaml", &file(&[site(&LIST, block)]));
        story.s("plan").ends("changed");
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        let story = deployed(&[demo(Some("/f"))]);
        let with = demo(Some("/f")) + &block.replace("      ", "        ");
        story.write("s.yaml", &file(&[with]));
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        for order in 0..2 {
            let all = orders(&demo(Some("/f")), &site(&LIST, block));
            let story = empty();
            story.write("s.yaml", &file(&all[order]));
            story.s("deploy").ends("changed");
            story.s("deploy").ends("clean").writes(&[]);
        }
    }
}

/// What a list leaves behind in a domain that a function names is its own routes.
#[test]
fn a_domain_that_a_function_names_is_left_behind_by_nobody() {
    const LEFT: &str = "remove --orphan cn-hangzhou/www.example.com";
    let story = deployed(&[demo(None), site(&[LIST[0], ("/f", "demo")], "")]);
    story.write("s.yaml", &file(&[demo(Some("/f"))]));
    story.s("plan").says(&[LEFT]);
    story.s("deploy").says(&[LEFT]);
    story
        .s("remove -y --orphan cn-hangzhou/www.example.com")
        .ends("changed");
    assert_eq!(routes(&story), ["/f demo"]);
    story.s("deploy").ends("clean").never_says(&[LEFT]);
    // Where nothing of it is left, nothing is told.
    let story = deployed(&[demo(None), site(&[("/f", "demo")], "")]);
    story.write("s.yaml", &file(&[demo(Some("/f"))]));
    story.s("plan").never_says(&[LEFT]);
    story.s("deploy").writes(&[]).never_says(&[LEFT]);
    story
        .s("remove -y --orphan cn-hangzhou/www.example.com")
        .ends("usage");
    assert_eq!(routes(&story), ["/f demo"]);
}

/// What another file of the folder says otherwise is not taken back, and not removed.
#[test]
fn two_files_do_not_undo_each_other() {
    for (one, other) in [
        (site(&[("/a", "a")], AUTH), site(&[("/a", "a")], "")),
        (site(&[("/a", "a")], ""), site(&[("/a", "b")], "")),
        (
            site(&[("/a", "a"), ("/b", "b")], ""),
            site(&[("/a", "a")], ""),
        ),
    ] {
        let story = deployed(&[one]);
        let before = story.console().domain(DOMAIN);
        story.write("s2.yaml", &file(std::slice::from_ref(&other)));
        for flag in ["", " --use-local"] {
            story
                .s(&format!("deploy -t s2.yaml{flag}"))
                .refused(&["was last deployed from s.yaml"]);
        }
        assert_eq!(story.console().domain(DOMAIN), before);
        // It has moved there once the first file does not name it any more.
        story.write("s.yaml", &file(&[demo(None)]));
        story.s("deploy -t s2.yaml").ends("changed");
        story.s("deploy -t s2.yaml").ends("clean").writes(&[]);
    }
    let story = deployed(&[site(&[("/a", "a")], "")]);
    story.write("s2.yaml", &file(&[site(&[("/a", "a"), ("/b", "b")], "")]));
    story.s("deploy -t s2.yaml").ends("changed");
    story.s("remove -y").ends("changed");
    assert_eq!(routes(&story), ["/b b"]);
}

/// What only a turn tells is not taken for a function's own.
#[test]
fn what_a_list_names_in_its_turn_is_left_to_it() {
    let listed = site(&[("/d", "demo")], "");
    for open in [
        listed.replace(DOMAIN, "\"${env('DOM')}\""),
        listed.replace("path: /d", "path: \"${env('PATHD')}\""),
    ] {
        let story = empty();
        story.var("DOM", DOMAIN);
        story.var("PATHD", "/d");
        story.write("s.yaml", &file(&[demo(Some("/f")), open]));
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        for command in [
            "plan",
            "deploy --use-local",
            "fn deploy --use-local",
            "deploy",
        ] {
            story.forget();
            story.s(command).ends("clean").writes(&[]);
            assert_eq!(routes(&story), ["/d demo", "/f demo"], "{command}");
        }
        story.forget();
        story.s("fn remove -y").ends("changed");
        assert_eq!(routes(&story), ["/d demo"]);
    }
}

/// A route that goes from a function to a list, out of that, and back, in as many deploys.
#[test]
fn a_route_that_comes_back_asks_nobody() {
    for commands in [&["deploy"][..], &["fn deploy", "site deploy"]] {
        let story = empty();
        let deploy = |resources: &[String]| {
            story.write("s.yaml", &file(resources));
            for command in commands {
                story
                    .s(command)
                    .ends_one_of(&["changed", "clean"])
                    .never_says(&["changed online", "changed on both sides"]);
            }
        };
        deploy(&[demo(Some("/f")), site(&LIST, "")]);
        deploy(&[demo(None), site(&[LIST[0], ("/f", "demo")], "")]);
        deploy(&[demo(None), site(&LIST, "")]);
        assert_eq!(routes(&story), ["/a/* a"]);
        deploy(&[demo(Some("/f")), site(&LIST, "")]);
        deploy(&[demo(None), site(&[LIST[0], ("/f", "b")], "")]);
        assert_eq!(routes(&story), ["/a/* a", "/f b"]);
        deploy(&[demo(Some("/g")), site(&[LIST[0], ("/f", "b")], "")]);
        assert_eq!(routes(&story), ["/a/* a", "/f b", "/g demo"]);
    }
}

/// A function that gives up its route beside a list says what stays.
#[test]
fn a_route_that_a_function_gives_up_is_told() {
    let story = deployed(&[demo(Some("/f")), site(&LIST, "")]);
    story.write("s.yaml", &file(&[demo(None), site(&LIST, "")]));
    story
        .s("deploy")
        .says(&["is no longer in s.yaml for this function, whose routes in it are still online"]);
    story.s("fn remove -y").ends("changed");
    assert_eq!(routes(&story), ["/a/* a"]);
    assert!(!story.console().has_no_domain(DOMAIN));
}

/// A route, or a whole domain, that stays deleted goes out of the file as a whole.
#[test]
fn a_route_that_stays_deleted_goes_out_of_the_file() {
    let story = deployed(&[
        demo(None),
        site(&[("/a", "a"), ("/b", "b"), ("/c", "c")], ""),
    ]);
    story.console().change_domain(
        DOMAIN,
        json!({"routeConfig": {"routes": [{"path": "/a", "functionName": "a"},
            {"path": "/c", "functionName": "c"}]}}),
    );
    story.s("deploy --use-remote").ends("clean");
    story.s("site deploy --write-back").ends("clean");
    let listed = site(&[("/a", "a"), ("/c", "c")], "");
    assert_eq!(story.read("s.yaml"), file(&[demo(None), listed]));
    story
        .s("deploy")
        .ends("clean")
        .never_says(&["kept", "--write-back"]);
    story.console().delete_domain(DOMAIN);
    story
        .s("deploy --use-remote")
        .never_says(&["another form"])
        .says(&["remove resource site from s.yaml"]);
}

/// Whoever removes a function is told which list still leads to it.
#[test]
fn a_list_that_still_leads_to_a_function_is_named() {
    let story = deployed(&[demo(Some("/f")), site(&[("/d", "demo")], "")]);
    story.s("fn remove -y").ends("changed").says(&[
        "resource site still leads routes of custom domain www.example.com to function demo",
    ]);
    assert_eq!(routes(&story), ["/d demo"]);
}

/// Once all is deployed, a deploy tells nothing of what it shares, and writes nothing down.
#[test]
fn what_stays_as_it_is_is_neither_told_nor_written_down_again() {
    let with = |path: Option<&str>, list: &[(&str, &str)], more: &str| {
        orders(&demo(path), &site(list, more))
    };
    let states = [
        with(Some("/f"), &LIST, AUTH),
        with(None, &[LIST[0], ("/f", "demo")], AUTH),
        with(Some("/f"), &LIST, ""),
        with(Some("/f"), &[LIST[0], ("/g", "demo")], CORS),
        with(Some("/g"), &LIST, ""),
        with(Some("/g"), &[LIST[0], ("/f", "b")], WAF),
        with(None, &[LIST[0], ("/f", "b"), ("/g", "demo")], ""),
        with(Some("/f"), &[LIST[0], ("/g", "demo")], ""),
    ];
    let runs: [&[&str]; 3] = [
        &["deploy"],
        &["fn deploy", "site deploy"],
        &["site deploy", "fn deploy"],
    ];
    for (order, commands) in runs
        .iter()
        .flat_map(|commands| [0, 1].map(|order| (order, commands)))
    {
        let story = empty();
        story.write("s.yaml", &file(&[demo(None)]));
        story.s("deploy").ends("changed");
        for state in &states {
            story.write("s.yaml", &file(&state[order]));
            for command in *commands {
                story.s(command).ok();
            }
            // Whoever had the route before the other one may note that it is gone, once.
            for command in *commands {
                story.s(command).ends("clean").writes(&[]);
            }
            let before = story.remembered();
            for command in ["deploy", "site deploy", "fn deploy", "deploy"] {
                story
                    .s(command)
                    .ends("clean")
                    .writes(&[])
                    .never_says(&["the present live state is recorded"]);
                assert_eq!(
                    story.remembered(),
                    before,
                    "{command}\n{}",
                    file(&state[order])
                );
            }
        }
    }
}

/// A list whose only route with methods is `/f`, beside one that stays.
fn with_methods(path: Option<&str>, methods: &str) -> String {
    let route = match path {
        Some(path) => format!(
            "          - path: {path}\n            functionName: demo\n            methods: [{methods}]\n"
        ),
        None => String::new(),
    };
    site(&[LIST[0]], &route)
}

/// Function demo with a route of these methods.
fn demo_with_methods(path: &str, methods: &str) -> String {
    demo(Some(path)).replace(
        &format!("path: {path}"),
        &format!("path: {path}\n          methods: [{methods}]"),
    )
}

/// What others have changed of a route while it moved is asked about, whichever of the two resources is deployed first,
/// and however often.
#[test]
fn what_others_changed_of_a_route_that_moves_is_asked_about() {
    let to_function = (
        [demo(None), with_methods(Some("/f"), "GET")],
        [demo_with_methods("/f", "POST"), with_methods(None, "")],
        ["site", "fn"],
    );
    let to_list = (
        [demo_with_methods("/f", "GET"), with_methods(None, "")],
        [demo(Some("/g")), with_methods(Some("/f"), "POST")],
        ["fn", "site"],
    );
    let changes: [fn(&Story); 2] = [
        |story| {
            let mut routes = story.console().routes(DOMAIN);
            let ours = routes.iter_mut().find(|route| route["path"] == "/f");
            ours.unwrap()["methods"] = json!(["DELETE"]);
            let config = json!({"routeConfig": {"routes": routes}});
            story.console().change_domain(DOMAIN, config);
        },
        |story| {
            let mut routes = story.console().routes(DOMAIN);
            routes.retain(|route| route["path"] != "/f");
            let config = json!({"routeConfig": {"routes": routes}});
            story.console().change_domain(DOMAIN, config);
        },
    ];
    for (before, after, [giver, taker]) in [to_function, to_list] {
        for change in changes {
            for runs in [
                vec![giver, taker],
                vec![taker, giver, taker],
                vec![giver, giver, taker, giver, taker],
            ] {
                let story = deployed(&before);
                change(&story);
                story.write("s.yaml", &file(&after));
                let of_f = || {
                    let routes = story.console().routes(DOMAIN);
                    routes.into_iter().find(|route| route["path"] == "/f")
                };
                let theirs = of_f();
                for name in &runs {
                    let told = story.s(&format!("{name} deploy"));
                    if *name == taker {
                        told.ends_one_of(&["drift", "conflict"]).writes(&[]);
                    }
                    assert_eq!(of_f(), theirs, "{runs:?}");
                }
                story.s("deploy --use-local").ends("changed");
                assert_eq!(of_f().unwrap()["methods"], json!(["POST"]));
                story.s("deploy").ends("clean").writes(&[]);
                story.s("drift").ends("clean");
            }
        }
    }
}
