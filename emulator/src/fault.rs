//! Misbehaviour on demand, told by `POST /__emulator__/faults` with a JSON object:
//!
//! * `path`: which requests, `*` standing for anything; without it, all. The query does not count.
//! * `method`: only that one. `times`: how often; without it, until `DELETE /__emulator__/faults`.
//! * `kind`: `status` (with `status`, `code`, `message`; the request has no effect), `delay` (with
//!   `ms`; the request takes effect at once, its reply waits), `hang` (no reply, ever), `cut` (the
//!   connection breaks in the middle of the body), `half` (a complete reply with half a body), `close`
//!   (the connection breaks before the reply), `unknownFields` (one more field in the reply).

use serde::Deserialize;
use serde_json::Value;

use crate::error::ApiError;
use crate::http::{Request, Response};

/// Which requests are spoiled, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    pub method: Option<String>,
    pub path: Option<String>,
    pub times: Option<u64>,
    pub kind: String,
    pub status: Option<u16>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub ms: Option<u64>,
}

/// How one reply is spoiled.
#[derive(Clone, Debug)]
pub enum Misbehaviour {
    Status(ApiError),
    Delay(u64),
    Hang,
    Cut,
    Half,
    Close,
    UnknownFields,
}

impl Fault {
    /// Reads a fault from the body of a control request.
    pub(crate) fn parse(body: &[u8]) -> Result<Fault, String> {
        let fault: Fault = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        match fault.kind.as_str() {
            "status" | "delay" | "hang" | "cut" | "half" | "close" | "unknownFields" => Ok(fault),
            kind => Err(format!("unknown kind of fault: {kind}")),
        }
    }

    pub(crate) fn applies(&self, request: &Request) -> bool {
        let method = self
            .method
            .as_deref()
            .is_none_or(|method| method == request.method);
        let path = self
            .path
            .as_deref()
            .is_none_or(|path| matches(path, &request.path));
        method && path && self.times != Some(0)
    }

    /// One more time.
    pub(crate) fn strike(&mut self) -> Misbehaviour {
        self.times = self.times.map(|times| times - 1);
        match self.kind.as_str() {
            "status" => Misbehaviour::Status(ApiError::new(
                self.status.unwrap_or(500),
                self.code.as_deref().unwrap_or("InternalServerError"),
                self.message.clone().unwrap_or_default(),
            )),
            "delay" => Misbehaviour::Delay(self.ms.unwrap_or(1000)),
            "hang" => Misbehaviour::Hang,
            "cut" => Misbehaviour::Cut,
            "half" => Misbehaviour::Half,
            "close" => Misbehaviour::Close,
            _ => Misbehaviour::UnknownFields,
        }
    }
}

impl Misbehaviour {
    /// What can be spoiled without a socket.
    pub(crate) fn spoil(&self, mut response: Response) -> Response {
        match self {
            Misbehaviour::Half => {
                response.body.truncate(response.body.len() / 2);
                response
            }
            Misbehaviour::UnknownFields => match serde_json::from_slice(&response.body) {
                Ok(Value::Object(mut map)) => {
                    map.insert("fieldOfTomorrow".to_owned(), "42".into());
                    response.body = Value::Object(map).to_string().into_bytes();
                    response
                }
                _ => response,
            },
            _ => response,
        }
    }
}

/// Whether a path matches a pattern in which `*` stands for anything.
fn matches(pattern: &str, path: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('*') else {
        return pattern == path;
    };
    let Some(rest) = path.strip_prefix(head) else {
        return false;
    };
    (0..=rest.len()).any(|at| rest.is_char_boundary(at) && matches(tail, &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(matches("*", "/a/b"));
        assert!(matches("/a/*", "/a/b/c"));
        assert!(matches("/a/*/c", "/a/b/c"));
        assert!(!matches("/a", "/a/b"));
        assert!(!matches("/a/*/d", "/a/b/c"));
    }
}
