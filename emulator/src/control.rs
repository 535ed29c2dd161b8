//! Orders that tests give a running emulator. They are no part of the cloud: unsigned, not logged,
//! and (see [`crate::Server`]) taken from the loopback address only.

use serde::de::DeserializeOwned;
use serde_json::json;

use crate::cloud::image::Image;
use crate::error::ApiError;
use crate::fault::Fault;
use crate::http::{Request, Response};
use crate::service::Door;

/// What the path of every order begins with.
pub(crate) const PREFIX: &str = "/__emulator__/";

/// What a test orders.
pub(crate) enum Order {
    Misbehave(Fault),
    Heal,
    Image(Image),
    Show,
}

/// The order of a request.
///
/// # Errors
/// The answer to one that is not understood.
pub(crate) fn order(request: &Request) -> Result<Order, Response> {
    let order = request.path.strip_prefix(PREFIX).unwrap_or_default();
    match (request.method.as_str(), order) {
        ("POST", "faults") => read(request).map(Order::Misbehave),
        ("DELETE", "faults") => Ok(Order::Heal),
        ("POST", "images") => read(request).map(Order::Image),
        ("GET", "state") => Ok(Order::Show),
        (method, _) => Err(refused(&ApiError::no_route(method, &request.path))),
    }
}

fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Response> {
    let read = serde_json::from_slice(&request.body);
    read.map_err(|error| refused(&ApiError::invalid(error.to_string())))
}

fn refused(error: &ApiError) -> Response {
    error.response(Door::Api, "control")
}

/// The answer to an order from elsewhere.
pub(crate) fn forbidden() -> Response {
    let body = json!({"Code": "AccessDenied", "Message": "orders are taken from loopback only"});
    Response::of(403, "application/json", body.to_string())
}
