//! Orders that tests give a running emulator. They are no part of the cloud: unsigned, not logged,
//! and (see [`crate::Server`]) taken from the loopback address only.

use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::error::ApiError;
use crate::http::{Request, Response};
use crate::route::Door;

/// What the path of every order begins with.
pub(crate) const PREFIX: &str = "/__emulator__/";

/// Carries out an order.
pub(crate) fn obey(emulator: &Emulator, request: &Request) -> Response {
    let order = request.path.strip_prefix(PREFIX).unwrap_or_default();
    match (request.method.as_str(), order) {
        ("POST", "faults") => match serde_json::from_slice(&request.body) {
            Ok(fault) => {
                emulator.fault(fault);
                done()
            }
            Err(error) => refused(&ApiError::invalid(error.to_string())),
        },
        ("DELETE", "faults") => {
            emulator.heal();
            done()
        }
        ("POST", "images") => match serde_json::from_slice(&request.body) {
            Ok(image) => {
                emulator.image(image);
                done()
            }
            Err(error) => refused(&ApiError::invalid(error.to_string())),
        },
        ("GET", "state") => Response::ok(&emulator.state()),
        (method, _) => refused(&ApiError::no_route(method, &request.path)),
    }
}

fn done() -> Response {
    Response::ok(&Value::Null)
}

fn refused(error: &ApiError) -> Response {
    error.response(Door::Api, "control")
}

/// The answer to an order from elsewhere.
pub(crate) fn forbidden() -> Response {
    let body = json!({"Code": "AccessDenied", "Message": "orders are taken from loopback only"});
    Response::of(403, "application/json", body.to_string())
}
