//! The code that stays online, downloaded beside the local folder or over it.

use super::agreed;
use crate::error::Result;
use crate::model::desired::CodeSource;
use crate::package;
use crate::project::Project;
use crate::time::rfc3339;
use crate::view::home;
use crate::view::menu::{Choice, ask};
use crate::view::screen::Tone;
use crate::words;

/// Downloads the code that stays online. Over the local folder only where a person says so twice.
///
/// # Errors
/// The person interrupted, or the package cannot be downloaded or unpacked.
pub(super) async fn bring(project: &Project<'_>, asks: bool) -> Result<()> {
    let Some(local) = path(&project.desired.code) else {
        home::elsewhere(project.screen);
        return Ok(());
    };
    match asks {
        true => asked(project, local).await,
        false => beside(project, local).await,
    }
}

/// Where the local code is, if it is on this machine at all.
fn path(code: &CodeSource) -> Option<&str> {
    match code {
        CodeSource::Folder(path) | CodeSource::Package(path) | CodeSource::File(path) => Some(path),
        _ => None,
    }
}

#[derive(Clone, Copy)]
enum Where {
    Nowhere,
    Beside,
    Over,
}

async fn asked(project: &Project<'_>, local: &str) -> Result<()> {
    let screen = project.screen;
    let question = words!(
        "The code online is kept and differs from yours. Download it?",
        "已保留线上的代码，它与本地不同。是否下载？"
    );
    let choice = |key, words, value| Choice { key, words, value };
    let mut choices = vec![choice(
        'b',
        words!("into a new folder beside yours", "下载到本地代码旁的新目录"),
        Where::Beside,
    )];
    if matches!(project.desired.code, CodeSource::Folder(_)) {
        choices.push(choice(
            'o',
            words!("over yours (asks once more)", "覆盖本地代码（会再次确认）"),
            Where::Over,
        ));
    }
    choices.push(choice('n', words!("no", "不下载"), Where::Nowhere));
    let no = choices.len() - 1;
    match ask(screen, &question, &choices, no)
        .await
        .map_err(|_| super::unanswered(&project.typed))?
    {
        Where::Nowhere => Ok(()),
        Where::Beside => beside(project, local).await,
        Where::Over => over(project, local).await,
    }
}

async fn beside(project: &Project<'_>, local: &str) -> Result<()> {
    let folder = format!("{local}.online-{}", stamp(project));
    let bytes = project.download("LATEST").await?;
    package::unpack(project.world.files, &bytes, &folder)?;
    home::downloaded(project.screen, &folder);
    Ok(())
}

async fn over(project: &Project<'_>, local: &str) -> Result<()> {
    let screen = project.screen;
    let files = project.world.files;
    let bytes = project.download("LATEST").await?;
    let plan = package::Over::plan(files, &bytes, local)?;
    let saved = format!("{local}.before-{}", stamp(project));
    let (changed, added, removed) = plan.counts();
    screen.line("");
    screen.say_in(
        Tone::Title,
        &words!(
            "{local}: {changed} file(s) changed, {added} added, {removed} removed",
            "{local}：修改 {changed} 个、新增 {added} 个、删除 {removed} 个文件"
        ),
    );
    let question = words!(
        "Overwrite your local code? What is changed or removed is kept in {saved}",
        "确定覆盖本地代码吗？被修改或删除的文件会保存到 {saved}"
    );
    let yes = words!("overwrite it", "覆盖");
    let no = words!("leave it as it is", "保持不变");
    if agreed(project, &question, yes, no).await? {
        plan.carry_out(files, &saved)?;
        home::downloaded(screen, local);
    }
    Ok(())
}

/// The time as a part of a name.
fn stamp(project: &Project<'_>) -> String {
    let time = rfc3339(project.world.clock.now());
    time.chars().filter(char::is_ascii_digit).take(14).collect()
}
