//! A file with something wrong in it: what upstream ignores stops nobody, and nothing stops whoever
//! only wants to know what is online, or needs it back.

use serde_json::json;

use crate::story::Story;
use crate::yaml::{Fn, yaml};

const LOOKS: [&str; 4] = ["info", "drift", "plan", "sync"];

fn with(line: &str) -> Fn {
    Fn::demo().with(&format!("      {line}\n"))
}

#[test]
fn what_upstream_ignores_is_a_warning() {
    for line in [
        "instanceType: e1",
        "caPort: 9000",
        "initTimeout: 3",
        "ofTomorrow: {a: 1}",
    ] {
        let name = line.split(':').next().unwrap();
        let warning = format!("s.yaml: props.{name}: is not a known property; it is left out");
        let story = Story::new();
        story.yaml(&[with(line)]);
        let told = story.s("deploy").ends("changed").says(&[&warning]);
        let mut keys = told.sent.iter().flat_map(|one| &one.keys);
        assert!(keys.all(|key| key != name), "{}", told.transcript());
        assert_eq!(
            told.said.matches(&warning).count(),
            1,
            "{}",
            told.transcript()
        );
        story.s("deploy").ends("clean").writes(&[]);
        for command in LOOKS {
            story.s(command).ok().says(&[&warning]);
        }
        // It holds up no write-back either.
        story.console().change("demo", json!({"timeout": 60}));
        story.s("deploy --use-remote --write-back").ends("clean");
        assert!(story.read("s.yaml").contains("timeout: 60"));
        story.s("remove -y").ends("changed");
        assert!(!story.console().has_function("demo"));
    }
}

/// Upstream sends the configuration of a trigger as one text, so what nobody knows there reaches the service.
#[test]
fn what_nobody_knows_of_a_trigger_is_sent_and_compared() {
    let trigger = |value: &str| {
        format!(
            "      triggers:\n        - triggerName: http\n          triggerType: http\n          triggerConfig:\n            authType: anonymous\n            methods: [GET]\n            ofTomorrow: {value}\n"
        )
    };
    let path = "props.triggers[0].triggerConfig.ofTomorrow";
    let warning = format!("{path}: is not a known property; it is sent as it stands");
    let story = Story::new();
    story.yaml(&[Fn::demo().bare().with(&trigger("{a: 1}"))]);
    story.s("deploy").ends("changed").says(&[&warning]);
    let parsed = || story.console().trigger("demo", "http");
    assert_eq!(parsed()["ofTomorrow"], json!({"a": 1}));
    story.s("deploy").ends("clean").writes(&[]);
    story.yaml(&[Fn::demo().bare().with(&trigger("{a: 2}"))]);
    story.s("deploy").ends("changed");
    assert_eq!(parsed()["ofTomorrow"], json!({"a": 2}));
    // Whoever changes it online is asked about.
    let mut theirs = parsed();
    theirs["ofTomorrow"] = json!({"a": 3});
    story
        .console()
        .change_trigger("demo", "http", json!({"triggerConfig": theirs}));
    story
        .s("deploy")
        .ends("drift")
        .says(&["triggerConfig.ofTomorrow.a"]);
    story.s("deploy --use-remote --write-back").ends("clean");
    assert!(
        story.read("s.yaml").contains("a: 3"),
        "{}",
        story.read("s.yaml")
    );
    story.s("deploy").ends("clean").writes(&[]);
}

/// What fc3's `sync` writes, and what `info` prints, is deployed as it was before.
#[test]
fn a_file_that_was_made_of_an_answer_deploys() {
    let answer = "      functionArn: acs:fc:cn-hangzhou:1234567890123456:functions/demo\n      disableOndemand: false\n      layers: []\n      tags:\n        - Key: team\n          Value: a\n      provisionConfig:\n        current: 0\n        functionArn: acs:fc:cn-hangzhou:1234567890123456:functions/demo\n        defaultTarget: 1\n";
    let story = Story::new();
    story.yaml(&[Fn::demo().with(answer)]);
    let told = story.s("deploy").ends("changed").says(&[
        "props.functionArn: is what the service answers",
        "props.provisionConfig.current: is what the service answers",
    ]);
    assert!(!told.said.contains("a deploy refuses"), "{}", told.said);
    let online = story.console().function("demo");
    assert_eq!(online["tags"][0]["Key"], "team", "{online}");
    story.s("deploy").ends("clean").writes(&[]);
    for command in LOOKS {
        story.s(command).ok();
    }
    // Nothing of it is compared, however old the answer is.
    story.yaml(&[Fn::demo().with(&answer.replace("current: 0", "current: 7"))]);
    story.s("deploy").ends("clean").writes(&[]);
    story.cloned().s("deploy").ends("clean").writes(&[]);
}

/// A slip of the pen stops a deploy, unless the person says that it is none.
#[test]
fn a_slip_is_let_pass_by_a_flag() {
    let story = Story::new();
    story.yaml(&[with("descripton: x")]);
    for command in ["deploy", "plan"] {
        let told = story.s(command).ends("usage").writes(&[]);
        told.says(&["did you mean description?"]);
    }
    story
        .s("deploy")
        .says(&["deploy without it: --allow-unknown"]);
    story.s("plan --allow-unknown").ends("changed").writes(&[]);
    let told = story.s("deploy --allow-unknown").ends("changed");
    told.says(&["left out, as upstream does → did you mean description?"]);
    assert!(story.console().has_function("demo"));
    // The commands that it suggests keep the flag.
    story.console().change("demo", json!({"timeout": 60}));
    let told = story.s("deploy --allow-unknown").ends("drift");
    told.says(&["s fn deploy --allow-unknown --use-local"]);
}

/// Of several resources each tells of its own file, once.
#[test]
fn it_is_told_by_its_own_resource() {
    let story = Story::new();
    let two = Fn::named("b", "two").bare().with("      caPort: 9000\n");
    story.yaml(&[Fn::named("a", "one").bare(), two]);
    let told = story.s("deploy").ends("changed");
    assert_eq!(
        told.said.matches("props.caPort").count(),
        1,
        "{}",
        told.transcript()
    );
}

#[test]
fn nothing_stops_whoever_looks_or_needs_it_back() {
    let wrong = [
        ("timeout: 10", "timeuot: 10"),
        ("timeout: 10", "timeout: '10'"),
        ("memorySize: 512", "memorySize: 500"),
        ("runtime: python3.10", "runtime: pyhton3.10"),
        ("handler: index.handler", "handler: [index]"),
        ("code: ./code", "code: ./gone"),
        ("methods: [GET]", "methods: GET"),
        ("protocol: HTTP", "protocol: FTP"),
        ("        LEVEL: info-canary", "        - LEVEL"),
    ];
    for (old, new) in wrong {
        let story = Story::deployed();
        story
            .console()
            .change("demo", json!({"memorySize": 1024, "timeout": 70}));
        let told = story.s("deploy --use-local").ends("changed");
        let id = told.said.split("'s fn restore ").nth(1).unwrap();
        let id = id.split('\'').next().unwrap();
        story
            .console()
            .change("demo", json!({"description": "theirs"}));
        let text = yaml(&[Fn::demo()]);
        assert!(text.contains(old), "{old}");
        story.write("s.yaml", &text.replace(old, new));
        let told = story.s("deploy").ends("usage").writes(&[]);
        assert_eq!(told.sent.len(), 0, "{}", told.transcript());
        let warns = |told: &crate::told::Told| {
            let text = told.transcript();
            assert!(told.said.contains("a deploy refuses this"), "{text}");
            assert!(!told.said.contains("canary"), "{text}");
        };
        let told = story.s("drift").ends_one_of(&["drift", "conflict"]);
        warns(&told);
        told.says(&["description: (not set) → \"theirs\""])
            .never_says(&["~ code", "- code", "! code"]);
        warns(&story.s("info").ok());
        warns(&story.s("sync").ok());
        warns(
            &story
                .s(&format!("restore {id} -y --use-local"))
                .ends("changed"),
        );
        let online = story.console().function("demo");
        assert_eq!(
            (&online["memorySize"], &online["timeout"]),
            (&json!(1024), &json!(70))
        );
        warns(&story.s("remove -y").ends("changed"));
        assert!(!story.console().has_function("demo"), "{new}");
        assert!(
            story.console().domain("demo.example.com").is_null(),
            "{new}"
        );
    }
}

#[test]
fn a_slip_is_no_reason_not_to_see_the_plan() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20).with("      descripton: x\n")]);
    let told = story.s("plan").ends("usage").writes(&[]);
    told.says(&[
        "did you mean description?; a deploy refuses this",
        "~ timeout: 10 → 20",
    ]);
    let told = story.s("plan --format json").ends("usage");
    assert_eq!(told.json()["functions"][0]["outcome"], "usage");
    // Where there is nothing else to do, neither.
    story.yaml(&[Fn::demo().with("      descripton: x\n")]);
    story.s("plan").ends("usage").writes(&[]);
    story.s("drift").ends("clean");
    let told = story
        .s("deploy")
        .ends("usage")
        .says(&["did you mean description?"]);
    assert_eq!(told.sent.len(), 0, "{}", told.transcript());
}

/// Serverless Devs drops a property of that name: neither it nor its value ever arrives here.
#[test]
fn what_would_vanish_on_the_way_is_refused() {
    let story = Story::new();
    story.yaml(&[
        Fn::named("a", "one").bare(),
        with("x: {}").variable("__proto__", "hidden-canary"),
    ]);
    for command in ["deploy", "plan", "fn plan", "fn deploy"] {
        let told = story.s(command).ends("usage").writes(&[]);
        told.says(&[
            "props.environmentVariables.__proto__: Serverless Devs drops",
            "→ give it another name",
        ])
        .never_says(&["canary"]);
        assert!(!story.console().has_function("one"));
    }
    story.s("a deploy").ends("changed");
    // Names that only look like it arrive as they are.
    let fine = Fn::demo()
        .variable("constructor", "a")
        .variable("proto__", "b");
    story.yaml(&[fine]);
    story.s("deploy").ends("changed");
    let online = story.console().function("demo");
    assert_eq!(online["environmentVariables"]["constructor"], "a");
}

/// Of a longer number only the first digits arrive here, and the rest are noughts.
#[test]
fn what_was_rounded_on_the_way_is_refused() {
    for number in [
        "1234567890123456789",
        "9007199254740993",
        "-9007199254740993",
    ] {
        let story = Story::new();
        story.yaml(&[Fn::demo().variable("CHAT_ID", number)]);
        for command in ["deploy", "plan"] {
            let told = story.s(command).ends("usage").writes(&[]);
            told.says(&[
                "props.environmentVariables.CHAT_ID: is a number of so many digits",
                "→ put it in quotes",
                &format!("of s.yaml: CHAT_ID: '{number}'"),
            ]);
        }
        story.yaml(&[Fn::demo().variable("CHAT_ID", &format!("'{number}'"))]);
        story.s("deploy").ends("changed");
        let online = story.console().function("demo");
        assert_eq!(online["environmentVariables"]["CHAT_ID"], number);
        story.s("deploy").ends("clean").writes(&[]);
    }
    let story = Story::new();
    story.yaml(&[Fn::demo().variable("CHAT_ID", "9007199254740991")]);
    story.s("deploy").ends("changed");
}

/// What looks like a number is one for Serverless Devs, which writes it in its own way.
#[test]
fn what_would_arrive_as_another_text_is_refused() {
    for text in [
        "1.10", "01234", "12345e7", "1e21", "1_000", ".inf", "-.Inf", ".nan", "1e400",
    ] {
        let story = Story::new();
        story.yaml(&[
            Fn::named("a", "one").bare(),
            Fn::demo().variable("VERSION", text),
        ]);
        for command in ["deploy", "plan", "fn deploy"] {
            let told = story.s(command).ends("usage").writes(&[]);
            told.says(&[
                "props.environmentVariables.VERSION: Serverless Devs reads this as a number",
                "→ put it in quotes",
                &format!("of s.yaml: VERSION: '{text}'"),
            ]);
        }
        story.yaml(&[Fn::demo().variable("VERSION", &format!("'{text}'"))]);
        story.s("deploy").ends("changed");
        let online = story.console().function("demo");
        assert_eq!(online["environmentVariables"]["VERSION"], text);
    }
}

/// So do `True` and `null`; what arrives as it is written stays.
#[test]
fn a_flag_or_no_value_that_would_arrive_as_another_text_is_refused() {
    for (text, wrong, remedy) in [
        ("True", "as true or false, and turns it", "FLAG: 'True'"),
        ("FALSE", "as true or false, and turns it", "FLAG: 'FALSE'"),
        ("Null", "as no value and drops it", "FLAG: 'Null'"),
        ("~", "as no value and drops it", "FLAG: ''"),
        ("", "as no value and drops it", "FLAG: ''"),
    ] {
        let story = Story::new();
        story.yaml(&[
            Fn::named("a", "one").bare(),
            Fn::demo().variable("FLAG", text),
        ]);
        for command in ["deploy", "plan", "fn deploy"] {
            let told = story.s(command).ends("usage").writes(&[]);
            told.says(&[
                &format!("props.environmentVariables.FLAG: Serverless Devs reads this {wrong}"),
                &format!("of s.yaml: {remedy}"),
            ]);
        }
        story.s("info").never_says(&["in quotes"]);
    }
    for text in ["true", "'True'", "Yes", "on", "''"] {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare().variable("FLAG", text)]);
        story.s("deploy").ends("changed");
        let online = story.console().function("demo");
        let arrives = online["environmentVariables"]["FLAG"].as_str();
        assert_eq!(arrives, Some(text.trim_matches('\'')));
    }
    // Nothing else is missed: a block without anything in it, and what is put into the middle of a text.
    let story = Story::new();
    let text = yaml(&[Fn::demo().bare().variable("NAME", "'app${vars.suffix}'")]);
    let vars = "vars:\n  suffix:\nresources:\n";
    story.write("s.yaml", &text.replace("resources:\n", vars));
    story.s("deploy").ends("changed");
    let mut empty = Fn::demo().bare();
    empty.variables.clear();
    story.yaml(&[empty.with("      environmentVariables:\n")]);
    story.s("deploy").never_says(&["in quotes"]);
}

/// It may be written anywhere from where it gets there: the line of that place is named. What sounds like a
/// secret is not shown.
#[test]
fn what_would_arrive_as_another_text_is_told_where_it_is_written() {
    let names = ["VERSION", "API_TOKEN"];
    for name in names {
        let story = Story::new();
        let text = yaml(&[Fn::demo().variable(name, "'v${vars.release.number}'")]);
        let vars = "vars:\n  release:\n    number: 1.10\n";
        story.write(
            "s.yaml",
            &text.replace("resources:\n", &format!("{vars}resources:\n")),
        );
        for command in ["deploy", "plan"] {
            let told = story.s(command).ends("usage").writes(&[]);
            let path = format!("props.environmentVariables.{name}: Serverless Devs reads");
            told.says(&[&path, "line 6 of s.yaml: number: '1.10'"]);
        }
        story.write("s.yaml", &yaml(&[Fn::demo().variable(name, "1.10")]));
        let shown = if name == "VERSION" { "1.10" } else { "…" };
        story
            .s("deploy")
            .ends("usage")
            .says(&[&format!("of s.yaml: {name}: '{shown}'")]);
        // Whoever only looks is not stopped.
        story.s("info").never_says(&["put it in quotes"]);
    }
    // An alias stands for what is written at its anchor, which stays.
    for (variable, line) in [
        ("*v", "line 6 of s.yaml: number: &v '1.10'"),
        ("${vars.again}", "line 6 of s.yaml: number: &v '1.10'"),
        ("*mode", "line 8 of s.yaml: mode: &mode '0755'"),
    ] {
        let vars = "vars:\n  release:\n    number: &v 1.10\n  again: *v\n  mode: &mode 0755\n";
        let story = Story::new();
        let text = yaml(&[Fn::demo().variable("VERSION", variable)]);
        let text = text.replace("resources:\n", &format!("{vars}resources:\n"));
        story.write("s.yaml", &text);
        for command in ["deploy", "plan"] {
            let told = story.s(command).ends("usage").writes(&[]);
            told.says(&["props.environmentVariables.VERSION: ", line]);
        }
    }
    let text = yaml(&[Fn::demo().variable("API_TOKEN", "*a")]);
    let story = Story::new();
    story.write(
        "s.yaml",
        &text.replace("resources:\n", "vars: {a: &a 01234}\nresources:\n"),
    );
    let told = story.s("deploy").ends("usage").never_says(&["01234"]);
    told.says(&["line 4 of s.yaml: a: &a '…'"]);
    // All of them are told at once.
    let story = Story::new();
    story.yaml(&[Fn::demo()
        .variable("VERSION", "1.10")
        .variable("ZIP", "01234")]);
    let told = story.s("deploy").ends("usage").writes(&[]);
    told.says(&[
        "2 texts would arrive as other texts",
        "props.environmentVariables.VERSION: ",
        "props.environmentVariables.ZIP: ",
        "of s.yaml: ZIP: '01234'",
    ]);
    let story = Story::new();
    let base = yaml(&[Fn::demo().variable("VERSION", "01234")]);
    story.write("base.yaml", &base);
    story.write(
        "s.yaml",
        &format!("extend: base.yaml\n{}", yaml(&[Fn::demo()])),
    );
    let told = story.s("deploy").ends("usage").writes(&[]);
    told.says(&["of base.yaml: VERSION: '01234'"]);
}

/// A function and a domain with a list of routes are two resources.
#[test]
fn both_forms_of_a_domain_in_one_block_are_refused_before_any_request() {
    for lines in [
        "      routeConfig: {routes: [{path: /*, functionName: demo}]}\n",
        "      domainName: www.example.com\n",
    ] {
        let story = Story::new();
        story.yaml(&[Fn::demo().with(lines)]);
        for command in ["deploy", "plan", "drift", "info", "remove -y"] {
            let told = story.s(command).ends("usage").writes(&[]);
            told.says(&["write the domain as a resource of its own"]);
        }
    }
}
