//! Masks that stand where values should: what fc-guard shows instead of a secret is no value, and
//! deploying it would break what reads it.

use serde_json::Value;

use super::leaf::each_leaf;
use super::problem::{Fault, Problems, Sort};
use crate::model::path::Path;
use crate::model::seal::has_mask;
use crate::words;

/// Refuses every text in the props that is a mask, or has one in it.
pub(in crate::dialect) fn check(value: &Value, path: &Path, problems: &mut Problems) {
    each_leaf(value, path, &mut |leaf, path| {
        if leaf.as_str().is_some_and(has_mask) {
            problems.add(path, fault().of(Sort::Mask));
        }
    });
}

fn fault() -> Fault {
    Fault::new(
        words!(
            "is the mask that fc-guard shows instead of a secret, not a value",
            "是 fc-guard 用来代替机密显示的掩码，而不是真正的值"
        ),
        words!(
            "write the value itself, ${{env('NAME')}}, or the reference to one setting: ${{resources.x.output.environmentVariables.NAME}}",
            "请填写真正的值、${{env('NAME')}}，或引用单个配置项：${{resources.x.output.environmentVariables.NAME}}"
        ),
    )
}
