//! What a file speaks of and does not hold: the variables of the environment, and the account.
//!
//! Serverless Devs (3.1.10) works both out in this way: a variable is a text in every place, one that is empty
//! counts as none, and the account is that of the access of the whole file.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::spoken::quoted;
use crate::yaml::{is_live, is_of_services, top};

/// What of it is known in this run. It holds secrets in clear.
#[derive(Clone, Default)]
pub struct Outside {
    /// The variables that the file names; null where one is not set. Of others nothing is known.
    pub variables: BTreeMap<String, Option<String>>,
    /// Whose key signs.
    pub account: Option<AccountOf>,
}

/// An account, and where it is the one of the file.
#[derive(Clone)]
pub struct AccountOf {
    /// Its id: a text, or a number where somebody has written it without quotes.
    pub id: Value,
    /// The resource with whose access it signs; none where the command line names the access of all.
    pub resource: Option<String>,
}

impl Outside {
    /// What a call comes to, where that is known: `env('NAME')`, `env('NAME', 'default')`,
    /// `config('AccountID')`.
    pub(super) fn value(&self, expression: &str, document: &Value) -> Option<Value> {
        if is_of_services(document) {
            return self.older(expression.trim(), document);
        }
        let (function, arguments) = expression.trim().strip_suffix(')')?.split_once('(')?;
        let (first, rest) = quoted(arguments.trim_start())?;
        match function.trim_end() {
            "env" => self.variable(first, rest.trim()).map(Value::from),
            "config" if first == "AccountID" && rest.trim().is_empty() => {
                self.account(document).cloned()
            }
            _ => None,
        }
    }

    /// The same in files of edition 1.0.0 and 2.0.0, where a name stands without quotes: `env(NAME)`, `env.NAME`,
    /// `config(AccountID)`. A variable that is not set is left as it is written there, and one that is empty is not.
    fn older(&self, expression: &str, document: &Value) -> Option<Value> {
        if call(expression) == Some(("config", "AccountID")) {
            return self.account(document).cloned();
        }
        let value = self.variables.get(variable_of(expression)?)?.as_deref()?;
        (!value.contains("${")).then(|| value.into())
    }

    /// Whether it is a variable, in the words of these editions, that is known not to be set.
    pub(super) fn is_unset(&self, expression: &str) -> bool {
        let known = variable_of(expression).and_then(|name| self.variables.get(name));
        known.is_some_and(Option::is_none)
    }

    /// The value of a variable, or what stands behind its name for where there is none.
    fn variable<'v>(&'v self, name: &str, rest: &'v str) -> Option<&'v str> {
        let default = match rest.strip_prefix(',') {
            Some(behind) => Some(literal(behind)?),
            None if rest.is_empty() => None,
            None => return None,
        };
        let set = self.variables.get(name)?.as_deref();
        let value = set.filter(|value| !value.is_empty()).or(default)?;
        // Serverless Devs runs what stands in a value, too.
        (!is_live(value)).then_some(value)
    }

    /// The account of the whole file.
    fn account(&self, document: &Value) -> Option<&Value> {
        let AccountOf { id, resource } = self.account.as_ref()?;
        let own = match resource {
            Some(resource) => &document[top(document)][resource]["access"],
            None => &Value::Null,
        };
        (own.is_null() || *own == document["access"]).then_some(id)
    }
}

/// What is called, and with what.
fn call(expression: &str) -> Option<(&str, &str)> {
    expression.strip_suffix(')')?.split_once('(')
}

/// The variable that it is, in the words of editions 1.0.0 and 2.0.0.
fn variable_of(expression: &str) -> Option<&str> {
    match call(expression) {
        Some(("env" | "Env", name)) => Some(name),
        Some(_) => None,
        None => expression.strip_prefix("env."),
    }
}

/// A text in quotes and nothing else.
fn literal(text: &str) -> Option<&str> {
    let (inner, rest) = quoted(text.trim_start())?;
    (rest.trim().is_empty() && !inner.contains('\\')).then_some(inner)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outside() -> Outside {
        let set = [
            ("SET", Some("a")),
            ("EMPTY", Some("")),
            ("NONE", None),
            ("RUN", Some("${vars.a}")),
        ];
        let owned =
            |(name, value): (&str, Option<&str>)| (name.to_owned(), value.map(str::to_owned));
        Outside {
            variables: set.map(owned).into(),
            account: Some(AccountOf {
                id: json!("1"),
                resource: Some("fn".to_owned()),
            }),
        }
    }

    #[test]
    fn what_serverless_devs_makes_of_it() {
        let document = json!({"access": "a", "resources": {"fn": {"access": "a"}}});
        for (expression, value) in [
            ("env('SET')", Some("a")),
            (" env( \"SET\" , 'd' ) ", Some("a")),
            ("env('EMPTY')", None),
            ("env('EMPTY', 'd')", Some("d")),
            ("env('EMPTY', '')", Some("")),
            ("env('NONE')", None),
            ("env('NONE', 'd')", Some("d")),
            ("env('NONE', 7)", None),
            ("env('NONE', 'a\\'b')", None),
            ("env('NONE', env('SET'))", None),
            ("env('NONE', 'a') + 'b'", None),
            ("env('RUN')", None),
            ("env('UNHEARD', 'd')", None),
            ("env(SET)", None),
            ("config('AccountID')", Some("1")),
            ("config('AccessKeyID')", None),
            ("config('AccountID', 'x')", None),
            ("file('x')", None),
        ] {
            let found = outside().value(expression, &document);
            assert_eq!(found, value.map(Value::from), "{expression}");
        }
        let other = json!({"access": "a", "resources": {"fn": {"access": "b"}}});
        assert_eq!(outside().value("config('AccountID')", &other), None);
        assert_eq!(Outside::default().value("env('A', 'd')", &document), None);
    }

    /// Of edition 1.0.0 and 2.0.0 a name stands without quotes, and what is empty is set.
    #[test]
    fn what_serverless_devs_made_of_it_before() {
        let document = json!({"edition": "1.0.0", "access": "a", "services": {"fn": {}}});
        for (expression, value) in [
            ("env(SET)", Some("a")),
            (" Env(SET) ", Some("a")),
            ("env.SET", Some("a")),
            ("env(EMPTY)", Some("")),
            ("env(NONE)", None),
            ("env('SET')", None),
            ("env(RUN)", None),
            ("env(UNHEARD)", None),
            ("config(AccountID)", Some("1")),
            ("config('AccountID')", None),
            ("config(AccessKeyID)", None),
        ] {
            let found = outside().value(expression, &document);
            assert_eq!(found, value.map(Value::from), "{expression}");
        }
    }
}
