//! Masks that stand where values should: what fc-guard shows instead of a secret is no value, and
//! deploying it would break what reads it.

use serde_json::Value;

use super::problem::{Fault, Problems, Sort};
use crate::model::path::Path;
use crate::model::seal::has_mask;
use crate::words;

/// Refuses every text in the props that is a mask, or has one in it.
pub(super) fn check(value: &Value, path: &Path, problems: &mut Problems) {
    match value {
        Value::String(text) if has_mask(text) => problems.add(path, fault().of(Sort::Mask)),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check(item, &path.item(&index.to_string()), problems);
            }
        }
        Value::Object(map) => {
            for (name, value) in map {
                check(value, &path.key(name), problems);
            }
        }
        _ => {}
    }
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
