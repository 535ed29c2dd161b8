//! How the tree here stands to one that was deployed.

use super::run::Git;
use super::{Checkout, Commit, Deployed, Relation, SHORT, UnknownReason, is_hex};
use crate::ports::Programs;

/// What git says of two commits.
enum Ancestry {
    /// The one is an ancestor of the other.
    Proved,
    /// It is none among the commits that are here.
    NotHere,
    /// One of them is not here.
    Absent,
}

impl Checkout {
    /// How it stands to what was deployed. Only what git proves is told.
    pub async fn relation(&self, programs: &dyn Programs, deployed: &Deployed) -> Relation {
        let told = self.told(programs, deployed).await;
        told.unwrap_or_else(Relation::Unknown)
    }

    /// Whether the commit of a deploy is in the clone, as far as git tells.
    pub async fn has(&self, programs: &dyn Programs, deployed: &Deployed) -> bool {
        let git = Git {
            programs,
            folder: &self.folder,
        };
        let theirs = deployed.commit.as_deref().filter(|id| is_id(id));
        let Some(theirs) = theirs else {
            return false;
        };
        match git.whole(theirs).await {
            Ok(Some(id)) => matches!(git.ancestry([&id, &id]).await, Ok(Ancestry::Proved)),
            Ok(None) | Err(_) => false,
        }
    }

    async fn told(
        &self,
        programs: &dyn Programs,
        deployed: &Deployed,
    ) -> Result<Relation, UnknownReason> {
        let theirs = deployed.commit.as_deref().filter(|id| is_id(id));
        let theirs = theirs.ok_or(UnknownReason::Unsaid)?;
        // What such a tree holds is in no commit.
        if deployed.is_dirty {
            return Err(UnknownReason::DirtyThere);
        }
        let ours = self.clean()?;
        if ours.id().starts_with(theirs) {
            return Ok(Relation::Same);
        }
        let git = Git {
            programs,
            folder: &self.folder,
        };
        let Some(theirs) = git.whole(theirs).await? else {
            return self.without(deployed);
        };
        // A proof is one whatever else the clone lacks, and whichever repository it was deployed from.
        match git.ancestry([&theirs, ours.id()]).await? {
            Ancestry::Proved => return Ok(Relation::Contains),
            Ancestry::Absent => return self.without(deployed),
            Ancestry::NotHere => {}
        }
        match git.ancestry([ours.id(), &theirs]).await? {
            Ancestry::Proved => Ok(Relation::Older),
            // Between the two may be commits that this clone lacks.
            _ if self.is_shallow => Err(UnknownReason::Shallow),
            Ancestry::NotHere => Ok(Relation::Apart),
            Ancestry::Absent => Err(UnknownReason::Failed),
        }
    }

    /// The commit whose tree it is.
    fn clean(&self) -> Result<&Commit, UnknownReason> {
        match (&self.commit, self.is_dirty, self.unknown) {
            (_, _, Some(reason)) => Err(reason),
            (Some(commit), Some(false), None) => Ok(commit),
            (Some(_), Some(true), None) => Err(UnknownReason::DirtyHere),
            (Some(_), None, None) => Err(UnknownReason::Failed),
            (None, _, None) => Err(UnknownReason::NoCommit),
        }
    }

    /// Theirs is a commit that is not here. Of the same repository all of it is here, unless it is shallow.
    fn without(&self, deployed: &Deployed) -> Result<Relation, UnknownReason> {
        let repositories = self.repository.as_ref().zip(deployed.repository.as_ref());
        match repositories {
            Some((ours, theirs)) if ours != theirs => Err(UnknownReason::OtherRepository),
            _ if self.is_shallow => Err(UnknownReason::Shallow),
            Some(_) => Ok(Relation::Apart),
            None => Err(UnknownReason::Absent),
        }
    }
}

impl Git<'_> {
    /// The whole id of a commit of which a mark has the first digits; `None` where there is none here. A branch
    /// may have the same name as these digits, so git is asked for objects alone.
    async fn whole(self, id: &str) -> Result<Option<String>, UnknownReason> {
        if id.len() > SHORT {
            return Ok(Some(id.to_owned()));
        }
        let digits = format!("--disambiguate={id}");
        let ran = self.ask(&["rev-parse", &digits]).await?;
        let mut ids = ran.stdout.lines();
        match (ran.code, ids.next(), ids.next()) {
            (0, None, _) => Ok(None),
            (0, Some(whole), None) if is_id(whole) => Ok(Some(whole.to_owned())),
            _ => Err(UnknownReason::Failed),
        }
    }

    /// Whether the first commit is an ancestor of the second.
    async fn ancestry(self, [one, other]: [&str; 2]) -> Result<Ancestry, UnknownReason> {
        let question = [
            "merge-base",
            "--is-ancestor",
            "--end-of-options",
            one,
            other,
        ];
        match self.ask(&question).await?.code {
            0 => Ok(Ancestry::Proved),
            1 => Ok(Ancestry::NotHere),
            128 => Ok(Ancestry::Absent),
            _ => Err(UnknownReason::Failed),
        }
    }
}

/// Whether it is a commit as marks or records have it. Whatever else somebody wrote there goes nowhere: git
/// would take what begins with a dash for an option.
fn is_id(text: &str) -> bool {
    matches!(text.len(), SHORT | 40 | 64) && is_hex(text)
}
