//! An environment that is meant and is not there: Serverless Devs would run without one.

use crate::error::Error;
use crate::words;

/// An environment that is not there, of a default that was chosen once: nobody has typed its name now.
pub(super) fn absent_default(name: &str, file: &str, names: &[&str]) -> Error {
    let names = names.join(", ");
    Error::usage(words!(
        "{file} has no environment {name}, the default that 's env default' set for this project: Serverless Devs would run without an environment, only with what s.yaml says for all of them; nothing was written",
        "{file} 中没有环境 {name}，它是此前用 's env default' 为本项目选定的默认环境：Serverless Devs 将不使用任何环境继续执行，只采用 s.yaml 中各环境共用的配置；没有写入任何内容"
    ))
    .hint(match names.is_empty() {
        true => words!(
            "add it there, or choose another default with 's env default'",
            "请在其中添加该环境，或用 's env default' 选择另一个默认环境"
        ),
        false => words!(
            "choose an existing one with 's env default', or name it with --env: {names}",
            "请用 's env default' 选择已有的环境，或用 --env 指定：{names}"
        ),
    })
}

/// There is no file of environments, and one of them was typed.
pub(super) fn no_file(name: &str, file: &str) -> Error {
    Error::usage(words!(
        "there is no {file}, so there is no environment {name}: Serverless Devs would run without an environment, only with what s.yaml says for all of them; nothing was written",
        "没有 {file}，因此没有环境 {name}：Serverless Devs 将不使用任何环境继续执行，只采用 s.yaml 中各环境共用的配置；没有写入任何内容"
    ))
    .hint(words!(
        "create that file beside s.yaml with the environment in it, or leave out --env",
        "请在 s.yaml 旁创建该文件并写入该环境，或去掉 --env"
    ))
}

/// The environment that was typed is not there.
pub(super) fn absent(name: &str, file: &str, names: &[&str]) -> Error {
    let names = names.join(", ");
    Error::usage(words!(
        "{file} has no environment {name}: Serverless Devs would run without an environment, only with what s.yaml says for all of them; nothing was written",
        "{file} 中没有环境 {name}：Serverless Devs 将不使用任何环境继续执行，只采用 s.yaml 中各环境共用的配置；没有写入任何内容"
    ))
    .hint(match names.is_empty() {
        true => words!(
            "add it there, or leave out --env",
            "请在其中添加该环境，或去掉 --env"
        ),
        false => words!("existing environments: {names}", "已有的环境：{names}"),
    })
}
