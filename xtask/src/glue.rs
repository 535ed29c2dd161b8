//! The JavaScript between Node and the module.
//!
//! It is made anew only where the module is another one: most runs of the tests change nothing about it.

use std::fs;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::path::Path;

use anyhow::Context;
use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

/// The names that `wasm-bindgen` gives to what it makes of `fc_guard`.
const SCRIPT: &str = "fc_guard.js";
const MODULE: &str = "fc_guard_bg.wasm";

/// Beside the glue it says which module it was made from.
const STAMP: &str = ".made-from";

/// Makes a CommonJS script and its module, unless they were made from the same bytes before.
pub(crate) fn make(module: &Path, folder: &Path) -> Result<()> {
    let bytes = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let stamp = digest(&bytes);
    if fresh(folder, &stamp) {
        return Ok(());
    }
    clear(folder)?;
    Bindgen::new()
        .input_bytes("fc_guard", bytes)
        .nodejs(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("cannot make the glue; is `wasm-bindgen` in both Cargo.toml files the same?")?;
    // The stamp comes last: what broke off on the way here is made again.
    fs::write(folder.join(STAMP), stamp)
        .with_context(|| format!("cannot write into {}", folder.display()))
}

/// Whether all that is needed stands there and was made from these bytes.
fn fresh(folder: &Path, stamp: &str) -> bool {
    let made = fs::read_to_string(folder.join(STAMP)).unwrap_or_default();
    made == stamp && folder.join(SCRIPT).is_file() && folder.join(MODULE).is_file()
}

/// Nothing of an older module stays behind, least of all its stamp.
fn clear(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))
}

/// It only has to tell one build from the next; nobody attacks a build folder.
fn digest(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}\n", hasher.finish())
}
