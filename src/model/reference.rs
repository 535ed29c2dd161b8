//! References of one resource to what another one returned: `${resources.NAME.output.…}`. Serverless Devs
//! puts the values in where the other resource ran before in the same run, and leaves the rest as it is
//! written where a command allows that.

use serde_json::Value;

use crate::words::Words;

/// One of them, as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'t> {
    /// All of it, `${` and `}` included.
    pub whole: &'t str,
    /// The resource that it speaks of.
    pub resource: &'t str,
    /// The names that lead to the value, from what the resource returned.
    pub path: Vec<&'t str>,
    /// Whether the other resource must have run before: to know of its `info`, Serverless Devs asks it.
    needs_run: bool,
}

/// How it is known which function a resource is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identified {
    /// The file or the command line says it.
    #[default]
    Said,
    /// It is on record, or in a backup, what it was deployed as; what its name would be now may not be known.
    Recorded,
    /// Only what another resource says now: it may have said something else when this one was deployed.
    Computed,
    /// It is not.
    Unknown,
}

/// Why nothing is known of what another resource returned.
#[derive(Clone, Debug)]
pub struct Unknown {
    pub why: Words,
    /// What makes it known.
    pub remedy: Words,
}

/// What the first name of an expression is where it is not that of a resource.
const ROOTS: [&str; 7] = [
    "this",
    "that",
    "vars",
    "env",
    "resources",
    "components",
    "services",
];

impl<'t> Reference<'t> {
    /// Whether it is about what a deploy returned, and not about what `info` returns.
    pub fn is_of_deploy(&self) -> bool {
        self.needs_run
    }

    /// The reference that a text between `${` and `}` is, if it is one to another resource.
    fn read(whole: &'t str) -> Option<Reference<'t>> {
        let inner = whole.strip_prefix("${")?.strip_suffix('}')?.trim();
        let names: Vec<&str> = inner.split('.').collect();
        match names[..] {
            ["resources", resource, "output" | "info", ref path @ ..]
            | ["components", resource, "output", ref path @ ..]
                if !path.is_empty() =>
            {
                Some(Reference {
                    whole,
                    resource,
                    path: path.iter().copied().flat_map(steps).collect(),
                    needs_run: names[0] == "resources" && names[2] == "output",
                })
            }
            // As files of edition 1.0.0 and 2.0.0 have it.
            ["services", resource, "output", ref path @ ..]
            | [resource, "output", ref path @ ..]
                if !path.is_empty() && !ROOTS.contains(&resource) =>
            {
                Some(Reference {
                    whole,
                    resource,
                    path: path.iter().copied().flat_map(steps).collect(),
                    needs_run: true,
                })
            }
            _ => None,
        }
    }
}

/// The steps that one name between two dots stands for: `triggers[0]` has two.
fn steps(name: &str) -> impl Iterator<Item = &str> {
    let quotes = |c| matches!(c, '"' | '\'');
    let steps = name
        .split('[')
        .map(|step| step.strip_suffix(']').unwrap_or(step));
    steps.map(move |step| step.trim_matches(quotes))
}

/// The references in a text, in their order.
pub fn references(text: &str) -> Vec<Reference<'_>> {
    let starts = text.match_indices("${").map(|(start, _)| start);
    let whole = |start: usize| {
        let end = text[start..].find('}')?;
        Reference::read(&text[start..=start + end])
    };
    starts.filter_map(whole).collect()
}

/// Whether anything in a value is a reference that Serverless Devs resolves in a run over the whole file
/// only.
pub fn needs_whole_run(value: &Value) -> bool {
    any(value, &|one| one.needs_run)
}

/// Whether anything in a value is a reference.
pub fn is_open(value: &Value) -> bool {
    any(value, &|_| true)
}

/// Whether any reference in a value counts, wherever it stands.
fn any(value: &Value, counts: &dyn Fn(&Reference<'_>) -> bool) -> bool {
    match value {
        Value::String(text) => references(text).iter().any(counts),
        Value::Array(items) => items.iter().any(|one| any(one, counts)),
        Value::Object(map) => map.values().any(|one| any(one, counts)),
        _ => false,
    }
}

/// A value with all references replaced that `find` knows the values of. A text that is nothing but one
/// becomes that value; lists and blocks have no place in a longer text.
pub fn replaced(value: &Value, find: &impl Fn(&Reference<'_>) -> Option<Value>) -> Value {
    match value {
        Value::String(text) => replaced_in(text, find),
        Value::Array(items) => items.iter().map(|one| replaced(one, find)).collect(),
        Value::Object(map) => {
            let each = map
                .iter()
                .map(|(name, one)| (name.clone(), replaced(one, find)));
            Value::Object(each.collect())
        }
        other => other.clone(),
    }
}

/// The same for a text.
fn replaced_in(text: &str, find: &impl Fn(&Reference<'_>) -> Option<Value>) -> Value {
    let all = references(text);
    if let [one] = &all[..]
        && one.whole == text
    {
        return find(one).unwrap_or_else(|| text.into());
    }
    let mut result = text.to_owned();
    for one in all {
        let spelled = match find(&one) {
            Some(Value::String(text)) => text,
            Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
            _ => continue,
        };
        // All places of that reference at once; where it comes again in the list, nothing is left to do.
        result = result.replace(one.whole, &spelled);
    }
    result.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reference_is_found_wherever_it_stands() {
        let text = "https://${resources.api.output.url.system_url}/x-${ resources.b.info.state }";
        let found = references(text);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].resource, &found[0].path[..]),
            ("api", &["url", "system_url"][..])
        );
        assert_eq!(found[1].resource, "b");
        let found = references("${resources.api.output.triggers[0]['triggerName'].x}");
        assert_eq!(found[0].path, ["triggers", "0", "triggerName", "x"]);
        for text in [
            "${vars.x}",
            "${resources.a.props.x}",
            "${resources.a.output}",
            "${",
            "resources.a.output.x",
        ] {
            assert_eq!(references(text), [], "{text}");
        }
    }

    #[test]
    fn what_is_known_is_put_in_and_nothing_else() {
        let find = |one: &Reference<'_>| match one.path[..] {
            ["list"] => Some(json!(["a"])),
            ["port"] => Some(json!(9000)),
            _ => None,
        };
        let value = json!({
            "whole": "${resources.a.output.list}",
            "part": "http://h:${resources.a.output.port}/${resources.a.output.none}",
            "mixed": "x${resources.a.output.list}",
        });
        assert_eq!(
            replaced(&value, &find),
            json!({
                "whole": ["a"],
                "part": "http://h:9000/${resources.a.output.none}",
                "mixed": "x${resources.a.output.list}",
            })
        );
    }

    #[test]
    fn only_outputs_need_a_run_over_the_file() {
        assert!(needs_whole_run(&json!({"a": ["x${resources.b.output.c}"]})));
        assert!(!needs_whole_run(&json!({"a": "${resources.b.info.c}"})));
        assert!(!needs_whole_run(&json!({"a": "${components.b.output.c}"})));
    }
}
