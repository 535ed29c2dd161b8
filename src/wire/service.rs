//! A service of the cloud as data: what has to be known of one so that it can be called.

use super::endpoint::{HostOrigin, Site};
use super::secrets::Vocabulary;
use super::sign::Signature;
use crate::words::Words;

/// Everything in which one service differs from another on the wire. Its calls name it
/// ([`Action::new`](super::call::Action::new)).
#[derive(Debug)]
pub struct Service {
    pub right: Right,
    /// What people call it.
    pub title: fn() -> Words,
    pub origin: fn(&Site) -> HostOrigin,
    pub layout: AddressLayout,
    pub signature: Signature,
    pub codes: Codes,
    /// The headers in which it says which request it answers.
    pub request_ids: &'static [&'static str],
    /// Where to look when it cannot be reached.
    pub way: fn() -> Words,
    /// What in its documents is nobody's business.
    pub vocabulary: &'static Vocabulary,
}

/// How RAM speaks of the right to a service's calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// By what it calls the service, and the name of the action: `fc` in `fc:GetFunction`.
    Action(&'static str),
    /// What its calls do is no right of its own: this policy allows all of it.
    Policy(&'static str),
}

/// Where the name of a resource stands in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressLayout {
    /// In the path, below this version of the API.
    Versioned(&'static str),
    /// Its first part, the bucket, before the host; the rest in the path.
    Bucket,
    /// Nowhere: every call of this version of the API goes to the root, and its query says what it is about.
    Rpc(&'static str),
}

impl AddressLayout {
    /// The version of the API; empty where there is only one.
    pub(super) fn version(self) -> &'static str {
        match self {
            AddressLayout::Versioned(version) | AddressLayout::Rpc(version) => version,
            AddressLayout::Bucket => "",
        }
    }
}

/// What the service's error codes mean. What all services say of the caller's clock and key is no part of it:
/// see `refusal`.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// With status 404: what the call is about, or what that belongs to, is not there.
    pub gone: &'static [&'static [&'static str]],
    /// How those end which say that there is one of that name already.
    pub taken: &'static [&'static str],
    /// Somebody else wrote the resource since it was read.
    pub moved: &'static [&'static str],
    /// Another write of the same thing is under way, and over in a moment.
    pub passing: &'static [&'static str],
    /// Something else is in the way that may go away by itself.
    pub blocked: &'static [&'static [&'static str]],
    /// In small letters, what stands in those which say that it is too busy.
    pub busy: &'static [&'static str],
    /// In small letters, what stands in those which refuse a value that was sent.
    pub value: &'static [&'static str],
}

impl Codes {
    /// Those of a service that has none of its own.
    pub const PLAIN: Codes = Codes {
        gone: &[],
        taken: &[],
        moved: &["PreconditionFailed"],
        passing: &[],
        blocked: &[],
        busy: &["throttling"],
        value: &[],
    };
}

/// Whether any of these lists has the code.
pub(super) fn lists(all: &[&[&str]], code: &str) -> bool {
    all.iter().any(|some| some.contains(&code))
}
