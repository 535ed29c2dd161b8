//! What the generations of Function Compute have in common.

use crate::model::kind;
use crate::wire::{Property, Vocabulary};
use crate::words;
use crate::words::Words;

/// The policy that allows all of it.
pub(super) const POLICY: &str = "AliyunFCFullAccess";

/// Its own header, and that of the gateway before it.
pub(super) const REQUEST_IDS: &[&str] = &["x-fc-request-id", "x-acs-request-id"];

pub(super) fn title() -> Words {
    words!("Function Compute", "函数计算")
}

/// Where to look when it cannot be reached.
pub(super) fn way() -> Words {
    words!(
        "check region and endpoint in s.yaml, FC_CLIENT_CUSTOM_ENDPOINT, and the network or proxy, then run the command again",
        "请检查 s.yaml 中的 region 和 endpoint、环境变量 FC_CLIENT_CUSTOM_ENDPOINT，以及网络或代理，然后重试"
    )
}

/// The names of its properties, in small letters. The catalogue says the same of documents; bodies also
/// carry JSON in texts.
pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    secret: &[
        "authinfo",
        "certificate",
        "jwks",
        "privatekey",
        "rootcacertbase64",
        "token",
    ],
    mixed: &[
        "environmentvariables",
        "envs",
        "functionparameter",
        "mountpoints",
        "params",
    ],
    arguments: &[
        "args",
        "command",
        "entrypoint",
        "httpgeturl",
        "readycommand",
        "startcommand",
    ],
    property,
};

/// What the catalogue of any kind knows of a property.
fn property(name: &str) -> Option<Property> {
    let field = kind::known(name)?;
    Some(match (field.id, field.is_block()) {
        (true, _) => Property::Id,
        (false, true) => Property::Block,
        (false, false) => Property::Text,
    })
}
