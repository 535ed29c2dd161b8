//! The emulator as the demo runs it: started on a free port, asked what was written, ended in time.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use anyhow::Result;
use serde_json::Value;

use crate::command;

/// How long it may take until the emulator says where it listens.
const PATIENCE: Duration = Duration::from_secs(10);

/// The account of every ARN that the demo shows.
pub(crate) const ACCOUNT: &str = "1234567890123456";

/// An access key of the emulator. Both are long, because the CLI hides every occurrence of a key in
/// its output, and made up.
pub(crate) struct Key {
    /// What the log calls who asked.
    pub(crate) name: &'static str,
    pub(crate) id: &'static str,
    pub(crate) secret: &'static str,
}

/// The key that `s deploy` uses.
pub(crate) const OWNER: Key = Key {
    name: "owner",
    id: "demo-access-key-of-the-owner",
    secret: "demo-secret-of-the-owner-not-a-real-one",
};

/// The key of the colleague at the console.
pub(crate) const CONSOLE: Key = Key {
    name: "console",
    id: "demo-access-key-of-the-console",
    secret: "demo-secret-of-the-console-not-a-real-one",
};

/// A running emulator; it ends with this value.
pub(crate) struct Emulator {
    /// Ended when this is dropped.
    child: Child,
    /// Where it listens.
    url: String,
    /// One request a line, as JSON.
    log: PathBuf,
    /// A closed pipe would make the emulator's next line an error.
    _stdout: BufReader<ChildStdout>,
}

impl Emulator {
    /// Starts it on a free port. Its log goes into that folder.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Emulator> {
        Emulator::start_with(program, folder, &[])
    }

    /// Starts it with more arguments than it needs.
    pub(crate) fn start_with(program: &Path, folder: &Path, more: &[&str]) -> Result<Emulator> {
        let log = folder.join("requests.jsonl");
        let mut emulator = Command::new(program);
        emulator
            .args(["--listen", "127.0.0.1:0", "--account", ACCOUNT])
            .args(["--key", &argument(&OWNER), "--key", &argument(&CONSOLE)])
            .args(more)
            .arg("--log")
            .arg(&log)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // Ctrl-C at a question of `s` must not end the cloud as well.
            .process_group(0);
        let child = emulator
            .spawn()
            .with_context(|| command::unstartable(&emulator))?;
        greeted(child, log)
    }

    /// Where it listens, as an endpoint.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The log so far, one request a line.
    pub(crate) fn requests(&self) -> Result<String> {
        match fs::read_to_string(&self.log) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            text => text.context("cannot read the emulator's log"),
        }
    }

    /// How many requests so far were meant to change something.
    pub(crate) fn writes(&self) -> Result<usize> {
        let log = fs::read_to_string(&self.log).context("cannot read the emulator's log")?;
        let mut writes = 0;
        for line in log.lines() {
            let request: Value =
                serde_json::from_str(line).context("the emulator's log is not JSON")?;
            writes += usize::from(!matches!(request["method"].as_str(), Some("GET" | "HEAD")));
        }
        Ok(writes)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // Both fail only when the emulator has ended by itself, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A key as the emulator's flag takes it.
fn argument(key: &Key) -> String {
    format!("{}:{}:{}", key.name, key.id, key.secret)
}

/// Reads the first line, which says where the emulator listens; whatever goes wrong, it is ended.
fn greeted(mut child: Child, log: PathBuf) -> Result<Emulator> {
    match greeting(&mut child) {
        Ok((url, stdout)) => Ok(Emulator {
            child,
            url,
            log,
            _stdout: stdout,
        }),
        Err(error) => {
            let _ = child.kill();
            let _ = child.wait();
            Err(error)
        }
    }
}

/// Where the emulator says that it listens, and its stdout, which must stay open.
fn greeting(child: &mut Child) -> Result<(String, BufReader<ChildStdout>)> {
    let stdout = child.stdout.take().context("the emulator has no stdout")?;
    let (sender, receiver) = mpsc::channel();
    // A read cannot be given up, so another thread waits for the line.
    thread::spawn(move || {
        let mut reader = BufReader::new(stdout);
        let mut line = String::new();
        let outcome = reader.read_line(&mut line).map(|_| (line, reader));
        // Nobody listens any more once the patience is over.
        let _ = sender.send(outcome);
    });
    let (line, stdout) = receiver
        .recv_timeout(PATIENCE)
        .context("the emulator does not say where it listens")??;
    let url = line
        .trim_end()
        .strip_prefix("listening on ")
        .with_context(|| {
            format!(
                "the emulator's first line is unexpected: {}",
                line.trim_end()
            )
        })?;
    Ok((url.to_owned(), stdout))
}
