//! The whole stage, from props to what is wanted. Rules of one text or number are tested beside
//! their code.

mod care;
mod documents;
mod noticed;
mod places;
mod policies;
mod projects;
mod refused;
mod secrets;
mod whole;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Fc3;
use crate::dialect::{Care, Context, Dialect as _};
use crate::error::{Error, Result};
use crate::model::desired::{Desired, Item};
use crate::model::resource::Kind;
use crate::ports::{Entry, EntryKind, FileError, Files, New, Rights};

/// A disk on which every name with an ending is a file and every other a folder, but for a few.
struct Shelf;

impl Files for Shelf {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        match path {
            "/app/key.pem" => Ok(Some(b"-----BEGIN KEY-----".to_vec())),
            "/app/note.txt" => Ok(Some(b"no key".to_vec())),
            "/app/folder" => Err(FileError {
                path: path.to_owned(),
                cause: "is a directory".to_owned(),
            }),
            _ => Ok(None),
        }
    }

    fn replace(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        unreachable!("reading the configuration writes nothing")
    }

    fn claim(&self, _: &str, _: &[u8]) -> Result<bool, FileError> {
        unreachable!("reading the configuration writes nothing")
    }

    fn rewrite(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        panic!("no file of the person's own is written here")
    }

    fn create(&self, _: &str, _: New<'_>, _: Rights) -> Result<(), FileError> {
        unreachable!("reading the configuration creates nothing")
    }

    fn remove(&self, _: &str) -> Result<(), FileError> {
        unreachable!("reading the configuration removes nothing")
    }

    fn rename(&self, _: &str, _: &str) -> Result<(), FileError> {
        unreachable!("reading the configuration renames nothing")
    }

    fn remove_folder(&self, _: &str) -> Result<(), FileError> {
        unreachable!("reading the configuration removes no folder")
    }

    fn list(&self, _: &str) -> Result<Option<Vec<Entry>>, FileError> {
        unreachable!("reading the configuration looks into no folder")
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, FileError> {
        match path {
            "/app/missing" => Ok(None),
            "/app/socket" => Ok(Some(EntryKind::Other)),
            "/app/locked" => Err(FileError {
                path: path.to_owned(),
                cause: "permission denied".to_owned(),
            }),
            _ if path.ends_with("/code") => Ok(Some(EntryKind::Folder)),
            _ => Ok(Some(EntryKind::File {
                executable: false,
                size: 1,
            })),
        }
    }
}

pub(in crate::dialect) const CONTEXT: Context<'_> = Context {
    account: "123",
    base: "/app",
    cwd: "/",
    unknown: &BTreeMap::new(),
    lets_slips: false,
    needs_role: false,
    files: &Shelf,
};

fn parsed(props: &Value) -> Result<Desired> {
    let reading = Fc3.read(Care::Deploy, props, &CONTEXT);
    reading.map(|reading| reading.desired)
}

/// What is wanted of the function itself.
fn settings(desired: &Desired) -> Value {
    desired.settings().cloned().expect("the function")
}

/// What is wanted of the resources of a kind.
fn all(desired: &Desired, kind: Kind) -> Vec<Value> {
    let items = desired.items.iter();
    let items = items.filter(|item| item.resource.kind == kind);
    items.map(|item| item.document.clone()).collect()
}

fn triggers(desired: &Desired) -> Vec<Value> {
    all(desired, Kind::Trigger)
}

fn domain(desired: &Desired) -> Option<Value> {
    all(desired, Kind::CustomDomain).pop()
}

fn configs(desired: &Desired) -> Vec<&Item> {
    let items = desired.items.iter();
    items
        .filter(|item| item.resource.kind.is_config())
        .collect()
}

/// The ordinary project with some properties set; null takes one out.
fn with(changes: Value) -> Value {
    let mut props = json!({
        "region": "cn-hangzhou", "functionName": "demo", "runtime": "python3.10",
        "handler": "index.handler", "code": "./code",
    });
    let Value::Object(changes) = changes else {
        panic!("changes are an object");
    };
    for (name, value) in changes {
        set(&mut props, &format!("/{name}"), value);
    }
    props
}

/// Sets the property at a JSON pointer, or takes it out with null.
fn set(props: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    match props.pointer_mut(parent).expect("the parent is there") {
        Value::Object(map) if value.is_null() => drop(map.shift_remove(name)),
        Value::Object(map) => drop(map.insert(name.to_owned(), value)),
        Value::Array(items) => items[name.parse::<usize>().expect("an index")] = value,
        other => panic!("{parent} is {other}"),
    }
}

/// A pointer as messages write it: `/triggers/0/triggerName` is `props.triggers[0].triggerName`.
fn written(pointer: &str) -> String {
    let steps = pointer.split('/').skip(1);
    steps.fold("props".to_owned(), |path, step| {
        match step.parse::<usize>() {
            Ok(index) => format!("{path}[{index}]"),
            Err(_) => format!("{path}.{step}"),
        }
    })
}

fn wanted(changes: Value) -> Desired {
    parsed(&with(changes)).expect("a valid project")
}

fn refused(changes: Value) -> Error {
    parsed(&with(changes)).expect_err("a problem")
}
