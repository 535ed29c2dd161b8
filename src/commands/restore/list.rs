//! The list of what can be put back.

use serde_json::{Value, json};

use crate::backup::{self, Backup, Listed};
use crate::commands::Finish;
use crate::commands::file::ProjectFile;
use crate::commands::left::{self, BackupTurn};
use crate::error::Result;
use crate::model::resource::Resource;
use crate::project::Project;
use crate::view::amount;
use crate::view::left as view;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// A backup, and whether it can be opened with the key that is here.
struct ListedBackup {
    backup: Backup,
    opens: bool,
}

/// Lists the backups of the function, and those of functions that no resource names any more.
///
/// # Errors
/// The folder of backups cannot be read.
pub(super) fn list(project: &Project<'_>, file: &ProjectFile, is_read: bool) -> Result<Finish> {
    let screen = project.screen;
    let Listed {
        backups,
        unreadable,
    } = backup::list(&project.workspace, |backup| {
        let turn = left::turn(project, file, backup);
        // A backup whose turn it is elsewhere is listed there. One that cannot be dealt with is no error of
        // the list.
        matches!(turn, Ok(BackupTurn::Own | BackupTurn::Unnamed))
    })?;
    let opened = backups.into_iter().map(|backup| ListedBackup {
        // What the key does not open is listed with the reason, and never suggested.
        opens: backup.opens(&project.backup_keys()),
        backup,
    });
    let entries: Vec<ListedBackup> = opened.collect();
    if entries.is_empty() {
        screen.say(&none(project));
    }
    // A damaged backup hides none of the others.
    for error in unreadable {
        screen.text_in(Tone::Remote, &error.render(screen.lang));
    }
    entries.iter().for_each(|entry| show(project, entry));
    suggest(project, &entries);
    // People have read all of it already.
    Ok(Finish::plain(match is_read {
        true => json!({"backups": entries.iter().map(ListedBackup::to_json).collect::<Vec<_>>()}),
        false => Value::Null,
    }))
}

/// One backup: its name, when and before what it was made, and what is in it.
fn show(project: &Project<'_>, ListedBackup { backup, opens }: &ListedBackup) {
    let screen = project.screen;
    let Backup {
        id, at, command, ..
    } = backup;
    screen.say_in(
        Tone::Title,
        &words!(
            "{id}  saved {at}, before a {command}",
            "{id}  保存于 {at}，{command} 之前"
        ),
    );
    screen.say(&contents(backup));
    if !opens {
        screen.say_in(Tone::Remote, &locked());
    }
    if backup.root != project.root() {
        let Words { en, zh } = view::unnamed(&backup.root);
        screen.say_in(Tone::Remote, &words!("  {en}", "  {zh}"));
    }
}

/// Names the newest that can be put back.
fn suggest(project: &Project<'_>, entries: &[ListedBackup]) {
    if let Some(newest) = entries.iter().find(|entry| entry.opens) {
        let restore = project.typed.with(&newest.backup.id);
        project.screen.say(&words!(
            "'{restore}' shows the difference, asks, and puts it back",
            "可用 '{restore}' 查看差异，确认后恢复"
        ));
    }
}

impl ListedBackup {
    /// The same for programs, with English names whatever language the run speaks.
    fn to_json(&self) -> Value {
        let ListedBackup { backup, opens } = self;
        let names = backup.resources.iter().map(|one| one.label().en);
        json!({
            "id": backup.id,
            "at": backup.at,
            "command": backup.command,
            "function": {"region": backup.root.region, "name": backup.root.name()},
            "resources": names.collect::<Vec<_>>(),
            "changed": backup.changed,
            "code": backup.code,
            "opens": opens,
            "missing": backup.missing,
        })
    }
}

/// What is said of one that nobody can put back as things are.
fn locked() -> Words {
    words!(
        "  cannot be opened: it is damaged, or was made with another key than the present .s/fc-guard/key (put that key back first)",
        "  无法打开：创建时的密钥与现在的 .s/fc-guard/key 不同（需先放回当时的密钥），或文件已损坏"
    )
}

/// What is true where there is none: backups stay on the machine that made them, and old ones go.
fn none(project: &Project<'_>) -> Words {
    let Words { en, zh } = project.desired.root.label();
    let folder = project.workspace.backups();
    if project.shares_records() {
        return words!(
            "there is no backup of {en} in {folder} or in the bucket of the team; one is made when a deploy or remove overwrites what others changed online",
            "{folder} 和团队的 Bucket 中都没有{zh} 的备份；部署或删除时，如会覆盖他人在线上的改动，才会生成备份"
        );
    }
    words!(
        "there is no backup of {en} in {folder}; one is made when a deploy or remove from this folder overwrites what others changed online",
        "{folder} 中没有{zh} 的备份；从本目录部署或删除时，如会覆盖他人在线上的改动，才会生成备份"
    )
}

/// What is in it, and what is not.
fn contents(backup: &Backup) -> Words {
    let labels: Vec<Words> = backup.resources.iter().map(Resource::label).collect();
    let Words { en, zh } = Words::list(&labels);
    let code = backup.code.as_ref().map(|code| {
        let size = amount::size(code.size);
        words!(", with code ({size})", "，含代码（{size}）")
    });
    let Words {
        en: code,
        zh: zh_code,
    } = code.unwrap_or(Words::same(""));
    let changed = backup.changed.join(", ");
    let missing = backup.missing.join(", ");
    match missing.is_empty() {
        true => words!(
            "  {en}{code}; changed by others: {changed}",
            "  {zh}{zh_code}；他人改动：{changed}"
        ),
        false => words!(
            "  {en}{code}; changed by others: {changed}; not in it, because the service does not show it: {missing}",
            "  {zh}{zh_code}；他人改动：{changed}；未包含（服务端不返回该值）：{missing}"
        ),
    }
}
