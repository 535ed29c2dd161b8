//! Where in a document a setting stands, in the form that people read and write:
//! `environmentVariables.LOG_LEVEL`, `routeConfig.routes[/api/*].methods`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::plain::line;

/// One step into a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PathStep {
    /// A property of an object.
    Key(String),
    /// The entry of a keyed list whose key has this value.
    Item(String),
}

/// The steps from the root of a resource's document to one setting.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Path(pub Vec<PathStep>);

impl Path {
    /// The path one property deeper.
    #[must_use]
    pub fn key(&self, name: &str) -> Path {
        self.then(PathStep::Key(name.to_owned()))
    }

    /// The path of another property of the same object; of what is no property there is none.
    pub fn beside(&self, name: &str) -> Option<Path> {
        let (PathStep::Key(_), above) = self.0.split_last()? else {
            return None;
        };
        Some(Path(above.to_vec()).key(name))
    }

    /// The path one entry of a keyed list deeper.
    #[must_use]
    pub fn item(&self, name: &str) -> Path {
        self.then(PathStep::Item(name.to_owned()))
    }

    /// The top-level property that the API writes this setting through; empty for the root.
    pub fn top(&self) -> &str {
        match self.0.first() {
            Some(PathStep::Key(name) | PathStep::Item(name)) => name,
            None => "",
        }
    }

    fn then(&self, step: PathStep) -> Path {
        let mut steps = self.0.clone();
        steps.push(step);
        Path(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                // Names come from the cloud, too. What a terminal would obey is spelled out here and by the
                // quotes below.
                PathStep::Item(name) => write!(f, "[{}]", line(name))?,
                PathStep::Key(name) => {
                    let dot = if index == 0 { "" } else { "." };
                    if is_plain(name) {
                        write!(f, "{dot}{name}")?;
                    } else {
                        write!(f, "{dot}{name:?}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a name can stand in a path without quotes. Dots and brackets would read as steps.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_like_the_setting() {
        let path = Path::default()
            .key("routeConfig")
            .key("routes")
            .item("/a/*");
        assert_eq!(
            path.key("methods").to_string(),
            "routeConfig.routes[/a/*].methods"
        );
        assert_eq!(path.top(), "routeConfig");
    }

    #[test]
    fn a_dotted_name_is_not_two_steps() {
        let path = Path::default().key("environmentVariables").key("a.b");
        assert_eq!(path.to_string(), "environmentVariables.\"a.b\"");
    }
}
