//! Which operation a request asks for. To add an operation, add its line to `ROUTES` and its arm to
//! `perform`.

use crate::cloud::Cloud;
use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

/// Which service a request is for, and so how it is signed and how errors look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// FC 3.0, 2023-03-30.
    Api,
    /// FC 2.0, 2016-08-15.
    Api2016,
    Oss,
}

/// Method, path (`*` for one segment) and the operation's name.
const ROUTES: &[(&str, &str, &str)] = &[
    ("POST", "functions", "CreateFunction"),
    ("GET", "functions", "ListFunctions"),
    ("GET", "functions/*", "GetFunction"),
    ("PUT", "functions/*", "UpdateFunction"),
    ("DELETE", "functions/*", "DeleteFunction"),
    ("GET", "functions/*/code", "GetFunctionCode"),
    ("POST", "functions/*/triggers", "CreateTrigger"),
    ("GET", "functions/*/triggers", "ListTriggers"),
    ("GET", "functions/*/triggers/*", "GetTrigger"),
    ("PUT", "functions/*/triggers/*", "UpdateTrigger"),
    ("DELETE", "functions/*/triggers/*", "DeleteTrigger"),
    ("POST", "custom-domains", "CreateCustomDomain"),
    ("GET", "custom-domains", "ListCustomDomains"),
    ("GET", "custom-domains/*", "GetCustomDomain"),
    ("PUT", "custom-domains/*", "UpdateCustomDomain"),
    ("DELETE", "custom-domains/*", "DeleteCustomDomain"),
    (
        "GET",
        "functions/*/async-invoke-config",
        "GetAsyncInvokeConfig",
    ),
    ("GET", "functions/*/provision-config", "GetProvisionConfig"),
    ("GET", "functions/*/scaling-config", "GetScalingConfig"),
    ("GET", "functions/*/concurrency", "GetConcurrencyConfig"),
    ("GET", "functions/*/vpc-bindings", "ListVpcBindings"),
    ("GET", "tags-v2", "ListTagResources"),
];

/// The service and the operation that a request is for.
pub(crate) fn find(request: &Request) -> (Door, Option<&'static str>) {
    let segments = request.segments();
    match segments.first().map(String::as_str) {
        Some("2023-03-30") => (Door::Api, operation(request, &segments[1..])),
        Some("2016-08-15") => {
            let token = request.method == "GET" && segments[1..] == ["tempBucketToken"];
            (Door::Api2016, token.then_some("GetTempBucketToken"))
        }
        _ if request.method == "PUT" => (Door::Oss, Some("PutObject")),
        _ if request.method == "GET" => (Door::Oss, Some("GetObject")),
        _ => (Door::Api, None),
    }
}

fn operation(request: &Request, segments: &[String]) -> Option<&'static str> {
    let fits = |pattern: &str| {
        let pattern: Vec<&str> = pattern.split('/').collect();
        pattern.len() == segments.len()
            && pattern
                .iter()
                .zip(segments)
                .all(|(part, given)| *part == "*" || part == given)
    };
    let found = ROUTES
        .iter()
        .find(|(method, path, _)| *method == request.method && fits(path));
    found.map(|(_, _, action)| *action)
}

/// Performs an operation for somebody who may ask for it.
pub(crate) fn perform(
    cloud: &mut Cloud,
    request: &Request,
    action: Option<&'static str>,
) -> Result<Response> {
    let segments = request.segments();
    let name = |index: usize| segments.get(index).map(String::as_str).unwrap_or_default();
    match action {
        Some("CreateFunction") => cloud.create_function(request),
        Some("ListFunctions") => cloud.list_functions(request),
        Some("GetFunction") => cloud.get_function(name(2), request),
        Some("UpdateFunction") => cloud.update_function(name(2), request),
        Some("DeleteFunction") => cloud.delete_function(name(2)),
        Some("GetFunctionCode") => cloud.function_code(name(2), request),
        Some("CreateTrigger") => cloud.create_trigger(name(2), request),
        Some("ListTriggers") => cloud.list_triggers(name(2), request),
        Some("GetTrigger") => cloud.get_trigger(name(2), name(4)),
        Some("UpdateTrigger") => cloud.update_trigger(name(2), name(4), request),
        Some("DeleteTrigger") => cloud.delete_trigger(name(2), name(4)),
        Some("CreateCustomDomain") => cloud.create_domain(request),
        Some("ListCustomDomains") => cloud.list_domains(request),
        Some("GetCustomDomain") => cloud.get_domain(name(2)),
        Some("UpdateCustomDomain") => cloud.update_domain(name(2), request),
        Some("DeleteCustomDomain") => cloud.delete_domain(name(2)),
        Some("GetTempBucketToken") => Ok(cloud.temporary_bucket()),
        Some("PutObject") => cloud.put_object(request),
        Some("GetObject") => cloud.get_object(request),
        Some(nothing) if nothing.ends_with("Config") || nothing.starts_with("List") => {
            cloud.nothing_configured(nothing, name(2))
        }
        _ => Err(ApiError::no_route(&request.method, &request.path)),
    }
}
