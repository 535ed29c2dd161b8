//! The request log: one JSON object a line.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

/// Where request lines go.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    file: Option<Mutex<File>>,
}

impl Journal {
    /// A journal that appends to a file, or keeps nothing if there is none.
    pub(crate) fn open(path: Option<&Path>) -> std::io::Result<Self> {
        let file = path
            .map(|path| OpenOptions::new().create(true).append(true).open(path))
            .transpose()?;
        Ok(Self {
            file: file.map(Mutex::new),
        })
    }

    /// Appends one line in one write, so that a reader never sees half of it.
    pub(crate) fn write(&self, line: &Value) {
        let Some(file) = &self.file else { return };
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(format!("{line}\n").as_bytes());
        // The log is an aid for tests; a full disk must not change what the cloud answers.
        let _ = written.and_then(|()| file.flush());
    }
}
