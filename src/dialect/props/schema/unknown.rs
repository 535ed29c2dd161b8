//! A property that no table knows: a slip of the pen, an answer of the service, or anything else that
//! upstream fc3 ignores.

use serde_json::{Map, Value};

use super::{Prop, fault, find, typo};
use crate::dialect::props::problem::{Fault, Sort};
use crate::dialect::props::served::is_served;
use crate::model::path::Path;

/// Properties of FC 2.0 that real files have and fc3 does not look at. They are no slips of the pen.
const OLD: [&str; 5] = [
    "caPort",
    "codeUri",
    "customDomains",
    "initTimeout",
    "instanceType",
];

/// What is called otherwise in FC 3.0, by the names of FC 2.0 and of its components. A name counts in a table that
/// has the other one.
const RENAMED: [(&str, &str); 9] = [
    ("asyncConfiguration", "asyncInvokeConfig"),
    ("codeUri", "code"),
    ("config", "triggerConfig"),
    ("customDomains", "customDomain"),
    ("memory", "memorySize"),
    ("role", "invocationRole"),
    ("type", "triggerType"),
    ("vswitchIds", "vSwitchIds"),
    ("name", "triggerName"),
];

/// Where a port stands in FC 3.0, by what FC 2.0 has at the top.
const PORTS: [&str; 2] = ["caPort", "port"];

/// The most letters in which a slip of the pen differs from what was meant. What differs in more is a word
/// of its own, which real files have for reasons of theirs.
const SLIP: usize = 2;

/// What is wrong with a property of that name, which stands at the path in a block of these properties.
pub(in crate::dialect) fn fault(
    props: &[Prop],
    map: &Map<String, Value>,
    path: &Path,
    name: &str,
) -> Fault {
    if is_served(path) {
        return fault::served();
    }
    // What was meant is asked of the names that are not there yet, before those that are.
    let near = |is_there: bool| {
        let names = props.iter().map(|prop| prop.name);
        typo::nearest(
            names.filter(|known| map.contains_key(*known) == is_there),
            name,
        )
    };
    if let Some(meant) = renamed(props, map, name) {
        return fault::unknown(Some(meant)).of(Sort::Near);
    }
    let free = near(false);
    let is_slip = |meant: &str| typo::slips(meant, name, SLIP).is_some();
    let meant = free.or_else(|| near(true));
    let sort = match meant {
        Some(_) if free.is_some_and(is_slip) && !OLD.contains(&name) => Sort::Slip,
        Some(_) => Sort::Near,
        None => Sort::Unknown,
    };
    fault::unknown(meant).of(sort)
}

/// What a property is called by now.
fn renamed(props: &[Prop], map: &Map<String, Value>, name: &str) -> Option<&'static str> {
    let has = |name: &str| find(props, name).is_some();
    if PORTS.contains(&name) && has("customContainerConfig") {
        let runtime = map.get("runtime").and_then(Value::as_str);
        return Some(match runtime {
            Some("custom-container") => "customContainerConfig.port",
            _ => "customRuntimeConfig.port",
        });
    }
    let now = RENAMED
        .into_iter()
        .find(|(old, now)| *old == name && has(now));
    now.map(|(_, now)| now)
}
