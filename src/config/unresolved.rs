//! References to what another resource returned that nobody could resolve: no value to deploy.

use serde_json::Value;

use super::leaf::each_leaf;
use super::problem::{Fault, Problems, Sort};
use crate::model::path::Path;
use crate::model::reference::{Reference, references};
use crate::words;

/// Notes every text in the props that is such a reference, or has one in it.
pub(super) fn check(value: &Value, path: &Path, problems: &mut Problems) {
    each_leaf(value, path, &mut |leaf, path| {
        let text = leaf.as_str().unwrap_or_default();
        if let Some(first) = references(text).first() {
            problems.add(path, fault(first).of(Sort::Unresolved));
        }
    });
}

fn fault(reference: &Reference<'_>) -> Fault {
    let Reference {
        whole, resource, ..
    } = reference;
    Fault::new(
        words!(
            "{whole} is not known, as nothing online says it",
            "{whole} 的值尚不可知，线上没有对应内容"
        ),
        words!(
            "deploy resource {resource} first, or correct the name of the value",
            "请先部署资源 {resource}，或更正该值的名称"
        ),
    )
}
