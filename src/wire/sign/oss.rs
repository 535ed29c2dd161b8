//! The V1 header signature of Alibaba Cloud OSS.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{header, header_lines, hmac_sha1};

/// The value of `Authorization`. `resource` is `/bucket/key` however the URL names the bucket; the
/// date is the one in `x-oss-date`, which a browser's or Node's `fetch` cannot replace.
pub(crate) fn authorize(
    method: &str,
    resource: &str,
    headers: &[(String, String)],
    (key_id, secret): (&str, &str),
) -> String {
    let text = string_to_sign(method, resource, headers);
    format!("OSS {key_id}:{}", STANDARD.encode(hmac_sha1(secret, &text)))
}

fn string_to_sign(method: &str, resource: &str, headers: &[(String, String)]) -> String {
    let md5 = header(headers, "content-md5");
    let content_type = header(headers, "content-type");
    let date = header(headers, "x-oss-date");
    let lines = header_lines(headers, "x-oss-");
    format!("{method}\n{md5}\n{content_type}\n{date}\n{lines}{resource}")
}
