//! A request's body that says how much of it has been taken.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::entry::tally::Tally;

/// How much is handed over at once, in bytes. The connection asks for more whenever it has room.
const PIECE: usize = 64 * 1024;

/// Bytes that are counted as the connection takes them. Their number is known beforehand, so the
/// request carries a `Content-Length`: OSS takes no body in chunks.
pub(super) struct Counted {
    /// What the connection has not taken yet.
    left: Bytes,
    tally: Arc<Tally>,
}

impl Counted {
    /// All of these bytes are left.
    pub(super) fn new(bytes: Vec<u8>, tally: Arc<Tally>) -> Counted {
        let left = Bytes::from(bytes);
        Counted { left, tally }
    }
}

impl Body for Counted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Counted { left, tally } = self.get_mut();
        if left.is_empty() {
            return Poll::Ready(None);
        }
        // Taken by the connection is not sent yet, but nobody here knows better.
        let piece = left.split_to(left.len().min(PIECE));
        tally.note(|moved| moved.sent += piece.len() as u64);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}
