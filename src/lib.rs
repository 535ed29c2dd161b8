//! The core of fc-guard: it remembers what was last deployed, looks at what is live, compares both
//! with what the project wants now, and says so before anything is overwritten.
//!
//! Everything flows one way, each noun made only from the one before it:
//! `Desired → Snapshot → Drift → Plan → Record`. The core never touches the network, the disk, the
//! terminal or the clock; it asks the ports in [`ports`]. `ARCHITECTURE.md` is the map.

pub mod apply;
pub mod backup;
pub mod cli;
pub mod clouds;
pub mod commands;
pub mod decide;
pub mod dialect;
pub mod diff;
pub mod drift;
pub mod entry;
pub mod error;
pub mod git;
pub mod given;
pub mod glob;
mod html;
pub mod inputs;
pub mod journal;
mod keyed;
pub mod model;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
pub mod package;
pub mod page;
pub mod paths;
pub mod plain;
pub mod plan;
pub mod ports;
pub mod progress;
pub mod project;
pub mod report;
pub mod run;
pub mod snapshot;
pub mod source;
pub mod spelled;
pub mod state;
pub mod stated;
pub mod time;
pub mod turn;
pub mod typed;
pub mod view;
pub mod wire;
pub mod words;
pub mod write_back;
pub mod written;
pub mod yaml;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
