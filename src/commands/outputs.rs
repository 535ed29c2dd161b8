//! What every command needs of other resources of `s.yaml` before it begins: their names, and the values
//! of theirs that Serverless Devs has left as `${resources.NAME.output.…}`.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::{StreamExt as _, TryStreamExt as _, iter};
use serde_json::{Map, Value};

use super::file::ProjectFile;
use super::info::{self, KnownResource};
use super::left::settled;
use crate::dialect::{self, Care, Handed};
use crate::error::{Error, Result};
use crate::model::reference::{Reference, Unknown, references, replaced};
use crate::ports::World;
use crate::project::Project;
use crate::turn::Turn;
use crate::typed::{Typed, UNVERIFIED};
use crate::words;
use crate::words::Words;

/// How many resources are looked at at once.
const ABREAST: usize = 8;

/// The turn with everything that the file and the service tell of other resources. Requests are only
/// sent where the props speak of another resource, and no more than one look at each.
///
/// # Errors
/// Another resource cannot be read, and the command depends on it; or as [`settled`].
pub(super) async fn completed(world: World<'_>, file: &ProjectFile, given: &Turn) -> Result<Turn> {
    // It prepares a place that all resources have in common, and there is no key yet to look anything up with.
    if given.typed.verb() == "state" {
        return Ok(given.clone());
    }
    let completed = with_others(world, file, given).await?;
    settled(world, file, (given, completed)).await
}

/// The turn with what other resources say put into the props, and with what nobody knows of them.
///
/// # Errors
/// Another resource cannot be read, and the command depends on it.
async fn with_others(world: World<'_>, file: &ProjectFile, turn: &Turn) -> Result<Turn> {
    // In files of the editions before Serverless Devs knows no such flag, and stops nothing.
    let is_checked = file.edition() == "3.0.0";
    let referring = file.resources().iter();
    let referring = referring.filter(|one| is_checked && one.needs_whole_run);
    let referring: Vec<String> = referring.map(|one| one.name.clone()).collect();
    let names = file.resources().iter().map(|one| one.name.clone());
    // Only who typed a stray word, which may be one of them, is told the names.
    let names: Vec<String> = match turn.typed.has_word() {
        true => names.collect(),
        false => Vec::new(),
    };
    let told = told(world, turn, file).await?;
    Ok(Turn {
        typed: turn
            .typed
            .clone()
            .knowing(&names, &referring)
            .naming_bare(!is_checked),
        secret: file.secret(),
        props: replaced(&turn.props, &|one| value(&told, one)),
        unknown: told
            .into_iter()
            .filter_map(|(name, one)| Some((name, one.unknown?)))
            .collect(),
        ..turn.clone()
    })
}

/// The resources of which the props speak, each with the names of what is asked of it.
fn names(props: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut rest = vec![props];
    while let Some(value) = rest.pop() {
        match value {
            Value::String(text) => {
                for one in references(text) {
                    let asked = names.entry(one.resource.to_owned()).or_default();
                    // The first name is enough to know whether a look at the service is needed.
                    asked.insert(one.path[0].to_owned());
                }
            }
            Value::Array(items) => rest.extend(items),
            Value::Object(map) => rest.extend(map.values()),
            _ => (),
        }
    }
    names
}

/// What is told of another resource.
#[derive(Default)]
struct ToldResource {
    /// What a deploy returns.
    said: Map<String, Value>,
    /// What `info` returns, where that was looked up.
    info: Map<String, Value>,
    /// Why there is no more.
    unknown: Option<Unknown>,
}

impl ToldResource {
    /// One of which nobody knows anything, with the reason.
    fn nothing(why: Words, remedy: Words) -> ToldResource {
        ToldResource {
            unknown: Some(Unknown { why, remedy }),
            ..ToldResource::default()
        }
    }
}

/// What is known of each of them.
async fn told(
    world: World<'_>,
    turn: &Turn,
    file: &ProjectFile,
) -> Result<BTreeMap<String, ToldResource>> {
    let care = Care::of(turn.typed.verb());
    iter(names(&turn.props))
        .map(async |(name, asked)| {
            let told = match file.to_look_at(&name, turn) {
                Ok(other) => told_of(world, care, (&name, &other), &asked).await?,
                Err(why) => ToldResource::nothing(why, over_file(&turn.typed)),
            };
            Ok::<_, Error>((name, told))
        })
        .buffered(ABREAST)
        .try_collect()
        .await
}

/// What the file tells of another resource, and what is online of it where that is asked for.
///
/// # Errors
/// It cannot be read, and the command depends on it: only a deploy or a plan does.
async fn told_of(
    world: World<'_>,
    care: Care,
    (name, other): (&str, &Turn),
    asked: &BTreeSet<String>,
) -> Result<ToldResource> {
    let mut said = other.props.as_object().cloned().unwrap_or_default();
    // Of everything else the file says what is wanted, and what is online counts.
    let identity = dialect::of_props(&other.props).identity();
    said.retain(|name, _| identity.contains(&name.as_str()));
    let mut told = ToldResource {
        info: said.clone(),
        said,
        unknown: None,
    };
    // No request is sent for what the file says anyway.
    if asked.iter().all(|one| identity.contains(&one.as_str())) {
        return Ok(told);
    }
    match online(world, other).await {
        Ok(Some(KnownResource { info, deployed })) => {
            told.said.extend(block(deployed));
            told.info.extend(block(info));
        }
        Ok(None) => told.unknown = Some(absent(name, &other.props[identity[1]])),
        // Whoever only looks, takes away or puts back goes on with what is known.
        Err(error) if matches!(care, Care::Look | Care::Restore) => {
            told.unknown = Some(unread(name, error));
        }
        Err(error) => return Err(error),
    }
    Ok(told)
}

/// What is online of another resource. What is wrong with its file is for its own turn to tell.
async fn online(world: World<'_>, other: &Turn) -> Result<Option<KnownResource>> {
    let project = Project::open_quietly(world, other)?;
    info::known(&project).await
}

/// A result with its secrets: it goes into the props of the resource whose turn it is.
fn block(handed: Handed) -> Map<String, Value> {
    match handed.real {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The other resource was not deployed yet, or is gone.
fn absent(name: &str, own: &Value) -> Unknown {
    let own = own.as_str().unwrap_or_default();
    Unknown {
        why: words!(
            "{own} of resource {name} is not online",
            "资源 {name} 的 {own} 不在线上"
        ),
        remedy: words!("deploy resource {name} first", "请先部署资源 {name}"),
    }
}

/// The other resource could not be looked at.
fn unread(name: &str, error: Error) -> Unknown {
    let Words { en, zh } = error.what;
    Unknown {
        why: words!(
            "resource {name} cannot be read: {en}",
            "无法读取资源 {name}：{zh}"
        ),
        remedy: error.hint,
    }
}

/// Who does know it.
fn over_file(typed: &Typed) -> Words {
    let deploy = typed.over_file().deploy();
    // Over the whole file the CLI resolves the reference, so it must not be told to leave it.
    let deploy = deploy.dropping(&[UNVERIFIED]).again();
    words!(
        "'{deploy}' deploys the whole file, so that Serverless Devs fills in the value",
        "执行 '{deploy}' 部署整个文件时，由 Serverless Devs 填入该值"
    )
}

/// The value of a reference.
fn value(told: &BTreeMap<String, ToldResource>, one: &Reference<'_>) -> Option<Value> {
    let (first, rest) = one.path.split_first()?;
    let told = told.get(one.resource)?;
    let said = match one.is_of_deploy() {
        // A deploy returns less than `info`: a plan must not be shown for what 's deploy' stops at.
        true => told.said.get(*first)?,
        false => told.info.get(*first)?,
    };
    let found = rest.iter().try_fold(said, |at, name| match at {
        // An item of a list is written `list.0` or `list[0]`; the reference holds both as a name.
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        other => other.get(name),
    });
    // The CLI drops what is null, so it is nothing that could be put in.
    found.filter(|value| !value.is_null()).cloned()
}
