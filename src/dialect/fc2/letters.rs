//! Properties that differ from those of a table only in capital letters (`Handler`). Upstream does not look at them, and
//! real projects have them.

use serde_json::{Map, Value};

use super::table::{FUNCTION, SERVICE};
use crate::dialect::props::problem::{Problems, Sort};
use crate::dialect::props::schema::{Prop, fault};
use crate::model::path::Path;

/// The props without them; each is told with what was probably meant.
pub(super) fn settled(
    props: &Map<String, Value>,
    root: &Path,
    problems: &mut Problems,
) -> Map<String, Value> {
    let mut props = props.clone();
    for (block, table) in [("service", SERVICE), ("function", FUNCTION)] {
        let Some(Value::Object(map)) = props.get_mut(block) else {
            continue;
        };
        let path = root.key(block);
        map.retain(|name, _| match meant(table, name) {
            Some(meant) => {
                let fault = fault::unknown(Some(meant)).of(Sort::Near);
                problems.add(&path.key(name), fault);
                false
            }
            None => true,
        });
    }
    props
}

fn meant(table: &[Prop], name: &str) -> Option<&'static str> {
    let mut names = table.iter().map(|prop| prop.name);
    names.find(|known| *known != name && known.eq_ignore_ascii_case(name))
}
