//! The signature of Function Compute before 3.0, for calls outside `/proxy/`, whose query is not signed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Scheme, Signer, Unsigned, hmac_sha256, http_date, lines};
use crate::wire::Credential;

pub(super) const SCHEME: Scheme = Scheme { dress, authorize };

fn dress(request: &mut Unsigned<'_>, signer: &Signer<'_>) {
    request.add("accept", "application/json");
    request.add("date", &http_date(signer.clock.now()));
    request.add("x-fc-account-id", &signer.key.account);
    if let Some(token) = &signer.key.security_token {
        request.add("x-fc-security-token", token);
    }
}

fn authorize(request: &Unsigned<'_>, key: &Credential) -> String {
    let text = string_to_sign(request);
    let signature = hmac_sha256(key.access_key_secret.as_bytes(), &text);
    format!("FC {}:{}", key.access_key_id, STANDARD.encode(signature))
}

/// What is signed: the method, three headers by their values, the `x-fc-` ones by name, and the path.
fn string_to_sign(request: &Unsigned<'_>) -> String {
    let (method, path) = (request.method, request.path);
    // Empty where the request has none, as it has no body here.
    let md5 = request.header("content-md5");
    let content_type = request.header("content-type");
    let date = request.header("date");
    let lines = lines(&request.signed(|name| name.starts_with("x-fc-")));
    format!("{method}\n{md5}\n{content_type}\n{date}\n{lines}{path}")
}
