//! Texts of `s.yaml` that draw on a secret of another place: `${resources.x.output.environmentVariables.A}`,
//! `${vars.dbPassword}`, `${env('TOKEN')}`. Serverless Devs puts the value in, and then nothing tells any
//! more what it is.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::arguments;
use crate::model::kind::{Generation, Kind, PropsPlace};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::secrecy;
use crate::model::spoken::quoted;

/// The variables of another function: each of them is masked where that one is told.
const VARIABLES: &str = "environmentVariables";

/// The tags of a function, which are a list in the file.
const TAGS: &str = "tags";

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Where it stands in the props; entries of lists by their numbers.
    at: Vec<String>,
    /// As it is written.
    text: String,
    /// Whether one of the names in it is that of a secret.
    pub is_secret: bool,
}

/// All of them in props as they are written, and everything that is taken from the environment.
pub fn drawn(props: &Value) -> Vec<Drawn> {
    let mut found = Vec::new();
    collect(props, &mut Vec::new(), &mut found);
    found
}

/// Goes through the props; `at` is where it stands.
fn collect(value: &Value, at: &mut Vec<String>, found: &mut Vec<Drawn>) {
    let mut below = |name: String, value: &Value| {
        at.push(name);
        collect(value, at, found);
        at.pop();
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(name, one)| below(name.clone(), one)),
        Value::Array(items) => {
            for (index, one) in items.iter().enumerate() {
                below(index.to_string(), one);
            }
        }
        Value::String(text) => {
            let is_secret = expressions(text).any(names_secret);
            if is_secret || variable(text).is_some() {
                found.push(Drawn {
                    at: at.clone(),
                    text: text.clone(),
                    is_secret,
                });
            }
        }
        _ => (),
    }
}

/// The variables of the environment that any text in a document takes.
pub fn variables(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect_variables(document, &mut found);
    found
}

fn collect_variables(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.values().for_each(|one| collect_variables(one, found)),
        Value::Array(items) => items.iter().for_each(|one| collect_variables(one, found)),
        Value::String(text) => {
            let calls = text.split("env(").skip(1);
            let names = calls.filter_map(|call| Some(quoted(call.trim_start())?.0.to_owned()));
            found.extend(names);
        }
        _ => (),
    }
}

/// What stands between `${` and `}`.
fn expressions(text: &str) -> impl Iterator<Item = &str> {
    let rest = text.split("${").skip(1);
    rest.filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// The variable of the environment that is the whole of a text: `${env('TOKEN')}`, or as files of edition 1.0.0 and
/// 2.0.0 have it `${env(TOKEN)}` and `${env.TOKEN}`.
fn variable(text: &str) -> Option<&str> {
    let call = text.trim().strip_prefix("${")?.strip_suffix('}')?.trim();
    let is_name = |text: &&str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let bare = call.strip_prefix("env.").filter(is_name);
    let Some(argument) = call
        .strip_prefix("env(")
        .and_then(|one| one.strip_suffix(')'))
    else {
        return bare;
    };
    let argument = argument.trim();
    let Some((name, rest)) = quoted(argument) else {
        return Some(argument).filter(is_name);
    };
    // What follows is a value for where there is none, and no second expression.
    let is_whole = rest.trim().is_empty() || rest.trim().starts_with(',');
    (is_whole && !rest.contains("${")).then_some(name)
}

/// Whether one of the names in an expression is that of a secret.
fn names_secret(expression: &str) -> bool {
    let ends = |c: char| !(c.is_alphanumeric() || c == '_' || c == '-');
    let mut names = expression.split(ends).filter(|name| !name.is_empty());
    names.any(|name| name == VARIABLES || arguments::is_secret(name))
}

impl Drawn {
    /// What the expression came to: what stands between the words around it. The whole text where it has
    /// several, `None` where it is no text, or is left as it is written.
    pub fn value<'v>(&self, props: &'v Value) -> Option<&'v str> {
        let found = self.at.iter().try_fold(props, |at, name| match at {
            Value::Array(items) => items.get(name.parse::<usize>().ok()?),
            other => other.get(name),
        });
        let text = found?.as_str().filter(|text| *text != self.text)?;
        let (before, rest) = self.text.split_once("${")?;
        let after = rest.split_once('}')?.1;
        // Of several expressions nobody can tell where the value of one ends and that of the next begins.
        let inner = || text.strip_prefix(before)?.strip_suffix(after);
        Some(inner().filter(|_| !after.contains("${")).unwrap_or(text))
    }

    /// Whether it stands in that resource of the props.
    pub fn is_of(&self, props: &Value, resource: &Resource) -> bool {
        let (kind, name) = self.owner(props);
        let is_listed = matches!(
            kind.spec().place,
            PropsPlace::List(_) | PropsPlace::Among(_)
        );
        let is_named = !is_listed || name == Some(resource.name());
        kind == resource.kind && is_named
    }

    /// The kind of the resource in which it stands, and its name where that is an entry of a list.
    pub fn owner<'p>(&self, props: &'p Value) -> (Kind, Option<&'p str>) {
        let first = self.at.first().map(String::as_str).unwrap_or_default();
        let number = self.at.get(1).and_then(|at| at.parse::<usize>().ok());
        let generation = Generation::of_props(|name| props.get(name).is_some());
        let is_there = |kind: &Kind| kind.spec().property() == Some(first);
        let inner = |kind: &Kind| match kind.spec().place {
            PropsPlace::At(names) if self.starts_with(names) => names.len(),
            _ => 0,
        };
        // Of two blocks that stand in each other the inner one is meant, of two kinds in one block the first.
        let kinds = generation.kinds().filter(is_there);
        let found = kinds.min_by_key(|kind| std::cmp::Reverse(inner(kind)));
        // Whatever is no property of another kind is a setting of the function.
        let Some(kind) = found else {
            return (generation.function(), None);
        };
        match kind.spec().place {
            PropsPlace::List(list) | PropsPlace::Among(list) => {
                let entry = number.and_then(|at| props.get(list)?.get(at));
                (kind, entry.and_then(|entry| kind.own_name(entry)))
            }
            PropsPlace::Props | PropsPlace::Block | PropsPlace::At(_) => (kind, None),
        }
    }

    /// Whether it stands below these names.
    fn starts_with(&self, names: &[&str]) -> bool {
        let mut steps = self.at.iter().zip(names);
        self.at.len() >= names.len() && steps.all(|(step, name)| step == name)
    }

    /// The variable of the environment that it is.
    pub fn variable(&self) -> Option<&str> {
        variable(&self.text)
    }

    /// The setting that it is, in the document of its resource, or the list in which it is a text, with
    /// its number there: the others of that list are no secret. Of blocks in a list, which have no numbers
    /// when they are sealed, it is that setting of all of them. `None` where it is all of a resource.
    pub fn place(&self, props: &Value) -> Option<(Path, Option<usize>)> {
        let (kind, _) = self.owner(props);
        let own = match kind.spec().place {
            PropsPlace::Props => 0,
            PropsPlace::Block => 1,
            PropsPlace::At(names) => names.len(),
            PropsPlace::List(_) | PropsPlace::Among(_) => 2,
        };
        let (mut path, mut number, mut at) = (Path::default(), None, props);
        for (index, name) in self.at.iter().enumerate() {
            let place = name.parse().ok().filter(|_| at.is_array());
            let below = match place {
                Some(place) => at.get::<usize>(place),
                None => at.get(name),
            };
            at = below.unwrap_or(&Value::Null);
            // The steps that lead to the resource itself are no part of its document.
            if index < own {
                continue;
            }
            // Only what stands in a list itself has a number there; what stands in a block of one has none.
            number = place;
            match place {
                // A tag is a setting of its own, by its key.
                Some(_) if path.top() == TAGS => {
                    let (key, _) = secrecy::tag(at.as_object()?)?;
                    return Some((path.key(key), None));
                }
                Some(_) => (),
                None if index == own && kind.is_shared() && name == "route" => {
                    path = path.key("routeConfig").key("routes");
                }
                None if index == own && kind.is_entry() && name == "config" => {
                    path = path.key("triggerConfig");
                }
                None => path = path.key(name),
            }
        }
        (!path.0.is_empty()).then_some((path, number))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_draws_on_a_secret_is_found_with_what_it_came_to() {
        let written = json!({
            "description": "go ${resources.one.output.environmentVariables.LEVEL} x",
            "role": "${resources.one.output.role}",
            "triggers": [{"triggerConfig": {"payload": "${vars.dbPassword}"}}],
            "args": ["a", "${env('API_TOKEN')}"],
            "timeout": "${vars.token-ttl}",
        });
        let all = drawn(&written);
        assert!(all.iter().all(|one| one.is_secret));
        assert_eq!(all[2].variable(), Some("API_TOKEN"));
        for (text, name) in [
            ("${env('A')}", Some("A")),
            ("${env(A)}", Some("A")),
            ("${env.A}", Some("A")),
            ("${env(a, b)}", None),
            ("${ env(\"A\", 'x') }", Some("A")),
            ("${env('A')}${env('B')}", None),
            ("${env('A', 'x')}${env('B')}", None),
        ] {
            assert_eq!(variable(text), name, "{text}");
        }
        let props = json!({"description": "go one7 x", "args": ["a", "two7"],
            "triggers": [{"triggerConfig": {"payload": "three7"}}]});
        let values: Vec<_> = all.iter().filter_map(|one| one.value(&props)).collect();
        assert_eq!(values, ["one7", "three7", "two7"]);
        let places: Vec<String> = all
            .iter()
            .filter_map(|one| one.place(&written))
            .map(|(path, number)| format!("{path} {number:?}"))
            .collect();
        let expected = [
            "description None",
            "triggerConfig.payload None",
            "args Some(1)",
        ];
        assert_eq!(places[..3], expected);
        assert!(all.iter().all(|one| one.value(&written).is_none()));
    }
}
