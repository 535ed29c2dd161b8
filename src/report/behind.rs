//! What a function of another name has, which the resource was deployed as last.

use serde::{Deserialize, Serialize};

/// A function that the resource was deployed as under another name. What is named here is named as
/// `driftPolicy` does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftBehind {
    /// Its name.
    pub function: String,
    /// What others changed there, and nobody decided about.
    pub changed: Vec<String>,
    /// What was kept there, belongs to the console, or was put beside it by others.
    pub kept: Vec<String>,
    /// What stays deleted there, and would come with the present name.
    pub stays_deleted: Vec<String>,
}
