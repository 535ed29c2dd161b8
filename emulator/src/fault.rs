//! Faults that a test orders: which requests they hit and what they do to them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::ApiError;
use crate::http::{Delivery, Request, Response};

/// One ordered fault.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Fault {
    /// The method it hits; every method if absent.
    method: Option<String>,
    /// The path it hits, without query; `*` stands for any text. Every path if absent.
    path: Option<String>,
    /// How many more requests it hits; all of them if absent.
    times: Option<u64>,
    #[serde(flatten)]
    pub(crate) kind: Kind,
}

/// What a fault does.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Kind {
    /// The request has no effect and gets this error.
    Status {
        status: u16,
        #[serde(default = "internal_error")]
        code: String,
        #[serde(default)]
        message: String,
    },
    /// The request has no effect and never gets an answer.
    Hang,
    /// The request takes effect, but its answer waits.
    Delay { ms: u64 },
    /// The request takes effect; the answer breaks off in the middle of its body.
    Cut,
    /// The request takes effect; the answer is complete HTTP around half of its body.
    Half,
    /// The request has no effect and the connection closes.
    Close,
    /// The request takes effect; the answer has a field that nobody knows.
    UnknownFields,
}

fn internal_error() -> String {
    "InternalServerError".to_owned()
}

impl Kind {
    /// The answer to a request that must have no effect, if this fault forbids one.
    pub(crate) fn refusal(&self, request_id: &str) -> Option<Response> {
        let silent = |delivery| Response {
            delivery,
            ..Response::default()
        };
        match self {
            Self::Status {
                status,
                code,
                message,
            } => {
                let error = ApiError::new(*status, code, message);
                Some(Response::json(*status, &error.body(request_id)))
            }
            Self::Hang => Some(silent(Delivery::Hang)),
            Self::Close => Some(silent(Delivery::Close)),
            _ => None,
        }
    }

    /// Spoils the answer to a request that took effect.
    pub(crate) fn spoil(&self, mut response: Response) -> Response {
        match self {
            Self::Delay { ms } => response.delivery = Delivery::Delayed(*ms),
            Self::Cut => response.delivery = Delivery::Cut,
            Self::Half => response.body.truncate(response.body.len() / 2),
            Self::UnknownFields => add_unknown_field(&mut response),
            _ => {}
        }
        response
    }
}

fn add_unknown_field(response: &mut Response) {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(&response.body) else {
        return;
    };
    let stamp = jiff::Timestamp::now().as_nanosecond();
    fields.insert(
        format!("unknown{stamp:x}"),
        serde_json::json!({"of": stamp.to_string()}),
    );
    response.body = Value::Object(fields).to_string().into_bytes();
}

/// The first fault that hits the request, which uses up one of its times.
pub(crate) fn strike(faults: &mut Vec<Fault>, request: &Request) -> Option<Kind> {
    let at = faults.iter().position(|fault| fault.hits(request))?;
    let kind = faults[at].kind.clone();
    if let Some(times) = &mut faults[at].times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            faults.remove(at);
        }
    }
    Some(kind)
}

impl Fault {
    fn hits(&self, request: &Request) -> bool {
        let method = |method: &String| method.eq_ignore_ascii_case(&request.method);
        let path = |pattern: &String| matches(pattern, request.path());
        self.times != Some(0)
            && self.method.as_ref().is_none_or(method)
            && self.path.as_ref().is_none_or(path)
    }
}

/// Whether a text matches a pattern in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, rest)) => text.strip_prefix(head).is_some_and(|tail| {
            tail.char_indices()
                .map(|(at, _)| at)
                .chain([tail.len()])
                .any(|at| matches(rest, &tail[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn patterns_match_whole_paths() {
        assert!(matches("/a/*/c", "/a/b/b/c"));
        assert!(matches("*", "/a"));
        assert!(!matches("/a", "/a/b"));
        assert!(!matches("/a/*", "/a"));
    }

    #[test]
    fn a_fault_is_used_up() {
        let mut faults = vec![fault(
            r#"{"method":"get","path":"/a*","times":1,"kind":"hang"}"#,
        )];
        assert_eq!(strike(&mut faults, &Request::new("PUT", "/a")), None);
        assert_eq!(
            strike(&mut faults, &Request::new("GET", "/ab?x=1")),
            Some(Kind::Hang)
        );
        assert!(faults.is_empty());
    }

    #[test]
    fn kinds_are_read() {
        let kind = |text| fault(text).kind;
        assert_eq!(kind(r#"{"kind":"delay","ms":5}"#), Kind::Delay { ms: 5 });
        assert_eq!(kind(r#"{"kind":"unknownFields"}"#), Kind::UnknownFields);
        let text = r#"{"kind":"status","status":403,"code":"AccessDenied","message":"m"}"#;
        assert_eq!(kind(text).refusal("r").unwrap().status, 403);
    }
}
