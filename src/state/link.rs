//! A link in the place of the folder of records, whose target is not there: what was deployed may be on
//! record behind it, so nothing is taken for a first deploy.

use crate::error::{Error, Result};
use crate::ports::{EntryKind, Files};
use crate::words;

/// Makes sure that neither the folder nor the one around it is such a link.
///
/// # Errors
/// One of them is, or cannot be looked at.
pub(super) fn check(files: &dyn Files, folder: &str) -> Result<()> {
    let outer = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
    for path in [outer, folder] {
        let Some((parent, name)) = path.rsplit_once('/') else {
            continue;
        };
        let parent = if parent.is_empty() { "/" } else { parent };
        let entries = files.list(parent)?;
        let mut entries = entries.unwrap_or_default().into_iter();
        if let Some(EntryKind::Link { target }) = entries
            .find(|entry| entry.name == name)
            .map(|entry| entry.kind)
            && files.kind(path)?.is_none()
        {
            return Err(dead(path, &target));
        }
    }
    Ok(())
}

fn dead(path: &str, target: &str) -> Error {
    Error::local(words!(
        "{path} is a link that leads nowhere: {target} does not exist",
        "{path} 是一个失效的链接：{target} 不存在"
    ))
    .hint(words!(
        "create the folder that it leads to, or remove the link, then run the command again",
        "请创建它指向的目录，或删除该链接，然后重新执行该命令"
    ))
}
