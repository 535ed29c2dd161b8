//! How a decision that keeps what is online ends: as commands that can be typed.

use super::Command;
use crate::drift::Stands;

impl Command<'_> {
    /// The commands that end it: the first brings home what is kept, the second overwrites it with what
    /// is here, and no more than that. None where nothing stands kept.
    pub fn ends(&self, stands: Stands) -> Vec<String> {
        let local = match (stands.config, stands.code) {
            (false, false) => return Vec::new(),
            (true, true) => "--use-local",
            (true, false) => "--config local",
            (false, true) => "--code local",
        };
        vec![self.with("--write-back"), self.with(local)]
    }
}
