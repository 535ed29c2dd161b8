//! Version 4 of the header signature of OSS: for one day, one region and one service.

use super::{Scheme, Signer, Unsigned, hmac_sha256, lines, sha256};
use crate::spelled::hex;
use crate::time::rfc3339;
use crate::wire::Credential;

const NAME: &str = "OSS4-HMAC-SHA256";

/// What stands for a body that is not signed.
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// What ends every scope.
const TERMINATOR: &str = "aliyun_v4_request";

/// Bytes of `20260102` in a date.
const DAY: usize = 8;

pub(super) const SCHEME: Scheme = Scheme { dress, authorize };

fn dress(request: &mut Unsigned<'_>, signer: &Signer<'_>) {
    request.add("x-oss-date", &basic(signer.clock.now()));
    request.add("x-oss-content-sha256", UNSIGNED);
    if let Some(token) = &signer.key.security_token {
        request.add("x-oss-security-token", token);
    }
}

fn authorize(request: &Unsigned<'_>, key: &Credential) -> String {
    let date = request.header("x-oss-date");
    let day = date.get(..DAY).unwrap_or_default();
    let region = request.region;
    let scope = format!("{day}/{region}/oss/{TERMINATOR}");
    let hash = sha256(canonical(request).as_bytes());
    let text = format!("{NAME}\n{date}\n{scope}\n{hash}");
    // Each step signs the next part of the scope with what the one before gave, and the last one the text
    // itself.
    let chain = [day, region, "oss", TERMINATOR, text.as_str()];
    let secret = format!("aliyun_v4{}", key.access_key_secret).into_bytes();
    let signature = chain
        .into_iter()
        .fold(secret, |key, step| hmac_sha256(&key, step));
    let (key_id, signature) = (&key.access_key_id, hex(&signature));
    format!("{NAME} Credential={key_id}/{scope},Signature={signature}")
}

fn canonical(request: &Unsigned<'_>) -> String {
    let (method, path) = (request.method, request.path);
    let (query, lines) = (
        canonical_query(request.query),
        lines(&request.signed(is_signed)),
    );
    // No headers are signed besides those that always are, so that the line with their names is empty.
    format!("{method}\n{path}\n{query}\n{lines}\n\n{UNSIGNED}")
}

/// Sorted; a parameter without a value stands there by its name alone.
fn canonical_query(query: &str) -> String {
    let pairs = query.split('&');
    let mut pairs: Vec<&str> = pairs
        .map(|pair| pair.strip_suffix('=').unwrap_or(pair))
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

fn is_signed(name: &str) -> bool {
    ["content-type", "content-md5"].contains(&name) || name.starts_with("x-oss-")
}

/// `20260102T030405Z`, from milliseconds since 1970.
fn basic(millis: i64) -> String {
    rfc3339(millis).replace(['-', ':'], "")
}
