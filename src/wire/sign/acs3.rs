//! `ACS3-HMAC-SHA256`, that of the gateway before the services of the cloud.
//!
//! The rules are those of Alibaba's "V3 request structure and signature" for ROA calls, checked
//! against requests recorded from the official SDK.

use super::{Scheme, Signer, Unsigned, hmac_sha256, lines, names, sha256};
use crate::spelled::hex;
use crate::time::rfc3339;
use crate::wire::Credential;

const NAME: &str = "ACS3-HMAC-SHA256";

/// The lower-case hexadecimal SHA-256 of the body.
const PAYLOAD_HASH: &str = "x-acs-content-sha256";

pub(super) const SCHEME: Scheme = Scheme { dress, authorize };

fn dress(request: &mut Unsigned<'_>, signer: &Signer<'_>) {
    let action = request.action;
    request.add("host", request.host);
    request.add("accept", "application/json");
    request.add("x-acs-action", action.name);
    request.add("x-acs-version", action.service.layout.version());
    request.add("x-acs-date", &rfc3339(signer.clock.now()));
    request.add("x-acs-signature-nonce", &hex(&signer.clock.nonce()));
    request.add(PAYLOAD_HASH, &sha256(request.body));
    // With a temporary key the gateway wants its id in a header, too.
    if let Some(token) = &signer.key.security_token {
        request.add("x-acs-accesskey-id", &signer.key.access_key_id);
        request.add("x-acs-security-token", token);
    }
}

fn authorize(request: &Unsigned<'_>, key: &Credential) -> String {
    let signed = request.signed(is_signed);
    let (lines, names) = (lines(&signed), names(&signed));
    let (method, payload_hash) = (request.method, request.header(PAYLOAD_HASH));
    let Unsigned { path, query, .. } = request;
    let canonical = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{payload_hash}");
    let text = format!("{NAME}\n{}", sha256(canonical.as_bytes()));
    let signature = hex(&hmac_sha256(key.access_key_secret.as_bytes(), &text));
    let key_id = &key.access_key_id;
    format!("{NAME} Credential={key_id},SignedHeaders={names},Signature={signature}")
}

fn is_signed(name: &str) -> bool {
    name == "host" || name == "content-type" || name.starts_with("x-acs-")
}
