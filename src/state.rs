//! What fc-guard remembers in `.s/fc-guard/`, beside `s.yaml`.

pub mod record;
pub mod store;
