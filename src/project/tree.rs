//! The tree that a project is deployed from.

use std::rc::Rc;

use super::Project;
use crate::git::{self, Checkout};
use crate::view::screen::Tone;

impl Project<'_> {
    /// The tree that it is deployed from. Git is asked the first time, and a pipeline that names another commit
    /// is contradicted then.
    pub async fn checkout(&self) -> Rc<Checkout> {
        if let Some(known) = self.checkout.get() {
            return Rc::clone(known);
        }
        let var = |name: &str| self.vars.get(name);
        let inputs = self.inputs();
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let tree = (&*self.place().base, &*inputs);
        let told = git::look(self.world.programs, tree, &var).await;
        if let Some(words) = told.contradiction() {
            self.screen.say_in(Tone::Remote, &words);
        }
        Rc::clone(self.checkout.get_or_init(|| Rc::new(told)))
    }

    /// Whether a pipeline runs it.
    pub fn is_in_pipeline(&self) -> bool {
        git::is_in_pipeline(&|name| self.vars.get(name))
    }

    /// The files and folders that are deployed, as far as they are of this machine.
    fn inputs(&self) -> Vec<String> {
        let file = self.place().path.clone();
        let code = self.desired.code.path().map(str::to_owned);
        let environments = format!("{}/env.yaml", self.place().base);
        let files = file.into_iter().chain([environments]);
        files.chain(code).collect()
    }
}
