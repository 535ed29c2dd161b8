//! The flags that decide about differences.

use crate::plan::{Policy, Side, Stance};

/// The flags that decide about differences. The short ones stand for both halves; the long ones say
/// more about one.
#[derive(Debug, clap::Args)]
pub(super) struct Decide {
    /// What is here replaces what others changed.
    #[arg(long, conflicts_with = "use_remote")]
    use_local: bool,
    /// What others changed stays.
    #[arg(long)]
    use_remote: bool,
    /// What was changed on one side only counts; a side beside it decides what collides.
    #[arg(long)]
    merge: bool,
    /// The same for the settings alone, whatever the short flags say.
    #[arg(long, value_parser = ["local", "remote", "merge"])]
    config: Option<String>,
    /// The same for the code alone. Packages are not merged, so there is no such word.
    #[arg(long, value_parser = ["local", "remote"])]
    code: Option<String>,
}

impl Decide {
    /// What the flags decide about each half.
    pub(super) fn policy(&self) -> Policy {
        let short = Stance {
            merge: self.merge,
            side: match (self.use_local, self.use_remote) {
                (true, _) => Some(Side::Local),
                (_, true) => Some(Side::Remote),
                _ => None,
            },
        };
        let half = |word: Option<&str>| match word {
            None => short,
            // A side among the short flags still decides what a merge leaves open.
            Some("merge") => Stance {
                merge: true,
                ..short
            },
            Some(word) => Stance {
                // A side that is named for one half takes the place of the short flags there, of a merge as
                // well.
                merge: false,
                side: Some(match word {
                    "local" => Side::Local,
                    _ => Side::Remote,
                }),
            },
        };
        Policy {
            config: half(self.config.as_deref()),
            code: half(self.code.as_deref()),
            rollback: false,
        }
    }
}
