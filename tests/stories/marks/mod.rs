//! The mark that a deploy leaves on its function, and what a clone without a record makes of it.

mod absent;
mod believed;
pub(crate) mod history;
mod left;
mod merged;
mod put_back;
mod records;
mod shared;
mod table;
mod taken_over;
mod whose;

use self::history::History;
use crate::story::Story;
use crate::told::Told;

/// The request that leaves a mark.
const LEAVE: &str = "POST tags-v2";

/// The usual project, whose deploys leave a mark.
fn story() -> Story {
    Story::new().marks()
}

/// Runs a command where git tells that history.
pub(crate) fn run(story: &Story, history: History, command: &str) -> Told {
    story.git(move |args| history.answer(args));
    story.s(command)
}

/// Runs a command that has no reason to ask git.
pub(crate) fn without_git(story: &Story, command: &str) -> Told {
    story.git(|args| panic!("git is asked: {args:?}"));
    story.s(command)
}

/// The value of the mark that stands on the function.
fn mark(story: &Story) -> Option<String> {
    let function = story.console().function("demo");
    let tags = function["tags"].as_array()?;
    let found = tags.iter().find(|tag| tag["Key"] == "fc-guard")?;
    Some(found["Value"].as_str().expect("a text").to_owned())
}

/// The parts of the mark, in the order in which they stand there.
fn parts(story: &Story) -> Vec<String> {
    let mark = mark(story).expect("a mark");
    mark.split(';').map(str::to_owned).collect()
}
