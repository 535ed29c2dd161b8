//! The routes of the API and the operations behind them.

use crate::operation::{Handler, code, domain, function, list, setting, token, trigger};

/// One route: a method, a pattern in which `*` stands for one segment, and what it does.
struct Route(&'static str, &'static str, &'static str, Handler);

/// A route that was found for a request.
pub(crate) struct Found {
    pub(crate) action: &'static str,
    pub(crate) handler: Handler,
    /// The decoded segments that stood where the pattern has `*`.
    pub(crate) names: Vec<String>,
}

#[rustfmt::skip] // One line a route.
const ROUTES: &[Route] = &[
    Route("POST", "/2023-03-30/functions", "CreateFunction", function::create),
    Route("GET", "/2023-03-30/functions", "ListFunctions", function::list),
    Route("GET", "/2023-03-30/functions/*", "GetFunction", function::get),
    Route("PUT", "/2023-03-30/functions/*", "UpdateFunction", function::update),
    Route("DELETE", "/2023-03-30/functions/*", "DeleteFunction", function::delete),
    Route("GET", "/2023-03-30/functions/*/code", "GetFunctionCode", code::get),
    Route("POST", "/2023-03-30/functions/*/triggers", "CreateTrigger", trigger::create),
    Route("GET", "/2023-03-30/functions/*/triggers", "ListTriggers", trigger::list),
    Route("GET", "/2023-03-30/functions/*/triggers/*", "GetTrigger", trigger::get),
    Route("PUT", "/2023-03-30/functions/*/triggers/*", "UpdateTrigger", trigger::update),
    Route("DELETE", "/2023-03-30/functions/*/triggers/*", "DeleteTrigger", trigger::delete),
    Route("POST", "/2023-03-30/custom-domains", "CreateCustomDomain", domain::create),
    Route("GET", "/2023-03-30/custom-domains", "ListCustomDomains", domain::list),
    Route("GET", "/2023-03-30/custom-domains/*", "GetCustomDomain", domain::get),
    Route("PUT", "/2023-03-30/custom-domains/*", "UpdateCustomDomain", domain::update),
    Route("DELETE", "/2023-03-30/custom-domains/*", "DeleteCustomDomain", domain::delete),
    Route("GET", "/2016-08-15/tempBucketToken", "GetTempBucketToken", token::get),
    Route("GET", "/2023-03-30/functions/*/async-invoke-config", "GetAsyncInvokeConfig", setting::asynchronous),
    Route("GET", "/2023-03-30/functions/*/provision-config", "GetProvisionConfig", setting::provision),
    Route("GET", "/2023-03-30/functions/*/scaling-config", "GetScalingConfig", setting::scaling),
    Route("GET", "/2023-03-30/functions/*/concurrency", "GetConcurrencyConfig", setting::concurrency),
    Route("GET", "/2023-03-30/functions/*/vpc-bindings", "ListVpcBindings", setting::vpc_bindings),
    Route("GET", "/2023-03-30/tags-v2", "ListTagResources", setting::tags),
    Route("GET", "/2023-03-30/functions/*/versions", "ListFunctionVersions", list::versions),
    Route("GET", "/2023-03-30/functions/*/aliases", "ListAliases", list::aliases),
    Route("GET", "/2023-03-30/async-invoke-configs", "ListAsyncInvokeConfigs", list::configs),
    Route("GET", "/2023-03-30/concurrency-configs", "ListConcurrencyConfigs", list::configs),
    Route("GET", "/2023-03-30/provision-configs", "ListProvisionConfigs", list::provision_configs),
    Route("GET", "/2023-03-30/scaling-configs", "ListScalingConfigs", list::scaling_configs),
];

/// The route for a method and the decoded segments of a path.
pub(crate) fn find(method: &str, segments: &[String]) -> Option<Found> {
    ROUTES
        .iter()
        .filter(|route| route.0 == method)
        .find_map(|route| {
            let names = names(route.1, segments)?;
            Some(Found {
                action: route.2,
                handler: route.3,
                names,
            })
        })
}

/// The segments that stand for `*`, if the path fits the pattern.
fn names(pattern: &str, segments: &[String]) -> Option<Vec<String>> {
    let parts: Vec<&str> = pattern.split('/').skip(1).collect();
    let fits = |(part, segment): (&&str, &String)| {
        *part == segment || (*part == "*" && !segment.is_empty())
    };
    if parts.len() != segments.len() || !parts.iter().zip(segments).all(fits) {
        return None;
    }
    let variable = parts.iter().zip(segments).filter(|(part, _)| **part == "*");
    Some(variable.map(|(_, segment)| segment.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Request;

    #[test]
    fn routes_are_found_with_their_names() {
        let find = |method, path| find(method, &Request::new(method, path).segments());
        let found = find("GET", "/2023-03-30/functions/a%2Fb/triggers/t?limit=1").unwrap();
        assert_eq!(
            (found.action, found.names),
            ("GetTrigger", vec!["a/b".to_owned(), "t".to_owned()])
        );
        assert!(find("PATCH", "/2023-03-30/functions").is_none());
        assert!(find("GET", "/2023-03-30/functions/").is_none());
    }
}
