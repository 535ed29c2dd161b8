//! A resource that is nothing but a custom domain, with routes to several functions: its list is its own, and
//! whatever else stands in the domain is others'.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::{Value, json};

use crate::cloud::{Fate, Weather};
use crate::console::{Console, zipped};
use crate::story::Story;
use crate::yaml::{COMPONENT, Fn, yaml};

const DOMAIN: &str = "www.example.com";

/// What stands in a domain, as `path function`.
fn routes(console: &Console) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let route =
        |route: &Value| format!("{} {}", text(&route["path"]), text(&route["functionName"]));
    let mut all: Vec<String> = console.routes(DOMAIN).iter().map(route).collect();
    all.sort();
    all
}

/// The lines of a resource `site` with these routes, and further lines of its props.
fn site(routes: &[(&str, &str)], more: &str) -> String {
    let route = |(path, function): &(&str, &str)| {
        format!("          - path: {path}\n            functionName: {function}\n")
    };
    let routes: String = routes.iter().map(route).collect();
    format!(
        "  site:\n    component: {COMPONENT}\n    props:\n      region: cn-hangzhou\n      domainName: {DOMAIN}\n      protocol: HTTP\n      routeConfig:\n        routes:\n{routes}{more}"
    )
}

/// A project of nothing but that resource; the functions `a`, `b` and `c` are others'.
fn project(routes: &[(&str, &str)], more: &str) -> Story {
    let story = Story::new();
    others_functions(&story);
    write(&story, routes, more);
    story
}

fn others_functions(story: &Story) {
    for function in ["a", "b", "c"] {
        story.console().create(json!({
            "functionName": function, "runtime": "python3.10", "handler": "index.handler",
            "code": {"zipFile": zipped(&[("index.py", "x")])},
        }));
    }
}

fn write(story: &Story, routes: &[(&str, &str)], more: &str) {
    story.write("s.yaml", &(yaml(&[]) + &site(routes, more)));
}

/// The same, deployed.
fn deployed(routes: &[(&str, &str)]) -> Story {
    let story = project(routes, "");
    story.s("deploy").ends("changed");
    story
}

const TWO: [(&str, &str); 2] = [("/a/*", "a"), ("/b/*", "b")];

#[test]
fn a_new_one_is_created_without_a_question_and_then_left_alone() {
    let story = project(&TWO, "");
    story
        .s("plan")
        .ends("changed")
        .says(&["custom domain www.example.com"]);
    let told = story.s("deploy").ends("changed");
    assert_eq!(told.wrote(), ["POST custom-domains"]);
    assert_eq!(told.result()["region"], "cn-hangzhou");
    assert_eq!(told.result()["domainName"], DOMAIN);
    assert_eq!(told.result()["routeConfig"]["routes"][0]["path"], "/a/*");
    assert_eq!(routes(&story.console()), ["/a/* a", "/b/* b"]);
    let again = story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(again.sent.len(), 1, "one GET: {}", again.transcript());
    story.s("plan").ends("clean");
    story.s("drift").ends("clean");
    let info = story.s("info").ok();
    assert_eq!(info.result()["protocol"], "HTTP");
    assert!(info.result().get("accountId").is_none());
    let gone = story.s("remove -y").ends("changed");
    assert_eq!(gone.wrote(), ["DELETE custom-domains/www.example.com"]);
    assert!(story.records().is_empty());
}

#[test]
fn routes_of_others_are_kept_and_never_a_question() {
    let story = deployed(&TWO);
    story.console().add_route(DOMAIN, "/c/*", "c");
    story.s("deploy").ends("clean").writes(&[]);
    story.s("plan").ends("clean");
    // Another order, a change of our own, and a path that leaves: theirs stays through all of it.
    write(&story, &[("/b/*", "c")], "");
    let told = story.s("deploy").ends("changed");
    told.says(&["the routes of others stay: /c/*"]);
    assert_eq!(routes(&story.console()), ["/b/* c", "/c/* c"]);
    story.s("deploy").ends("clean").writes(&[]);
    let gone = story.s("remove -y").ends("changed");
    gone.says(&[
        "the routes listed in s.yaml in custom domain www.example.com, which others share",
    ]);
    assert_eq!(routes(&story.console()), ["/c/* c"]);
}

#[test]
fn what_others_changed_of_ours_is_asked() {
    let hot_fix = |console: &Console| {
        console.change_domain(
            DOMAIN,
            json!({"routeConfig": {"routes": [
                {"path": "/b/*", "functionName": "b", "methods": ["GET"]},
                {"path": "/a/*", "functionName": "c"},
            ]}}),
        );
    };
    let story = deployed(&TWO);
    hot_fix(&story.console());
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&[
        "routeConfig.routes[/a/*].functionName: \"a\" → \"c\"",
        "routeConfig.routes[/b/*].methods",
        "--use-local",
    ]);
    story.s("drift").ends("drift");
    let kept = story.forked();
    kept.s("deploy --use-remote").ends("clean").writes(&[]);
    kept.s("deploy").ends("clean").writes(&[]);
    kept.s("plan").ends("clean").says(&["kept"]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(routes(&story.console()), ["/a/* a", "/b/* b"]);
    // What was overwritten can be put back.
    let backup = story.newest_backup();
    story.s(&format!("restore {backup} -y")).ends("changed");
    assert_eq!(routes(&story.console()), ["/a/* c", "/b/* b"]);
}

#[test]
fn what_others_hold_already_is_found() {
    let story = project(&TWO, "");
    let console = story.console();
    let online = |routes: Value| json!({"domainName": DOMAIN, "protocol": "HTTP", "routeConfig": {"routes": routes}});
    // Equal in what the file says, with more routes and in another order: adopted without a word.
    console.create_domain(online(json!([
        {"path": "/c", "functionName": "c"}, {"path": "/b/*", "functionName": "b"},
        {"path": "/a/*", "functionName": "a"},
    ])));
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
    // Different: nobody here knows where that comes from.
    story.forget();
    console.change_domain(
        DOMAIN,
        json!({"routeConfig": {"routes": [{"path": "/a/*", "functionName": "c"}]}}),
    );
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["its origin is unknown"]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(routes(&console), ["/a/* a", "/b/* b"]);
}

#[test]
fn a_domain_that_others_deleted_is_asked_about() {
    let story = deployed(&TWO);
    story.console().delete_domain(DOMAIN);
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["custom domain www.example.com"]);
    story.s("info").fails();
    story.s("deploy --use-local").ends("changed");
    assert_eq!(routes(&story.console()), ["/a/* a", "/b/* b"]);
}

/// One domain with a function's own route and a list of its own, in either order of the file.
#[test]
fn a_functions_route_and_a_list_stand_side_by_side() {
    for first in ["site", "fn"] {
        let story = project(&[], "");
        let function = yaml(&[Fn::demo().route(DOMAIN, "/demo")]);
        let list = site(&TWO, "");
        let text = match first {
            "fn" => function + &list,
            _ => yaml(&[]) + &list + function.split_once("resources:\n").unwrap().1,
        };
        story.write("s.yaml", &text);
        story.s("deploy").ends("changed");
        assert_eq!(
            routes(&story.console()),
            ["/a/* a", "/b/* b", "/demo demo"],
            "{first}"
        );
        story.s("deploy").ends("clean").writes(&[]);
        story.s("plan").ends("clean");
        story.s("drift").ends("clean");
        let gone = story.s("remove -y").ends("changed");
        assert!(
            story.console().has_no_domain(DOMAIN),
            "{}",
            gone.transcript()
        );
        assert!(story.records().is_empty(), "{:?}", story.records());
    }
}

#[test]
fn two_that_claim_the_same_are_refused_before_any_request() {
    let story = project(&[], "");
    let function = yaml(&[Fn::demo().route(DOMAIN, "/a/*")]);
    story.write("s.yaml", &(function + &site(&TWO, "")));
    let told = story
        .s("deploy")
        .refused(&["path /a/* of custom domain www.example.com"]);
    assert!(told.touched_nothing());
    // Its protocol is another one than the domain's.
    let function = yaml(&[Fn::demo().route(DOMAIN, "/demo")]);
    let https = function.replace("protocol: HTTP", "protocol: HTTPS");
    story.write("s.yaml", &(https + &site(&TWO, "")));
    let told = story
        .s("deploy")
        .refused(&["set protocol of custom domain www.example.com differently"]);
    assert!(told.touched_nothing());
    let more = "        authConfig:\n          authType: function\n";
    story.write("s.yaml", &(function + more + &site(&TWO, "")));
    story
        .s("deploy")
        .refused(&["set authConfig of custom domain"]);
    // What says the same in both, or is only known in its turn, is no difference.
    let function = || yaml(&[Fn::demo().route(DOMAIN, "/demo")]);
    for (one, other) in [
        ("        wafConfig:\n          enableWAF: false\n", ""),
        (
            "        corsConfig: {maxAge: 5, allowOrigins: ['*']}\n",
            "      corsConfig: {allowOrigins: ['*'], maxAge: 5}\n",
        ),
        (
            "        authConfig: {authType: \"${env('AUTH')}\"}\n",
            "      authConfig: {authType: \"${env('AUTH')}\"}\n",
        ),
    ] {
        let story = project(&[], "");
        story.var("AUTH", "function");
        story.write("s.yaml", &(function() + one + &site(&TWO, other)));
        story.s("deploy").ends("changed");
    }
    let both = site(&TWO, "");
    story.write(
        "s.yaml",
        &(yaml(&[]) + &both + &site(&[("/c", "c")], "").replace("  site:", "  other:")),
    );
    story
        .s("deploy")
        .refused(&["custom domain www.example.com"]);
}

#[test]
fn of_two_projects_neither_loses_a_route() {
    let one = deployed(&[("/a/*", "a")]);
    let two = one.cloned();
    write(&two, &[("/b/*", "b")], "");
    two.s("deploy").ends("changed");
    write(&one, &[("/a/*", "c")], "");
    one.s("deploy").ends("changed");
    assert_eq!(routes(&one.console()), ["/a/* c", "/b/* b"]);
    two.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_certificate_of_the_console_is_enough_for_https() {
    let story = project(&TWO, "");
    let https = "      protocol: HTTP,HTTPS\n";
    let text = (yaml(&[]) + &site(&TWO, "")).replace("      protocol: HTTP\n", https);
    story.write("s.yaml", &text);
    // Only a domain that is there can be given one in the console.
    let steps = "deploy once with protocol: HTTP, add the certificate to the domain in the console, then write HTTPS";
    let told = story.s("deploy").refused(&["certConfig", steps]);
    told.writes(&[]);
    story.s("plan").fails().says(&["certConfig", steps]);
    let console = story.console();
    console.create_domain(json!({
        "domainName": DOMAIN, "protocol": "HTTP,HTTPS", "routeConfig": {"routes": []},
        "certConfig": {"certName": "console", "certificate": "-----BEGIN A", "privateKey": "-----BEGIN B"},
    }));
    story.s("deploy").ends("changed");
    let cert = &console.domain(DOMAIN)["certConfig"];
    assert_eq!(cert["certName"], "console");
    // Renewed there: no change of ours.
    console.change_domain(DOMAIN, json!({
        "certConfig": {"certName": "next", "certificate": "-----BEGIN C", "privateKey": "-----BEGIN D"},
    }));
    story.s("deploy").ends("clean").writes(&[]);
    story.s("drift").ends("clean");
    assert_eq!(console.domain(DOMAIN)["certConfig"]["certName"], "next");
}

/// A list may lead to a function that has a route of its own in the same domain: neither takes the other's.
#[test]
fn a_list_that_leads_to_a_function_of_the_file_is_left_to_the_list() {
    let story = project(&[], "");
    let function = yaml(&[Fn::demo().route(DOMAIN, "/f")]);
    let list = site(&[("/d", "demo"), ("/a/*", "a")], "");
    story.write("s.yaml", &(function + &list));
    story.s("deploy").ends("changed");
    let all = ["/a/* a", "/d demo", "/f demo"];
    for command in [
        "deploy",
        "deploy --use-local",
        "fn deploy --use-local",
        "plan",
        "drift",
    ] {
        story.s(command).ends("clean").writes(&[]);
        assert_eq!(routes(&story.console()), all, "{command}");
    }
    story.forget();
    story.s("deploy --use-local").ends("clean").writes(&[]);
}

/// What others had in the domain is theirs although we have seen it, until somebody decides otherwise.
#[test]
fn a_route_of_others_is_asked_about_once_the_list_names_it() {
    let story = project(&[("/a/*", "a")], "");
    story.console().create_domain(json!({
        "domainName": DOMAIN, "protocol": "HTTP", "routeConfig": {"routes": [{"path": "/x", "functionName": "c"}]},
    }));
    story.s("deploy").ends("changed");
    write(&story, &[("/a/*", "a"), ("/x", "b")], "");
    story
        .s("deploy")
        .ends_one_of(&["drift", "conflict"])
        .writes(&[])
        .says(&["routeConfig.routes[/x].functionName"]);
    assert_eq!(routes(&story.console()), ["/a/* a", "/x c"]);
    story
        .s("deploy --use-local")
        .ends("changed")
        .says(&["restore"]);
    assert_eq!(routes(&story.console()), ["/a/* a", "/x b"]);
}

/// A route that moves from a function to the domain's own list goes on, and the domain with it.
#[test]
fn a_route_that_moves_from_a_function_to_a_list_stays() {
    let story = project(&[], "");
    story.yaml(&[Fn::demo().route(DOMAIN, "/f")]);
    story.s("deploy").ends("changed");
    let mut moved = Fn::demo();
    moved.domain = None;
    story.write("s.yaml", &(yaml(&[moved]) + &site(&[("/f", "demo")], "")));
    story
        .s("deploy")
        .ends("clean")
        .never_says(&["no longer in s.yaml"]);
    story
        .s("plan")
        .ends("clean")
        .never_says(&["no longer in s.yaml"]);
    story.s("fn remove -y").ends("changed");
    assert!(!story.console().has_no_domain(DOMAIN));
    assert_eq!(routes(&story.console()), ["/f demo"]);
}

/// What one file of a folder lists did not leave the other one.
#[test]
fn two_lists_of_one_folder_are_refused() {
    let story = deployed(&[("/a/*", "a")]);
    story.write("s2.yaml", &(yaml(&[]) + &site(&[("/b/*", "b")], "")));
    let told = story
        .s("deploy -t s2.yaml")
        .refused(&["was last deployed from s.yaml"]);
    assert!(told.wrote().is_empty());
    assert_eq!(routes(&story.console()), ["/a/* a"]);
}

/// A block that was there before is nobody's difference, until the file begins to name it.
#[test]
fn a_block_that_stood_there_before_is_asked_about_once_the_file_names_it() {
    for (line, says) in [
        (
            "      wafConfig: {enableWAF: false}\n",
            "wafConfig.enableWAF",
        ),
        (
            "      authConfig: {authType: anonymous}\n",
            "authConfig.authType",
        ),
        (
            "      authConfig: {authType: function}\n",
            "authConfig.authType",
        ),
    ] {
        let story = project(&TWO, "");
        story.console().create_domain(json!({
            "domainName": DOMAIN, "protocol": "HTTP", "routeConfig": {"routes": []},
            "wafConfig": {"enableWAF": true}, "authConfig": {"authType": "jwt", "authInfo": "{}"},
        }));
        story.s("deploy").ends("changed");
        // Whoever changes it there changes what is theirs.
        story.console().change_domain(
            DOMAIN,
            json!({"authConfig": {"authType": "jwt", "authInfo": "{\"a\": 1}"}}),
        );
        story.s("deploy").ends("clean").writes(&[]);
        story.s("deploy --use-local").ends("clean").writes(&[]);
        write(&story, &TWO, line);
        story
            .s("plan")
            .ends_one_of(&["drift", "conflict"])
            .says(&[says]);
        story.s("deploy").fails().writes(&[]).says(&[says]);
        story.s("deploy --use-local").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// Each name is a domain of its own: what becomes of one says nothing of another.
#[test]
fn a_removal_forgets_no_other_domain() {
    let story = deployed(&TWO);
    let path = format!("{}/s.yaml", crate::story::HOME);
    story.rewrite(&path, DOMAIN, "new.example.com");
    story.s("deploy").ends("changed");
    let told = story.s("remove -y").ends("changed");
    told.says(&["remove --orphan cn-hangzhou/www.example.com"]);
    story
        .s("remove -y --orphan cn-hangzhou/www.example.com")
        .ends("changed");
    assert!(story.console().has_no_domain(DOMAIN));
}

/// Whoever removes without a record, or what a colleague put into the list, loses nothing that a restore would
/// not bring back.
#[test]
fn what_is_removed_without_a_record_comes_back_with_its_routes() {
    let theirs = |story: &Story| story.console().add_route(DOMAIN, "/theirs", "c");
    let gone = |story: &Story| {
        story.forget();
        story.s("remove -y").ends("changed");
    };
    let pulled = |story: &Story| {
        story.console().add_route(DOMAIN, "/new", "c");
        write(story, &[TWO[0], TWO[1], ("/new", "c")], "");
        story.s("remove -y").ends("changed");
    };
    type Removes<'r> = &'r dyn std::ops::Fn(&Story);
    let cases: [(bool, Removes<'_>, &[&str]); 4] = [
        (false, &gone, &["/a/* a", "/b/* b"]),
        (true, &gone, &["/a/* a", "/b/* b", "/theirs c"]),
        (false, &pulled, &["/a/* a", "/b/* b", "/new c"]),
        (true, &pulled, &["/a/* a", "/b/* b", "/new c", "/theirs c"]),
    ];
    for (shared, removes, back) in cases {
        let story = deployed(&TWO);
        if shared {
            theirs(&story);
        }
        removes(&story);
        assert_eq!(story.console().has_no_domain(DOMAIN), !shared);
        let backup = story.newest_backup();
        story.s(&format!("restore {backup} -y")).ends("changed");
        assert_eq!(routes(&story.console()), back, "{shared}");
    }
}

/// Names of hosts do not tell capital letters apart, whichever form the service answers.
#[test]
fn capital_letters_of_a_name_are_no_difference() {
    for folded in [false, true] {
        let mut weather = Weather::default();
        weather.domains.folded = folded;
        let story = Story::in_weather(weather);
        others_functions(&story);
        let text = (yaml(&[]) + &site(&TWO, "")).replace(DOMAIN, "WWW.Example.com");
        story.write("s.yaml", &text);
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        story.forget();
        story.s("deploy").ends("clean").writes(&[]);
        story.s("plan").ends("clean");
    }
}

/// A route to a function that is not there says which, and what to do.
#[test]
fn a_function_that_is_missing_is_named() {
    let story = project(&[("/a/*", "a"), ("/gone/*", "gone")], "");
    story.s("plan").ends("changed");
    let told = story.s("deploy").fails();
    told.says(&[
        "/gone/* leads to function gone, which does not exist",
        "deploy function gone first",
    ]);
    story.console().create(json!({
        "functionName": "gone", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": zipped(&[("index.py", "x")])},
    }));
    story.s("deploy").ends("changed");
}

/// What a file leaves out was never sent: what stood there before stays, whoever changes it; what comes later is a
/// change of others.
#[test]
fn blocks_that_the_file_leaves_out_stay() {
    let story = project(&TWO, "");
    let console = story.console();
    console.create_domain(json!({
        "domainName": DOMAIN, "protocol": "HTTP", "routeConfig": {"routes": [
            {"path": "/a/*", "functionName": "a"}, {"path": "/b/*", "functionName": "b"},
        ]},
        "wafConfig": {"enableWAF": true},
        "authConfig": {"authType": "jwt", "authInfo": "{}"},
    }));
    story.s("deploy").ends("clean").writes(&[]);
    story.s("plan").ends("clean");
    console.change_domain(DOMAIN, json!({"authConfig": {"authType": "function"}}));
    story.s("deploy").ends("clean").writes(&[]);
    // What comes later is a change of others.
    console.change_domain(DOMAIN, json!({"corsConfig": {"allowOrigins": ["*"]}}));
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["corsConfig"]);
    // A block that the file had and has no more is taken back.
    let story = project(&TWO, "      wafConfig:\n        enableWAF: true\n");
    story.s("deploy").ends("changed");
    write(&story, &TWO, "");
    story.s("deploy").ends("changed");
    assert_ne!(
        story.console().domain(DOMAIN)["wafConfig"]["enableWAF"],
        true
    );
}

#[test]
fn what_is_synced_deploys_without_a_change() {
    let story = deployed(&TWO);
    story.console().add_route(DOMAIN, "/theirs", "c");
    story
        .s("sync")
        .ok()
        .says(&["the routes of others stay: /theirs"]);
    let synced = story.read("sync-clone/cn-hangzhou_www_example_com.yaml");
    let clone = story.cloned();
    clone.write("s.yaml", &synced);
    clone.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_name_left_to_the_service_must_be_there() {
    let story = project(&TWO, "");
    let text = (yaml(&[]) + &site(&TWO, "")).replace(DOMAIN, "auto");
    story.write("s.yaml", &text);
    story
        .s("deploy")
        .refused(&["domainName", "auto"])
        .writes(&[]);
    let info = story.s("info");
    assert_ne!(info.word, "clean");
    let name = format!(
        "a.fcv3.{}.cn-hangzhou.fc.devsapp.net",
        crate::cloud::ACCOUNT
    );
    story.console().create_domain(json!({
        "domainName": name, "protocol": "HTTP", "routeConfig": {"routes": []},
    }));
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn another_name_leaves_the_first_one_behind_and_says_so() {
    let story = deployed(&TWO);
    story.rewrite(
        &format!("{}/s.yaml", crate::story::HOME),
        DOMAIN,
        "new.example.com",
    );
    let told = story.s("deploy").ends("changed");
    told.says(&["custom domain www.example.com", "remove --orphan"]);
    story
        .s("remove -y --orphan www.example.com")
        .ends("changed");
    assert!(story.console().has_no_domain(DOMAIN));
    // What others had changed in it would be lost under the new name.
    let story = deployed(&TWO);
    story.console().change_domain(DOMAIN, json!({"routeConfig": {"routes": [
        {"path": "/a/*", "functionName": "a", "methods": ["GET"]}, {"path": "/b/*", "functionName": "b"},
    ]}}));
    story.rewrite(
        &format!("{}/s.yaml", crate::story::HOME),
        DOMAIN,
        "new.example.com",
    );
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["routeConfig.routes[/a/*].methods"]);
}

#[test]
fn flags_for_functions_pass_it_by() {
    let story = project(&TWO, "");
    let text = yaml(&[Fn::demo()]) + &site(&TWO, "");
    story.write("s.yaml", &text);
    story.s("deploy").ends("changed");
    for flags in ["--function config", "--trigger http", "--code local"] {
        story
            .s(&format!("deploy {flags}"))
            .ends("clean")
            .writes(&[]);
    }
}

#[test]
fn a_foreign_write_between_any_two_requests_is_never_lost() {
    for etags in [true, false] {
        let weather = Weather {
            etags,
            ..Weather::default()
        };
        for at in 1..8 {
            let story = Story::in_weather(weather);
            others_functions(&story);
            write(&story, &TWO, "");
            story.s("deploy").ends("changed");
            write(&story, &[("/a/*", "a"), ("/b/*", "c")], "");
            let added = Rc::new(Cell::new(false));
            let adds = Rc::clone(&added);
            story.meddle(move |number, line, console| {
                // Without ETags nothing stands between the last reading and the write.
                if number == at && (etags || line.method != "PUT") {
                    console.add_route(DOMAIN, "/theirs", "c");
                    adds.set(true);
                }
                Fate::Arrives
            });
            let told = story.s("deploy");
            let left = routes(&story.console());
            let is_there = left.contains(&"/theirs c".to_owned());
            assert_eq!(
                is_there,
                added.get(),
                "{at}: {left:?} {}",
                told.transcript()
            );
        }
    }
}

/// An entry of a list that only one side has is taken from one side as a whole: half of it is none that the service
/// takes.
#[test]
fn half_an_entry_is_never_sent() {
    let with = |more: &str| {
        site(&[], "").replace(
            "        routes:\n",
            &format!(
                "        routes:\n          - path: /a/*\n            functionName: a\n          - path: /b/*\n            functionName: b\n{more}"
            ),
        )
    };
    let methods = "            methods: [GET]\n";
    let only = |path: &str, function: &str| json!({"path": path, "functionName": function});
    for flag in ["--merge", "--use-remote", "--use-local"] {
        // Deleted online, and changed here.
        let story = project(&[], "");
        story.write("s.yaml", &(yaml(&[]) + &with("")));
        story.s("deploy").ends("changed");
        let left = json!({"routeConfig": {"routes": [only("/a/*", "a")]}});
        story.console().change_domain(DOMAIN, left);
        story.write("s.yaml", &(yaml(&[]) + &with(methods)));
        story.s("deploy").ends("conflict").writes(&[]);
        let told = story.s(&format!("deploy {flag}"));
        let told = told.never_says(&["InvalidArgument", "400"]);
        if told.word != "conflict" {
            story.s("deploy").ok().writes(&[]);
        }
        let expected: &[&str] = match flag {
            "--use-local" => &["/a/* a", "/b/* b"],
            _ => &["/a/* a"],
        };
        assert_eq!(routes(&story.console()), expected, "{flag}");
        // Deleted here, and changed online.
        let story = project(&[], "");
        story.write("s.yaml", &(yaml(&[]) + &with("")));
        story.s("deploy").ends("changed");
        let changed = json!({"path": "/b/*", "functionName": "b", "methods": ["GET"]});
        let changed = json!({"routeConfig": {"routes": [only("/a/*", "a"), changed]}});
        story.console().change_domain(DOMAIN, changed);
        let here = with("").replace("          - path: /b/*\n            functionName: b\n", "");
        story.write("s.yaml", &(yaml(&[]) + &here));
        story.s("deploy").ends("conflict").writes(&[]);
        let told = story.s(&format!("deploy {flag}"));
        let told = told.never_says(&["InvalidArgument", "400"]);
        if told.word != "conflict" {
            story.s("deploy").ok().writes(&[]);
        }
        let expected: &[&str] = match flag {
            "--use-local" => &["/a/* a"],
            _ => &["/a/* a", "/b/* b"],
        };
        assert_eq!(routes(&story.console()), expected, "{flag}");
    }
}

/// As upstream keeps it. What others have in between stays in its place.
#[test]
fn the_list_online_has_the_order_of_the_file() {
    let order = |story: &Story| {
        let path = |route: &Value| route["path"].as_str().unwrap_or_default().to_owned();
        let routes = story.console().routes(DOMAIN);
        routes.iter().map(path).collect::<Vec<_>>().join(" ")
    };
    let three = [("/a/*", "a"), ("/b/*", "b"), ("/*", "c")];
    let story = deployed(&three);
    assert_eq!(order(&story), "/a/* /b/* /*");
    write(
        &story,
        &[("/aa/*", "a"), ("/b/*", "b"), ("/*", "c"), ("/z", "c")],
        "",
    );
    story.s("deploy").ends("changed");
    assert_eq!(order(&story), "/aa/* /b/* /* /z");
    story.s("deploy").ends("clean").writes(&[]);
    // The order alone is nothing to write for.
    write(
        &story,
        &[("/b/*", "b"), ("/aa/*", "a"), ("/*", "c"), ("/z", "c")],
        "",
    );
    story.s("deploy").ends("clean").writes(&[]);
    let routes = json!({"routeConfig": {"routes": [
        {"path": "/aa/*", "functionName": "a"},
        {"path": "/theirs", "functionName": "b"},
        {"path": "/b/*", "functionName": "b"},
        {"path": "/*", "functionName": "c"},
        {"path": "/z", "functionName": "c"},
    ]}});
    story.console().change_domain(DOMAIN, routes);
    write(
        &story,
        &[("/new", "b"), ("/b/*", "b"), ("/aa/*", "a"), ("/z", "a")],
        "",
    );
    story.s("deploy").ends("changed");
    assert_eq!(order(&story), "/new /theirs /b/* /aa/* /z");
}

/// What stays of a route that leaves the list is told until somebody decides otherwise, and nothing of it goes with other
/// changes.
#[test]
fn a_route_that_leaves_the_list_and_stands_kept_is_listed() {
    let story = deployed(&[("/a/*", "a"), ("/e", "b")]);
    let mut changed = story.console().routes(DOMAIN);
    for route in changed.iter_mut().filter(|route| route["path"] == "/e") {
        route["methods"] = json!(["DELETE"]);
    }
    let console = story.console();
    console.change_domain(DOMAIN, json!({"routeConfig": {"routes": changed}}));
    write(&story, &[("/a/*", "a")], "");
    story.s("deploy").ends("conflict").writes(&[]);
    story.s("deploy --use-remote").writes(&[]);
    for command in ["plan", "drift", "deploy"] {
        story
            .s(command)
            .ends("clean")
            .writes(&[])
            .says(&["routeConfig.routes[/e].methods"]);
    }
    write(&story, &[("/a/*", "c")], "");
    story.s("deploy").ends("changed");
    assert_eq!(routes(&console), ["/a/* c", "/e b"]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(routes(&console), ["/a/* c"]);
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&["/e"]);
}
