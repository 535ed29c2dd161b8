//! How a decision that keeps what is online ends: as commands that can be typed.

use crate::cli::Typed;
use crate::drift::Stands;

/// The commands that end it: the first brings home what is kept, the second overwrites it with what
/// is here, and no more than that. None where nothing stands kept.
pub fn ends(typed: &Typed, stands: Stands) -> Vec<String> {
    let local = match (stands.config, stands.code) {
        (false, false) => return Vec::new(),
        (true, true) => "--use-local",
        (true, false) => "--config local",
        (false, true) => "--code local",
    };
    let deploy = typed.deploy();
    vec![deploy.with("--write-back"), deploy.with(local)]
}
