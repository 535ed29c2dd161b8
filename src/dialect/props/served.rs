//! What the service answers beside the settings: it stands in files that were made of an answer, as fc3's
//! `sync` makes them and as people paste what `info` prints. It is no setting, and nobody meant it as one.

use crate::model::fields::{Field, Shape, find};
use crate::model::kind::Generation;
use crate::model::path::{Path, PathStep};

/// Whether a property stands in a block that the API carries as JSON in a text. Upstream fc3 makes the text of
/// all that stands there, so what nobody knows is sent; of any other block its models drop it on the way.
pub(in crate::dialect) fn is_carried(path: &Path) -> bool {
    let names = names(path);
    // Upstream's component for FC 2.0 hands on the whole configuration of a trigger.
    if matches!(names[..], ["triggers", "config", _, ..]) {
        return true;
    }
    // What stands in such a block is below it, so the last name is not asked about.
    (1..names.len()).any(|length| {
        let mut found = settings(&names[..length]);
        found.any(|field| matches!(field.shape, Shape::Json(_)))
    })
}

/// Whether a property of the props is an answer of the service, by the catalogue of its kind.
pub(in crate::dialect) fn is_served(path: &Path) -> bool {
    settings(&names(path)).any(|field| field.service || field.unsent)
}

/// The names on the way to a property.
fn names(path: &Path) -> Vec<&str> {
    // The first step is `props` itself, and which entry of a list it is makes no difference.
    let steps = path.0.iter().skip(1);
    let names = steps.filter_map(|step| match step {
        PathStep::Key(name) => Some(name.as_str()),
        PathStep::Item(_) => None,
    });
    names.collect()
}

/// What the catalogue has under these names: a setting of the kind whose block the first of them is, else of
/// any kind that a resource of the file may be.
fn settings<'a>(names: &'a [&'a str]) -> impl Iterator<Item = &'static Field> + 'a {
    let first = names.first().copied();
    let own = Generation::THIRD
        .kinds()
        .find(|kind| first.is_some() && kind.spec().property() == first);
    let kinds = Generation::THIRD.kinds().filter(move |kind| match own {
        Some(own) => *kind == own,
        // A resource of the file is a function, or a domain by itself.
        None => kind.is_function() || kind.is_shared(),
    });
    let below = &names[usize::from(own.is_some()).min(names.len())..];
    kinds.filter_map(move |kind| setting(kind.fields(&().into()), below))
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
    use super::{is_carried, is_served};
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

    #[test]
    fn what_is_carried_as_text_is_carried_whole() {
        let props = Path::default().key("props");
        let trigger = props.key("triggers").item("0");
        let config = trigger.key("triggerConfig");
        for carried in [
            config.key("anything"),
            config.key("corsConfig").key("anything"),
            props.key("sessionAffinityConfig").key("anything"),
            trigger.key("config").key("anything"),
            trigger.key("config").key("jobConfig").key("anything"),
        ] {
            assert!(is_carried(&carried), "{carried}");
        }
        for dropped in [
            props.clone(),
            props.key("anything"),
            props.key("sessionAffinityConfig"),
            config,
            trigger.key("config"),
            trigger.key("anything"),
            props.key("logConfig").key("anything"),
            props.key("asyncInvokeConfig").key("anything"),
            props.key("customDomain").key("route").key("anything"),
        ] {
            assert!(!is_carried(&dropped), "{dropped}");
        }
    }
}
