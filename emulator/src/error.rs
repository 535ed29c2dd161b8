//! Refusals in the service's words: codes, statuses and messages of the FC and OSS error lists.

use serde_json::json;

use crate::http::Response;
use crate::service::Door;
use crate::xml;

/// A refusal: HTTP status, code and message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    /// Of HTTP.
    pub(crate) status: u16,
    /// The word by which clients tell refusals apart.
    pub(crate) code: String,
    /// For people; no client should read it.
    pub(crate) message: String,
    /// What OSS tells besides, as names and values; the other services tell no more. `EC` is the cause by a number,
    /// where it is known (G58).
    pub(crate) details: Vec<(&'static str, String)>,
}

/// The result of an operation.
pub(crate) type Result<T> = std::result::Result<T, ApiError>;

impl ApiError {
    /// A refusal in these words.
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> ApiError {
        ApiError {
            status,
            code: code.to_owned(),
            message: message.into(),
            details: Vec::new(),
        }
    }

    /// The refusal with one more detail.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> ApiError {
        self.details.push((name, value.into()));
        self
    }

    /// 403 `AccessDenied`, in the words of OSS.
    pub(crate) fn denied() -> ApiError {
        let message = "You have no right to access this object.";
        ApiError::new(403, "AccessDenied", message).with("EC", "0003-00000001")
    }

    /// 400 `InvalidArgument`.
    pub(crate) fn invalid(message: impl Into<String>) -> ApiError {
        ApiError::new(400, "InvalidArgument", message)
    }

    /// 400 `InvalidArgument` for a value that is missing.
    pub(crate) fn required(name: &str) -> ApiError {
        ApiError::invalid(format!("{} is required but not provided", capital(name)))
    }

    /// 400 `InvalidArgument` for a value that is out of bounds, whichever it is (G10).
    pub(crate) fn out_of_range(name: &str, allowed: &str) -> ApiError {
        let name = capital(name);
        ApiError::invalid(format!(
            "{name} is set to an invalid value (allowed: {allowed})"
        ))
    }

    /// 400 `MissingRequiredHeader`.
    pub(crate) fn missing_header(name: &str) -> ApiError {
        let message = format!("required HTTP header {name} was not specified");
        ApiError::new(400, "MissingRequiredHeader", message)
    }

    /// 400 `EntityTooLarge`.
    pub(crate) fn too_large(limit: usize) -> ApiError {
        let message = format!("payload size exceeds maximum allowed size ({limit} bytes)");
        ApiError::new(400, "EntityTooLarge", message)
    }

    /// 400 `PathNotSupported`, the answer to every unknown route.
    pub(crate) fn no_route(method: &str, path: &str) -> ApiError {
        let message = format!("'{method}' against '{path}' is not supported");
        ApiError::new(400, "PathNotSupported", message)
    }

    /// 404 `InvalidAction.NotFound`, the answer of an RPC service to every unknown operation.
    pub(crate) fn no_action() -> ApiError {
        let message = "Specified api is not found, please check your url and method.";
        ApiError::new(404, "InvalidAction.NotFound", message)
    }

    /// 403 `SignatureNotMatch`, whatever it is that does not match.
    pub(crate) fn signature_mismatch() -> ApiError {
        let message = "The request signature we calculated does not match the signature you \
                       provided. Check your access key and signing method";
        ApiError::new(403, "SignatureNotMatch", message)
    }

    /// 403 `InvalidAccessKeyID`.
    pub(crate) fn unknown_key(id: &str) -> ApiError {
        let message = format!("invalid access key ID '{id}'");
        ApiError::new(403, "InvalidAccessKeyID", message)
    }

    /// 404 `FunctionNotFound`.
    pub(crate) fn no_function(name: &str) -> ApiError {
        let message = format!("function '{name}' does not exist.");
        ApiError::new(404, "FunctionNotFound", message)
    }

    /// 404 `TriggerNotFound`.
    pub(crate) fn no_trigger(name: &str, function: &str) -> ApiError {
        let message = format!("trigger '{name}' of function '{function}' does not exist");
        ApiError::new(404, "TriggerNotFound", message)
    }

    /// 404 `DomainNameNotFound`.
    pub(crate) fn no_domain(name: &str) -> ApiError {
        let message = format!("domain name '{name}' does not exist");
        ApiError::new(404, "DomainNameNotFound", message)
    }

    /// 404 `ServiceNotFound`, of FC 2.0.
    pub(crate) fn no_service(name: &str) -> ApiError {
        let message = format!("service '{name}' does not exist");
        ApiError::new(404, "ServiceNotFound", message)
    }

    /// 404 `FunctionNotFound`, in the words of FC 2.0.
    pub(crate) fn no_service_function(name: &str, service: &str) -> ApiError {
        let message = format!("function '{name}' does not exist in service '{service}'");
        ApiError::new(404, "FunctionNotFound", message)
    }

    /// 404 `VersionNotFound`, in the words of FC 2.0.
    pub(crate) fn no_service_version(id: &str, service: &str) -> ApiError {
        let message = format!("version '{id}' of service '{service}' does not exist");
        ApiError::new(404, "VersionNotFound", message)
    }

    /// 404 `AliasNotFound`, in the words of FC 2.0.
    pub(crate) fn no_service_alias(name: &str, service: &str) -> ApiError {
        let message = format!("alias '{name}' of service '{service}' does not exist");
        ApiError::new(404, "AliasNotFound", message)
    }

    /// 409: something of that name is there already (G49). `code` and `what` are for example
    /// `FunctionAlreadyExists` and `function`.
    pub(crate) fn exists(code: &str, what: &str, name: &str) -> ApiError {
        ApiError::new(409, code, format!("{what} '{name}' already exists"))
    }

    /// The reply in the dialect of that door. `host` is the one that was asked.
    pub(crate) fn response(&self, door: Door, request_id: &str, host: &str) -> Response {
        let (status, code, message) = (self.status, &self.code, &self.message);
        let body = match door {
            Door::Api => json!({"RequestId": request_id, "Code": code, "Message": message}),
            Door::Legacy => json!({"ErrorCode": code, "ErrorMessage": message}),
            Door::Oss => return self.xml(request_id, host),
            Door::Certificates => json!({
                "RequestId": request_id,
                "HostId": "cas.aliyuncs.com",
                "Code": code,
                "Message": message,
            }),
            Door::Site => return Response::of(status, "text/plain", message.as_str()),
        };
        Response::of(status, "application/json", body.to_string())
    }

    /// The reply as OSS writes it.
    fn xml(&self, request_id: &str, host: &str) -> Response {
        let always = [
            ("Code", self.code.as_str()),
            ("Message", &self.message),
            ("RequestId", request_id),
            ("HostId", host),
        ];
        let details = self.details.iter();
        let details = details.map(|(name, value)| (*name, value.as_str()));
        let lines = always.into_iter().chain(details);
        let lines = lines.map(|(name, value)| format!("  {}\n", xml::text(name, value)));
        let body = xml::document("Error", &format!("\n{}", lines.collect::<String>()));
        Response::of(self.status, "application/xml", body)
    }
}

/// The service begins its messages with the field's name in capitals.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
