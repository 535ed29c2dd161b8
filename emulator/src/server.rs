//! The HTTP listener in front of an emulator.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::emulator::Emulator;
use crate::http::{Delivery, Request, Response};

/// Answers everybody who connects, for ever; every answer takes `latency` longer than it must.
pub async fn serve(
    listener: TcpListener,
    emulator: Arc<Emulator>,
    latency: Duration,
) -> Infallible {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let emulator = Arc::clone(&emulator);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let emulator = Arc::clone(&emulator);
                async move { answer(&emulator, request, latency).await }
            });
            // A client that goes away is no business of the cloud's.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// Answers one request; an error closes the connection without a byte.
async fn answer(
    emulator: &Emulator,
    request: hyper::Request<Incoming>,
    latency: Duration,
) -> io::Result<hyper::Response<Reply>> {
    let request = read(request).await?;
    let response = emulator.handle(&request);
    tokio::time::sleep(latency).await;
    match response.delivery {
        Delivery::Hang => std::future::pending().await,
        Delivery::Close => Err(io::Error::other("a fault closes the connection")),
        Delivery::Delayed(ms) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            reply(&response)
        }
        Delivery::Normal | Delivery::Cut => reply(&response),
    }
}

async fn read(request: hyper::Request<Incoming>) -> io::Result<Request> {
    let (head, body) = request.into_parts();
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let text =
        |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value)));
    Ok(Request {
        method: head.method.to_string(),
        target: target.to_owned(),
        headers: headers.collect(),
        body: body
            .collect()
            .await
            .map_err(io::Error::other)?
            .to_bytes()
            .to_vec(),
    })
}

fn reply(response: &Response) -> io::Result<hyper::Response<Reply>> {
    let body = &response.body;
    let missing = match response.delivery {
        Delivery::Cut => body.len().div_ceil(2),
        _ => 0,
    };
    let mut builder = hyper::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    if response.status != 204 {
        builder = builder.header("content-length", body.len());
    }
    let reply = Reply {
        data: Some(Bytes::copy_from_slice(&body[..body.len() - missing])),
        missing,
        paused: false,
    };
    builder.body(reply).map_err(io::Error::other)
}

/// A body that breaks off if it announces more than it has.
struct Reply {
    data: Option<Bytes>,
    /// How many announced bytes will never be sent.
    missing: usize,
    paused: bool,
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(data) = self.data.take() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        if self.missing == 0 {
            return Poll::Ready(None);
        }
        if !self.paused {
            // One pause lets hyper flush the first part before the connection breaks.
            self.paused = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::other("a fault cuts the body"))))
    }

    fn size_hint(&self) -> SizeHint {
        let present = self.data.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact((present + self.missing) as u64)
    }
}
