//! One request and its reply on a connection, delivered as ordered.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming};
use tokio::time::{Sleep, sleep};

use crate::control;
use crate::emulator::{Emulator, Reply};
use crate::fault::Delivery;
use crate::http::{Request, Response};

/// The largest request that is read, in bytes: a package of 500 MB and something around it.
const LARGEST: usize = 600 << 20;

/// How long a broken reply rests before the connection closes, so that its first half gets out.
const REST: Duration = Duration::from_millis(50);

/// Answers one request. An error closes the connection without a reply.
pub(super) async fn answer(
    emulator: &Emulator,
    local: bool,
    request: hyper::Request<Incoming>,
) -> io::Result<hyper::Response<Payload>> {
    let request = read(request).await?;
    if request.path.starts_with(control::PREFIX) && !local {
        return whole(control::forbidden());
    }
    let Reply { response, delivery } = emulator.reply(&request);
    // Orders are no part of the cloud, and take no time.
    if !request.path.starts_with(control::PREFIX) {
        sleep(Duration::from_millis(emulator.config().latency)).await;
    }
    match delivery {
        Delivery::Whole => whole(response),
        Delivery::Late(time) => {
            sleep(time).await;
            whole(response)
        }
        Delivery::Cut => cut(response),
        Delivery::Close => Err(io::Error::other("closed on purpose")),
        // Until the client gives up, or the server goes.
        Delivery::Never => std::future::pending().await,
    }
}

/// The request with its whole body, which signatures need.
async fn read(request: hyper::Request<Incoming>) -> io::Result<Request> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, LARGEST).collect().await;
    let body = body.map_err(io::Error::other)?.to_bytes();
    let header = |(name, value): (&hyper::http::HeaderName, &hyper::http::HeaderValue)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.to_string(), value.into_owned())
    };
    Ok(Request {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers.iter().map(header).collect(),
        body: body.to_vec(),
    })
}

/// A reply as it is.
fn whole(response: Response) -> io::Result<hyper::Response<Payload>> {
    let body = Bytes::from(response.body);
    let rest = None;
    build(response.status, &response.headers, Payload { body, rest })
}

/// A reply that announces its whole length and breaks off in the middle.
fn cut(mut response: Response) -> io::Result<hyper::Response<Payload>> {
    let length = response.body.len();
    // That of a HEAD has told a length already, and has no body to break off in.
    if response.header("content-length").is_none() {
        response = response.with("content-length", length.to_string());
    }
    let body = Bytes::from(response.body).slice(..length / 2);
    let rest = Some(Box::pin(sleep(REST)));
    build(response.status, &response.headers, Payload { body, rest })
}

/// A reply of hyper's.
fn build(
    status: u16,
    headers: &[(String, String)],
    body: Payload,
) -> io::Result<hyper::Response<Payload>> {
    let mut reply = hyper::Response::builder().status(status);
    for (name, value) in headers {
        reply = reply.header(name, value);
    }
    reply.body(body).map_err(io::Error::other)
}

/// The body of a reply.
pub(super) struct Payload {
    /// What is still to be sent.
    body: Bytes,
    /// Set if the connection is to break after that.
    rest: Option<Pin<Box<Sleep>>>,
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if !self.body.is_empty() {
            let body = std::mem::take(&mut self.body);
            return Poll::Ready(Some(Ok(Frame::data(body))));
        }
        let Some(rest) = &mut self.rest else {
            return Poll::Ready(None);
        };
        let broken = || Some(Err(io::Error::other("cut off on purpose")));
        rest.as_mut().poll(context).map(|()| broken())
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_empty() && self.rest.is_none()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self.rest {
            // A known size becomes the `Content-Length`; one that breaks off has announced its own.
            None => hyper::body::SizeHint::with_exact(self.body.len() as u64),
            Some(_) => hyper::body::SizeHint::default(),
        }
    }
}
