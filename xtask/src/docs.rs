//! The book in `docs/`, in Chinese and English. What it shows of a terminal comes from the real thing: scripts play the
//! stories that it tells, and say where a text of it is not what is shown today.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::npm;
use crate::project::Project;
use crate::test;

/// What is done beside building it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stories {
    /// The texts are taken as they are.
    Trusted,
    /// They have to be what is shown today.
    Checked,
    /// They are written anew, and the pictures with them.
    Renewed,
}

/// Builds it into `target/docs`. A link that leads nowhere is an error.
pub(crate) fn build(project: &Project, stories: Stories) -> Result<()> {
    npm::install(project)?;
    npm::install_in(project, "docs")?;
    match stories {
        Stories::Trusted => {}
        Stories::Checked => {
            script(project, &["docs/scripts/transcripts.mjs", "--check"])?;
            script(project, &["docs/scripts/schema.mjs"])?;
            script(project, &["docs/scripts/commands.mjs"])?;
        }
        Stories::Renewed => {
            script(project, &["docs/scripts/reference.mjs"])?;
            script(project, &["docs/scripts/transcripts.mjs"])?;
            script(project, &["docs/scripts/pictures.mjs"])?;
        }
    }
    let out = project.target().join("docs");
    let mut vitepress = node(project, &["docs/node_modules/vitepress/bin/vitepress.js"]);
    vitepress.args(["build", "docs"]);
    vitepress.env("DOCS_OUT", &out);
    vitepress.env("DOCS_CACHE", project.target().join("docs-cache"));
    command::run(&mut vitepress)?;
    let mut links = node(project, &["docs/scripts/links.mjs"]);
    command::run(links.arg(&out))?;
    println!("{}", out.join("index.html").display());
    Ok(())
}

fn script(project: &Project, args: &[&str]) -> Result<()> {
    command::run(&mut node(project, args))
}

/// Node in the folder of the project. It finds programs that were built for tests, or else those that are shipped.
pub(crate) fn node(project: &Project, args: &[&str]) -> Command {
    let mut node = Command::new("node");
    node.args(args).current_dir(project.root());
    test::surround(&mut node, project);
    for (variable, name) in [
        ("FC_GUARD_BIN", "fc-guard"),
        ("FC_EMULATOR_BIN", "fc-emulator"),
    ] {
        let made = [project.tested(name), project.binary(name)];
        let written =
            |file: &std::path::PathBuf| fs::metadata(file).and_then(|data| data.modified());
        let newest = made
            .into_iter()
            .filter(|file| file.exists())
            .max_by_key(|file| written(file).ok());
        match newest {
            Some(file) => node.env(variable, file),
            None => node.env_remove(variable),
        };
    }
    node
}
