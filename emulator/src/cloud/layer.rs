//! Layers: packages that functions share.

use std::collections::BTreeMap;

use crate::doc::Doc;

/// All layers of the account, by name.
pub(crate) type Layers = BTreeMap<String, Layer>;

/// One layer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layer {
    /// By number: what is shown of a version, and its package.
    pub(crate) versions: BTreeMap<u32, (Doc, Vec<u8>)>,
    /// How many versions were ever made.
    pub(crate) made: u32,
    /// `0` for the account's own, `1` for everybody.
    pub(crate) acl: String,
}
