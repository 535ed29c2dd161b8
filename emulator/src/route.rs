//! Which operation a request asks for. To add an operation of FC 3.0, add its line to [`API`].

pub(crate) mod fc2;
pub(crate) mod oss;

use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::store::place;
use crate::error::Result;
use crate::http::{Request, Response, decode};
use crate::service::Door;

/// The version of FC 3.0's API.
pub(crate) const VERSION: &str = "2023-03-30";

/// What an operation does; it reads and changes the cloud.
type Operation = fn(&mut Cloud, &Call<'_>) -> Result<Response>;

/// One operation.
pub(crate) struct Route {
    /// In capitals.
    method: &'static str,
    /// Behind the version, `*` for one segment.
    path: &'static str,
    /// The operation's name in the API.
    pub(crate) action: &'static str,
    /// The parameters that its query may carry; one that ends in `*` stands for all that begin so.
    pub(crate) query: &'static [&'static str],
    /// What is done.
    pub(crate) run: Operation,
}

/// A line of the table.
const fn route(
    method: &'static str,
    path: &'static str,
    action: &'static str,
    query: &'static [&'static str],
    run: Operation,
) -> Route {
    Route {
        method,
        path,
        action,
        query,
        run,
    }
}

/// For operations whose query carries nothing.
const NONE: &[&str] = &[];
/// For lists in pages.
const PAGE: &[&str] = &["limit", "nextToken", "prefix"];
const QUALIFIER: &[&str] = &["qualifier"];
const FUNCTIONS: &[&str] = &[
    "description",
    "fcVersion",
    "functionName",
    "gpuType",
    "limit",
    "nextToken",
    "prefix",
    "resourceGroupId",
    "runtime",
    "tags",
];
const TAGS: &[&str] = &["Limit", "NextToken", "ResourceId", "ResourceType", "Tag"];

const FUNCTION: &str = "functions/*";
const TRIGGERS: &str = "functions/*/triggers";
const TRIGGER: &str = "functions/*/triggers/*";
const CONFIGS: &[&str] = &["functionName", "limit", "nextToken"];
const TASKS: &[&str] = &[
    "includePayload",
    "limit",
    "nextToken",
    "prefix",
    "qualifier",
    "sortOrderByTime",
    "startedTimeBegin",
    "startedTimeEnd",
    "status",
];
const INSTANCES: &[&str] = &[
    "endTimeMs",
    "instanceIds",
    "instanceStatus",
    "limit",
    "qualifier",
    "startKey",
    "startTimeMs",
    "withAllActive",
];
const SESSIONS: &str = "functions/*/sessions";
const SESSION: &str = "functions/*/sessions/*";
/// The two have the same parameters: npm's SDK has the first at the second operation, a newer one at the
/// first, too.
const PAUSE: &[&str] = &["fileSystemOnly", "qualifier"];
const SESSION_PAGE: &[&str] = &[
    "limit",
    "nextToken",
    "qualifier",
    "sessionId",
    "sessionStatus",
];
const ASYNC: &str = "functions/*/async-invoke-config";
const PROVISION: &str = "functions/*/provision-config";
const SCALING: &str = "functions/*/scaling-config";
const CONCURRENCY: &str = "functions/*/concurrency";
const BINDINGS: &str = "functions/*/vpc-bindings";
const VERSIONS: &str = "functions/*/versions";
const ALIASES: &str = "functions/*/aliases";
const ALIAS: &str = "functions/*/aliases/*";
const LAYER: &str = "layers/*/versions";
const DOMAINS: &str = "custom-domains";
const DOMAIN: &str = "custom-domains/*";

/// The operations of FC 3.0, one a line.
#[rustfmt::skip]
const API: &[Route] = &[
    route("POST", "functions", "CreateFunction", NONE, Cloud::create_function),
    route("GET", "functions", "ListFunctions", FUNCTIONS, Cloud::list_functions),
    route("GET", FUNCTION, "GetFunction", QUALIFIER, Cloud::get_function),
    route("PUT", FUNCTION, "UpdateFunction", NONE, Cloud::update_function),
    route("DELETE", FUNCTION, "DeleteFunction", NONE, Cloud::delete_function),
    route("GET", "functions/*/code", "GetFunctionCode", QUALIFIER, Cloud::get_code),
    route("POST", TRIGGERS, "CreateTrigger", NONE, Cloud::create_trigger),
    route("GET", TRIGGERS, "ListTriggers", PAGE, Cloud::list_triggers),
    route("GET", TRIGGER, "GetTrigger", NONE, Cloud::get_trigger),
    route("PUT", TRIGGER, "UpdateTrigger", NONE, Cloud::update_trigger),
    route("DELETE", TRIGGER, "DeleteTrigger", NONE, Cloud::delete_trigger),
    route("POST", DOMAINS, "CreateCustomDomain", NONE, Cloud::create_domain),
    route("GET", DOMAINS, "ListCustomDomains", PAGE, Cloud::list_domains),
    route("GET", DOMAIN, "GetCustomDomain", NONE, Cloud::get_domain),
    route("PUT", DOMAIN, "UpdateCustomDomain", NONE, Cloud::update_domain),
    route("DELETE", DOMAIN, "DeleteCustomDomain", NONE, Cloud::delete_domain),
    route("PUT", ASYNC, "PutAsyncInvokeConfig", QUALIFIER, Cloud::put_async),
    route("GET", ASYNC, "GetAsyncInvokeConfig", QUALIFIER, Cloud::get_async),
    route("DELETE", ASYNC, "DeleteAsyncInvokeConfig", QUALIFIER, Cloud::delete_async),
    route("GET", "async-invoke-configs", "ListAsyncInvokeConfigs", CONFIGS, Cloud::list_async),
    route("PUT", PROVISION, "PutProvisionConfig", QUALIFIER, Cloud::put_provision),
    route("GET", PROVISION, "GetProvisionConfig", QUALIFIER, Cloud::get_provision),
    route("DELETE", PROVISION, "DeleteProvisionConfig", QUALIFIER, Cloud::delete_provision),
    route("GET", "provision-configs", "ListProvisionConfigs", CONFIGS, Cloud::list_provision),
    route("PUT", SCALING, "PutScalingConfig", QUALIFIER, Cloud::put_scaling),
    route("GET", SCALING, "GetScalingConfig", QUALIFIER, Cloud::get_scaling),
    route("DELETE", SCALING, "DeleteScalingConfig", QUALIFIER, Cloud::delete_scaling),
    route("GET", "scaling-configs", "ListScalingConfigs", CONFIGS, Cloud::list_scaling),
    route("PUT", CONCURRENCY, "PutConcurrencyConfig", NONE, Cloud::put_concurrency),
    route("GET", CONCURRENCY, "GetConcurrencyConfig", NONE, Cloud::get_concurrency),
    route("DELETE", CONCURRENCY, "DeleteConcurrencyConfig", NONE, Cloud::delete_concurrency),
    route("GET", "concurrency-configs", "ListConcurrencyConfigs", CONFIGS, Cloud::list_concurrency),
    route("POST", BINDINGS, "CreateVpcBinding", NONE, Cloud::create_binding),
    route("GET", BINDINGS, "ListVpcBindings", NONE, Cloud::list_bindings),
    route("DELETE", "functions/*/vpc-bindings/*", "DeleteVpcBinding", NONE, Cloud::delete_binding),
    route("POST", VERSIONS, "PublishFunctionVersion", NONE, Cloud::publish_version),
    route("GET", VERSIONS, "ListFunctionVersions", &["direction", "limit", "nextToken"], Cloud::list_versions),
    route("DELETE", "functions/*/versions/*", "DeleteFunctionVersion", NONE, Cloud::delete_version),
    route("POST", ALIASES, "CreateAlias", NONE, Cloud::create_alias),
    route("GET", ALIASES, "ListAliases", PAGE, Cloud::list_aliases),
    route("GET", ALIAS, "GetAlias", NONE, Cloud::get_alias),
    route("PUT", ALIAS, "UpdateAlias", NONE, Cloud::update_alias),
    route("DELETE", ALIAS, "DeleteAlias", NONE, Cloud::delete_alias),
    route("POST", LAYER, "CreateLayerVersion", NONE, Cloud::create_layer),
    route("GET", LAYER, "ListLayerVersions", &["limit", "startVersion"], Cloud::list_layer_versions),
    route("GET", "layers/*/versions/*", "GetLayerVersion", NONE, Cloud::get_layer),
    route("DELETE", "layers/*/versions/*", "DeleteLayerVersion", NONE, Cloud::delete_layer),
    route("PUT", "layers/*/acl", "PutLayerACL", &["acl", "public"], Cloud::put_layer_acl),
    route("GET", "layers", "ListLayers", &["limit", "nextToken", "official", "prefix", "public"], Cloud::list_layers),
    route("GET", "layerarn/*", "GetLayerVersionByArn", NONE, Cloud::get_layer_by_arn),
    route("POST", "tags-v2", "TagResources", NONE, Cloud::tag),
    route("DELETE", "tags-v2", "UntagResources", &["All", "ResourceId", "ResourceType", "TagKey"], Cloud::untag),
    route("GET", "tags-v2", "ListTagResources", TAGS, Cloud::list_tags),
    route("PUT", "resource-groups", "ChangeResourceGroup", NONE, Cloud::change_group),
    route("POST", "functions/*/invocations", "InvokeFunction", QUALIFIER, Cloud::invoke),
    route("POST", "functions/*/invoke/disable", "DisableFunctionInvocation", NONE, Cloud::disable),
    route("POST", "functions/*/invoke/enable", "EnableFunctionInvocation", NONE, Cloud::enable),
    route("GET", "functions/*/async-tasks", "ListAsyncTasks", TASKS, Cloud::list_tasks),
    route("GET", "functions/*/async-tasks/*", "GetAsyncTask", QUALIFIER, Cloud::get_task),
    route("PUT", "functions/*/async-tasks/*/stop", "StopAsyncTask", QUALIFIER, Cloud::stop_task),
    route("POST", SESSIONS, "CreateSession", QUALIFIER, Cloud::create_session),
    route("GET", SESSIONS, "ListSessions", SESSION_PAGE, Cloud::list_sessions),
    route("GET", SESSION, "GetSession", QUALIFIER, Cloud::get_session),
    route("PUT", SESSION, "UpdateSession", QUALIFIER, Cloud::update_session),
    route("DELETE", SESSION, "DeleteSession", QUALIFIER, Cloud::delete_session),
    route("PUT", "functions/*/sessions/*/pause", "PauseSession", PAUSE, Cloud::pause_session),
    route("PUT", "functions/*/sessions/*/resume", "ResumeSession", PAUSE, Cloud::resume_session),
    route("GET", "functions/*/instances", "ListInstances", INSTANCES, Cloud::list_instances),
];

/// The operations of the certificate service, each with its version.
#[rustfmt::skip]
const CERTIFICATES: &[(&str, Route)] = &[
    ("2018-07-13", route("POST", "", "DescribeUserCertificateDetail", &["CertId"], Cloud::describe_certificate)),
    ("2020-04-07", route("POST", "", "GetUserCertificateDetail", &["CertFilter", "CertId"], Cloud::get_certificate)),
];

/// The one thing that can be done with a file.
const FILE: Route = route("GET", "*", "ReadFile", NONE, Cloud::read_file);

/// What a request asks for.
pub(crate) struct Found {
    /// Whose words and signature the request has.
    pub(crate) door: Door,
    /// Absent if there is no such operation.
    pub(crate) route: Option<&'static Route>,
    /// See [`Call::names`].
    pub(crate) names: Vec<String>,
}

/// Finds out what a request asks for.
pub(crate) fn find(request: &Request) -> Found {
    // Asked first, because the path of an object may look like any other.
    if let Some(place) = place(request) {
        return oss::find(request, place);
    }
    if let Some(found) = certificates(request) {
        return found;
    }
    let path = request.path.trim_start_matches('/');
    let (version, rest) = path.split_once('/').unwrap_or((path, ""));
    let segments: Vec<&str> = rest.split('/').collect();
    let (door, routes): (Door, &[Route]) = match version {
        VERSION => (Door::Api, API),
        fc2::VERSION => (Door::Legacy, fc2::OPERATIONS),
        // An unknown version is refused in the words of the newest API.
        _ => (Door::Api, &[]),
    };
    let mut fitting = routes.iter().filter(|route| route.method == request.method);
    let found = fitting.find_map(|route| Some((route, fit(route.path, &segments)?)));
    let (route, names) = found.unzip();
    Found {
        door,
        route,
        names: names.unwrap_or_default(),
    }
}

/// A file at that address.
pub(crate) fn file(address: String) -> Found {
    Found {
        door: Door::Site,
        route: Some(&FILE),
        names: vec![address],
    }
}

/// The operation of the certificate service, if its version says that this is meant. Headers or parameters name
/// operation and version, whichever signature there is.
fn certificates(request: &Request) -> Option<Found> {
    if request.path != "/" {
        return None;
    }
    let fields = request.fields();
    let said = |header: &str, name: &str| {
        let field = fields.iter().find(|(given, _)| given == name);
        let field = field.map(|(_, value)| value.as_str());
        request
            .header(header)
            .or(field)
            .unwrap_or_default()
            .to_owned()
    };
    let (action, version) = (
        said("x-acs-action", "Action"),
        said("x-acs-version", "Version"),
    );
    let mut meant = CERTIFICATES.iter().filter(|(of, _)| *of == version);
    let fits = |route: &Route| route.action == action && route.method == request.method;
    let route = meant.clone().find(|(_, route)| fits(route));
    meant.next()?;
    Some(Found {
        door: Door::Certificates,
        route: route.map(|(_, route)| route),
        names: Vec::new(),
    })
}

/// The segments that stand where the pattern has `*`, if everything else is equal.
fn fit(pattern: &str, segments: &[&str]) -> Option<Vec<String>> {
    let parts: Vec<&str> = pattern.split('/').collect();
    let pairs = || parts.iter().zip(segments);
    // An empty segment is no name, so `functions/` is not a function.
    let same = |(part, given): (&&str, &&str)| part == given || (*part == "*" && !given.is_empty());
    if parts.len() != segments.len() || !pairs().all(same) {
        return None;
    }
    let starred = pairs().filter(|(part, _)| **part == "*");
    Some(starred.map(|(_, given)| decode(given)).collect())
}

/// The read of the same resource as `route` writes, if it is one resource.
pub(crate) fn sibling(door: Door, route: &Route) -> Option<&'static Route> {
    if door == Door::Legacy {
        return fc2::sibling(route);
    }
    let mut reads = API.iter().filter(|read| read.action.starts_with("Get"));
    reads.find(|read| read.path == route.path)
}

#[cfg(test)]
mod tests {
    use super::{Door, Found, find};
    use crate::http::Request;

    fn found(method: &str, target: &str) -> Found {
        find(&Request::new(method, target))
    }

    fn action(method: &str, target: &str) -> Option<&'static str> {
        found(method, target).route.map(|route| route.action)
    }

    #[test]
    fn a_route_is_method_and_path() {
        assert_eq!(
            action("GET", "/2023-03-30/functions?limit=1"),
            Some("ListFunctions")
        );
        assert_eq!(
            action("PUT", "/2023-03-30/functions/a"),
            Some("UpdateFunction")
        );
        assert_eq!(
            action("GET", "/2016-08-15/tempBucketToken"),
            Some("GetTempBucketToken")
        );
        assert_eq!(action("PATCH", "/2023-03-30/functions/a"), None);
        assert_eq!(action("GET", "/2023-03-30/functions/"), None);
        assert_eq!(action("GET", "/2023-03-30"), None);
        assert_eq!(action("GET", "/2021-04-06/functions"), None);
        assert_eq!(action("GET", "/"), None);
    }

    #[test]
    fn names_are_decoded_after_the_path_was_taken_apart() {
        let found = found("GET", "/2023-03-30/functions/a%2Fb/triggers/c%20d");
        assert_eq!(found.names, ["a/b", "c d"]);
        assert_eq!(found.door, Door::Api);
    }
}
