//! Version 1 of the header signature of OSS, which the temporary buckets still take.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::{Scheme, Signer, Unsigned, hmac_sha1, http_date, lines};
use crate::wire::Credential;

pub(super) const SCHEME: Scheme = Scheme { dress, authorize };

/// The date goes into `x-oss-date`, which a browser's or Node's `fetch` cannot replace.
fn dress(request: &mut Unsigned<'_>, signer: &Signer<'_>) {
    request.add("x-oss-date", &http_date(signer.clock.now()));
    if let Some(token) = &signer.key.security_token {
        request.add("x-oss-security-token", token);
    }
}

fn authorize(request: &Unsigned<'_>, key: &Credential) -> String {
    let text = string_to_sign(request);
    let signature = hmac_sha1(key.access_key_secret.as_bytes(), &text);
    format!("OSS {}:{}", key.access_key_id, STANDARD.encode(signature))
}

/// It covers `/bucket/key` as they are, without any encoding.
fn string_to_sign(request: &Unsigned<'_>) -> String {
    let method = request.method;
    let md5 = request.header("content-md5");
    let content_type = request.header("content-type");
    let date = request.header("x-oss-date");
    let lines = lines(&request.signed(|name| name.starts_with("x-oss-")));
    let resource = percent_decode_str(request.path).decode_utf8_lossy();
    format!("{method}\n{md5}\n{content_type}\n{date}\n{lines}{resource}")
}
