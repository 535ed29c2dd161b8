//! The props of one resource, as far as they are known.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Unclear;
use crate::model::identity::IdentityPath;

/// Each of them with its value, or with the first expression in it that only Serverless Devs can work out.
#[derive(Clone, Debug, Default)]
pub struct StatedProps(BTreeMap<String, StatedProp>);

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct StatedProp {
    pub(super) whole: Result<Value, Unclear>,
    /// What of a block is known that is not known as a whole.
    pub(super) below: StatedProps,
}

impl StatedProps {
    /// All of them, as Serverless Devs will hand them over.
    ///
    /// # Errors
    /// The first text in them whose value is only known to Serverless Devs.
    pub fn all(&self) -> Result<Value, &Unclear> {
        // The first that is unclear counts: one is enough for the whole to be unknown.
        let known = self.0.iter().map(|(name, prop)| match &prop.whole {
            Ok(value) => Ok((name.clone(), value.clone())),
            Err(unclear) => Err(unclear),
        });
        known.collect::<Result<_, &Unclear>>().map(Value::Object)
    }

    /// Whether there is one of that name, whatever stands there.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Those that are known as a whole.
    pub fn known(&self) -> Value {
        let known = self.0.iter().filter_map(|(name, prop)| {
            let value = prop.whole.as_ref().ok()?;
            Some((name.clone(), value.clone()))
        });
        Value::Object(known.collect())
    }

    /// The same with these names, which are known beside what is not: a block that is left out for something else
    /// comes back with them alone.
    ///
    /// # Errors
    /// A name that only Serverless Devs knows.
    pub fn known_with(&self, names: &[IdentityPath]) -> Result<Value, &Unclear> {
        let mut known = self.known();
        for path in names {
            if let Some(name) = self.at(path.steps())?.as_str() {
                path.put(&mut known, name);
            }
        }
        Ok(known)
    }

    /// One of them; null where there is none of that name.
    ///
    /// # Errors
    /// As [`StatedProps::all`].
    pub fn get(&self, name: &str) -> Result<&Value, &Unclear> {
        self.at(&[name])
    }

    /// What stands at the end of these steps, whatever else stands in the blocks around it; null where nothing does.
    ///
    /// # Errors
    /// The text of which only Serverless Devs knows what it is.
    pub fn at(&self, steps: &[&str]) -> Result<&Value, &Unclear> {
        let Some((name, rest)) = steps.split_first() else {
            return Ok(&Value::Null);
        };
        let Some(prop) = self.0.get(*name) else {
            return Ok(&Value::Null);
        };
        match &prop.whole {
            Ok(value) => {
                let found = rest.iter().try_fold(value, |at, step| at.get(step));
                Ok(found.unwrap_or(&Value::Null))
            }
            Err(_) if !rest.is_empty() && prop.is_block() => prop.below.at(rest),
            Err(unclear) => Err(unclear),
        }
    }
}

impl StatedProp {
    /// Whether it is known which properties it has.
    fn is_block(&self) -> bool {
        !self.below.0.is_empty()
    }
}

impl FromIterator<(String, StatedProp)> for StatedProps {
    fn from_iter<T: IntoIterator<Item = (String, StatedProp)>>(props: T) -> Self {
        StatedProps(props.into_iter().collect())
    }
}
