//! What a colleague has deployed of a resource, as the records of the team tell, beside what the tree here goes by.

use std::rc::Rc;

use crate::git::Relation;
use crate::model::mark::told;
use crate::state::provenance::Provenance;
use crate::state::record::Baseline;

/// What colleagues have deployed of a resource, by its halves; nothing where that is of this working copy, or need
/// not be looked at.
#[derive(Clone, Debug, Default)]
pub struct Colleagues {
    pub code: Option<Rc<Colleague>>,
    /// All of it where it is no function.
    pub rest: Option<Rc<Colleague>>,
}

/// The newest deploy of a resource, where another working copy has made it and something differs here.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// By whom and from what it was.
    pub deploy: Provenance,
    /// How the tree here stands to the one that it was made from.
    pub relation: Relation,
    /// How the commit that is checked out does, whatever was changed here since.
    pub head: Relation,
    /// Whether nothing of the half may be of another deploy that the tree here is not known to come after.
    pub is_sole: bool,
    /// What was deployed before that the tree here is known to come after: from a commit that it contains, or by
    /// this working copy. Where it holds both, what either of them says is not ours is not. Empty where nothing
    /// of that kind is on record: then nobody knows what was changed here.
    pub bases: Vec<Base>,
}

/// What was on record at a deploy that the tree here comes after.
#[derive(Clone, Debug)]
pub enum Base {
    /// The resource was not there yet.
    Absent,
    Deployed(Rc<Baseline>),
}

impl Base {
    /// When it was put on record, in RFC 3339; the empty text, which comes before all others, where nothing was there.
    pub fn at(&self) -> &str {
        match self {
            Base::Absent => "",
            Base::Deployed(baseline) => &baseline.at,
        }
    }
}

impl Colleague {
    /// How the tree here stands to it, as far as that is worth telling.
    pub fn told(&self) -> Relation {
        told(self.relation, self.head)
    }

    /// Whether the tree here is known to hold all that was deployed.
    pub fn is_contained(&self) -> bool {
        self.relation.is_contained()
    }
}
