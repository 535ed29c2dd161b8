//! Everything that a person sees. It is handed sealed values only, so it cannot show a secret.

pub mod amount;
pub mod columns;
pub mod diff;
pub mod files;
pub mod former;
pub mod history;
pub mod hook;
pub mod left;
pub mod mark;
pub mod menu;
pub mod object;
pub mod pager;
pub mod report;
pub mod screen;
pub mod steps;
pub mod survey;
pub mod value;
pub mod wrap;
