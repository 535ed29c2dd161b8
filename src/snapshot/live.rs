//! What the service said of one resource.

use serde_json::Value;

use crate::model::document::canonical;
use crate::model::mark;
use crate::model::resource::Kind;
use crate::plain::line;

/// What the service answered. It holds secrets in clear and never leaves memory.
#[derive(Clone)]
pub struct Live {
    pub document: Value,
    pub etag: Option<String>,
    /// The mark of the last deploy, which is no part of the document; see [`mark::take`].
    pub mark: Option<String>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Live(…)")
    }
}

impl Live {
    /// A reply of the service about a resource of that kind. The checksum of the code that is
    /// online stands in the place where the project says which code it wants.
    pub fn new(kind: Kind, reply: Value, etag: Option<String>) -> Live {
        let mut document = canonical(kind, reply);
        let mark = mark::take(&mut document).filter(|_| kind.is_function());
        if kind.is_function()
            && let Some(map) = document.as_object_mut()
        {
            let checksum = map.get("codeChecksum").cloned().unwrap_or(Value::Null);
            map.insert("code".to_owned(), checksum);
        }
        Live {
            document,
            etag,
            mark,
        }
    }

    /// Why the service could not prepare it, as it says itself; `None` where nothing failed.
    pub fn failure(&self) -> Option<&str> {
        failure(&self.document)
    }

    /// When it was last changed, as the service says it.
    pub fn modified(&self) -> Option<String> {
        let time = self.document.get("lastModifiedTime")?;
        time.as_str().map(line)
    }
}

/// Why the service could not prepare a function, as it answers it: at its creation, or at its last update.
pub fn failure(document: &Value) -> Option<&str> {
    let said = [
        ("state", "stateReason"),
        ("lastUpdateStatus", "lastUpdateStatusReason"),
    ];
    let mut failed = said.iter().filter(|(name, _)| document[name] == "Failed");
    let (_, reason) = failed.next()?;
    Some(document[reason].as_str().unwrap_or_default())
}
