//! Everything that a person sees. It is handed sealed values only, so it cannot show a secret.

pub mod amount;
pub mod columns;
pub mod diff;
pub mod files;
pub mod former;
pub mod left;
pub mod menu;
pub mod meter;
pub mod pager;
pub mod progress;
pub mod report;
pub mod screen;
pub mod survey;
pub mod value;
pub mod work;
pub mod wrap;
