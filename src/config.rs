//! Understands the props of `s.yaml`: the dialect of upstream fc3 (FC 3.0). Everything that is wrong
//! is said at once, before anything is sent.

mod code;
mod domain;
mod function;
mod limits;
pub mod path;
mod problem;
mod schema;
mod trigger;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::model::desired::Desired;
use crate::ports::Files;
use crate::words;

use self::problem::Problems;

/// Where the project stands, and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The account's id, which upstream's default roles are named with.
    pub account: &'a str,
    /// The absolute folder of `s.yaml`.
    pub base: &'a str,
}

/// Turns the props of one resource into what is wanted.
///
/// # Errors
/// A template error that lists every problem, or that names what this version cannot do yet.
pub fn read(props: &Value, place: &Place<'_>, files: &dyn Files) -> Result<Desired> {
    let Some(props) = props.as_object() else {
        return Err(Error::template(words!(
            "props: must be a block of properties",
            "props：必须是一组属性"
        )));
    };
    limits::check(props)?;
    let mut problems = Problems::default();
    schema::block(function::PROPS, props, "props", &mut problems);
    function::check(props, &mut problems);
    let code = code::read(props, place, files, &mut problems)?;
    trigger::check(props, &mut problems);
    let domain = domain::read(props, place, files, &mut problems)?;
    problems.check()?;
    Ok(Desired {
        account: place.account.to_owned(),
        region: text(props, "region"),
        function_name: text(props, "functionName"),
        function: function::document(props, place.account),
        code,
        triggers: trigger::documents(props, place.account),
        domain,
        headers: function::headers(props),
        endpoint: props
            .get("endpoint")
            .and_then(Value::as_str)
            .map(str::to_owned),
    })
}

/// A text property, or nothing where the checker has complained already.
fn text(map: &Map<String, Value>, name: &str) -> String {
    map.get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Puts a default where the file says nothing.
fn default(map: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    map.entry(name.to_owned()).or_insert_with(|| value.into());
}

/// A role's full name. Upstream takes short names and writes all of it in lower case, because RAM
/// does not tell cases apart.
fn role_arn(role: &str, account: &str) -> String {
    let arn = if role.is_empty() || role.starts_with("acs:") {
        role.to_owned()
    } else {
        format!("acs:ram::{account}:role/{role}")
    };
    arn.to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
