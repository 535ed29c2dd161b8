//! How git is asked: read-only, without anything that a repository could have it run or fetch, and never for
//! longer than a person waits without wondering.

use crate::ports::{ProgramError, Programs, Ran};

use super::UnknownReason;

const GIT: &str = "git";

/// How long one question may take, in milliseconds.
const LIMIT: u32 = 5_000;

/// Git, in one folder.
#[derive(Clone, Copy)]
pub(super) struct Git<'a> {
    pub(super) programs: &'a dyn Programs,
    pub(super) folder: &'a str,
}

impl Git<'_> {
    /// Asks git. An answer is whatever it ended with in time.
    pub(super) async fn ask(self, question: &[&str]) -> Result<Ran, UnknownReason> {
        // Only the folder of `s.yaml` itself, whose files are run anyway, counts as safe whoever owns it: a
        // repository around it may be anybody's, and its configuration names programs.
        let safe = format!("safe.directory={}", self.folder);
        let mut args = vec![
            "--no-optional-locks",
            // A path is what it says, whatever stands in it.
            "--literal-pathspecs",
            "-c",
            "core.fsmonitor=false",
            // Whoever wants to be told of no new files may still have them in a submodule, and names are for people.
            "-c",
            "status.showUntrackedFiles=normal",
            "-c",
            "core.quotePath=false",
        ];
        // A clone without all objects would fetch what is asked for.
        for never in NEVER {
            args.extend(["-c", never]);
        }
        args.extend(["-c", &safe, "-C", self.folder]);
        args.extend(question);
        match self.programs.run_within(LIMIT, GIT, &args).await {
            Ok(Some(ran)) => Ok(ran),
            Ok(None) => Err(UnknownReason::TimedOut),
            Err(ProgramError::Missing) => Err(UnknownReason::NoGit),
            Err(ProgramError::Failed(_)) => Err(UnknownReason::Failed),
        }
    }
}

/// No transport is allowed, one that the configuration allows by its name included.
const NEVER: [&str; 6] = [
    "protocol.allow=never",
    "protocol.https.allow=never",
    "protocol.http.allow=never",
    "protocol.ssh.allow=never",
    "protocol.git.allow=never",
    "protocol.file.allow=never",
];

/// What it means that git ended with an error where it looked for a repository.
pub(super) fn refusal(ran: &Ran) -> UnknownReason {
    // Git speaks the person's language. What it names is the same in all of them: the setting, and the folder
    // that it looked for.
    let told = ran.stderr.trim();
    if told.contains("safe.directory") {
        return UnknownReason::Refused;
    }
    let first = told.lines().next().unwrap_or_default();
    match first.ends_with(".git") || told.contains("GIT_DISCOVERY_ACROSS_FILESYSTEM") {
        true => UnknownReason::NoRepository,
        false => UnknownReason::Failed,
    }
}
