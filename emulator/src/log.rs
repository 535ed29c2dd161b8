//! The list of requests, in memory and as a file of one JSON object a line.

#![expect(
    clippy::disallowed_types,
    reason = "the log file is this file's business"
)]

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// When it was answered: RFC 3339 in UTC, with milliseconds.
    pub time: String,
    /// In capitals.
    pub method: String,
    /// With the query, as it came.
    pub path: String,
    /// The API's name of the operation: the route's, else the one in the header `x-acs-action`.
    pub action: Option<String>,
    /// The name of the key that signed it, or that the temporary key was lent to; absent if the
    /// signature was not accepted, and for downloads, which carry their permission in the address.
    pub key: Option<String>,
    /// The HTTP status of the reply.
    pub status: u16,
}

/// The log.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// In the order in which requests took effect.
    entries: Vec<Entry>,
    /// Only appended to, so that it may be read while it grows.
    file: Option<File>,
}

impl Log {
    /// A log that also appends to a file.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub(crate) fn open(path: Option<&Path>) -> io::Result<Log> {
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        Ok(Log {
            entries: Vec::new(),
            file: path.map(open).transpose()?,
        })
    }

    /// Adds an entry. A file that can no longer be written does not stop the cloud.
    pub(crate) fn add(&mut self, entry: Entry) {
        if let (Some(file), Ok(line)) = (&mut self.file, serde_json::to_string(&entry)) {
            // One write a line, so that a reader never sees half of one.
            let _ = file.write_all(format!("{line}\n").as_bytes());
        }
        self.entries.push(entry);
    }

    /// What was asked so far.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
