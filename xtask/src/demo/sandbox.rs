//! The place where the demo happens: a copy of the example, a home folder of its own, and nothing
//! of the person's.

use std::env;
use std::fs;
use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use tempfile::TempDir;

use crate::project::Project;

/// How the example names the component; the copy lies elsewhere and names the same folder.
const COMPONENT: &str = "component: ${path('../..')}";

/// All that programs in the sandbox see of our own environment.
const KEPT: [&str; 12] = [
    "PATH",
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "COLUMNS",
    "LINES",
    "FC_GUARD_CORE",
];

/// A temporary folder that goes away with this value.
pub(crate) struct Sandbox {
    /// Holds the copy, a home folder, and a place for temporary files.
    folder: TempDir,
}

impl Sandbox {
    /// Copies the example and makes the copy use the component of this project.
    pub(crate) fn new(project: &Project) -> Result<Sandbox> {
        let folder = tempfile::Builder::new()
            .prefix("fc-guard-demo-")
            .tempdir()
            .context("cannot make a temporary folder")?;
        let sandbox = Sandbox { folder };
        for name in ["home", "tmp"] {
            fs::create_dir(sandbox.path().join(name))?;
        }
        copy(
            &project.root().join("examples/http-python"),
            &sandbox.project(),
        )
        .context("cannot copy examples/http-python")?;
        let root = project
            .root()
            .to_str()
            .context("the project's path is not text")?;
        // In single quotes, since a path may hold what YAML would read as something else.
        let component = format!("component: '{}'", root.replace('\'', "''"));
        sandbox.edit(COMPONENT, &component)?;
        Ok(sandbox)
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The copy of the example.
    pub(crate) fn project(&self) -> PathBuf {
        self.path().join("http-python")
    }

    /// Changes one place in `s.yaml`, as a person would in an editor.
    pub(crate) fn edit(&self, old: &str, new: &str) -> Result<()> {
        let file = self.project().join("s.yaml");
        let text = fs::read_to_string(&file).context("cannot read the example's s.yaml")?;
        // An example that has changed must not make the demo show something else than it says.
        if text.matches(old).count() != 1 {
            bail!("examples/http-python/s.yaml must contain `{old}` once: the demo changes it");
        }
        fs::write(&file, text.replacen(old, new, 1)).context("cannot write the example's s.yaml")
    }

    /// Forgets what was deployed from here, as a fresh clone on another machine would.
    pub(crate) fn forget(&self) -> Result<()> {
        fs::remove_dir_all(self.project().join(".s")).context("the deploy left no .s folder")
    }

    /// Shuts a program into the sandbox.
    pub(crate) fn enclose(&self, command: &mut Command) {
        command.env_clear();
        for name in KEPT {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        if env::var_os("NO_COLOR").is_some() || !io::stdout().is_terminal() {
            // The CLI colours its result even in a file, unless told so.
            command.env("FORCE_COLOR", "0");
        }
        command.env("HOME", self.path().join("home"));
        command.env("TMPDIR", self.path().join("tmp"));
        // With this the CLI starts none of its background helpers.
        command.env("NODE_ENV", "test");
        command.current_dir(self.project());
    }
}

/// Copies a folder, except what an earlier deploy of the example itself left in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == ".s" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(&name))?;
        } else {
            fs::copy(entry.path(), to.join(&name))?;
        }
    }
    Ok(())
}
