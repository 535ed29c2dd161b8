//! A run that gets a signal at a known moment.

use std::fs::{self, File};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::project::{Door, Project, Ran, program};
use crate::session::Session;

/// After this a run that does not end is killed, and the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// How fc-guard is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Cli(Door),
    /// The native program without the CLI.
    Alone,
}

impl Way {
    pub(crate) fn project(self) -> Project {
        match self {
            Way::Cli(door) => Project::new(door),
            Way::Alone => Project::new(Door::Native),
        }
    }

    /// Runs it without a signal.
    pub(crate) fn run(self, project: &Project, args: &[&str]) -> Ran {
        self.run_with(project, args, &[])
    }

    pub(crate) fn run_with(self, project: &Project, args: &[&str], env: &[(&str, &str)]) -> Ran {
        match self {
            Way::Cli(_) => project.s_with(args, env),
            Way::Alone => project.native_with(args, env),
        }
    }

    /// Starts it at a terminal.
    pub(crate) fn session(self, project: &Project, args: &[&str]) -> Session {
        self.session_with(project, args, &[])
    }

    pub(crate) fn session_with(
        self,
        project: &Project,
        args: &[&str],
        env: &[(&str, &str)],
    ) -> Session {
        match self {
            Way::Cli(_) => Session::start_with(project, args, env),
            Way::Alone => Session::alone(project, args, env),
        }
    }

    /// The exit code of a run that ends with this word. The CLI makes 101 of every error that a
    /// component throws.
    pub(crate) fn code(self, word: &str) -> i32 {
        let alone = match word {
            "clean" | "changed" => 0,
            "failed" | "unreadable" => 1,
            "usage" => 2,
            "drift" | "conflict" => 3,
            "partial" => 4,
            "interrupted" => 130,
            other => panic!("no end is called {other}"),
        };
        match (self, alone) {
            (Way::Cli(_), 1..=4) => 101,
            _ => alone,
        }
    }

    /// It must have ended so; behind the CLI that word is the last line of stderr.
    #[track_caller]
    pub(crate) fn ended(self, ran: Ran, word: &str) -> Ran {
        match self {
            Way::Cli(_) => ran.ends(self.code(word), word),
            Way::Alone => ran.ends_with(self.code(word)),
        }
    }
}

/// A run under way. Its output goes to files, so that a full pipe cannot stop it.
pub(crate) struct Run<'a> {
    project: &'a Project,
    child: Child,
}

impl Run<'_> {
    pub(crate) fn start<'a>(project: &'a Project, way: Way, args: &[&str]) -> Run<'a> {
        Run::start_in(project, way, args, &std::env::temp_dir())
    }

    fn start_in<'a>(project: &'a Project, way: Way, args: &[&str], temporary: &Path) -> Run<'a> {
        let mut command = match way {
            Way::Cli(_) => project.command(args),
            Way::Alone => alone(project, args),
        };
        // A project may have programs of its own, which count before all others.
        let others = std::env::var("PATH").unwrap();
        command.env(
            "PATH",
            format!("{}:{others}", project.path("bin").display()),
        );
        command.env("TMPDIR", temporary);
        let file = |name: &str| File::create(project.path(name)).unwrap();
        // In a process group of its own, so that it can be killed with all that it started.
        command
            .stdout(file("stdout.txt"))
            .stderr(file("stderr.txt"))
            .process_group(0);
        Run {
            project,
            child: command.spawn().unwrap(),
        }
    }

    /// Waits until it is true, or the run is over.
    #[track_caller]
    pub(crate) fn wait_until(&mut self, what: &str, is_it: impl Fn(&Project) -> bool) {
        let patience = Instant::now() + PATIENCE;
        while !is_it(self.project) {
            let over = self.child.try_wait().unwrap().is_some();
            let text = self.project.read("stderr.txt");
            assert!(!over && Instant::now() < patience, "{what}: {text}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The command lines of this process and of those that it started.
    fn command_lines(&self) -> Vec<String> {
        let group = self.child.id().to_string();
        let of = |id: u32| {
            let state = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            // The name may hold anything, and stands in brackets; behind it: state, parent, group.
            let (_, behind) = state.rsplit_once(") ")?;
            let ours = behind.split(' ').nth(2)? == group;
            let line = fs::read(format!("/proc/{id}/cmdline")).ok()?;
            ours.then(|| String::from_utf8_lossy(&line).replace('\0', " "))
        };
        processes().into_iter().filter_map(of).collect()
    }

    /// Sends the signal to this one process, not to those that it started.
    pub(crate) fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Kills it with all that it started. It must not have ended before.
    #[track_caller]
    fn kill(mut self) {
        let group = format!("-{}", self.child.id());
        let sent = Command::new("kill").args(["-9", "--", &group]).status();
        assert!(sent.unwrap().success(), "there is nothing to kill");
        let end = self.child.wait().unwrap();
        assert_eq!(end.signal(), Some(9), "it ended by itself: {end}");
        assert_eq!(working(self.project), [0; 0], "a core outlives its shim");
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn end(mut self) -> Ran {
        let patience = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < patience, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        };
        let working = working(self.project);
        assert_eq!(working, [0; 0], "a core works on after its run has ended");
        Ran {
            code: status.code().unwrap_or(-1),
            stdout: self.project.read("stdout.txt"),
            stderr: self.project.read("stderr.txt"),
        }
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        working(self.project)
            .into_iter()
            .for_each(|id| signal(id, "KILL"));
    }
}

pub(crate) fn signal(id: u32, name: &str) {
    let status = Command::new("kill")
        .args([format!("-{name}"), id.to_string()])
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok());
}

/// The native cores that run in the project's folder.
fn working(project: &Project) -> Vec<u32> {
    let (core, folder) = (program("FC_GUARD_BIN", "fc-guard"), project.path("app"));
    let (core, folder) = (core.canonicalize().unwrap(), folder.canonicalize().unwrap());
    let leads = |id: &u32, name: &str| fs::read_link(format!("/proc/{id}/{name}")).ok();
    processes()
        .into_iter()
        .filter(|id| leads(id, "exe").as_ref() == Some(&core))
        .filter(|id| leads(id, "cwd").as_ref() == Some(&folder))
        .collect()
}

/// All processes of this machine.
fn processes() -> Vec<u32> {
    let ids = fs::read_dir("/proc").into_iter().flatten().flatten();
    ids.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

fn alone(project: &Project, args: &[&str]) -> Command {
    project.write("inputs.json", &project.inputs().to_string());
    let mut command = Command::new(program("FC_GUARD_BIN", "fc-guard"));
    command
        .args(args)
        .current_dir(project.path("app"))
        .env_clear()
        .envs(project.env())
        .stdin(File::open(project.path("inputs.json")).unwrap());
    command
}

/// What a run hangs on: requests of that method and path, which take effect but are not answered.
pub(crate) fn unanswered(method: &str, path: &str) -> Value {
    json!({"kind": "hang", "method": method, "path": path})
}

/// Sends the signal when the request that the fault is about has arrived.
#[track_caller]
pub(crate) fn stop_at(
    project: &Project,
    way: Way,
    args: &[&str],
    fault: &Value,
    name: &str,
) -> Ran {
    let temporary = std::env::temp_dir();
    stop_at_in(project, way, args, fault, name, &temporary, &|_| ())
}

/// The same with a folder of its own for temporary files. `look` gets the command lines of all
/// processes of the run before the signal.
#[track_caller]
pub(crate) fn stop_at_in(
    project: &Project,
    way: Way,
    args: &[&str],
    fault: &Value,
    name: &str,
    temporary: &Path,
    look: &dyn Fn(&[String]),
) -> Ran {
    let seen = project.emulator.requests().len();
    project.emulator.fault(fault);
    let mut run = Run::start_in(project, way, args, temporary);
    run.wait_until(&fault.to_string(), |project| arrived(project, seen, fault));
    look(&run.command_lines());
    run.signal(name);
    let ran = run.end();
    project.emulator.heal();
    whole(project);
    ran
}

fn arrived(project: &Project, seen: usize, fault: &Value) -> bool {
    let pattern = fault["path"].as_str().unwrap();
    let requests = project.emulator.requests();
    requests[seen..].iter().any(|request| {
        let path = request["path"].as_str().unwrap().split('?').next().unwrap();
        let fits = match pattern.split_once('*') {
            Some((head, tail)) => path.starts_with(head) && path.ends_with(tail),
            None => path == pattern,
        };
        request["method"] == fault["method"] && fits
    })
}

/// `kill -9` of the run and of whatever it started, when the request that the fault is about has
/// arrived. The run must have lived until then.
#[track_caller]
pub(crate) fn kill_at(project: &Project, way: Way, args: &[&str], fault: &Value) {
    let seen = project.emulator.requests().len();
    project.emulator.fault(fault);
    let mut run = Run::start(project, way, args);
    run.wait_until(&fault.to_string(), |project| arrived(project, seen, fault));
    run.kill();
    project.emulator.heal();
    // Nobody was left to give the lock back: the next run does.
    whole_but(project, |name| name.ends_with(".lock"));
}

/// `kill -9` of the run's own process alone, when the request that the fault is about has arrived. What it
/// started must end by itself, although that request is never answered, and give back what it held.
#[track_caller]
pub(crate) fn kill_shim_at(project: &Project, way: Way, args: &[&str], fault: &Value) {
    let seen = project.emulator.requests().len();
    project.emulator.fault(fault);
    let mut run = Run::start(project, way, args);
    run.wait_until(&fault.to_string(), |project| arrived(project, seen, fault));
    assert_eq!(working(project).len(), 1, "a core is at work");
    run.signal("KILL");
    let patience = Instant::now() + PATIENCE / 2;
    while !working(project).is_empty() {
        assert!(Instant::now() < patience, "a core outlives its shim");
        std::thread::sleep(Duration::from_millis(10));
    }
    project.emulator.heal();
    whole(project);
}

/// Every file of the state is whole, and nothing else lies there.
#[track_caller]
pub(crate) fn whole(project: &Project) {
    whole_but(project, |_| false);
}

#[track_caller]
fn whole_but(project: &Project, leave: impl Fn(&str) -> bool) {
    for path in files(&project.path("app/.s")) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let known = ["key", ".gitignore"].contains(&name.as_str());
        match name.rsplit_once('.') {
            Some((_, "json" | "files")) => {
                let text = fs::read_to_string(&path).unwrap();
                let parsed = serde_json::from_str::<Value>(&text);
                assert!(parsed.is_ok(), "{name}: {text}");
            }
            Some((_, "code" | "index")) => {}
            _ if leave(&name) => {}
            _ => assert!(known, "{} was left behind", path.display()),
        }
    }
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let below = |entry: fs::DirEntry| match entry.file_type().unwrap().is_dir() {
        true => files(&entry.path()),
        false => vec![entry.path()],
    };
    entries.flat_map(below).collect()
}
