//! The calls by which a function is closed to callers, and opened again.

use serde_json::{Value, json};

use super::service::FC3;
use crate::wire::{Action, Body, Call, Client, Failure, Task};

const DISABLE: Action = Action::new(&FC3, "DisableFunctionInvocation", Task::Set);
const ENABLE: Action = Action::new(&FC3, "EnableFunctionInvocation", Task::Set);

/// Why a function is closed for a moment so that its instances end, in the words of upstream fc3.
const DRAINING: &str = "Fast scale-to-zero";

impl Client<'_> {
    /// Closes a function, and ends the requests that it is working on.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn close_to_drain(&self, function: &str) -> Result<(), Failure> {
        let body = json!({"abortOngoingRequest": true, "reason": DRAINING});
        let call = Call::new(DISABLE, &["functions", function, "invoke", "disable"]);
        self.silent(call.body(Body::Json(&body))).await
    }

    /// Opens it again.
    ///
    /// # Errors
    /// As [`Client::close_to_drain`].
    pub async fn open(&self, function: &str) -> Result<(), Failure> {
        let call = Call::new(ENABLE, &["functions", function, "invoke", "enable"]);
        self.silent(call.body(Body::Json(&json!({})))).await
    }
}

/// Whether a function is closed, whoever did that.
pub fn is_closed(function: &Value) -> bool {
    function["invocationRestriction"]["disable"] == true
}

/// Whether it is closed so that its instances end.
pub fn is_draining(function: &Value) -> bool {
    is_closed(function) && function["invocationRestriction"]["reason"] == DRAINING
}
