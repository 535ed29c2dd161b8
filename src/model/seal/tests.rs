use super::*;

const CANARY: &str = "canary-7f3a";

#[test]
fn no_secret_survives() {
    let sealer = Sealer::new([7; 32]);
    let function = json!({
        "environmentVariables": {"TOKEN": CANARY},
        "tracingConfig": {"type": "Jaeger", "params": {"endpoint": CANARY}},
        "customContainerConfig": {"registryConfig": {"authConfig": {"password": CANARY}}},
        "juiceFsConfig": {"mountPoints": [{"token": CANARY}]},
        "fieldOfTomorrow": {"deep": [CANARY]},
        "customRuntimeConfig": {"command": ["./serve", "--password", CANARY], "args": [format!("TOKEN={CANARY}")],
            "healthCheckConfig": {"httpGetUrl": format!("/ok?token={CANARY}")}},
        "instanceLifecycleConfig": {"preStop": {"command": ["sh", "-c", format!("mysql -uroot -p{CANARY}")]}},
        "microSandboxConfig": {"startCommand": ["run", format!("--secret={CANARY}")],
            "readyCommand": {"exec": {"command": format!("curl -u me:{CANARY} localhost"), "token": CANARY}}},
    });
    let split = json!({
        "customRuntimeConfig": {"args": [format!("-p{CANARY}"), "shop"], "command": ["mysql", "-uroot"]},
        "customContainerConfig": {"command": [CANARY], "entrypoint": ["run", "--token"]},
        "microSandboxConfig": {
            "startCommand": {"args": CANARY, "exec": {"command": ["run", ["--password"]]}},
            "readyCommand": [["mysql"], [format!("-p{CANARY}")]],
        },
    });
    let domain =
        json!({"certConfig": {"certName": "c", "certificate": CANARY, "privateKey": CANARY}});
    let trigger = json!({"triggerType": "eventbridge", "triggerConfig": {"eventSourceConfig":
    {"eventSourceParameters": {
        "sourceDTSParameters": {"Password": CANARY},
        "sourceMQTTParameters": {"InstanceId": "shown", "SaslPassword": CANARY},
    }}}});
    let timer = json!({"triggerType": "timer", "triggerConfig":
        {"payload": json!({"db": {"password": CANARY}}).to_string()}});
    for (kind, document) in [
        (Kind::Function, function),
        (Kind::Function, split),
        (Kind::CustomDomain, domain),
        (Kind::Trigger, trigger),
        (Kind::Trigger, timer),
    ] {
        let sealed = sealer.seal(kind, &document).to_string();
        assert!(!sealed.contains(CANARY), "{sealed}");
        let once: Value = serde_json::from_str(&sealed).expect("JSON");
        assert_eq!(sealer.seal(kind, &once), once);
    }
}

#[test]
fn of_a_command_only_the_secret_is_hidden() {
    let command = json!(["./serve", "--port", "9000", "--password", CANARY, "--fast"]);
    let document = json!({"customRuntimeConfig": {"command": command}});
    let sealer = Sealer::new([7; 32]);
    let sealed = sealer.seal(Kind::Function, &document);
    let items = &sealed["customRuntimeConfig"]["command"];
    assert!(is_sealed(&items[4]) && holds_sealed(items), "{items}");
    for index in [0, 1, 2, 3, 5] {
        assert_eq!(items[index], command[index]);
    }
    assert_eq!(sealer.seal(Kind::Function, &sealed), sealed);
    assert_eq!(unsealed(&sealed, &document), document);
    let plain = json!({"customRuntimeConfig": {"command": ["./serve", "--port", "9000"]}});
    assert_eq!(sealer.seal(Kind::Function, &plain), plain);
}

#[test]
fn what_was_learned_is_a_secret_without_its_flag() {
    let line = |command: &str, args: &str| json!({"customRuntimeConfig": {"command": [command], "args": [args, "shop"]}});
    let secret = format!("-p{CANARY}");
    for sealer in [Sealer::new([7; 32]), Sealer::passing([7; 32])] {
        let plain = line("./run", &secret);
        assert_eq!(sealer.seal(Kind::Function, &plain), plain, "nothing tells");
        let sealed = sealer.seal(Kind::Function, &line("mysql", &secret));
        let other = sealer.seal(Kind::Function, &plain);
        let args = |document: &Value| document["customRuntimeConfig"]["args"].clone();
        assert_eq!(args(&other), args(&sealed));
        assert!(is_sealed(&args(&other)[0]) && args(&other)[1] == "shop");
        // It may have moved to the other list, and a record tells as well as a document in clear.
        let next = Sealer::with(*sealer.key(), sealer.passing);
        next.learn(Kind::Function, &sealed);
        let moved = next.seal(Kind::Function, &line(&secret, "x"));
        assert!(is_sealed(&moved["customRuntimeConfig"]["command"][0]));
    }
}

#[test]
fn a_key_that_passes_gives_no_tag() {
    let document = json!({"environmentVariables": {"A": "x", "B": "y"}});
    let [kept, passing] = [Sealer::new([7; 32]), Sealer::passing([7; 32])]
        .map(|sealer| sealer.seal(Kind::Function, &document)["environmentVariables"].clone());
    assert!(is_sealed(&passing["A"]) && is_sealed(&kept["A"]));
    assert_ne!(passing["A"], passing["B"], "they are compared all the same");
    assert_eq!(tag(&passing["A"]).map(mask), Some("•••".to_owned()));
    assert_eq!(tag(&kept["A"]).map(str::len), Some(TAG));
    assert!(has_no_tag(&passing) && !has_no_tag(&kept));
    assert!(has_no_tag(&json!(["•••"])) && !has_no_tag(&json!(["•••5a2e", "x"])));
}

#[test]
fn a_mask_is_known_wherever_it_stands() {
    for mask in ["•••5a2e", "•••", "redis://:•••5a2e@host", " ••• "] {
        assert!(has_mask(mask), "{mask}");
    }
    for plain in ["", "5a2e", "•• •", "wait •••", "•••5A2E", "••• 12"] {
        assert!(!has_mask(plain), "{plain}");
    }
}

#[test]
fn what_was_sealed_can_be_put_back() {
    let document = json!({"memorySize": 5, "environmentVariables": {"A": "x", "B": ""},
        "juiceFsConfig": {"mountPoints": [{"token": CANARY}]}});
    let sealed = Sealer::new([7; 32]).seal(Kind::Function, &document);
    assert_ne!(sealed, document);
    assert_eq!(unsealed(&sealed, &document), document);
}

#[test]
fn the_same_secret_is_recognised_and_another_is_not() {
    let sealer = Sealer::new([7; 32]);
    let seal = |value: &str| {
        sealer.seal(
            Kind::Function,
            &json!({"environmentVariables": {"A": value}}),
        )
    };
    assert_eq!(seal("x"), seal("x"));
    assert_ne!(seal("x"), seal("y"));
    assert_ne!(
        seal("x"),
        Sealer::new([8; 32]).seal(Kind::Function, &json!({"environmentVariables": {"A": "x"}}))
    );
}

/// Documents in whose texts a person wrote a secret, with the name or the shape that tells it.
fn told_by_name_or_shape() -> Vec<(Kind, Value)> {
    let timer = |payload: String| {
        (
            Kind::Trigger,
            json!({"triggerType": "timer", "triggerConfig": {"payload": payload}}),
        )
    };
    let hook = |address: &str| {
        let on_failure = json!({"destination": format!("https://{address}{CANARY}")});
        (
            Kind::AsyncInvokeConfig,
            json!({"destinationConfig": {"onFailure": on_failure}}),
        )
    };
    vec![
        timer(format!("curl -u admin:{CANARY} http://h")),
        timer(format!("https://hooks.slack.com/services/T0/B0/{CANARY}")),
        timer(format!(
            "post to https://open.feishu.cn/open-apis/bot/v2/hook/{CANARY} please"
        )),
        hook("h/cb?token="),
        hook("oapi.dingtalk.com/robot/send?access_token="),
        hook("open.larksuite.com/open-apis/bot/v2/hook/"),
        hook("qyapi.weixin.qq.com/cgi-bin/webhook/send?key="),
        hook("discord.com/api/webhooks/1/"),
        (
            Kind::CustomDomain,
            json!({"domainName": "a.example.com", "routeConfig": {"routes": [{
            "path": "/a", "functionName": "f", "rewriteConfig": {"equalRules": [
                {"match": "/a", "replacement": format!("/b?token={CANARY}")}]}}]}}),
        ),
        (
            Kind::Function,
            json!({"description": format!("mysql://u:{CANARY}@h/db")}),
        ),
        (
            Kind::Function,
            json!({"description": format!("login with password: {CANARY}")}),
        ),
        (Kind::Function, json!({"tags": {"db_password": CANARY}})),
        (
            Kind::Function,
            json!({"tags": {"note": format!("TOKEN={CANARY}")}}),
        ),
        (
            Kind::Function,
            json!({"nasConfig": {"mountPoints": [{"serverAddr": format!("u:{CANARY}@h:/")}]}}),
        ),
        (
            Kind::Function,
            json!({"sessionAffinityConfig": {"sseEndpointPath": format!("/sse?token={CANARY}")}}),
        ),
        (
            Kind::Trigger,
            json!({"triggerType": "http", "description": format!("API_KEY={CANARY}")}),
        ),
        (
            Kind::Trigger,
            json!({"triggerType": "cdn_events", "triggerConfig": {
            "notes": format!("token={CANARY}"), "filter": {"domain": [format!("h?token={CANARY}")]}}}),
        ),
        (
            Kind::Trigger,
            json!({"triggerType": "eventbridge", "triggerConfig": {
            "eventRuleFilterPattern": json!({"data": {"token": [CANARY]}}).to_string(),
            "eventSourceConfig": {"eventSourceParameters": {"sourceKafkaParameters": {"apiToken": CANARY}}},
            "runOptions": {"deadLetterQueue": {"Arn": format!("https://h?token={CANARY}")}}}}),
        ),
    ]
}

#[test]
fn a_secret_in_any_text_is_guessed() {
    let sealer = Sealer::new([7; 32]);
    for (kind, document) in told_by_name_or_shape() {
        let sealed = sealer.seal(kind, &document);
        assert!(!sealed.to_string().contains(CANARY), "{sealed}");
        assert!(holds_sealed(&sealed));
        assert_eq!(sealer.seal(kind, &sealed), sealed);
        assert_eq!(unsealed(&sealed, &document), document);
    }
}

/// Names, addresses and sentences that only speak of secrets.
#[test]
fn ordinary_texts_stay_readable() {
    let function = json!({
        "functionName": "OrderServiceForPeople2024", "runtime": "custom-container",
        "handler": "com.example.TokenHandler::handleRequest",
        "description": "A basic key:value store. It resets the password of users; see https://example.com/a?page=2",
        "role": "acs:ram::123456:role/token-reader",
        "layers": ["acs:fc:cn-hangzhou:123456:layers/auth-key/versions/1"],
        "tags": {"team": "shop", "env": "production", "cost-center": "A-4711", "token-ttl": "3600"},
        "disableInjectCredentials": "All",
        "vpcConfig": {"vpcId": "vpc-bp1abcdefghijklmnop1", "vSwitchIds": ["vsw-bp1abcdefghijklmnop12"]},
        "nasConfig": {"mountPoints": [{"serverAddr": "0a1b2c3d4e-abc12.cn-hangzhou.nas.aliyuncs.com:/Share",
            "mountDir": "/mnt/Models/StableDiffusion15"}]},
        "customContainerConfig": {"image": "registry.cn-hangzhou.aliyuncs.com/my/token-service:v1.2"},
        "customDNS": {"nameServers": ["10.0.0.2"], "dnsOptions": [{"name": "ndots", "value": "2"}]},
    });
    let timer = json!({"triggerType": "timer", "description": "nightly", "triggerConfig": {
        "cronExpression": "0 0 4 * * *", "payload": r#"{"action":"clean"}"#}});
    let plain =
        json!({"triggerType": "timer", "triggerConfig": {"payload": "clean up all old orders"}});
    let bridge = json!({"triggerType": "eventbridge", "triggerConfig": {
        "eventRuleFilterPattern": r#"{"source":["acs:oss"],"type":["oss:ObjectCreated:PutObject"]}"#,
        "eventSourceConfig": {"eventSourceType": "DTS", "eventSourceParameters": {
            "sourceKafkaParameters": {"ConsumerGroup": "g", "BootstrapServers": "a:9092,b:9092"}}}}});
    let domain = json!({"domainName": "a.example.com", "protocol": "HTTP,HTTPS", "routeConfig": {"routes": [{
        "path": "/token/*", "functionName": "OrderServiceForPeople2024", "methods": ["GET"],
        "rewriteConfig": {"equalRules": [{"match": "/auth", "replacement": "/v2/auth?page=1"}]}}]},
        "corsConfig": {"allowHeaders": ["Authorization", "X-Api-Key"], "allowOrigins": ["https://a.example.com"]}});
    let invoke = json!({"destinationConfig": {
        "onSuccess": {"destination": "acs:mns:cn-hangzhou:123456:/queues/MyQueueForResults12/messages"},
        "onFailure": {"destination": "https://example.com/hook?page=2"}}});
    for (kind, document) in [
        (Kind::Function, function),
        (Kind::Trigger, timer),
        (Kind::Trigger, plain),
        (Kind::Trigger, bridge),
        (Kind::CustomDomain, domain),
        (Kind::AsyncInvokeConfig, invoke),
    ] {
        assert_eq!(Sealer::new([7; 32]).seal(kind, &document), document);
    }
}

/// Nothing stands there, which is no secret; records of earlier versions have digests of such texts.
#[test]
fn an_empty_text_is_no_secret() {
    let sealer = Sealer::new([7; 32]);
    let document = json!({"environmentVariables": {"TOKEN": "", "KEY": CANARY}});
    let sealed = sealer.seal(Kind::Function, &document);
    assert_eq!(sealed["environmentVariables"]["TOKEN"], "");
    assert!(is_sealed(&sealed["environmentVariables"]["KEY"]));
    let path = "environmentVariables.TOKEN";
    let digest = json!({MARK: sealer.digest(path, &"".into())});
    let kept = json!({"environmentVariables": {"TOKEN": digest, "KEY": sealed["environmentVariables"]["KEY"]}});
    assert_eq!(sealer.seal(Kind::Function, &kept), sealed);
    // Of another key nobody knows what it was.
    let other = Sealer::new([8; 32]).seal(Kind::Function, &kept);
    assert_eq!(other, kept);
}

/// What everybody may see of a trigger is shown, and no more than that.
#[test]
fn of_a_trigger_only_what_may_be_a_secret_is_hidden() {
    let sealer = Sealer::new([7; 32]);
    let jwt = json!({
        "jwks": {"keys": [{"kty": "oct", "k": "canary-1"}]}, "tokenLookup": "header:Authorization:Bearer ",
        "claimPassBy": "query::", "whitelist": ["/login"], "ofTomorrow": "canary-2", "isOn": true,
    });
    let config = json!({"authType": "jwt", "methods": ["GET"], "authConfig": jwt});
    let http = json!({"triggerType": "http", "triggerName": "t", "triggerConfig": config});
    let sealed = sealer.seal(Kind::Trigger, &http);
    assert!(!sealed.to_string().contains("canary"), "{sealed}");
    let auth = &sealed["triggerConfig"]["authConfig"];
    for shown in ["tokenLookup", "claimPassBy", "whitelist", "isOn"] {
        assert_eq!(auth[shown], jwt[shown], "{sealed}");
    }
    let options = json!({"mode": "event-driven", "maximumTasks": 3});
    let bridge = json!({"triggerType": "eventbridge", "triggerConfig": {"runOptions": options}});
    let sealed = sealer.seal(Kind::Trigger, &bridge);
    assert_eq!(sealed["triggerConfig"]["runOptions"], options);
}

/// A record of an earlier version holds digests of what is shown by now.
#[test]
fn what_was_a_digest_stays_one_as_long_as_it_is_the_same() {
    let path = Path::default()
        .key("triggerConfig")
        .key("authConfig")
        .key("whitelist");
    let of = |list: Value| json!({"triggerType": "http", "triggerConfig": {"authConfig": {"whitelist": list}}});
    let digest = Sealer::new([7; 32]).seal_value(&json!(["/login"]), &path);
    let sealer = Sealer::new([7; 32]);
    let before = of(digest);
    sealer.learn(Kind::Trigger, &before);
    assert_eq!(
        sealer.seal(Kind::Trigger, &of(json!(["/login"])))["triggerConfig"],
        before["triggerConfig"]
    );
    let next = of(json!(["/login", "/more"]));
    assert_eq!(
        sealer.seal(Kind::Trigger, &next)["triggerConfig"],
        next["triggerConfig"]
    );
}
