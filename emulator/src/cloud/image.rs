//! What tests said of container images.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a test says of an image.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Image {
    /// The name with its tag, as functions have it.
    pub image: String,
    /// 64 hexadecimal digits; without them there is no such image.
    #[serde(default)]
    pub digest: Option<String>,
}

/// What tests said of images, by name; of any other there is one whose digest follows from its name.
pub(crate) type Images = BTreeMap<String, Option<String>>;
