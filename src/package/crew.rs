//! Many hands for one kind of work, where the machine has them. What comes out is in the order of
//! what went in, whoever did it.

#[cfg(not(target_arch = "wasm32"))]
mod threads;

use std::cell::Cell;

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

/// How a job says what it has done since it said so last: bytes, and entries.
pub(super) type Tick<'a> = &'a dyn Fn(u64, usize);

/// Takes the pieces of work one after the other, does them, and checks each result in order. `moved`
/// is told, on the caller's thread, how much all jobs together have done so far.
///
/// # Errors
/// The first piece that cannot be had, done or taken.
pub(super) fn work<I: Send, O: Send>(
    hands: usize,
    pieces: impl Iterator<Item = Result<I>>,
    job: impl Fn(I, Tick<'_>) -> Result<O> + Sync,
    check: &mut dyn FnMut(&O) -> Result<()>,
    moved: &dyn Fn(u64, usize),
) -> Result<Vec<O>> {
    #[cfg(not(target_arch = "wasm32"))]
    if hands > 1 {
        return threads::together(hands, pieces, job, check, moved);
    }
    // Only looked at where there are threads.
    let _ = hands;
    let (bytes, entries) = (Cell::new(0), Cell::new(0));
    let step = |more_bytes, more_entries| {
        bytes.set(bytes.get() + more_bytes);
        entries.set(entries.get() + more_entries);
        moved(bytes.get(), entries.get());
    };
    let mut done = Vec::new();
    for piece in pieces {
        // The first error ends the work here; with threads the others in the queue are given up as well.
        let output = job(piece?, &step)?;
        check(&output)?;
        done.push(output);
    }
    Ok(done)
}
