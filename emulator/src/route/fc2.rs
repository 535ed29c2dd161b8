//! The operations of FC 2.0, version 2016-08-15. To add an operation, add its line to [`OPERATIONS`].

use super::{NONE, Route, route};
use crate::cloud::Cloud;
use crate::cloud::fc2::Fc2;

/// The version of FC 2.0's API.
pub(super) const VERSION: &str = "2016-08-15";

/// For lists in pages.
const PAGE: &[&str] = &["limit", "nextToken", "prefix", "startKey"];
/// A tag is named in the name of a parameter.
const SERVICES: &[&str] = &["limit", "nextToken", "prefix", "startKey", "tag_*"];
const VERSION_PAGE: &[&str] = &["direction", "limit", "nextToken", "startKey"];
const CONFIG_PAGE: &[&str] = &["limit", "nextToken"];
const PROVISION_PAGE: &[&str] = &["limit", "nextToken", "qualifier", "serviceName"];
const LAYER_PAGE: &[&str] = &["limit", "nextToken", "official", "prefix", "public"];
/// An official SDK puts here what it takes for headers.
const CODE_QUERY: &[&str] = &["x-fc-*"];

const SERVICE: &str = "services/*";
const FUNCTIONS: &str = "services/*/functions";
const FUNCTION: &str = "services/*/functions/*";
const TRIGGERS: &str = "services/*/functions/*/triggers";
const TRIGGER: &str = "services/*/functions/*/triggers/*";
const ASYNC: &str = "services/*/functions/*/async-invoke-config";
const ASYNCS: &str = "services/*/functions/*/async-invoke-configs";
const PROVISION: &str = "services/*/functions/*/provision-config";
const ON_DEMAND: &str = "services/*/functions/*/on-demand-config";
const VERSIONS: &str = "services/*/versions";
const ALIASES: &str = "services/*/aliases";
const ALIAS: &str = "services/*/aliases/*";
const BINDING: &str = "services/*/binding";
const DOMAINS: &str = "custom-domains";
const DOMAIN: &str = "custom-domains/*";
const LAYER: &str = "layers/*/versions";
const TOKEN: &str = "services/*/tempCodeBucketToken";

/// The operations, one a line.
#[rustfmt::skip]
pub(super) const OPERATIONS: &[Route] = &[
    route("POST", "services", "CreateService", NONE, Fc2::create_service),
    route("GET", "services", "ListServices", SERVICES, Fc2::list_services),
    route("GET", SERVICE, "GetService", NONE, Fc2::get_service),
    route("PUT", SERVICE, "UpdateService", NONE, Fc2::update_service),
    route("DELETE", SERVICE, "DeleteService", NONE, Fc2::delete_service),
    route("POST", FUNCTIONS, "CreateFunction", NONE, Fc2::create_function),
    route("GET", FUNCTIONS, "ListFunctions", PAGE, Fc2::list_functions),
    route("GET", FUNCTION, "GetFunction", NONE, Fc2::get_function),
    route("PUT", FUNCTION, "UpdateFunction", NONE, Fc2::update_function),
    route("DELETE", FUNCTION, "DeleteFunction", NONE, Fc2::delete_function),
    route("GET", "services/*/functions/*/code", "GetFunctionCode", CODE_QUERY, Fc2::get_code),
    route("POST", TRIGGERS, "CreateTrigger", NONE, Fc2::create_trigger),
    route("GET", TRIGGERS, "ListTriggers", PAGE, Fc2::list_triggers),
    route("GET", TRIGGER, "GetTrigger", NONE, Fc2::get_trigger),
    route("PUT", TRIGGER, "UpdateTrigger", NONE, Fc2::update_trigger),
    route("DELETE", TRIGGER, "DeleteTrigger", NONE, Fc2::delete_trigger),
    route("POST", DOMAINS, "CreateCustomDomain", NONE, Fc2::create_domain),
    route("GET", DOMAINS, "ListCustomDomains", PAGE, Fc2::list_domains),
    route("GET", DOMAIN, "GetCustomDomain", NONE, Fc2::get_domain),
    route("PUT", DOMAIN, "UpdateCustomDomain", NONE, Fc2::update_domain),
    route("DELETE", DOMAIN, "DeleteCustomDomain", NONE, Fc2::delete_domain),
    route("POST", VERSIONS, "PublishServiceVersion", NONE, Fc2::publish_version),
    route("GET", VERSIONS, "ListServiceVersions", VERSION_PAGE, Fc2::list_versions),
    route("DELETE", "services/*/versions/*", "DeleteServiceVersion", NONE, Fc2::delete_version),
    route("POST", ALIASES, "CreateAlias", NONE, Fc2::create_alias),
    route("GET", ALIASES, "ListAliases", PAGE, Fc2::list_aliases),
    route("GET", ALIAS, "GetAlias", NONE, Fc2::get_alias),
    route("PUT", ALIAS, "UpdateAlias", NONE, Fc2::update_alias),
    route("DELETE", ALIAS, "DeleteAlias", NONE, Fc2::delete_alias),
    route("PUT", ASYNC, "PutFunctionAsyncInvokeConfig", NONE, Fc2::put_async),
    route("GET", ASYNC, "GetFunctionAsyncInvokeConfig", NONE, Fc2::get_async),
    route("DELETE", ASYNC, "DeleteFunctionAsyncInvokeConfig", NONE, Fc2::delete_async),
    route("GET", ASYNCS, "ListFunctionAsyncInvokeConfigs", CONFIG_PAGE, Fc2::list_async),
    route("PUT", PROVISION, "PutProvisionConfig", NONE, Fc2::put_provision),
    route("GET", PROVISION, "GetProvisionConfig", NONE, Fc2::get_provision),
    route("GET", "provision-configs", "ListProvisionConfigs", PROVISION_PAGE, Fc2::list_provision),
    route("PUT", ON_DEMAND, "PutFunctionOnDemandConfig", NONE, Fc2::put_on_demand),
    route("GET", ON_DEMAND, "GetFunctionOnDemandConfig", NONE, Fc2::get_on_demand),
    route("DELETE", ON_DEMAND, "DeleteFunctionOnDemandConfig", NONE, Fc2::delete_on_demand),
    route("GET", "on-demand-configs", "ListOnDemandConfigs", PAGE, Fc2::list_on_demand),
    route("POST", BINDING, "CreateVpcBinding", NONE, Fc2::create_binding),
    route("GET", "services/*/bindings", "ListVpcBindings", NONE, Fc2::list_bindings),
    route("DELETE", BINDING, "DeleteVpcBinding", NONE, Fc2::delete_binding),
    route("POST", "tag", "TagResource", NONE, Fc2::tag),
    route("GET", "tag", "GetResourceTags", &["resourceArn"], Fc2::get_tags),
    route("DELETE", "tag", "UntagResource", NONE, Fc2::untag),
    route("POST", LAYER, "CreateLayerVersion", NONE, Fc2::create_layer),
    route("GET", LAYER, "ListLayerVersions", &["limit", "startVersion"], Fc2::list_layer_versions),
    route("GET", "layers/*/versions/*", "GetLayerVersion", NONE, Fc2::get_layer),
    route("DELETE", "layers/*/versions/*", "DeleteLayerVersion", NONE, Cloud::delete_layer),
    route("PUT", "layers/*/acl", "PutLayerACL", &["public"], Cloud::put_layer_acl),
    route("GET", "layers", "ListLayers", LAYER_PAGE, Fc2::list_layers),
    route("GET", "layerarn/*", "GetLayerVersionByArn", NONE, Fc2::get_layer_by_arn),
    route("POST", "services/*/functions/*/invocations", "InvokeFunction", NONE, Fc2::invoke),
    route("GET", "services/*/functions/*/instances", "ListInstances", &["limit"], Fc2::list_instances),
    route("GET", TOKEN, "GetTempCodeBucketToken", &["functionName", "instanceType"], Fc2::lend_code_bucket),
    route("GET", "tempBucketToken", "GetTempBucketToken", NONE, Cloud::lend_bucket),
    route("GET", "account-settings", "GetAccountSettings", NONE, Fc2::account_settings),
    route("GET", "accountConfigs", "GetAccountConfigs", &["config"], Fc2::account_configs),
    route("GET", "reservedCapacities", "ListReservedCapacities", NONE, Fc2::list_capacities),
];

/// What of an account has a tag (`ETag`): the typed SDK has `If-Match` at the writes of just these.
const TAGGED: [&str; 5] = [
    "Service",
    "Function",
    "Trigger",
    "Alias",
    "FunctionOnDemandConfig",
];

/// Whether a reply shows one resource that has a tag.
pub(crate) fn shows_tagged(route: &Route) -> bool {
    let verbs = ["Get", "Create", "Update", "Put"];
    let mut shown = verbs
        .iter()
        .filter_map(|verb| route.action.strip_prefix(verb));
    shown.any(|noun| TAGGED.contains(&noun))
}

/// The read of the resource whose tag a write may name: of the same path, but for a version, which is published of
/// a service that must not have changed.
pub(super) fn sibling(route: &Route) -> Option<&'static Route> {
    let path = match route.action {
        "PublishServiceVersion" => SERVICE,
        _ => route.path,
    };
    let mut reads = OPERATIONS
        .iter()
        .filter(|read| read.action.starts_with("Get"));
    reads.find(|read| read.path == path && shows_tagged(read))
}
