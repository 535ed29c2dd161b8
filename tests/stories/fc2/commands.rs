//! The other commands.

use serde_json::json;

use super::{FUNCTION, SERVICE, deployed, edit};

#[test]
fn info_tells_what_is_online_without_its_secrets() {
    let story = deployed();
    for (place, name) in [(SERVICE, "token"), (FUNCTION, "password")] {
        let secret = json!({"description": format!("{name}=info-canary")});
        story.console().older("PUT", place, &secret);
    }
    let told = story.s("info").ok().writes(&[]);
    let info = told.result();
    assert_eq!(info["service"]["name"], "shop");
    assert_eq!(info["function"]["name"], "demo");
    assert_eq!(info["triggers"][0]["name"], "web");
    assert!(!told.text().contains("info-canary"), "{}", told.text());
}

#[test]
fn a_removal_takes_the_service_with_its_last_function() {
    let story = deployed();
    let told = story.s("remove -y").ends("changed");
    told.writes(&[
        &format!("DELETE {FUNCTION}/triggers/web"),
        &format!("DELETE {FUNCTION}"),
        &format!("DELETE {SERVICE}"),
    ]);
    assert!(story.records().is_empty(), "{:?}", story.records().keys());
    story.s("deploy").ends("changed");
}

#[test]
fn a_service_with_functions_of_others_stays() {
    let story = deployed();
    let other = json!({"functionName": "other", "runtime": "python3", "handler": "a.b", "code": {"zipFile": crate::caller::PACKAGE}});
    story
        .console()
        .older("POST", "2016-08-15/services/shop/functions", &other);
    let told = story.s("remove -y").ends("changed");
    let told = told.says(&["service shop stays: it holds function other"]);
    told.writes(&[
        &format!("DELETE {FUNCTION}/triggers/web"),
        &format!("DELETE {FUNCTION}"),
    ]);
    assert!(story.console().tries_older("GET", SERVICE));
}

#[test]
fn a_part_alone_is_deployed() {
    let story = deployed();
    edit(&story, "timeout: 10", "timeout: 20");
    edit(&story, "methods: [GET, POST]", "methods: [GET]");
    edit(&story, "description: the shop", "description: ours");
    story.write("code/index.py", "def handler(e, c):\n    return 'new'\n");
    // As upstream has it: code alone leaves the service alone.
    let told = story.s("deploy --function code").ends("changed");
    let told = told.writes(&[&format!("PUT {FUNCTION}")]);
    assert_eq!(told.request("PUT", FUNCTION).keys, ["code"]);
    story
        .s("deploy --trigger")
        .ends("changed")
        .writes(&[&format!("PUT {FUNCTION}/triggers/web")]);
    story
        .s("deploy")
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}"), &format!("PUT {FUNCTION}")]);
}

/// The service and what is bound to it have records of their own, and were deployed like the rest.
#[test]
fn the_history_tells_of_the_service_and_its_bindings() {
    let story = super::new();
    edit(
        &story,
        "        internetAccess: true\n",
        "        internetAccess: true\n        vpcBinding: [vpc-1]\n",
    );
    story.s("deploy").ends("changed");
    let told = story.s("history").ok();
    assert!(told.sent.is_empty(), "{}", told.transcript());
    let deploys = told.result()["deploys"].as_array().unwrap().clone();
    let mut labels: Vec<&str> = deploys
        .iter()
        .map(|one| one["resource"].as_str().unwrap())
        .collect();
    labels.sort_unstable();
    assert_eq!(
        labels,
        [
            "function shop/demo",
            "service shop",
            "trigger shop/demo/web",
            "vpcBinding of service shop"
        ]
    );
    told.says(&["service shop", "vpcBinding of service shop"]);
}

#[test]
fn what_is_online_is_brought_here() {
    let story = deployed();
    story.console().change_demo(&json!({"timeout": 60}));
    story.s("sync").ok().writes(&[]);
    let all = story.files.all();
    let (path, _) = all
        .iter()
        .find(|(path, _)| path.contains("sync") && path.ends_with(".yaml"))
        .unwrap();
    let text = story.read(
        path.strip_prefix(&format!("{}/", crate::story::HOME))
            .unwrap(),
    );
    for line in [
        "name: shop",
        "name: demo",
        "timeout: 60",
        "type: http",
        "authType: anonymous",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

/// What is brought here is a project that deploys the same again, for us and for upstream's component, which reads the
/// patterns beside the file, too, and a filter in capital letters alone.
#[test]
fn what_is_brought_here_deploys_the_same() {
    let story = super::new();
    let trigger = "        - name: pictures
          type: oss
          role: acs:ram::1:role/events
          config:
            bucketName: pictures
            events: ['oss:ObjectCreated:*']
            filter: {Key: {Prefix: in/, Suffix: .png}}
";
    let text = story.read("s.yaml");
    story.write("s.yaml", &format!("{text}{trigger}"));
    story.s("deploy").ends("changed");
    story.s("sync").ok().writes(&[]);
    let text = story.read("sync-clone/cn-hangzhou_shop_demo.yaml");
    for word in ["Key:", "Prefix: in/", "Suffix: .png"] {
        assert!(text.contains(word), "{word} is not in\n{text}");
    }
    // A pattern of `fc` that finds nothing in the code, and a line of a `.gitignore` that is about all that is here.
    assert_eq!(story.read("sync-clone/.fcignore"), "/*\n");
    assert_eq!(story.read("sync-clone/.gitignore"), "*\n");
    let told = story.s("deploy -t sync-clone/cn-hangzhou_shop_demo.yaml");
    told.ok().writes(&[]);
}

/// What others changed is saved before it goes, and put back: the service first, and what stands in it after that.
#[test]
fn what_was_removed_is_put_back() {
    let story = deployed();
    story.console().change_demo(&json!({"timeout": 60}));
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    story.s("remove -y").ends("changed");
    assert!(!story.console().tries_older("GET", SERVICE));
    let backup = story.newest_backup();
    story.s(&format!("restore {backup} -y")).ends("changed");
    assert_eq!(story.console().demo()["timeout"], 60);
    assert_eq!(story.console().service()["description"], "theirs");
}

/// What a backup does not hold is none of its business: what is bound to the service and set beside the function stays.
#[test]
fn a_restore_leaves_what_was_not_saved() {
    let story = deployed();
    edit(
        &story,
        "        internetAccess: true\n",
        "        internetAccess: true\n        vpcBinding: [vpc-1]\n",
    );
    edit(
        &story,
        "        codeUri: ./code\n",
        "        codeUri: ./code\n        asyncConfiguration:\n          maxAsyncRetryAttempts: 1\n",
    );
    story.s("deploy").ends("changed");
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    story.s("deploy --use-local").ends("changed");
    let backup = story.newest_backup();
    story
        .s(&format!("restore {backup} -y"))
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}")]);
    let bound = story
        .console()
        .older("GET", &format!("{SERVICE}/bindings"), &json!(null));
    assert_eq!(bound["vpcIds"], json!(["vpc-1"]));
    story.s("deploy").ok().writes(&[]);
}
