//! Stories: the core's commands run in this process, against the emulator, on files in memory, with
//! scripted keys and a clock that only moves when somebody waits. Thousands run in seconds, so the
//! rules are proven here: what is read, shown, asked, sent and saved.
//!
//! ```ignore
//! let story = Story::new();                       // home/a/app with s.yaml and code/, an empty cloud
//! story.s("deploy").ends("changed");              // as `s deploy` over the whole file
//! story.console().change("demo", json!({"memorySize": 1024}));
//! story.s("deploy").ends("drift").writes(&[]);    // nobody to ask: nothing is written
//! story.keys("r").s("deploy").ends("clean");      // a person at the terminal presses r
//! story.before(4, |console| console.change("demo", json!({"timeout": 9}))).s("deploy");
//! story.fate(6, Fate::Lost).s("deploy --use-local");
//! ```
//!
//! `before`, `fate`, `meddle` and `keys` hold for the next run only. Requests are counted from 0 over
//! the run. [`told::Told`] has everything that came of it; [`told::Told::transcript`] is the same as
//! one text. `tests/stories/transcripts/` keeps those of the flows that users live through; whoever
//! changes a text or an order renews them with `INSTA_UPDATE=always` and reads what `git diff` shows.

#![allow(
    clippy::unwrap_used,
    reason = "a story that cannot be told is a failed test"
)]

#[allow(dead_code, reason = "the emulator's own tests use the rest of it")]
#[path = "../../emulator/tests/caller/mod.rs"]
mod caller;
#[path = "../canaries/mod.rs"]
mod canaries;
#[allow(dead_code, reason = "what a story may need is here before the story")]
mod cloud;
#[allow(dead_code, reason = "as above")]
mod console;
#[allow(dead_code, reason = "as above")]
mod memory;
#[allow(dead_code, reason = "as above")]
mod person;
#[allow(dead_code, reason = "as above")]
mod story;
#[allow(dead_code, reason = "as above")]
mod told;
#[allow(dead_code, reason = "as above")]
mod yaml;

mod adversary;
mod aliases;
mod alternated;
mod auto_names;
mod backups;
mod base;
mod certificates;
mod claims;
mod code;
mod code_home;
mod colleagues;
mod command_lines;
mod commands;
mod configs;
mod decide;
mod defaults;
mod domain_blocks;
mod domain_gone;
mod domain_replies;
mod domains;
mod drain;
mod drift;
mod dropped;
mod elsewhere;
mod environments;
mod evaluated;
mod failures;
mod fc2;
mod follows;
mod formats;
mod forms;
mod guessed;
mod halves;
mod hidden;
mod history;
mod home;
mod hook;
mod hostile;
mod identities;
mod images;
mod imperfect;
mod interrupted;
mod keys;
mod leaks;
mod left;
mod left_behind;
mod links;
mod lock;
mod marks;
mod naming;
mod newer;
mod objects;
mod orders;
mod outputs;
mod owners;
mod parts;
mod progress;
mod project;
mod refusals;
mod renamed;
mod renamed_fixes;
mod report_files;
mod restore;
mod restore_left;
mod root_flags;
mod secrets;
mod services_file;
mod situations;
mod stages;
mod standing;
mod state;
mod strangers;
mod suggested;
mod table;
mod taken_away;
mod taken_back;
mod team;
mod team_told;
mod transcripts;
mod travelling;
mod unrecorded;
mod unresolved;
mod values;
mod words;
mod writes;
mod writes_before;
mod writes_created;
mod writes_remove;
mod writes_shared;
mod writes_truth;

/// Whether everything is told, as `cargo xtask test --thorough` asks for. Else a part of the long stories has to
/// do, so that whoever works on something else does not wait for all of them.
#[expect(
    clippy::disallowed_methods,
    reason = "it is about the tests, not about what they test"
)]
fn thorough() -> bool {
    std::env::var_os("FC_GUARD_THOROUGH").is_some()
}
