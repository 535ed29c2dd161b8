//! What is wrong with `s.yaml`, all of it at once. A problem names the property and the remedy,
//! never the value: it could be a secret.

use crate::error::{Error, Result};
use crate::words;
use crate::words::Words;

/// How many problems one message lists.
const SHOWN: usize = 20;

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<Words>,
}

impl Problems {
    /// Notes what is wrong at a property.
    pub(super) fn add(&mut self, path: &str, what: Words) {
        let Words { en, zh } = what;
        self.found.push(words!("{path}: {en}", "{path}：{zh}"));
    }

    /// Ends the reading if anything is wrong.
    ///
    /// # Errors
    /// One error that lists the problems.
    pub(super) fn check(mut self) -> Result<()> {
        match self.found.len() {
            0 => Ok(()),
            1 => Err(Error::template(self.found.remove(0))),
            count => Err(self.list(count)),
        }
    }

    fn list(self, count: usize) -> Error {
        let all = Error::template(words!(
            "s.yaml has {count} problems",
            "s.yaml 中有 {count} 处问题"
        ));
        let mut error = self.found.into_iter().take(SHOWN).fold(all, Error::because);
        if count > SHOWN {
            let more = count - SHOWN;
            error = error.because(words!("and {more} more", "以及另外 {more} 处"));
        }
        error
    }
}
