//! HTTP by the host.

use std::rc::Rc;

use js_sys::Uint8Array;
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Reply, Socket, cause_of};
use crate::entry::tally::Tally;
use crate::ports::{Moved, Request, Response, Transport, TransportError, Wait, Watch};

/// The reply without its body, which is handed over as bytes.
#[derive(Deserialize)]
struct Head {
    /// Of HTTP.
    status: u16,
    headers: Vec<(String, String)>,
}

/// How the host says that a request failed.
#[derive(Deserialize)]
struct HostFailure {
    /// `timeout`, `large` or `connect`; anything else broke off.
    kind: String,
    /// In words, from Node.
    cause: String,
}

impl Transport for Socket {
    fn send<'a>(
        &'a self,
        request: Request,
        watch: Option<Watch<'a>>,
    ) -> Wait<'a, Result<Response, TransportError>> {
        let head = json!({
            "method": request.method.name(),
            "url": request.url,
            "headers": request.headers,
            "timeout": request.timeout,
            "limit": request.limit,
        });
        let limit = request.limit;
        let body = Uint8Array::from(request.body.as_slice());
        let tally = Rc::new(Tally::new());
        // Without a watcher the host need not count at all.
        let moved = match watch {
            Some(_) => counter(&tally),
            None => JsValue::UNDEFINED,
        };
        let promise = self.host.send(&head.to_string(), body, moved);
        Box::pin(async move {
            let reply = tally
                .watched(watch, JsFuture::from(promise))
                .await
                .map_err(|error| transport_error(&error, limit))?;
            // The host is ours, and a class that JavaScript does not name cannot be checked.
            let reply: Reply = reply.unchecked_into();
            let head: Head = serde_json::from_str(&reply.head())
                .map_err(|error| TransportError::Broken(error.to_string()))?;
            Ok(Response {
                status: head.status,
                headers: head.headers,
                body: reply.body().to_vec(),
            })
        })
    }
}

/// The function that the host calls while bytes move. It belongs to JavaScript, because the host may
/// call it although nobody waits for the reply any more.
fn counter(tally: &Rc<Tally>) -> JsValue {
    let tally = Rc::clone(tally);
    let count = move |sent: f64, received: f64, expected: f64| {
        tally.note(|moved| {
            *moved = Moved {
                sent: sent as u64,
                received: received as u64,
                expected: (expected >= 0.0).then_some(expected as u64),
            };
        });
    };
    Closure::<dyn Fn(f64, f64, f64)>::new(count).into_js_value()
}

/// What the host rejected the promise with: JSON, or an exception that it did not expect.
fn transport_error(error: &JsValue, limit: u64) -> TransportError {
    let text = error.as_string().unwrap_or_default();
    match serde_json::from_str::<HostFailure>(&text) {
        Ok(HostFailure { kind, .. }) if kind == "timeout" => TransportError::Timeout,
        Ok(HostFailure { kind, .. }) if kind == "large" => TransportError::TooLarge(limit),
        Ok(HostFailure { kind, cause }) if kind == "connect" => TransportError::Connect(cause),
        Ok(HostFailure { cause, .. }) => TransportError::Broken(cause),
        Err(_) => TransportError::Broken(cause_of(error)),
    }
}
