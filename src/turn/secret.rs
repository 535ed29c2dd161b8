//! What the files of a project tell of secrets that a resource repeats or draws on.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::drawn::Drawn;
use crate::model::seal::is_telling;

/// What the project's files tell of its secrets. It holds them in clear.
#[derive(Clone, Default)]
pub struct Secret {
    /// What stands in the files under the name of a secret, whichever resource has it.
    pub values: Vec<String>,
    /// The settings of this resource whose text draws on a value of another place.
    pub drawn: Vec<Drawn>,
    /// The variables of the environment that they take.
    pub variables: BTreeSet<String>,
    /// Whether the file has other resources of this component.
    pub has_others: bool,
}

impl Secret {
    /// All of them, those that were drawn into these props among them.
    pub fn of<'s>(&'s self, props: &'s Value) -> Vec<&'s str> {
        let drawn = self.drawn.iter().filter(|one| one.is_secret);
        let drawn = drawn.filter_map(|one| one.value(props));
        // Of those of other places only what is no ordinary word: the others are in every message.
        let values = self.values.iter().map(String::as_str);
        values
            .filter(|text| is_telling(text))
            .chain(drawn)
            .collect()
    }
}
