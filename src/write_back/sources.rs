//! The files of a project that may be edited.

use serde_json::Value;

use crate::error::{Error, Result};
use crate::paths::join;
use crate::ports::Files;
use crate::typed::Typed;
use crate::words;
use crate::yaml;

/// `s.yaml`, and the file that it extends: path and text of each.
///
/// # Errors
/// One of them cannot be read, or is not UTF-8.
pub fn sources(
    files: &dyn Files,
    path: Option<&str>,
    typed: &Typed,
) -> Result<Option<Vec<(String, String)>>> {
    let Some(path) = path else {
        return Ok(None);
    };
    // A file that is not there is no error: nothing can be edited, and each setting is still told.
    let Some(main) = text(files, path, typed)? else {
        return Ok(None);
    };
    let mut sources = vec![(path.to_owned(), main)];
    // One step only: Serverless Devs does not follow an `extend` of that file either.
    if let Some(extended) = extended(&sources[0].1) {
        let extended = join(&join(path, ".."), &extended);
        if let Some(text) = text(files, &extended, typed)? {
            sources.push((extended, text));
        }
    }
    Ok(Some(sources))
}

/// Under which key the resources stand; what cannot be read has none.
pub(super) fn top(files: &[(String, String)]) -> &'static str {
    let documents = files.iter().filter_map(|(_, text)| yaml::document(text));
    let mut editions = documents.filter(|one| !one["edition"].is_null());
    yaml::top(&editions.next().unwrap_or_default())
}

/// The file that a file extends, if it does.
fn extended(text: &str) -> Option<String> {
    let document: Value = yaml_serde::from_str(text).ok()?;
    yaml::extended(&document).map(str::to_owned)
}

/// The text of a file; `None` where there is none.
///
/// # Errors
/// It cannot be read, or is not UTF-8: no edit could leave the rest of it as it is.
fn text(files: &dyn Files, path: &str, typed: &Typed) -> Result<Option<String>> {
    let Some(bytes) = files.read(path)? else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes);
    let write_back = typed.undecided().with("--write-back");
    let broken = || {
        Error::local(words!(
            "{path} is not UTF-8; it was left as it is",
            "{path} 不是 UTF-8 编码；未做修改"
        ))
        .hint(words!(
            "save it as UTF-8, then run '{write_back}'",
            "请另存为 UTF-8 编码，再执行 '{write_back}'"
        ))
    };
    text.map(Some).map_err(|_| broken())
}
