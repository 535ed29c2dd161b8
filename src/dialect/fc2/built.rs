//! What `s build` of the component `fc` left for a function: its code, which takes the place of `codeUri`, whether that is
//! whole, and the environment variables by which it finds the dependencies that were built into it.

use serde_json::{Map, Value, json};

use crate::dialect::Context;
use crate::dialect::props::problem::Fault;
use crate::dialect::props::runtime::Family;
use crate::dialect::props::schema::text_of;
use crate::dialect::props::{default, object, object_mut, text};
use crate::paths::join;
use crate::ports::EntryKind;
use crate::words;
use crate::words::Words;

/// The runtime of a function of which the file names none.
const RUNTIME: &str = "nodejs10";

/// Where the dependencies stand in the built code.
const BUILT: &str = "/code/.s";

/// Where the packages of the system keep their libraries and programs.
const LIBRARIES: [&str; 6] = [
    "/usr/local/lib",
    "/usr/lib",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib64",
    "/lib",
    "/lib/x86_64-linux-gnu",
];
const PROGRAMS: [&str; 6] = [
    "/usr/local/bin",
    "/usr/local/sbin",
    "/usr/bin",
    "/usr/sbin",
    "/sbin",
    "/bin",
];

/// The folder that was built of the function, absolute. An image is built otherwise.
pub(super) fn folder(props: &Map<String, Value>, context: &Context<'_>) -> Option<String> {
    let function = object(props, "function")?;
    if Family::of(function) == Some(Family::Container) || !function.contains_key("codeUri") {
        return None;
    }
    let service = object(props, "service").map_or("", |service| text(service, "name"));
    let name = text(function, "name");
    let built = format!(".s/build/artifacts/{service}/{name}");
    let built = join(context.base, &built);
    let kind = context.files.kind(&built);
    matches!(kind, Ok(Some(EntryKind::Folder))).then_some(built)
}

/// Why what was built must not be deployed: the last build did not come to its end, or nobody can tell.
pub(super) fn fault(props: &Map<String, Value>, context: &Context<'_>) -> Option<Fault> {
    let name = |block: &str| object(props, block).map_or("", |block| text(block, "name"));
    let (service, function) = (name("service"), name("function"));
    let file = format!(".s/fc-build/{service}-{function}-build.json");
    let status = match context.files.read(&join(context.base, &file)) {
        Ok(None) => return None,
        Ok(Some(bytes)) => serde_json::from_slice::<Value>(&bytes).ok(),
        Err(_) => None,
    };
    let wrong = match status {
        Some(status) if status["status"] != "unavailable" => return None,
        Some(_) => words!(
            "the last 's build' did not succeed, so what it left in .s/build is incomplete ({file})",
            "上一次 's build' 未成功，.s/build 中的构建产物不完整（{file}）"
        ),
        None => words!(
            "{file} cannot be read, so it is not known whether the last 's build' succeeded",
            "无法读取 {file}，不能确定上一次 's build' 是否成功"
        ),
    };
    // A step before the deploy may build it anew.
    Some(Fault::absent(
        wrong,
        words!(
            "run 's build' again, or delete .s/build to deploy codeUri",
            "请重新执行 's build'，或删除 .s/build 以部署 codeUri"
        ),
    ))
}

/// The props with the variables by which code that was built finds its dependencies, as upstream sends them, and the names of
/// those that the file does not say like that. Upstream asks first; the code that is deployed with them was built for them.
pub(super) fn with_variables(
    props: &Map<String, Value>,
    context: &Context<'_>,
) -> (Map<String, Value>, Vec<&'static str>) {
    let mut props = props.clone();
    let mut added = Vec::new();
    if folder(&props, context).is_some()
        && let Some(function) = object_mut(&mut props, "function")
    {
        let runtime = function.get("runtime").and_then(Value::as_str);
        let runtime = runtime.unwrap_or(RUNTIME).to_owned();
        default(function, "environmentVariables", json!({}));
        if let Some(variables) = object_mut(function, "environmentVariables") {
            added = add_variables(variables, &runtime);
        }
    }
    (props, added)
}

/// What is said of variables that only the build asks for.
pub(super) fn told(added: &[&str]) -> Option<Words> {
    let names = added.join(", ");
    (!added.is_empty()).then(|| {
        words!(
            "the code is what 's build' left in .s/build, and for it to find its dependencies these environment variables are set, too, as upstream does: {names}",
            "代码来自 's build' 在 .s/build 中的构建产物；为使其能找到依赖，与上游一致，还会设置这些环境变量：{names}"
        )
    })
}

/// Adds these variables, or the folders to them that they lack. What the file says of one of them stands first.
fn add_variables(variables: &mut Map<String, Value>, runtime: &str) -> Vec<&'static str> {
    let is_custom = runtime == "custom" || runtime.starts_with("custom.");
    let is_node = is_custom || runtime.starts_with("nodejs");
    let is_python = is_custom || runtime.starts_with("python");
    let given = |name: &str| variables.get(name).and_then(text_of);
    let mut all = vec![
        (
            "LD_LIBRARY_PATH",
            list(given("LD_LIBRARY_PATH"), libraries(runtime)),
        ),
        ("PATH", list(given("PATH"), programs(is_node, is_python))),
    ];
    if is_node {
        let modules = [
            "/opt/node_modules",
            "/code/node_modules",
            "/usr/local/lib/node_modules",
        ];
        let modules = modules.map(str::to_owned).to_vec();
        all.push(("NODE_PATH", list(given("NODE_PATH"), modules)));
    }
    if is_python {
        let own = given("PYTHONUSERBASE");
        all.push((
            "PYTHONUSERBASE",
            own.unwrap_or_else(|| format!("{BUILT}/python")),
        ));
    }
    all.retain(|(name, value)| given(name).as_ref() != Some(value));
    let added = all.into_iter().map(|(name, value)| {
        variables.insert(name.to_owned(), value.into());
        name
    });
    added.collect()
}

/// A list of folders, each of them once; those that the file names come first.
fn list(given: Option<String>, more: Vec<String>) -> String {
    let given = given.filter(|given| !given.is_empty());
    let all = given.iter().flat_map(|given| given.split(':'));
    let mut folders: Vec<&str> = Vec::new();
    for folder in all.chain(more.iter().map(String::as_str)) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders.join(":")
}

fn libraries(runtime: &str) -> Vec<String> {
    let mut all: Vec<String> = LIBRARIES
        .map(|folder| format!("{BUILT}/root{folder}"))
        .to_vec();
    all.extend(python_packages(runtime));
    all.extend(["/code", "/code/lib", "/usr/local/lib"].map(str::to_owned));
    all
}

/// Where the packages of Python are.
fn python_packages(runtime: &str) -> Option<String> {
    const PYTHON_3: &str = "/python/lib/python3.6/site-packages";
    let folder = match runtime {
        "python2.7" => "/python/lib/python2.7/site-packages",
        "python3" => PYTHON_3,
        "python3.9" => "/python/lib/python3.9/site-packages",
        "custom" => "/python/lib/python3.7/site-packages",
        // Upstream takes `python3.10` for the path to character 10 of the text that it has for `python3`, and sends
        // that. It stands online, so anything else would be a change.
        other => {
            let index = other.strip_prefix("python3.")?.parse().ok()?;
            return PYTHON_3.chars().nth(index).map(String::from);
        }
    };
    Some(folder.to_owned())
}

fn programs(is_node: bool, is_python: bool) -> Vec<String> {
    let mut all: Vec<String> = PROGRAMS
        .map(|folder| format!("{BUILT}/root{folder}"))
        .to_vec();
    all.push("/code".to_owned());
    if is_node {
        all.push("/code/node_modules/.bin".to_owned());
        all.push(format!("{BUILT}/node_modules/.bin"));
    }
    if is_python {
        all.push(format!("{BUILT}/python/bin"));
    }
    all.extend(PROGRAMS.map(str::to_owned));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIBS: &str = "/code/.s/root/usr/local/lib:/code/.s/root/usr/lib:/code/.s/root/usr/lib/x86_64-linux-gnu:/code/.s/root/usr/lib64:/code/.s/root/lib:/code/.s/root/lib/x86_64-linux-gnu";
    const BINS: &str = "/code/.s/root/usr/local/bin:/code/.s/root/usr/local/sbin:/code/.s/root/usr/bin:/code/.s/root/usr/sbin:/code/.s/root/sbin:/code/.s/root/bin";
    const CODE_LIBS: &str = "/code:/code/lib:/usr/local/lib";
    const SYSTEM: &str = "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/sbin:/bin";

    fn with(runtime: &str, given: &Value) -> Value {
        let mut variables = given.as_object().expect("variables").clone();
        add_variables(&mut variables, runtime);
        variables.into()
    }

    /// What upstream's code made of these.
    #[test]
    fn the_variables_are_those_that_upstream_sends() {
        assert_eq!(
            with("python3", &json!({})),
            json!({
                "LD_LIBRARY_PATH": format!("{LIBS}:/python/lib/python3.6/site-packages:{CODE_LIBS}"),
                "PATH": format!("{BINS}:/code:/code/.s/python/bin:{SYSTEM}"),
                "PYTHONUSERBASE": "/code/.s/python",
            })
        );
        assert_eq!(
            with(
                "python3.10",
                &json!({"PATH": "/mine:/code", "LD_LIBRARY_PATH": "/l"})
            ),
            json!({
                "PATH": format!("/mine:/code:{BINS}:/code/.s/python/bin:{SYSTEM}"),
                "LD_LIBRARY_PATH": format!("/l:{LIBS}:b:{CODE_LIBS}"),
                "PYTHONUSERBASE": "/code/.s/python",
            })
        );
        assert_eq!(
            with("nodejs14", &json!({"NODE_PATH": "/m"})),
            json!({
                "NODE_PATH": "/m:/opt/node_modules:/code/node_modules:/usr/local/lib/node_modules",
                "LD_LIBRARY_PATH": format!("{LIBS}:{CODE_LIBS}"),
                "PATH": format!("{BINS}:/code:/code/node_modules/.bin:/code/.s/node_modules/.bin:{SYSTEM}"),
            })
        );
        assert_eq!(
            with("custom.debian10", &json!({"PYTHONUSERBASE": "/own"})),
            json!({
                "PYTHONUSERBASE": "/own",
                "LD_LIBRARY_PATH": format!("{LIBS}:{CODE_LIBS}"),
                "PATH": format!("{BINS}:/code:/code/node_modules/.bin:/code/.s/node_modules/.bin:/code/.s/python/bin:{SYSTEM}"),
                "NODE_PATH": "/opt/node_modules:/code/node_modules:/usr/local/lib/node_modules",
            })
        );
        assert_eq!(
            with("java11", &json!({"PATH": ""})),
            json!({
                "PATH": format!("{BINS}:/code:{SYSTEM}"),
                "LD_LIBRARY_PATH": format!("{LIBS}:{CODE_LIBS}"),
            })
        );
    }

    /// What a person took home from there is taken for what it is.
    #[test]
    fn a_second_time_nothing_is_added() {
        let once = with("custom", &json!({"PATH": "/mine"}));
        let mut variables = once.as_object().expect("variables").clone();
        assert_eq!(add_variables(&mut variables, "custom"), [""; 0]);
        assert_eq!(Value::from(variables), once);
    }
}
