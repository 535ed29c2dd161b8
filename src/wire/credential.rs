//! Who is calling.

use std::fmt;

/// An access key of an Alibaba Cloud account, as `s` hands it over (`getCredential()`).
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The number of the account that owns the resources.
    pub account: String,
    pub access_key_id: String,
    pub access_key_secret: String,
    /// Present with the temporary keys of STS only.
    pub security_token: Option<String>,
}

impl fmt::Debug for Credential {
    /// Shows whose key it is and never the secret or the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("account", &self.account)
            .field("access_key_id", &self.access_key_id)
            .field("temporary", &self.security_token.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let credential = Credential {
            account: "123".into(),
            access_key_id: "LTAI".into(),
            access_key_secret: "hidden-secret".into(),
            security_token: Some("hidden-token".into()),
        };
        let shown = format!("{credential:?}");
        assert!(
            shown.contains("LTAI") && !shown.contains("hidden"),
            "{shown}"
        );
    }
}
