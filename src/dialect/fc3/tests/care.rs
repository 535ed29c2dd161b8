//! What nobody knows, and what stops which command.

use serde_json::{Value, json};

use super::{CONTEXT, configs, domain, parsed, set, settings, triggers, whole, with, written};
use crate::dialect::fc3::Fc3;
use crate::dialect::{Care, Dialect as _, Reading};
use crate::model::resource::Kind;
use crate::package::CodeSource;
use crate::words::Lang;

const CARES: [Care; 4] = [Care::Deploy, Care::Plan, Care::Restore, Care::Look];

/// What a command with that care finds, or the text of what stops it.
fn found(care: Care, props: &Value) -> Result<Reading, String> {
    let read = Fc3.read(care, props, &CONTEXT);
    read.map_err(|error| error.render(Lang::En))
}

fn says(reading: &Reading) -> Vec<String> {
    let texts = reading.warnings.iter().map(|one| one.en.clone());
    texts.collect()
}

/// Upstream fc3 does not look at them either, so they are no part of what is deployed.
#[test]
fn what_nobody_knows_is_left_out_with_a_warning() {
    for (pointer, value) in [
        ("/instanceType", json!("e1")),
        ("/caPort", json!(9000)),
        ("/initTimeout", json!(3)),
        ("/customDomains", json!([{"domainName": "auto"}])),
        ("/codeUri", json!("./code")),
        ("/nonsense", json!(1)),
        ("/somethingOfTomorrow", json!({"a": [1]})),
        ("/logConfig/somethingElse", json!(true)),
        ("/nasConfig/mountPoints/0/somethingElse", json!(true)),
        ("/customDomain/route/functionName", json!("other")),
        ("/triggers/1/somethingElse", json!(1)),
        ("/asyncInvokeConfig/somethingElse", json!(1)),
        ("/tags/0/name", json!("a")),
    ] {
        let clean = parsed(&whole::project()).expect("valid");
        let mut props = whole::project();
        set(&mut props, pointer, value);
        for care in CARES {
            let reading = found(care, &props).expect(pointer);
            assert!(reading.refused.is_none(), "{pointer}");
            let path = written(pointer);
            let [warning] = &says(&reading)[..] else {
                panic!("{pointer}: {:?}", says(&reading))
            };
            assert!(
                warning.starts_with(&format!("{path}: is not a known property")),
                "{warning}"
            );
            assert!(warning.contains("left out"), "{warning}");
            assert_eq!(reading.desired.items, clean.items, "{pointer}");
        }
    }
    let code = json!({"ossBucketName": "b", "ossObjectName": "o", "ossKey": "k"});
    let reading = found(Care::Deploy, &with(json!({"code": code}))).expect("valid");
    assert!(says(&reading)[0].starts_with("props.code.ossKey: "));
    assert!(matches!(reading.desired.code, CodeSource::Oss { .. }));
}

#[test]
fn a_bucket_that_is_named_otherwise_makes_the_source() {
    let config = json!({"bucketName": "photos", "events": ["oss:ObjectCreated:*"]});
    let trigger = json!({"triggerName": "o", "triggerType": "oss", "triggerConfig": config});
    let reading = found(Care::Deploy, &with(json!({"triggers": [trigger]}))).expect("valid");
    let told = says(&reading);
    let arn = "add sourceArn: acs:oss:cn-hangzhou:123:photos";
    assert!(told.iter().any(|one| one.contains(arn)), "{told:?}");
}

/// Upstream fc3 hands such blocks on, and takes what the service then answers for none.
#[test]
fn a_block_without_what_has_to_be_in_it_counts_as_none() {
    let clean = parsed(&with(json!({}))).expect("valid").items;
    let flags = json!({"enableInstanceMetrics": true, "enableRequestMetrics": "true"});
    for (name, block, has_effect) in [
        ("nasConfig", json!({}), true),
        ("nasConfig", json!({"userId": 0, "groupId": 0}), true),
        (
            "nasConfig",
            json!({"userId": 0, "groupId": 0, "mountPoints": []}),
            true,
        ),
        ("nasConfig", json!({"userId": 0, "mountPoints": null}), true),
        ("nasConfig", json!({"userId": -1, "groupId": 1}), false),
        ("ossMountConfig", json!({"mountPoints": null}), true),
        ("ossMountConfig", json!({"mountPoints": []}), true),
        ("polarFsConfig", json!({"userId": 0, "groupId": 0}), true),
        ("polarFsConfig", json!({"userId": 1}), false),
        ("vpcConfig", json!({"vpcId": ""}), true),
        (
            "vpcConfig",
            json!({"vSwitchIds": [], "securityGroupId": ""}),
            true,
        ),
        ("vpcConfig", json!({"vpcId": "", "role": "r"}), false),
        ("logConfig", json!({"project": "", "logstore": ""}), true),
        ("logConfig", json!({"enableInstanceMetrics": false}), true),
        ("logConfig", flags, false),
    ] {
        let mut props = with(json!({}));
        set(&mut props, &format!("/{name}"), block.clone());
        for care in CARES {
            let reading = found(care, &props).expect(name);
            assert_eq!(reading.desired.items, clean, "{name}: {block}");
            let told = says(&reading);
            assert_eq!(told.is_empty(), has_effect, "{name}: {block}: {told:?}");
            let has_path =
                |one: &String| one.starts_with(&format!("props.{name}: says nothing of"));
            assert!(told.iter().all(has_path), "{told:?}");
        }
    }
    // Part of what has to be there is no block that says nothing, and neither is a slip of the pen.
    for (name, block) in [
        ("vpcConfig", json!({"vpcId": "", "securityGroupId": "s"})),
        ("logConfig", json!({"project": "p"})),
        (
            "nasConfig",
            json!({"mountPoint": [{"serverAddr": "a", "mountDir": "/m"}]}),
        ),
        ("customContainerConfig", json!({"port": 9000})),
    ] {
        let mut props = with(json!({}));
        set(&mut props, &format!("/{name}"), block.clone());
        found(Care::Deploy, &props).expect_err(name);
    }
}

#[test]
fn a_slip_of_the_pen_stops_a_deploy_only() {
    for (pointer, value) in [
        ("/timeuot", json!(60)),
        ("/environmentVariable", json!({"A": "1"})),
        ("/logconfig", json!({})),
        (
            "/asyncInvokeConfig",
            json!({"destinationConfig": {"onSucess": {}}}),
        ),
        (
            "/customDomain",
            json!({"domainName": "a.b", "protocol": "HTTP", "route": {"path": "/*"}, "corsConfg": {}}),
        ),
        (
            "/triggers",
            json!([{"triggerName": "t", "triggerType": "http", "triggerConfig":
            {"authType": "function", "methods": ["GET"], "disableUrlInternt": true}}]),
        ),
    ] {
        let mut props = with(json!({}));
        set(&mut props, pointer, value);
        let stopped = found(Care::Deploy, &props).expect_err(pointer);
        assert!(stopped.contains("did you mean"), "{stopped}");
        for care in [Care::Plan, Care::Restore, Care::Look] {
            let reading = found(care, &props).expect(pointer);
            let said = says(&reading);
            assert!(said[0].contains("did you mean"), "{said:?}");
            assert!(said[0].contains("a deploy refuses this"), "{said:?}");
            // How the deploy would end is known all the same.
            let refused = reading.refused.expect(pointer).render(Lang::En);
            assert_eq!(refused, stopped);
        }
    }
}

/// Only where what was probably meant is not there: then it would be missing online.
#[test]
fn a_near_name_beside_the_known_one_is_a_warning() {
    for (pointer, value, meant) in [
        ("/timeuot", json!(60), "timeout"),
        ("/customDomains", json!([]), "customDomain"),
        (
            "/asyncInvokeConfig/destinationConfig/onSucess",
            json!({}),
            "onSuccess",
        ),
        ("/triggers/0/triggerNames", json!("b"), "triggerName"),
        ("/customDomain/routes", json!([]), "route"),
        // Three letters off is a word of its own.
        ("/handlersXY", json!("a"), "handler"),
    ] {
        let mut props = whole::project();
        set(&mut props, pointer, value);
        for care in CARES {
            let reading = found(care, &props).expect(pointer);
            assert!(reading.refused.is_none(), "{pointer}");
            let said = says(&reading);
            assert_eq!(said.len(), 1, "{said:?}");
            let meant = format!("left out, as upstream does → did you mean {meant}?");
            assert!(said[0].contains(&meant), "{said:?}");
        }
    }
}

/// Upstream fc3 makes one text of the block, whatever stands in it.
#[test]
fn what_nobody_knows_is_sent_where_upstream_sends_the_block() {
    for (pointer, value, says) in [
        (
            "/triggers/0/triggerConfig/ofTomorrow",
            json!({"a": [1]}),
            "",
        ),
        (
            "/triggers/0/triggerConfig/disableUrlInternt",
            json!(true),
            " → did you mean disableURLInternet?",
        ),
    ] {
        let mut props = whole::project();
        set(&mut props, pointer, value.clone());
        let below = pointer.trim_start_matches("/triggers/0");
        for care in CARES {
            let reading = found(care, &props).expect(pointer);
            let said = says_of(&reading, &written(pointer));
            let sent = "is not a known property; it is sent as it stands, as upstream does";
            assert_eq!(said, format!("{sent}{says}"));
            let trigger = &triggers(&reading.desired)[0];
            assert_eq!(trigger.pointer(below), Some(&value), "{pointer}: {trigger}");
        }
    }
    let affinity = json!({"affinityHeaderFieldName": "h", "ofTomorrow": 1});
    for block in [affinity.clone(), affinity.to_string().into()] {
        let reading = found(Care::Deploy, &with(json!({"sessionAffinityConfig": block})));
        let reading = reading.expect("valid");
        assert!(says(&reading)[0].contains("it is sent as it stands"));
        let function = settings(&reading.desired);
        assert_eq!(function["sessionAffinityConfig"], affinity);
    }
    // What was probably meant to be another one is asked about all the same.
    let config = json!({"authType": "function", "methods": ["GET"], "disableUrlInternt": true});
    let trigger = json!({"triggerName": "t", "triggerType": "http", "triggerConfig": config});
    let stopped = found(Care::Deploy, &with(json!({"triggers": [trigger]}))).expect_err("a slip");
    assert!(
        stopped.contains("or send it as it stands: --allow-unknown"),
        "{stopped}"
    );
}

/// The one warning, without the path that it begins with.
fn says_of(reading: &Reading, path: &str) -> String {
    let [warning] = &says(reading)[..] else {
        panic!("{:?}", says(reading))
    };
    let rest = warning.strip_prefix(&format!("{path}: "));
    rest.expect("the path comes first").to_owned()
}

/// The person knows better, but for whose a setting is.
#[test]
fn a_slip_is_let_pass_by_the_flag() {
    let context = crate::dialect::Context {
        lets_slips: true,
        ..CONTEXT
    };
    let read = |care, props: &Value| Fc3.read(care, props, &context);
    for pointer in [
        "/timeuot",
        "/environmentVariable",
        "/logconfig",
        "/driftPolcy",
    ] {
        let mut props = with(json!({}));
        set(&mut props, pointer, json!([]));
        let stopped = found(Care::Deploy, &props).expect_err(pointer);
        assert!(stopped.contains("--allow-unknown"), "{stopped}");
        for care in CARES {
            let reading = read(care, &props).expect(pointer);
            let said = says(&reading);
            assert!(
                said[0].contains("left out, as upstream does → did you mean"),
                "{said:?}"
            );
            assert!(reading.refused.is_none(), "{pointer}");
        }
    }
    let rule = json!([{"path": "timeout", "ownr": "console", "reason": "r"}]);
    let props = with(json!({"driftPolicy": rule}));
    let refused = read(Care::Deploy, &props).expect_err("a rule");
    assert!(!refused.render(Lang::En).contains("--allow-unknown"));
}

/// What fc3's `sync` writes and what people paste from `info`, in every kind of block.
#[test]
fn an_answer_of_the_service_is_no_setting() {
    let clean = parsed(&whole::project()).expect("valid");
    for (pointer, value) in [
        ("/functionArn", json!("acs:fc:cn-hangzhou:1:functions/demo")),
        ("/functionId", json!("f")),
        ("/codeChecksum", json!("1")),
        ("/codeSize", json!(1)),
        ("/createdTime", json!("2026-01-01T00:00:00Z")),
        ("/lastModifiedTime", json!("2026-01-01T00:00:00Z")),
        ("/state", json!("Active")),
        ("/lastUpdateStatus", json!("Successful")),
        (
            "/customContainerConfig/resolvedImageUri",
            json!("a@sha256:b"),
        ),
        ("/triggers/0/triggerId", json!("t")),
        ("/triggers/0/httpTrigger", json!({"urlInternet": "u"})),
        (
            "/triggers/1/lastModifiedTime",
            json!("2026-01-01T00:00:00Z"),
        ),
        ("/triggers/1/status", json!("")),
        ("/asyncInvokeConfig/functionArn", json!("a")),
        ("/provisionConfig/current", json!(1)),
        ("/provisionConfig/functionArn", json!("a")),
        ("/customDomain/accountId", json!("1")),
        ("/customDomain/createdTime", json!("2026-01-01T00:00:00Z")),
    ] {
        let mut props = whole::project();
        set(&mut props, pointer, value);
        for care in CARES {
            let reading = found(care, &props).expect(pointer);
            assert!(reading.refused.is_none(), "{pointer}");
            let [said] = &says(&reading)[..] else {
                panic!("{pointer}: {:?}", says(&reading))
            };
            assert!(said.starts_with(&written(pointer)), "{said}");
            assert!(said.contains("is what the service answers"), "{said}");
            assert_eq!(reading.desired.items, clean.items, "{pointer}");
        }
    }
}

#[test]
fn what_is_wrong_stops_nobody_who_only_looks() {
    for (name, value) in [
        ("timeout", json!("10")),
        ("memorySize", json!(500)),
        ("memorySize", json!("much")),
        ("runtime", Value::Null),
        ("handler", json!(["a"])),
        ("triggers", json!({})),
        (
            "triggers",
            json!(["http", {"triggerType": "http"}, {"triggerName": 3}]),
        ),
        ("customDomain", json!({"protocol": "HTTPS"})),
        ("customDomain", json!([])),
        ("environmentVariables", json!({"A": {"b": 1}})),
        ("environmentVariables", json!(["A=1"])),
        ("tags", json!([1, {"key": 2}])),
        ("asyncInvokeConfig", json!({"maxAsyncRetryAttempts": 9})),
        ("provisionConfig", json!({"target": "one"})),
        ("vpcBinding", json!({"vpcIds": {"a": 1}})),
        ("code", json!("./missing")),
        ("code", json!(7)),
        ("sessionAffinityConfig", json!("{")),
        ("nasConfig", json!("none")),
    ] {
        let mut props = with(json!({"driftPolicy": []}));
        props[name] = value.clone();
        for care in [Care::Deploy, Care::Plan] {
            found(care, &props).expect_err(name);
        }
        for care in [Care::Restore, Care::Look] {
            let reading = found(care, &props).expect(name);
            assert!(!reading.warnings.is_empty(), "{name} {value}");
            assert_eq!(reading.desired.root.name(), "demo");
            assert_eq!(reading.desired.has_code, name != "code", "{name}");
            let triggers = triggers(&reading.desired);
            let names = triggers.iter().map(|one| &one["triggerName"]);
            assert!(names.into_iter().all(Value::is_string));
        }
    }
}

#[test]
fn whose_it_is_and_which_it_is_must_be_known() {
    for care in CARES {
        for (pointer, value) in [
            ("/functionName", Value::Null),
            ("/functionName", json!("1 a")),
            ("/region", json!("nowhere")),
            ("/endpoint", json!(8080)),
        ] {
            let mut props = with(json!({}));
            set(&mut props, pointer, value);
            found(care, &props).expect_err(pointer);
        }
        let rule = json!([{"path": "timeout", "owner": "me", "reason": "r"}]);
        let read = found(care, &with(json!({"driftPolicy": rule})));
        assert_eq!(
            read.is_ok(),
            matches!(care, Care::Look | Care::Restore),
            "{care:?}"
        );
        let mask = json!({"environmentVariables": {"A": "•••"}});
        assert_eq!(
            found(care, &with(mask)).is_ok(),
            matches!(care, Care::Look | Care::Restore),
            "{care:?}"
        );
        let object = json!({"code": "oss://r/b/y.zip"});
        let read = found(care, &with(object));
        assert_eq!(
            read.is_ok(),
            matches!(care, Care::Look | Care::Restore),
            "{care:?}"
        );
    }
}

/// A restore may take from the file what the service does not show: never a mask.
#[test]
fn no_mask_is_put_back() {
    let mut props = whole::project();
    let [password, command] = ["registryConfig/authConfig/password", "command"]
        .map(|name| format!("/customContainerConfig/{name}"));
    set(&mut props, &password, json!("•••5a2e"));
    set(&mut props, &command, json!(["run", "--key=•••5a2e"]));
    let reading = found(Care::Restore, &props).expect("a restore");
    let document = super::settings(&reading.desired).to_string();
    assert!(!document.contains("•••"), "{document}");
    assert!(document.contains("userName"), "{document}");
}

/// Only a deploy writes what stands there. What is the name of something is no name of it.
#[test]
fn what_another_resource_returns_is_left_open_by_all_but_a_deploy() {
    let open = json!("${resources.net.output.value}");
    for (pointer, kinds) in [
        ("/environmentVariables/A", &[][..]),
        ("/role", &[]),
        ("/triggers", &[Kind::Trigger]),
        ("/triggers/0", &[Kind::Trigger]),
        ("/triggers/0/triggerName", &[Kind::Trigger]),
        ("/triggers/0/description", &[]),
        ("/customDomain", &[Kind::CustomDomain]),
        ("/customDomain/domainName", &[Kind::CustomDomain]),
        ("/customDomain/protocol", &[]),
        ("/asyncInvokeConfig", &[Kind::AsyncInvokeConfig]),
        ("/asyncInvokeConfig/qualifier", &[Kind::AsyncInvokeConfig]),
        ("/asyncInvokeConfig/maxAsyncRetryAttempts", &[]),
    ] {
        let mut props = whole::project();
        set(&mut props, pointer, open.clone());
        let stopped = found(Care::Deploy, &props).expect_err(pointer);
        assert!(stopped.contains("is not known"), "{stopped}");
        for care in [Care::Plan, Care::Restore, Care::Look] {
            let reading = found(care, &props).expect(pointer);
            assert_eq!(reading.desired.open, kinds, "{pointer}");
            let triggers = triggers(&reading.desired);
            let names = triggers.iter().map(|one| &one["triggerName"]);
            let domain = domain(&reading.desired);
            let domain = domain.iter().map(|one| &one["domainName"]);
            let configs = configs(&reading.desired);
            let configs = configs.iter().map(|one| one.resource.name().into());
            let configs: Vec<Value> = configs.collect();
            let mut all = names.chain(domain).chain(&configs);
            assert!(all.all(|name| *name != open), "{pointer}");
            assert!(says(&reading)[0].contains("neither compared nor written"));
        }
    }
    for (pointer, cares) in [
        ("/region", &[][..]),
        ("/functionName", &[]),
        ("/endpoint", &[]),
        ("/driftPolicy", &[Care::Look]),
    ] {
        let mut props = whole::project();
        set(&mut props, pointer, open.clone());
        for care in CARES {
            assert_eq!(
                found(care, &props).is_ok(),
                cares.contains(&care),
                "{pointer}"
            );
        }
    }
}
