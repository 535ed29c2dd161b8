//! Why code cannot be packed.

use super::LIMIT;
use crate::error::Error;
use crate::words;
use crate::words::Words;

pub(super) fn missing(path: &str) -> Error {
    Error::usage(words!(
        "there is no code at {path}",
        "代码路径 {path} 不存在"
    ))
    .hint(code_hint())
}

pub(super) fn not_a_file(path: &str) -> Error {
    Error::usage(words!("{path} is not a file", "{path} 不是文件")).hint(code_hint())
}

pub(super) fn not_a_package(path: &str, cause: &str) -> Error {
    Error::usage(words!(
        "{path} is not a whole ZIP archive",
        "{path} 不是完整的 ZIP 压缩包"
    ))
    .because(Words::same(cause))
    .hint(words!(
        "build or download it again, or let code in s.yaml name a folder",
        "请重新构建或下载该文件，或将 s.yaml 中的 code 指向一个目录"
    ))
}

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

pub(super) fn code_hint() -> Words {
    words!(
        "check code in s.yaml: it is relative to the folder of s.yaml",
        "请检查 s.yaml 中的 code：它相对于 s.yaml 所在目录"
    )
}
