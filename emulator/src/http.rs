//! Requests and responses without a socket.

use percent_encoding::percent_decode_str;

/// One request as it came over the wire.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    /// Still percent-encoded, because signatures cover it like that.
    pub path: String,
    /// Without the question mark, still percent-encoded.
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// One response.
#[derive(Clone, Debug, Default)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// A query parameter, decoded; an empty one counts as absent, as the service takes it.
    pub fn param(&self, name: &str) -> Option<String> {
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| decode(value))
            .filter(|value| !value.is_empty())
    }

    /// The parts of the path, decoded.
    pub fn segments(&self) -> Vec<String> {
        let path = self.path.trim_matches('/');
        path.split('/').map(decode).collect()
    }

    /// Path and query as they came.
    pub fn target(&self) -> String {
        match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }
}

impl Response {
    /// A JSON reply.
    pub fn json(status: u16, body: &serde_json::Value) -> Response {
        Response {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    /// A reply without a body.
    pub fn empty(status: u16) -> Response {
        Response {
            status,
            ..Response::default()
        }
    }

    /// The reply with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Response {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// Percent-decoding; `+` stays a plus.
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
