//! The older signature of RPC services (Alibaba Cloud, "RPC signature mechanism"), which upstream's components
//! still send: the parameters of the query, or of a form in the body, signed as one text.

use super::{check_time, hmac_sha1, key_of};
use crate::clock::Moment;
use crate::config::Key;
use crate::error::{ApiError, Result};
use crate::http::{Request, encode};

/// The key that signed the request. Without `now`, the signature's time is not checked.
pub(crate) fn verify<'k>(
    request: &Request,
    keys: &'k [Key],
    now: Option<Moment>,
) -> Result<&'k Key> {
    let mut fields = request.fields();
    fields.sort_unstable();
    let field = |name: &str| {
        let mut fields = fields.iter();
        let found = fields.find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str())
    };
    let required = |name: &str| field(name).ok_or_else(|| missing(name));
    let key = key_of(keys, required("AccessKeyId")?, field("SecurityToken"))?;
    let date = required("Timestamp")?;
    let wrong = || ApiError::invalid(format!("Timestamp '{date}' is not a time"));
    check_time(Moment::from_iso(date).ok_or_else(wrong)?, now)?;
    let text = text(&request.method, &fields);
    match hmac_sha1(&format!("{}&", key.secret), &text) == required("Signature")? {
        true => Ok(key),
        false => Err(ApiError::signature_mismatch()),
    }
}

/// The text that is signed. The path is always the root.
fn text(method: &str, fields: &[(String, String)]) -> String {
    let signed = fields.iter().filter(|(name, _)| name != "Signature");
    let pair = |(name, value): &(String, String)| format!("{}={}", encode(name), encode(value));
    let query = signed.map(pair).collect::<Vec<_>>().join("&");
    format!("{method}&%2F&{}", encode(&query))
}

/// 400 `MissingParameter`.
fn missing(name: &str) -> ApiError {
    let message =
        format!("The input parameter \"{name}\" is mandatory for processing this request.");
    ApiError::new(400, "MissingParameter", message)
}
