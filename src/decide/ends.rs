//! How a decision that keeps what is online ends: as commands that can be typed, and as what a person
//! has to put into `s.yaml`.

use crate::drift::{Standing, Stands};
use crate::plan::{Kept, lasts, stands};
use crate::snapshot::Part;
use crate::typed::Typed;
use crate::view::report::Ends;
use crate::view::screen::Screen;
use crate::write_back;

/// How these end. Without a terminal nobody can agree to a secret in a file, so that the command which
/// brings everything home leaves it out: whoever is sent to it again and again gets nowhere.
pub fn ends<'p>(
    screen: Screen<'_>,
    typed: &Typed,
    standing: &[Kept<'_>],
    parts: impl IntoIterator<Item = &'p Part>,
) -> Ends {
    let mut commands = commands(typed, stands(standing));
    let count: usize = standing.iter().map(weight).sum();
    let gone: usize = standing
        .iter()
        .filter(|one| is_gone(one, standing))
        .map(weight)
        .sum();
    if gone == count && !commands.is_empty() {
        // The first one brings home, and nothing of this has a place in `s.yaml`.
        commands.remove(0);
    }
    let lasting = |(one, found): &Kept<'_>| found.iter().filter(|found| lasts(one, found)).count();
    let is_lasting = count > 0 && standing.iter().map(lasting).sum::<usize>() == count;
    if is_lasting {
        // The last one overwrites.
        commands.pop();
    }
    if screen.terminal.attended() {
        return Ends {
            commands,
            by_hand: Vec::new(),
            is_lasting,
        };
    }
    let withheld = write_back::withheld(parts, standing);
    // All of the rest holds secrets that nobody here can agree to, so the command would bring nothing home.
    if gone < count && withheld.len() + gone == count && !commands.is_empty() {
        commands.remove(0);
    }
    Ends {
        commands,
        by_hand: withheld.iter().map(|one| one.by_hand(typed)).collect(),
        is_lasting,
    }
}

/// How many things stand kept in it.
fn weight((_, found): &Kept<'_>) -> usize {
    found.len().max(1)
}

/// Whether its function stays deleted as a whole: no command takes that out of `s.yaml`.
fn is_gone((one, _): &Kept<'_>, standing: &[Kept<'_>]) -> bool {
    standing.iter().any(|(other, _)| {
        let is_function = other.resource.kind.is_function();
        is_function
            && other.standing == Standing::StaysDeleted
            && other.resource == one.resource.root()
    })
}

/// The commands that end it: the first brings home what is kept, the second overwrites it with what
/// is here, and no more than that. None where nothing stands kept.
pub fn commands(typed: &Typed, stands: Stands) -> Vec<String> {
    let local = match (stands.config, stands.code) {
        (false, false) => return Vec::new(),
        (true, true) => "--use-local",
        (true, false) => "--config local",
        (false, true) => "--code local",
    };
    let deploy = typed.deploy();
    vec![deploy.with("--write-back"), deploy.with(local)]
}
