//! A project that is written in the names of FC 2.0: a service, and the function as a block inside of it.

use serde_json::{Map, Value};

use crate::dialect::props::object;
use crate::error::{Draft, Error};
use crate::model::path::Path;
use crate::words;

/// The names of FC 2.0 in such a block, with what stands for them in FC 3.0; empty where nothing does.
type Renamed = &'static [(&'static str, &'static str)];

/// In `service`. All else there has the same name, and stands right in the props.
const SERVICE: Renamed = &[
    ("name", ""),
    ("vpcConfig.vswitchIds", "vpcConfig.vSwitchIds"),
];

/// In `function`. All else there has the same name, and stands right in the props.
const FUNCTION: Renamed = &[
    ("name", "functionName"),
    ("codeUri", "code"),
    ("ossBucket", "code.ossBucketName"),
    ("ossKey", "code.ossObjectName"),
    (
        "caPort",
        "customRuntimeConfig.port (custom-container: customContainerConfig.port)",
    ),
    ("gpuMemorySize", "gpuConfig.gpuMemorySize"),
    (
        "customHealthCheckConfig",
        "customRuntimeConfig.healthCheckConfig (custom-container: customContainerConfig.healthCheckConfig)",
    ),
    ("initializer", "instanceLifecycleConfig.initializer.handler"),
    (
        "initializationTimeout",
        "instanceLifecycleConfig.initializer.timeout",
    ),
    ("asyncConfiguration", "asyncInvokeConfig"),
];

/// In an entry of `triggers`.
const TRIGGER: Renamed = &[
    ("name", "triggerName"),
    ("type", "triggerType"),
    ("role", "invocationRole"),
    ("config", "triggerConfig"),
];

/// Refuses it, with the names of FC 3.0 for what it has.
pub(super) fn refusal(props: &Map<String, Value>) -> Error {
    let root = Path::default().key("props");
    let draft = Error::template(match props.contains_key("functionName") {
        true => words!(
            "props.service and props.function are names of FC 2.0, and this resource is one of FC 3.0: it has functionName",
            "props.service 和 props.function 是 FC 2.0 的写法，而该资源有 functionName，属于 FC 3.0"
        ),
        false => words!(
            "props.function is a name of FC 2.0, where it stands in a service: props.service is missing",
            "props.function 是 FC 2.0 的写法，函数属于服务：缺少 props.service"
        ),
    });
    let refused = ["service", "function"].into_iter().zip([SERVICE, FUNCTION]);
    let refused = refused.fold(draft, |draft, (name, names)| {
        let found = object(props, name).map(|block| found(block, names));
        listed(draft, found, (&root.key(name), &root))
    });
    let triggers = props.get("triggers").and_then(Value::as_array);
    let entries = triggers.into_iter().flatten().enumerate();
    let refused = entries.fold(refused, |draft, (index, entry)| {
        let path = root.key("triggers").item(&index.to_string());
        let found = entry.as_object().map(|block| found(block, TRIGGER));
        listed(draft, found, (&path, &path))
    });
    refused.hint(words!(
        "for FC 2.0 name the service, as in 'service: {{name: shop}}', and leave functionName out; for FC 3.0 write what stands in service and function right in props, by the names of FC 3.0",
        "若为 FC 2.0，请填写服务，例如 'service: {{name: shop}}'，并去掉 functionName；若为 FC 3.0，请将 service 和 function 中的配置直接写在 props 下，并改用 FC 3.0 的名称"
    ))
}

/// What a block has of these names.
fn found(block: &Map<String, Value>, names: Renamed) -> Vec<(&'static str, &'static str)> {
    let has = |path: &str| {
        let mut steps = path.split('.');
        let first = steps.next().and_then(|name| block.get(name));
        first.is_some_and(|first| steps.try_fold(first, |at, name| at.get(name)).is_some())
    };
    let found = names.iter().copied();
    found.filter(|(old, _)| has(old)).collect()
}

/// Lists them: each as it is written, and where it stands in FC 3.0.
fn listed(
    draft: Draft,
    found: Option<Vec<(&'static str, &'static str)>>,
    (at, to): (&Path, &Path),
) -> Draft {
    let found = found.into_iter().flatten();
    found.fold(draft, |draft, (old, now)| {
        draft.because(match now {
            "" => words!(
                "{at}.{old}: FC 3.0 has no services; take it out",
                "{at}.{old}：FC 3.0 中没有服务；请删除"
            ),
            _ => words!("{at}.{old} → {to}.{now}", "{at}.{old} → {to}.{now}"),
        })
    })
}
