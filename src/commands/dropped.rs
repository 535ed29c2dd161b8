//! Properties that Serverless Devs drops on the way from the file to here, without a word.

use crate::commands::survey::File;
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::words;

/// Refuses a file in which a property would be missing online although it stands there.
///
/// # Errors
/// A template error that names it.
pub(super) fn refuse(file: &File, inputs: &Inputs) -> Result<()> {
    let own = inputs.resource_name();
    let mut all = file.resources().iter();
    let found = all.find_map(|one| {
        let counts = inputs.is_over_file() || Some(one.name.as_str()) == own;
        one.dropped.as_ref().filter(|_| counts && file.guards(one))
    });
    let Some(path) = found else {
        return Ok(());
    };
    Err(Error::template(words!(
        "{path}: Serverless Devs drops every property of this name, so it would be missing online",
        "{path}：Serverless Devs 会丢弃这个名称的属性，线上将没有它"
    ))
    .hint(words!("give it another name", "请换一个名称")))
}
