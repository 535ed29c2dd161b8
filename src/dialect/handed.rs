//! What a command hands over to Serverless Devs.

use serde_json::Value;

use crate::plain;

/// A result in two forms, which differ in nothing but the values of secrets and in signs that cannot
/// be shown.
#[derive(Default)]
pub struct Handed {
    /// What may be printed.
    pub shown: Value,
    /// What other resources of the project are given; it never reaches a screen, a log or a file.
    pub real: Value,
}

impl std::fmt::Debug for Handed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Handed({})", self.shown)
    }
}

impl From<Value> for Handed {
    /// A result without secrets.
    fn from(real: Value) -> Handed {
        let shown = plain::value(&real);
        Handed { shown, real }
    }
}
