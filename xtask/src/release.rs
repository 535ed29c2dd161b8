//! A release: one version, a section of the changelog with its date, and everything that was made of that
//! commit.

mod changelog;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use anyhow::ensure;

use crate::command;
use crate::package;
use crate::package::VERSION;
use crate::package::sums;
use crate::project::Project;

/// What is said of the release, from the changelog.
const NOTES: &str = "NOTES.md";

/// Makes another version of the project: in the root `Cargo.toml`, which is the only place that says it, and
/// over what the changelog has as unreleased.
pub(crate) fn version(project: &Project, version: &str) -> Result<()> {
    ensure!(
        is_version(version),
        "`{version}` is no version: it has three numbers, as in 1.2.3"
    );
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let changelog = changelog::dated(&read(project, "CHANGELOG.md")?, version, &today)?;
    let manifest = versioned(&read(project, "Cargo.toml")?, version)?;
    write(project, "CHANGELOG.md", &changelog)?;
    write(project, "Cargo.toml", &manifest)?;
    // The lock file names the members of the workspace with their version; nothing else of it moves.
    command::run(command::cargo(project.root()).args(["update", "--workspace", "--offline"]))
}

/// Whether a tag may be released: it is that of this version, and the changelog says what is new in it.
pub(crate) fn check(project: &Project, tag: &str) -> Result<()> {
    ensure!(
        tag == format!("v{VERSION}"),
        "the tag {tag} is not that of version {VERSION}, which is v{VERSION}"
    );
    changelog::section(&read(project, "CHANGELOG.md")?, VERSION).map(|_| ())
}

/// Drafts the release of a tag on GitHub. Everything that belongs to it lies in `dist/`, also what was made
/// on other machines.
pub(crate) fn draft(project: &Project, tag: &str) -> Result<()> {
    check(project, tag)?;
    let folder = project.dist();
    let names = package::names();
    complete(&folder, &names)?;
    sums::write(&folder, &names)?;
    let notes = changelog::section(&read(project, "CHANGELOG.md")?, VERSION)?.to_owned();
    fs::write(folder.join(NOTES), notes).context("cannot write the notes")?;
    let mut gh = Command::new("gh");
    gh.current_dir(&folder)
        .args(["release", "create", tag, "--draft", "--verify-tag"]);
    gh.arg(format!("--title=fc-guard {VERSION}"))
        .args(["--notes-file", NOTES]);
    command::run(gh.args(names).arg(sums::FILE))
}

/// A release that lacks a system, or has one twice, is none.
fn complete(folder: &Path, names: &[String]) -> Result<()> {
    let missing: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !folder.join(name).is_file())
        .collect();
    if !missing.is_empty() {
        bail!("dist/ lacks {}", missing.join(", "));
    }
    Ok(())
}

/// Three numbers.
fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|part| {
            part.parse::<u32>()
                .is_ok_and(|number| number.to_string() == *part)
        })
}

/// The root `Cargo.toml` with another version of all members.
fn versioned(manifest: &str, version: &str) -> Result<String> {
    let line = format!("\nversion = \"{VERSION}\"\n");
    ensure!(
        manifest.matches(&line).count() == 1,
        "Cargo.toml must say the version on one line"
    );
    Ok(manifest.replace(&line, &format!("\nversion = \"{version}\"\n")))
}

fn read(project: &Project, name: &str) -> Result<String> {
    fs::read_to_string(project.root().join(name)).with_context(|| format!("cannot read {name}"))
}

fn write(project: &Project, name: &str, text: &str) -> Result<()> {
    fs::write(project.root().join(name), text).with_context(|| format!("cannot write {name}"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::Result;

    use super::complete;
    use super::is_version;
    use super::versioned;
    use crate::package;
    use crate::package::VERSION;

    #[test]
    fn version_has_three_numbers() {
        assert!(["0.1.0", "1.20.3"].into_iter().all(is_version));
        assert!(
            ![
                "", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", "01.2.3", "1.2.3-a", "+1.2.3"
            ]
            .into_iter()
            .any(is_version)
        );
    }

    #[test]
    fn version_is_said_on_one_line() -> Result<()> {
        let manifest = format!("[a]\nversion = \"{VERSION}\"\nb = {{ version = \"{VERSION}\" }}\n");
        let expected = format!("[a]\nversion = \"9.8.7\"\nb = {{ version = \"{VERSION}\" }}\n");
        assert_eq!(versioned(&manifest, "9.8.7")?, expected);
        assert!(versioned("[a]\n", "9.8.7").is_err());
        Ok(())
    }

    #[test]
    fn release_without_one_of_its_systems_is_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let names = package::names();
        for name in &names[1..] {
            fs::write(folder.path().join(name), "")?;
        }
        let refused = complete(folder.path(), &names).map_err(|error| error.to_string());
        assert_eq!(refused, Err(format!("dist/ lacks {}", names[0])));
        fs::write(folder.path().join(&names[0]), "")?;
        complete(folder.path(), &names)
    }
}
