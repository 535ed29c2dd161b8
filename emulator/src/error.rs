//! The errors of the API, with the codes and messages that clients match on.

use serde_json::{Value, json};

/// One refusal: what the real service would answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
}

/// What an operation gives.
pub(crate) type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// Something in the request is not as it must be.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "InvalidArgument", message)
    }

    /// The route is not known.
    pub(crate) fn unsupported(method: &str, path: &str) -> Self {
        let message = format!("'{method}' against '{path}' is not supported");
        Self::new(400, "PathNotSupported", message)
    }

    /// A header that every signed request carries is absent.
    pub(crate) fn missing_header(name: &str) -> Self {
        let message = format!("required HTTP header {name} was not specified");
        Self::new(400, "MissingRequiredHeader", message)
    }

    /// The access key id belongs to nobody.
    pub(crate) fn unknown_key(id: &str) -> Self {
        let message = format!("The AccessKey ID {id} is invalid.");
        Self::new(403, "InvalidAccessKeyID", message)
    }

    /// The signature is not the one the secret gives.
    pub(crate) fn wrong_signature() -> Self {
        let message = "The request signature we calculated does not match the signature you \
                       provided. Check your access key and signing method.";
        Self::new(403, "SignatureNotMatch", message)
    }

    /// The caller may not do this.
    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new(403, "AccessDenied", message)
    }

    /// The function does not exist.
    pub(crate) fn no_function(name: &str) -> Self {
        Self::new(
            404,
            "FunctionNotFound",
            format!("function '{name}' does not exist"),
        )
    }

    /// The trigger does not exist.
    pub(crate) fn no_trigger(name: &str) -> Self {
        Self::new(
            404,
            "TriggerNotFound",
            format!("trigger '{name}' does not exist"),
        )
    }

    /// The custom domain does not exist.
    pub(crate) fn no_domain(name: &str) -> Self {
        Self::new(
            404,
            "DomainNameNotFound",
            format!("domain name '{name}' does not exist"),
        )
    }

    /// The body of the error in the form of API 3.0.
    pub(crate) fn body(&self, request_id: &str) -> Value {
        let mut body = json!({
            "RequestId": request_id,
            "Code": self.code,
            "Message": self.message,
        });
        if self.status == 403 {
            body["AccessDeniedDetail"] = json!({});
        }
        body
    }
}
