//! What a package is made from.

use std::rc::Rc;

/// Where code comes from. Paths are absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeSource {
    /// A folder that is zipped; `.fcignore` is honoured.
    Folder(String),
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

impl CodeSource {
    /// The file or folder of this machine that it is.
    pub fn path(&self) -> Option<&str> {
        match self {
            CodeSource::Folder(path) | CodeSource::Package(path) | CodeSource::File(path) => {
                Some(path)
            }
            CodeSource::Url(_)
            | CodeSource::Downloaded { .. }
            | CodeSource::Oss { .. }
            | CodeSource::Nothing => None,
        }
    }
}
