//! What a project's files say of each of its resources, as far as that can be known without running
//! what stands in them.
//!
//! Nothing is run for it: an expression is worked out only where it names something that stands in the files,
//! and anything else is said to be unclear.

mod actions;
mod dropped;
mod environments;
mod names;
mod outside;
mod props;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

pub use self::actions::StatedPlugin;
use self::actions::{before_deploy, is_abreast};
use self::dropped::dropped;
pub use self::environments::Environments;
use self::environments::laid;
use self::names::{Names, as_written};
pub use self::outside::{AccountOf, Outside};
use self::props::StatedProp;
pub use self::props::StatedProps;
use crate::model::drawn::{Drawn, drawn, variables};
use crate::model::path::Path;
use crate::model::reference::needs_whole_run;
use crate::model::seal::named_in;
use crate::yaml::{
    Loss, LostText, Source, Unreadable, YamlProject, YamlStep, is_live, is_of_services, top,
};

/// The props whose values are texts, and which take numbers and flags for them.
/// Only there what is written without quotes becomes another text.
const TEXTS: [&str; 4] = [
    "annotations",
    "environmentVariables",
    "tags",
    "tracingConfig",
];

/// A text of a resource that arrives as another one, or not at all.
#[derive(Clone, Debug)]
pub struct Distorted {
    /// Where in the resource it arrives.
    pub path: Path,
    /// The path of the file in which it is written.
    pub file: String,
    /// What is written there.
    pub lost: LostText,
}

/// A project as its files state it.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// Whether the file is of edition 1.0.0 or 2.0.0.
    pub is_of_services: bool,
    /// The access of resources that name none.
    pub access: Option<String>,
    /// The file of environments, where the project names one.
    pub env: Option<String>,
    /// The values that stand anywhere under the name of a secret.
    pub secrets: Vec<String>,
    /// The variables of the environment that are taken anywhere.
    pub variables: BTreeSet<String>,
    /// The steps of each command, where the project orders them.
    flow: Map<String, Value>,
    /// In the order of the file.
    pub resources: Vec<StatedResource>,
}

/// One resource.
#[derive(Clone, Debug)]
pub struct StatedResource {
    /// As `s.yaml` calls it.
    pub name: String,
    /// As it is written; empty where there is none.
    pub component: String,
    /// Its own; see [`Stated::access_of`].
    pub access: Option<String>,
    /// Whether Serverless Devs runs anything around its commands.
    pub has_actions: bool,
    /// The plugins that it runs before a deploy.
    pub before_deploy: Vec<StatedPlugin>,
    /// Whether it speaks of what another resource returned, which only a run over the whole file knows.
    pub needs_whole_run: bool,
    /// A property of a name that Serverless Devs drops.
    pub dropped: Option<Path>,
    /// The texts that Serverless Devs takes for something else, and makes other texts of.
    pub distorted: Vec<Distorted>,
    /// What it draws on secrets of other places.
    pub drawn: Vec<Drawn>,
    /// As the file alone tells them: the same in every run.
    props: StatedProps,
    /// With what is known in this run of the world outside of the file.
    in_run: StatedProps,
}

/// A text with an expression in it that only Serverless Devs can work out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// Where in the resource it stands.
    pub path: Path,
    /// As it is written: it may hold a secret.
    pub text: String,
}

/// Reads a project: its `s.yaml`, then the file that this one extends.
///
/// # Errors
/// As [`crate::yaml::rewrite`].
pub fn stated(sources: &[Source<'_>], outside: &Outside) -> Result<Stated, Unreadable> {
    let project = read(sources)?;
    Ok(of((&project, sources), project.document(), outside))
}

/// The same with an environment laid over it; `None` where that is not known. A prop that an environment leaves
/// alone comes out as without one; of every other it is only certain that it may be another.
///
/// # Errors
/// As [`stated`].
pub fn stated_under(
    sources: &[Source<'_>],
    outside: &Outside,
    environment: &Value,
) -> Result<Option<Stated>, Unreadable> {
    let project = read(sources)?;
    let laid = laid(project.document(), environment);
    Ok(laid.map(|document| of((&project, sources), &document, outside)))
}

fn read(sources: &[Source<'_>]) -> Result<YamlProject, Unreadable> {
    let texts: Vec<&str> = sources.iter().map(|source| source.text).collect();
    YamlProject::read(&texts)
}

/// What a document of the project states.
fn of(
    (project, sources): (&YamlProject, &[Source<'_>]),
    document: &Value,
    outside: &Outside,
) -> Stated {
    let (alone, in_run) = (&Outside::default(), outside);
    let names = |outside| Names { document, outside };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let resource = |(name, value): (&String, &Value)| {
        StatedResource {
            name: name.clone(),
            component: text(&value["component"]).unwrap_or_default(),
            access: text(&value["access"]),
            has_actions: !value["actions"].is_null(),
            before_deploy: before_deploy(value),
            needs_whole_run: needs_whole_run(&value["props"]),
            // Looked for in what is written: it is gone from what arrives.
            dropped: dropped(&value["props"], &Path::default().key("props")),
            distorted: distorted(project, sources, name),
            // From the texts as they are written: put in, they would not tell any more what they drew on.
            drawn: drawn(&as_written(&value["props"])),
            props: props(names(alone), name, &value["props"]),
            in_run: props(names(in_run), name, &value["props"]),
        }
    };
    let resources = document[top(document)].as_object().into_iter().flatten();
    Stated {
        is_of_services: is_of_services(document),
        access: text(&document["access"]),
        env: text(&document["env"]),
        secrets: named_in(document),
        variables: variables(document),
        flow: document["flow"].as_object().cloned().unwrap_or_default(),
        resources: resources.map(resource).collect(),
    }
}

/// The props of a resource, as far as these names tell them.
fn props(names: Names<'_>, resource: &str, props: &Value) -> StatedProps {
    below(names, resource, (props, &Path::default().key("props")))
}

/// The same of the block at a path. In one that is not known as a whole each property counts by itself: a name
/// in it is the same in every run, whatever only a run tells beside it.
fn below(names: Names<'_>, resource: &str, (block, path): (&Value, &Path)) -> StatedProps {
    let prop = |(key, value): (&String, &Value)| {
        let path = path.key(key);
        let whole = names.value(value, resource, 0);
        let prop = StatedProp {
            below: match whole.is_err() {
                true => below(names, resource, (value, &path)),
                false => StatedProps::default(),
            },
            // Kept with the path, so that a refusal can name the place.
            whole: whole.map_err(|text| Unclear { path, text }),
        };
        (key.clone(), prop)
    };
    let props = block.as_object().into_iter().flatten();
    props.map(prop).collect()
}

impl Stated {
    /// The resource of that name.
    pub fn named(&self, name: Option<&str>) -> Option<&StatedResource> {
        self.resources
            .iter()
            .find(|one| Some(one.name.as_str()) == name)
    }

    /// The name of the file of environments.
    pub fn env_file(&self) -> &str {
        self.env.as_deref().unwrap_or("env.yaml")
    }

    /// Whether the command runs on a resource at all: a `flow` leaves out those that it does not name.
    pub fn runs(&self, command: &str, resource: &str) -> bool {
        // The name of a flow may be an expression, and may then be meant for any command.
        let is_meant = |name: &str| name == command || is_live(name);
        let flows = self.flow.iter().filter(|(name, _)| is_meant(name));
        let flows: Vec<&Value> = flows.map(|(_, steps)| steps).collect();
        // Without a flow every command runs on every resource.
        flows.is_empty() || flows.into_iter().any(|steps| holds(steps, resource))
    }

    /// Whether the command may run on a resource beside others at the same time.
    pub fn is_abreast(&self, command: &str, resource: &str) -> bool {
        let mut flows = self.flow.iter();
        flows.any(|(name, steps)| (name == command || is_live(name)) && is_abreast(steps, resource))
    }

    /// The access that a resource is deployed with.
    pub fn access_of<'s>(&'s self, resource: &'s StatedResource) -> Option<&'s str> {
        resource.access.as_deref().or(self.access.as_deref())
    }
}

/// The texts of a resource that arrive as other texts, or not at all.
fn distorted(project: &YamlProject, sources: &[Source<'_>], resource: &str) -> Vec<Distorted> {
    let top = top(project.document());
    let props = [top, resource, "props"].map(|name| YamlStep::Key(name.to_owned()));
    distorted_at(project, sources, &props)
}

/// The same of what a file lays over the props of a resource, at a path of its own. None where it cannot be
/// read here.
pub fn distorted_in(source: Source<'_>, at: &[YamlStep]) -> Vec<Distorted> {
    let project = YamlProject::read(&[source.text]);
    let found = project.map(|project| distorted_at(&project, &[source], at));
    // What is laid over as no value may be meant to take away what is below it.
    let is_text = |one: &Distorted| one.lost.loss != Loss::Everything;
    let found = found.unwrap_or_default().into_iter().filter(is_text);
    found.collect()
}

/// The same of the props that stand at a path.
fn distorted_at(
    project: &YamlProject,
    sources: &[Source<'_>],
    props: &[YamlStep],
) -> Vec<Distorted> {
    let is_there = |path: &[YamlStep]| is_text(&path[props.len()..]);
    let lost = project.lost(props, &is_there).into_iter().filter(|lost| {
        let is_named = is_named_text(&lost.path[props.len()..]);
        lost.loss != Loss::Everything || is_named
    });
    let below = |path: Path, step: &YamlStep| match step {
        YamlStep::Key(name) => path.key(name),
        YamlStep::Index(index) => path.item(&index.to_string()),
    };
    let told = lost.filter_map(|lost| {
        let steps = lost.path[props.len()..].iter();
        Some(Distorted {
            path: steps.fold(Path::default().key("props"), below),
            file: sources.get(lost.file)?.path.to_owned(),
            lost,
        })
    });
    told.collect()
}

/// The block in which the settings of a function of FC 2.0 stand.
const BLOCK: &str = "function";

/// The steps without that block.
fn of_function(steps: &[YamlStep]) -> &[YamlStep] {
    match steps {
        [YamlStep::Key(block), rest @ ..] if block == BLOCK => rest,
        _ => steps,
    }
}

/// Whether a property is a text for whoever gets it.
fn is_text(steps: &[YamlStep]) -> bool {
    let steps = of_function(steps);
    let is = |step: Option<&YamlStep>, names: &[&str]| matches!(step, Some(YamlStep::Key(name)) if names.contains(&name.as_str()));
    // Of a trigger only one property takes a number for a text.
    is(steps.first(), &TEXTS)
        || (is(steps.first(), &["triggers"]) && is(steps.last(), &["eventVersion"]))
}

/// Whether a property is a text under a free name: what is not there is missed there by nobody but the function.
fn is_named_text(steps: &[YamlStep]) -> bool {
    let steps = of_function(steps);
    matches!(steps, [YamlStep::Key(block), YamlStep::Key(_)] if block == "environmentVariables")
}

/// Whether steps, or a group of steps in them, name a resource.
fn holds(steps: &Value, name: &str) -> bool {
    match steps {
        Value::Array(items) => items.iter().any(|item| holds(item, name)),
        other => other == name,
    }
}

impl StatedResource {
    /// Its props as the file alone tells them.
    ///
    /// # Errors
    /// The first text in them that the file alone does not tell.
    pub fn props(&self) -> Result<Value, &Unclear> {
        self.props.all()
    }

    /// Whether it has a property of that name, whatever stands there.
    pub fn has(&self, name: &str) -> bool {
        self.props.has(name)
    }

    /// Those of its props that the file alone tells.
    pub fn known_props(&self) -> Value {
        self.props.known()
    }

    /// One of its props as the file alone tells it; null where it has none of that name.
    ///
    /// # Errors
    /// As [`StatedResource::props`].
    pub fn prop(&self, name: &str) -> Result<&Value, &Unclear> {
        self.props.get(name)
    }

    /// Its props as the file alone tells them.
    pub fn alone(&self) -> &StatedProps {
        &self.props
    }

    /// Its props with what is known in this run: the next one may have another environment.
    pub fn in_run(&self) -> &StatedProps {
        &self.in_run
    }
}
