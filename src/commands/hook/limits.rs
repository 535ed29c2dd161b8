//! Where a plugin could not keep a deploy from anything, so that nobody may believe to be guarded.

use crate::commands::Command;
use crate::commands::report_file::below;
use crate::error::{Error, Result};
use crate::model::resource::Generation;
use crate::package::others_take_in;
use crate::paths::join;
use crate::words;

/// Where the key lies, seen from the folder of `s.yaml`.
const KEY: &str = ".s/fc-guard/key";

/// Makes sure that an error of this program stops the deploy, and of this resource alone.
///
/// # Errors
/// A usage or template error with the line to write.
pub(in crate::commands) fn check(command: &Command<'_>) -> Result<()> {
    let file = &command.file;
    if let Some(name) = file.ignored_hook() {
        let name = name.to_owned();
        return Err(Error::template(words!(
            "the deploy would go on whatever fc-guard finds: its action may fail",
            "无论 fc-guard 发现什么，部署都会继续：该动作允许失败"
        ))
        .hint(words!(
            "write it as: - plugin: {name}, and below it: allow_failure: false; without any other allow_failure in this resource",
            "请写成：- plugin: {name}，并在其下写 allow_failure: false；该资源不要再写其他 allow_failure"
        )));
    }
    if file.is_abreast() {
        return Err(Error::template(words!(
            "this resource runs in a parallel group of flow, where Serverless Devs calls the actions of one resource for all of them",
            "该资源位于 flow 的并行分组中，Serverless Devs 会用其中一个资源的动作代替所有资源的动作"
        ))
        .hint(words!(
            "give each resource a step of its own under flow.deploy, or use component: fc-guard, which guards parallel groups, too",
            "请在 flow.deploy 中让每个资源单独成为一步，或改用 component: fc-guard（并行分组也受保护）"
        )));
    }
    refuse_exposed(command)
}

/// The component packs all of a code folder that no rule leaves out.
fn refuse_exposed(command: &Command<'_>) -> Result<()> {
    let turn = &command.turn;
    let props = &turn.props;
    let code = match Generation::of_props(|name| props.get(name).is_some()) {
        Generation::SECOND => &props["function"]["codeUri"],
        _ => &props["code"],
    };
    let Some(code) = code.as_str() else {
        return Ok(());
    };
    let folder = join(&turn.place.base, code);
    let key = join(&turn.place.base, KEY);
    let Some(within) = below(&folder, &key) else {
        return Ok(());
    };
    if !others_take_in(command.world.files, &folder, within, false)? {
        return Ok(());
    }
    Err(Error::template(words!(
        "the code folder {folder} holds .s, so the deploy would put the key and the records of this project into the function's code",
        "代码目录 {folder} 包含 .s，部署会把本项目的密钥和记录打进函数代码"
    ))
    .hint(words!(
        "add this line to {folder}/.fcignore: .s",
        "请在 {folder}/.fcignore 中加入一行：.s"
    )))
}
