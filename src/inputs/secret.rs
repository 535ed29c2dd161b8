//! What the files of a project tell of secrets that a resource repeats or draws on.

use serde_json::Value;

use crate::model::drawn::Drawn;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::seal::is_telling;

/// What the project's files tell of its secrets. It holds them in clear.
#[derive(Clone, Default)]
pub struct Secret {
    pub values: Vec<String>,
    pub drawn: Vec<Drawn>,
}

impl Secret {
    /// The variable of the environment from which a setting is taken, if it is.
    pub fn variable_of(&self, props: &Value, resource: &Resource, path: &Path) -> Option<&str> {
        let is_own =
            |one: &&Drawn| one.is_of(props, resource) && one.place() == Some((path.clone(), None));
        self.drawn.iter().find(is_own)?.variable()
    }

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
