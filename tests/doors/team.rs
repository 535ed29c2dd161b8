//! Clones of one repository, as real git tells of them, that share their records in a bucket: git, the bucket and the
//! CLI are the real ones.

use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};

use serde_json::{Value, json};

use crate::project::{Door, Project, Props, Ran, program, ran};

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// The clones lie beside each other in the folder of the project, whose own one is `app`.
pub(crate) struct Team {
    pub(crate) project: Project,
}

impl Team {
    pub(crate) fn new(door: Door) -> Team {
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

    pub(crate) fn git(&self, clone: &str, args: &[&str]) -> Ran {
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

    pub(crate) fn commits(&self, clone: &str, message: &str) {
        self.git(clone, &["add", "-A"]);
        self.git(clone, &["commit", "-q", "-m", message]);
    }

    pub(crate) fn clones(&self, to: &str, person: &str, flags: &[&str]) {
        self.git(".", &[&["clone", "-q"], flags, &[&self.hub(), to]].concat());
        self.is_of(to, person);
    }

    pub(crate) fn yaml(&self, clone: &str, props: &Props) {
        let text = props.yaml(&[("fn", "demo")]);
        self.project.write(&format!("{clone}/s.yaml"), &text);
    }

    /// The code of the function.
    pub(crate) fn code(&self, clone: &str, says: &str) {
        let text = format!("def handler(event, context):\n    return '{says}'\n");
        self.project.write(&format!("{clone}/code/index.py"), &text);
    }

    pub(crate) fn s(&self, clone: &str, args: &[&str]) -> Ran {
        ran(self.command(clone, args), None)
    }

    /// The command, not started yet.
    pub(crate) fn command(&self, clone: &str, args: &[&str]) -> Command {
        let mut command = self.project.command(args);
        command.current_dir(self.project.path(clone));
        self.shares(&mut command);
        command
    }

    /// The same of the native program alone.
    pub(crate) fn alone(&self, clone: &str, args: &[&str]) -> Command {
        let file = format!("{clone}.json");
        self.project.write(&file, &self.inputs(clone).to_string());
        let mut command = Command::new(program("FC_GUARD_BIN", "fc-guard"));
        command
            .args(args)
            .current_dir(self.project.path(clone))
            .env_clear()
            .envs(self.project.env())
            .stdin(File::open(self.project.path(&file)).unwrap());
        self.shares(&mut command);
        command
    }

    /// What the CLI would hand over in that clone.
    pub(crate) fn inputs(&self, clone: &str) -> Value {
        let document: Value =
            yaml_serde::from_str(&self.project.read(&format!("{clone}/s.yaml"))).unwrap();
        let mut inputs = self.project.inputs();
        inputs["props"] = document["resources"]["fn"]["props"].clone();
        inputs["cwd"] = json!(self.project.path(clone));
        inputs["yaml"] = json!({"path": self.project.path(&format!("{clone}/s.yaml"))});
        inputs
    }

    fn shares(&self, command: &mut Command) {
        let url = self.project.emulator.url.clone();
        command
            .env("FC_GUARD_STATE", "oss://team-state/shop")
            .env("FC_GUARD_STATE_KEY", KEY)
            .env("FC_GUARD_STATE_ENDPOINT", url);
    }

    /// A command that writes nothing to the function.
    #[track_caller]
    pub(crate) fn only_looks(&self, clone: &str, args: &[&str]) -> Ran {
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

    pub(crate) fn has_foo(&self) -> bool {
        self.project.function()["environmentVariables"]["FOO"] == "1"
    }

    /// Starts a command of a clone. Its output goes to files beside the clones, and it is in a process group of its
    /// own, so that it can be killed with all that it started.
    pub(crate) fn starts(&self, clone: &str, mut command: Command) -> Child {
        let file =
            |name: &str| File::create(self.project.path(&format!("{clone}.{name}"))).unwrap();
        command
            .stdout(file("stdout"))
            .stderr(file("stderr"))
            .process_group(0);
        command.spawn().unwrap()
    }

    /// How a command that was started has ended.
    pub(crate) fn ended(&self, clone: &str, code: Option<i32>) -> Ran {
        let text = |name: &str| self.project.read(&format!("{clone}.{name}"));
        Ran {
            code: code.unwrap_or(-1),
            stdout: text("stdout"),
            stderr: text("stderr"),
        }
    }

    /// No lock lies in that clone.
    #[track_caller]
    pub(crate) fn is_unlocked(&self, clone: &str) {
        let folder = self.project.path(&format!("{clone}/.s/fc-guard"));
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        let locks: Vec<String> = names.filter(|name| name.ends_with(".lock")).collect();
        assert!(locks.is_empty(), "{clone}: {locks:?}");
    }
}
