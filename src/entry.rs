//! What the entry points share.

pub mod panic;
pub(crate) mod tally;
