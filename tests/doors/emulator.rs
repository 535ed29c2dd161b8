//! The cloud as a server of its own, and what it says of itself.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::project::{ACCOUNT, CONSOLE, OWNER, program};

/// The emulator as a server with its log.
pub(crate) struct Emulator {
    child: Child,
    pub(crate) url: String,
    log: PathBuf,
}

impl Emulator {
    pub(crate) fn start(folder: &Path) -> Emulator {
        let log = folder.join("requests.jsonl");
        let key = |name: &str, (id, secret): (&str, &str)| format!("{name}:{id}:{secret}");
        let mut child = Command::new(program("FC_EMULATOR_BIN", "fc-emulator"))
            .args(["--listen", "127.0.0.1:0", "--account", ACCOUNT])
            .args([
                "--key",
                &key("owner", OWNER),
                "--key",
                &key("console", CONSOLE),
            ])
            .arg("--log")
            .arg(&log)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the emulator starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .expect("its address")
            .to_owned();
        Emulator { child, url, log }
    }

    /// All requests so far, the console's included.
    pub(crate) fn requests(&self) -> Vec<Value> {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The owner's requests that change something, as `METHOD path`.
    pub(crate) fn writes(&self) -> Vec<String> {
        self.requests()
            .iter()
            .filter(|request| request["method"] != "GET" && request["key"] != "console")
            .map(|request| {
                format!(
                    "{} {}",
                    request["method"].as_str().unwrap(),
                    request["path"].as_str().unwrap()
                )
            })
            .collect()
    }

    /// Makes it misbehave; see the emulator's documentation of `/__emulator__/faults`.
    pub(crate) fn fault(&self, fault: &Value) {
        self.control("POST", "/__emulator__/faults", &fault.to_string());
    }

    /// The functions and domains that still exist, with all that belongs to them.
    pub(crate) fn left(&self) -> Value {
        let reply = self.control("GET", "/__emulator__/state", "");
        let (_, body) = reply.split_once("\r\n\r\n").unwrap();
        let state: Value = serde_json::from_str(body).unwrap();
        serde_json::json!([state["functions"], state["customDomains"]])
    }

    pub(crate) fn heal(&self) {
        self.control("DELETE", "/__emulator__/faults", "");
    }

    fn control(&self, method: &str, path: &str, body: &str) -> String {
        let headers = [
            ("Host", self.address()),
            ("Content-Type", "application/json"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.send(method, path, &headers, body)
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    /// Sends a request that must succeed, and returns the whole reply.
    #[track_caller]
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(String, String)],
        body: &str,
    ) -> String {
        let mut stream = std::net::TcpStream::connect(self.address()).unwrap();
        let headers: String = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 2"), "{reply}");
        reply
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
