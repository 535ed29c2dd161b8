//! The list of requests, in memory and as a file of one JSON object a line.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::http::Request;

/// One request.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub time: String,
    pub method: String,
    /// With the query, as it came.
    pub path: String,
    /// The operation's name in the API, if the route is one.
    pub action: Option<&'static str>,
    /// The name of the key that signed it; absent if the signature was not accepted.
    pub key: Option<String>,
    pub status: u16,
}

impl Entry {
    pub(crate) fn new(
        request: &Request,
        action: Option<&'static str>,
        key: Option<&str>,
        status: u16,
    ) -> Entry {
        Entry {
            time: jiff::Timestamp::now().to_string(),
            method: request.method.clone(),
            path: request.target(),
            action,
            key: key.map(str::to_owned),
            status,
        }
    }
}

/// The log.
#[derive(Debug)]
pub struct Log {
    entries: Mutex<Vec<Entry>>,
    file: Option<Mutex<File>>,
}

impl Log {
    pub(crate) fn open(path: Option<&Path>) -> std::io::Result<Log> {
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        Ok(Log {
            entries: Mutex::default(),
            file: path.map(open).transpose()?.map(Mutex::new),
        })
    }

    pub(crate) fn add(&self, entry: Entry) {
        if let (Some(file), Ok(line)) = (&self.file, serde_json::to_string(&entry)) {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            // One write a line, so that a reader never sees half of one.
            let _ = file.write_all(format!("{line}\n").as_bytes());
        }
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(entry);
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
