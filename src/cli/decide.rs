//! The flags that decide about differences.

use crate::plan::{Policy, Side, Stance};

/// The flags that decide about differences. The short ones stand for both halves; the long ones say
/// more about one.
#[derive(Debug, clap::Args)]
pub(super) struct Decide {
    #[arg(long, conflicts_with = "use_remote")]
    use_local: bool,
    #[arg(long)]
    use_remote: bool,
    #[arg(long)]
    merge: bool,
    #[arg(long, value_parser = ["local", "remote", "merge"])]
    config: Option<String>,
    #[arg(long, value_parser = ["local", "remote"])]
    code: Option<String>,
}

impl Decide {
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
            Some("merge") => Stance {
                merge: true,
                ..short
            },
            Some(word) => Stance {
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
        }
    }
}
