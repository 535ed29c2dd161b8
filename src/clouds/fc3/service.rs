//! Function Compute 3.0 as a service.

use crate::clouds::fc;
use crate::model::kind::Kind;
use crate::wire::{AddressLayout, Codes, HostOrigin, Pages, Right, Service, Signature, Site};

/// Function Compute 3.0.
pub static FC3: Service = Service {
    right: Right::Action("fc"),
    title: fc::title,
    origin,
    layout: AddressLayout::Versioned("2023-03-30"),
    signature: Signature::Acs3,
    codes: Codes {
        gone: &gone(),
        // Each kind has its own: `FunctionAlreadyExists`, `TriggerAlreadyExists` and so on.
        taken: &["AlreadyExists"],
        moved: &["PreconditionFailed", CONCURRENT],
        passing: &[CONCURRENT],
        blocked: &blocked(),
        // With status 400. The message says which setting the service does not take.
        value: &["invalidargument"],
        ..Codes::PLAIN
    },
    request_ids: fc::REQUEST_IDS,
    way: fc::way,
    vocabulary: &fc::VOCABULARY,
};

/// How its lists come.
pub(super) const PAGES: Pages = Pages {
    size: ("limit", "100"),
    next: "nextToken",
};

/// The codes which say that there is no such function.
pub(super) const NO_FUNCTION: &[&str] = Kind::Function.spec().calls.absent();

/// The code which says that there is no such alias.
pub(super) const NO_ALIAS: &str = "AliasNotFound";

/// The code which says that there is no such version.
pub(super) const NO_VERSION: &str = "VersionNotFound";

/// With status 409: another write of the same resource is under way.
const CONCURRENT: &str = "ConcurrentUpdateError";

/// Regions whose control plane does not answer at `fcv3.{region}` (Alibaba's API metadata).
const OWN_HOST: [&str; 4] = [
    "cn-hangzhou-finance",
    "cn-heyuan-acdr-1",
    "cn-shanghai-finance-1",
    "me-central-1",
];

fn origin(site: &Site) -> HostOrigin {
    match &site.endpoint {
        Some(given) => given.clone(),
        None => HostOrigin::public(&control_host(&site.region)),
    }
}

fn control_host(region: &str) -> String {
    if OWN_HOST.contains(&region) {
        format!("{region}.fc.aliyuncs.com")
    } else {
        format!("fcv3.{region}.aliyuncs.com")
    }
}

/// What each kind of resource says of its absence.
const fn gone() -> [&'static [&'static str]; Kind::ALL.len() + 1] {
    // An alias is no kind of its own. In a const function only a loop goes through the others.
    let mut all: [&[&str]; Kind::ALL.len() + 1] = [&[NO_ALIAS]; Kind::ALL.len() + 1];
    let mut at = 0;
    while at < Kind::ALL.len() {
        all[at] = Kind::ALL[at].spec().calls.absent();
        at += 1;
    }
    all
}

/// What says that a resource of a kind is in the way, or instances that are still being taken down.
const fn blocked() -> [&'static [&'static str]; Kind::ALL.len() + 1] {
    const OTHERS: &[&str] = &[CONCURRENT, "FunctionNotEmpty"];
    let mut all: [&[&str]; Kind::ALL.len() + 1] = [OTHERS; Kind::ALL.len() + 1];
    let mut at = 0;
    while at < Kind::ALL.len() {
        all[at] = Kind::ALL[at].spec().calls.in_the_way();
        at += 1;
    }
    all
}
