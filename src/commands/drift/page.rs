//! `s drift --html`: the page for people who would rather look. One page shows all functions of a run.

use std::rc::Rc;

use crate::commands::compare::Comparison;
use crate::commands::former;
use crate::commands::report_file::ReportPlace;
use crate::drift::ResourceDrift;
use crate::error::Result;
use crate::package;
use crate::page::{self, BothPackages, CodeFile, Page, PagePart};
use crate::progress;
use crate::project::Project;
use crate::report::Function;
use crate::time::rfc3339;
use crate::view::files;
use crate::words;
use crate::words::{Lang, Words};

/// The function's part of the page, which is the one of that number. Code that cannot be downloaded is only
/// missing on it.
pub(in crate::commands) async fn part(
    project: &Project<'_>,
    seen: &Comparison,
    ends: &[String],
    number: usize,
) -> PagePart {
    let code = code(project, seen).await;
    let left_behind = former::words(project, &seen.former);
    page::part(&Page {
        lang: project.screen.lang,
        function: &project.desired.root.root_name(),
        region: &project.desired.root.region,
        account: &project.desired.root.account,
        at: &rfc3339(project.world.clock.now()),
        drift: &seen.drift,
        orphans: &seen.snapshot.orphans,
        strangers: &seen.snapshot.strangers,
        left_behind: &left_behind,
        asks_behind: seen.left_behind() > 0,
        ends,
        code: code.as_ref(),
        number,
    })
}

/// Writes the page anew, with all functions of the run so far.
///
/// # Errors
/// The file cannot be written.
pub(in crate::commands) fn write(
    target: &ReportPlace<'_>,
    file: &str,
    functions: &[Function],
) -> Result<()> {
    let lang = target.screen.lang;
    let parts: Vec<PagePart> = functions.iter().map(|one| whole(one, lang)).collect();
    target.write(("--html", file), &page::document(lang, &parts))
}

/// What a function has on the page: its own part, or why it has none.
fn whole(one: &Function, lang: Lang) -> PagePart {
    one.page.clone().unwrap_or_else(|| {
        let error = one.error.as_deref().unwrap_or(&one.outcome);
        page::unreadable(&one.function, &one.region, error, lang)
    })
}

/// Both packages, where somebody changed the code.
async fn code(project: &Project<'_>, seen: &Comparison) -> Option<BothPackages> {
    let function = function(seen)?;
    let mut found = function.differences.iter().chain(&function.kept);
    // Both packages go into the page only where somebody has to look at them: it is one file, and may be
    // sent.
    if !found.any(files::is_code) {
        return None;
    }
    match both(project, seen).await {
        Ok(code) => Some(code),
        // A page without code says more than none.
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

/// What was found of the function itself.
fn function(seen: &Comparison) -> Option<&ResourceDrift> {
    let mut functions = seen.drift.resources.iter();
    functions.find(|one| one.resource.kind.is_function())
}

/// The files of both packages, each with what differs in it.
///
/// # Errors
/// A package cannot be downloaded, packed or read.
async fn both(project: &Project<'_>, seen: &Comparison) -> Result<BothPackages> {
    let function = function(seen);
    let compared = function.and_then(|one| one.code.as_deref());
    let online = match compared.and_then(|code| code.online_bytes.clone()) {
        Some(bytes) => bytes,
        // What was known from an earlier run was not downloaded by this one.
        None => Rc::new(project.download("LATEST").await?),
    };
    let mut code_files: Vec<CodeFile> = Vec::new();
    for (path, bytes) in yours(project, seen)? {
        code_files.push(file(path, None, Some(bytes)));
    }
    for (path, bytes) in package::files_in(&online, project.limits)? {
        match code_files.iter_mut().find(|file| file.path == path) {
            Some(file) => file.online = Some(bytes),
            None => code_files.push(file(path, Some(bytes), None)),
        }
    }
    let differences = function.and_then(ResourceDrift::files).unwrap_or_default();
    for one in &mut code_files {
        let found = differences.iter().find(|found| found.path == one.path);
        one.difference = found.cloned();
        // What is the same is not shown.
        if one.online != one.yours {
            let sides = [&mut one.online, &mut one.yours].into_iter();
            sides.flatten().for_each(|bytes| veil(project, bytes));
        }
    }
    Ok(BothPackages { files: code_files })
}

/// Makes of a file what everybody may see who is given the page: a secret of a setting may stand in it.
fn veil(project: &Project<'_>, bytes: &mut Vec<u8>) {
    if let Ok(text) = str::from_utf8(bytes) {
        *bytes = project.records.sealer().veiled(text).into_bytes();
    }
}

/// A file on one side or on both. What differs is put in later.
fn file(path: String, online: Option<Vec<u8>>, yours: Option<Vec<u8>>) -> CodeFile {
    CodeFile {
        path,
        online,
        yours,
        difference: None,
    }
}

/// The files of our own package; none where the project has none.
///
/// # Errors
/// It cannot be packed or read.
fn yours(project: &Project<'_>, seen: &Comparison) -> Result<Vec<(String, Vec<u8>)>> {
    let compared = function(seen).and_then(|one| one.code.as_deref());
    if let Some(bytes) = compared.and_then(|code| code.your_bytes.clone()) {
        return package::files_in(&bytes, project.limits);
    }
    let Some(packed) = &seen.packed else {
        return Ok(Vec::new());
    };
    let (files, source) = (project.world.files, &project.desired.code);
    let bytes = progress::bytes(project.screen, files, source, packed)?;
    package::files_in(&bytes, project.limits)
}
