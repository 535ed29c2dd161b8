//! Links that lead out of the code folder go as links, both ways, and nobody follows them.

use crate::code_home::{Entry, put, zip};
use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::yaml::Fn;

const HELLO: &str = "def handler(event, context):\n    return 'hello'\n";

/// A virtual environment, and code that another function has, too.
const LINKS: [(&str, &str); 2] = [
    ("lib/shared", "../../shared"),
    ("venv/bin/python3", "/usr/bin/python3"),
];

const TOLD: &str = "packed as links, without their targets: \
     lib/shared → ../../shared, venv/bin/python3 → /usr/bin/python3";

fn linked() -> Story {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.write("shared/secret.txt", "not code");
    for (path, target) in LINKS {
        link(&story, &format!("code/{path}"), target);
    }
    story
}

fn link(story: &Story, path: &str, target: &str) {
    let path = format!("{HOME}/{path}");
    story.files.put(&path, Node::Link(target.to_owned()));
}

/// What stands under a path below the project.
fn node(story: &Story, path: &str) -> Option<Node> {
    story.files.all().get(&format!("{HOME}/{path}")).cloned()
}

/// The package online, with an `index.py` of a colleague.
fn theirs(index: &str) -> Vec<u8> {
    let links = LINKS.map(|(path, target)| Entry::Link(path, target));
    let index = Entry::File("index.py", index.as_bytes());
    zip(&Vec::from_iter(links.into_iter().chain([index])))
}

#[test]
fn they_are_deployed_as_links_with_one_warning() {
    let story = linked();
    for (command, ends) in [
        ("plan", "changed"),
        ("deploy", "changed"),
        ("deploy", "clean"),
    ] {
        let told = story.s(command).ends(ends).says(&[TOLD]);
        assert_eq!(
            told.said.matches("lead out").count(),
            1,
            "{}",
            told.transcript()
        );
    }
    let online = story.console().code("demo");
    assert_eq!(online, [("index.py".to_owned(), HELLO.to_owned())]);
    story.s("sync").ends("clean");
    for (path, target) in LINKS {
        let found = node(&story, &format!("sync-clone/cn-hangzhou_demo/{path}"));
        assert_eq!(found, Some(Node::Link(target.to_owned())), "{path}");
    }
}

#[test]
fn the_same_links_packed_by_another_tool_are_the_same() {
    let story = linked();
    story.s("deploy").ends("changed");
    put(&story, &theirs(HELLO));
    story.s("drift").ends("clean");
    story.s("deploy").ends("clean").writes(&[]);
    link(&story, "code/venv/bin/python3", "/opt/python3");
    let told = story.s("plan").ends("changed");
    told.says(&["1 file changed locally", "venv/bin/python3"]);
}

#[test]
fn code_with_such_links_comes_home() {
    let story = linked();
    story.s("deploy").ends("changed");
    put(&story, &theirs("theirs"));
    story.keys("roy").s("deploy").ends("clean");
    assert_eq!(story.read("code/index.py"), "theirs");
    for command in ["sync", "sync --target-dir ../beside"] {
        let told = story.s(command).ends("clean");
        told.says(&["stay links: lib/shared → ../../shared"]);
    }
    for (path, target) in LINKS {
        for folder in ["code", "sync-clone/cn-hangzhou_demo"] {
            let found = node(&story, &format!("{folder}/{path}"));
            assert_eq!(
                found,
                Some(Node::Link(target.to_owned())),
                "{folder}/{path}"
            );
        }
    }
}

/// A link that came home leads somewhere else by then.
#[test]
fn nothing_is_written_through_a_link_that_came_home() {
    let story = linked();
    story.s("deploy").ends("changed");
    for package in [
        zip(&[
            Entry::File("index.py", b"1"),
            Entry::Link("data", "../shared"),
        ]),
        zip(&[
            Entry::File("index.py", b"2"),
            Entry::File("data/secret.txt", b"evil"),
        ]),
    ] {
        put(&story, &package);
        story.keys("roy").s("deploy");
        assert_eq!(story.read("shared/secret.txt"), "not code");
    }
}
