//! The tree that a project is deployed from.

use std::rc::Rc;

use super::Project;
use crate::git::{self, Checkout, DeployedFiles};
use crate::paths::join;
use crate::stated::stated;
use crate::view::screen::Tone;
use crate::write_back;
use crate::yaml::Source;

impl Project<'_> {
    /// The tree that it is deployed from. Git is asked the first time, and a pipeline that names another commit
    /// is contradicted then.
    pub async fn checkout(&self) -> Rc<Checkout> {
        if let Some(known) = self.checkout.get() {
            return Rc::clone(known);
        }
        let var = |name: &str| self.vars.get(name);
        let deployed = self.deployed();
        let tree = (&*self.place().base, &deployed);
        let told = git::look(self.world.programs, tree, &var).await;
        let untidy = told.untidy().filter(|_| self.is_in_pipeline());
        for words in told.contradiction().into_iter().chain(untidy) {
            self.screen.say_in(Tone::Remote, &words);
        }
        Rc::clone(self.checkout.get_or_init(|| Rc::new(told)))
    }

    /// Whether a pipeline runs it.
    pub fn is_in_pipeline(&self) -> bool {
        git::is_in_pipeline(&|name| self.vars.get(name))
    }

    /// Who runs the pipeline, where one runs it that says so.
    pub fn pipeline_person(&self) -> Option<String> {
        git::pipeline_person(&|name| self.vars.get(name))
    }

    /// What is deployed, as far as it is of this machine.
    fn deployed(&self) -> DeployedFiles {
        let place = self.place();
        let sources = write_back::sources(self.world.files, place.path.as_deref(), &self.typed);
        let sources = sources.ok().flatten().unwrap_or_default();
        // A file that cannot be read is deployed all the same.
        let file = place.path.iter().filter(|_| sources.is_empty()).cloned();
        let environments = join(&place.base, &self.env_file(&sources));
        let files = sources.iter().map(|(path, _)| path.clone());
        DeployedFiles {
            files: file.chain(files).chain([environments]).collect(),
            code: self
                .desired
                .code
                .path()
                .map(str::to_owned)
                .into_iter()
                .collect(),
        }
    }

    /// The name of the file of environments.
    fn env_file(&self, sources: &[(String, String)]) -> String {
        let sources = sources.iter().map(|(path, text)| Source { path, text });
        let sources: Vec<Source<'_>> = sources.collect();
        let stated = stated(&sources, &self.turn.outside).unwrap_or_default();
        stated.env_file().to_owned()
    }
}
