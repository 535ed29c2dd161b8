//! The resources of the whole file, as far as the file alone tells what they want.

mod component;

use serde_json::Value;

use self::component::Component;
use crate::dialect;
use crate::error::{Error, Result};
use crate::inputs::{Inputs, Secret};
use crate::model::reference::references;
use crate::model::spoken::spoken;
use crate::paths::join;
use crate::ports::Files;
use crate::stated::{Stated, StatedResource, Unclear, stated};
use crate::words;
use crate::words::Words;
use crate::write_back::sources;
use crate::yaml::Source;

/// The project's file.
#[derive(Debug, Default)]
pub(in crate::commands) struct ProjectFile {
    /// Its resources, as the file alone tells them.
    stated: Stated,
    /// The component that runs.
    component: Component,
    /// Why nothing in it may be taken for what Serverless Devs hands over.
    pub(super) doubt: Option<Words>,
    /// Whether it could be read at all.
    pub(in crate::commands) is_read: bool,
    /// Whether there is a file of environments, of which one may be laid over all of it.
    pub(in crate::commands) has_envs: bool,
    /// Whether the command line names the access of all of them.
    pub(in crate::commands) is_access_named: bool,
}

/// A resource that is not the one whose turn it is.
pub(super) struct Other {
    pub(super) name: String,
    /// Its inputs, or why they are not known yet.
    pub(super) inputs: Result<Inputs, Words>,
}

impl ProjectFile {
    /// Reads it. What stands in the way is no error here: it only means that less is known.
    pub(in crate::commands) fn read(files: &dyn Files, inputs: &Inputs) -> ProjectFile {
        match read(files, inputs) {
            Ok(stated) => {
                let has_envs = has_envs(files, inputs, &stated);
                ProjectFile {
                    doubt: doubt(inputs, &stated, has_envs),
                    component: Component::new(inputs, &stated),
                    stated,
                    is_read: true,
                    has_envs,
                    is_access_named: inputs.access_name().is_some(),
                }
            }
            // Without the file nothing is known of others; the resource whose turn it is was handed over
            // anyway.
            Err(why) => ProjectFile {
                doubt: Some(why),
                ..ProjectFile::default()
            },
        }
    }

    /// The same beside other inputs of the same resource.
    #[must_use]
    pub(in crate::commands) fn beside(self, inputs: &Inputs) -> ProjectFile {
        let doubt = match self.is_read {
            true => doubt(inputs, &self.stated, self.has_envs),
            false => self.doubt,
        };
        ProjectFile { doubt, ..self }
    }

    /// All resources that the file names.
    pub(in crate::commands) fn resources(&self) -> &[StatedResource] {
        &self.stated.resources
    }

    /// Those of them that the run deploys. Whoever deploys one resource is not stopped by what is wrong with
    /// another.
    pub(in crate::commands) fn deployed<'s>(
        &'s self,
        inputs: &'s Inputs,
    ) -> impl Iterator<Item = &'s StatedResource> {
        let own = inputs.resource_name();
        let is_deployed = move |one: &&StatedResource| {
            self.guards(one) && (inputs.is_over_file() || Some(one.name.as_str()) == own)
        };
        self.resources().iter().filter(is_deployed)
    }

    /// What the file tells of the secrets of the resource whose turn it is.
    pub(in crate::commands) fn secret(&self, inputs: &Inputs) -> Secret {
        let own = self.stated.named(inputs.resource_name());
        let mut ours = self.resources().iter().filter(|one| self.guards(one));
        Secret {
            values: self.stated.secrets.clone(),
            drawn: own.map(|own| own.drawn.clone()).unwrap_or_default(),
            variables: self.stated.variables.clone(),
            has_others: ours.nth(1).is_some(),
        }
    }

    /// The name of the file of environments.
    pub(in crate::commands) fn env_file(&self) -> &str {
        self.stated.env_file()
    }

    /// Whether a resource that this component does not deploy has the component, by the same text.
    pub(in crate::commands) fn has_component(&self, component: &str) -> bool {
        let mut resources = self.stated.resources.iter();
        resources.any(|one| one.component == component && !self.guards(one))
    }

    /// Whether the text names this component.
    pub(in crate::commands) fn is_component(&self, text: &str) -> bool {
        self.component.is(text)
    }

    /// The component of the resource whose turn it is, as the file writes it.
    pub(in crate::commands) fn component_of(&self, inputs: &Inputs) -> Option<&str> {
        let own = self.stated.named(inputs.resource_name())?;
        Some(&own.component)
    }

    /// Whether this component deploys the resource.
    pub(in crate::commands) fn guards(&self, resource: &StatedResource) -> bool {
        self.component.is(&resource.component)
    }

    /// The other resources of the same component on which the command will run.
    pub(super) fn others(&self, inputs: &Inputs) -> Vec<Other> {
        let own = inputs.resource_name();
        let is_guarded = |one: &&StatedResource| {
            self.guards(one)
                && Some(one.name.as_str()) != own
                // One that a `flow` leaves out has no turn, and is not looked at.
                && self.stated.runs(&inputs.command, &one.name)
        };
        let others = self.stated.resources.iter().filter(is_guarded);
        let other = |one: &StatedResource| Other {
            name: one.name.clone(),
            inputs: self.inputs_of(one, inputs),
        };
        others.map(other).collect()
    }

    /// Whether something else than this component runs in between, which may make files.
    pub(super) fn may_make_files(&self) -> bool {
        let mut resources = self.stated.resources.iter();
        resources.any(|one| one.has_actions || !self.guards(one))
    }

    /// What another resource of the same component would be handed for a look at what is online, as far
    /// as the file tells, or why nobody can look at it.
    pub(in crate::commands) fn to_look_at(
        &self,
        name: &str,
        own: &Inputs,
    ) -> Result<Inputs, Words> {
        if let Some(doubt) = &self.doubt {
            return Err(doubt.clone());
        }
        let none = || words!("s.yaml has no resource {name}", "s.yaml 中没有资源 {name}");
        let resource = self.stated.named(Some(name)).ok_or_else(none)?;
        // What another component returns is its own affair, and so is where it looks.
        if !self.guards(resource) {
            return Err(words!(
                "resource {name} has another component",
                "资源 {name} 使用其他组件"
            ));
        }
        // The credential of this run may be another account's.
        if self.access_of(resource) != self.own_access(own) {
            return Err(words!(
                "resource {name} has another access",
                "资源 {name} 使用另一个 access"
            ));
        }
        // Without them nobody knows which function it is.
        for name in dialect::spoken().identity() {
            resource.prop(name).map_err(unknown)?;
        }
        let mut inputs = named(resource, own, resource.known_props());
        // As a command that only looks: no fault of the other resource stands in its way.
        "info".clone_into(&mut inputs.command);
        Ok(inputs)
    }

    /// What another resource of the same component will be handed in its turn, or why that is not known
    /// yet.
    fn inputs_of(&self, resource: &StatedResource, own: &Inputs) -> Result<Inputs, Words> {
        if let Some(doubt) = &self.doubt {
            return Err(doubt.clone());
        }
        if self.access_of(resource) != self.own_access(own) {
            return Err(words!("it has another access", "它使用另一个 access"));
        }
        let props = resource.props().map_err(unknown)?;
        Ok(named(resource, own, props))
    }

    /// The access that a resource is deployed with, unless it is the same for all of them because the
    /// command line names it.
    pub(in crate::commands) fn access_of<'s>(
        &'s self,
        resource: &'s StatedResource,
    ) -> Option<&'s str> {
        let stated = self.stated.access_of(resource);
        stated.filter(|_| !self.is_access_named)
    }

    /// The access of the resource whose turn it is, as the file names it.
    fn own_access(&self, own: &Inputs) -> Option<&str> {
        self.access_of(self.stated.named(own.resource_name())?)
    }
}

/// The inputs of another resource.
fn named(resource: &StatedResource, own: &Inputs, props: Value) -> Inputs {
    let mut inputs = Inputs {
        props,
        ..own.clone()
    };
    // What is drawn is known by its place, and each resource has its own.
    inputs.secret.drawn.clone_from(&resource.drawn);
    if let Some(given) = &mut inputs.resource {
        given.name = Some(resource.name.clone());
    }
    inputs
}

/// Why a text has no value here: what another resource returns is only known when that has run, and of
/// everything else only Serverless Devs knows what it comes to.
fn unknown(unclear: &Unclear) -> Words {
    let (path, expression) = (&unclear.path, spoken(&unclear.text));
    match references(&unclear.text).is_empty() {
        false => words!(
            "{path}: {expression} is not known yet",
            "{path}：{expression} 的值尚未确定"
        ),
        true => words!(
            "only Serverless Devs can resolve {path}: {expression}",
            "{path} 的值只有 Serverless Devs 才能解析：{expression}"
        ),
    }
}

/// What the file states, with the one that it extends; or why that cannot be told.
///
/// # Errors
/// Why it cannot be read here, as a sentence for people.
fn read(files: &dyn Files, inputs: &Inputs) -> Result<Stated, Words> {
    let cannot = || words!("s.yaml cannot be read here", "此处无法读取 s.yaml");
    let sources = sources(files, inputs.yaml_path().as_deref(), &inputs.typed())
        .map_err(|error: Error| error.what)?;
    let sources = sources.ok_or_else(cannot)?;
    let sources: Vec<Source<'_>> = sources
        .iter()
        .map(|(path, text)| Source { path, text })
        .collect();
    stated(&sources).map_err(|trouble| {
        let (line, Words { en, zh }) = (trouble.line, &trouble.why);
        words!("s.yaml, line {line}: {en}", "s.yaml 第 {line} 行：{zh}")
    })
}

/// Whether an environment may be laid over the props. A file of environments that cannot be looked at
/// counts as one that is there.
fn has_envs(files: &dyn Files, inputs: &Inputs, stated: &Stated) -> bool {
    let kind = files.kind(&join(&inputs.base(), stated.env_file()));
    inputs.env_name().is_some() || !matches!(kind, Ok(None))
}

/// What Serverless Devs may lay over the props without telling.
fn doubt(inputs: &Inputs, stated: &Stated, has_envs: bool) -> Option<Words> {
    if has_envs {
        let env = stated.env_file();
        return Some(words!(
            "what {env} overrides is known only to Serverless Devs",
            "{env} 会覆盖哪些配置，只有 Serverless Devs 知道"
        ));
    }
    // Where the file alone does not tell its own resource, nothing speaks against it either.
    let props = stated.named(inputs.resource_name())?.props().ok()?;
    (props != inputs.props).then(|| {
        words!(
            "Serverless Devs passes other props than those in the file",
            "Serverless Devs 传递的属性与文件中的不同"
        )
    })
}
