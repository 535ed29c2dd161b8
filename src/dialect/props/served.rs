//! What the service answers beside the settings: it stands in files that were made of an answer, as fc3's
//! `sync` makes them and as people paste what `info` prints. It is no setting, and nobody meant it as one.

use crate::model::fields::{Field, Shape, find};
use crate::model::kind::{Generation, Kind};
use crate::model::path::{Path, PathStep};

/// Whether a property of the props is an answer of the service, by the catalogue of its kind.
pub(in crate::dialect) fn is_served(path: &Path) -> bool {
    // The first step is `props` itself, and which entry of a list it is makes no difference.
    let steps = path.0.iter().skip(1);
    let names = steps.filter_map(|step| match step {
        PathStep::Key(name) => Some(name.as_str()),
        PathStep::Item(_) => None,
    });
    let names: Vec<&str> = names.collect();
    let says = |kind: Kind, names: &[&str]| {
        let found = setting(kind.fields(&().into()), names);
        found.is_some_and(|field| field.service || field.unsent)
    };
    let Some((first, rest)) = names.split_first() else {
        return false;
    };
    let mut kinds = Generation::THIRD.kinds();
    match kinds.find(|kind| kind.spec().property() == Some(first)) {
        Some(kind) => says(kind, rest),
        // A resource of the file is a function, or a domain by itself.
        None => Generation::THIRD
            .kinds()
            .filter(|kind| kind.is_function() || kind.is_shared())
            .any(|kind| says(kind, &names)),
    }
}

/// The setting to which the names lead, through blocks.
fn setting(table: &'static [Field], names: &[&str]) -> Option<&'static Field> {
    let (first, rest) = names.split_first()?;
    let field = find(table, first)?;
    match field.shape {
        _ if rest.is_empty() => Some(field),
        Shape::Object(below) | Shape::Json(below) => setting(below, rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_served;
    use crate::model::path::Path;

    #[test]
    fn answers_are_told_from_settings() {
        let props = Path::default().key("props");
        let trigger = props.key("triggers").item("0");
        let container = props.key("customContainerConfig");
        for answer in [
            props.key("functionArn"),
            // Of a domain by itself.
            props.key("accountId"),
            container.key("resolvedImageUri"),
            trigger.key("httpTrigger"),
            props.key("customDomain").key("accountId"),
            props.key("provisionConfig").key("current"),
        ] {
            assert!(is_served(&answer), "{answer}");
        }
        for setting in [
            props.clone(),
            props.key("timeout"),
            props.key("nonsense"),
            container.key("image"),
            trigger.key("functionArn"),
            props.key("triggers"),
            props.key("environmentVariables").key("functionArn"),
        ] {
            assert!(!is_served(&setting), "{setting}");
        }
    }
}
