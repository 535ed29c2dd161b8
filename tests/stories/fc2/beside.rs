//! What stands beside the function and the service: asynchronous calls and bound VPCs.

use serde_json::json;

use super::{FUNCTION, SERVICE, deployed, edit};
use crate::story::Story;

const ASYNC: &str = "        codeUri: ./code
        asyncConfiguration:
          maxAsyncRetryAttempts: 1
          destination:
            onFailure: acs:mns:::/queues/failed/messages
";

/// The usual project with a configuration of asynchronous calls, deployed.
fn asynchronous() -> Story {
    let story = deployed();
    edit(&story, "        codeUri: ./code\n", ASYNC);
    story.s("deploy").ends("changed");
    story
}

#[test]
fn asynchronous_calls_are_configured_and_guarded() {
    let story = asynchronous();
    story.s("deploy").ends("clean").writes(&[]);
    let path = "2016-08-15/services/shop.LATEST/functions/demo/async-invoke-config";
    let online = story.console().older("GET", path, &json!(null));
    assert_eq!(online["maxAsyncRetryAttempts"], 1);
    let failed = &online["destinationConfig"]["onFailure"]["destination"];
    assert_eq!(
        failed,
        "acs:mns:cn-hangzhou:1234567890123456:/queues/failed/messages"
    );
    story
        .console()
        .older("PUT", path, &json!({"maxAsyncRetryAttempts": 5}));
    story.s("deploy").ends("drift").writes(&[]).says(&[
        "asyncConfiguration of shop/demo",
        "maxAsyncRetryAttempts: 1 → 5",
    ]);
    story
        .s("deploy --use-local")
        .ends("changed")
        .writes(&[&format!("PUT {path}")]);
    story.s("deploy").ends("clean").writes(&[]);
    // What is taken out of the file is taken back.
    edit(&story, ASYNC, "        codeUri: ./code\n");
    story.s("deploy").ends("changed");
    assert!(!story.console().tries_older("GET", path));
}

#[test]
fn a_vpc_is_bound_and_let_go() {
    let story = deployed();
    let bound = "        internetAccess: true\n        vpcBinding: [vpc-1]\n";
    edit(&story, "        internetAccess: true\n", bound);
    let told = story.s("deploy").ends("changed");
    assert!(
        told.wrote().contains(&format!("POST {SERVICE}/binding")),
        "{}",
        told.transcript()
    );
    story.s("deploy").ends("clean").writes(&[]);
    let list = format!("{SERVICE}/bindings");
    let online = story.console().older("GET", &list, &json!(null));
    assert_eq!(online["vpcIds"], json!(["vpc-1"]));
    story.console().older(
        "POST",
        &format!("{SERVICE}/binding"),
        &json!({"vpcId": "vpc-2"}),
    );
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["vpcBinding", "vpc-2"]);
    story.s("deploy --use-local").ends("changed");
    let online = story.console().older("GET", &list, &json!(null));
    assert_eq!(online["vpcIds"], json!(["vpc-1"]));
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_file_system_and_a_network_have_the_form_of_the_api() {
    let story = deployed();
    let config = "        internetAccess: true
        role: acs:ram::1:role/r
        vpcConfig:
          vpcId: vpc-1
          securityGroupId: sg-1
          vswitchIds: [vsw-1]
        nasConfig:
          userId: 10003
          groupId: 10003
          mountPoints:
            - serverAddr: a.nas.aliyuncs.com
              nasDir: /demo
              fcDir: /mnt/nas
        logConfig:
          project: p
          logstore: l
";
    edit(&story, "        internetAccess: true\n", config);
    story
        .s("deploy")
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}")]);
    story.s("deploy").ends("clean").writes(&[]);
    let online = story.console().service();
    let point = json!({"serverAddr": "a.nas.aliyuncs.com:/demo", "mountDir": "/mnt/nas"});
    assert_eq!(online["nasConfig"]["mountPoints"], json!([point]));
    assert_eq!(online["vpcConfig"]["vSwitchIds"], json!(["vsw-1"]));
    // What is taken out is cleared, as upstream clears it.
    edit(&story, config, "        internetAccess: true\n");
    story
        .s("deploy")
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}")]);
    let online = story.console().service();
    assert_eq!(online["logConfig"]["project"], "");
    assert_eq!(online["vpcConfig"]["vpcId"], "");
    assert_eq!(online["nasConfig"]["userId"], -1);
    assert_eq!(online["role"], "");
    story.s("deploy").ends("clean").writes(&[]);
    story.console().demo();
    assert!(story.console().tries_older("GET", FUNCTION));
}
