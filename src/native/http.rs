//! HTTP by reqwest. Connections are kept and reused for the whole run.
//!
//! A failure is only told here, and a redirect is an answer like any other: what either means, and whether to
//! try again, is decided in `wire`.

mod body;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use self::body::Counted;
use crate::entry::tally::Tally;
use crate::ports::{Method, Request, Response, Transport, TransportError, Wait, Watch};

/// Seconds until a connection must stand.
const CONNECT_TIMEOUT: u64 = 10;

/// Sends requests by reqwest.
#[derive(Debug)]
pub struct Http {
    /// Holds the connections.
    client: reqwest::Client,
}

impl Http {
    /// A client with its own pool of connections.
    ///
    /// # Errors
    /// When TLS cannot be set up on this machine.
    pub fn new() -> Result<Http, String> {
        // A second installation fails and changes nothing, which is what is wanted.
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(CONNECT_TIMEOUT))
            // A redirected request would carry a signature for another host.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map(|client| Http { client })
            .map_err(|error| chain(&error))
    }

    /// One request and its reply, with the bytes counted as they move.
    async fn exchange(
        &self,
        request: Request,
        tally: &Arc<Tally>,
    ) -> Result<Response, TransportError> {
        let limit = request.limit;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self
            .client
            .request(method, &request.url)
            .timeout(Duration::from_millis(request.timeout));
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if !request.body.is_empty() {
            let body = Counted::new(request.body, Arc::clone(tally));
            builder = builder.body(reqwest::Body::wrap(body));
        }
        let reply = builder.send().await.map_err(failure)?;
        let headers = reply.headers().iter().map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        });
        Ok(Response {
            status: reply.status().as_u16(),
            headers: headers.collect(),
            body: read(reply, tally, limit).await?,
        })
    }
}

/// The reply's body, counted as it arrives.
async fn read(
    mut reply: reqwest::Response,
    tally: &Tally,
    limit: u64,
) -> Result<Vec<u8>, TransportError> {
    let expected = reply.content_length();
    tally.note(|moved| moved.expected = expected);
    let mut body = Vec::new();
    while let Some(piece) = reply.chunk().await.map_err(failure)? {
        body.extend_from_slice(&piece);
        // Counted as it arrives: what the reply announces need not be true.
        if body.len() as u64 > limit {
            return Err(TransportError::TooLarge(limit));
        }
        tally.note(|moved| moved.received = body.len() as u64);
    }
    Ok(body)
}

impl Transport for Http {
    fn send<'a>(
        &'a self,
        request: Request,
        watch: Option<Watch<'a>>,
    ) -> Wait<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let tally = Arc::new(Tally::new());
            tally.watched(watch, self.exchange(request, &tally)).await
        })
    }
}

/// What went wrong, without the address: its query may hold a signature.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    // First, because a connection that did not come about in time is both, and nothing was sent then.
    if error.is_connect() {
        TransportError::Connect(chain(&error))
    } else if error.is_timeout() {
        TransportError::Timeout
    } else {
        TransportError::Broken(chain(&error))
    }
}

/// The error with its causes: the innermost one is usually the one that tells something.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
