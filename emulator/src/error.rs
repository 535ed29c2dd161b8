//! Errors as the service words them (its error list, and what upstream clients match on).

use serde_json::json;

use crate::http::Response;

/// A refusal: HTTP status, code and message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    pub status: u16,
    pub code: String,
    pub message: String,
}

/// The result of an operation.
pub type Result<T> = std::result::Result<T, ApiError>;

impl ApiError {
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> ApiError {
        ApiError {
            status,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// 400 `InvalidArgument`.
    pub fn invalid(message: impl Into<String>) -> ApiError {
        ApiError::new(400, "InvalidArgument", message)
    }

    /// 404 with the service's own not-found code.
    pub fn function_not_found(name: &str) -> ApiError {
        ApiError::new(
            404,
            "FunctionNotFound",
            format!("function '{name}' does not exist"),
        )
    }

    pub fn trigger_not_found(name: &str, function: &str) -> ApiError {
        let message = format!("trigger '{name}' does not exist in function '{function}'");
        ApiError::new(404, "TriggerNotFound", message)
    }

    pub fn domain_not_found(name: &str) -> ApiError {
        ApiError::new(
            404,
            "DomainNameNotFound",
            format!("domain name '{name}' does not exist"),
        )
    }

    /// 409: something of that name is there already.
    pub fn exists(code: &str, what: &str, name: &str) -> ApiError {
        ApiError::new(409, code, format!("{what} '{name}' already exists"))
    }

    /// 400 `PathNotSupported`, the answer to every unknown route.
    pub fn no_route(method: &str, path: &str) -> ApiError {
        let message = format!("'{method}' against '{path}' is not supported");
        ApiError::new(400, "PathNotSupported", message)
    }

    /// The reply of the FC 3.0 API.
    pub fn response(&self, request_id: &str) -> Response {
        let ApiError {
            status,
            code,
            message,
        } = self;
        let body = json!({"RequestId": request_id, "Code": code, "Message": message});
        Response::json(*status, &body)
    }

    /// The reply of the FC 2.0 API, whose error has other names.
    pub fn response_2016(&self) -> Response {
        let ApiError {
            status,
            code,
            message,
        } = self;
        Response::json(
            *status,
            &json!({"ErrorCode": code, "ErrorMessage": message}),
        )
    }

    /// The reply of OSS, which speaks XML.
    pub fn response_oss(&self, request_id: &str) -> Response {
        let ApiError {
            status,
            code,
            message,
        } = self;
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message><RequestId>{request_id}</RequestId></Error>\n"
        );
        Response {
            status: *status,
            headers: vec![("content-type".to_owned(), "application/xml".to_owned())],
            body: body.into_bytes(),
        }
    }
}
