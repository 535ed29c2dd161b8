//! Misbehaviour on demand.

use std::time::Duration;

use serde::Deserialize;

use crate::error::ApiError;
use crate::http::{Request, Response};
use crate::xml;

/// Which requests go wrong, and how. Of several faults that fit a request, the first counts.
///
/// As JSON it is one object with `kind` (`status`, `hang`, `delay`, `cut`, `half`, `close`,
/// `unknownFields`) and these optional members: `method`, `path`, `times`, for `status` also `status`
/// (default 500), `code` (default `InternalServerError`) and `message`, and for `delay` also `ms`
/// (default 1000).
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Described")]
pub struct Fault {
    /// Only requests with this method; absent for all.
    pub method: Option<String>,
    /// Only requests with this path, its query aside. `*` stands for anything, so that
    /// `/2023-03-30/functions/*` is a prefix; absent for all.
    pub path: Option<String>,
    /// How many more requests it applies to; absent for all until it is removed.
    pub times: Option<u64>,
    /// What happens to such a request.
    pub kind: Kind,
}

/// How a request goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is refused and has no effect.
    Status {
        /// The HTTP status.
        status: u16,
        /// The API's error code, for example `AccessDenied`.
        code: String,
        message: String,
    },
    /// It has its effect, but no reply ever comes.
    Hang,
    /// It has its effect, but the reply comes that much later.
    Delay(Duration),
    /// It has its effect, but the connection closes after half of the announced body.
    Cut,
    /// It has its effect, but half of the body is missing from a reply that is complete as HTTP.
    Half,
    /// It has its effect, but the connection closes without a reply.
    Close,
    /// A reply that is a JSON object carries one field more, an XML document of OSS one element. Objects of OSS and
    /// files are not the service's words, and stay as they are.
    UnknownFields,
}

/// How a reply leaves a server. Without a socket it is up to the caller to act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// As it is.
    Whole,
    /// Held back that long.
    Late(Duration),
    /// Broken off after half of the body.
    Cut,
    /// The connection closes instead.
    Close,
    /// The connection stays open, and nothing comes.
    Never,
}

/// The JSON of a fault. Unknown members are refused, so that no spelling mistake is a fault for ever.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    method: Option<String>,
    path: Option<String>,
    times: Option<u64>,
    kind: String,
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    ms: Option<u64>,
}

impl TryFrom<Described> for Fault {
    type Error = String;

    fn try_from(given: Described) -> Result<Fault, String> {
        let kind = match given.kind.as_str() {
            "status" => Kind::Status {
                status: given.status.unwrap_or(500),
                code: given
                    .code
                    .unwrap_or_else(|| "InternalServerError".to_owned()),
                message: given.message.unwrap_or_default(),
            },
            "hang" => Kind::Hang,
            "delay" => Kind::Delay(Duration::from_millis(given.ms.unwrap_or(1000))),
            "cut" => Kind::Cut,
            "half" => Kind::Half,
            "close" => Kind::Close,
            "unknownFields" => Kind::UnknownFields,
            other => return Err(format!("unknown kind of fault '{other}'")),
        };
        Ok(Fault {
            method: given.method,
            path: given.path,
            times: given.times,
            kind,
        })
    }
}

impl Fault {
    /// Whether the fault is due for that request.
    pub(crate) fn fits(&self, request: &Request) -> bool {
        let method = self.method.as_deref();
        let path = self.path.as_deref();
        // One that is used up stays in the list, and fits nothing.
        self.times != Some(0)
            && method.is_none_or(|method| method == request.method)
            && path.is_none_or(|path| matches(path, &request.path))
    }

    /// Counts one request, and says what happens to it.
    pub(crate) fn strike(&mut self) -> Kind {
        self.times = self.times.map(|times| times.saturating_sub(1));
        self.kind.clone()
    }
}

impl Kind {
    /// The refusal that takes the operation's place, if there is one.
    pub(crate) fn refusal(&self) -> Option<ApiError> {
        match self {
            Kind::Status {
                status,
                code,
                message,
            } => Some(ApiError::new(*status, code, message)),
            _ => None,
        }
    }

    /// Does to a reply what can be done without a socket. `name` is a field that no API has, and `foreign` says that
    /// the body is not the service's own.
    pub(crate) fn spoil(&self, response: &mut Response, name: &str, foreign: bool) {
        match self {
            Kind::Half => response.body.truncate(response.body.len() / 2),
            Kind::UnknownFields if !foreign => add_field(response, name),
            _ => {}
        }
    }

    /// What a server does with the reply.
    pub(crate) fn delivery(&self) -> Delivery {
        match self {
            Kind::Hang => Delivery::Never,
            Kind::Delay(time) => Delivery::Late(*time),
            Kind::Cut => Delivery::Cut,
            Kind::Close => Delivery::Close,
            Kind::Status { .. } | Kind::Half | Kind::UnknownFields => Delivery::Whole,
        }
    }
}

/// Puts one more member into a reply that is an object, or one more element into one that is a document; any other
/// stays as it is.
fn add_field(response: &mut Response, name: &str) {
    let value = "from the future";
    let mut body = response.json();
    if let Some(map) = body.as_object_mut() {
        map.insert(name.to_owned(), value.into());
        response.body = body.to_string().into_bytes();
    } else if response.header("content-type") == Some("application/xml") {
        let body = String::from_utf8_lossy(&response.body);
        let (inner, end) = body.rsplit_once("</").unwrap_or((&body, ""));
        let added = format!("{inner}{}</{end}", xml::text(name, value));
        response.body = added.into_bytes();
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
    let mut cuts = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    cuts.any(|at| matches(tail, &rest[at..]))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::{Fault, Kind, matches};
    use crate::http::Request;

    fn fault(value: Value) -> Result<Fault, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn a_star_stands_for_anything() {
        assert!(matches("*", "/a/b"));
        assert!(matches("/a/*", "/a/b/c"));
        assert!(matches("/a/*/c", "/a/b/c"));
        assert!(matches("/a*", "/a"));
        assert!(!matches("/a", "/a/b"));
        assert!(!matches("/a/*/d", "/a/b/c"));
    }

    #[test]
    fn a_fault_is_read_from_json_and_wears_off() {
        let mut fault =
            fault(json!({"kind": "delay", "ms": 5, "method": "PUT", "times": 1})).unwrap();
        let request = Request::new("PUT", "/x");
        assert!(!fault.fits(&Request::new("GET", "/x")));
        assert!(fault.fits(&request));
        assert_eq!(fault.strike(), Kind::Delay(Duration::from_millis(5)));
        assert!(!fault.fits(&request));
    }

    #[test]
    fn a_misspelt_fault_is_refused() {
        assert!(
            fault(json!({"kind": "explode"}))
                .unwrap_err()
                .contains("explode")
        );
        assert!(fault(json!({"kind": "hang", "tmies": 1})).is_err());
    }
}
