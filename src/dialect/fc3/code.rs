//! Where the code is.

use serde_json::{Map, Value};

use crate::dialect::Context;
use crate::dialect::props::form;
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::runtime::Family;
use crate::dialect::props::schema::{Prop, PropShape, may, must};
use crate::dialect::props::{local, schema, text};
use crate::model::path::Path;
use crate::package::CodeSource;
use crate::paths::{is_address, join};
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
            local::code(props, &join(context.base, given), context.files)
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
