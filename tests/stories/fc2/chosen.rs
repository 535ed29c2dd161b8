//! Settings that the file leaves to the service, and that others set: what stays is told, whatever was decided.

use serde_json::{Value, json};

use super::switched::upstream::ASYNC;
use super::{FUNCTION, SERVICE, deployed, edit, new};
use crate::story::Story;

/// What is said of what stays although it was decided that it goes.
const STAYS: &str = "nothing can be sent that takes it back";
/// What is said of that from then on.
const KEPT: &str = "live version kept by an earlier decision";
const OVERWRITTEN: &str = "the live version is overwritten with the local one";
const OPEN: &str = "        internetAccess: true\n";
const CODE: &str = "        codeUri: ./code\n";

/// What no request takes back stays, and is told as kept until the file says it.
#[test]
fn what_no_request_takes_back_stays_and_that_is_said() {
    for (name, value) in [
        ("cpu", json!(0.5)),
        ("diskSize", json!(10240)),
        ("caPort", json!(8080)),
        ("gpuMemorySize", json!(8192)),
    ] {
        let story = deployed();
        story.console().change_demo(&json!({name: value}));
        let told = story.s("deploy --use-local").ends("clean").writes(&[]);
        told.says(&[&format!("function shop/demo {name}: it stays"), STAYS])
            .never_says(&[OVERWRITTEN]);
        listed(&story, name);
        // Decided anew it is the same, and nothing is said to be overwritten.
        let told = story.s("deploy --use-local").ends("clean").writes(&[]);
        told.says(&[KEPT, name]).never_says(&[OVERWRITTEN]);
        story.s("deploy --write-back").ok().writes(&[]);
        assert!(story.read("s.yaml").contains(name));
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.never_says(&[KEPT]);
    }
}

/// It is listed with the one way to end it.
fn listed(story: &Story, name: &str) {
    for command in ["plan", "drift", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&[
            KEPT,
            &format!("{name}: live "),
            "no request takes it back",
            "s web deploy --write-back",
        ])
        .never_says(&["--config local"]);
    }
}

/// What a request does take back is overwritten, and of the rest it is said that it stays.
#[test]
fn of_several_only_what_a_request_takes_back_is_overwritten() {
    let story = deployed();
    let changes = json!({"cpu": 0.5, "timeout": 60});
    story.console().change_demo(&changes);
    let told = story.s("deploy --use-local").ends("changed");
    let told = told.says(&[
        "overwritten with the local one, but for what no request takes back",
        "function shop/demo cpu: it stays",
    ]);
    assert_eq!(told.request("PUT", FUNCTION).keys, ["timeout"]);
    story
        .s("deploy")
        .ends("clean")
        .says(&[KEPT, "cpu: live 0.5"]);
}

/// What was decided to stay is listed, although the file does not name it.
#[test]
fn what_was_kept_is_listed_where_the_file_leaves_it_to_the_service() {
    let story = deployed();
    edit(&story, OPEN, "");
    story.s("deploy").ends("clean");
    story
        .console()
        .change_service(&json!({"internetAccess": false}));
    story.s("deploy --use-remote").ends("clean").writes(&[]);
    listed(&story, "internetAccess");
    edit(
        &story,
        "        description: the shop\n",
        "        description: the shop\n        internetAccess: true\n",
    );
    // The file says something else now, so it is asked about.
    story.s("deploy").ends("conflict").writes(&[]);
    let told = story.s("deploy --use-local").ends("changed");
    assert_eq!(told.request("PUT", SERVICE).keys, ["internetAccess"]);
    story.s("deploy").ends("clean").never_says(&[KEPT]);
}

/// Where a whole configuration is put, the service chooses again what the request leaves out.
#[test]
fn what_a_request_takes_back_is_taken_back_as_often_as_it_is_kept() {
    let story = deployed();
    edit(
        &story,
        CODE,
        &format!("{CODE}        asyncConfiguration: {{statefulInvocation: true}}\n"),
    );
    story.s("deploy").ends("changed");
    let retries =
        || story.console().older("GET", ASYNC, &Value::Null)["maxAsyncRetryAttempts"].clone();
    let theirs = json!({"statefulInvocation": true, "maxAsyncRetryAttempts": 7});
    for _ in 0..2 {
        story.console().older("PUT", ASYNC, &theirs);
        story.s("deploy --use-remote").ends("clean").writes(&[]);
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.says(&[
            KEPT,
            "maxAsyncRetryAttempts: live 7",
            "s web deploy --config local",
        ]);
        let told = story.s("deploy --use-local").ends("changed");
        told.says(&[OVERWRITTEN]).never_says(&[STAYS]);
        assert_eq!(retries(), 3);
        story.s("deploy").ends("clean").never_says(&[KEPT]);
    }
    // At once it is taken back, too, and nothing stands kept of it.
    story.console().older("PUT", ASYNC, &theirs);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(retries(), 3);
    story.s("deploy").ends("clean").never_says(&[KEPT]);
}

/// What left the file and no request takes back stays online, which is told before the record forgets it.
#[test]
fn what_leaves_the_file_and_stays_is_told() {
    const LEAVES: &str = "no longer in s.yaml, and stays as it is online";
    let story = new();
    edit(&story, OPEN, "        internetAccess: false\n");
    edit(
        &story,
        CODE,
        &format!("{CODE}        cpu: 0.5\n        diskSize: 512\n"),
    );
    story.s("deploy").ends("changed").never_says(&[LEAVES]);
    edit(&story, "        internetAccess: false\n", "");
    edit(&story, "        cpu: 0.5\n        diskSize: 512\n", "");
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&[
            LEAVES,
            "service shop: no longer",
            "internetAccess (to change it, set it in s.yaml)",
            "cpu, diskSize (to change it",
        ]);
    }
    assert_eq!(story.console().service()["internetAccess"], false);
    story.s("deploy").ends("clean").never_says(&[LEAVES]);
}

/// The service takes no `instanceConcurrency` below the soft one, which the file does not name.
#[test]
fn the_soft_concurrency_follows_the_other_one() {
    let theirs = json!({"instanceConcurrency": 10, "instanceSoftConcurrency": 5});
    let at_once = deployed();
    at_once.console().change_demo(&theirs);
    let after_keeping = deployed();
    after_keeping.console().change_demo(&theirs);
    after_keeping.s("deploy --use-remote").ends("clean");
    for story in [at_once, after_keeping] {
        let told = story.s("deploy --use-local").ends("changed");
        let told = told.says(&[
            "function shop/demo instanceSoftConcurrency",
            "made the same",
        ]);
        let body = &told.request("PUT", FUNCTION).body;
        assert_eq!(
            *body,
            json!({"instanceConcurrency": 1, "instanceSoftConcurrency": 1})
        );
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.never_says(&[KEPT]);
    }
    // So it does where what the file says becomes less, and no further than that.
    let story = deployed();
    story.console().change_demo(&theirs);
    story.s("deploy --use-remote").ends("clean");
    edit(
        &story,
        CODE,
        &format!("{CODE}        instanceConcurrency: 4\n"),
    );
    story.s("deploy --use-local").ends("changed");
    assert_eq!(story.console().demo()["instanceSoftConcurrency"], 4);
    edit(&story, "instanceConcurrency: 4", "instanceConcurrency: 20");
    let told = story.s("deploy").ends("changed");
    assert_eq!(told.request("PUT", FUNCTION).keys, ["instanceConcurrency"]);
    // What the file names is nobody else's to choose.
    edit(
        &story,
        "instanceConcurrency: 20",
        "instanceConcurrency: 20\n        instanceSoftConcurrency: 12",
    );
    story.s("deploy").ends("changed");
    edit(&story, "instanceConcurrency: 20", "instanceConcurrency: 15");
    story.s("deploy").ends("changed");
    assert_eq!(story.console().demo()["instanceSoftConcurrency"], 12);
}

/// A block of the service that others added comes home whole, in the form in which the file has it.
#[test]
fn blocks_of_a_service_come_home() {
    let network = json!({"vpcId": "vpc-1", "securityGroupId": "sg-1", "vSwitchIds": ["vsw-1"]});
    let mounts = json!([
        {"serverAddr": "a.nas.aliyuncs.com:/shop", "mountDir": "/mnt/a"},
        {"serverAddr": "b.nas.aliyuncs.com:/", "mountDir": "/mnt/b"},
    ]);
    let files = json!({"userId": 0, "groupId": 0, "mountPoints": mounts});
    let log = json!({"project": "p", "logstore": "l", "logBeginRule": "DefaultRegex",
        "enableRequestMetrics": true, "enableInstanceMetrics": false});
    let role = "acs:ram::1234567890123456:role/aliyunfcdefaultrole";
    let blocks = [
        json!({"vpcConfig": network, "nasConfig": files, "logConfig": log, "role": role}),
        json!({"vpcConfig": network, "nasConfig": files, "role": role}),
        json!({"logConfig": log, "role": role}),
        json!({"vpcConfig": network, "role": role}),
    ];
    for added in blocks {
        for later in [false, true] {
            let story = deployed();
            story.console().change_service(&added);
            if later {
                story.s("deploy --use-remote").ends("clean");
            }
            let told = story.s("deploy --use-remote --write-back").ends("clean");
            told.writes(&[])
                .never_says(&["To edit by hand", "in another form"]);
            let text = story.read("s.yaml");
            for name in added.as_object().unwrap().keys() {
                assert!(
                    text.contains(&format!("        {name}:")),
                    "{name}:\n{text}"
                );
            }
            let has_mounts = text.contains("nasDir: /shop") && text.contains("fcDir: /mnt/b");
            assert_eq!(has_mounts, added.get("nasConfig").is_some(), "{text}");
            story
                .s("deploy")
                .ends("clean")
                .writes(&[])
                .never_says(&[KEPT]);
            assert_eq!(
                story.console().service()["nasConfig"]["mountPoints"]
                    .as_array()
                    .unwrap()
                    .len(),
                if has_mounts { 2 } else { 0 }
            );
        }
    }
}

/// What of a mount no file can say is left to a person.
#[test]
fn a_mount_with_more_than_a_file_says_is_told() {
    let story = deployed();
    let point =
        json!({"serverAddr": "a.nas.aliyuncs.com:/shop", "mountDir": "/mnt/a", "enableTLS": true});
    let files = json!({"userId": 0, "groupId": 0, "mountPoints": [point]});
    let network = json!({"vpcId": "vpc-1", "securityGroupId": "sg-1", "vSwitchIds": ["vsw-1"]});
    let role = "acs:ram::1234567890123456:role/aliyunfcdefaultrole";
    story
        .console()
        .change_service(&json!({"vpcConfig": network, "nasConfig": files, "role": role}));
    let told = story.s("deploy --use-remote --write-back").ends("clean");
    told.says(&["To edit by hand", "nasConfig.mountPoints"]);
    assert!(!story.read("s.yaml").contains("nasConfig"));
}
