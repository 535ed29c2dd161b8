//! The props of one resource, as far as they are known.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Unclear;

/// Each of them with its value, or with the first expression in it that only Serverless Devs can work out.
#[derive(Clone, Debug, Default)]
pub struct StatedProps(BTreeMap<String, Result<Value, Unclear>>);

impl StatedProps {
    /// All of them, as Serverless Devs will hand them over.
    ///
    /// # Errors
    /// The first text in them whose value is only known to Serverless Devs.
    pub fn all(&self) -> Result<Value, &Unclear> {
        // The first that is unclear counts: one is enough for the whole to be unknown.
        let known = self.0.iter().map(|(name, value)| match value {
            Ok(value) => Ok((name.clone(), value.clone())),
            Err(unclear) => Err(unclear),
        });
        known.collect::<Result<_, &Unclear>>().map(Value::Object)
    }

    /// Whether there is one of that name, whatever stands there.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Those that are known.
    pub fn known(&self) -> Value {
        let known = self.0.iter().filter_map(|(name, value)| {
            let value = value.as_ref().ok()?;
            Some((name.clone(), value.clone()))
        });
        Value::Object(known.collect())
    }

    /// One of them; null where there is none of that name.
    ///
    /// # Errors
    /// As [`StatedProps::all`].
    pub fn get(&self, name: &str) -> Result<&Value, &Unclear> {
        match self.0.get(name) {
            Some(value) => value.as_ref(),
            None => Ok(&Value::Null),
        }
    }
}

impl FromIterator<(String, Result<Value, Unclear>)> for StatedProps {
    fn from_iter<T: IntoIterator<Item = (String, Result<Value, Unclear>)>>(props: T) -> Self {
        StatedProps(props.into_iter().collect())
    }
}
