//! Where the code comes from.

use serde_json::{Map, Value};

use super::built;
use crate::dialect::Context;
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::runtime::Family;
use crate::dialect::props::{local, object, text};
use crate::model::path::Path;
use crate::package::{CodeFolder, CodePatterns, CodeSource};
use crate::paths::join;
use crate::words;

/// The code that the props name. What was built for the function takes the place of `codeUri`, as upstream has it.
pub(super) fn read(
    props: &Map<String, Value>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> CodeSource {
    let Some(function) = object(props, "function") else {
        return CodeSource::Nothing;
    };
    if Family::of(function) == Some(Family::Container) {
        return CodeSource::Nothing;
    }
    let path = Path::default().key("props").key("function");
    let (bucket, key) = (text(function, "ossBucket"), text(function, "ossKey"));
    let uri = function.get("codeUri").and_then(Value::as_str);
    let found = match (uri, bucket, key) {
        (Some(_), _, key) if !key.is_empty() => Err(Fault::both("codeUri", "ossKey")),
        (Some(_), bucket, _) if !bucket.is_empty() => {
            problems.add(&path.key("ossBucket"), own_bucket());
            return CodeSource::Nothing;
        }
        (Some(uri), ..) => of_folder((props, function), uri, context)
            .map(|code| filtered(code, function, (uri, context))),
        (None, "", "") => Err(Fault::missing()),
        (None, bucket, "") if !bucket.is_empty() => {
            problems.add(&path.key("ossKey"), Fault::missing());
            return CodeSource::Nothing;
        }
        (None, "", _) => {
            problems.add(&path.key("ossBucket"), Fault::missing());
            return CodeSource::Nothing;
        }
        (None, bucket, key) => Ok(CodeSource::Oss {
            bucket: bucket.to_owned(),
            object: key.to_owned(),
        }),
    };
    found.unwrap_or_else(|fault| {
        problems.add(&path.key("codeUri"), fault);
        CodeSource::Nothing
    })
}

/// What was built for the function, or what `codeUri` names.
fn of_folder(
    (props, function): (&Map<String, Value>, &Map<String, Value>),
    uri: &str,
    context: &Context<'_>,
) -> Result<CodeSource, Fault> {
    let Some(built) = built::folder(props, context) else {
        return local::code(function, &join(context.base, uri), context.files);
    };
    match built::fault(props, context) {
        Some(fault) => Err(fault),
        None => Ok(CodeSource::folder(built)),
    }
}

/// The folder with what stays out of it, as the component `fc` has it.
fn filtered(
    code: CodeSource,
    function: &Map<String, Value>,
    (uri, context): (&str, &Context<'_>),
) -> CodeSource {
    let CodeSource::Folder(folder) = code else {
        return code;
    };
    let more: &[&str] = match text(function, "runtime") {
        "python2.7" | "python3" | "php7.2" => &["node_modules"],
        _ => &[],
    };
    // What was built of the code is filtered as the code itself.
    let code = join(context.base, uri);
    let within = code.strip_prefix(context.base);
    let within = within.map(|within| within.trim_start_matches('/').to_owned());
    let patterns = CodePatterns {
        more: more.to_vec(),
        beside: within.map(|within| (context.base.to_owned(), within)),
    };
    CodeSource::Folder(CodeFolder {
        patterns: Some(patterns.into()),
        ..folder
    })
}

fn own_bucket() -> Fault {
    Fault::new(
        words!(
            "names a bucket for large packages, which this version of fc-guard does not use",
            "为大代码包指定了 Bucket，当前版本的 fc-guard 不使用它"
        ),
        words!(
            "take it out: packages go through a bucket that the service lends",
            "请删除：代码包经由服务借出的临时 Bucket 上传"
        ),
    )
}
