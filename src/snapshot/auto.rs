//! `auto` in `s.yaml`: what the service or an earlier deploy has already, taken from there.

mod lines;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::model::auto::{is_auto, wants_auto};
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::snapshot::Live;
use crate::state::record::Baseline;
use crate::words;

/// The settings of which `auto` may be written.
const SETTINGS: [&str; 5] = [
    "logConfig",
    "vpcConfig",
    "nasConfig",
    "ossMountConfig",
    "role",
];

/// The same of FC 2.0, in the words of its component.
const OF_SERVICE: [&str; 5] = [
    "logConfig",
    "vpcConfig",
    "nasConfig",
    "role",
    "invocationRole",
];

/// The function's settings with every `auto` filled in: by what was deployed last, else by what is
/// online.
///
/// # Errors
/// A template error where neither has it: it would first have to be created in another service.
pub(super) fn filled(
    resource: &Resource,
    desired: &Value,
    baseline: Option<&Baseline>,
    live: Option<&Live>,
) -> Result<Value> {
    let (mut filled, mut missing) = (desired.clone(), Vec::new());
    let settings = match resource.service() {
        None => &SETTINGS,
        Some(_) => &OF_SERVICE,
    };
    for &name in settings {
        let Some(slot) = filled.get_mut(name).filter(|value| wants_auto(value)) else {
            continue;
        };
        let sent = baseline.and_then(|baseline| baseline.sent.get(name));
        let live = live.and_then(|live| live.document.get(name));
        let known = [sent, live]
            .into_iter()
            .flatten()
            .find(|value| is_set(value));
        match known {
            Some(value) if agrees(slot, value) => *slot = value.clone(),
            _ => missing.push((name, lines::written(name, slot, resource))),
        }
    }
    if let Some(live) = live.filter(|_| resource.service().is_some()) {
        name_layers(&mut filled, &live.document);
    }
    match missing.is_empty() {
        true => Ok(filled),
        false => Err(unknown(resource, &missing)),
    }
}

/// Names the layers of a function of FC 2.0 as they are online, where the project has their old ids: these hold a digest
/// of the account, from which no ARN can be made.
fn name_layers(wanted: &mut Value, online: &Value) {
    let online = online["layers"].as_array().into_iter().flatten();
    let online: Vec<&str> = online.filter_map(Value::as_str).collect();
    let wanted = wanted.get_mut("layers").and_then(Value::as_array_mut);
    for layer in wanted.into_iter().flatten() {
        let parts: Vec<&str> = layer.as_str().unwrap_or_default().split('#').collect();
        let [_, name, version] = parts[..] else {
            continue;
        };
        let end = format!(":layers/{name}/versions/{version}");
        if let Some(arn) = online.iter().find(|arn| arn.ends_with(&end)) {
            *layer = (*arn).into();
        }
    }
}

/// Whether a block is more than the empty texts and lists that the service has for none.
fn is_set(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty() && !is_auto(value),
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => {
            // The service has a value for these even in a block that stands for none.
            const SAYS_NOTHING: [&str; 3] = ["logBeginRule", "userId", "groupId"];
            let says = |(name, value): (&String, &Value)| {
                !SAYS_NOTHING.contains(&name.as_str()) && is_set(value)
            };
            map.iter().any(says)
        }
        _ => true,
    }
}

/// Whether the parts of a block that are not `auto` are those that are known.
fn agrees(wanted: &Value, known: &Value) -> bool {
    let parts = wanted.as_object().into_iter().flatten();
    let mut fixed = parts.filter(|(_, value)| !is_auto(value));
    fixed.all(|(name, value)| known.get(name) == Some(value))
}

/// The error for what is `auto` and nobody has a value for, with the lines that say the same without it.
fn unknown(resource: &Resource, missing: &[(&str, String)]) -> Error {
    let names: Vec<String> = missing
        .iter()
        .map(|(name, _)| {
            let address = resource.address(&Path::default().key(name));
            format!("props.{address}")
        })
        .collect();
    let lines: Vec<&str> = missing.iter().map(|(_, lines)| lines.as_str()).collect();
    let (names, lines) = (names.join(", "), lines.join("\n    "));
    Error::template(words!(
        "{names}: auto needs something created in another cloud service first, which fc-guard does not do",
        "{names}：auto 需要先在其他云服务中创建资源，fc-guard 不会代为创建"
    ))
    .hint(words!(
        "create it in the console, then write instead of auto:\n    {lines}",
        "请先在控制台创建，然后把 auto 改写为：\n    {lines}"
    ))
}

/// The error for a domain whose name was left to the service and that is not there.
pub(super) fn no_domain(domain: &Resource) -> Error {
    let name = domain.name();
    let place = domain.address(&Path::default().key("domainName"));
    Error::template(words!(
        "props.{place}: auto: there is no domain {name} yet, and fc-guard does not obtain one",
        "props.{place}：auto 对应的域名 {name} 尚不存在，fc-guard 不会代为申请"
    ))
    .hint(words!(
        "write a domain of your own (domainName: www.example.com), with a CNAME record to the account's FC address",
        "请填写自己的域名（domainName: www.example.com），并添加 CNAME 记录指向账号的函数计算地址"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn function() -> Resource {
        Resource::of_function("1".to_owned(), "cn-hangzhou".to_owned(), "demo".to_owned())
    }

    fn live(document: Value) -> Live {
        Live {
            document,
            etag: None,
            mark: None,
        }
    }

    #[test]
    fn what_is_online_fills_it_in() {
        let log = json!({"project": "p", "logstore": "l", "logBeginRule": "None"});
        let online = live(json!({"logConfig": log}));
        for auto in ["auto", "AUTO", "auto|enableInstanceMetrics=false"] {
            let desired = json!({"logConfig": auto});
            let filled = filled(&function(), &desired, None, Some(&online)).expect("filled");
            assert_eq!(filled["logConfig"], log, "{auto}");
        }
    }

    #[test]
    fn what_nobody_has_names_the_lines_to_write() {
        let empty = live(json!({"nasConfig": {"userId": 0, "groupId": 0, "mountPoints": []}}));
        let desired = json!({"nasConfig": "auto"});
        let error = filled(&function(), &desired, None, Some(&empty)).expect_err("unknown");
        let hint = error.hint.en;
        assert!(hint.contains("mountDir: /mnt/demo"), "{hint}");
    }

    #[test]
    fn everything_that_nobody_has_is_told_at_once() {
        let desired = json!({"logConfig": "auto", "vpcConfig": "auto", "role": "auto"});
        let error = filled(&function(), &desired, None, None).expect_err("unknown");
        assert!(
            error
                .what
                .en
                .starts_with("props.logConfig, props.vpcConfig, props.role: auto needs"),
            "{error:?}"
        );
        let hint = error.hint.en;
        assert!(
            hint.contains("logstore:") && hint.contains("vSwitchIds:"),
            "{hint}"
        );
    }

    #[test]
    fn the_part_that_is_written_must_be_the_known_one() {
        let vpc = json!({"vpcId": "vpc-1", "securityGroupId": "sg-1", "vSwitchIds": ["vsw-1"]});
        let online = live(json!({"vpcConfig": vpc}));
        let desired = |id: &str| json!({"vpcConfig": {"vpcId": id, "vSwitchIds": "auto"}});
        let found = filled(&function(), &desired("vpc-1"), None, Some(&online)).expect("filled");
        assert_eq!(found["vpcConfig"], vpc);
        assert!(filled(&function(), &desired("vpc-2"), None, Some(&online)).is_err());
    }

    #[test]
    fn a_layer_by_its_old_id_is_the_one_that_is_online() {
        let digest = "0123456789abcdef0123456789abcdef";
        let arn = "acs:fc:cn-beijing:1:layers/js/versions/2";
        let mut wanted =
            json!({"layers": [format!("{digest}#js#2"), format!("{digest}#js#3"), arn]});
        name_layers(&mut wanted, &json!({"layers": [arn]}));
        assert_eq!(
            wanted,
            json!({"layers": [arn, format!("{digest}#js#3"), arn]})
        );
        let mut none = json!({"layers": null});
        name_layers(&mut none, &json!({"layers": [arn]}));
        assert_eq!(none, json!({"layers": null}));
    }
}
