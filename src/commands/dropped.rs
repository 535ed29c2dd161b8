//! Properties that Serverless Devs drops or changes on the way from the file to here, without a word.

use crate::commands::file::ProjectFile;
use crate::error::{Error, Result};
use crate::model::path::Path;
use crate::words;

/// Refuses a file in which a property would be missing or another one online than it stands there.
///
/// # Errors
/// A template error that names it.
pub(super) fn refuse(file: &ProjectFile) -> Result<()> {
    let found = file.deployed().find_map(|one| {
        // What is missing altogether is named before what arrives as another text.
        let distorted = || one.distorted.as_ref().map(distorted);
        one.dropped.as_ref().map(dropped).or_else(distorted)
    });
    found.map_or(Ok(()), Err)
}

/// `__proto__` is no property in JavaScript.
fn dropped(path: &Path) -> Error {
    Error::template(words!(
        "{path}: Serverless Devs drops every property of this name, so it would be missing online",
        "{path}：Serverless Devs 会丢弃这个名称的属性，线上将没有它"
    ))
    .hint(words!("give it another name", "请换一个名称"))
}

/// A text without quotes that reads as a number, such as a version 1.10 or a code 01234.
fn distorted(path: &Path) -> Error {
    Error::template(words!(
        "{path}: Serverless Devs reads this as a number, and turns it into a different text",
        "{path}：Serverless Devs 会将其读作数字，得到的文本与此处所写不同"
    ))
    .hint(words!("put it in quotes", "请加上引号"))
}
