//! Three clones of one repository, as real git tells of them, that share their records: two colleagues and a
//! pipeline. What each relation of two commits means stands in `tests/stories/base.rs`; here git, the bucket and the
//! CLI are the real ones.

use std::process::Command;

use serde_json::json;

use crate::project::{Door, Project, Props, Ran, ran};

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// The clones lie beside each other in the folder of the project, whose own one is `app`.
struct Team {
    project: Project,
}

impl Team {
    fn new(door: Door) -> Team {
        let team = Team {
            project: Project::new(door),
        };
        team.project.write("hub/.keep", "");
        team.git("hub", &["init", "-q", "--bare", "-b", "main"]);
        team.project.write("app/.gitignore", ".s/\n");
        team.git("app", &["init", "-q", "-b", "main"]);
        team.git("app", &["remote", "add", "origin", &team.hub()]);
        team.is_of("app", "Ann");
        team.commits("app", "first");
        team.git("app", &["push", "-q", "-u", "origin", "main"]);
        team
    }

    /// Where the repository is that they have in common. By an address, or git would not clone a part of it.
    fn hub(&self) -> String {
        format!("file://{}", self.project.path("hub").display())
    }

    fn git(&self, clone: &str, args: &[&str]) -> Ran {
        let mut command = Command::new("git");
        command
            .args(args)
            .current_dir(self.project.path(clone))
            .env_clear()
            .envs(self.project.env());
        ran(command, None).ok()
    }

    fn is_of(&self, clone: &str, person: &str) {
        self.git(clone, &["config", "user.name", person]);
        self.git(clone, &["config", "user.email", "somebody@example.com"]);
    }

    fn commits(&self, clone: &str, message: &str) {
        self.git(clone, &["add", "-A"]);
        self.git(clone, &["commit", "-q", "-m", message]);
    }

    fn clones(&self, to: &str, person: &str, flags: &[&str]) {
        self.git(".", &[&["clone", "-q"], flags, &[&self.hub(), to]].concat());
        self.is_of(to, person);
    }

    fn yaml(&self, clone: &str, props: &Props) {
        let text = props.yaml(&[("fn", "demo")]);
        self.project.write(&format!("{clone}/s.yaml"), &text);
    }

    fn s(&self, clone: &str, args: &[&str]) -> Ran {
        let mut command = self.project.command(args);
        let url = self.project.emulator.url.clone();
        command
            .current_dir(self.project.path(clone))
            .env("FC_GUARD_STATE", "oss://team-state/shop")
            .env("FC_GUARD_STATE_KEY", KEY)
            .env("FC_GUARD_STATE_ENDPOINT", url);
        ran(command, None)
    }

    /// A command that writes nothing to the function.
    #[track_caller]
    fn only_looks(&self, clone: &str, args: &[&str]) -> Ran {
        let writes = || {
            let mut all = self.project.emulator.writes();
            all.retain(|write| write.contains("/2023-03-30/"));
            all.len()
        };
        let before = writes();
        let ran = self.s(clone, args);
        assert_eq!(writes(), before, "{}", ran.text());
        ran
    }

    fn has_foo(&self) -> bool {
        self.project.function()["environmentVariables"]["FOO"] == "1"
    }
}

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
