//! Requests and responses without a socket.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// One request as it came over the wire.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// In capitals, for example `GET`.
    pub method: String,
    /// Still percent-encoded, because signatures cover it like that.
    pub path: String,
    /// What follows the question mark, still percent-encoded; empty if there is none.
    pub query: String,
    /// In the order in which they came; names in any case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// One response.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The HTTP status, for example 200.
    pub status: u16,
    /// In the order in which they are sent.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// A request for a target (path, and query if there is one) without headers or body.
    pub fn new(method: &str, target: &str) -> Request {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            ..Request::default()
        }
    }

    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// Path and query as they came.
    pub fn target(&self) -> String {
        match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// The query's parameters, decoded.
    pub(crate) fn params(&self) -> impl Iterator<Item = (String, String)> {
        pairs(&self.query)
    }

    /// The parameters of the query and of a form in the body, decoded.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        let kind = self.header("content-type").unwrap_or_default();
        let form = match kind.starts_with("application/x-www-form-urlencoded") {
            true => String::from_utf8_lossy(&self.body),
            false => "".into(),
        };
        self.params().chain(pairs(&form)).collect()
    }

    /// A parameter of the query, decoded. An empty one counts as absent: upstream clients send
    /// `nextToken=` for the first page.
    pub(crate) fn param(&self, name: &str) -> Option<String> {
        let mut all = self.params();
        all.find(|(given, value)| given == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// All values of a header as one, the way that signatures see them.
    pub(crate) fn joined(&self, name: &str) -> String {
        let all = self.headers.iter();
        let mut values: Vec<&str> = all
            .filter(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .collect();
        // The order in which headers came over the wire is not part of what was signed.
        values.sort_unstable();
        values.join(",")
    }

    /// `name:value` lines of the headers with that prefix, sorted by name, as the signatures of the
    /// 2016 API and of OSS want them.
    pub(crate) fn lines(&self, prefix: &str) -> String {
        let all = self.headers.iter();
        let mut lines: Vec<String> = all
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
            .filter(|(name, _)| name.starts_with(prefix))
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        lines.sort_unstable();
        lines.concat()
    }
}

impl Response {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The body as JSON; `null` if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A 200 with a JSON body.
    pub(crate) fn ok(body: &Value) -> Response {
        Response::of(200, "application/json", body.to_string())
    }

    /// A reply of that type.
    pub(crate) fn of(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Response {
        Response {
            status,
            headers: vec![("content-type".to_owned(), kind.to_owned())],
            body: body.into(),
        }
    }

    /// A reply without a body.
    pub(crate) fn empty(status: u16) -> Response {
        Response {
            status,
            ..Response::default()
        }
    }

    /// The reply with one more header.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Response {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// Names and values joined by `=`, decoded.
fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

/// The first of the headers with that name, whatever its case.
fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut all = headers.iter();
    all.find(|(given, _)| given.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// Percent-decoding; `+` stays a plus.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Percent-encoding of everything but the unreserved characters of RFC 3986.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
