//! What reads as changed here, held against what the tree here comes after. The newest record may be a colleague's,
//! and what our tree never had looks there like what was taken out of it.

use std::collections::BTreeSet;

use super::Verdict;
use crate::git::Relation;
use crate::model::document::{Leaf, Leaves, same};
use crate::model::path::Path;
use crate::snapshot::{Base, Colleague};
use crate::state::record::Baseline;

/// The witnesses of a colleague's deploy.
pub(super) struct ColleagueWitness {
    relation: Relation,
    bases: Vec<BaseLeaves>,
}

/// What was on record at a deploy that the tree here comes after.
#[derive(Default)]
struct BaseLeaves {
    sent: Leaves,
    seen: Leaves,
    /// What belonged to the console then, so that nothing is said about it.
    owned: BTreeSet<String>,
}

/// A setting in the newest record: what was asked for, and what stood there afterwards.
pub(super) type Halves<'l> = (Option<&'l Leaf>, Option<&'l Leaf>);

/// What becomes of a setting that reads as changed here.
pub(super) struct Judged<'l> {
    pub(super) verdict: Verdict,
    /// What was on record when the tree here was deployed; `None` where the newest record says it.
    pub(super) then: Option<Halves<'l>>,
}

impl ColleagueWitness {
    /// Those of a deploy; `leaves` makes settings of the two halves of a baseline.
    pub(super) fn new(
        colleague: &Colleague,
        leaves: impl Fn(&Baseline) -> (Leaves, Leaves),
    ) -> ColleagueWitness {
        let bases = colleague.bases.iter().map(|base| match base {
            Base::Absent => BaseLeaves::default(),
            Base::Deployed(baseline) => {
                let (sent, seen) = leaves(baseline);
                let owned = baseline.owned.iter().cloned().collect();
                BaseLeaves { sent, seen, owned }
            }
        });
        ColleagueWitness {
            relation: colleague.relation,
            bases: bases.collect(),
        }
    }

    /// The verdict on a setting that reads as changed here and not online, where the file says `desired` of it.
    pub(super) fn judge(
        &self,
        path: &Path,
        desired: Option<&Leaf>,
        newest: Halves<'_>,
    ) -> Judged<'_> {
        let of_newest = |verdict| Judged {
            verdict,
            then: None,
        };
        match self.relation {
            Relation::Same | Relation::Contains => return of_newest(Verdict::Local),
            Relation::Older => return of_newest(Verdict::Older),
            Relation::Apart | Relation::Unknown(_) => {}
        }
        let judged = self
            .bases
            .iter()
            .map(|base| base.judge(path, desired, newest));
        // What one of them says is not ours is not.
        let worst = judged.max_by_key(|one| match one.verdict {
            Verdict::Local => 0,
            Verdict::Remote => 1,
            _ => 2,
        });
        // Nobody knows what was changed here.
        worst.unwrap_or(of_newest(Verdict::Unknown))
    }
}

impl BaseLeaves {
    fn judge(&self, path: &Path, desired: Option<&Leaf>, newest: Halves<'_>) -> Judged<'_> {
        let then = (self.sent.get(path), self.seen.get(path));
        let is_theirs = !same(newest.0, then.0) || !same(newest.1, then.1);
        let is_known = !self.owned.contains(&path.to_string());
        let verdict = match (is_known, same(desired, then.0), is_theirs) {
            (true, true, _) => Verdict::Remote,
            (true, false, false) => Verdict::Local,
            (true, false, true) | (false, ..) => Verdict::Conflict,
        };
        let then = (verdict != Verdict::Local).then_some(then);
        Judged { verdict, then }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::git::UnknownReason;
    use crate::model::document::leaves;
    use crate::model::kind::Kind;

    fn of(timeout: Option<u32>) -> Leaves {
        let document = timeout.map_or(Value::Null, |timeout| json!({"timeout": timeout}));
        leaves(Kind::Function, &document)
    }

    fn path() -> Path {
        Path::default().key("timeout")
    }

    fn base(timeout: Option<u32>, owned: bool) -> BaseLeaves {
        let owned = owned.then(|| path().to_string());
        BaseLeaves {
            sent: of(timeout),
            seen: of(timeout),
            owned: owned.into_iter().collect(),
        }
    }

    fn verdict(
        (relation, bases): (Relation, Vec<BaseLeaves>),
        desired: Option<u32>,
        newest: Option<u32>,
    ) -> Verdict {
        let witness = ColleagueWitness { relation, bases };
        let (desired, newest, path) = (of(desired), of(newest), path());
        let newest = newest.get(&path);
        let judged = witness.judge(&path, desired.get(&path), (newest, newest));
        judged.verdict
    }

    const OTHERS: [Relation; 2] = [
        Relation::Apart,
        Relation::Unknown(UnknownReason::DirtyThere),
    ];

    /// Where git proves which tree comes after which, nothing else is asked.
    #[test]
    fn what_git_proves_decides() {
        for (relation, expected) in [
            (Relation::Same, Verdict::Local),
            (Relation::Contains, Verdict::Local),
            (Relation::Older, Verdict::Older),
        ] {
            let bases = || vec![base(Some(1), false)];
            assert_eq!(verdict((relation, bases()), Some(1), Some(2)), expected);
            assert_eq!(verdict((relation, Vec::new()), None, Some(2)), expected);
        }
    }

    /// The file against what it comes after, and that against the newest deploy.
    #[test]
    fn what_differs_is_of_whoever_changed_it() {
        let values = [None, Some(1), Some(2)];
        for relation in OTHERS {
            for (desired, then) in values.iter().flat_map(|one| values.map(|two| (*one, two))) {
                for newest in values.into_iter().filter(|newest| *newest != desired) {
                    let expected = match (desired == then, newest == then) {
                        (true, _) => Verdict::Remote,
                        (false, true) => Verdict::Local,
                        (false, false) => Verdict::Conflict,
                    };
                    let bases = vec![base(then, false)];
                    assert_eq!(
                        verdict((relation, bases), desired, newest),
                        expected,
                        "{desired:?} {then:?} {newest:?}"
                    );
                    // Of what was the console's then nothing is said.
                    let owned = vec![base(then, true)];
                    assert_eq!(
                        verdict((relation, owned), desired, newest),
                        Verdict::Conflict
                    );
                    assert_eq!(
                        verdict((relation, Vec::new()), desired, newest),
                        Verdict::Unknown
                    );
                }
            }
        }
    }

    /// Of two that the tree comes after, what either says is not ours is not, in whichever order they come.
    #[test]
    fn of_several_the_worst_counts() {
        for relation in OTHERS {
            for bases in [[Some(1), Some(2)], [Some(2), Some(1)]] {
                let both = bases.map(|then| base(then, false)).into();
                assert_eq!(verdict((relation, both), Some(1), Some(2)), Verdict::Remote);
            }
        }
    }
}
