//! The emulator on a port.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::emulator::{Answer, Emulator};
use crate::fault::Misbehaviour;
use crate::http::{Request, Response};

/// The largest request that is read, in bytes (a package of 500 MB and some more).
const LARGEST: usize = 600 * 1024 * 1024;

/// Serves until the future `stop` is ready.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    emulator: Arc<Emulator>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let app = Router::new().fallback(answer).with_state(emulator);
    axum::serve(listener, app)
        .with_graceful_shutdown(stop)
        .await
}

async fn answer(
    State(emulator): State<Arc<Emulator>>,
    request: axum::http::Request<Body>,
) -> axum::http::Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return plain(Response::empty(413));
    };
    let headers = head.headers.iter().map(|(name, value)| {
        (
            name.to_string(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    });
    let request = Request {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: headers.collect(),
        body: body.to_vec(),
    };
    let answer = emulator.answer(&request);
    tokio::time::sleep(Duration::from_millis(emulator.config.latency)).await;
    misbehave(answer).await
}

async fn misbehave(answer: Answer) -> axum::http::Response<Body> {
    match answer.misbehaviour {
        Some(Misbehaviour::Delay(ms)) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            plain(answer.response)
        }
        Some(Misbehaviour::Hang) => std::future::pending().await,
        Some(Misbehaviour::Close) => broken(answer.response, 0),
        Some(Misbehaviour::Cut) => {
            let half = answer.response.body.len() / 2;
            broken(answer.response, half)
        }
        _ => plain(answer.response),
    }
}

fn plain(response: Response) -> axum::http::Response<Body> {
    let body = Body::from(response.body.clone());
    with_body(&response, body)
}

/// A reply that promises its whole length and breaks off after so many bytes.
fn broken(response: Response, after: usize) -> axum::http::Response<Body> {
    let sent = Bytes::copy_from_slice(&response.body[..after]);
    let parts = [Ok(sent), Err(std::io::Error::other("cut off on purpose"))];
    let length = response.body.len().max(1).to_string();
    let response = response.with("content-length", length);
    with_body(&response, Body::from_stream(stream::iter(parts)))
}

fn with_body(response: &Response, body: Body) -> axum::http::Response<Body> {
    let mut reply = axum::http::Response::builder().status(response.status);
    for (name, value) in &response.headers {
        reply = reply.header(name, value);
    }
    reply
        .body(body)
        .unwrap_or_else(|_| axum::http::Response::new(Body::empty()))
}

/// A server on a thread of its own, which ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    emulator: Arc<Emulator>,
    stop: Option<oneshot::Sender<Infallible>>,
}

impl Server {
    /// Starts the emulator on a free port of the loopback address.
    ///
    /// # Errors
    /// When no port or no thread can be had.
    pub fn start(emulator: Emulator) -> std::io::Result<Server> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let emulator = Arc::new(emulator);
        let (stop, stopped) = oneshot::channel();
        let served = emulator.clone();
        std::thread::Builder::new().spawn(move || {
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener)?;
                tokio::select! {
                    ended = serve(listener, served, std::future::pending()) => ended,
                    _ = stopped => Ok(()),
                }
            })
        })?;
        Ok(Server {
            address,
            emulator,
            stop: Some(stop),
        })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The emulator behind it.
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Dropping the sender is the signal.
        self.stop.take();
    }
}
