//! What a runtime brings along, and what the project has to.

use serde_json::{Map, Value};

/// The three families of runtimes; defaults and required properties depend on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dialect) enum Family {
    /// The service brings the server; the project brings a handler.
    BuiltIn,
    /// The project brings the server (`custom`, `custom.debian12`…).
    Custom,
    /// The code is an image; there is no code package.
    Container,
}

impl Family {
    /// The family of the runtime in these props, if there is one.
    pub(in crate::dialect) fn of(props: &Map<String, Value>) -> Option<Family> {
        let runtime = props.get("runtime")?.as_str()?;
        Some(match runtime {
            "custom-container" | "micro-sandbox" => Family::Container,
            _ if runtime.starts_with("custom") => Family::Custom,
            _ => Family::BuiltIn,
        })
    }
}
