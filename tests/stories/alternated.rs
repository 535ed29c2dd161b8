//! Upstream and this component deploy the same project in turn: what upstream sends in another form is no change
//! of anybody, and what it packs of our state is told.
//!
//! The emulator guesses here: G25, G33.

use serde_json::json;

use crate::code_home::{Entry, put, zip};
use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::yaml::{Fn, yaml};

const HELLO: &str = "def handler(event, context):\n    return 'hello'\n";

/// What is told where other tools would pack our state.
const PACKED: &str = "and .s/fc-guard in it keeps the key";

/// What is told where the key is in the package online.
const ONLINE: &str = "is online holds .s/fc-guard/key";

fn project(code: &str) -> Story {
    let story = Story::new();
    let function = Fn {
        code: code.to_owned(),
        ..Fn::demo().bare()
    };
    story.yaml(&[function]);
    story
}

#[test]
fn methods_are_the_same_in_small_letters() {
    let story = Story::new();
    let domain = "      customDomain: {domainName: d.example.com, protocol: HTTP, route: {path: /*, methods: [get, post]}}\n";
    story.yaml(&[Fn::demo().bare().methods(&["get", "post"]).with(domain)]);
    let site = "  site:\n    component: ${path('../fc-guard')}\n    props:\n      region: cn-hangzhou\n      domainName: e.example.com\n      protocol: HTTP\n      routeConfig:\n        routes:\n          - {path: /*, functionName: demo, methods: [Get, pOST]}\n";
    story.write("s.yaml", &(story.read("s.yaml") + site));
    story.s("deploy").ends("changed");
    // As upstream sends them.
    let console = story.console();
    let http = json!({"authType": "anonymous", "methods": ["post", "get"]});
    console.change_trigger("demo", "http", json!({"triggerConfig": http}));
    for domain in ["d.example.com", "e.example.com"] {
        let route = json!({"path": "/*", "functionName": "demo", "methods": ["post", "get"]});
        console.change_domain(domain, json!({"routeConfig": {"routes": [route]}}));
    }
    for command in ["drift", "plan", "deploy"] {
        story.s(command).ends("clean").writes(&[]);
    }
    story.cloned().s("deploy").ends("clean").writes(&[]);
    // Another one is another one.
    let http = json!({"authType": "anonymous", "methods": ["get"]});
    console.change_trigger("demo", "http", json!({"triggerConfig": http}));
    let told = story.s("deploy").ends("drift");
    told.says(&["triggerConfig.methods: [\"post\",\"get\"] → [\"get\"]"]);
}

/// Upstream packs what is absolute as the way to it from the folder on the machine that packs.
#[test]
fn absolute_links_are_the_same() {
    let story = project("./code");
    for (path, target) in [
        ("venv/bin/python3", "/usr/bin/python3"),
        ("shared", "../shared"),
        ("main.py", "./index.py"),
    ] {
        let path = format!("{HOME}/code/{path}");
        story.files.put(&path, Node::Link(target.to_owned()));
    }
    story.s("deploy").ends("changed");
    let theirs = |index: &str, python| {
        zip(&[
            Entry::File("index.py", index.as_bytes()),
            Entry::Link("main.py", "index.py"),
            Entry::Link("shared", "../shared"),
            Entry::Link("venv/bin/python3", python),
        ])
    };
    put(&story, &theirs(HELLO, "../../../../../../usr/bin/python3"));
    story.s("drift").ends("clean");
    story.s("deploy").ends("clean").writes(&[]);
    put(&story, &theirs(HELLO, "../../../../usr/bin/python3"));
    story.cloned().s("deploy").ends("clean").writes(&[]);
    // What comes home leaves a link alone that leads to the same place.
    put(&story, &theirs("theirs", "../../../../usr/bin/python3"));
    story.keys("roy").s("deploy").ends("clean");
    let found = story.files.all();
    let link = found.get(&format!("{HOME}/code/venv/bin/python3"));
    assert_eq!(link, Some(&Node::Link("/usr/bin/python3".to_owned())));
    put(&story, &theirs("theirs", "../../../../usr/bin/python2"));
    let told = story.s("drift").ends_one_of(&["drift", "conflict"]);
    told.says(&["venv/bin/python3  changed online"]);
}

/// Upstream packs `.git` and `.s`, wherever they stand.
#[test]
fn what_is_never_packed_is_no_difference() {
    let story = project("./code");
    story.write("code/.git/HEAD", "ref");
    story.write("code/lib/.s/x", "x");
    story.s("deploy").ends("changed");
    put(
        &story,
        &zip(&[
            Entry::File(".git/HEAD", b"ref"),
            Entry::File("index.py", HELLO.as_bytes()),
            Entry::File("lib/.s/x", b"x"),
        ]),
    );
    story.s("drift").ends("clean").never_says(&[ONLINE]);
    story.s("deploy").ends("clean").writes(&[]);
    story.cloned().s("deploy").ends("clean").writes(&[]);
}

/// Before anything is kept there: the next deploy of another tool would take the key along.
#[test]
fn a_code_folder_around_our_state_is_told() {
    let line = format!("{HOME}/.fcignore: .s");
    for code in ["./", ".", "./.", HOME] {
        let story = project(code);
        story.write("index.py", HELLO);
        for command in ["plan", "deploy", "fn deploy", "deploy"] {
            let told = story.s(command).ok();
            let told = told.says(&[PACKED, &line]);
            assert_eq!(
                told.said.matches(PACKED).count(),
                1,
                "{}",
                told.transcript()
            );
        }
        for rules in [".s\n", "/.s/\n", ".s/**\n", "*\n!*.py\n", ".s/fc-guard\n"] {
            story.write(".fcignore", rules);
            story.s("deploy").never_says(&[PACKED]);
        }
        story.write(".fcignore", ".s\n!.s/fc-guard/*\n");
        story.s("plan").says(&[PACKED]);
    }
    let story = project("../");
    story
        .files
        .write("/home/a/index.py", HELLO.as_bytes(), false);
    story.s("plan").says(&[PACKED, "/home/a/.fcignore: .s"]);
    let story = project("./code");
    story.s("deploy").never_says(&[PACKED]);
    // Whatever deploys the resource whose code it is, and it is told once.
    let all = yaml(&[Fn::demo().bare(), Fn::named("two", "two").bare()]);
    let other = "  old:\n    component: fc3\n    props: {region: cn-hangzhou, functionName: old, code: ./}\n";
    story.write("s.yaml", &(all + other));
    let told = story.s("fn plan").says(&[PACKED, &line]);
    assert_eq!(
        told.said.matches(PACKED).count(),
        1,
        "{}",
        told.transcript()
    );
}

/// Only what is here takes it out of there again, and nobody has to be asked about that.
#[test]
fn a_key_in_the_package_online_is_told_and_replaced() {
    let package = zip(&[
        Entry::File("index.py", HELLO.as_bytes()),
        Entry::File(".s/fc-guard/key", b"abc"),
        Entry::File(".s/fc-guard/backups/x", b"abc"),
    ]);
    let story = project("./code");
    story.s("deploy").ends("changed");
    put(&story, &package);
    for command in ["drift", "plan"] {
        let told = story.s(command).ok().says(&[ONLINE]);
        assert_eq!(
            told.said.matches(ONLINE).count(),
            1,
            "{}",
            told.transcript()
        );
        told.never_says(&["changed online since the last deploy:", "need a decision"]);
    }
    let told = story.s("deploy").ends("changed");
    let told = told.writes(&["PUT functions/demo"]).says(&[ONLINE]);
    assert_eq!(
        told.said.matches(ONLINE).count(),
        1,
        "{}",
        told.transcript()
    );
    let online = story.console().code("demo");
    assert_eq!(online, [("index.py".to_owned(), HELLO.to_owned())]);
    story.s("deploy").ends("clean").never_says(&[ONLINE]);
    // Nobody here knows what was deployed.
    put(&story, &package);
    let clone = story.cloned();
    clone.s("deploy").ends("clean").says(&[ONLINE]).writes(&[]);
    clone.s("deploy").ends("changed").says(&[ONLINE]);
    clone.s("deploy").ends("clean").never_says(&[ONLINE]);
}

/// A name for the access says nothing of whose account it is; the record does.
#[test]
fn the_same_thing_from_two_resources_one_at_a_time_is_refused() {
    let story = Story::new();
    story.yaml(&[
        Fn::named("web", "fn-a").bare().timeout(30),
        Fn::named("worker", "fn-a").bare().timeout(60),
    ]);
    story.s("worker deploy -a default").ends("changed");
    for command in ["web deploy -a default", "web plan -a other"] {
        let told = story.s(command).ends("usage").writes(&[]);
        let told = told
            .says(&["resources worker and web of s.yaml are both function fn-a in cn-hangzhou"]);
        assert!(told.sent.is_empty(), "{}", told.transcript());
    }
    story.s("worker deploy -a default").ends("clean");
    // A resource that was renamed is the same one.
    story.yaml(&[Fn::named("job", "fn-a").bare().timeout(60)]);
    story.s("job deploy -a default").ends("clean");
    // What is another function by now stands in nobody's way.
    story.yaml(&[
        Fn::named("job", "fn-b").bare(),
        Fn::named("web", "fn-a").bare().timeout(60),
    ]);
    story.s("web deploy -a default").ends("clean");
}
