//! How a resource as a whole stands, by what is on record and what is online.

use crate::model::mark::Absence;
use crate::model::seal::Sealer;
use crate::snapshot::Part;

/// How a resource as a whole stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not online and never deployed from here: it is created.
    New,
    /// Deployed from here, and not online any more: somebody deleted it.
    Deleted,
    /// Not online, and others have deployed since anything was on record of it here: it is new here, or somebody has
    /// taken it away, and nothing tells which.
    Missing,
    /// Not online, and it was decided earlier that it stays so.
    StaysDeleted,
    /// The same, and what the project says of it was changed since: the decision was about something
    /// else.
    Reopened,
    /// Online, never deployed from here.
    Found,
    /// Online, although it was decided that it stays deleted: others made it since.
    MadeAgain,
    /// Online, deployed from here.
    Deployed,
    /// A configuration that the project does not want (any more), and that is not ours online:
    /// nothing of it has to be remembered.
    Gone,
}

impl Standing {
    /// Whether somebody has to decide whether it comes back.
    pub fn asks(self) -> bool {
        matches!(
            self,
            Standing::Deleted | Standing::Missing | Standing::Reopened
        )
    }

    /// The word that reports and scripts see.
    pub fn word(self) -> &'static str {
        match self {
            Standing::New => "new",
            Standing::Deleted => "deleted",
            Standing::Missing => "missing",
            Standing::StaysDeleted => "stays-deleted",
            Standing::Reopened => "reopened",
            Standing::Found => "found",
            Standing::MadeAgain => "made-again",
            Standing::Deployed => "deployed",
            Standing::Gone => "gone",
        }
    }
}

/// What others made again is left to them where the project does not want it any more.
fn made_again(part: &Part) -> Standing {
    match part.is_wanted() {
        true => Standing::MadeAgain,
        false => Standing::Gone,
    }
}

/// What is not online, and of which nothing is on record that would say whether it ever was.
fn absent(part: &Part) -> Standing {
    if part.is_taken_away() {
        return Standing::Deleted;
    }
    match part.mark.absent(&part.resource) {
        Absence::New => Standing::New,
        Absence::TakenAway => Standing::Deleted,
        Absence::Unknown => Standing::Missing,
    }
}

/// How a resource as a whole stands.
pub(super) fn standing(part: &Part, sealer: &Sealer) -> Standing {
    match (&part.baseline, &part.live) {
        (None, _) | (_, None) if !part.is_wanted() => Standing::Gone,
        (None, None) => absent(part),
        (None, Some(_)) => Standing::Found,
        (Some(_), Some(_)) if part.is_made_again() => made_again(part),
        (Some(_), Some(_)) => Standing::Deployed,
        (Some(baseline), None) => {
            let wanted = sealer.seal(part.resource.kind, &part.said());
            // Nothing seen is how a baseline says that the deletion was accepted. It was accepted for what
            // the file said then.
            match (&baseline.seen, baseline.sent == wanted) {
                // It is new again in a later commit than the one that has taken it out.
                (Some(_), _) if part.mark.took_out(&part.resource) => Standing::New,
                (Some(_), _) => Standing::Deleted,
                (None, true) => Standing::StaysDeleted,
                (None, false) => Standing::Reopened,
            }
        }
    }
}
