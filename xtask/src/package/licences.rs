//! The licences of all that is compiled into the module or into one of the programs, with the texts that the
//! packages bring.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use anyhow::Result;
use anyhow::ensure;

use crate::dependencies;
use crate::dependencies::Dependency;
use crate::package::programs;
use crate::project::Project;
use crate::toolchain;

/// The licence that is taken where a package leaves the choice.
const TAKEN: &str = "Apache-2.0";

/// How the files of licences begin, in capitals.
const BEGINNINGS: [&str; 6] = [
    "LICENSE",
    "LICENCE",
    "COPYING",
    "COPYRIGHT",
    "NOTICE",
    "UNLICENSE",
];

const HEAD: &str = "\
fc-guard is made of the packages below and of the standard library of Rust, which is licensed under
Apache-2.0 or MIT. Each text is followed by the packages that it belongs to.
";

/// All of them as one text.
pub(crate) fn all(project: &Project) -> Result<String> {
    let targets: Vec<&str> = programs::all().chain([toolchain::TARGET]).collect();
    let mut texts: BTreeMap<String, Said> = BTreeMap::new();
    for dependency in dependencies::compiled(project, &targets)? {
        for text in texts_of(&dependency)? {
            let said = texts.entry(unwrapped(&text)).or_insert_with(|| Said {
                text,
                packages: Vec::new(),
            });
            said.packages.push(format!(
                "{} {} ({})",
                dependency.name, dependency.version, dependency.license
            ));
        }
    }
    Ok(written(texts.into_values()))
}

/// A text, and whose it is.
struct Said {
    text: String,
    packages: Vec<String>,
}

/// The texts of one package. Where it is left to us which licence counts, only those of that one.
fn texts_of(dependency: &Dependency) -> Result<Vec<String>> {
    let mut files = files(&dependency.folder)?;
    let chosen = |path: &PathBuf| name(path).contains("APACHE");
    if leaves_choice(&dependency.license) && files.iter().any(chosen) {
        files.retain(|path| chosen(path) || name(path).starts_with("NOTICE"));
    }
    ensure!(
        !files.is_empty(),
        "{} {} brings no text of its licence",
        dependency.name,
        dependency.version
    );
    files
        .iter()
        .map(|path| {
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
        })
        .collect()
}

/// Whether Apache-2.0 alone is enough.
fn leaves_choice(license: &str) -> bool {
    let among = license.replace('/', " OR ");
    !license.contains(" AND ") && among.split(" OR ").any(|one| one.trim() == TAKEN)
}

/// The files of licences in a folder, in order, and those in a folder that is named like one.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let unreadable = || format!("cannot list {}", folder.display());
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let is_named = BEGINNINGS
            .iter()
            .any(|beginning| name(&path).starts_with(beginning));
        if is_named && path.is_dir() {
            let inner = fs::read_dir(&path).with_context(unreadable)?;
            files.extend(inner.filter_map(|entry| entry.ok().map(|entry| entry.path())));
        } else if is_named {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The name of a file in capitals.
fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().to_uppercase())
        .unwrap_or_default()
}

/// Texts that differ only in where their lines end are the same.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn written(said: impl Iterator<Item = Said>) -> String {
    let rule = "=".repeat(80);
    let mut all = HEAD.to_owned();
    for Said { text, packages } in said {
        all += &format!("\n{rule}\n{}\n\n", text.trim_end());
        all.extend(packages.iter().map(|package| format!("  {package}\n")));
    }
    all
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::Result;
    use tempfile::TempDir;

    use super::Said;
    use super::leaves_choice;
    use super::texts_of;
    use super::unwrapped;
    use super::written;
    use crate::dependencies::Dependency;

    fn dependency(folder: &TempDir, license: &str) -> Dependency {
        Dependency {
            name: "a".to_owned(),
            version: "1.0.0".to_owned(),
            license: license.to_owned(),
            folder: folder.path().to_path_buf(),
        }
    }

    #[test]
    fn choice_is_left_only_where_one_licence_is_enough() {
        for license in [
            "Apache-2.0",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "Zlib OR Apache-2.0 OR MIT",
        ] {
            assert!(leaves_choice(license), "{license}");
        }
        for license in [
            "MIT",
            "Apache-2.0 AND ISC",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(!leaves_choice(license), "{license}");
        }
    }

    #[test]
    fn texts_are_all_but_those_of_a_licence_that_was_not_chosen() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("LICENSES"))?;
        for name in [
            "LICENSE-APACHE",
            "license-mit",
            "NOTICE.md",
            "README.md",
            "LICENSES/APACHE",
        ] {
            fs::write(folder.path().join(name), name)?;
        }
        let texts = |license: &str| texts_of(&dependency(&folder, license));
        assert_eq!(
            texts("MIT OR Apache-2.0")?,
            ["LICENSE-APACHE", "LICENSES/APACHE", "NOTICE.md"]
        );
        assert_eq!(
            texts("MIT AND Apache-2.0")?,
            [
                "LICENSE-APACHE",
                "LICENSES/APACHE",
                "NOTICE.md",
                "license-mit"
            ]
        );
        Ok(())
    }

    #[test]
    fn package_without_a_text_is_no_package_of_ours() -> Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("README.md"), "words")?;
        let refused = texts_of(&dependency(&folder, "MIT")).map_err(|error| error.to_string());
        assert_eq!(
            refused,
            Err("a 1.0.0 brings no text of its licence".to_owned())
        );
        Ok(())
    }

    #[test]
    fn text_comes_once_with_all_that_it_belongs_to() {
        assert_eq!(unwrapped("a  b\nc\n"), unwrapped("a b c"));
        let packages = vec!["x 1".to_owned(), "y 2".to_owned()];
        let text = written(
            [Said {
                text: "words\n".to_owned(),
                packages,
            }]
            .into_iter(),
        );
        assert!(text.ends_with("=\nwords\n\n  x 1\n  y 2\n"), "{text}");
    }
}
