//! Upstream and this component deploy the same project in turn: what upstream sends in another form is no change
//! of anybody.
//!
//! The emulator guesses here: G25, G33.

use serde_json::json;

use crate::code_home::{Entry, put, zip};
use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::yaml::Fn;

const HELLO: &str = "def handler(event, context):\n    return 'hello'\n";

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
    story.s("drift").ends("clean");
    story.s("deploy").ends("clean").writes(&[]);
    story.cloned().s("deploy").ends("clean").writes(&[]);
}
