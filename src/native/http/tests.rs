//! Against a server of plain ports, so that every byte of a request is seen.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use super::Http;
use crate::ports::{Method, Moved, Request, Response, Transport as _, TransportError};

const REPLY: usize = 1_000_000;
/// More than the buffers of both systems hold, so that the client has to wait.
const BODY: usize = 32_000_000;

/// Takes one request, late, and answers with a body in two parts.
fn serve() -> (String, JoinHandle<(String, usize)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/a", listener.local_addr().expect("its address"));
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        std::thread::sleep(Duration::from_millis(50));
        let (head, body) = take(&mut stream);
        let length = format!("HTTP/1.1 200 OK\r\nContent-Length: {REPLY}\r\n\r\n");
        stream.write_all(length.as_bytes()).expect("the head");
        for _ in 0..2 {
            stream.write_all(&[7; REPLY / 2]).expect("a half");
        }
        (head, body)
    });
    (url, server)
}

/// The head of the request, and the size of its body.
fn take(stream: &mut TcpStream) -> (String, usize) {
    let mut bytes = Vec::new();
    let mut sip = [0; 65_536];
    loop {
        let count = stream.read(&mut sip).expect("some bytes");
        bytes.extend_from_slice(&sip[..count]);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let body = end.map_or(0, |end| bytes.len() - end - 4);
        if body == BODY || count == 0 {
            let head = &bytes[..end.unwrap_or_default()];
            return (String::from_utf8_lossy(head).into_owned(), body);
        }
    }
}

fn exchange(
    url: String,
    limit: u64,
    told: &RefCell<Vec<Moved>>,
) -> Result<Response, TransportError> {
    let request = Request {
        method: Method::Put,
        url,
        headers: Vec::new(),
        body: vec![1; BODY],
        timeout: 30_000,
        limit,
    };
    let watch = |moved| told.borrow_mut().push(moved);
    let http = Http::new().expect("a client");
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(http.send(request, Some(&watch)))
}

#[test]
fn a_reply_that_is_larger_than_it_may_be_is_given_up() {
    let limit = REPLY as u64 - 1;
    let (url, server) = serve();
    let reply = exchange(url, limit, &RefCell::default());
    assert_eq!(reply.err(), Some(TransportError::TooLarge(limit)));
    // It may have been given up before all of it was sent.
    drop(server.join());
}

#[test]
fn what_moves_is_told_and_the_length_is_announced() {
    let (url, server) = serve();
    let told = RefCell::default();
    let reply = exchange(url, REPLY as u64, &told).expect("a reply");
    assert_eq!(reply.body, vec![7; REPLY]);
    let (head, body) = server.join().expect("the server ends");
    let head = head.to_ascii_lowercase();
    assert!(head.contains(&format!("content-length: {BODY}")), "{head}");
    assert!(!head.contains("transfer-encoding"), "{head}");
    assert_eq!(body, BODY);

    let told = told.into_inner();
    let last = Moved {
        sent: BODY as u64,
        received: REPLY as u64,
        expected: Some(REPLY as u64),
    };
    assert_eq!(told.last(), Some(&last));
    assert!(told.len() > 3, "{told:?}");
    let grows =
        |pair: &[Moved]| pair[0].sent <= pair[1].sent && pair[0].received <= pair[1].received;
    assert!(told.windows(2).all(grows), "{told:?}");
    let on_its_way = |moved: &Moved| 0 < moved.sent && moved.sent < BODY as u64;
    assert!(told.iter().any(on_its_way), "{told:?}");
}
