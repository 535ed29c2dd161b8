//! Three clones of one repository, as real git tells of them, that share their records: two colleagues and a
//! pipeline. What each relation of two commits means stands in `tests/stories/base.rs`; here git, the bucket and the
//! CLI are the real ones.

use serde_json::json;

use crate::project::{Door, Props};
use crate::team::Team;

fn with_foo() -> Props {
    Props {
        timeout: 20,
        ..Props::default()
    }
    .variable("FOO", "1")
}

fn ours() -> Props {
    Props {
        methods: vec!["GET".to_owned(), "POST".to_owned()],
        ..Props::default()
    }
}

fn three_clones(door: Door) {
    let team = Team::new(door);
    team.s("app", &["deploy"]).ends(0, "changed");
    team.clones("bert", "Bert", &[]);
    team.only_looks("bert", &["deploy"]).ends(0, "clean");

    // What Bert changes is his, in a clone that has deployed nothing.
    team.yaml("bert", &with_foo());
    team.commits("bert", "foo");
    team.git("bert", &["push", "-q", "origin", "main:foo"]);
    team.s("bert", &["deploy"]).ends(0, "changed");

    // Ann lacks that, and has a change of her own.
    team.yaml("app", &ours());
    team.commits("app", "post");
    team.git("app", &["push", "-q"]);
    let told = team.only_looks("app", &["deploy"]).ends(101, "drift");
    let told = told.says(&[
        "deployed by Bert from",
        "which you do not have",
        "FOO",
        "timeout",
    ]);
    assert!(!told.text().contains("! triggerConfig"), "{}", told.text());

    // A pipeline that has but the last commit of hers knows less, and how to know more.
    team.clones("shallow", "CI", &["--depth", "1"]);
    let told = team
        .only_looks("shallow", &["deploy"])
        .refused(&["FOO", "git fetch --unshallow"]);
    drop(told);

    // Somebody helps himself in the console, and one of the three decides about it.
    team.project.change(json!({"memorySize": 1024}));
    for clone in ["app", "bert"] {
        team.only_looks(clone, &["deploy"]).refused(&["memorySize"]);
    }
    team.only_looks("bert", &["deploy", "--use-remote"])
        .ends(0, "clean");

    // Both branches together have everything, and the decision is everybody's.
    team.git(
        "app",
        &["pull", "-q", "--no-rebase", "--no-edit", "origin", "foo"],
    );
    team.s("app", &["deploy"]).ends(0, "changed");
    assert!(team.has_foo());
    assert_eq!(team.project.function()["memorySize"], 1024);
    team.git("app", &["push", "-q"]);
    team.clones("ci", "CI", &["--filter=tree:0"]);
    team.only_looks("ci", &["deploy"]).ends(0, "clean");
    team.only_looks("ci", &["drift"]).ends(0, "clean");

    // A revert is a change of ours.
    team.git("app", &["revert", "-m", "1", "--no-edit", "HEAD"]);
    team.git("app", &["push", "-q"]);
    team.git("ci", &["pull", "-q"]);
    team.s("ci", &["deploy"]).ends(0, "changed");
    assert!(!team.has_foo());
}

#[test]
fn three_clones_of_a_repository_ask_about_what_git_does_not_prove() {
    three_clones(Door::Wasm);
}

#[test]
fn and_so_they_do_through_the_native_core() {
    three_clones(Door::Native);
}

/// The same three in another order: what was not committed comes first, and then everything that gives the same lines
/// another commit.
fn what_is_rewritten(door: Door) {
    let team = Team::new(door);
    team.clones("bert", "Bert", &[]);
    team.clones("ci", "CI", &["--filter=tree:0"]);
    team.s("app", &["deploy"]).ends(0, "changed");

    // Bert deploys code that he has not committed. Git proves nothing of it, so he is asked, and so is whoever lacks it.
    team.code("bert", "hello, world");
    team.only_looks("bert", &["deploy"])
        .refused(&["changed and not committed"]);
    team.s("bert", &["deploy", "--use-local"])
        .ends(0, "changed");
    team.only_looks("app", &["deploy"])
        .refused(&["code", "Bert", "files that were not committed"]);
    // Once it is committed, whoever has it has nothing to deploy.
    team.commits("bert", "world");
    team.git("bert", &["push", "-q"]);
    team.git("app", &["pull", "-q"]);
    for clone in ["app", "bert"] {
        team.only_looks(clone, &["deploy"]).ends(0, "clean");
    }

    // A hot fix in the console beside a change of Ann's: the one is asked about, the other is not.
    team.project.change(json!({"memorySize": 1024}));
    team.yaml("app", &timeout(20));
    team.commits("app", "timeout");
    let told = team.only_looks("app", &["deploy"]).refused(&["memorySize"]);
    assert!(!told.text().contains("! timeout"), "{}", told.text());
    team.s("app", &["deploy", "--merge"]).ends(0, "changed");
    team.git("app", &["push", "-q"]);
    team.git("ci", &["pull", "-q"]);
    team.only_looks("ci", &["deploy"]).ends(0, "clean");

    // Bert has a change on what was before that: he would undo Ann's, and is told so. After a rebase he is not.
    team.yaml("bert", &Props::default().variable("FOO", "1"));
    team.commits("bert", "foo");
    let told = team.only_looks("bert", &["deploy"]);
    told.refused(&["deployed by Ann from", "timeout"]);
    // Git would merge the two lines that lie beside each other; a person does.
    team.git("bert", &["fetch", "-q"]);
    team.git("bert", &["rebase", "-q", "-X", "theirs", "origin/main"]);
    let both = Props {
        timeout: 20,
        ..Props::default().variable("FOO", "1")
    };
    team.yaml("bert", &both);
    team.git("bert", &["commit", "-q", "-a", "--amend", "--no-edit"]);
    team.s("bert", &["deploy"]).ends(0, "changed");
    assert!(team.has_foo());
    assert_eq!(team.project.function()["timeout"], 20);

    // What was deployed is amended and squashed: nobody has its commit any more, and everybody its lines.
    team.code("bert", "hello, everybody");
    team.git("bert", &["commit", "-q", "-a", "-m", "everybody"]);
    team.s("bert", &["deploy"]).ends(0, "changed");
    team.git("bert", &["reset", "-q", "--soft", "origin/main"]);
    team.git("bert", &["commit", "-q", "-m", "both, in one"]);
    team.git("bert", &["push", "-q"]);
    for clone in ["app", "ci"] {
        team.git(clone, &["pull", "-q"]);
        team.only_looks(clone, &["deploy"]).ends(0, "clean");
    }
    // So has a clone of the last commit alone.
    team.clones("shallow", "CI", &["--depth", "1"]);
    team.only_looks("shallow", &["deploy"]).ends(0, "clean");
    team.only_looks("shallow", &["drift"]).ends(0, "clean");

    // A hot fix is told by each of the three, whoever has deployed last.
    team.project.change(json!({"memorySize": 2048}));
    for clone in ["app", "bert", "ci"] {
        team.only_looks(clone, &["deploy"]).refused(&["memorySize"]);
    }
    team.s("ci", &["deploy", "--use-local"]).ends(0, "changed");
    assert_eq!(team.project.function()["memorySize"], 512);
    team.only_looks("app", &["deploy"]).ends(0, "clean");
}

fn timeout(seconds: u32) -> Props {
    Props {
        timeout: seconds,
        ..Props::default()
    }
}

#[test]
fn what_was_not_committed_or_is_rewritten_is_known_by_its_lines() {
    what_is_rewritten(Door::Wasm);
}

#[test]
fn and_so_it_is_through_the_native_core() {
    what_is_rewritten(Door::Native);
}
