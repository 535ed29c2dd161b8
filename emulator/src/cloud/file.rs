//! Files at addresses that belong to no service of the cloud.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::http::Request;

/// What a test has put at an address.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Host and path without a scheme, as `files.example.com/certificate.pem`.
    pub address: String,
    /// The HTTP status that a GET is answered with.
    #[serde(default = "ok")]
    pub status: u16,
    /// What it is answered with.
    pub body: String,
}

/// 200.
fn ok() -> u16 {
    200
}

/// All of them, by address.
pub(crate) type Files = BTreeMap<String, File>;

/// The address that a request asks for, whatever its query is.
pub(crate) fn address(request: &Request) -> String {
    let host = request.header("host").unwrap_or_default();
    format!("{host}{}", request.path)
}
