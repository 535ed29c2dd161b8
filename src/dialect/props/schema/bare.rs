//! Blocks that say nothing of what has to be in them: a mount without mount points, a log without a project.
//! Upstream fc3 hands them on, and takes what the service then answers for no block at all.

use serde_json::{Map, Value};

use super::{Prop, PropShape, fault, find};
use crate::dialect::props::problem::Problems;
use crate::model::path::Path;

/// Whether the value of a property counts as none: nothing that has to be in the block says anything. A name
/// that no table knows may be a slip of the pen of one that has to be there.
pub(super) fn is_bare(prop: &Prop, value: &Value) -> bool {
    let (Some(props), Value::Object(map)) = (table(prop.shape), value) else {
        return false;
    };
    let says_nothing = |inner: &Prop| match map.get(inner.name) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    };
    prop.none_if_bare
        && map.keys().all(|name| find(props, name).is_some())
        && props.iter().filter(|one| one.required).all(says_nothing)
}

/// Notes the blocks that count as none although something else is set in them, which has no effect then.
pub(in crate::dialect) fn note_bare(
    props: &[Prop],
    map: &Map<String, Value>,
    path: &Path,
    problems: &mut Problems,
) {
    for prop in props {
        let bare = map.get(prop.name).filter(|value| is_bare(prop, value));
        let inner = bare.and_then(Value::as_object).into_iter().flatten();
        if inner.into_iter().all(|(_, value)| is_nothing(value)) {
            continue;
        }
        let needed = table(prop.shape).into_iter().flatten();
        let needed = needed.filter(|one| one.required).map(|one| one.name);
        let needed: Vec<&str> = needed.collect();
        problems.add(&path.key(prop.name), fault::bare(&needed.join(", ")));
    }
}

/// The properties of a block.
fn table(shape: PropShape) -> Option<&'static [Prop]> {
    match shape {
        PropShape::Block(props) | PropShape::Open(props) => Some(props),
        PropShape::OrAuto(shape) => table(*shape),
        _ => None,
    }
}

/// Whether a value is what the service has where nothing was said.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(on) => !on,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => matches!(text.as_str(), "" | "false"),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
    }
}
