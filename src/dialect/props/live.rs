//! What is online as a text that Serverless Devs would run once it stands in a file: whoever can change a
//! description online could have a colleague's machine read a file, or a variable, and deploy it.

use serde_json::{Map, Value};

use crate::model::path::Path;
use crate::yaml::{has_live, is_live};

/// The props without such texts, and where each of them stood. What is of no use without the text goes
/// with it: a list of words, an entry of a list, a trigger without a name.
pub(in crate::dialect) fn tamed(props: Value) -> (Value, Vec<Path>) {
    let mut left_out = Vec::new();
    let props = match props {
        Value::Object(map) => block(map, &Path::default(), &mut left_out).into(),
        other => other,
    };
    (props, left_out)
}

/// A block without what would be run. A name that would be takes its value along.
fn block(map: Map<String, Value>, path: &Path, left_out: &mut Vec<Path>) -> Map<String, Value> {
    let mut kept = Map::new();
    for (name, value) in map {
        let below = path.key(&name);
        match value {
            _ if is_live(&name) => left_out.push(below),
            Value::Object(map) => {
                kept.insert(name, block(map, &below, left_out).into());
            }
            // Of a list of blocks the others can stay; a list of words is only of use as a whole.
            Value::Array(items) if items.iter().any(Value::is_object) => {
                kept.insert(name, entries(items, &below, left_out));
            }
            value if has_live(&value) => left_out.push(below),
            value => {
                kept.insert(name, value);
            }
        }
    }
    kept
}

/// The entries of a list, by their names where they have some. Of a trigger everything else stays.
fn entries(items: Vec<Value>, path: &Path, left_out: &mut Vec<Path>) -> Value {
    let mut kept = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let named = |by: &str| item[by].as_str().filter(|name| !is_live(name));
        let (trigger, tag) = (named("triggerName"), named("key"));
        let below = path.item(trigger.or(tag).unwrap_or(&index.to_string()));
        let is_trigger = trigger.is_some();
        match item {
            Value::Object(map) if is_trigger => kept.push(block(map, &below, left_out).into()),
            item if has_live(&item) => left_out.push(below),
            item => kept.push(item),
        }
    }
    kept.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_that_would_be_run_is_left() {
        let live = "${file('/etc/passwd')}";
        let (props, left_out) = tamed(json!({
            "description": live, "memorySize": 5,
            "environmentVariables": {"A": "x{{a}}", live: "v", "B": "b"},
            "tags": [{"key": "k", "value": "<% x %>"}, {"key": "l", "value": "v"}],
            "command": ["a", live],
            "triggers": [{"triggerName": "t", "description": live, "triggerConfig": {"enable": true}},
                {"triggerName": live}],
        }));
        assert_eq!(
            props,
            json!({"memorySize": 5, "environmentVariables": {"B": "b"},
            "tags": [{"key": "l", "value": "v"}],
            "triggers": [{"triggerName": "t", "triggerConfig": {"enable": true}}]})
        );
        let paths: Vec<String> = left_out.iter().map(Path::to_string).collect();
        assert_eq!(
            paths,
            [
                "description",
                "environmentVariables.A",
                "environmentVariables.\"${file('/etc/passwd')}\"",
                "tags[k]",
                "command",
                "triggers[t].description",
                "triggers[1]"
            ]
        );
    }
}
