//! Orders that tests give a running emulator. They are no part of the cloud: unsigned, not logged,
//! and (see [`crate::Server`]) taken from the loopback address only.

use serde::de::DeserializeOwned;
use serde_json::json;

use crate::cloud::bucket::Bucket;
use crate::cloud::certificate::Certificate;
use crate::cloud::file::File;
use crate::cloud::image::Image;
use crate::error::ApiError;
use crate::fault::Fault;
use crate::http::{Request, Response};
use crate::service::Door;

/// What the path of every order begins with.
pub(crate) const PREFIX: &str = "/__emulator__/";

/// What a test orders.
pub(crate) enum Order {
    /// Requests go wrong from now on.
    Misbehave(Fault),
    /// No request goes wrong any more.
    Heal,
    /// An image has that digest, or is not there.
    Image(Image),
    /// The certificate service has that certificate.
    Certificate(Certificate),
    /// OSS has that bucket.
    Bucket(Bucket),
    /// That file is at its address.
    File(File),
    /// The answer is everything that stands in the cloud.
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
        ("POST", "buckets") => read(request).map(Order::Bucket),
        ("POST", "certificates") => read(request).map(Order::Certificate),
        ("POST", "files") => read(request).map(Order::File),
        ("GET", "state") => Ok(Order::Show),
        (method, _) => Err(refused(&ApiError::no_route(method, &request.path))),
    }
}

/// The body of an order.
fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Response> {
    let read = serde_json::from_slice(&request.body);
    read.map_err(|error| refused(&ApiError::invalid(error.to_string())))
}

/// The answer to an order that is not understood, in the words of the API.
fn refused(error: &ApiError) -> Response {
    error.response(Door::Api, "control", "")
}

/// The answer to an order from elsewhere.
pub(crate) fn forbidden() -> Response {
    let body = json!({"Code": "AccessDenied", "Message": "orders are taken from loopback only"});
    Response::of(403, "application/json", body.to_string())
}
