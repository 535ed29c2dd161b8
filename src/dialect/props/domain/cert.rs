//! The certificate of a domain and its key: PEM texts, or the files that hold them.

use serde_json::{Map, Value};

use crate::dialect::Context;
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::schema::{Prop, PropShape, must};
use crate::dialect::props::{form, text};
use crate::model::path::Path;
use crate::paths::{is_address, join};
use crate::words;

/// The properties of `certConfig`.
pub(super) const TABLE: &[Prop] = &[
    must("certName", PropShape::Like(form::filled)),
    must("certificate", PropShape::Like(form::filled)),
    must("privateKey", PropShape::Like(form::filled)),
];

/// What every PEM text starts with.
const BEGIN: &str = "-----BEGIN";

/// Longer than any path: a text like that is a certificate that lost its first line.
const LONGEST_PATH: usize = 1024;

/// Puts the PEM texts in the place of the files' names.
pub(super) fn read(
    cert: &mut Map<String, Value>,
    path: &Path,
    context: &Context<'_>,
    problems: &mut Problems,
) {
    for name in ["certificate", "privateKey"] {
        let given = text(cert, name);
        // Only what may be the name of a file is looked up. What is wrong with the rest the table says, or
        // the service.
        if given.trim().is_empty() || given.contains(BEGIN) || is_address(given) {
            continue;
        }
        match pem(given, context) {
            Some(pem) => drop(cert.insert(name.to_owned(), pem.into())),
            None => problems.add(&path.key(name), neither(is_absent(given, context))),
        }
    }
}

/// Texts that can be no file's name are never looked up.
fn is_name(given: &str) -> bool {
    given.len() <= LONGEST_PATH && !given.contains('\n')
}

/// Whether it may be the name of a file that is not there yet.
fn is_absent(given: &str, context: &Context<'_>) -> bool {
    is_name(given) && matches!(context.files.kind(&join(context.base, given)), Ok(None))
}

/// The PEM text in the file that is named. Why there is none is not told: what was taken for a
/// file's name could be the key itself.
fn pem(given: &str, context: &Context<'_>) -> Option<String> {
    let bytes = is_name(given)
        .then(|| context.files.read(&join(context.base, given)))?
        .ok()??;
    String::from_utf8(bytes)
        .ok()
        .filter(|text| text.contains(BEGIN))
}

fn neither(is_absent: bool) -> Fault {
    let fault = match is_absent {
        true => Fault::absent,
        false => Fault::new,
    };
    fault(
        words!(
            "is neither PEM text nor the path of a PEM file that can be read",
            "既不是 PEM 文本，也不是可读取的 PEM 文件路径"
        ),
        words!(
            "write the text with its -----BEGIN line, or a path seen from the folder of s.yaml",
            "请填写包含 -----BEGIN 行的文本，或相对于 s.yaml 所在目录的路径"
        ),
    )
}
