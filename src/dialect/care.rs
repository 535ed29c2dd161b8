//! How perfect `s.yaml` has to be for a command. Whoever wants to know what is online, or needs it back,
//! must not be stopped by a property that has nothing to do with that.

/// What a command is about to do with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// It makes online what the file says.
    Deploy,
    /// It says what that would do.
    Plan,
    /// It writes what was saved, and compares it with the file.
    Restore,
    /// It needs to know which resources the file is about.
    Look,
}

impl Care {
    /// What a command of that name asks for.
    pub fn of(command: &str) -> Care {
        match command {
            "plan" => Care::Plan,
            "restore" => Care::Restore,
            "drift" | "history" | "info" | "remove" | "sync" => Care::Look,
            // Whatever is not known to look only is held to all of it.
            _ => Care::Deploy,
        }
    }
}
