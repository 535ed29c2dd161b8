//! The function: what its properties must be together, and its documents.

use serde_json::{Map, Value, json};

use super::table::FUNCTION;
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::runtime::Family;
use crate::dialect::props::schema::text_of;
use crate::dialect::props::{default, form, object, object_mut, text};
use crate::model::document::canonical;
use crate::model::path::Path;
use crate::model::resource::{Kind, Resource};
use crate::words;

/// What upstream says of a function of which the project says nothing.
const DESCRIPTION: &str = "This is default function description by fc-deploy component";

/// Checks what depends on more than one property.
pub(super) fn check(props: &Map<String, Value>, root: &Path, problems: &mut Problems) {
    let Some(function) = object(props, "function") else {
        if props.contains_key("triggers") {
            problems.add(&root.key("function"), Fault::missing());
        }
        return;
    };
    let path = root.key("function");
    let variables = object(function, "environmentVariables");
    for name in variables.into_iter().flat_map(Map::keys) {
        if let Err(fault) = form::variable(name) {
            problems.add(&path.key("environmentVariables").key(name), fault);
        }
    }
    let number = |name: &str| function.get(name).and_then(Value::as_i64);
    let most = number("instanceConcurrency").unwrap_or(1).max(1);
    if number("instanceSoftConcurrency").is_some_and(|soft| soft > most) {
        let wrong = words!(
            "is greater than instanceConcurrency",
            "大于 instanceConcurrency"
        );
        let remedy = words!("write {most} or less", "请填写不大于 {most} 的值");
        problems.add(
            &path.key("instanceSoftConcurrency"),
            Fault::new(wrong, remedy),
        );
    }
    let is_container = Family::of(function) == Some(Family::Container);
    if is_container && !function.contains_key("customContainerConfig") {
        problems.add(&path.key("customContainerConfig"), Fault::missing());
    }
}

/// The function as the API names its settings, with what upstream fills in.
pub(super) fn document(function: &Map<String, Value>) -> Value {
    let settings = FUNCTION.iter().filter(|prop| !prop.aside);
    let mut map: Map<String, Value> = settings
        .filter_map(|prop| Some((prop.name.to_owned(), function.get(prop.name)?.clone())))
        // As upstream has it, these say no more than nothing.
        .filter(|(_, value)| *value != "" && *value != 0)
        .collect();
    map.insert("functionName".to_owned(), text(function, "name").into());
    let handler = match Family::of(function) {
        Some(Family::Container) => "not-used",
        _ => "index.handler",
    };
    default(&mut map, "description", DESCRIPTION);
    default(&mut map, "runtime", "nodejs10");
    default(&mut map, "handler", handler);
    default(&mut map, "memorySize", 128);
    default(&mut map, "timeout", 3);
    default(&mut map, "instanceConcurrency", 1);
    default(&mut map, "instanceType", "e1");
    if let Some(variables) = object_mut(&mut map, "environmentVariables") {
        for value in variables.values_mut() {
            *value = text_of(value).into();
        }
    }
    canonical(Kind::ServiceFunction, Value::Object(map))
}

/// How its asynchronous calls are treated, where the project says anything of that.
pub(super) fn async_config(function: &Map<String, Value>, root: &Resource) -> Option<Value> {
    let given = object(function, "asyncConfiguration")?;
    let mut config = given.clone();
    if let Some(Value::Object(destination)) = config.shift_remove("destination") {
        let (region, account) = (&root.region, &root.account);
        let place = format!(":{region}:{account}:");
        let whole = |text: &str| text.replacen(":::", &place, 1);
        let named = destination.iter().filter_map(|(name, value)| {
            let arn = value.as_str().filter(|arn| !arn.is_empty())?;
            Some((name.clone(), json!({"destination": whole(arn)})))
        });
        let destinations: Map<String, Value> = named.collect();
        config.insert("destinationConfig".to_owned(), destinations.into());
    }
    let document = Value::Object(config);
    Some(canonical(Kind::ServiceAsyncConfig, document))
}
