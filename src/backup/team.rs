//! Backups that a team shares: beside its records, so that any of its machines can put back what one of them
//! has overwritten. All of it is encrypted with the team's key; the copy on the machine that made it counts
//! there.

use futures_util::stream::{StreamExt as _, TryStreamExt as _, iter};

use super::cipher::Cipher;
use super::id;
use super::shelf::{FILE, PACKAGE, is_name, within};
use super::{Backup, Keeper};
use crate::error::{Error, Result};
use crate::model::resource::Resource;
use crate::state::store::shared::Shared;
use crate::state::workspace::Workspace;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// How large a package may be that is shared, in bytes: a reply of that size is still read.
const LARGEST: usize = 48 * 1024 * 1024;

/// How many backups are listed, and of how many milliseconds at most.
const MOST: usize = 20;
const SPAN: i64 = 90 * 24 * 60 * 60 * 1000;

/// How many requests are under way at once.
const ABREAST: usize = 8;

/// The store of a team, and what its backups are encrypted with.
#[derive(Clone, Copy)]
pub struct TeamShelf<'a> {
    pub shared: &'a Shared<'a>,
    pub key: &'a [u8; 32],
}

/// What a description is authenticated with: it is no package, and none of another backup.
fn described(key: &[u8; 32], id: &str) -> Cipher {
    Cipher::new(key, &format!("{id} described"))
}

impl Keeper<'_> {
    /// Puts a backup where the team finds it. It is kept here anyway, so what cannot be shared is only said.
    pub(super) async fn share(&self, backup: &Backup, package: Option<&[u8]>) {
        let Some(team) = self.team else {
            return;
        };
        let shared = match package.is_some_and(|package| package.len() > LARGEST) {
            _ if team.shared.is_offline() => Err(offline()),
            true => Err(too_large()),
            false => self
                .put(team, backup, package)
                .await
                .map_err(|error| error.what),
        };
        if let Err(why) = shared {
            let (id, Words { en, zh }) = (&backup.id, &why);
            let words = words!(
                "backup {id} is only on this machine: {en}; keep .s/fc-guard/backups if it shall be there later, since that of a pipeline goes with its machine",
                "备份 {id} 只保存在本机：{zh}；如需日后恢复，请保留 .s/fc-guard/backups：流水线的该目录会随机器一同消失"
            );
            self.screen.say_in(Tone::Remote, &words);
        }
    }

    async fn put(
        &self,
        TeamShelf { shared, key }: TeamShelf<'_>,
        backup: &Backup,
        package: Option<&[u8]>,
    ) -> Result<()> {
        let (root, id) = (&backup.root, &backup.id);
        let text = serde_json::to_vec(backup).map_err(|error| Error::unwritable(&error))?;
        let description = described(key, id).seal(self.workspace.clock(), &text)?;
        // The description comes last: only it makes a backup of the two.
        if let Some(package) = package {
            let file = format!("{id}{PACKAGE}");
            shared.keep_backup(root, &file, package).await?;
        }
        let file = format!("{id}{FILE}");
        shared.keep_backup(root, &file, &description).await
    }
}

/// Brings here what the team has saved of a root lately, so that it is listed.
///
/// # Errors
/// It cannot be read, or a file cannot be written.
pub async fn fetch_all(
    workspace: &Workspace<'_>,
    team: TeamShelf<'_>,
    root: &Resource,
) -> Result<()> {
    let after = id::first_of(workspace.clock().now() - SPAN);
    let files = team.shared.backups(root, &after).await?;
    let ids = files.iter().filter_map(|file| file.strip_suffix(FILE));
    let ids: Vec<&str> = ids.rev().take(MOST).collect();
    iter(ids)
        .map(|id| describe(workspace, team, (root, id)))
        .buffered(ABREAST)
        .try_collect()
        .await
}

/// Brings here one backup of a root with its package, where the team has it and this machine does not.
///
/// # Errors
/// As [`fetch_all`].
pub async fn fetch(
    workspace: &Workspace<'_>,
    team: TeamShelf<'_>,
    (root, id): (&Resource, &str),
) -> Result<()> {
    if !is_name(id) {
        return Ok(());
    }
    let path = within(&workspace.backups(), id, PACKAGE);
    if workspace.files().read(&path)?.is_none() {
        let file = format!("{id}{PACKAGE}");
        if let Some(bytes) = team.shared.backup_file(root, &file).await? {
            workspace.keep_key()?;
            workspace.files().replace(&path, &bytes)?;
        }
    }
    describe(workspace, team, (root, id)).await
}

/// The description of a backup, where this machine has none.
async fn describe(
    workspace: &Workspace<'_>,
    team: TeamShelf<'_>,
    (root, id): (&Resource, &str),
) -> Result<()> {
    let path = within(&workspace.backups(), id, FILE);
    if !is_name(id) || workspace.files().read(&path)?.is_some() {
        return Ok(());
    }
    let file = format!("{id}{FILE}");
    let Some(bytes) = team.shared.backup_file(root, &file).await? else {
        return Ok(());
    };
    // What the team's key does not open is none of its backups.
    let Some(text) = described(team.key, id).open(&bytes) else {
        return Ok(());
    };
    workspace.keep_key()?;
    Ok(workspace.files().replace(&path, &text)?)
}

fn too_large() -> Words {
    let megabytes = LARGEST / (1024 * 1024);
    words!(
        "its package is larger than {megabytes} MB",
        "其代码包超过 {megabytes} MB"
    )
}

fn offline() -> Words {
    words!(
        "this run goes on without the team's store",
        "本次运行不使用团队存储"
    )
}
