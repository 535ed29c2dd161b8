//! Which problems of the file stand in the way of a command.

use super::problem::{Problem, Sort};
use crate::dialect::Care;
use crate::model::path::PathStep;

/// Whether a problem stands in the way.
pub(in crate::dialect) fn stops(care: Care, problem: &Problem) -> bool {
    let steps = &problem.path.0;
    let names = |names: &[&str]| match steps.get(1) {
        Some(PathStep::Key(name)) => names.contains(&name.as_str()),
        _ => false,
    };
    let is_name = matches!(
        steps.get(1..),
        Some([PathStep::Key(block), PathStep::Key(name)])
            if name == "name" && ["service", "function"].contains(&block.as_str())
    );
    // Whose a setting is decides what may be overwritten; no other component knows these rules.
    let ours = names(&["driftPolicy"]);
    match problem.fault.sort {
        Sort::Doubtful => false,
        // Without them nobody knows what it is about, nor in which cloud.
        _ if is_name || names(&["region", "functionName", "domainName", "endpoint"]) => true,
        Sort::Served => false,
        Sort::Unknown | Sort::Near => ours && matches!(care, Care::Deploy | Care::Plan),
        Sort::Slip => care == Care::Deploy || (ours && care == Care::Plan),
        // Only a deploy writes what stands there; the others leave out what they do not know.
        Sort::Unresolved => care == Care::Deploy || (ours && care != Care::Look),
        // A rule that is not understood leaves its settings to the console.
        Sort::Wrong | Sort::Absent | Sort::Mask => matches!(care, Care::Deploy | Care::Plan),
    }
}
