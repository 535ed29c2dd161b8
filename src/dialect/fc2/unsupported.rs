//! What this version does not do with a project of FC 2.0. It is refused by its name, before anything is sent: half
//! a deploy would be worse than none.

use serde_json::{Map, Value};

use crate::dialect::props::object;
use crate::dialect::props::problem::{Fault, Problems};
use crate::model::path::Path;
use crate::words;
use crate::words::Words;

/// Adds what is not done yet to what is wrong.
pub(super) fn check(props: &Map<String, Value>, root: &Path, problems: &mut Problems) {
    let Some(service) = object(props, "service") else {
        return;
    };
    let path = root.key("service");
    if service.get("role").is_some_and(Value::is_object) {
        let remedy = words!(
            "create the role in RAM, then write its ARN: role: acs:ram::ACCOUNT:role/NAME",
            "请先在 RAM 中创建该角色，再填写其 ARN：role: acs:ram::ACCOUNT:role/NAME"
        );
        problems.add(&path.key("role"), of_another_service(remedy));
    }
    let is_on = |value: &Value| value == "Enable";
    if service.get("tracingConfig").is_some_and(is_on) {
        let remedy = words!(
            "take it out for as long as this service has no tracing, or keep this resource on component: fc",
            "若该服务不使用链路追踪，请删除；否则请让该资源继续使用 component: fc"
        );
        problems.add(&path.key("tracingConfig"), of_another_service(remedy));
    }
}

/// The props without what was refused here, of which nothing else is worth saying.
pub(super) fn without(props: &Map<String, Value>) -> Map<String, Value> {
    let mut props = props.clone();
    if let Some(Value::Object(service)) = props.get_mut("service") {
        service.retain(|name, value| !(name == "role" && value.is_object()));
    }
    props
}

/// What upstream creates in another cloud service.
fn of_another_service(remedy: Words) -> Fault {
    Fault::new(
        words!(
            "needs something created in another cloud service, which fc-guard does not do",
            "需要在其他云服务中创建资源，fc-guard 不会代为创建"
        ),
        remedy,
    )
}
