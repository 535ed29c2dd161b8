//! Where one component is measured: a project, an emulator with latency, and nothing of the person's.
//!
//! Two components are measured alike only where neither finds keys, caches or records of an earlier run.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use super::chain;
use crate::demo::emulator::ACCOUNT;
use crate::demo::emulator::Emulator;
use crate::demo::emulator::OWNER;
use crate::demo::interrupt::Interrupt;
use crate::project::Project;

/// Milliseconds that the emulator holds every reply back.
pub(super) const LATENCY: u64 = 50;

/// What one deploy cost.
#[derive(Clone, Debug)]
pub(super) struct Cost {
    /// How many the emulator got.
    pub(super) requests: usize,
    /// How many of them had to wait for one another.
    pub(super) chain: usize,
    /// The whole `s deploy`, in seconds.
    pub(super) wall: f64,
    /// The most memory that it held at once, in MB.
    pub(super) memory: f64,
}

/// A component to be measured.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// What the tables call it.
    pub(super) name: &'static str,
    /// The folder that `s.yaml` names.
    pub(super) folder: PathBuf,
    /// What makes it deploy without a question.
    pub(super) flag: &'static str,
}

/// A project, its emulator and its surroundings, all of which go away with it.
pub(super) struct Site<'a> {
    project: &'a Project,
    interrupt: &'a Interrupt,
    component: &'a Component,
    /// Holds the project, a home folder and the emulator's log.
    folder: TempDir,
    emulator: Emulator,
    /// How many functions the project has.
    functions: usize,
}

impl<'a> Site<'a> {
    /// `latency` is how many milliseconds each reply takes.
    pub(super) fn new(
        (project, interrupt): (&'a Project, &'a Interrupt),
        component: &'a Component,
        functions: usize,
        latency: u64,
    ) -> Result<Site<'a>> {
        interrupt.check()?;
        let folder = tempfile::Builder::new()
            .prefix("fc-guard-bench-")
            .tempdir()?;
        for name in ["home", "tmp", "app/code"] {
            fs::create_dir_all(folder.path().join(name))?;
        }
        fs::write(
            folder.path().join("app/code/index.py"),
            "def handler(event, context):\n    return 'hello'\n",
        )?;
        let latency = latency.to_string();
        let emulator = Emulator::start_with(
            &project.binary("fc-emulator"),
            folder.path(),
            &["--latency", &latency],
        )?;
        Ok(Site {
            project,
            interrupt,
            component,
            folder,
            emulator,
            functions,
        })
    }

    /// The folder of the project.
    fn app(&self) -> PathBuf {
        self.folder.path().join("app")
    }

    /// Writes `s.yaml`; the first function has that timeout.
    pub(super) fn write(&self, timeout: u32) -> Result<()> {
        let mut resources = serde_json::Map::new();
        for index in 0..self.functions {
            let timeout = if index == 0 { timeout } else { 10 };
            let props = self.props(index, timeout, "./code");
            let resource = json!({"component": self.component.folder, "props": props});
            resources.insert(format!("fn{index}"), resource);
        }
        // JSON is YAML.
        let file =
            json!({"edition": "3.0.0", "name": "app", "access": "default", "resources": resources});
        fs::write(self.app().join("s.yaml"), file.to_string())?;
        Ok(())
    }

    /// What one function of the project looks like.
    fn props(&self, index: usize, timeout: u32, code: &str) -> Value {
        let mut props = json!({
            "region": "cn-hangzhou",
            "functionName": format!("demo{index}"),
            "runtime": "python3.10",
            "handler": "index.handler",
            "code": code,
            "timeout": timeout,
            "triggers": [{
                "triggerName": "http",
                "triggerType": "http",
                "triggerConfig": {"authType": "anonymous", "methods": ["GET"]},
            }],
        });
        // One domain cannot lead to many functions by one route.
        if self.functions == 1 {
            props["customDomain"] = json!({
                "domainName": "demo.example.com", "protocol": "HTTP", "route": {"path": "/*"},
            });
        }
        props
    }

    /// One `s deploy`, and what it cost.
    pub(super) fn deploy(&self) -> Result<Cost> {
        // The log goes on from deploy to deploy; only what this one adds counts.
        let before = self.emulator.requests()?.lines().count();
        let mut command = Command::new("node");
        command
            .arg(
                self.project
                    .root()
                    .join("node_modules/@serverless-devs/s/bin/s"),
            )
            .args(["deploy", self.component.flag]);
        let (wall, memory) = self.watch(&mut command)?;
        let log = self.emulator.requests()?;
        let answered = chain::answered(&log)?;
        let answered = &answered[before..];
        Ok(Cost {
            requests: answered.len(),
            chain: chain::longest(answered, LATENCY as f64),
            wall,
            memory,
        })
    }

    /// Runs a program to its end and looks at its memory meanwhile: the system keeps its peak.
    fn watch(&self, command: &mut Command) -> Result<(f64, f64)> {
        self.enclose(command);
        // A file and no pipe, which would have to be read while the program runs.
        let out = fs::File::create(self.folder.path().join("out"))?;
        command
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out);
        let start = Instant::now();
        let mut child = command.spawn()?;
        let mut peak: f64 = 0.0;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            // The program is ended here: nobody else knows of it.
            if let Err(interrupted) = self.interrupt.check() {
                child.kill()?;
                child.wait()?;
                return Err(interrupted);
            }
            peak = peak.max(memory(child.id()));
            thread::sleep(Duration::from_millis(2));
        };
        if !status.success() {
            let said = fs::read_to_string(self.folder.path().join("out")).unwrap_or_default();
            let tail: Vec<&str> = said.lines().rev().take(15).collect();
            bail!(
                "{} failed: {}",
                self.component.name,
                tail.into_iter().rev().collect::<Vec<_>>().join("\n")
            );
        }
        Ok((start.elapsed().as_secs_f64(), peak))
    }

    /// The component without the CLI: what `alone.js` prints.
    pub(super) fn alone(&self, command: &str, code: &str, args: &[&str]) -> Result<Value> {
        let script = self.folder.path().join("alone.js");
        fs::write(&script, include_str!("alone.js"))?;
        let mut node = Command::new("node");
        node.arg(script)
            .arg(&self.component.folder)
            .args([command, &self.props(0, 10, code).to_string()])
            .arg(self.app())
            .args(args);
        self.enclose(&mut node);
        let output = node.stdin(Stdio::null()).output()?;
        self.interrupt.check()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let last = text.lines().last().unwrap_or_default();
        let answer: Value =
            serde_json::from_str(last).context("the component printed no figures")?;
        if let Some(error) = answer["error"].as_str() {
            bail!("{}: {error}", self.component.name);
        }
        Ok(answer)
    }

    /// Shuts a program off from the person's own settings, keys and caches.
    fn enclose(&self, command: &mut Command) {
        let url = self.emulator.url();
        command
            .env_clear()
            .env("PATH", env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path().join("home"))
            .env("TMPDIR", self.folder.path().join("tmp"))
            .env("NODE_ENV", "test")
            .env("FC_GUARD_LANG", "en")
            .env("FC_CLIENT_CUSTOM_ENDPOINT", url)
            .env("FC_CODE_TEMP_OSS_ENDPOINT", url)
            .env("AccountID", ACCOUNT)
            .env("AccessKeyID", OWNER.id)
            .env("AccessKeySecret", OWNER.secret)
            .current_dir(self.app());
    }

    /// Puts a component where the CLI looks before it downloads one.
    pub(super) fn provide(&self, name: &str, folder: &Path) -> Result<()> {
        let cache = self.folder.path().join("home/.s/components/devsapp.cn/v3");
        fs::create_dir_all(&cache)?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder, cache.join(name))?;
        #[cfg(not(unix))]
        let _ = (folder, name);
        Ok(())
    }
}

/// The peak of a process, in MB, where the system tells (Linux).
fn memory(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
