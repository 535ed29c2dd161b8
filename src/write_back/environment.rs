//! The environment of Serverless Devs that a run is about: what it has online is not what the file
//! of all environments should say.

use serde_json::Value;

use super::{Setting, sources};
use crate::error::Result;
use crate::given::Given;
use crate::paths::join;
use crate::stated::{Outside, Stated, stated};
use crate::typed::Typed;
use crate::words;
use crate::words::Words;
use crate::yaml::Source;

/// An environment, and where its values stand.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Where the command line names it; Serverless Devs does not tell of the one that is the default.
    name: Option<String>,
    /// The file of environments, as the project names it.
    file: String,
}

/// The environment whose values this run has, if it is about one.
///
/// # Errors
/// As [`sources`].
pub fn environment(given: &Given<'_>, typed: &Typed) -> Result<Option<Environment>> {
    let place = given.place;
    let sources = sources(given.files, place.path.as_deref(), typed)?;
    let sources = sources.unwrap_or_default();
    let sources: Vec<Source<'_>> = sources
        .iter()
        .map(|(path, text)| Source { path, text })
        .collect();
    // What is wrong with the file is said by whoever edits it.
    let stated = stated(&sources, &Outside::default()).unwrap_or_default();
    let file = stated.env_file().to_owned();
    let name = place.typed_env.clone();
    // The CLI does not tell which environment is the default, so it is made out by what it has laid over
    // the props.
    let has_file = given.files.kind(&join(&place.base, &file))?.is_some();
    let is_about_one = name.is_some() || (has_file && is_overlaid(&stated, given));
    Ok(is_about_one.then_some(Environment { name, file }))
}

/// Whether the props are not those of the file, as far as that tells them.
/// Whether the props are not those of the file, as far as that tells them.
fn is_overlaid(stated: &Stated, given: &Given<'_>) -> bool {
    let (Some(resource), Some(props)) = (
        stated.named(given.place.resource.as_deref()),
        given.props.as_object(),
    ) else {
        return false;
    };
    let differs =
        |(name, value): (&String, &Value)| resource.prop(name).is_ok_and(|stated| stated != value);
    // What the file alone does not tell proves nothing, so only a value that is known and another one
    // counts.
    props.iter().any(differs)
}

impl Environment {
    /// The place of its values, for the middle of a sentence.
    pub fn overlay(&self, resource: &str) -> Words {
        let file = &self.file;
        match &self.name {
            Some(name) => words!(
                "{file}, under overlays.resources.{resource} of environment {name}",
                "{file} 中环境 {name} 的 overlays.resources.{resource} 之下"
            ),
            None => words!(
                "{file}, under overlays.resources.{resource} of the environment that is used",
                "{file} 中所用环境的 overlays.resources.{resource} 之下"
            ),
        }
    }

    /// What a person does about a setting, and why.
    pub(super) fn place(&self, resource: &str, setting: &Setting) -> Words {
        let Words { en, zh } = self.overlay(resource);
        match setting.value() {
            Some(_) => words!(
                "s.yaml is for all environments, so this is not written there: write it into {en}",
                "s.yaml 供所有环境共用，因此未写入其中：请写入 {zh}"
            ),
            None => words!(
                "s.yaml is for all environments, so this is not removed there: remove it from {en}, or from s.yaml if none of them should have it",
                "s.yaml 供所有环境共用，因此未从中删除：请从 {zh} 删除；若所有环境都不再需要，请从 s.yaml 中删除"
            ),
        }
    }
}
