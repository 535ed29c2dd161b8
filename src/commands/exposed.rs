//! Our own state in packages of other tools. What lies in `.s/fc-guard` is never packed here, but upstream packs
//! all of a code folder that no rule of `.fcignore` leaves out: the key online beside the backups and digests
//! that it opens, for everybody who may read the function's code.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Command;
use super::report_file::{below, code_paths};
use crate::error::Result;
use crate::package::others_take_in;
use crate::paths::join;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// Where the key lies, seen from the folder of `s.yaml`.
const KEY: &str = ".s/fc-guard/key";

/// Says which code folders of the file other tools would pack the state with, before anything is kept in it.
/// `.fcignore` is the person's, so nothing is written there.
///
/// # Errors
/// A folder or its `.fcignore` cannot be read.
pub(super) fn warn(command: &Command<'_>) -> Result<()> {
    // The CLI asks on behalf of another resource or command, whose own turn tells it.
    if command.caller.is_some() || !command.file.tells_for_all() {
        return Ok(());
    }
    let key = join(&command.turn.place.base, KEY);
    for folder in folders(command) {
        if let Some(within) = below(&folder, &key)
            && others_take_in(command.world.files, &folder, within, false)?
        {
            let words = packed(&folder);
            command.screen().say_in(Tone::Conflict, &words);
        }
    }
    Ok(())
}

/// The code folders of all resources of the file, whatever deploys them, as far as it tells.
fn folders(command: &Command<'_>) -> BTreeSet<String> {
    let Command { turn, file, .. } = command;
    let stated = file.resources().iter();
    let stated = stated.flat_map(|one| code_paths(one.alone()));
    // Of the own resource it is known even where the file alone does not tell.
    let props = &turn.props;
    let own = [&props["code"], &props["function"]["codeUri"]];
    let codes = stated.chain(own.into_iter().filter_map(Value::as_str));
    codes.map(|code| join(&turn.place.base, code)).collect()
}

/// Other tools would deploy the state with the code of that folder.
fn packed(folder: &str) -> Words {
    words!(
        "{folder} is a code folder, and .s/fc-guard in it keeps the key, records and backups of this project. fc-guard does not pack them, but other tools would deploy them with the code (the components fc3 and fc do): add this line to {folder}/.fcignore: .s",
        "{folder} 是代码目录，其中的 .s/fc-guard 存放本项目的密钥、记录和备份。fc-guard 不会打包它们，但其他工具会随代码一起部署（例如组件 fc3 和 fc）：请在 {folder}/.fcignore 中加入一行：.s"
    )
}

/// The key in a package, where there is one, by its path there.
pub(super) fn key_in<'p>(mut paths: impl Iterator<Item = &'p str>) -> Option<&'p str> {
    let is_key = |path: &&str| {
        let before = path.strip_suffix(KEY);
        before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    paths.find(is_key)
}

/// The package that is online holds a key.
pub(super) fn say_online(screen: Screen<'_>, function: &Words, path: &str) {
    let Words { en, zh } = function;
    screen.say_in(
        Tone::Conflict,
        &words!(
            "the package of {en} that is online holds {path}: whoever may read its code has the key of a project's records and backups. Exclude .s in .fcignore, deploy, then move .s/fc-guard/key away: the next deploy makes a new key (it compares secrets as on a first deploy, and earlier backups can only be opened with the old key)",
            "{zh}的线上代码包中含有 {path}：能读取其代码的人即拥有项目记录和备份的密钥。请在 .fcignore 中排除 .s 并部署，然后移走 .s/fc-guard/key：下次部署会生成新密钥（届时敏感值按首次部署比较，此前的备份只能用旧密钥打开）"
        ),
    );
}
