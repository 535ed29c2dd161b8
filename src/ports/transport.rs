//! HTTP, as the core sees it.

use super::Wait;

/// An HTTP method that fc-guard uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }
}

/// One HTTP request, complete with its signature.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    pub url: String,
    /// `Host` and `Content-Length` are left to the transport.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// How long the whole exchange may take, in milliseconds.
    pub timeout: u64,
    /// How large the reply's body may be, in bytes. Of a larger one no more is held in memory.
    pub limit: u64,
}

/// One HTTP reply, read to its end.
#[derive(Clone, Debug, Default)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Why no whole reply came back. The text is the cause in the transport's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// No connection: name not resolved, refused, TLS failed.
    Connect(String),
    /// The time given in the request ran out.
    Timeout,
    /// The connection broke before the reply was complete.
    Broken(String),
    /// The reply's body is larger than so many bytes, which the request allowed.
    TooLarge(u64),
}

/// How much of an exchange is done, in bytes of the two bodies; headers do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// What the system has taken of the request's body. It may still be on its way to the server.
    pub sent: u64,
    /// What has arrived of the reply's body.
    pub received: u64,
    /// The size of the reply's body, where the server announced it.
    pub expected: Option<u64>,
}

/// Is told how much of an exchange is done, whenever that has changed. Within one exchange no number
/// becomes smaller, and at its end both are the sizes of the bodies, unless the server answered before
/// it had read the request to its end.
pub type Watch<'a> = &'a dyn Fn(Moved);

/// Sends one request and waits for its whole reply. An error status is a reply, not an error.
pub trait Transport {
    /// `watch` is for bodies that take long. It is called by the returned future only, so never after
    /// that is done or dropped.
    ///
    /// # Errors
    /// No whole reply came back.
    fn send<'a>(
        &'a self,
        request: Request,
        watch: Option<Watch<'a>>,
    ) -> Wait<'a, Result<Response, TransportError>>;
}
