//! How perfect `s.yaml` has to be for a command. Whoever wants to know what is online, or needs it back,
//! must not be stopped by a property that has nothing to do with that.

use super::problem::{Problem, Sort};
use crate::model::path::Step;

/// What a command is about to do with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// It makes online what the file says.
    Deploy,
    /// It says what that would do.
    Plan,
    /// It writes what was saved, and compares it with the file.
    Restore,
    /// It needs to know which resources the file is about.
    Look,
}

impl Care {
    /// What a command of that name asks for.
    pub fn of(command: &str) -> Care {
        match command {
            "plan" => Care::Plan,
            "restore" => Care::Restore,
            "drift" | "info" | "remove" | "sync" => Care::Look,
            _ => Care::Deploy,
        }
    }

    /// Whether a problem stands in the way.
    pub(super) fn stops(self, problem: &Problem) -> bool {
        let steps = &problem.path.0;
        let names = |names: &[&str]| match steps.get(1) {
            Some(Step::Key(name)) => names.contains(&name.as_str()),
            _ => false,
        };
        // Whose a setting is decides what may be overwritten; no other component knows these rules.
        let ours = names(&["driftPolicy"]);
        match problem.fault.sort {
            // Without them nobody knows what it is about.
            _ if names(&["region", "functionName"]) => true,
            Sort::Unknown => ours && matches!(self, Care::Deploy | Care::Plan),
            Sort::Slip => self == Care::Deploy || (ours && self == Care::Plan),
            // Only a deploy writes what stands there; the others leave out what they do not know.
            Sort::Unresolved => {
                self == Care::Deploy || names(&["endpoint"]) || (ours && self != Care::Look)
            }
            Sort::Mask => self != Care::Look,
            // A rule that is not understood leaves its settings to the console.
            Sort::Wrong | Sort::Absent => matches!(self, Care::Deploy | Care::Plan),
        }
    }
}
