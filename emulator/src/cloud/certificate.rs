//! Certificates that the account keeps in the certificate service.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A certificate as a test puts it there.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Certificate {
    /// What `certId` names.
    pub id: u64,
    /// What people call it; `cert-` and the id where nothing is said.
    #[serde(default)]
    pub name: Option<String>,
    /// In PEM, the leaf first.
    pub certificate: String,
    /// In PEM; a certificate may be kept without its key.
    #[serde(default)]
    pub private_key: String,
    /// The day from which on it is good, as `2026-01-01`.
    #[serde(default)]
    pub start_date: String,
    /// The day until which it is good.
    #[serde(default)]
    pub end_date: String,
    /// Whether that day has passed.
    #[serde(default)]
    pub expired: bool,
}

/// All of the account, by id.
pub(crate) type Certificates = BTreeMap<u64, Certificate>;
