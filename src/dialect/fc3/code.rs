//! Where the code is.

use serde_json::{Map, Value};

use super::runtime::Family;
use crate::dialect::Context;
use crate::dialect::props::form;
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::schema::{Prop, PropShape, may, must};
use crate::dialect::props::{object, schema, text};
use crate::model::path::Path;
use crate::package::CodeSource;
use crate::paths::{is_address, join};
use crate::ports::{EntryKind, Files};
use crate::words;

/// Code that is in OSS already. fc3's schema asks for `src` beside it and does nothing with it.
const OBJECT: &[Prop] = &[
    must("ossBucketName", PropShape::Like(form::filled)),
    must("ossObjectName", PropShape::Like(form::filled)),
    may("src", PropShape::Anything),
];

/// Finds out what `code` names, in the way of upstream fc3. Images have no code, whatever the file
/// says.
pub(super) fn read(
    props: &Map<String, Value>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> CodeSource {
    if Family::of(props) == Some(Family::Container) {
        return CodeSource::Nothing;
    }
    let path = Path::default().key("props").key("code");
    let found = match props.get("code") {
        Some(Value::String(given)) if is_address(given) => Ok(CodeSource::Url(given.clone())),
        // An empty text is the folder of `s.yaml` itself, as upstream takes it.
        Some(Value::String(given)) if given.is_empty() || !given.trim().is_empty() => {
            local(props, &join(context.base, given), context.files)
        }
        Some(Value::Object(map)) => {
            schema::block(OBJECT, map, &path, problems);
            Ok(CodeSource::Oss {
                bucket: text(map, "ossBucketName").to_owned(),
                object: text(map, "ossObjectName").to_owned(),
            })
        }
        Some(_) => Err(neither()),
        None => Err(Fault::missing()),
    };
    found.unwrap_or_else(|fault| {
        problems.add(&path, fault);
        CodeSource::Nothing
    })
}

fn neither() -> Fault {
    Fault::new(
        words!(
            "must be a path, or a block with ossBucketName and ossObjectName",
            "必须是路径，或包含 ossBucketName 与 ossObjectName 的一组属性"
        ),
        words!("write for example ./code", "例如写成 ./code"),
    )
}

/// What stands under that absolute path.
fn local(props: &Map<String, Value>, path: &str, files: &dyn Files) -> Result<CodeSource, Fault> {
    let path = path.to_owned();
    match files.kind(&path) {
        Ok(Some(EntryKind::Folder)) => Ok(CodeSource::Folder(path)),
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
