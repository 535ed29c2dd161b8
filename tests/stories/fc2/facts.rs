//! What upstream's component sends, and what it leaves out: a project that it deployed is no other one here.

use serde_json::json;

use super::{FUNCTION, SERVICE, deployed, edit, new};

const OPEN: &str = "        internetAccess: true\n";

/// A block that is taken out is cleared by the values that say so, whatever the service has put beside it.
#[test]
fn a_block_that_is_taken_out_is_cleared_by_its_values() {
    let blocks = [
        (
            "vpcConfig",
            "        vpcConfig: {vpcId: vpc-1, securityGroupId: sg-1, vswitchIds: [vsw-1]}\n",
            json!({"vpcId": "", "vSwitchIds": [], "securityGroupId": ""}),
        ),
        (
            "logConfig",
            "        logConfig: {project: p, logstore: l}\n",
            json!({"project": "", "logstore": "", "logBeginRule": "None",
                "enableRequestMetrics": false, "enableInstanceMetrics": false}),
        ),
        (
            "nasConfig",
            "        nasConfig: {userId: 0, groupId: 0, mountPoints: [{serverAddr: a.nas.aliyuncs.com, nasDir: /d, fcDir: /mnt/d}]}\n",
            json!({"userId": -1, "groupId": -1, "mountPoints": []}),
        ),
    ];
    let role = "        role: acs:ram::1:role/r\n";
    for (name, block, cleared) in blocks {
        let story = deployed();
        edit(&story, OPEN, &format!("{OPEN}{role}{block}"));
        story.s("deploy").ends("changed");
        edit(&story, block, "");
        let told = story.s("deploy").ends("changed");
        assert_eq!(told.request("PUT", SERVICE).body[name], cleared);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// The file system of a project that leaves it to what is there stands in a network that it never named.
#[test]
fn the_network_of_a_file_system_that_is_auto_stays() {
    let network = json!({"vpcId": "vpc-1", "securityGroupId": "sg-1", "vSwitchIds": ["vsw-1"]});
    let point = json!({"serverAddr": "a.nas.aliyuncs.com:/shop", "mountDir": "/mnt/auto"});
    let files = json!({"userId": 0, "groupId": 0, "mountPoints": [point]});
    let story = deployed().cloned();
    story.console().change_service(&json!({
        "vpcConfig": network, "nasConfig": files,
        "role": "acs:ram::1234567890123456:role/aliyunfcdefaultrole",
    }));
    edit(&story, OPEN, &format!("{OPEN}        nasConfig: auto\n"));
    story.s("deploy").ok().writes(&[]).never_says(&["vpcId"]);
    story.s("deploy --use-local").ok();
    assert_eq!(story.console().service()["vpcConfig"]["vpcId"], "vpc-1");
}

/// No request of upstream says it where the file does not.
#[test]
fn whether_a_service_reaches_the_internet_is_left_to_it() {
    let story = deployed().cloned();
    story
        .console()
        .change_service(&json!({"internetAccess": false}));
    edit(&story, OPEN, "");
    story.s("deploy --use-local").ok();
    assert_eq!(story.console().service()["internetAccess"], false);
}

/// The service answers the address of a registry where the id of its instance stands.
#[test]
fn the_address_of_a_registry_is_no_instance() {
    let story = new();
    edit(&story, "runtime: python3", "runtime: custom-container");
    edit(
        &story,
        "        codeUri: ./code\n",
        "        customContainerConfig: {image: registry.cn-hangzhou.aliyuncs.com/shop/web:1}\n",
    );
    story.s("deploy").ends("changed");
    let container = json!({"image": "registry.cn-hangzhou.aliyuncs.com/shop/web:1",
        "instanceID": "registry.cn-hangzhou.aliyuncs.com"});
    let body = json!({"customContainerConfig": container});
    story.console().older("PUT", FUNCTION, &body);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("drift").ends("clean");
}

/// Code stands in the request itself: the service lends its bucket only once it is there.
#[test]
fn code_goes_with_its_request() {
    let story = new();
    let told = story.s("deploy").ends("changed");
    let code = &told
        .request("POST", "2016-08-15/services/shop/functions")
        .body["code"];
    assert!(code["zipFile"].is_string(), "{}", told.transcript());
    assert!(
        !told
            .sent
            .iter()
            .any(|line| line.path.contains("BucketToken"))
    );
    story.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
    story
        .s("deploy")
        .ends("changed")
        .writes(&[&format!("PUT {FUNCTION}")]);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_trigger_is_what_upstream_makes_of_it() {
    let story = new();
    let text = story.read("s.yaml");
    let (before, _) = text.split_once("        - name: web").expect("a trigger");
    let trigger = "        - name: logs
          type: log
          description: told to nobody
          role: acs:ram::1:role/LogRole
          config:
            sourceConfig: {logstore: in}
            jobConfig: {maxRetryTime: 1, triggerInterval: 30}
            logConfig: {project: p, logstore: l}
            functionParameter: {}
            enable: true
";
    story.write("s.yaml", &format!("{before}{trigger}"));
    let told = story.s("deploy").ends("changed");
    let told = told.says(&["description: no trigger is given it"]);
    let body = &told.request("POST", &format!("{FUNCTION}/triggers")).body;
    assert_eq!(body.get("description"), None);
    assert_eq!(body["invocationRole"], "acs:ram::1:role/LogRole");
    story.s("deploy").ends("clean").writes(&[]);
}

/// A name that is not known yet is the name of nothing: no command takes it for something that is not there.
#[test]
fn a_name_that_was_not_replaced_is_refused_by_every_command() {
    for (name, unknown) in [
        ("        name: shop\n", "        name: shop-${env(STAGE)}\n"),
        ("        name: demo\n", "        name: demo-${env(STAGE)}\n"),
    ] {
        let story = deployed();
        edit(&story, name, unknown);
        for command in ["remove -y", "info", "drift", "sync", "plan", "deploy"] {
            let told = story.s(command).ends("usage");
            assert!(told.sent.is_empty(), "{}", told.transcript());
        }
        edit(&story, unknown, name);
        story.s("deploy").ends("clean");
    }
}
