//! The environment variables that were handed over.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::words::Lang;

/// The variables, by their names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Vars(BTreeMap<String, String>);

impl Vars {
    /// One that was handed over and is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }

    /// Whether none was handed over.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The language to speak.
    pub fn lang(&self) -> Lang {
        Lang::from_env(|name| self.get(name))
    }
}

impl FromIterator<(String, String)> for Vars {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(pairs: T) -> Vars {
        Vars(pairs.into_iter().collect())
    }
}
