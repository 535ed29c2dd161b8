//! What a custom domain needs to answer HTTPS.

use serde_json::Value;

/// The setting of a domain that holds its certificate.
pub(crate) const CERTIFICATE: &str = "certConfig";

/// Whether a document of a domain has it answer HTTPS, which takes a certificate.
pub(crate) fn answers(domain: &Value) -> bool {
    let protocol = domain["protocol"].as_str();
    protocol.is_some_and(|protocol| protocol.contains("HTTPS"))
}
