//! Code that is a folder or a file of this machine.

use serde_json::{Map, Value};

use super::object;
use super::problem::Fault;
use super::runtime::Family;
use crate::package::CodeSource;
use crate::ports::{EntryKind, Files};
use crate::words;

/// What stands under that absolute path.
pub(in crate::dialect) fn code(
    props: &Map<String, Value>,
    path: &str,
    files: &dyn Files,
) -> Result<CodeSource, Fault> {
    let path = path.to_owned();
    match files.kind(&path) {
        Ok(Some(EntryKind::Folder)) => Ok(CodeSource::folder(path)),
        Ok(Some(EntryKind::File { .. })) if is_package(&path, props) => {
            Ok(CodeSource::Package(path))
        }
        // Any other file is packed by itself, as upstream does.
        Ok(Some(EntryKind::File { .. })) => Ok(CodeSource::File(path)),
        Ok(Some(EntryKind::Link { .. } | EntryKind::Other | EntryKind::Unnameable)) => {
            Err(Fault::new(
                words!(
                    "{path} is neither a folder nor a file",
                    "{path} 既不是目录也不是文件"
                ),
                words!(
                    "name the code's folder or file",
                    "请填写代码所在的目录或文件"
                ),
            ))
        }
        Ok(None) => Err(Fault::absent(
            words!("{path} does not exist", "{path} 不存在"),
            words!(
                "correct the path, or build the code first",
                "请修正路径，或先构建代码"
            ),
        )),
        Err(error) => {
            let cause = error.cause;
            Err(Fault::new(
                words!(
                    "{path} cannot be read ({cause})",
                    "无法访问 {path}（{cause}）"
                ),
                words!("correct the path or its permissions", "请修正路径或其权限"),
            ))
        }
    }
}

/// Packages go as they are, but a `.jar` that a custom runtime starts by name is a file in the code.
fn is_package(path: &str, props: &Map<String, Value>) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("zip" | "war") => true,
        Some("jar") => !starts_jar(props),
        _ => false,
    }
}

/// Whether a custom runtime starts a `.jar` by its name (upstream fc3 looks for just these two words).
fn starts_jar(props: &Map<String, Value>) -> bool {
    let config = object(props, "customRuntimeConfig");
    let words = ["command", "args"]
        .iter()
        .filter_map(|name| config?.get(*name)?.as_array())
        .flatten()
        .filter_map(Value::as_str);
    // The two words may stand in two lists.
    let line = words.collect::<Vec<_>>().join(" ");
    Family::of(props) == Some(Family::Custom) && line.contains("java -jar")
}
