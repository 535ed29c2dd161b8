//! The signature of the 2016-08-15 API, which still hands out the temporary buckets.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{header, header_lines, hmac_sha256};

/// The value of `Authorization` for a call outside `/proxy/`, whose query is not signed.
pub(crate) fn authorize(
    method: &str,
    path: &str,
    headers: &[(String, String)],
    (key_id, secret): (&str, &str),
) -> String {
    let text = string_to_sign(method, path, headers);
    format!(
        "FC {key_id}:{}",
        STANDARD.encode(hmac_sha256(secret, &text))
    )
}

fn string_to_sign(method: &str, path: &str, headers: &[(String, String)]) -> String {
    let md5 = header(headers, "content-md5");
    let content_type = header(headers, "content-type");
    let date = header(headers, "date");
    let lines = header_lines(headers, "x-fc-");
    format!("{method}\n{md5}\n{content_type}\n{date}\n{lines}{path}")
}
