//! The certificate of a domain and its key: PEM texts, the files that hold them, the addresses at which they are, or
//! the id under which the certificate service keeps both.

use serde_json::{Map, Value};

use crate::dialect::Context;
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::schema::{Prop, PropShape, may, missing};
use crate::dialect::props::{form, text};
use crate::model::path::Path;
use crate::model::pem::{BEGIN, PemSource, is_oss};
use crate::paths::{is_address, join};
use crate::words;

/// The properties of `certConfig`.
pub(super) const TABLE: &[Prop] = &[
    may("certName", FILLED),
    may("certificate", FILLED),
    may("privateKey", FILLED),
    may(
        ID,
        PropShape::Either(&PropShape::Like(form::filled), &PropShape::Whole),
    ),
];

const FILLED: PropShape = PropShape::Like(form::filled);

/// In the place of the other three.
const ID: &str = "certId";

/// Longer than any path: a text like that is a certificate that lost its first line.
const LONGEST_PATH: usize = 1024;

/// Puts the PEM texts in the place of the files' names, and names the places of the others as
/// [`PemSource`] reads them.
pub(super) fn read(
    cert: &mut Map<String, Value>,
    path: &Path,
    context: &Context<'_>,
    problems: &mut Problems,
) {
    if let Some(id) = cert.shift_remove(ID) {
        // As upstream has it: beside an id nothing else counts.
        match number(&id) {
            Some(id) => *cert = kept(id),
            None => problems.add(&path.key(ID), no_id()),
        }
        return;
    }
    for prop in TABLE.iter().filter(|prop| prop.name != ID) {
        if !cert.contains_key(prop.name) {
            problems.add(&path.key(prop.name), missing(prop.name, prop.shape));
        }
    }
    for name in ["certificate", "privateKey"] {
        let given = text(cert, name).trim();
        // Only what may be the name of a file is looked up. What is wrong with the rest the table says, or
        // the service.
        if given.is_empty() || is_address(given) {
            continue;
        }
        if is_oss(given) {
            if PemSource::of(given).is_none() {
                problems.add(&path.key(name), no_object());
            }
            continue;
        }
        match pem(given, context) {
            Some(pem) => drop(cert.insert(name.to_owned(), pem.into())),
            None => problems.add(&path.key(name), neither(is_absent(given, context))),
        }
    }
}

/// The id of a certificate, which files write as a number or as a text.
fn number(id: &Value) -> Option<u64> {
    let text = id.as_str().and_then(|text| text.trim().parse().ok());
    id.as_u64().or(text)
}

/// A certificate that the service keeps, under the name that upstream gives to it.
fn kept(id: u64) -> Map<String, Value> {
    let place = PemSource::kept(id);
    let entries = [
        ("certName", format!("cret-{id}")),
        ("certificate", place.clone()),
        ("privateKey", place),
    ];
    let entries = entries.map(|(name, value)| (name.to_owned(), value.into()));
    entries.into_iter().collect()
}

/// Texts that can be no file's name are never looked up.
pub(in crate::dialect) fn is_name(given: &str) -> bool {
    given.len() <= LONGEST_PATH && !given.contains('\n')
}

/// Whether it may be the name of a file that is not there yet.
fn is_absent(given: &str, context: &Context<'_>) -> bool {
    is_name(given) && matches!(context.files.kind(&join(context.base, given)), Ok(None))
}

/// The PEM text that is given, or that is in the file which is named, without what stands around it, as upstream
/// sends it. Why there is none is not told: what was taken for a file's name could be the key itself.
fn pem(given: &str, context: &Context<'_>) -> Option<String> {
    if given.contains(BEGIN) {
        return Some(given.to_owned());
    }
    let bytes = is_name(given)
        .then(|| context.files.read(&join(context.base, given)))?
        .ok()??;
    let text = String::from_utf8(bytes).ok()?;
    text.contains(BEGIN).then(|| text.trim().to_owned())
}

fn no_id() -> Fault {
    Fault::new(
        words!("is not the id of a certificate", "不是证书 ID"),
        words!(
            "write the number that the console of the certificate service shows, as certId: 1234567",
            "请填写数字证书管理服务控制台中显示的数字，例如 certId: 1234567"
        ),
    )
}

fn no_object() -> Fault {
    Fault::new(
        words!("does not name an object of OSS", "不是有效的 OSS 对象地址"),
        words!(
            "write oss://REGION/BUCKET/OBJECT, for example oss://cn-hangzhou/my-bucket/tls/key.pem",
            "请写成 oss://REGION/BUCKET/OBJECT，例如 oss://cn-hangzhou/my-bucket/tls/key.pem"
        ),
    )
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
