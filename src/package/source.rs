//! What a package is made from.

use std::rc::Rc;

/// Where code comes from. Paths are absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeSource {
    /// A folder that is zipped.
    Folder(CodeFolder),
    /// A package that is uploaded as it is (`.zip`, `.jar`, `.war`).
    Package(String),
    /// Any other file: it is zipped as the only entry.
    File(String),
    /// A package behind an address, not downloaded yet.
    Url(String),
    /// A package that was downloaded; `from` is its address without a query.
    Downloaded { from: String, bytes: Rc<Vec<u8>> },
    /// An object that is in OSS already.
    /// `object` is its key in the bucket.
    Oss { bucket: String, object: String },
    /// There is no code: a container image has it.
    Nothing,
}

/// A folder of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeFolder {
    /// Absolute.
    pub path: String,
    /// What stays out of its package by the rules of the component `fc`; `None` where the lines of every `.fcignore`
    /// in it are read as those of a `.gitignore`.
    pub patterns: Option<Rc<CodePatterns>>,
}

/// Where else than in the code folder patterns are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePatterns {
    /// Those of the runtime.
    pub more: Vec<&'static str>,
    /// The folder of `s.yaml`, whose patterns hold where the code folder has none, and the code folder as it is seen
    /// from there; `None` where it lies elsewhere.
    pub beside: Option<(String, String)>,
}

impl CodeFolder {
    /// One that is packed as the component `fc3` does.
    pub fn new(path: String) -> CodeFolder {
        CodeFolder {
            path,
            patterns: None,
        }
    }
}

impl CodeSource {
    /// A folder that is packed as the component `fc3` does.
    pub fn folder(path: String) -> CodeSource {
        CodeSource::Folder(CodeFolder::new(path))
    }

    /// The file or folder of this machine that it is.
    pub fn path(&self) -> Option<&str> {
        match self {
            CodeSource::Folder(CodeFolder { path, .. })
            | CodeSource::Package(path)
            | CodeSource::File(path) => Some(path),
            CodeSource::Url(_)
            | CodeSource::Downloaded { .. }
            | CodeSource::Oss { .. }
            | CodeSource::Nothing => None,
        }
    }
}
