//! Where the code is.

use serde_json::{Map, Value};

use super::path::join;
use super::problem::Problems;
use super::{Place, function, text};
use crate::error::Result;
use crate::model::desired::CodeSource;
use crate::ports::{EntryKind, Files};
use crate::words;

/// Finds out what `code` names, in the way of upstream fc3.
///
/// # Errors
/// When the file system does not answer; what is missing is noted as a problem.
pub(super) fn read(
    props: &Map<String, Value>,
    place: &Place<'_>,
    files: &dyn Files,
    problems: &mut Problems,
) -> Result<CodeSource> {
    if function::is_container(&text(props, "runtime")) {
        return Ok(CodeSource::Nothing);
    }
    match props.get("code") {
        Some(Value::String(given)) if given.contains("://") => {
            problems.add(
                "props.code",
                words!(
                    "a URL is not supported yet; give a folder or a file",
                    "暂不支持 URL；请填写文件夹或文件"
                ),
            );
        }
        Some(Value::String(given)) if !given.trim().is_empty() => {
            return local(props, &join(place.base, given), files, problems);
        }
        Some(Value::Object(object)) => return Ok(oss(object, problems)),
        Some(_) => problems.add(
            "props.code",
            words!(
                "must be a path, or ossBucketName and ossObjectName",
                "必须是路径，或 ossBucketName 与 ossObjectName"
            ),
        ),
        None => problems.add("props.code", words!("is missing", "缺少该属性")),
    }
    Ok(CodeSource::Nothing)
}

fn local(
    props: &Map<String, Value>,
    path: &str,
    files: &dyn Files,
    problems: &mut Problems,
) -> Result<CodeSource> {
    let path = path.to_owned();
    match files.kind(&path)? {
        Some(EntryKind::Folder) => return Ok(CodeSource::Folder(path)),
        Some(EntryKind::File { .. }) if is_package(&path, props) => {
            return Ok(CodeSource::Package(path));
        }
        Some(EntryKind::File { .. }) => return Ok(CodeSource::File(path)),
        Some(_) => problems.add(
            "props.code",
            words!(
                "{path} is neither a folder nor a file",
                "{path} 既不是文件夹也不是文件"
            ),
        ),
        None => problems.add(
            "props.code",
            words!(
                "{path} does not exist; create it or correct the path",
                "{path} 不存在；请创建它或修正路径"
            ),
        ),
    }
    Ok(CodeSource::Nothing)
}

/// Archives go as they are, except a `.jar` that a custom runtime starts by name.
fn is_package(path: &str, props: &Map<String, Value>) -> bool {
    let extension = path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "zip" | "war" => true,
        "jar" => !starts_jar(props),
        _ => false,
    }
}

fn starts_jar(props: &Map<String, Value>) -> bool {
    let config = props.get("customRuntimeConfig");
    let words = ["command", "args"]
        .iter()
        .filter_map(|name| config?.get(*name)?.as_array())
        .flatten()
        .filter_map(Value::as_str);
    let line = words.collect::<Vec<_>>().join(" ");
    function::is_custom(&text(props, "runtime")) && line.contains("java -jar")
}

fn oss(object: &Map<String, Value>, problems: &mut Problems) -> CodeSource {
    for name in ["ossBucketName", "ossObjectName"] {
        if text(object, name).is_empty() {
            problems.add(
                &format!("props.code.{name}"),
                words!("is missing", "缺少该属性"),
            );
        }
    }
    CodeSource::Oss {
        bucket: text(object, "ossBucketName"),
        object: text(object, "ossObjectName"),
    }
}
