//! The document of a project as Serverless Devs hands it on: the extended file below ours, templates
//! below the props that extend them, variables put in. Facts about that were read from its parser.

use std::cell::Cell;

use serde_json::{Map, Value};

use crate::yaml::YamlStep;
use crate::yaml::expression::ExpressionScope;
use crate::yaml::intent::get;
use crate::yaml::value::MOST;

/// What the files of a project say together.
pub(super) struct Resolved {
    pub(super) document: Value,
    /// The paths of the keys that are dropped from it, because they have no value.
    pub(super) dropped: Vec<Vec<YamlStep>>,
}

/// The resolved document. `base` is the file that `main` extends: Serverless Devs does not follow
/// an `extend` of that file. `vars` and `template` stay in it as they are written. `None` where the
/// variables would make more of it than any project has.
pub(super) fn resolve(main: &Value, base: Option<&Value>) -> Option<Resolved> {
    let mut document = base.map_or_else(|| main.clone(), |base| above(base, main));
    let vars = document.get("vars").cloned().unwrap_or_default();
    let templates = document.get("template").cloned().unwrap_or_default();
    let top = super::top(&document);
    let (mut resources, mut dropped) = (Value::Null, Vec::new());
    for file in base.into_iter().chain([main]) {
        let own = with_templates(file.get(top), &templates);
        let key = YamlStep::Key(top.to_owned());
        without_value(&own, &mut vec![key], &mut dropped);
        // Keys without a value are dropped before two files are merged, and would hide a value of the base
        // else.
        let own = if base.is_some() { clean(own) } else { own };
        resources = above(&resources, &own);
    }
    // Again, because only together do the files say what a resource extends.
    resources = with_templates(Some(&resources), &templates);
    let Some(whole) = document.as_object_mut() else {
        return Some(Resolved { document, dropped });
    };
    if resources.is_object() {
        whole.insert(top.to_owned(), resources.clone());
    }
    let left = Cell::new(MOST);
    let scope = ExpressionScope {
        vars: &vars,
        resources: &resources,
        this: None,
        left: &left,
    };
    for (name, value) in whole
        .iter_mut()
        .filter(|(name, _)| *name != "template" && *name != "vars")
    {
        *value = match (name.as_str(), &*value) {
            (name, Value::Object(map)) if name == top => each_resource(map, &scope),
            _ => scope.value(value, 0),
        };
    }
    // Nothing left means that values were not put in, so the document is not whole.
    (left.get() > 0).then(|| {
        without_value(&document, &mut Vec::new(), &mut dropped);
        let document = clean(document);
        // Where another layer has a value, that one arrives.
        dropped.retain(|path| get(&document, path).is_none());
        Resolved { document, dropped }
    })
}

/// Adds the paths of the keys that have no value, at or below one.
fn without_value(value: &Value, at: &mut Vec<YamlStep>, found: &mut Vec<Vec<YamlStep>>) {
    let mut below = |step: YamlStep, value: &Value| {
        at.push(step);
        match value.is_null() {
            true if !matches!(at.last(), Some(YamlStep::Key(_))) || found.contains(at) => {}
            true => found.push(at.clone()),
            false => without_value(value, at, found),
        }
        at.pop();
    };
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                below(YamlStep::Key(name.clone()), value);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                below(YamlStep::Index(index), value);
            }
        }
        _ => {}
    }
}

/// Each resource with `this` as itself.
fn each_resource(resources: &Map<String, Value>, scope: &ExpressionScope<'_>) -> Value {
    let resolved = resources.iter().map(|(name, resource)| {
        let scope = ExpressionScope {
            this: Some(resource),
            ..*scope
        };
        (name.clone(), scope.value(resource, 0))
    });
    Value::Object(resolved.collect())
}

/// `upper` laid over `lower`: maps are merged, everything else is replaced.
fn above(lower: &Value, upper: &Value) -> Value {
    match (lower, upper) {
        (Value::Object(lower), Value::Object(upper)) => {
            let mut both = lower.clone();
            for (name, value) in upper {
                let value = match lower.get(name) {
                    Some(below) => above(below, value),
                    None => value.clone(),
                };
                both.insert(name.clone(), value);
            }
            Value::Object(both)
        }
        (_, upper) => upper.clone(),
    }
}

/// Resources with the templates that they extend below their props.
fn with_templates(resources: Option<&Value>, templates: &Value) -> Value {
    let Some(Value::Object(resources)) = resources else {
        return resources.cloned().unwrap_or_default();
    };
    let resolved = resources.iter().map(|(name, resource)| {
        let mut resource = resource.clone();
        if let (Some(below), Some(whole)) =
            (template(&resource, templates), resource.as_object_mut())
        {
            let props = whole.get("props").filter(|props| !props.is_null());
            let props = props.map_or_else(|| below.clone(), |props| above(&below, props));
            whole.insert("props".to_owned(), props);
        }
        (name.clone(), resource)
    });
    Value::Object(resolved.collect())
}

/// The template that a resource extends, without what it ignores of it.
fn template(resource: &Value, templates: &Value) -> Option<Value> {
    let extend = resource.get("extend")?;
    let mut template = templates.get(extend.get("name")?.as_str()?)?.clone();
    let ignored = match extend.get("ignore") {
        Some(Value::Array(names)) => names.iter().collect(),
        Some(name) => vec![name],
        None => Vec::new(),
    };
    for name in ignored.into_iter().filter_map(Value::as_str) {
        ignore(&mut template, name);
    }
    template.is_object().then_some(template)
}

/// Takes a path of names out of a template. A name may have dots in it, so the whole is looked for first.
fn ignore(template: &mut Value, path: &str) {
    let Some(map) = template.as_object_mut() else {
        return;
    };
    if map.shift_remove(path).is_none()
        && let Some((first, rest)) = path.split_once('.')
        && let Some(below) = map.get_mut(first)
    {
        ignore(below, rest);
    }
}

/// Without the keys that have no value: Serverless Devs drops them.
pub(super) fn clean(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name, clean(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(clean).collect()),
        Value::Number(number) if number.is_f64() => {
            let same = number.as_f64().and_then(super::value::whole);
            Value::Number(same.unwrap_or(number))
        }
        other => other,
    }
}
