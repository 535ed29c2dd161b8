//! A project in a folder of its own, an emulator of its own, and the `s` CLI that deploys it.

use std::fs;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::emulator::Emulator;

pub(crate) const ACCOUNT: &str = "1234567890123456";
pub(crate) const OWNER: (&str, &str) = ("LTAI5tOwnerOfTheProject", "owner-secret-5f0c2a9b7e");
pub(crate) const CONSOLE: (&str, &str) = ("LTAI5tSomebodyElse", "console-secret-91d7c3e4a8");

/// Which door the component goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    Wasm,
    Native,
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_path_buf()
}

/// A program made by `cargo xtask build`.
pub(crate) fn program(var: &str, name: &str) -> PathBuf {
    let default = || root().join("target/release").join(name);
    let path = std::env::var_os(var).map_or_else(default, PathBuf::from);
    assert!(
        path.exists(),
        "{} is missing: run `cargo xtask test`",
        path.display()
    );
    path
}

/// How one `s` command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Everything that the person saw.
    pub(crate) fn text(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Ran {
        assert_eq!(self.code, 0, "{}", self.text());
        self
    }

    /// It must have ended with this code, and this word as the last line of stderr.
    #[track_caller]
    pub(crate) fn ends(self, code: i32, word: &str) -> Ran {
        assert_eq!(self.code, code, "{}", self.text());
        assert_eq!(self.stderr.lines().last(), Some(word), "{}", self.text());
        self
    }

    /// It must have ended with this code.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "{}", self.text());
        self
    }

    /// It must have been refused, and say these things.
    #[track_caller]
    pub(crate) fn refused(self, says: &[&str]) -> Ran {
        assert_ne!(self.code, 0, "{}", self.text());
        self.says(says)
    }

    #[track_caller]
    pub(crate) fn says(self, says: &[&str]) -> Ran {
        let text = self.text();
        for say in says {
            assert!(text.contains(say), "{say:?} is missing in:\n{text}");
        }
        self
    }
}

/// An ordinary FC 3.0 project: a function with an http trigger and a custom domain.
pub(crate) struct Project {
    home: TempDir,
    pub emulator: Emulator,
    pub door: Door,
}

impl Project {
    pub(crate) fn new(door: Door) -> Project {
        let home = tempfile::tempdir().unwrap();
        let emulator = Emulator::start(home.path());
        let project = Project {
            home,
            emulator,
            door,
        };
        project.write(
            "app/code/index.py",
            "def handler(event, context):\n    return 'hello'\n",
        );
        project.yaml(&Props::default());
        project
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Writes `app/s.yaml`.
    pub(crate) fn yaml(&self, props: &Props) {
        self.write("app/s.yaml", &props.yaml(&[("fn", "demo")]));
    }

    /// Forgets what was deployed, as a fresh clone does.
    pub(crate) fn forget(&self) {
        let _ = fs::remove_dir_all(self.path("app/.s"));
    }

    /// The files of `.s/fc-guard/`, by name.
    pub(crate) fn records(&self) -> Vec<(String, String)> {
        let Ok(entries) = fs::read_dir(self.path("app/.s/fc-guard")) else {
            return Vec::new();
        };
        let mut files: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "json")
            })
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs::read_to_string(&path).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    /// Deploys the first resource before the story begins, without the CLI: that is five times as fast.
    pub(crate) fn deployed(&self) {
        self.native(&["deploy"]).ok();
    }

    pub(crate) fn deploy(&self, args: &[&str]) -> Ran {
        self.s(&[&["deploy"], args].concat())
    }

    /// `s ARGS…` in the project's folder, without a terminal.
    pub(crate) fn s(&self, args: &[&str]) -> Ran {
        self.s_with(args, &[])
    }

    pub(crate) fn s_with(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        let mut command = self.command(args);
        command.envs(env.iter().copied());
        ran(command, None)
    }

    /// `fc-guard COMMAND FLAGS…` by itself, without the CLI and without a terminal.
    pub(crate) fn native(&self, args: &[&str]) -> Ran {
        self.native_with(args, &[])
    }

    pub(crate) fn native_with(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        self.native_of(args, env, &self.inputs())
    }

    /// The same with other inputs than those of `s.yaml`.
    pub(crate) fn native_of(&self, args: &[&str], env: &[(&str, &str)], inputs: &Value) -> Ran {
        let mut command = Command::new(program("FC_GUARD_BIN", "fc-guard"));
        command
            .args(args)
            .current_dir(self.path("app"))
            .env_clear()
            .envs(self.env())
            .envs(env.iter().copied());
        ran(command, Some(inputs.to_string()))
    }

    /// What the CLI would hand over of the first resource.
    pub(crate) fn inputs(&self) -> Value {
        let document: Value = yaml_serde::from_str(&self.read("app/s.yaml")).unwrap();
        let (name, resource) = document["resources"]
            .as_object()
            .unwrap()
            .iter()
            .next()
            .unwrap();
        serde_json::json!({
            "command": "deploy",
            "props": resource["props"],
            "cwd": self.path("app"),
            "yaml": {"path": self.path("app/s.yaml")},
            "resource": {"name": name, "component": resource["component"]},
            "credential": {"AccountID": ACCOUNT, "AccessKeyID": OWNER.0, "AccessKeySecret": OWNER.1},
        })
    }

    /// The command, not started yet, with nobody at its terminal.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("node");
        command
            .arg(root().join("node_modules/@serverless-devs/s/bin/s"))
            .args(args)
            .current_dir(self.path("app"))
            .env_clear()
            .envs(self.env())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn env(&self) -> Vec<(String, String)> {
        let home = self.path("home");
        fs::create_dir_all(&home).unwrap();
        let door = if self.door == Door::Native {
            "native"
        } else {
            "wasm"
        };
        let url = &self.emulator.url;
        [
            ("PATH", std::env::var("PATH").unwrap().as_str()),
            ("HOME", home.to_str().unwrap()),
            ("NODE_ENV", "test"),
            ("TERM", "xterm-256color"),
            ("FC_GUARD_LANG", "en"),
            ("FC_GUARD_CORE", door),
            (
                "FC_GUARD_BIN",
                program("FC_GUARD_BIN", "fc-guard").to_str().unwrap(),
            ),
            ("FC_CLIENT_CUSTOM_ENDPOINT", url),
            ("FC_CODE_TEMP_OSS_ENDPOINT", url),
            ("AccountID", ACCOUNT),
            ("AccessKeyID", OWNER.0),
            ("AccessKeySecret", OWNER.1),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }
}

/// How long one command may take before it counts as stuck. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(180);

/// Runs a command to its end. One that does not end is killed, so that no test waits for ever.
#[track_caller]
pub(crate) fn ran(mut command: Command, input: Option<String>) -> Ran {
    let stdin = input.as_ref().map_or_else(Stdio::null, |_| Stdio::piped());
    let mut child = command
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if let Some(input) = input {
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
    }
    let stdout = collect(child.stdout.take().unwrap());
    let stderr = collect(child.stderr.take().unwrap());
    let end = Instant::now() + PATIENCE;
    let text = |pipe: &Receiver<String>| pipe.recv_timeout(end - Instant::now());
    let (Ok(stdout), Ok(stderr)) = (text(&stdout), text(&stderr)) else {
        let _ = child.kill();
        panic!("{command:?} does not end");
    };
    Ran {
        code: child.wait().unwrap().code().unwrap_or(-1),
        stdout,
        stderr,
    }
}

/// Everything that comes out of a pipe until it closes.
fn collect(mut pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (give, take) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        give.send(String::from_utf8_lossy(&bytes).into_owned())
    });
    take
}

/// The properties of the project that the tests change.
#[derive(Clone, Debug)]
pub(crate) struct Props {
    pub timeout: u32,
    pub variables: Vec<(String, String)>,
    pub methods: Vec<String>,
    pub domain: bool,
}

impl Default for Props {
    fn default() -> Props {
        Props {
            timeout: 10,
            variables: vec![("LEVEL".to_owned(), "info-canary".to_owned())],
            methods: vec!["GET".to_owned()],
            domain: true,
        }
    }
}

impl Props {
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Props {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// An `s.yaml` with these resources: (name in the file, function name).
    pub(crate) fn yaml(&self, resources: &[(&str, &str)]) -> String {
        let mut text = "edition: 3.0.0\nname: app\naccess: default\nresources:\n".to_owned();
        for (resource, function) in resources {
            text.push_str(&self.resource(resource, function));
        }
        text
    }

    fn resource(&self, resource: &str, function: &str) -> String {
        let component = root().display().to_string();
        let Props { timeout, .. } = self;
        let mut text = format!(
            "  {resource}:\n    component: {component}\n    props:\n      region: cn-hangzhou\n      functionName: {function}\n      runtime: python3.10\n      handler: index.handler\n      code: ./code\n      memorySize: 512\n      timeout: {timeout}\n      environmentVariables:\n"
        );
        for (name, value) in &self.variables {
            text.push_str(&format!("        {name}: {value}\n"));
        }
        let methods = self.methods.join(", ");
        text.push_str(&format!(
                "      triggers:\n        - triggerName: http\n          triggerType: http\n          triggerConfig:\n            authType: anonymous\n            methods: [{methods}]\n"
            ));
        if self.domain {
            text.push_str(&format!(
                "      customDomain:\n        domainName: {function}.example.com\n        protocol: HTTP\n        route:\n          path: /*\n"
            ));
        }
        text
    }
}
