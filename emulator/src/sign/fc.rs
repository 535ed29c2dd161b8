//! The signature of the FC 2016-08-15 API (reference: FC "Signature authentication").

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{hmac_sha256, key_of, mismatch, missing};
use crate::emulator::Key;
use crate::error::Result;
use crate::http::{Request, decode};

/// The key that signed the request.
pub(crate) fn verify<'a>(request: &Request, keys: &'a [Key]) -> Result<&'a Key> {
    let given = request
        .header("authorization")
        .ok_or_else(|| missing("Authorization"))?;
    let (id, signature) = given
        .strip_prefix("FC ")
        .and_then(|rest| rest.split_once(':'))
        .ok_or_else(mismatch)?;
    let key = key_of(keys, id)?;
    if request.header("x-fc-security-token") != key.token.as_deref() {
        return Err(mismatch());
    }
    let date = request.header("date").ok_or_else(|| missing("Date"))?;
    let header = |name| request.header(name).unwrap_or_default();
    let text = format!(
        "{}\n{}\n{}\n{date}\n{}{}",
        request.method,
        header("content-md5"),
        header("content-type"),
        own_headers(request),
        decode(&request.path),
    );
    if STANDARD.encode(hmac_sha256(&key.secret, &text)) == signature {
        Ok(key)
    } else {
        Err(mismatch())
    }
}

fn own_headers(request: &Request) -> String {
    let mut lines: Vec<String> = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .filter(|(name, _)| name.starts_with("x-fc-"))
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    lines.sort_unstable();
    lines.concat()
}
