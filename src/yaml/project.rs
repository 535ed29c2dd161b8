//! The files of a project, read, and the document that they make together.

use serde_json::{Map, Value};

use crate::words;
use crate::yaml::layout::Layout;
use crate::yaml::node::Tree;
use crate::yaml::patch::{Patch, patched};
use crate::yaml::read::{Trouble, read};
use crate::yaml::replace::Sheet;
use crate::yaml::resolve::{Resolved, resolve};
use crate::yaml::{Unreadable, YamlStep, check, extended, value};

/// The files of a project.
pub struct YamlProject {
    /// First `s.yaml`, then the file that it extends, if it does.
    pub(super) files: Vec<YamlFile>,
    /// What they say together.
    pub(super) resolved: Value,
    /// The paths of the keys of it that have no value, and so do not arrive.
    pub(super) dropped: Vec<Vec<YamlStep>>,
}

/// One file, read by both readers.
pub(super) struct YamlFile {
    /// As it stands, or as edits have made it.
    pub(super) text: String,
    /// What stands in it, and where.
    pub(super) tree: Tree,
    /// Where the readers disagree from the start, which no edit can be blamed for.
    differences: Vec<(Value, Value)>,
}

/// What Serverless Devs itself looks at. Other keys at the top hold anchors, nothing more.
const KNOWN: [&str; 9] = [
    "edition",
    "name",
    "access",
    "env",
    "resources",
    "actions",
    "flow",
    "services",
    "components",
];

impl YamlProject {
    /// Reads `s.yaml` and, if it extends a file, that one.
    ///
    /// # Errors
    /// As [`super::rewrite`].
    pub fn read(texts: &[&str]) -> Result<YamlProject, Unreadable> {
        let mut files = Vec::new();
        let mut documents = Vec::new();
        // Serverless Devs does not follow an `extend` of the extended file.
        for (index, text) in texts.iter().enumerate().take(2) {
            let extends = |main: &Value| extended(main).is_some();
            // A second file counts only while the first one extends it: an edit may have ended that.
            if index == 1 && !documents.first().is_some_and(extends) {
                break;
            }
            let (file, document) = YamlFile::read(text).map_err(|trouble| Unreadable {
                file: index,
                line: trouble.line,
                why: trouble.why,
            })?;
            files.push(file);
            documents.push(document);
        }
        let Some(main) = documents.first() else {
            return Ok(YamlProject {
                files,
                resolved: Value::Null,
                dropped: Vec::new(),
            });
        };
        let Resolved { document, dropped } =
            resolve(main, documents.get(1)).ok_or_else(|| Unreadable {
                file: 0,
                line: 1,
                why: words!(
                    "the variables of this file make it too large",
                    "该文件展开变量后过大"
                ),
            })?;
        Ok(YamlProject {
            files,
            resolved: document,
            dropped,
        })
    }

    /// What they say together, with variables and templates put in where they are the whole of a value.
    pub fn document(&self) -> &Value {
        &self.resolved
    }

    /// The project after a change of one file; `None` where it cannot be read any more, or where
    /// another reader sees something else in it than this one.
    pub(super) fn with(&self, file: usize, patches: &[Patch]) -> Option<YamlProject> {
        let changed = patched(&self.files.get(file)?.text, patches);
        let texts = self
            .files
            .iter()
            .enumerate()
            .map(|(index, own)| match index == file {
                true => changed.as_str(),
                false => own.text.as_str(),
            });
        // Everything is read again from the text: nothing that was known before can hide a mistake.
        let next = YamlProject::read(&texts.collect::<Vec<&str>>()).ok()?;
        let is_as_before = next.files.len() == self.files.len()
            && check::is_as_before(&self.files[file].differences, &next.files[file].differences);
        is_as_before.then_some(next)
    }

    /// A file as edits see it.
    pub(super) fn sheet(&self, file: usize) -> Sheet<'_> {
        let YamlFile { text, tree, .. } = &self.files[file];
        Sheet {
            text,
            tree,
            layout: Layout::of(text, tree),
        }
    }
}

impl YamlFile {
    /// A file and its document. That the other reader cannot read it is an error: nothing could be proved
    /// there.
    pub(super) fn read(text: &str) -> Result<(YamlFile, Value), Trouble> {
        let tree = read(text)?;
        let document = value::document(&tree, text, true)?;
        let Some(differences) = check::differences(text, &tree) else {
            let why = words!(
                "another YAML reader cannot read this file",
                "另一个 YAML 解析器无法读取该文件"
            );
            return Err(Trouble { line: 1, why });
        };
        let file = YamlFile {
            text: text.to_owned(),
            tree,
            differences,
        };
        Ok((file, document))
    }
}

/// Whether two documents are the same for Serverless Devs. Variables and templates show in what
/// uses them; they count themselves only where the edit speaks of them (`top`).
pub(super) fn is_same(one: &Value, other: &Value, top: Option<&str>) -> bool {
    let (Value::Object(one), Value::Object(other)) = (one, other) else {
        return one == other;
    };
    let visible = |map: &Map<String, Value>, name: &str| {
        let counts = KNOWN.contains(&name) || top == Some(name);
        map.get(name).filter(|_| counts).cloned()
    };
    let mut names = one.keys().chain(other.keys());
    names.all(|name| visible(one, name) == visible(other, name))
}
