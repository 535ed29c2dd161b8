//! What git knows of the tree that is deployed, and how that stands to the tree of another deploy.
//!
//! Nothing here is ever an error: what cannot be told is unknown, with the reason. Git is only asked, and
//! nothing is fetched. A commit explains and orders; it never says what stands online.

mod kept;
mod look;
mod pipeline;
mod relation;
mod remote;
mod run;
mod words;

pub use self::look::{DeployedFiles, look};
pub use self::pipeline::{VARIABLES, person as pipeline_person, runs as is_in_pipeline};

/// The whole id of a commit: 40 hexadecimal digits, or 64 in a repository of SHA-256, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit(String);

/// How many digits of a commit a mark has.
const SHORT: usize = 12;

impl Commit {
    /// The commit of that id; `None` for any other text, a shortened id among them.
    pub fn parse(id: &str) -> Option<Commit> {
        let is_whole = matches!(id.len(), 40 | 64) && is_hex(id);
        is_whole.then(|| Commit(id.to_owned()))
    }

    /// As a record has it.
    pub fn id(&self) -> &str {
        &self.0
    }

    /// As a mark has it: the first 12 digits.
    pub fn short(&self) -> &str {
        short(&self.0)
    }
}

/// An id of a commit as people tell it by: its first 12 digits, or all of one that is shorter.
pub fn short(id: &str) -> &str {
    id.get(..SHORT).unwrap_or(id)
}

fn is_hex(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.bytes().all(digit)
}

/// What is known of the tree that is deployed. What is `None` cannot be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkout {
    /// Of `HEAD`; where git cannot tell it, what the pipeline claims.
    pub commit: Option<Commit>,
    /// The commit that the pipeline claims, where `HEAD` is another one. `HEAD` counts.
    pub claimed: Option<Commit>,
    /// Whether files that git knows differ from the commit, or what is deployed has others, which it does not
    /// ignore.
    pub is_dirty: Option<bool>,
    /// The names of all these, as git writes them.
    pub changed: Vec<String>,
    /// Whether the clone has only the newest part of its history, or that cannot be told.
    pub is_shallow: bool,
    /// Which repository it is: the first 6 hexadecimal digits of the SHA-256 of the address of `origin`,
    /// without what may differ between two clones (scheme, credentials, port, case, `.git`).
    pub repository: Option<String>,
    /// The folder of `s.yaml` within the repository, with `/` only between its parts; empty at the root.
    pub directory: Option<String>,
    /// Without `refs/heads/` or a remote's name; in a pipeline it may be a tag.
    pub branch: Option<String>,
    /// Who deploys, as the pipeline or git's configuration names them: at most 24 characters that a tag may
    /// have, and never a mail address.
    pub who: Option<String>,
    /// The address of the pipeline's run, without credentials; where the system tells none, its numbers.
    pub run: Option<String>,
    /// Why git told nothing, or not all; `None` where it told everything.
    pub unknown: Option<UnknownReason>,
    /// The folder of `s.yaml`, in which git is asked.
    folder: String,
}

impl Checkout {
    /// The tree of the commit that is checked out, whatever was changed in it since.
    #[must_use]
    pub fn head(&self) -> Checkout {
        let is_dirty = self.is_dirty.map(|_| false);
        Checkout {
            is_dirty,
            ..self.clone()
        }
    }
}

/// What another deploy says of its tree, in a mark or a record. It is a claim of whoever wrote that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployed {
    /// The whole id, or its first 12 digits.
    pub commit: Option<String>,
    /// Whether the tree was not that of the commit, or nobody knows.
    pub is_dirty: bool,
    /// As in [`Checkout::repository`].
    pub repository: Option<String>,
}

/// How the tree here stands to the one that was deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is of the same commit.
    Same,
    /// Theirs is an ancestor of ours: proved.
    Contains,
    /// Ours is an ancestor of theirs: proved.
    Older,
    /// Theirs is no ancestor of ours: proved. Nor is ours one of theirs, as far as theirs is in this clone.
    Apart,
    /// Nothing is proved.
    Unknown(UnknownReason),
}

impl Relation {
    /// Whether ours is known to hold all that is in theirs.
    pub fn is_contained(self) -> bool {
        matches!(self, Relation::Same | Relation::Contains)
    }
}

/// Why the tree, or its relation to another one, is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownReason {
    /// There is no git on this machine.
    NoGit,
    /// The folder belongs to no repository.
    NoRepository,
    /// Git does not look at a repository whose files belong to somebody else.
    Refused,
    /// Nothing was committed yet.
    NoCommit,
    /// Git did not answer in time.
    TimedOut,
    /// Git ended with an error that is none of the others.
    Failed,
    /// The clone does not reach back far enough.
    Shallow,
    /// Files here were changed and not committed.
    DirtyHere,
    /// What is online was deployed from files that were not committed.
    DirtyThere,
    /// What is online was deployed from another repository.
    OtherRepository,
    /// What is online does not say from which commit it was deployed.
    Unsaid,
    /// The commit is not in this clone, and nobody can say whether it is of this repository.
    Absent,
}

/// Looks up a variable of the environment; one that is not set or empty is `None`.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<&'a str>;

#[cfg(test)]
mod tests;
