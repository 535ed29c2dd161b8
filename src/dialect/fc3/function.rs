//! The function: what its properties must be together, and its document.

use serde_json::{Map, Value, json};

use super::{role_arn, size, table, tags};
use crate::dialect::props::problem::{Fault, Problems};
use crate::dialect::props::runtime::Family;
use crate::dialect::props::schema::{PropShape, check as check_shape, text_of};
use crate::dialect::props::{default, form, object, object_mut, text};
use crate::model::auto::is_auto;
use crate::model::document::canonical;
use crate::model::path::Path;
use crate::model::resource::Kind;
use crate::words;

/// How long a lifecycle hook may run where the project does not say, in seconds (upstream fc3).
const HOOK_TIMEOUT: i64 = 3;

/// How many bytes the names and values of all environment variables may have (documentation).
const VARIABLES: usize = 4096;

/// Checks what depends on more than one property.
pub(super) fn check(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    check_family(props, path, problems);
    size::check_sizes(props, path, problems);
    check_variables(props, &path.key("environmentVariables"), problems);
    check_hooks(props, &path.key("instanceLifecycleConfig"), problems);
    check_tracing(props, &path.key("tracingConfig"), problems);
    check_headers(props, &path.key("annotations").key("headers"), problems);
    check_affinity(props, &path.key("sessionAffinityConfig"), problems);
}

/// Checks what the runtime asks for. Upstream's schema says so; `code` is `code.rs`'s part.
fn check_family(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let needed: &[&str] = match Family::of(props) {
        Some(Family::BuiltIn) => &["handler"],
        Some(Family::Container) if text(props, "runtime") == "micro-sandbox" => {
            &["microSandboxConfig", "customContainerConfig"]
        }
        Some(Family::Container) => &["customContainerConfig"],
        Some(Family::Custom) | None => &[],
    };
    // Where one of several will do, the first is the one that is said to be missing.
    let Some(name) = needed.first() else { return };
    if !needed.iter().any(|name| props.contains_key(*name)) {
        let wrong = words!(
            "is missing, and this runtime needs it",
            "缺少该属性：此 runtime 必须填写"
        );
        problems.add(
            &path.key(name),
            Fault::new(wrong, words!("add it", "请补充")),
        );
    }
}

/// How variables may be called, and how long all of them may be together.
fn check_variables(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let Some(variables) = object(props, "environmentVariables") else {
        return;
    };
    for name in variables.keys() {
        if let Err(fault) = form::variable(name) {
            problems.add(&path.key(name), fault);
        }
    }
    // Counted as they are sent: as texts.
    let written = variables.values().filter_map(text_of);
    let values: usize = written.map(|text| text.len()).sum();
    let names: usize = variables.keys().map(String::len).sum();
    let bytes = names + values;
    if bytes > VARIABLES {
        let wrong = words!(
            "has {bytes} bytes of names and values; the limit is {VARIABLES}",
            "变量名与值共 {bytes} 字节；上限为 {VARIABLES} 字节"
        );
        let remedy = words!("move the long ones into files", "请将较长的值移到文件中");
        problems.add(path, Fault::new(wrong, remedy));
    }
}

/// A hook is a handler in the code or a command, not both (upstream fc3).
fn check_hooks(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let hooks = object(props, "instanceLifecycleConfig")
        .into_iter()
        .flatten();
    for (name, hook) in hooks {
        let set = |name| {
            hook.get(name)
                .is_some_and(|value| value != "" && value != &json!([]))
        };
        if set("handler") && set("command") {
            problems.add(&path.key(name), Fault::both("handler", "command"));
        }
    }
}

/// The same said in two ways, of which one would be lost.
fn check_tracing(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let set = |name| object(props, "tracingConfig").is_some_and(|map| map.contains_key(name));
    if set("jaegerConfig") && set("params") {
        problems.add(path, Fault::both("jaegerConfig", "params"));
    }
}

/// What a header may be called and say (RFC 9110).
fn check_headers(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    for (name, value) in headers(props) {
        if let Err(fault) = form::header(&name) {
            problems.add(&path.key(&name), fault);
        }
        if value.contains(char::is_control) {
            let wrong = words!("has more than one line", "包含多行");
            let remedy = words!("write it on one line", "请写成一行");
            problems.add(&path.key(&name), Fault::new(wrong, remedy));
        }
    }
}

/// The block that is written as JSON in a text is no freer than the block itself.
fn check_affinity(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    let written = props.get("sessionAffinityConfig").and_then(Value::as_str);
    if let Some(block) = written.and_then(parsed) {
        check_shape(
            PropShape::Block(table::SESSION_AFFINITY),
            &block,
            path,
            problems,
        );
    }
}

fn parsed(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(Value::is_object)
}

/// The function as the API names its fields, with the defaults that upstream fc3 puts in. What is
/// `aside` in the table is left out.
pub(super) fn document(props: &Map<String, Value>, account: &str) -> Value {
    let settings = table::TABLE.iter().filter(|prop| !prop.aside);
    let mut map: Map<String, Value> = settings
        .filter_map(|prop| Some((prop.name.to_owned(), props.get(prop.name)?.clone())))
        .collect();
    // The defaults come first, so that they are brought into the API's form like the rest.
    fill(&mut map, Family::of(props));
    reshape(&mut map, account);
    canonical(Kind::Function, Value::Object(map))
}

/// What follows the memory where the file does not say otherwise.
const SIZES: &[&str] = &["cpu", "diskSize"];

/// The sizes that [`document`] has although the file leaves them to the service.
pub(super) fn unsaid(props: &Map<String, Value>) -> &'static [&'static str] {
    match SIZES.iter().any(|name| props.contains_key(*name)) {
        true => &[],
        false => SIZES,
    }
}

/// Upstream's defaults. CPU and disk are only known for the default memory; else the service
/// chooses.
fn fill(map: &mut Map<String, Value>, family: Option<Family>) {
    default(map, "description", "");
    default(map, "memorySize", size::MEMORY);
    default(map, "timeout", 3);
    default(map, "internetAccess", true);
    if !unsaid(map).is_empty() && map["memorySize"] == size::MEMORY {
        default(map, "cpu", size::CPU);
        default(map, "diskSize", size::DISK);
    }
    if matches!(family, Some(Family::Custom | Family::Container)) {
        // The service asks for a handler even where none is called.
        default(map, "handler", "handler");
        default(map, "instanceConcurrency", 1);
    }
}

/// What `s.yaml` writes in another form than the API takes.
fn reshape(map: &mut Map<String, Value>, account: &str) {
    if let Some(Value::String(role)) = map.get_mut("role")
        && !is_auto(&role.as_str().into())
    {
        *role = role_arn(role, account);
    }
    if let Some(tags) = map.get_mut("tags") {
        tags::texts(tags);
        tags::leave_out_own(tags);
    }
    if let Some(variables) = object_mut(map, "environmentVariables") {
        as_texts(variables);
    }
    // Text or block, it is compared as a block; `wire` makes a text of it for the request.
    if let Some(config) = map.get_mut("sessionAffinityConfig")
        && let Some(block) = config.as_str().and_then(parsed)
    {
        *config = block;
    }
    if let Some(tracing) = object_mut(map, "tracingConfig") {
        trace(tracing);
    }
    fill_blocks(map);
}

/// Upstream's defaults inside of blocks.
fn fill_blocks(map: &mut Map<String, Value>) {
    if let Some(hooks) = object_mut(map, "instanceLifecycleConfig") {
        for hook in hooks.values_mut().filter_map(Value::as_object_mut) {
            default(hook, "timeout", HOOK_TIMEOUT);
        }
    }
    let mounts = object_mut(map, "nasConfig").and_then(|nas| nas.get_mut("mountPoints"));
    for mount in mounts.and_then(Value::as_array_mut).into_iter().flatten() {
        if let Value::Object(mount) = mount {
            default(mount, "enableTLS", false);
        }
    }
    if let Some(container) = object_mut(map, "customContainerConfig") {
        let image = text(container, "image").trim().to_owned();
        container.insert("image".to_owned(), image.into());
    }
}

fn as_texts(map: &mut Map<String, Value>) {
    for value in map.values_mut() {
        *value = text_of(value).into();
    }
}

/// fc3's schema has `jaegerConfig`, which the API does not know; upstream loses it on the way. The
/// API's form of the same is a type and its parameters.
fn trace(tracing: &mut Map<String, Value>) {
    if let Some(Value::Object(jaeger)) = tracing.shift_remove("jaegerConfig") {
        default(tracing, "type", "Jaeger");
        default(tracing, "params", jaeger);
    }
    if let Some(params) = object_mut(tracing, "params") {
        as_texts(params);
    }
}

/// The extra HTTP headers of `annotations.headers`, in the file's order.
pub(super) fn headers(props: &Map<String, Value>) -> Vec<(String, String)> {
    let headers =
        object(props, "annotations").and_then(|annotations| object(annotations, "headers"));
    let headers = headers.into_iter().flatten();
    headers
        .filter_map(|(name, value)| Some((name.clone(), text_of(value)?)))
        .collect()
}
