//! Numbers that are not what the file says any more. Serverless Devs reads them as JavaScript does: whole
//! numbers beyond 2^53 come here rounded, and nobody can tell what they were.

use serde_json::Value;

use super::leaf::each_leaf;
use super::problem::{Fault, Problems};
use crate::model::path::Path;
use crate::words;

/// The greatest number below which JavaScript has every whole one.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// Refuses every number in the props that may have been rounded.
pub(in crate::dialect) fn check(value: &Value, path: &Path, problems: &mut Problems) {
    each_leaf(value, path, &mut |leaf, path| {
        if leaf.as_f64().is_some_and(|number| number.abs() > EXACT) {
            problems.add(path, fault());
        }
    });
}

fn fault() -> Fault {
    Fault::new(
        words!(
            "is a number of so many digits that Serverless Devs rounds it",
            "数字位数过多，Serverless Devs 会对其取近似值"
        ),
        words!("put it in quotes", "请加上引号"),
    )
}
