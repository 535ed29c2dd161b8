//! Commands about something else than the resource of this turn.

use super::{NATIVE, Typed, quoted};

/// The file in which the resources of another component have ours, as `docs/en/plugin.md` tells to write it: a deploy
/// is the only command of that component which calls us.
const OWN_FILE: &str = "fc-guard.yaml";

impl Typed {
    /// Whether the native program was called by hand: what is not of these inputs takes others, which no command
    /// names.
    pub fn is_by_hand(&self) -> bool {
        self.by_hand.is_some()
    }

    /// The same where another component deploys.
    #[must_use]
    pub fn hooked(self, is_hooked: bool) -> Typed {
        Typed { is_hooked, ..self }
    }

    /// The command in the file in which it is one.
    pub(super) fn in_own_file(self) -> Typed {
        if !self.is_hooked || self.verb == "deploy" {
            return self;
        }
        let mut own = self.dropping(&["-t", "--template"]);
        own.args.extend(["-t", OWN_FILE].map(str::to_owned));
        own
    }

    /// The command that lists all commands.
    pub fn all_commands(&self) -> String {
        match self.is_by_hand() {
            true => format!("{} --help", NATIVE[0]),
            false => "s -h".to_owned(),
        }
    }

    /// The command that prepares the place in which a team shares its records.
    pub fn prepares_place(&self) -> String {
        self.over_file().in_project("state").with("init")
    }

    /// The command `words` on what another file names, in an environment of it.
    pub fn in_file(&self, words: &str, file: &str, env: Option<&str>) -> String {
        if self.is_by_hand() {
            return self.other(words);
        }
        let env = env.map(|env| format!(" --env {env}")).unwrap_or_default();
        let elsewhere = self.dropping(&["-t", "--template", "--env"]);
        elsewhere.other(&format!("{words} -t {}{env}", quoted(file)))
    }
}
