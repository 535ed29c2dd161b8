//! Where what is brought here goes, and what is returned of it.

use serde_json::{Map, Value};

use crate::cli::SyncFlags;
use crate::package;
use crate::ports::Files;
use crate::project::Project;

/// Where it is written.
pub(super) struct SyncPlace {
    /// What the file and the code folder are called: `<region>_<function>`.
    pub(super) name: String,
    /// The target folder, absolute.
    pub(super) folder: String,
    /// The file that is written, absolute.
    pub(super) file: String,
    /// The folder that the code goes into, absolute.
    pub(super) code: String,
    /// The component, as the file that is written names it.
    pub(super) component: Option<String>,
    /// Whether the folder was not there before.
    pub(super) is_new: bool,
}

impl SyncPlace {
    /// Whether the rules of a folder leave out both the file and the code.
    pub(super) fn is_left_out(&self, rules: &[u8]) -> bool {
        let name = self.name.as_str();
        let yaml = format!("{name}.yaml");
        package::leaves_out(rules, &[(&yaml, false), (name, true)])
    }

    /// Takes away the files that were written before something went wrong, and nothing else: others may
    /// have put theirs beside them in the meantime. What stays all the same is named by the next sync,
    /// which finds it in its way.
    pub(super) fn clear(&self, files: &dyn Files, begun: &[String]) {
        for path in begun {
            // What cannot be taken away is named by the next sync, which finds it in its way.
            let _ = files.remove(path);
        }
        if self.is_new && matches!(files.list(&self.folder), Ok(Some(left)) if left.is_empty()) {
            let _ = files.remove_folder(&self.folder);
        }
    }
}

/// What is returned: of FC 2.0 by the names that its component has for it.
pub(super) fn told(
    project: &Project<'_>,
    target: &SyncPlace,
    flags: &SyncFlags,
    has_code: bool,
) -> Value {
    let mut told = Map::new();
    if flags.covers("config") {
        told.insert("yaml".to_owned(), target.file.clone().into());
    }
    let root = project.root();
    if root.service().is_some() {
        let code = has_code.then(|| (root.name().to_owned(), target.code.clone().into()));
        let files: Map<String, Value> = code.into_iter().collect();
        told.insert("codeFiles".to_owned(), files.into());
        if let Some(file) = told.get("yaml").cloned() {
            told.insert("configYmlPath".to_owned(), file);
        }
    }
    told.into()
}
