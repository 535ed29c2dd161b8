//! The resources of the whole file, as far as the file alone tells what they want.

mod component;
mod hook;
mod role;

use serde_json::Value;

use self::component::Component;
use crate::dialect::{self, Dialect};
use crate::error::{Error, Result, Who};
use crate::model::reference::references;
use crate::model::resource::Kind;
use crate::model::spoken::spoken;
use crate::paths::join;
use crate::ports::Files;
use crate::stated::{Environments, Stated, StatedResource, Unclear, stated, stated_under};
use crate::turn::{CliRun, ProjectPlace, Secret, Turn};
use crate::view::survey::of_resource;
use crate::words;
use crate::words::Words;
use crate::write_back::sources;
use crate::yaml::Source;

/// Whose words the props of a resource are.
pub(super) fn dialect_of(resource: &StatedResource) -> &'static dyn Dialect {
    dialect::of(|name| resource.has(name))
}

/// Of which kind the root of a resource is.
pub(super) fn root_of(resource: &StatedResource) -> Kind {
    dialect_of(resource).root(&|name| resource.has(name))
}

/// The project's file.
#[derive(Debug, Default)]
pub(in crate::commands) struct ProjectFile {
    /// Its resources, as the file alone tells them.
    stated: Stated,
    /// The same with the environment of the run laid over them, where that is known; see [`stated_under`].
    laid: Option<Stated>,
    /// The component that runs.
    component: Component,
    /// Why nothing in it may be taken for what Serverless Devs hands over.
    pub(super) doubt: Option<Words>,
    /// Whether it could be read at all.
    pub(in crate::commands) is_read: bool,
    /// Whether there is a file of environments, of which one may be laid over all of it.
    pub(in crate::commands) has_envs: bool,
    /// Whether it is known that none is laid over it in this run.
    is_bare: bool,
    /// Whether the command line names the access of all of them.
    pub(in crate::commands) is_access_named: bool,
    /// The resource whose turn it is, if Serverless Devs told it.
    pub(super) own: Option<String>,
    /// The run, which is over the file or about that resource.
    pub(in crate::commands) run: CliRun,
}

/// A resource that is not the one whose turn it is.
pub(super) struct Other {
    pub(super) name: String,
    /// Its turn, or why that is not known yet.
    pub(super) turn: Result<Turn, Words>,
}

impl ProjectFile {
    /// Reads it. What stands in the way is no error here: it only means that less is known.
    pub(in crate::commands) fn read(files: &dyn Files, turn: &Turn, run: CliRun) -> ProjectFile {
        let place = &turn.place;
        let file = ProjectFile {
            is_access_named: place.is_access_named,
            is_bare: place.has_no_environment(),
            own: place.resource.clone(),
            run,
            ..ProjectFile::default()
        };
        match read(files, turn) {
            Ok((sources, stated)) => {
                let file = ProjectFile {
                    has_envs: has_envs(files, place, &stated),
                    laid: laid(files, turn, (&sources, &stated)),
                    component: Component::new(place, &stated),
                    stated,
                    is_read: true,
                    ..file
                };
                file.beside(&turn.props)
            }
            // Without the file nothing is known of others; the resource whose turn it is was handed over
            // anyway.
            Err(why) => ProjectFile {
                doubt: Some(why),
                ..file
            },
        }
    }

    /// The same beside other props of the resource whose turn it is.
    #[must_use]
    pub(in crate::commands) fn beside(self, props: &Value) -> ProjectFile {
        let doubt = match self.is_read {
            true => self.doubt_of(props),
            false => self.doubt,
        };
        ProjectFile { doubt, ..self }
    }

    /// What Serverless Devs may lay over the props without telling.
    fn doubt_of(&self, handed: &Value) -> Option<Words> {
        if self.has_envs && !self.is_bare {
            let env = self.stated.env_file();
            return Some(words!(
                "what {env} overrides is known only to Serverless Devs",
                "{env} 会覆盖哪些配置，只有 Serverless Devs 知道"
            ));
        }
        // Where the file alone does not tell its own resource, nothing speaks against it either.
        let props = self.own_resource()?.in_run().all().ok()?;
        (props != *handed).then(|| {
            words!(
                "Serverless Devs passes other props than those in the file",
                "Serverless Devs 传递的属性与文件中的不同"
            )
        })
    }

    /// The resource whose turn it is, as the file states it.
    pub(in crate::commands) fn own_resource(&self) -> Option<&StatedResource> {
        self.stated.named(self.own.as_deref())
    }

    /// Whether it is the turn of the resource.
    pub(in crate::commands) fn is_own(&self, resource: &StatedResource) -> bool {
        self.own.as_ref() == Some(&resource.name)
    }

    /// Whether the run is about several resources, as far as the file tells.
    pub(in crate::commands) fn is_of_several(&self) -> bool {
        self.run.is_over_file && (!self.is_read || self.resources().len() > 1)
    }

    /// Whether what is about the whole file is told in this turn.
    pub(in crate::commands) fn tells_for_all(&self) -> bool {
        let mut resources = self.resources().iter();
        let first = resources.find(|one| self.guards(one));
        !self.run.is_over_file || first.map(|one| &one.name) == self.own.as_ref()
    }

    /// An error about the file, which says of which resource it is where there are several.
    pub(in crate::commands) fn located(&self, error: Error) -> Error {
        match self.own_resource() {
            Some(own) if error.who == Who::Template && self.is_of_several() => {
                error.because(of_resource(&own.name))
            }
            _ => error,
        }
    }

    /// All resources that the file names.
    pub(in crate::commands) fn resources(&self) -> &[StatedResource] {
        &self.stated.resources
    }

    /// What is known of one of them: by itself, and with the environment of the run laid over it.
    pub(in crate::commands) fn forms_of(
        &self,
        name: &str,
    ) -> impl Iterator<Item = &StatedResource> {
        let laid = self.laid.as_ref();
        [Some(&self.stated), laid]
            .into_iter()
            .flatten()
            .filter_map(move |one| one.named(Some(name)))
    }

    /// One of them as the environment of the run has it; `None` where that is not known.
    pub(in crate::commands) fn laid(&self, name: &str) -> Option<&StatedResource> {
        self.laid.as_ref()?.named(Some(name))
    }

    /// Those of them that the run deploys. Whoever deploys one resource is not stopped by what is wrong with
    /// another.
    pub(in crate::commands) fn deployed(&self) -> impl Iterator<Item = &StatedResource> {
        let resources = self.resources().iter();
        resources.filter(|one| self.guards(one) && (self.run.is_over_file || self.is_own(one)))
    }

    /// What the file tells of the secrets of the resource whose turn it is.
    pub(in crate::commands) fn secret(&self) -> Secret {
        let own = self.own_resource();
        let mut ours = self.resources().iter().filter(|one| self.guards(one));
        Secret {
            values: self.stated.secrets.clone(),
            drawn: own.map(|own| own.drawn.clone()).unwrap_or_default(),
            variables: self.stated.variables.clone(),
            has_others: ours.nth(1).is_some(),
        }
    }

    /// Of which edition the file is.
    pub(in crate::commands) fn edition(&self) -> &'static str {
        match self.stated.is_of_services {
            true => "1.0.0",
            false => "3.0.0",
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
    pub(in crate::commands) fn own_component(&self) -> Option<&str> {
        let own = self.own_resource()?;
        Some(&own.component)
    }

    /// Whether this component deploys the resource.
    pub(in crate::commands) fn guards(&self, resource: &StatedResource) -> bool {
        self.component.is(&resource.component)
    }

    /// The other resources of the same component on which the command will run.
    pub(super) fn others(&self, own: &Turn) -> Vec<Other> {
        let verb = own.typed.verb();
        let is_guarded = |one: &&StatedResource| {
            self.guards(one)
                && !self.is_own(one)
                && (own.hook.is_none() || self.is_hooked(one))
                // One that a `flow` leaves out has no turn, and is not looked at.
                && self.stated.runs(verb, &one.name)
        };
        let others = self.stated.resources.iter().filter(is_guarded);
        let other = |one: &StatedResource| Other {
            name: one.name.clone(),
            turn: self.turn_of(one, own),
        };
        others.map(other).collect()
    }

    /// Whether something else than this component runs in between, which may make files.
    pub(super) fn may_make_files(&self) -> bool {
        let mut resources = self.stated.resources.iter();
        resources.any(|one| one.has_actions || !self.guards(one))
    }

    /// The turn of another resource of the same component for a look at what is online, as far as the file
    /// tells, or why nobody can look at it.
    pub(in crate::commands) fn to_look_at(&self, name: &str, own: &Turn) -> Result<Turn, Words> {
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
        if self.access_of(resource) != self.own_access() {
            return Err(words!(
                "resource {name} has another access",
                "资源 {name} 使用另一个 access"
            ));
        }
        // Without them nobody knows which function it is.
        let names = dialect_of(resource).identity();
        let props = resource.in_run().known_with(names).map_err(unknown)?;
        let turn = self.other(resource, own, props);
        Ok(Turn {
            // As a command that only looks: no fault of the other resource stands in its way.
            typed: turn.typed.in_project("info"),
            ..turn
        })
    }

    /// The turn that another resource of the same component will have, or why that is not known yet.
    fn turn_of(&self, resource: &StatedResource, own: &Turn) -> Result<Turn, Words> {
        if let Some(doubt) = &self.doubt {
            return Err(doubt.clone());
        }
        if self.access_of(resource) != self.own_access() {
            return Err(words!("it has another access", "它使用另一个 access"));
        }
        let props = resource.in_run().all().map_err(unknown)?;
        Ok(self.other(resource, own, props))
    }

    /// The turn of another resource.
    fn other(&self, resource: &StatedResource, own: &Turn, props: Value) -> Turn {
        let name = &resource.name;
        let mut turn = Turn {
            typed: own.typed.in_turn_of(name),
            place: own.place.at(name),
            needs_role: self.needs_role(&props),
            props,
            ..own.clone()
        };
        // What is drawn is known by its place, and each resource has its own.
        turn.secret.drawn.clone_from(&resource.drawn);
        turn
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
    fn own_access(&self) -> Option<&str> {
        self.access_of(self.own_resource()?)
    }
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
fn read(files: &dyn Files, turn: &Turn) -> Result<(Vec<(String, String)>, Stated), Words> {
    let cannot = || words!("s.yaml cannot be read here", "此处无法读取 s.yaml");
    let sources = sources(files, turn.place.path.as_deref(), &turn.typed)
        .map_err(|error: Error| error.what)?;
    let sources = sources.ok_or_else(cannot)?;
    let stated = stated(&borrowed(&sources), &turn.outside).map_err(|trouble| {
        let (line, Words { en, zh }) = (trouble.line, &trouble.why);
        words!("s.yaml, line {line}: {en}", "s.yaml 第 {line} 行：{zh}")
    })?;
    Ok((sources, stated))
}

fn borrowed(sources: &[(String, String)]) -> Vec<Source<'_>> {
    let sources = sources.iter();
    sources.map(|(path, text)| Source { path, text }).collect()
}

/// The same with the environment of the run laid over it, where all of that can be read here.
fn laid(
    files: &dyn Files,
    turn: &Turn,
    (sources, stated): (&[(String, String)], &Stated),
) -> Option<Stated> {
    let name = turn.place.environment()?;
    let all = environments(files, &join(&turn.place.base, stated.env_file()))?;
    let laid = stated_under(&borrowed(sources), &turn.outside, all.named(name)?);
    laid.ok().flatten()
}

/// The environments of a project; `None` where they cannot be read here.
pub(super) fn environments(files: &dyn Files, path: &str) -> Option<Environments> {
    let bytes = files.read(path).ok().flatten()?;
    Environments::of(&String::from_utf8_lossy(&bytes))
}

/// Whether an environment may be laid over the props. A file of environments that cannot be looked at
/// counts as one that is there.
fn has_envs(files: &dyn Files, place: &ProjectPlace, stated: &Stated) -> bool {
    place.typed_env.is_some() || has_env_file(files, &join(&place.base, stated.env_file()))
}

/// Whether there may be a file of environments at that path.
pub(super) fn has_env_file(files: &dyn Files, path: &str) -> bool {
    !matches!(files.kind(path), Ok(None))
}
