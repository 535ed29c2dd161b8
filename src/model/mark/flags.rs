//! What else a mark says, a letter each.

use std::collections::BTreeSet;
use std::fmt;

use super::{Group, NONE};
use crate::model::resource::{Generation, Kind};

/// The letter for a mark whose digests were made with the key of a team.
const KEYED: char = 'k';

/// The letter for a mark of a deploy that went back behind what was online.
const ROLLBACK: char = 'r';

/// What a mark says beside its digests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Whether its digests were made with the key of a team.
    pub is_keyed: bool,
    /// Whether somebody has decided with it to go back behind what was online.
    pub is_rollback: bool,
    /// The groups for which the deploy does not vouch: it left something there as others had it, or did not
    /// take care of all of it.
    pub unvouched: BTreeSet<Group>,
    /// The kinds of the configurations beside the function that were left there.
    pub configs: BTreeSet<Kind>,
}

/// The configurations of which a mark may tell: no two generations have a letter in common.
pub(super) fn configs() -> impl Iterator<Item = Kind> {
    let generations = [Generation::THIRD, Generation::SECOND];
    generations.into_iter().flat_map(Kind::configs)
}

impl Flags {
    /// `None` for what is no such list in the one order that there is.
    pub(super) fn parse(text: &str) -> Option<Flags> {
        let mut flags = Flags::default();
        let letters = if text == NONE { "" } else { text };
        for letter in letters.chars() {
            let group = Group::ALL.iter().find(|group| group.letter() == letter);
            let mut kinds = configs();
            let kind = kinds.find(|kind| kind.spec().letter == Some(letter));
            match (letter, group, kind) {
                (KEYED, _, _) => flags.is_keyed = true,
                (ROLLBACK, _, _) => flags.is_rollback = true,
                (_, Some(group), _) => drop(flags.unvouched.insert(*group)),
                (_, _, Some(kind)) => drop(flags.configs.insert(kind)),
                _ => return None,
            }
        }
        Some(flags)
    }
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keyed = self.is_keyed.then_some(KEYED);
        let rollback = self.is_rollback.then_some(ROLLBACK);
        let groups = self.unvouched.iter().map(|group| group.letter());
        let kinds = self.configs.iter();
        let kinds = kinds.filter_map(|kind| kind.spec().letter);
        let letters = keyed.into_iter().chain(rollback);
        let letters: String = letters.chain(groups).chain(kinds).collect();
        f.write_str(if letters.is_empty() { NONE } else { &letters })
    }
}
