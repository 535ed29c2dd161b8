//! Forms that real projects have: other spellings, old ones, and blocks that say nothing. Each goes the whole way.

use super::{FUNCTION, SERVICE, file};
use crate::story::Story;

const CODE: &str = "        codeUri: code\n";

/// Deployed, and deployed again without a write; what is online is what the file says, and all of it can go.
#[track_caller]
fn goes_the_whole_way(props: &str) -> Story {
    let story = Story::new();
    story.write("s.yaml", &file(props));
    story.s("deploy").ends("changed");
    for command in ["deploy", "plan", "drift"] {
        story.s(command).ends("clean").writes(&[]);
    }
    let online = story.forked();
    story.s("remove -y").ends("changed");
    assert!(!story.console().tries_older("GET", SERVICE));
    online
}

fn props(service: &str, function: &str, more: &str) -> String {
    format!(
        "      region: cn-hangzhou\n      service:\n        name: shop\n{service}      function:\n        name: demo\n        runtime: python3\n{CODE}{function}{more}"
    )
}

#[test]
fn blocks_that_say_nothing() {
    goes_the_whole_way(&props(
        "        ossMountConfig: {mountPoints: []}\n        vpcBinding: []\n",
        "        asyncConfiguration: {}\n        environmentVariables: {}\n        layers: []\n        customDNS: {}\n",
        "",
    ));
}

#[test]
fn what_the_console_exports() {
    goes_the_whole_way(&props(
        "        role: acs:ram::1234567890123456:role/AliyunFcDefaultRole
        vpcConfig:
          securityGroupId: sg-1
          role: ''
          vpcId: vpc-1
          vSwitchIds: [vsw-1, vsw-2]
        logConfig:
          enableRequestMetrics: true
          enableInstanceMetrics: true
          logBeginRule: None
          project: p
          logstore: l
",
        "        internetAccess: true
        asyncConfiguration: {statefulInvocation: true}
        layers: [0123456789abcdef0123456789abcdef#js#2]
",
        "      triggers:
        - name: daily
          description: ''
          type: timer
          qualifier: LATEST
          config: {payload: '', cronExpression: 'CRON_TZ=Asia/Shanghai 0 0 6 * * *', enable: true}
",
    ));
}

#[test]
fn numbers_and_flags_where_texts_are_meant() {
    let online = goes_the_whole_way(&props(
        "",
        "        environmentVariables: {COUNT: 12, RATIO: 0.5, ON: true}
        customDNS: {nameServers: [1.1.1.1], dnsOptions: [{name: ndots, value: 2}]}
",
        "      triggers:
        - name: web
          type: http
          qualifier: LATEST
          config: {authType: anonymous, methods: [GET]}
      customDomains:
        - domainName: shop.example.com
          protocol: HTTP
          routeConfigs:
            - path: /*
              methods: [GET]
              serviceName: shop
              functionName: demo
",
    ));
    let function = online
        .console()
        .older("GET", FUNCTION, &serde_json::Value::Null);
    assert_eq!(function["environmentVariables"]["COUNT"], "12");
    assert_eq!(function["environmentVariables"]["ON"], "true");
}

#[test]
fn hooks_of_an_instance_of_which_one_is_misspelt() {
    goes_the_whole_way(&props(
        "",
        "        initializer: index.initialize
        initializationTimeout: 30
        instanceLifecycleConfig:
          preFreeze: {handler: index.freeze, timeout: 60}
          preStop: {handler: index.stop, preStop: 60}
",
        "",
    ));
}

#[test]
fn a_service_without_a_function() {
    goes_the_whole_way(
        "      region: cn-hangzhou
      service:
        name: shop
        role: acs:ram::other:role/r
        nasConfig:
          userId: 10003
          groupId: 10003
          mountPoints: [{serverAddr: a.nas.aliyuncs.com, nasDir: /shop, fcDir: /mnt/a}]
        vpcConfig: {vpcId: v, securityGroupId: s, vswitchIds: [w]}
        logConfig: {project: p, logstore: l}
",
    );
}

#[test]
fn a_custom_runtime_with_its_command() {
    goes_the_whole_way(
        "      region: cn-hangzhou
      service: {name: shop, internetAccess: false}
      function:
        name: demo
        runtime: custom
        caPort: 9000
        cpu: 0.5
        diskSize: 512
        memorySize: 512
        instanceConcurrency: 20
        customRuntimeConfig: {command: [./bootstrap], args: ['-p', 9000]}
        customHealthCheckConfig: {httpGetUrl: /health, failureThreshold: 3}
        codeUri: ./code
",
    );
}

#[test]
fn a_container_with_a_code_folder_that_nobody_needs() {
    goes_the_whole_way(
        "      region: cn-hangzhou
      service: {name: shop, role: 'acs:ram::1234567890123456:role/r'}
      function:
        name: demo
        runtime: custom-container
        caPort: 8080
        codeUri: ./
        instanceType: g1
        gpuMemorySize: 16384
        memorySize: 32768
        cpu: 8
        diskSize: 512
        customContainerConfig:
          image: registry.cn-hangzhou.aliyuncs.com/demo/demo:v1
          command: '[\"node\"]'
          args: '[\"server.js\"]'
",
    );
}

#[test]
fn triggers_of_other_services_in_their_spellings() {
    goes_the_whole_way(&props(
        "",
        "",
        "      triggers:
        - name: oss-t
          type: oss
          role: acs:ram::1234567890123456:role/Demo-Role
          config:
            bucketName: b
            events: ['oss:ObjectCreated:*']
            filter: {Key: {Prefix: source/, Suffix: ''}}
        - name: log
          type: log
          role: acs:ram::1234567890123456:role/r
          config:
            logConfig: {project: p, logstore: l}
            jobConfig: {maxRetryTime: 1, triggerInterval: 30}
            sourceConfig: {logstore: s}
            functionParameter: {key: val}
            enable: true
        - name: mns
          type: mns_topic
          role: acs:ram::1234567890123456:role/r
          config: {topicName: t, notifyContentFormat: JSON, notifyStrategy: BACKOFF_RETRY}
        - name: mns
          type: mns_topic
          role: acs:ram::1234567890123456:role/r
          config: {topicName: t, notifyContentFormat: JSON, notifyStrategy: BACKOFF_RETRY}
        - name: cdn
          type: cdn_events
          role: acs:ram::1234567890123456:role/r
          config:
            eventName: LogFileCreated
            eventVersion: '1.0.0'
            notes: n
            filter: {domain: [www.example.com, www.example.org]}
",
    ));
}

/// Two entries of one name that say different things leave open which is meant.
#[test]
fn one_name_for_two_triggers_is_refused() {
    let story = Story::new();
    let two = "      triggers:
        - {name: t, type: timer, config: {cronExpression: '@every 1h', enable: true}}
        - {name: t, type: timer, config: {cronExpression: '@every 2h', enable: true}}
";
    story.write("s.yaml", &file(&props("", "", two)));
    let told = story
        .s("deploy")
        .refused(&["is the name of another trigger too"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

#[test]
fn a_package_that_is_there_and_a_property_in_capitals() {
    let story = Story::new();
    let package = crate::console::zipped(&[("a.class", "x")]);
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, package);
    let path = format!("{}/target/app.jar", crate::story::HOME);
    story.files.write(&path, &bytes.unwrap(), false);
    story.write(
        "s.yaml",
        &file(
            "      region: cn-hangzhou
      service: {name: shop}
      function:
        name: demo
        runtime: java11
        Handler: example.App::handle
        handler: example.App::handleRequest
        codeUri: ./target/app.jar
",
        ),
    );
    let told = story.s("deploy").ends("changed");
    told.says(&[
        "props.function.Handler: is not a known property",
        "handler?",
    ]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// Of two modules in one service only one has something that needs a role: it is given once, and stays.
#[test]
fn what_one_module_needs_is_not_taken_back_by_the_next() {
    let story = Story::new();
    let first = props(
        "",
        "        asyncConfiguration: {maxAsyncRetryAttempts: 1}\n",
        "",
    );
    let second = props("        ossMountConfig: {mountPoints: []}\n", "", "")
        .replace("name: demo", "name: other");
    let text = file(&first);
    story.write(
        "s.yaml",
        &format!("{text}  other:\n    component: fc-guard\n    props:\n{second}"),
    );
    story.s("deploy").ends("changed");
    let role = || {
        story
            .console()
            .older("GET", SERVICE, &serde_json::Value::Null)["role"]
            .clone()
    };
    assert_eq!(role(), "acs:ram::1234567890123456:role/aliyunfcdefaultrole");
    for command in ["deploy", "web deploy", "other deploy", "plan", "drift"] {
        story.s(command).ends("clean").writes(&[]);
    }
    assert_eq!(role(), "acs:ram::1234567890123456:role/aliyunfcdefaultrole");
}
