//! `s drift --html`: the page for people who would rather look.

use crate::commands::compare::Seen;
use crate::config::path::join;
use crate::error::Result;
use crate::inputs::Inputs;
use crate::model::resource::Kind;
use crate::package::{self, Packed};
use crate::page::{Code, CodeFile, Page, render};
use crate::project::Project;
use crate::time::rfc3339;
use crate::view::screen::Tone;
use crate::view::work;
use crate::words;
use crate::words::Words;

/// Writes the page. Further functions of the same run get files of their own.
///
/// # Errors
/// The file cannot be written. Code that cannot be downloaded is only missing on the page.
pub(super) async fn write(
    project: &Project<'_>,
    inputs: &Inputs,
    seen: &Seen,
    file: &str,
    ends: &[String],
) -> Result<()> {
    let code = code(project, seen).await;
    let text = render(&Page {
        lang: inputs.lang(),
        function: &project.desired.function_name,
        region: &project.desired.region,
        account: &project.desired.account,
        at: &rfc3339(project.world.clock.now()),
        drift: &seen.drift,
        orphans: &seen.snapshot.orphans,
        strangers: &seen.snapshot.strangers,
        ends,
        code: code.as_ref(),
    });
    let path = join(&inputs.cwd, &own(file, inputs));
    project.world.files.replace(&path, text.as_bytes())?;
    project
        .screen
        .say_in(Tone::Local, &words!("written: {path}", "已写入：{path}"));
    Ok(())
}

/// The file of this function: `drift.html` for the first of a run, `drift-NAME.html` for the others.
fn own(file: &str, inputs: &Inputs) -> String {
    let Some(name) = inputs
        .resource_name()
        .filter(|_| !inputs.earlier.is_empty())
    else {
        return file.to_owned();
    };
    match file.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => format!("{stem}-{name}.{ending}"),
        _ => format!("{file}-{name}"),
    }
}

/// Both packages, where somebody changed the code.
async fn code(project: &Project<'_>, seen: &Seen) -> Option<Code> {
    let mut functions = seen.drift.resources.iter();
    let function = functions.find(|one| one.resource.kind == Kind::Function)?;
    let found = function.differences.iter().chain(&function.kept);
    let mut paths = found.map(|found| &found.path);
    if !paths.any(|path| path.top() == "code") {
        return None;
    }
    match both(project, seen.packed.as_ref()).await {
        Ok(code) => Some(code),
        Err(error) => {
            let Words { en, zh } = &error.what;
            project.screen.say(&words!(
                "the page shows no code: {en}",
                "页面中没有代码：{zh}"
            ));
            None
        }
    }
}

async fn both(project: &Project<'_>, packed: Option<&Packed>) -> Result<Code> {
    let files = project.world.files;
    let source = &project.desired.code;
    let mut all: Vec<CodeFile> = Vec::new();
    if let Some(packed) = packed {
        let bytes = work::bytes(project.screen, files, source, packed)?;
        let ours = package::files_in(&bytes)?;
        all.extend(ours.into_iter().map(|(path, bytes)| CodeFile {
            path,
            online: None,
            yours: Some(bytes),
        }));
    }
    let online = project.download("LATEST").await?;
    for (path, bytes) in package::files_in(&online)? {
        match all.iter_mut().find(|file| file.path == path) {
            Some(file) => file.online = Some(bytes),
            None => all.push(CodeFile {
                path,
                online: Some(bytes),
                yours: None,
            }),
        }
    }
    Ok(Code { files: all })
}
