//! Whose a setting is: the rules of `driftPolicy`. What belongs to the console gets its first value from
//! the file, where something is created, and is neither compared nor sent after that; what belongs to
//! the file wins without a question.

pub mod pattern;

use jiff::civil::Date;
use serde_json::Value;

use self::pattern::Pattern;
use crate::model::document::leaves;
use crate::model::edit::set;
use crate::model::fields::{Field, Shape, find};
use crate::model::path::{Path, PathStep};
use crate::model::resource::{Kind, Resource};

/// Who decides about a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Whoever changes it online.
    Console,
    /// `s.yaml`.
    File,
}

impl Owner {
    /// The word that `s.yaml` and reports use.
    pub fn word(self) -> &'static str {
        match self {
            Owner::Console => "console",
            Owner::File => "file",
        }
    }
}

/// One entry of `driftPolicy`.
#[derive(Clone, Debug)]
pub struct Rule {
    pub patterns: Vec<Pattern>,
    pub owner: Owner,
    pub reason: String,
    /// The last day on which it applies.
    pub until: Option<Date>,
}

impl Rule {
    /// Its paths as `s.yaml` writes them.
    pub fn paths(&self) -> String {
        let texts: Vec<&str> = self.patterns.iter().map(Pattern::text).collect();
        texts.join(", ")
    }

    /// Whether one of its paths names a setting of a resource, or something that the setting is a part of.
    pub fn covers(&self, resource: &Resource, path: &Path) -> bool {
        let names = |path: &Path| {
            let address = resource.address(path);
            let mut patterns = self.patterns.iter();
            patterns.any(|pattern| {
                // Reports print the settings of a trigger, a domain and a configuration below its title.
                pattern.covers(&address) || (is_own(resource, path) && pattern.is(path))
            })
        };
        let leader = leader(resource, path);
        let mut settings = [Some(path), leader.as_ref()].into_iter().flatten();
        settings
            .any(|path| names(path) || as_filed(resource, path).is_some_and(|path| names(&path)))
    }
}

/// The path of a setting under the names that the file has for it, where those are others than in reports: a
/// deprecated name, and the one route that a function has in its domain.
fn as_filed(resource: &Resource, path: &Path) -> Option<Path> {
    if let [
        PathStep::Key(config),
        PathStep::Key(routes),
        PathStep::Item(_),
        rest @ ..,
    ] = &path.0[..]
    {
        let is_own = resource.kind.is_shared() && !resource.is_root();
        let is_route = is_own && config == "routeConfig" && routes == "routes";
        return is_route.then(|| Path([&Path::default().key("route").0[..], rest].concat()));
    }
    let (old, new) = resource.kind.spec().renamed?;
    let (first, rest) = path.0.split_first()?;
    let is_renamed = matches!(first, PathStep::Key(name) if name == new);
    is_renamed.then(|| Path([&Path::default().key(old).0[..], rest].concat()))
}

/// Whether a path within a resource is nothing else in the function, so that it needs no name before it.
fn is_own(resource: &Resource, path: &Path) -> bool {
    let function = resource.generation.function().fields(&Value::Null);
    resource.kind.is_function() || find(function, path.top()).is_none()
}

/// The setting that another one is the service's answer to: whoever decides about the one decides about both.
fn leader(resource: &Resource, path: &Path) -> Option<Path> {
    let field = leaf_field(resource.kind, path)?;
    path.beside(field.answers?)
}

/// What the catalogue knows of a setting within blocks.
fn leaf_field(kind: Kind, path: &Path) -> Option<&'static Field> {
    let (first, rest) = path.0.split_first()?;
    let PathStep::Key(first) = first else {
        return None;
    };
    let field = find(kind.fields(&Value::Null), first);
    rest.iter()
        .try_fold(field?, |field, step| match (field.shape, step) {
            (Shape::Object(below), PathStep::Key(name)) => find(below, name),
            _ => None,
        })
}

/// All rules of a resource of `s.yaml`, on a certain day.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub all: Vec<Rule>,
    /// The settings whose values may be shown.
    pub shown: Vec<Pattern>,
    /// Days are those of UTC. Without one nothing expires.
    pub today: Option<Date>,
}

impl Rules {
    /// Whether the value of a setting of the function may be shown.
    pub fn shows(&self, path: &Path) -> bool {
        self.shown.iter().any(|pattern| pattern.covers(path))
    }

    /// Whether the last day of a rule is over.
    pub fn is_over(&self, rule: &Rule) -> bool {
        matches!((rule.until, self.today), (Some(until), Some(today)) if today > until)
    }

    /// The rule that decides about a setting: of those that match and are not over the last one, as
    /// in `.gitignore`.
    pub fn find(&self, resource: &Resource, path: &Path) -> Option<usize> {
        let decides = |rule: &Rule| !self.is_over(rule) && rule.covers(resource, path);
        self.all.iter().rposition(decides)
    }

    /// Who decides about a setting, where a rule says so.
    pub fn owner(&self, resource: &Resource, path: &Path) -> Option<Owner> {
        let index = self.find(resource, path)?;
        Some(self.all[index].owner)
    }

    /// Whether a setting belongs to the console.
    pub fn is_console(&self, resource: &Resource, path: &Path) -> bool {
        self.owner(resource, path) == Some(Owner::Console)
    }

    /// What of a document is ours to send to a resource that is online.
    #[must_use]
    pub fn ours(&self, resource: &Resource, document: &Value) -> Value {
        let mut ours = document.clone();
        // Setting by setting, since of one block some may be the console's and others ours.
        for path in leaves(resource.kind, document).keys() {
            if self.is_console(resource, path) {
                set(resource.kind, &mut ours, path, None);
            }
        }
        ours
    }
}

#[cfg(test)]
mod tests;
