//! What the generations of Function Compute have in common.

use crate::model::kind::{self, Generation, Kind};
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

/// One list of codes for each kind.
type KindCodes = [&'static [&'static str]; Kind::ALL.len() + 1];

/// What each kind of resource of a generation says of its absence; `others` are the codes of what is no kind.
pub(super) const fn gone(generation: Generation, others: &'static [&'static str]) -> KindCodes {
    // In a const function only a loop goes through the others.
    let mut all = [others; Kind::ALL.len() + 1];
    let mut at = 0;
    while at < Kind::ALL.len() {
        let spec = Kind::ALL[at].spec();
        if spec.generation.number() == generation.number() {
            all[at] = spec.calls.absent();
        }
        at += 1;
    }
    all
}

/// What says that a resource of a kind is in the way; `others` say it of what is no kind.
pub(super) const fn blocked(generation: Generation, others: &'static [&'static str]) -> KindCodes {
    let mut all = [others; Kind::ALL.len() + 1];
    let mut at = 0;
    while at < Kind::ALL.len() {
        let spec = Kind::ALL[at].spec();
        if spec.generation.number() == generation.number() {
            all[at] = spec.calls.in_the_way();
        }
        at += 1;
    }
    all
}
