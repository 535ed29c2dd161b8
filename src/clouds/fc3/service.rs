//! Function Compute 3.0 as a service.

use crate::clouds::fc;
use crate::model::kind::{Generation, Kind};
use crate::wire::{AddressLayout, Codes, HostOrigin, Pages, Right, Service, Signature, Site};

/// Function Compute 3.0.
pub static FC3: Service = Service {
    right: Right::Action("fc"),
    title: fc::title,
    origin,
    layout: AddressLayout::Versioned("2023-03-30"),
    signature: Signature::Acs3,
    codes: Codes {
        // An alias is no kind of its own.
        gone: &fc::gone(Generation::THIRD, &[NO_ALIAS]),
        // Each kind has its own: `FunctionAlreadyExists`, `TriggerAlreadyExists` and so on.
        taken: &["AlreadyExists"],
        moved: &["PreconditionFailed", CONCURRENT],
        passing: &[CONCURRENT],
        blocked: &fc::blocked(Generation::THIRD, &[CONCURRENT, "FunctionNotEmpty"]),
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
