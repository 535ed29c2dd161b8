//! Writes values back into `s.yaml`: only the bytes of the values change. Comments, order, anchors,
//! quotes and line ends stay, a value is changed where it is really written, and what was edited is
//! read again and must be the document that was asked for. What cannot be proved right is left
//! alone, and its place is named for a person.

mod attempt;
mod block;
mod check;
mod expression;
mod insert;
mod intent;
mod kinds;
mod layout;
mod line;
mod local;
mod lost;
mod node;
mod padded;
mod patch;
mod place;
mod project;
mod read;
mod remove;
mod render;
mod replace;
mod resolve;
mod scalar;
mod settle;
#[cfg(test)]
mod tests;
mod unset;
mod value;
mod why;

use std::cmp::Reverse;

use serde_json::Value;

pub use crate::yaml::expression::{has_live, is_live};
pub use crate::yaml::lost::{Loss, LostText};
pub use crate::yaml::project::YamlProject;
pub use crate::yaml::render::file;
pub use crate::yaml::why::{Unreadable, Why};

/// A file of the project: first its `s.yaml`, then the file that this one extends. Serverless Devs
/// does not follow an `extend` of that second file, so further ones are not looked at.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub path: &'a str,
    /// The whole file, line ends and byte order mark included.
    pub text: &'a str,
}

/// One step of the path to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum YamlStep {
    /// The name of an entry of a map.
    Key(String),
    /// The place of an item of a list, from 0.
    Index(usize),
}

/// One change of the *resolved* document, as Serverless Devs hands it on. All paths speak of the
/// document before any of the edits; the index behind the last item of a list adds one.
#[derive(Clone, Debug)]
pub struct Edit {
    /// From the top: `resources`, the resource, `props`, the setting.
    pub path: Vec<YamlStep>,
    /// The value from now on. `None` removes what stands there, and the keys above it that get
    /// empty, up to the props of the resource.
    pub value: Option<Value>,
}

/// What came of the edits.
#[derive(Clone, Debug, Default)]
pub struct Rewrite {
    /// The files that change: the index of the source and its new text.
    pub files: Vec<(usize, String)>,
    /// What a person has to edit; nothing of it is in `files`.
    pub by_hand: Vec<ByHand>,
}

/// A place that a person has to edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByHand {
    /// Index into the edits.
    pub edit: usize,
    /// Index into the sources.
    pub file: usize,
    /// The 1-based line of the place, in the new text if that file changes.
    pub line: usize,
    /// Why it is not edited here.
    pub why: Why,
}

/// Whether a file is of edition 1.0.0 or 2.0.0, in which some things have other names.
pub fn is_of_services(document: &Value) -> bool {
    matches!(document["edition"].as_str(), Some("1.0.0" | "2.0.0"))
}

/// The file that a file extends. In the older editions a list names it, too; of several nobody here knows how they go
/// together.
pub fn extended(document: &Value) -> Option<&str> {
    let one = document.get("extend").and_then(Value::as_str);
    let list = || match document.get("extends")? {
        Value::Array(list) if is_of_services(document) => match &list[..] {
            [one] => one.as_str(),
            _ => None,
        },
        _ => None,
    };
    one.or_else(list)
}

/// Under which key the resources of a file stand.
pub fn top(document: &Value) -> &'static str {
    match is_of_services(document) {
        true => "services",
        false => "resources",
    }
}

/// What a file of the project says, as it is written; `None` where it cannot be read.
pub fn document(text: &str) -> Option<Value> {
    let read = crate::yaml::project::YamlFile::read(text);
    read.ok().map(|(_, document)| document)
}

/// Makes edits in the files of a project. An edit is made as a whole or not at all.
///
/// # Errors
/// A file that is no YAML, or has what Serverless Devs refuses or two readers do not read alike.
pub fn rewrite(sources: &[Source<'_>], edits: &[Edit]) -> Result<Rewrite, Unreadable> {
    let texts: Vec<&str> = sources.iter().map(|source| source.text).collect();
    let mut project = YamlProject::read(&texts)?;
    let mut stops = Vec::new();
    for index in order(edits) {
        match attempt::edited(&project, &edits[index]) {
            Ok(None) => {}
            Ok(Some((next, done))) => {
                for (file, patches) in &done {
                    for (_, stop) in stops
                        .iter_mut()
                        .filter(|(_, stop): &&mut (usize, attempt::Stop)| stop.file == *file)
                    {
                        // Later edits move the places at which earlier ones stopped, and a person reads the
                        // new text.
                        stop.at = patch::moved(stop.at, patches);
                    }
                }
                project = next;
            }
            // The project stays as it was before this edit; the others are tried all the same.
            Err(stop) => stops.push((index, stop)),
        }
    }
    Ok(report(sources, &project, stops))
}

/// What came of it, once all edits were tried.
fn report(
    sources: &[Source<'_>],
    project: &YamlProject,
    stops: Vec<(usize, attempt::Stop)>,
) -> Rewrite {
    let files = project.files.iter().enumerate();
    let changed = files.filter(|(index, file)| {
        sources
            .get(*index)
            .is_some_and(|source| source.text != file.text)
    });
    let mut by_hand: Vec<ByHand> = stops
        .into_iter()
        .map(|(edit, stop)| ByHand {
            edit,
            file: stop.file,
            line: project
                .files
                .get(stop.file)
                .map_or(1, |file| line::number(&file.text, stop.at)),
            why: stop.why,
        })
        .collect();
    // In the order that was asked for, not in the one that they were tried in.
    by_hand.sort_by_key(|place| place.edit);
    Rewrite {
        files: changed
            .map(|(index, file)| (index, file.text.clone()))
            .collect(),
        by_hand,
    }
}

/// New and changed values first, then what goes, from the end of the lists on: so no edit moves
/// the items that a later one speaks of.
fn order(edits: &[Edit]) -> Vec<usize> {
    let mut removals: Vec<usize> = (0..edits.len())
        .filter(|index| edits[*index].value.is_none())
        .collect();
    removals.sort_by_key(|index| Reverse(&edits[*index].path));
    let sets = (0..edits.len()).filter(|index| edits[*index].value.is_some());
    sets.chain(removals).collect()
}
