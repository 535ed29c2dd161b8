//! The component as it is handed out: the same files for the registry of Serverless Devs, for npm, and for
//! whoever puts the address of a zip into `s.yaml`.

use std::fs;
use std::path::Path;

use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use serde_json::Value;

use crate::package::archive::Content;
use crate::package::archive::Entry;
use crate::project::Project;

/// What Node loads; a component without it is no component.
const MODULE: &str = "component/wasm/fc_guard_bg.wasm";

/// What registries show of it, in Chinese and in English. The CLI publishes it under the second name, and finds no
/// other where letters of a name count; npm takes any.
const READMES: [(&str, &str); 2] = [("README.md", "readme.md"), ("readme_en.md", "readme_en.md")];

/// What lies in its folders and is of no use to anybody else: the second one tells from what the module was made, and
/// what the first one says is in the schema.
const LEFT_OUT: [&str; 2] = ["component/properties.json", "component/wasm/.made-from"];

/// The line of `publish.yaml` in a clone that says which version this is, and what stands there in a package.
/// Only with both lines does `s registry publish` take it.
const UNPUBLISHED: &str = "Version: dev\n";

/// What of `package.json` is for those who build it.
const DEVELOPMENT: [&str; 2] = ["private", "devDependencies"];

/// All files of the component. Its module has been built before. `made` is what no clone has.
pub(crate) fn files(project: &Project, made: Vec<Entry>) -> Result<Vec<Entry>> {
    let manifest: Value = serde_json::from_str(&text(project, "package.json")?)
        .context("package.json is not JSON")?;
    let mut files = made;
    files.extend([
        Entry::file("package.json", published_manifest(manifest.clone())?),
        Entry::file(
            "publish.yaml",
            published_description(&text(project, "publish.yaml")?)?,
        ),
    ]);
    let named = manifest["files"].as_array().into_iter().flatten();
    for name in named.filter_map(Value::as_str) {
        gather(project.root(), name, &mut files)?;
    }
    for entry in &mut files {
        let mut renamed = READMES.into_iter();
        if let Some((_, name)) = renamed.find(|(from, _)| *from == entry.name) {
            entry.name = name.to_owned();
        }
    }
    let names: Vec<String> = files.iter().map(|entry| entry.name.clone()).collect();
    for entry in &mut files {
        let is_shown = READMES.iter().any(|(_, name)| *name == entry.name);
        if let (true, Content::File(bytes)) = (is_shown, &mut entry.content) {
            let text =
                String::from_utf8(std::mem::take(bytes))?.replace("(README.md)", "(readme.md)");
            *bytes = without_dead_links(&text, &names).into_bytes();
        }
    }
    if !files.iter().any(|entry| entry.name == MODULE) {
        bail!("{MODULE} is missing: a package without it would be of no use");
    }
    Ok(files)
}

/// `package.json` as npm gets it.
fn published_manifest(mut manifest: Value) -> Result<String> {
    let fields = manifest
        .as_object_mut()
        .context("package.json is no object")?;
    for name in DEVELOPMENT {
        fields.shift_remove(name);
    }
    fields.shift_insert(1, "version".to_owned(), env!("CARGO_PKG_VERSION").into());
    Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
}

/// `publish.yaml` as the registry gets it. What its comments say is about the one in a clone.
fn published_description(text: &str) -> Result<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    if text.matches(UNPUBLISHED).count() != 1 {
        bail!("publish.yaml must hold `{}` once", UNPUBLISHED.trim());
    }
    let published = format!(
        "Version: {}\nEffective: Public\n",
        env!("CARGO_PKG_VERSION")
    );
    Ok(text.replace(UNPUBLISHED, &published))
}

/// The text with each link to a file of the repository that is not handed out as that file's name, and without its
/// pictures: what is read beside the package leads nowhere.
fn without_dead_links(text: &str, files: &[String]) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at);
        let target = after[2..].split(')').next().unwrap_or_default();
        let leads_on = target.contains("://")
            || target.starts_with('#')
            || files.iter().any(|name| name == target);
        let opened = before.rfind('[').filter(|_| !leads_on);
        match opened {
            Some(opened) => {
                let (label, path) = (&before[opened + 1..], format!("`{target}`"));
                let text = &before[..opened];
                kept.push_str(text.strip_suffix('!').unwrap_or(text));
                // The name says enough where it is what stands there anyway.
                match label.trim_matches('`') == target {
                    _ if text.ends_with('!') => {}
                    true => kept.push_str(&path),
                    false => kept.push_str(&format!("{label} ({path})")),
                }
                rest = &after[2 + target.len() + 1..];
            }
            None => {
                kept.push_str(before);
                kept.push_str("](");
                rest = &after[2..];
            }
        }
    }
    kept + rest
}

/// Adds a file, or all files of a folder, by their names from the root of the project.
fn gather(root: &Path, name: &str, files: &mut Vec<Entry>) -> Result<()> {
    let path = root.join(name);
    let unreadable = || format!("cannot read {}", path.display());
    if LEFT_OUT.contains(&name) || files.iter().any(|entry| entry.name == name) {
        return Ok(());
    }
    if !path.is_dir() {
        let bytes = fs::read(&path).with_context(unreadable)?;
        files.push(Entry {
            name: name.to_owned(),
            content: Content::File(bytes),
        });
        return Ok(());
    }
    for entry in fs::read_dir(&path).with_context(unreadable)? {
        let inner = entry.with_context(unreadable)?.file_name();
        let inner = inner
            .to_str()
            .with_context(|| format!("a name in {name} is not text"))?;
        gather(root, &format!("{name}/{inner}"), files)?;
    }
    Ok(())
}

fn text(project: &Project, name: &str) -> Result<String> {
    let path = project.root().join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::Result;
    use serde_json::Value;
    use serde_json::json;

    use super::gather;
    use super::published_description;
    use super::published_manifest;
    use super::without_dead_links;

    #[test]
    fn what_is_for_building_is_left_out_and_the_version_put_in() -> Result<()> {
        let manifest =
            json!({"name": "x", "private": true, "main": "m.js", "devDependencies": {"s": "1"}});
        let published: Value = serde_json::from_str(&published_manifest(manifest)?)?;
        assert_eq!(
            published,
            json!({"name": "x", "version": env!("CARGO_PKG_VERSION"), "main": "m.js"})
        );
        Ok(())
    }

    #[test]
    fn only_a_package_says_what_the_registry_demands() -> Result<()> {
        let published = published_description("# why\nName: x\nVersion: dev\nTags:\n  - y\n")?;
        let version = env!("CARGO_PKG_VERSION");
        let expected = format!("Name: x\nVersion: {version}\nEffective: Public\nTags:\n  - y\n");
        assert_eq!(published, expected);
        assert!(published_description("Name: x\nVersion: 1.0.0\n").is_err());
        Ok(())
    }

    #[test]
    fn links_out_of_the_package_are_names() {
        let files = ["LICENSE".to_owned()];
        let text = "[a](#a) [b](https://b.example.com) [c](LICENSE) [d e](x/README.md), [T.txt](T.txt) ![p](q.svg)end";
        let told =
            "[a](#a) [b](https://b.example.com) [c](LICENSE) d e (`x/README.md`), `T.txt` end";
        assert_eq!(without_dead_links(text, &files), told);
    }

    #[test]
    fn folders_are_taken_whole_but_for_what_is_only_of_the_build() -> Result<()> {
        let root = tempfile::tempdir()?;
        fs::create_dir_all(root.path().join("component/wasm"))?;
        for name in [
            "component/index.js",
            "component/wasm/.made-from",
            "component/wasm/m.wasm",
        ] {
            fs::write(root.path().join(name), name)?;
        }
        let mut files = Vec::new();
        gather(root.path(), "component", &mut files)?;
        files.sort();
        let names: Vec<&str> = files.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["component/index.js", "component/wasm/m.wasm"]);
        assert!(gather(root.path(), "LICENSE", &mut files).is_err());
        Ok(())
    }
}
