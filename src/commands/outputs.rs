//! What every command needs of other resources of `s.yaml` before it begins: their names, and the values
//! of theirs that Serverless Devs has left as `${resources.NAME.output.…}`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::info;
use super::survey::File;
use crate::config::Care;
use crate::error::Result;
use crate::inputs::Inputs;
use crate::model::reference::{Reference, references, replaced};
use crate::ports::World;
use crate::project::Project;
use crate::view::screen::{Screen, Tone};
use crate::words;

/// The inputs with everything that the file and the service tell of other resources. Requests are only
/// sent where the props speak of another resource, and no more than one look at each.
///
/// # Errors
/// Another resource cannot be read, and the command depends on it.
pub async fn completed<'a>(world: World<'_>, inputs: &'a Inputs) -> Result<Cow<'a, Inputs>> {
    let file = File::read(world.files, inputs);
    let referring = file.resources().iter().filter(|one| one.needs_whole_run);
    let referring: Vec<String> = referring.map(|one| one.name.clone()).collect();
    let named = names(&inputs.props);
    // Nobody needs the names but for what is said of a word that may be one of them.
    if referring.is_empty() && named.is_empty() && !inputs.typed().has_word() {
        return Ok(Cow::Borrowed(inputs));
    }
    let mut completed = Inputs {
        resources: match inputs.typed().has_word() {
            true => file
                .resources()
                .iter()
                .map(|one| one.name.clone())
                .collect(),
            false => Vec::new(),
        },
        referring,
        ..inputs.clone()
    };
    if !named.is_empty() {
        let known = known(world, inputs, &file, named).await?;
        completed.props = replaced(&inputs.props, &|one| value(&known, one));
    }
    Ok(Cow::Owned(completed))
}

/// The resources of which the props speak, each with the names of what is asked of it.
fn names(props: &Value) -> BTreeMap<String, Vec<String>> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut rest = vec![props];
    while let Some(value) = rest.pop() {
        match value {
            Value::String(text) => {
                for one in references(text) {
                    let asked = names.entry(one.resource.to_owned()).or_default();
                    asked.push(one.path[0].to_owned());
                }
            }
            Value::Array(items) => rest.extend(items),
            Value::Object(map) => rest.extend(map.values()),
            _ => (),
        }
    }
    names
}

/// What is known of each of them.
async fn known(
    world: World<'_>,
    inputs: &Inputs,
    file: &File,
    named: BTreeMap<String, Vec<String>>,
) -> Result<BTreeMap<String, Value>> {
    let mut known = BTreeMap::new();
    for (name, asked) in named {
        let Some(other) = file.to_look_at(&name, inputs) else {
            continue;
        };
        // Which function it is stands in the file, even where that is not online any more.
        let mut said = json!({
            "region": other.props["region"],
            "functionName": other.props["functionName"],
        });
        if asked.iter().any(|one| said[one].is_null()) {
            let online = online(world, &other).await;
            match online {
                Ok(Some(Value::Object(online))) => {
                    said.as_object_mut()
                        .into_iter()
                        .for_each(|said| said.extend(online.clone()));
                }
                Ok(_) => (),
                // Whoever only looks, or takes away, needs to know which function it is, and no more.
                Err(error) if Care::of(&inputs.command) == Care::Look => {
                    let screen = Screen {
                        terminal: world.terminal,
                        clock: world.clock,
                        lang: inputs.lang(),
                    };
                    let crate::words::Words { en, zh } = error.what;
                    screen.say_in(
                        Tone::Remote,
                        &words!(
                            "what resource {name} says is not known: {en}",
                            "无法得知资源 {name} 的信息：{zh}"
                        ),
                    );
                }
                Err(error) => return Err(error),
            }
        }
        known.insert(name, said);
    }
    Ok(known)
}

async fn online(world: World<'_>, other: &Inputs) -> Result<Option<Value>> {
    let project = Project::open_quietly(world, other)?;
    Ok(info::known(&project).await?.map(|found| found.real))
}

/// The value of a reference.
fn value(known: &BTreeMap<String, Value>, one: &Reference<'_>) -> Option<Value> {
    let said = known.get(one.resource)?;
    let mut path = one.path.iter();
    let found = path.try_fold(said, |at, name| match at {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        other => other.get(name),
    });
    found.filter(|value| !value.is_null()).cloned()
}
