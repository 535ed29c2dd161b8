//! What fc-guard remembers in `.s/fc-guard/`, beside `s.yaml`.

mod key;
mod link;
pub mod lock;
pub mod record;
pub mod store;
