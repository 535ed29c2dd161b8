//! Files of edition 1.0.0, as the CLI reads them: the resources stand under `services`, and the expressions are others.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cloud::ACCOUNT;

/// The file with its variables, its environment and the account put in; `None` where it is of another edition. What
/// is not known stays as it is written.
pub(crate) fn resolved(document: &Value, set: &BTreeMap<String, String>) -> Option<Value> {
    let is_old = ["1.0.0", "2.0.0"].contains(&document["edition"].as_str()?);
    is_old.then(|| worked_out(&document["services"], document, set))
}

/// The variables of the environment that such a text names.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let calls = text.split("env(").skip(1);
    calls
        .filter_map(|call| Some(call.split_once(')')?.0))
        .collect()
}

fn worked_out(value: &Value, document: &Value, set: &BTreeMap<String, String>) -> Value {
    match value {
        Value::String(text) => in_text(text, document, set),
        Value::Array(items) => {
            let each = items.iter().map(|one| worked_out(one, document, set));
            each.collect()
        }
        Value::Object(map) => {
            let each = map
                .iter()
                .map(|(name, one)| (name.clone(), worked_out(one, document, set)));
            Value::Object(each.collect())
        }
        other => other.clone(),
    }
}

fn in_text(text: &str, document: &Value, set: &BTreeMap<String, String>) -> Value {
    let Some((before, rest)) = text.split_once("${") else {
        return text.into();
    };
    let (expression, after) = rest.split_once('}').unwrap();
    let value = expression_of(expression.trim(), document, set);
    if before.is_empty() && after.is_empty() {
        let value = value.map(|value| worked_out(&value, document, set));
        return value.unwrap_or_else(|| text.into());
    }
    let after = in_text(after, document, set);
    let after = after.as_str().unwrap();
    let put = match value {
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
        None => format!("${{{expression}}}"),
    };
    format!("{before}{put}{after}").into()
}

fn expression_of(text: &str, document: &Value, set: &BTreeMap<String, String>) -> Option<Value> {
    if let Some(name) = text
        .strip_prefix("env(")
        .and_then(|one| one.strip_suffix(')'))
    {
        return set.get(name).cloned().map(Value::from);
    }
    if text == "config(AccountID)" {
        return Some(ACCOUNT.into());
    }
    let mut names = text.split('.');
    match names.next()? {
        "vars" => names
            .try_fold(&document["vars"], |at, name| at.get(name))
            .cloned(),
        _ => None,
    }
}
