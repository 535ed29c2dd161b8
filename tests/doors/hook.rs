//! The guard before the deploy of a component that stays unmodified, in the real CLI. The stand-in for that component
//! writes through the official SDK, all of its props, whatever stands online.

use serde_json::json;

use crate::project::{Door, Project, Props, root};

/// What stands where upstream's fc3 would: it sends what it is handed, and zips nothing.
const STAND_IN: &str = r"
const root = process.env.FC_GUARD_ROOT;
const sdk = require(root + '/node_modules/@alicloud/fc20230330');
const { $OpenApiUtil } = require(root + '/node_modules/@alicloud/openapi-core');
module.exports = class {
  async deploy({ props, getCredential }) {
    const { AccessKeyID: accessKeyId, AccessKeySecret: accessKeySecret } = await getCredential();
    const { host } = new URL(process.env.FC_CLIENT_CUSTOM_ENDPOINT);
    const config = { accessKeyId, accessKeySecret, endpoint: host, protocol: 'http', regionId: props.region };
    const client = new sdk.default(new $OpenApiUtil.Config(config));
    const { functionName, timeout, memorySize, environmentVariables } = props;
    const body = new sdk.UpdateFunctionInput({ timeout, memorySize, environmentVariables });
    await client.updateFunction(functionName, new sdk.UpdateFunctionRequest({ body }));
    return { functionName };
  }
};
";

/// A project that was deployed, whose resource has the stand-in and the plugin from then on.
fn hooked(door: Door) -> Project {
    let project = Project::new(door);
    let props = Props {
        domain: false,
        ..Props::default()
    };
    project.yaml(&props);
    project.deployed();
    project.write("upstream/index.js", STAND_IN);
    let plugin = root().display().to_string();
    let own = format!("    component: {plugin}\n");
    let hooked = format!(
        "    component: ../upstream\n    actions:\n      pre-deploy:\n        - plugin: {plugin}\n          allow_failure: false\n"
    );
    let text = project.read("app/s.yaml");
    assert!(text.contains(&own), "{text}");
    project.write("app/s.yaml", &text.replace(&own, &hooked));
    project
}

fn through(door: Door) {
    let project = hooked(door);
    let plugin = root().display().to_string();
    let deploy = |args: &[&str]| {
        let args = [&["deploy", "-y"], args].concat();
        project.s_with(&args, &[("FC_GUARD_ROOT", &plugin)])
    };
    deploy(&[]).ok();
    project.change(json!({"timeout": 60}));
    let before = project.emulator.writes();
    deploy(&[]).refused(&["timeout: 10 → 60"]).ends_with(101);
    // Where the CLI would hide it and go on, the process ends.
    deploy(&["-o", "json"]).ends(3, "drift");
    assert_eq!(project.emulator.writes(), before);
    deploy(&["--use-remote"]).ok();
    assert_eq!(project.function()["timeout"], 60);
    deploy(&["--use-local"]).ok();
    assert_eq!(project.function()["timeout"], 10);
    // All of it is on record when the CLI has ended: by that line alone, and nothing is asked any more.
    let records = format!("{:?}", project.records());
    assert!(!records.contains("isHanded"), "{records}");
    deploy(&[]).ok();
}

#[test]
fn an_unmodified_component_is_guarded_by_the_module() {
    through(Door::Wasm);
}

#[test]
fn an_unmodified_component_is_guarded_by_the_native_core() {
    through(Door::Native);
}
