//! The service: what its properties must be together, and its documents.

use serde_json::{Map, Value, json};

use super::role_arn;
use super::table::SERVICE;
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::{default, object, text};
use crate::model::auto::is_auto;
use crate::model::document::canonical;
use crate::model::kind::GIVEN_ROLE;
use crate::model::path::Path;
use crate::model::resource::Kind;
use crate::words;

/// The words by which a file system is left to what is there.
const AUTO_NAS: [&str; 2] = ["auto", "autoperformance"];

/// Whether it is one of them.
pub(super) fn is_auto_nas(text: &str) -> Result<(), Fault> {
    let text = text.to_ascii_lowercase();
    let fits = AUTO_NAS.contains(&text.as_str());
    fits.then_some(()).ok_or_else(|| {
        Fault::new(
            words!("is not a known word", "取值无效"),
            words!(
                "write auto, or a block with userId, groupId and mountPoints",
                "请填写 auto，或包含 userId、groupId 和 mountPoints 的一组属性"
            ),
        )
    })
}

/// Checks what no table says.
pub(super) fn check(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let Some(service) = object(props, "service") else {
        return;
    };
    let role = text(service, "role");
    if !(role.is_empty() || is_auto(&role.into()) || is_role(role)) {
        problems.add(
            &path.key("role"),
            Fault::new(
                words!("is not the ARN of a role", "不是角色 ARN"),
                words!(
                    "write acs:ram::ACCOUNT:role/NAME",
                    "请填写 acs:ram::ACCOUNT:role/NAME"
                ),
            ),
        );
    }
    if let Some(vpc) = object(service, "vpcConfig") {
        let path = path.key("vpcConfig");
        let has = |name| vpc.contains_key(name);
        match (has("vswitchIds"), has("vSwitchIds")) {
            (false, false) => problems.add(&path.key("vswitchIds"), Fault::missing()),
            (true, true) => problems.add(&path, Fault::both("vswitchIds", "vSwitchIds")),
            _ => {}
        }
    }
    let tracing = text(service, "tracingConfig");
    // What is on is refused as something that is not done.
    if !["", "Enable", "Disable"].contains(&tracing) {
        let wrong = words!("must be Enable or Disable", "必须是 Enable 或 Disable");
        let remedy = words!("write one of them", "请填写其中之一");
        problems.add(&path.key("tracingConfig"), Fault::new(wrong, remedy));
    }
}

/// Whether a text is a role's ARN, of whichever account.
pub(super) fn is_role(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let rest = text.strip_prefix("acs:ram::");
    rest.and_then(|rest| rest.split_once(":role/"))
        .is_some_and(|(account, name)| !account.is_empty() && !name.is_empty())
}

/// The service as the API names its settings.
pub(super) fn document(
    props: &Map<String, Value>,
    service: &Map<String, Value>,
    (account, needs_role): (&str, bool),
) -> Value {
    let settings = SERVICE.iter().filter(|prop| !prop.aside);
    let mut map: Map<String, Value> = settings
        .filter_map(|prop| Some((prop.name.to_owned(), service.get(prop.name)?.clone())))
        .collect();
    map.insert("serviceName".to_owned(), text(service, "name").into());
    default(&mut map, "description", "");
    let built = [
        ("role", role(props, account, needs_role)),
        ("vpcConfig", vpc(service)),
        ("nasConfig", nas(service)),
    ];
    for (name, value) in built {
        if let Some(value) = value {
            map.insert(name.to_owned(), value);
        }
    }
    canonical(Kind::Service, Value::Object(map))
}

/// The same of a block alone, with what is bound to it. What the resource around it needs does not count.
pub(in crate::dialect) fn documents(block: &Value) -> Vec<(Kind, Value)> {
    let Some(service) = block.as_object() else {
        return Vec::new();
    };
    let props = Map::from_iter([("service".to_owned(), block.clone())]);
    let mut own = document(&props, service, ("", false));
    if text(service, "role").is_empty() {
        own.as_object_mut().map(|map| map.remove("role"));
    }
    let own = (Kind::Service, own);
    let bound = binding(service).map(|bound| (Kind::ServiceVpcBinding, bound));
    std::iter::once(own).chain(bound).collect()
}

/// The VPCs that alone may call it, where the project names any.
pub(super) fn binding(service: &Map<String, Value>) -> Option<Value> {
    let names = service.get("vpcBinding")?;
    let document = json!({"vpcBinding": names});
    Some(canonical(Kind::ServiceVpcBinding, document))
}

/// Whether what a resource deploys into its service needs a role.
pub(in crate::dialect) fn needs_role(service: Option<&Value>, function: Option<&Value>) -> bool {
    const SERVICE: [&str; 5] = [
        "vpcConfig",
        "nasConfig",
        "vpcBinding",
        "ossMountConfig",
        "logConfig",
    ];
    const FUNCTION: [&str; 2] = ["asyncConfiguration", "customContainerConfig"];
    let has = |block: Option<&Value>, names: &[&str]| {
        let mut names = names.iter();
        names.any(|name| block.is_some_and(|block| block.get(name).is_some()))
    };
    has(service, &SERVICE) || has(function, &FUNCTION)
}

/// The role that it names, or the one that upstream gives it where anything that stands in it needs one: upstream goes by
/// one resource at a time, so that of two the last one wins.
fn role(props: &Map<String, Value>, account: &str, needs_role: bool) -> Option<Value> {
    let service = object(props, "service")?;
    match text(service, "role") {
        "" => {}
        role if is_auto(&role.into()) => return Some("auto".into()),
        role => return Some(role_arn(role)),
    }
    let needs = needs_role || self::needs_role(props.get("service"), props.get("function"));
    needs.then(|| format!("acs:ram::{account}:role/{GIVEN_ROLE}").into())
}

/// The network, by the names that the service answers. A file system that is left to what is there stands in a
/// network that is, too.
fn vpc(service: &Map<String, Value>) -> Option<Value> {
    let Some(given) = service.get("vpcConfig") else {
        let is_auto = service.get("nasConfig").is_some_and(Value::is_string);
        return is_auto.then(|| "auto".into());
    };
    let Value::Object(vpc) = given else {
        return Some(given.clone());
    };
    let mut vpc = vpc.clone();
    if let Some(switches) = vpc.shift_remove("vswitchIds") {
        vpc.insert("vSwitchIds".to_owned(), switches);
    }
    // The service puts its own role there.
    vpc.shift_remove("role");
    Some(vpc.into())
}

/// The file systems, in the form of the API: one address with the folder behind it.
fn nas(service: &Map<String, Value>) -> Option<Value> {
    let Value::Object(nas) = service.get("nasConfig")? else {
        return Some("auto".into());
    };
    let points = nas.get("mountPoints").and_then(Value::as_array);
    let points = points.into_iter().flatten().map(|point| {
        let part = |name: &str| point[name].as_str().unwrap_or_default();
        let address = format!("{}:{}", part("serverAddr"), part("nasDir"));
        json!({"serverAddr": address, "mountDir": part("fcDir")})
    });
    let number = |name: &str| nas.get(name).cloned().unwrap_or_else(|| 0.into());
    Some(json!({
        "userId": number("userId"),
        "groupId": number("groupId"),
        "mountPoints": points.collect::<Vec<_>>(),
    }))
}
