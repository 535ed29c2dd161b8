//! The emulator on a port.

#![expect(clippy::disallowed_types, reason = "a server listens on a socket")]

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::emulator::Emulator;

mod exchange;

/// An emulator that listens, on a thread of its own, until this is dropped.
#[derive(Debug)]
pub struct Server {
    /// The real one, where port 0 was asked for.
    address: SocketAddr,
    /// Shared with the thread, so that a test can look into it while it serves.
    emulator: Arc<Emulator>,
    // Both are there until the drop.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on an address of the form `127.0.0.1:8080`; port 0 picks a free one.
    ///
    /// # Errors
    /// When the address is wrong or taken, or no thread can be had.
    pub fn start(address: &str, emulator: Emulator) -> io::Result<Server> {
        // Bound here and not on the thread, so that a wrong address is an error of this call.
        let listener = TcpListener::bind(address)?;
        // The runtime takes the listener over later, and asks for that.
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let emulator = Arc::new(emulator);
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&emulator);
        let thread = thread::Builder::new().name("fc-emulator".to_owned());
        let thread = thread.spawn(move || run(&runtime, listener, served, stopped))?;
        Ok(Server {
            address,
            emulator,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it listens, for example `http://127.0.0.1:8080`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The emulator behind it.
    pub fn emulator(&self) -> &Arc<Emulator> {
        &self.emulator
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The thread hears of the dropped sender, and drops open connections with its runtime.
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Serves until the sender of `stopped` is dropped.
fn run(
    runtime: &Runtime,
    listener: TcpListener,
    emulator: Arc<Emulator>,
    stopped: oneshot::Receiver<()>,
) {
    runtime.block_on(async {
        tokio::select! {
            _ = accept(listener, emulator) => {}
            _ = stopped => {}
        }
    });
}

/// Takes connections, each of which is served beside the others.
async fn accept(listener: TcpListener, emulator: Arc<Emulator>) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        // A connection that is gone before it was accepted is nobody's concern.
        if let Ok((stream, peer)) = listener.accept().await {
            tokio::spawn(converse(stream, peer, Arc::clone(&emulator)));
        }
    }
}

/// Serves one connection to its end. How it ends is the client's concern.
async fn converse(stream: TcpStream, peer: SocketAddr, emulator: Arc<Emulator>) {
    let local = peer.ip().is_loopback();
    let service = service_fn(|request| exchange::answer(&emulator, local, request));
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
