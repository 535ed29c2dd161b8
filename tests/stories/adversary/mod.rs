//! The adversary: somebody else writes before each request of each command, and everything that can go
//! wrong with a request does so with each of them; and documents come that nobody thought of. Nobody's
//! change may disappear without a word.

mod crash;
mod documents;
mod faults;
mod foreign;
mod moments;
mod services;
pub(crate) mod trace;
mod writes;
