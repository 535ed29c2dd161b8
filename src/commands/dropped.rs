//! Properties that Serverless Devs drops or changes on the way from the file to here, without a word.

use crate::commands::file::ProjectFile;
use crate::error::{Error, Result};
use crate::model::path::{Path, PathStep};
use crate::model::secrecy;
use crate::stated::Distorted;
use crate::words;
use crate::words::Words;
use crate::yaml::Loss;

/// Refuses a file in which a property would be missing or another one online than it stands there, or in what
/// an environment lays over it.
///
/// # Errors
/// A template error that names it.
pub(super) fn refuse(file: &ProjectFile, overlaid: &[Distorted]) -> Result<()> {
    let found = file.deployed().find_map(|one| {
        // What is missing altogether is named before what arrives as another text.
        one.dropped
            .as_ref()
            .map(dropped)
            .or_else(|| distorted(&one.distorted))
    });
    found.or_else(|| distorted(overlaid)).map_or(Ok(()), Err)
}

/// `__proto__` is no property in JavaScript.
fn dropped(path: &Path) -> Error {
    Error::template(words!(
        "{path}: Serverless Devs drops every property of this name, so it would be missing online",
        "{path}：Serverless Devs 会丢弃这个名称的属性，线上将没有它"
    ))
    .hint(words!("give it another name", "请换一个名称"))
}

/// Texts without quotes that read as something else, such as a version 1.10, a code 01234 or a flag True.
fn distorted(found: &[Distorted]) -> Option<Error> {
    let (first, rest) = found.split_first()?;
    if rest.is_empty() {
        return Some(Error::template(wrong(first)).hint(remedy(first)));
    }
    let count = found.len();
    let all = Error::template(words!(
        "{count} texts would arrive as other texts",
        "有 {count} 处文本会变成其他内容"
    ));
    let all = found.iter().fold(all, |all, one| {
        let Words { en, zh } = wrong(one);
        let Words {
            en: write,
            zh: zh_write,
        } = remedy(one);
        all.because(words!("{en} → {write}", "{zh} → {zh_write}"))
    });
    Some(all.hint(words!(
        "put them in quotes, then run the command again",
        "请加上引号，然后重新执行该命令"
    )))
}

fn wrong(found: &Distorted) -> Words {
    let path = &found.path;
    match found.lost.loss {
        Loss::Digits => words!(
            "{path}: is a number of so many digits that Serverless Devs rounds it",
            "{path}：数字位数过多，Serverless Devs 会对其取近似值"
        ),
        Loss::Number => words!(
            "{path}: Serverless Devs reads this as a number, and turns it into a different text",
            "{path}：Serverless Devs 会将其读作数字，得到的文本与此处所写不同"
        ),
        Loss::Flag => words!(
            "{path}: Serverless Devs reads this as true or false, and turns it into a different text",
            "{path}：Serverless Devs 会将其读作布尔值，得到的文本与此处所写不同"
        ),
        Loss::Everything => words!(
            "{path}: Serverless Devs reads this as no value and drops it, so it would be missing online",
            "{path}：Serverless Devs 会将其读作空值并丢弃，线上将没有它"
        ),
    }
}

fn remedy(found: &Distorted) -> Words {
    let Distorted { file, lost, .. } = found;
    let (line, file) = (lost.line, file.rsplit(['/', '\\']).next().unwrap_or(file));
    let written = quoted(found);
    if lost.loss == Loss::Everything {
        return words!(
            "take it out, or put its text in quotes, line {line} of {file}: {written}",
            "请删除它，或为其文本加上引号，{file} 第 {line} 行：{written}"
        );
    }
    words!(
        "put it in quotes, line {line} of {file}: {written}",
        "请加上引号，{file} 第 {line} 行：{written}"
    )
}

/// How it is to be written. What may be a secret is left to whoever writes it.
fn quoted(Distorted { path, lost, .. }: &Distorted) -> String {
    let name = lost.name.as_deref().unwrap_or_default();
    let sounds = |name: &str| secrecy::named(name, &lost.text.as_str().into());
    // What an alias stands for arrives as a whole under another name, which may tell what it is.
    let arrives = match path.0.last() {
        Some(PathStep::Key(name) | PathStep::Item(name)) if !lost.anchor.is_empty() => name,
        _ => "",
    };
    let is_secret = sounds(name) || sounds(arrives);
    let text = match lost.text.as_str() {
        // The sign for no value is no text that anybody means.
        "" | "~" => "",
        _ if is_secret => "…",
        text => text,
    };
    // Without its anchor nothing would be behind the aliases of it any more.
    let text = format!("{}'{text}'", lost.anchor);
    match name {
        "" => text,
        name => format!("{name}: {text}"),
    }
}
