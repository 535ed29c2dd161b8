//! What fc-guard remembers: the [`records`] of what was deployed, which lie in a [`store`], and the
//! [`workspace`] beside `s.yaml`, which is always of this machine.

mod format;
mod key;
mod link;
pub mod lock;
mod names;
pub mod provenance;
pub mod record;
pub mod records;
pub mod store;
pub mod workspace;
