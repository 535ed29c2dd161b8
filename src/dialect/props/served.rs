//! What the service answers beside the settings: it stands in files that were made of an answer, as fc3's
//! `sync` makes them and as people paste what `info` prints. It is no setting, and nobody meant it as one.

use crate::model::fields::{Field, Shape, find};
use crate::model::kind::Kind;
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
    let is_answer = |kind: Kind, names: &[&str]| {
        let field = setting(kind.fields(&().into()), names);
        field.is_some_and(|field| field.service || field.unsent)
    };
    let (kind, within) = place(&names);
    // The props themselves are those of a function, or of a domain.
    is_answer(kind, within) || is_answer(Kind::CustomDomain, &names)
}

/// The kind that the names are about, and those of them that stand within it.
fn place<'n>(names: &'n [&'n str]) -> (Kind, &'n [&'n str]) {
    let mut kinds = Kind::ALL.into_iter();
    let is_first = |kind: &Kind| kind.spec().property() == names.first().copied();
    match kinds.find(is_first) {
        Some(kind) if !names.is_empty() => (kind, &names[1..]),
        _ => (Kind::Function, names),
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
