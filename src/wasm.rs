//! The wasm entry point: the core inside the process of Serverless Devs. Its ports are filled by the
//! host, a JavaScript object (`component/host.js`), because wasm itself has none.

// The attribute macro of wasm-bindgen expands to the unsafe calls of its own ABI.
#![allow(unsafe_code)]

mod programs;
mod transport;

use js_sys::{Promise, Uint8Array};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::entry::panic;
use crate::inputs::{Inputs, variables};
use crate::journal::Journal;
use crate::ports::{
    Clock, Entry, EntryKind, FileError, Files, Key, New, Rights, Stamp, Terminal, Unattended, Wait,
    World,
};
use crate::run::{ended, run};
use crate::words::Lang;

#[wasm_bindgen]
extern "C" {
    /// The ports as the shim fills them.
    pub type Host;

    /// `moved` is undefined, or a function of three numbers: the bytes sent, those received, and those
    /// that the reply will have (below zero where that is not known).
    #[wasm_bindgen(method)]
    fn send(this: &Host, head: &str, body: Uint8Array, moved: JsValue) -> Promise;
    #[wasm_bindgen(method, catch)]
    fn read(this: &Host, path: &str) -> Result<Option<Uint8Array>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn replace(this: &Host, path: &str, bytes: Uint8Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn claim(this: &Host, path: &str, bytes: Uint8Array) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn rewrite(this: &Host, path: &str, bytes: Uint8Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn create(
        this: &Host,
        path: &str,
        kind: &str,
        bytes: Uint8Array,
        own: bool,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn remove(this: &Host, path: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn rename(this: &Host, from: &str, to: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeFolder)]
    fn remove_folder(this: &Host, path: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn list(this: &Host, path: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn kind(this: &Host, path: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method)]
    fn write(this: &Host, text: &str);
    #[wasm_bindgen(method)]
    fn attended(this: &Host) -> bool;
    #[wasm_bindgen(method)]
    fn shown(this: &Host) -> bool;
    #[wasm_bindgen(method)]
    fn styled(this: &Host) -> bool;
    #[wasm_bindgen(method)]
    fn width(this: &Host) -> u32;
    #[wasm_bindgen(method)]
    fn height(this: &Host) -> u32;
    #[wasm_bindgen(method)]
    fn listen(this: &Host, begins: bool);
    #[wasm_bindgen(method)]
    fn forget(this: &Host) -> Promise;
    #[wasm_bindgen(method)]
    fn key(this: &Host) -> Promise;
    #[wasm_bindgen(method)]
    fn now(this: &Host) -> f64;
    #[wasm_bindgen(method)]
    fn nonce(this: &Host) -> Uint8Array;
    #[wasm_bindgen(method)]
    fn sleep(this: &Host, millis: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn stopped(this: &Host) -> Promise;

    #[wasm_bindgen(method)]
    fn pid(this: &Host) -> u32;
    #[wasm_bindgen(method)]
    fn hostname(this: &Host) -> String;
    /// Undefined where there is only one.
    #[wasm_bindgen(method)]
    fn space(this: &Host) -> Option<String>;
    /// Undefined where it cannot be told.
    #[wasm_bindgen(method)]
    fn runs(this: &Host, pid: u32) -> Option<bool>;
    #[wasm_bindgen(method)]
    fn run(this: &Host, program: &str, args: Vec<String>) -> Promise;
    #[wasm_bindgen(method, js_name = runWithin)]
    fn run_within(this: &Host, millis: u32, program: &str, args: Vec<String>) -> Promise;

    /// A reply as the host hands it back; `head` is JSON with status and headers.
    type Reply;
    #[wasm_bindgen(method, getter)]
    fn head(this: &Reply) -> String;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Reply) -> Uint8Array;

    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(text: &str);
}

/// The environment variables that the shim passes on.
#[wasm_bindgen]
pub fn vars() -> Vec<String> {
    variables().map(str::to_owned).collect()
}

/// Runs one command on the inputs (JSON) and returns the answer (JSON).
#[wasm_bindgen]
pub async fn execute(host: Host, text: String) -> String {
    std::panic::set_hook(Box::new(|info| console_error(&panic::place(info))));
    let inputs = match Inputs::parse(&text) {
        Ok(inputs) => inputs,
        Err(error) => return ended(Err(error), Lang::En).to_json(),
    };
    let stopped = JsFuture::from(host.stopped());
    let socket = Socket {
        attended: inputs.attended() && host.attended(),
        host,
    };
    let journal = Journal::default();
    let world = World {
        transport: &socket,
        files: &socket,
        terminal: &socket,
        clock: &socket,
        programs: &socket,
        journal: &journal,
    };
    // The host's promise is kept or left alone, never broken.
    let stopped = Box::pin(async { drop(stopped.await) });
    run(world, &inputs, stopped).await.to_json()
}

/// All ports, filled by the host.
struct Socket {
    host: Host,
    attended: bool,
}

impl Files for Socket {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        let bytes = self.host.read(path).map_err(|error| failed(path, &error))?;
        Ok(bytes.map(|bytes| bytes.to_vec()))
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        let bytes = Uint8Array::from(bytes);
        self.host
            .replace(path, bytes)
            .map_err(|error| failed(path, &error))
    }

    fn claim(&self, path: &str, bytes: &[u8]) -> Result<bool, FileError> {
        self.host
            .claim(path, Uint8Array::from(bytes))
            .map_err(|error| failed(path, &error))
    }

    fn rewrite(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        self.host
            .rewrite(path, Uint8Array::from(bytes))
            .map_err(|error| failed(path, &error))
    }

    fn create(&self, path: &str, new: New<'_>, rights: Rights) -> Result<(), FileError> {
        let (kind, bytes) = match new {
            New::Folder => ("folder", &[][..]),
            New::File {
                bytes,
                executable: false,
            } => ("file", bytes),
            New::File { bytes, .. } => ("program", bytes),
            New::Link { target } => ("link", target.as_bytes()),
        };
        let own = rights == Rights::OwnerOnly;
        self.host
            .create(path, kind, Uint8Array::from(bytes), own)
            .map_err(|error| failed(path, &error))
    }

    fn remove(&self, path: &str) -> Result<(), FileError> {
        self.host.remove(path).map_err(|error| failed(path, &error))
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), FileError> {
        self.host
            .rename(from, to)
            .map_err(|error| failed(to, &error))
    }

    fn remove_folder(&self, path: &str) -> Result<(), FileError> {
        self.host
            .remove_folder(path)
            .map_err(|error| failed(path, &error))
    }

    fn list(&self, path: &str) -> Result<Option<Vec<Entry>>, FileError> {
        let text = self.host.list(path).map_err(|error| failed(path, &error))?;
        let items = text.map(|text| serde_json::from_str::<Vec<Value>>(&text));
        let items = items.transpose().map_err(|error| unlike(path, &error))?;
        let entry = |item: &Value| Entry {
            name: item["name"].as_str().unwrap_or_default().to_owned(),
            kind: entry_kind(item),
            stamp: stamp(&item["stamp"]),
        };
        Ok(items.map(|items| items.iter().map(entry).collect()))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, FileError> {
        let text = self.host.kind(path).map_err(|error| failed(path, &error))?;
        let item = text.map(|text| serde_json::from_str::<Value>(&text));
        let item = item.transpose().map_err(|error| unlike(path, &error))?;
        Ok(item.as_ref().map(entry_kind))
    }
}

/// Three numbers in texts: JavaScript's own are too short for nanoseconds.
fn stamp(texts: &Value) -> Option<Stamp> {
    Some(Stamp {
        modified: texts[0].as_str()?.parse().ok()?,
        changed: texts[1].as_str()?.parse().ok()?,
        inode: texts[2].as_str()?.parse().ok()?,
    })
}

/// What the host says of an entry. A kind that is not known here is nothing that can be packed.
fn entry_kind(item: &Value) -> EntryKind {
    match item["kind"].as_str() {
        Some("file") => EntryKind::File {
            executable: item["executable"] == true,
            size: item["size"].as_u64().unwrap_or_default(),
        },
        Some("folder") => EntryKind::Folder,
        Some("link") => EntryKind::Link {
            target: item["target"].as_str().unwrap_or_default().to_owned(),
        },
        Some("unnameable") => EntryKind::Unnameable,
        _ => EntryKind::Other,
    }
}

fn failed(path: &str, error: &JsValue) -> FileError {
    FileError {
        path: path.to_owned(),
        cause: cause_of(error),
    }
}

/// An answer of the host that cannot be read is not absence.
fn unlike(path: &str, error: &serde_json::Error) -> FileError {
    FileError {
        path: path.to_owned(),
        cause: error.to_string(),
    }
}

fn cause_of(error: &JsValue) -> String {
    let message = error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()));
    message.or_else(|| error.as_string()).unwrap_or_default()
}

impl Terminal for Socket {
    fn write(&self, text: &str) {
        self.host.write(text);
    }

    fn attended(&self) -> bool {
        self.attended
    }

    fn shown(&self) -> bool {
        self.host.shown()
    }

    fn styled(&self) -> bool {
        self.host.styled()
    }

    fn width(&self) -> usize {
        self.host.width() as usize
    }

    fn height(&self) -> usize {
        self.host.height() as usize
    }

    fn listen(&self, begins: bool) {
        if self.attended {
            self.host.listen(begins);
        }
    }

    fn forget(&self) -> Wait<'_, ()> {
        Box::pin(async {
            if self.attended {
                // A terminal that cannot be read says so at the next key.
                let _ = JsFuture::from(self.host.forget()).await;
            }
        })
    }

    fn key(&self) -> Wait<'_, Result<Key, Unattended>> {
        if !self.attended {
            return Box::pin(async { Err(Unattended) });
        }
        let promise = self.host.key();
        Box::pin(async {
            let key = JsFuture::from(promise).await.map_err(|_| Unattended)?;
            Ok(key_named(&key.as_string().unwrap_or_default()))
        })
    }
}

/// The key of that name in `component/host.js`; any single letter is itself.
fn key_named(name: &str) -> Key {
    let mut letters = name.chars();
    match (name, letters.next(), letters.next()) {
        ("up", ..) => Key::Up,
        ("down", ..) => Key::Down,
        ("left", ..) => Key::Left,
        ("right", ..) => Key::Right,
        ("enter", ..) => Key::Enter,
        ("escape", ..) => Key::Escape,
        ("backspace", ..) => Key::Backspace,
        ("pageup", ..) => Key::PageUp,
        ("pagedown", ..) => Key::PageDown,
        ("interrupt", ..) => Key::Interrupt,
        (_, Some(letter), None) => Key::Char(letter),
        _ => Key::Other,
    }
}

impl Clock for Socket {
    fn now(&self) -> i64 {
        self.host.now() as i64
    }

    fn nonce(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.host.nonce().copy_to(&mut bytes);
        bytes
    }

    fn sleep(&self, millis: u64) -> Wait<'_, ()> {
        let promise = self.host.sleep(u32::try_from(millis).unwrap_or(u32::MAX));
        Box::pin(async {
            // The host's timer cannot fail; if it did, not waiting is the lesser evil.
            let _ = JsFuture::from(promise).await;
        })
    }
}
