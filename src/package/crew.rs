//! Many hands for one kind of work, where the machine has them. What comes out is in the order of
//! what went in, whoever did it.

use crate::error::Result;

/// How many hands the machine has.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn hands() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// WebAssembly has one thread.
#[cfg(target_arch = "wasm32")]
pub(super) fn hands() -> usize {
    1
}

/// Takes the pieces of work one after the other, does them, and checks each result in order.
///
/// # Errors
/// The first piece that cannot be had, done or taken.
pub(super) fn work<I: Send, O: Send>(
    hands: usize,
    pieces: impl Iterator<Item = Result<I>>,
    job: impl Fn(I) -> Result<O> + Sync,
    check: &mut dyn FnMut(&O) -> Result<()>,
) -> Result<Vec<O>> {
    #[cfg(not(target_arch = "wasm32"))]
    if hands > 1 {
        return together(hands, pieces, job, check);
    }
    let _ = hands;
    let mut done = Vec::new();
    for piece in pieces {
        let output = job(piece?)?;
        check(&output)?;
        done.push(output);
    }
    Ok(done)
}

/// The caller's thread takes the pieces, because only it may use the sockets; the others do them.
#[cfg(not(target_arch = "wasm32"))]
fn together<I: Send, O: Send>(
    hands: usize,
    pieces: impl Iterator<Item = Result<I>>,
    job: impl Fn(I) -> Result<O> + Sync,
    check: &mut dyn FnMut(&O) -> Result<()>,
) -> Result<Vec<O>> {
    use std::sync::Mutex;
    use std::sync::mpsc::{channel, sync_channel};

    // A short queue: what was read and not compressed yet stands in memory.
    let (give, queue) = sync_channel::<(usize, I)>(2 * hands);
    let queue = Mutex::new(queue);
    let (hand_in, results) = channel::<(usize, Result<O>)>();
    let (queue, job) = (&queue, &job);
    std::thread::scope(|scope| {
        for _ in 0..hands {
            let hand_in = hand_in.clone();
            scope.spawn(move || {
                loop {
                    let next = match queue.lock() {
                        Ok(queue) => queue.recv(),
                        Err(_) => return,
                    };
                    let Ok((index, piece)) = next else { return };
                    if hand_in.send((index, job(piece))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(hand_in);
        let mut ordered = Ordered::default();
        for (index, piece) in pieces.enumerate() {
            if give.send((index, piece?)).is_err() {
                break;
            }
            while let Ok(result) = results.try_recv() {
                ordered.take(result, check)?;
            }
        }
        drop(give);
        for result in results {
            ordered.take(result, check)?;
        }
        Ok(ordered.done)
    })
}

/// Results that wait until those before them are there.
#[cfg(not(target_arch = "wasm32"))]
struct Ordered<O> {
    done: Vec<O>,
    early: std::collections::BTreeMap<usize, O>,
}

#[cfg(not(target_arch = "wasm32"))]
impl<O> Default for Ordered<O> {
    fn default() -> Ordered<O> {
        Ordered {
            done: Vec::new(),
            early: std::collections::BTreeMap::new(),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<O> Ordered<O> {
    fn take(
        &mut self,
        (index, result): (usize, Result<O>),
        check: &mut dyn FnMut(&O) -> Result<()>,
    ) -> Result<()> {
        self.early.insert(index, result?);
        while let Some(next) = self.early.remove(&self.done.len()) {
            check(&next)?;
            self.done.push(next);
        }
        Ok(())
    }
}
