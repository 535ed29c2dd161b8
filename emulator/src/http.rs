//! Requests and responses as the emulator sees them, independent of any HTTP library.

use serde_json::Value;

use crate::encoding::{decode, query_pairs};

/// One HTTP request, with its target exactly as it was on the wire.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The method in capitals.
    pub method: String,
    /// The path with its query, still percent-encoded.
    pub target: String,
    /// The headers in the order of the wire; names compare without case.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers or body.
    #[must_use]
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            ..Self::default()
        }
    }

    /// The path without the query, still percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }

    /// The query without its question mark, empty if there is none.
    #[must_use]
    pub fn raw_query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The decoded value of a query parameter; an empty one counts as absent.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        query_pairs(self.raw_query())
            .into_iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// The trimmed value of a header, asked for in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    /// The host the client asked for, empty if it named none.
    #[must_use]
    pub fn host(&self) -> &str {
        self.header("host").unwrap_or("")
    }

    /// The decoded path segments.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.path().split('/').skip(1).map(decode).collect()
    }
}

/// How a response must reach the client; everything but [`Delivery::Normal`] comes from a fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// The response is sent as it is.
    #[default]
    Normal,
    /// The response is sent after so many milliseconds.
    Delayed(u64),
    /// Nothing is ever sent and the connection stays open.
    Hang,
    /// The full `Content-Length` is announced, half the body is sent, and the connection closes.
    Cut,
    /// The connection closes without a byte.
    Close,
}

/// One HTTP response and the manner of its delivery.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers, without `Content-Length` and `Date`.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
    /// What the server does with it.
    pub delivery: Delivery,
}

impl Response {
    /// A response with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string().into_bytes(),
            delivery: Delivery::Normal,
        }
    }

    /// A response without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// The same response with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a header, asked for in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
