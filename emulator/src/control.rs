//! The control routes by which a test steers the emulator; they are unsigned and unlogged.

use serde_json::json;

use crate::fault::Fault;
use crate::http::{Request, Response};
use crate::state::State;

const PREFIX: &str = "/__emulator__/";

/// Answers a request if it is for a control route.
pub(crate) fn answer(state: &mut State, request: &Request) -> Option<Response> {
    let route = request.path().strip_prefix(PREFIX)?;
    Some(match (request.method.as_str(), route) {
        ("GET", "state") => Response::json(200, &state.snapshot()),
        ("POST", "faults") => order(state, &request.body),
        ("DELETE", "faults") => {
            state.faults.clear();
            Response::empty(204)
        }
        _ => Response::json(404, &json!({"error": "no such control route"})),
    })
}

/// Takes one fault or a list of them.
fn order(state: &mut State, body: &[u8]) -> Response {
    let one = serde_json::from_slice::<Fault>(body).map(|fault| vec![fault]);
    match one.or_else(|error| serde_json::from_slice(body).map_err(|_| error)) {
        Ok(faults) => {
            state.faults.extend(faults);
            Response::json(200, &json!({"faults": state.faults}))
        }
        Err(error) => Response::json(400, &json!({"error": error.to_string()})),
    }
}
