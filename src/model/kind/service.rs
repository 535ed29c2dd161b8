//! What FC 2.0 has (API models of version 2016-08-15): the service, the function in it, and what belongs to
//! either. Defaults and clearing values are those of the service and of what upstream's component sends.

use super::calls::{Calls, Entries, PathSegment, Put, own};
use super::{Adds, Existence, Generation, Kind, Naming, PropsPlace, Section, Spec, Work};
use super::{domain, function, trigger};
use crate::model::fields::{
    Fallback, Field, Fields, Shape, flag, free, id, list, map, number, object, scalar, set,
};
use crate::words;

/// The name of the role that upstream's component gives to a service which needs one and whose project names none.
pub const GIVEN_ROLE: &str = "aliyunfcdefaultrole";

/// The service, of which several resources of a project may deploy a function each.
pub(super) const SERVICE: Spec = Spec {
    place: PropsPlace::At(&["service"]),
    calls: own!("Service", SERVICES, &["ServiceNotFound"], false),
    section: Section::Service,
    ..of(
        "service",
        |_, name| words!("service {name}", "服务 {name}"),
        Fields::One(SERVICE_FIELDS),
        Naming::Own("serviceName"),
    )
};

/// The function of a service.
pub(super) const FUNCTION: Spec = Spec {
    depth: 2,
    place: PropsPlace::At(&["function"]),
    calls: own!("Function", FUNCTIONS, NO_FUNCTION, false),
    section: Section::Function,
    code: Some("code"),
    rank: 1,
    ..of(
        "serviceFunction",
        |function, _| words!("function {function}", "函数 {function}"),
        Fields::One(FUNCTION_FIELDS),
        Naming::Own("functionName"),
    )
};

/// The trigger of such a function.
pub(super) const TRIGGER: Spec = Spec {
    holder: Some(Kind::ServiceFunction),
    place: PropsPlace::List("triggers"),
    calls: own!(
        "Trigger",
        TRIGGERS,
        &["TriggerNotFound", "FunctionNotFound", "ServiceNotFound"],
        false
    ),
    section: Section::Triggers,
    rank: 2,
    replacing: trigger::replacing,
    ..of(
        "serviceTrigger",
        |function, name| words!("trigger {function}/{name}", "触发器 {function}/{name}"),
        Fields::ByType {
            setting: "triggerType",
            typed: "triggerConfig",
            types: TYPES,
            other: OTHER,
        },
        Naming::Own("triggerName"),
    )
};

/// How calls of such a function that nobody waits for are tried again, and where their results go.
pub(super) const ASYNC: Spec = Spec {
    holder: Some(Kind::ServiceFunction),
    place: PropsPlace::At(&["function", "asyncConfiguration"]),
    existence: Existence::Settings,
    calls: Calls::Put(Put {
        list: "ListFunctionAsyncInvokeConfigs",
        all: ("async-invoke-configs", "configs"),
        get: "GetFunctionAsyncInvokeConfig",
        put: "PutFunctionAsyncInvokeConfig",
        delete: "DeleteFunctionAsyncInvokeConfig",
        segment: "async-invoke-config",
        absent: Some("AsyncConfigNotExists"),
        in_the_way: None,
    }),
    section: Section::AsyncInvoke,
    rank: 3,
    letter: Some('Y'),
    ..of(
        "serviceAsyncConfig",
        |_, of| {
            words!(
                "asyncConfiguration of {of}",
                "函数 {of} 的 asyncConfiguration"
            )
        },
        Fields::One(ASYNC_FIELDS),
        Naming::Qualifier,
    )
};

/// The VPCs that alone may call the functions of a service.
pub(super) const VPC_BINDING: Spec = Spec {
    holder: Some(Kind::Service),
    place: PropsPlace::At(&["service"]),
    existence: Existence::Settings,
    calls: Calls::Entries(Entries {
        list: "ListVpcBindings",
        add: "CreateVpcBinding",
        remove: "DeleteVpcBinding",
        segment: "binding",
        names: ("vpcBinding", "vpcId"),
        absent: "VpcBindingNotFound",
    }),
    section: Section::Service,
    rank: 1,
    letter: Some('B'),
    ..of(
        "serviceVpcBinding",
        |_, of| words!("vpcBinding of service {of}", "服务 {of} 的 vpcBinding"),
        Fields::One(&[Field::new("vpcBinding", Shape::Names)]),
        Naming::Function,
    )
};

/// The custom domain, in which functions of several services have their routes. A route says to which function of
/// which service it leads; here it has one name for both (`service$function`), as FC 3.0 has it.
pub(super) const DOMAIN: Spec = Spec {
    holder: Some(Kind::ServiceFunction),
    place: PropsPlace::Among("customDomains"),
    along: &["protocol"],
    calls: own!(
        "CustomDomain",
        &[PathSegment::Text("custom-domains")],
        &["DomainNameNotFound"],
        false
    ),
    shared: true,
    rank: 4,
    ..of(
        "serviceDomain",
        |_, name| words!("custom domain {name}", "自定义域名 {name}"),
        Fields::One(domain::FIELDS),
        Naming::Own("domainName"),
    )
};

/// What the kinds of FC 2.0 have in common.
const fn of(
    name: &'static str,
    label: fn(&str, &str) -> words::Words,
    fields: Fields,
    naming: Naming,
) -> Spec {
    Spec {
        name,
        generation: Generation::SECOND,
        holder: None,
        depth: 1,
        label,
        fields,
        renamed: None,
        along: &[],
        adds: Adds::Nothing,
        omits: &[],
        naming,
        place: PropsPlace::Props,
        existence: Existence::Created,
        calls: own!("Service", SERVICES, &[], false),
        section: Section::Rest,
        work: Work::None,
        switch: None,
        shared: false,
        code: None,
        rank: 0,
        replacing: function::replacing,
        letter: None,
    }
}

const SERVICES: &[PathSegment] = &[PathSegment::Text("services")];

const FUNCTIONS: &[PathSegment] = &[
    PathSegment::Text("services"),
    PathSegment::Service,
    PathSegment::Text("functions"),
];

const TRIGGERS: &[PathSegment] = &[
    PathSegment::Text("services"),
    PathSegment::Service,
    PathSegment::Text("functions"),
    PathSegment::Function,
    PathSegment::Text("triggers"),
];

/// Where there is no such service there is no such function either.
const NO_FUNCTION: &[&str] = &["FunctionNotFound", "ServiceNotFound"];

const SERVICE_FIELDS: &[Field] = &[
    id("serviceName").fixed(),
    scalar("description"),
    // No request of upstream says it where the file does not.
    flag("internetAccess").or(Fallback::Served),
    role("role"),
    object("logConfig", LOG).clear_parts(NO_LOG),
    object("vpcConfig", VPC).clear(r#"{"vpcId":"","vSwitchIds":[],"securityGroupId":""}"#),
    object("nasConfig", NAS).clear(r#"{"userId":-1,"groupId":-1,"mountPoints":[]}"#),
    object("ossMountConfig", &[list("mountPoints")]).clear(r#"{"mountPoints":[]}"#),
    // The address of a tracing endpoint carries its access token.
    object("tracingConfig", &[id("type"), map("params").secret()]),
    free("useSLRAuthentication").service(),
    free("vendorConfig").service(),
    id("resourceGroupId").service(),
    id("serviceId").service(),
    id("createdTime").service(),
    id("lastModifiedTime").service(),
];

const NO_LOG: &str = r#"{"project":"","logstore":"","logBeginRule":"None","enableRequestMetrics":false,"enableInstanceMetrics":false}"#;

const LOG: &[Field] = &[
    id("project"),
    id("logstore"),
    id("logBeginRule").or(Fallback::Text("None")),
    flag("enableInstanceMetrics"),
    flag("enableRequestMetrics"),
];

const VPC: &[Field] = &[
    id("vpcId"),
    id("securityGroupId"),
    set("vSwitchIds"),
    // The service puts the role of the service here.
    id("role").service(),
    free("anytunnelViaENI").service(),
];

const NAS: &[Field] = &[
    number("userId").or(Fallback::Int(-1)),
    number("groupId").or(Fallback::Int(-1)),
    list("mountPoints"),
];

const FUNCTION_FIELDS: &[Field] = &[
    id("functionName").fixed(),
    scalar("description"),
    id("runtime"),
    id("handler"),
    // As of FC 3.0: the checksum of the package.
    id("code").or(Fallback::Served),
    number("memorySize").or(Fallback::Int(128)),
    number("timeout").or(Fallback::Int(3)),
    id("initializer"),
    number("initializationTimeout").or(Fallback::Int(3)),
    number("instanceConcurrency").or(Fallback::Int(1)),
    id("instanceType").or(Fallback::Text("e1")),
    // No request takes these back: `null` counts as not given.
    number("instanceSoftConcurrency")
        .or(Fallback::Served)
        .at_most("instanceConcurrency"),
    number("cpu").or(Fallback::Served),
    number("diskSize").or(Fallback::Served),
    number("gpuMemorySize").or(Fallback::Served),
    number("caPort").or(Fallback::Served),
    map("environmentVariables").secret(),
    list("layers"),
    object("instanceLifecycleConfig", LIFECYCLE)
        .clear_parts(r#"{"preFreeze":{"handler":""},"preStop":{"handler":""}}"#),
    object("customDNS", DNS)
        .clear_parts(r#"{"nameServers":null,"searches":null,"dnsOptions":null}"#),
    object("customRuntimeConfig", CUSTOM_RUNTIME).clear_parts(r#"{"command":null,"args":null}"#),
    object("customHealthCheckConfig", HEALTH_CHECK),
    object("customContainerConfig", CONTAINER),
    free("layersArnV2").service(),
    id("codeChecksum").service(),
    number("codeSize").service(),
    id("functionId").service(),
    id("createdTime").service(),
    id("lastModifiedTime").service(),
];

const LIFECYCLE: &[Field] = &[object("preFreeze", HOOK), object("preStop", HOOK)];

const HOOK: &[Field] = &[id("handler"), number("timeout").or(Fallback::Int(3))];

const DNS: &[Field] = &[list("nameServers"), list("searches"), list("dnsOptions")];

const CUSTOM_RUNTIME: &[Field] = &[list("command").arguments(), list("args").arguments()];

const HEALTH_CHECK: &[Field] = &[
    scalar("httpGetUrl").arguments(),
    number("initialDelaySeconds").or(Fallback::Served),
    number("periodSeconds").or(Fallback::Served),
    number("timeoutSeconds").or(Fallback::Served),
    number("failureThreshold").or(Fallback::Served),
    number("successThreshold").or(Fallback::Served),
];

const CONTAINER: &[Field] = &[
    id("image"),
    // JSON in a text, both of them.
    scalar("command").arguments(),
    scalar("args").arguments(),
    id("accelerationType").or(Fallback::Served),
    free("accelerationInfo").service(),
    id("instanceID"),
    flag("webServerMode").or(Fallback::Served),
];

/// The types of triggers that are known here.
const TYPES: &[(&str, &[Field])] = &[
    ("http", HTTP),
    ("timer", TIMER),
    ("oss", OSS),
    ("log", LOG_TRIGGER),
    ("mns_topic", MNS_TOPIC),
    ("cdn_events", CDN_EVENTS),
    ("tablestore", TABLESTORE),
    ("eventbridge", EVENTBRIDGE),
];

/// A trigger's settings around its typed configuration, which is an object in either direction.
macro_rules! service_trigger {
    ($name:ident, $config:expr) => {
        const $name: &[Field] = &[
            id("triggerName").fixed(),
            id("triggerType").fixed(),
            // Upstream never sends it.
            scalar("description").or(Fallback::Served),
            id("qualifier").or(Fallback::Text("LATEST")),
            role("invocationRole"),
            id("sourceArn").fixed(),
            $config,
            id("createdTime").service(),
            id("lastModifiedTime").service(),
            id("triggerId").service(),
            id("urlInternet").service(),
            id("urlIntranet").service(),
            id("domainName").service(),
        ];
    };
}

service_trigger!(HTTP, object("triggerConfig", trigger::HTTP_CONFIG));
service_trigger!(TIMER, object("triggerConfig", trigger::TIMER_CONFIG));
service_trigger!(OSS, object("triggerConfig", trigger::OSS_CONFIG));
service_trigger!(LOG_TRIGGER, object("triggerConfig", trigger::LOG_CONFIG));
// The service changes nothing of such a trigger.
service_trigger!(
    MNS_TOPIC,
    object("triggerConfig", trigger::MNS_TOPIC_CONFIG).fixed()
);
service_trigger!(
    CDN_EVENTS,
    object("triggerConfig", trigger::CDN_EVENTS_CONFIG)
);
service_trigger!(TABLESTORE, object("triggerConfig", &[]));
service_trigger!(
    EVENTBRIDGE,
    object("triggerConfig", trigger::EVENTBRIDGE_CONFIG)
);
// The configuration of any other type is compared all the same, as free-form settings.
service_trigger!(OTHER, free("triggerConfig"));

const ASYNC_FIELDS: &[Field] = &[
    number("maxAsyncEventAgeInSeconds").or(Fallback::Served),
    number("maxAsyncRetryAttempts").or(Fallback::Served),
    flag("statefulInvocation"),
    object("destinationConfig", super::configs::DESTINATIONS),
    id("service").service(),
    id("function").service(),
    id("qualifier").service(),
    id("createdTime").service(),
    id("lastModifiedTime").service(),
];

/// The ARN of a role, of which RAM does not tell the case: upstream sends it in small letters after its first
/// deploy.
const fn role(name: &'static str) -> Field {
    Field::new(name, Shape::Host).id()
}
