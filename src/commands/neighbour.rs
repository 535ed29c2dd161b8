//! Another file of the project's folder.

use crate::paths::join;
use crate::ports::Files;
use crate::stated::{Outside, Stated, stated};
use crate::yaml::{Source, document};

/// What a file of the folder, with the one that it extends, says of its resources; `None` where it cannot be read.
pub(super) fn read(files: &dyn Files, base: &str, name: &str) -> Option<Stated> {
    let read = |path: &str| String::from_utf8(files.read(path).ok().flatten()?).ok();
    let path = join(base, name);
    let text = read(&path)?;
    let extended = document(&text).and_then(|document| {
        let path = join(base, document["extend"].as_str()?);
        let text = read(&path)?;
        Some((path, text))
    });
    let texts: Vec<(String, String)> = [(path, text)].into_iter().chain(extended).collect();
    let sources = texts.iter().map(|(path, text)| Source { path, text });
    stated(&sources.collect::<Vec<_>>(), &Outside::default()).ok()
}
