//! The project's file, as it was handed over for one resource.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::dialect::{Care, Context, Dialect, LeftState, PropStep, Reading};
use crate::error::Result;
use crate::model::desired::Desired;
use crate::model::path::Path;
use crate::model::reference::Unknown;
use crate::model::resource::Resource;
use crate::ports::Files;
use crate::turn::ProjectPlace;

/// What was handed over of the project's file, and how it is understood.
#[derive(Clone)]
pub struct Given<'a> {
    /// Where the file, and what it names by a path, is read.
    pub files: &'a dyn Files,
    /// Whose words the props are.
    pub dialect: &'static dyn Dialect,
    /// The account's id.
    pub account: String,
    /// Where in the project's files the resource stands; what the props name by a path is seen from there.
    pub place: &'a ProjectPlace,
    /// The resource's properties as Serverless Devs resolved them, references to others put in where they
    /// are known.
    pub props: &'a Value,
    /// The resources of which the props speak, and of which it is not known what they returned.
    pub unknown: &'a BTreeMap<String, Unknown>,
    /// Whether the command says that what looks like a slip of the pen is none.
    pub lets_slips: bool,
    /// See [`Context::needs_role`].
    pub needs_role: bool,
}

impl Given<'_> {
    /// Understands the props, or what they might become.
    ///
    /// # Errors
    /// As [`Dialect::read`].
    pub fn read(&self, care: Care, props: &Value) -> Result<Reading> {
        self.dialect.read(care, props, &self.context())
    }

    /// Whether the props are not understood only because files are not there.
    pub fn awaits_files(&self) -> bool {
        self.dialect.awaits_files(self.props, &self.context())
    }

    /// What the component that deployed before has left of what is wanted.
    pub fn left(&self, desired: &Desired) -> LeftState {
        // Which of them it was depends on the version of Serverless Devs.
        let mut folders = [&self.place.base, &self.place.cwd]
            .map(|folder| format!("{folder}/.s"))
            .to_vec();
        folders.dedup();
        self.dialect.left(desired, &folders, self.files)
    }

    /// The way to a setting in such props, where they have a place for it.
    pub fn way(&self, props: &Value, resource: &Resource, path: &Path) -> Option<Vec<PropStep>> {
        self.dialect.way(props, resource, path)
    }

    /// The value of a setting as such props say it.
    pub fn worded(&self, resource: &Resource, path: &Path, value: &Value) -> Value {
        self.dialect.worded(resource, path, value)
    }

    /// What the props are read in the light of.
    fn context(&self) -> Context<'_> {
        Context {
            account: &self.account,
            base: &self.place.base,
            cwd: &self.place.cwd,
            unknown: self.unknown,
            lets_slips: self.lets_slips,
            needs_role: self.needs_role,
            files: self.files,
        }
    }
}
