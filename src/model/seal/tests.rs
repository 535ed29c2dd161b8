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
