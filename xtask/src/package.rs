//! What is handed out, in `dist/`: the component for the registry, npm and as a zip, and the program for
//! shells. The same commit gives the same bytes, whoever makes them wherever.

pub(crate) mod archive;
mod bill;
mod check;
mod component;
mod licences;
pub(crate) mod programs;
pub(crate) mod sums;

use std::fs;
use std::path::Path;

use anyhow::Context;
use anyhow::Result;

use crate::deny;
use crate::package::archive::Content;
use crate::package::archive::Entry;
use crate::project::Project;
use crate::wasm;

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The licences of others, beside whatever holds something of them.
const LICENCES: &str = "THIRD-PARTY-LICENSES.txt";

/// Makes all that can be made on this machine.
pub(crate) fn run(project: &Project) -> Result<()> {
    wasm::build(project)?;
    let folder = fresh(&project.dist())?;
    let licences = Entry::file(LICENCES, licences::all(project)?);
    let mut names = component(project, &folder, &licences)?;
    names.extend(programs(project, &folder, &licences)?);
    names.push(put(
        &folder,
        &bill_name(),
        bill::of_materials(project)?.as_bytes(),
    )?);
    finish(&folder, &names)
}

/// Makes the programs alone.
pub(crate) fn native(project: &Project) -> Result<()> {
    let folder = fresh(&project.dist())?;
    let licences = Entry::file(LICENCES, licences::all(project)?);
    let names = programs(project, &folder, &licences)?;
    finish(&folder, &names)
}

/// Makes all, and holds it to what it is meant to be.
pub(crate) fn checked(project: &Project) -> Result<()> {
    check::clean(project)?;
    deny::check(project)?;
    run(project)?;
    check::again(project)?;
    check::used(project)
}

/// The component alone, of the module that is there, in a folder for tests.
pub(crate) fn tested(project: &Project) -> Result<()> {
    let folder = fresh(&project.tested_dist())?;
    let licences = Entry::file(LICENCES, licences::all(project)?);
    component(project, &folder, &licences).map(|_| ())
}

/// Every name that a release has, but for that of the sums.
pub(crate) fn names() -> Vec<String> {
    let programs = programs::all().map(program_name);
    [zip_name(), tarball_name(), bill_name()]
        .into_iter()
        .chain(programs)
        .collect()
}

/// Serverless Devs keeps what it loads under the name up to its first dot.
fn zip_name() -> String {
    format!("fc-guard-{}.zip", VERSION.replace('.', "_"))
}

fn tarball_name() -> String {
    format!("fc-guard-{VERSION}.tgz")
}

fn bill_name() -> String {
    format!("fc-guard-{VERSION}.cdx.json")
}

fn program_name(target: &str) -> String {
    let ending = if target.contains("windows") {
        "zip"
    } else {
        "tar.gz"
    };
    format!("fc-guard-{VERSION}-{target}.{ending}")
}

/// Packs the component in all of its forms. Returns the names of the files.
fn component(project: &Project, folder: &Path, licences: &Entry) -> Result<Vec<String>> {
    let mut files = component::files(project, vec![licences.clone()])?;
    let tarball = archive::tar_gz("package", &files)?;
    // The CLI publishes nothing from where no `src` is.
    files.push(Entry {
        name: "src".to_owned(),
        content: Content::Folder,
    });
    unpack(&folder.join("component"), &files)?;
    Ok(vec![
        put(folder, &zip_name(), &archive::zip(&files)?)?,
        put(folder, &tarball_name(), &tarball)?,
    ])
}

/// Packs the programs. Returns the names of the files.
fn programs(project: &Project, folder: &Path, licences: &Entry) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for target in programs::targets()? {
        let program = programs::build(project, &target)?;
        let licence = fs::read(project.root().join("LICENSE")).context("cannot read LICENSE")?;
        let mut files = vec![program, Entry::file("LICENSE", licence), licences.clone()];
        files.extend(programs::licence(project, &target)?);
        let name = program_name(&target);
        let bytes = match name.strip_suffix(".tar.gz") {
            Some(inner) => archive::tar_gz(inner, &files)?,
            None => archive::zip(&files)?,
        };
        names.push(put(folder, &name, &bytes)?);
    }
    Ok(names)
}

/// Lays the files out as the CLI wants them in order to publish them.
fn unpack(folder: &Path, files: &[Entry]) -> Result<()> {
    for entry in files {
        let path = folder.join(&entry.name);
        let unwritable = || format!("cannot write {}", path.display());
        match &entry.content {
            Content::Folder => fs::create_dir_all(&path).with_context(unwritable)?,
            Content::File(bytes) | Content::Program(bytes) => {
                fs::create_dir_all(path.parent().unwrap_or(folder)).with_context(unwritable)?;
                fs::write(&path, bytes).with_context(unwritable)?;
            }
        }
    }
    Ok(())
}

/// Writes one file, and returns its name.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<String> {
    fs::write(folder.join(name), bytes).with_context(|| format!("cannot write {name}"))?;
    Ok(name.to_owned())
}

/// An empty folder: nothing of another version may lie beside what is made now.
fn fresh(folder: &Path) -> Result<std::path::PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.to_path_buf())
}

/// Writes the sums and says what was made.
fn finish(folder: &Path, names: &[String]) -> Result<()> {
    sums::write(folder, names)?;
    for name in names {
        let size = fs::metadata(folder.join(name)).map_or(0, |data| data.len());
        println!("dist/{name}  {:.1} MB", size as f64 / 1e6);
    }
    Ok(())
}
