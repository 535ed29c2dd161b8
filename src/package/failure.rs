//! Why code cannot be packed, and why it cannot come home.

use super::LIMIT;
use crate::error::{Error, Outcome};
use crate::words;
use crate::words::Words;

/// Nothing stands where the project says that its code is.
pub(super) fn missing(path: &str) -> Error {
    Error::usage(words!(
        "there is no code at {path}",
        "代码路径 {path} 不存在"
    ))
    .hint(code_hint())
}

/// A folder, or something special, stands where a file was named.
pub(super) fn not_a_file(path: &str) -> Error {
    Error::usage(words!("{path} is not a file", "{path} 不是文件")).hint(code_hint())
}

/// It was named as a package, and the archive's directory cannot be read.
pub(super) fn not_a_package(path: &str, cause: &str) -> Error {
    Error::usage(words!(
        "{path} is not a complete ZIP archive",
        "{path} 不是完整的 ZIP 压缩包"
    ))
    .because(Words::same(cause))
    .hint(words!(
        "build or download it again, or set code in s.yaml to a folder",
        "请重新构建或下载该文件，或将 s.yaml 中的 code 指向一个目录"
    ))
}

/// `size` in bytes. It is rounded up, so that the size told is never the limit itself.
pub(super) fn too_large(path: &str, size: u64) -> Error {
    let (size, limit) = (size.div_ceil(1024 * 1024), LIMIT / (1024 * 1024));
    Error::usage(words!(
        "the code package of {path} is too large: {size} MB, the limit is {limit} MB",
        "{path} 的代码包过大：{size} MB，上限为 {limit} MB"
    ))
    .hint(words!(
        "exclude files in .fcignore, move dependencies to a layer, or use a container image",
        "请在 .fcignore 中排除文件、把依赖移入层，或改用容器镜像"
    ))
}

/// The checksum of the files is no longer the one that was compared and shown.
pub(super) fn restless() -> Error {
    Error::local(words!(
        "the code changed while it was being deployed; nothing was uploaded",
        "部署期间代码发生了变化；没有上传任何内容"
    ))
    .hint(words!(
        "wait until the build is done, then deploy again",
        "请等待构建完成后重新部署"
    ))
}

/// The next step where `code` leads to the wrong place.
pub(super) fn code_hint() -> Words {
    words!(
        "check code in s.yaml: it is relative to the folder of s.yaml",
        "请检查 s.yaml 中的 code：它相对于 s.yaml 所在目录"
    )
}

/// A package that cannot be unpacked, whoever made it.
pub(super) fn broken(cause: impl ToString) -> Error {
    Error::cloud(words!(
        "the code package cannot be unpacked: it is damaged, or not a ZIP archive",
        "代码包无法解压：已损坏，或不是 ZIP 压缩包"
    ))
    .because(Words::same(cause.to_string()))
    .hint(words!(
        "run the command again; if the problem persists, check the code in the console, and deploy an intact package from here",
        "请重新执行该命令；若仍然出现，请在控制台检查代码，并从本地重新部署完好的代码包"
    ))
}

/// A package that would write outside of its folder.
pub(super) fn hostile(path: &str) -> Error {
    Error::cloud(words!(
        "the package contains the name {path:?}, which leads out of the target folder; it was not unpacked",
        "代码包中的名称 {path:?} 会超出目标目录；没有解压"
    ))
    .hint(words!(
        "check it in the console, then deploy an intact package from here",
        "请先在控制台检查该代码包，再从本地重新部署完好的代码包"
    ))
}

/// The files are no longer those that a person has agreed to.
pub(super) fn not_as_shown(moved: &[String]) -> Error {
    let names = moved.join(", ");
    Error::local(words!(
        "changed locally since it was shown: {names}; the local code was left as it is",
        "展示之后本地又有改动：{names}；本地代码保持不变"
    ))
    .hint(words!(
        "run the same command again: it shows what is there now, and asks again",
        "请再次执行同一命令：会显示当前的内容并再次询问"
    ))
}

/// It ended half-way: what was taken, what was not, and where the replaced files are.
pub(super) fn broken_off(error: Error, done: &[String], left: &[String], saved: &str) -> Error {
    let outcome = match done.is_empty() {
        true => error.outcome,
        false => Outcome::Partial,
    };
    let (taken, left) = (done.join(", "), left.join(", "));
    let taken = match done.is_empty() {
        true => words!("nothing was taken", "没有采用任何文件"),
        false => words!("taken: {taken}", "已采用：{taken}"),
    };
    error
        .ended(outcome)
        .because(taken)
        .because(words!("not taken: {left}", "未采用：{left}"))
        .hint(words!(
            "your original files are in {saved}; take back what you need, then run the same command again",
            "原来的本地文件保存在 {saved}；请先取回需要的文件，然后再次执行同一命令"
        ))
}

/// A folder stands in the place of a file; it may hold what nobody has seen.
pub(super) fn in_the_way(path: &str) -> Error {
    Error::local(words!(
        "{path} is a folder locally and a file online; nothing was changed",
        "{path} 在本地是目录，在线上是文件；没有做任何修改"
    ))
    .hint(words!(
        "move the folder away, or download the live code into a new folder beside the local code",
        "请先移走该目录，或把线上代码下载到旁边的新目录"
    ))
}
