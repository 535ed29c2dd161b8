//! Secrets of one place at another one: in a tag, at a neighbour, in an address, in a message.

use serde_json::json;

use crate::cloud::Fate;
use crate::leaks::{asked_for, none_of};
use crate::story::Story;
use crate::yaml::Fn;

const HERE: &str = "QzHerePw77";
const THEIRS: &str = "QzOnlinePw9";
const SHORT: &str = "Qzhorse";

/// A tag is an entry of a list in the file.
#[test]
fn what_is_drawn_into_a_tag_is_secret_there() {
    let story = Story::new();
    story.var("APP_PASSWORD", SHORT);
    let lines = "      tags: [{key: team, value: shop}, {key: access, value: \"${env('APP_PASSWORD')}\"}]\n";
    story.yaml(&[Fn::demo().bare().with(lines)]);
    let mut shown = vec![story.s("plan"), story.s("deploy").ends("changed")];
    shown.extend(asked_for(&story));
    story.console().tag("demo", "access", "Qzhorsey");
    shown.push(story.s("deploy").ends("drift"));
    shown.extend(asked_for(&story));
    none_of(&[SHORT], &story, &shown);
    assert!(shown[1].text().contains("shop"));
}

/// The text of a mount point, which is told by its folder.
#[test]
fn what_is_drawn_deeper_into_a_list_is_secret_there() {
    let story = Story::new();
    story.var("NAS_TOKEN", SHORT);
    let lines = "      nasConfig:
        userId: 1
        groupId: 1
        mountPoints: [{mountDir: /mnt/a, serverAddr: \"a.nas.aliyuncs.com:/${env('NAS_TOKEN')}\", enableTLS: false}]
      vpcConfig: {vpcId: vpc-1, securityGroupId: sg-1, vSwitchIds: [vsw-1]}
";
    story.yaml(&[Fn::demo().bare().with(lines)]);
    let mut shown = vec![story.s("plan"), story.s("deploy").ends("changed")];
    shown.extend(asked_for(&story));
    none_of(&[SHORT], &story, &shown);
}

/// YAML has numbers, and texts that hold more than the secret.
#[test]
fn what_a_neighbour_has_in_any_form_is_secret() {
    let forms = [
        ("DB_PASSWORD", "8273645190".to_owned(), "8273645190"),
        ("CONFIG", format!("'{{\"password\": \"{HERE}\"}}'"), HERE),
        ("OPTIONS", format!("'--level=1 --password={HERE}'"), HERE),
        (
            "DB_URL",
            format!("\"mysql://root:{HERE}@${{env('HOST')}}/shop\""),
            HERE,
        ),
    ];
    for (name, value, secret) in forms {
        let story = Story::new();
        story.var("HOST", "db");
        let lines = format!("      description: go {secret} x\n");
        let two = Fn::named("two", "two").bare().variable(name, &value);
        story.yaml(&[Fn::named("one", "one").bare().with(&lines), two]);
        let shown = ["plan", "one plan", "deploy", "one info"].map(|command| story.s(command));
        none_of(&[secret], &story, &shown);
    }
}

/// In an address it is spelled otherwise.
#[test]
fn a_secret_within_an_address_is_one_in_its_spelling() {
    let story = Story::new();
    let lines = "      asyncInvokeConfig:
        destinationConfig:
          onFailure: {destination: \"https://h/cb?state=Qz%40Here%2FPw77\"}
";
    let one = Fn::demo().bare().variable("DB_PASSWORD", "Qz@Here/Pw77");
    story.yaml(&[one.with(lines)]);
    let mut shown = vec![story.s("plan"), story.s("deploy").ends("changed")];
    shown.extend(asked_for(&story));
    none_of(&["Here%2FPw77"], &story, &shown);
}

/// Marks of an address in a password that nobody has encoded.
#[test]
fn a_password_with_the_marks_of_an_address_is_hidden() {
    for password in ["Qz/Here7Pw", "Qz?Here7Pw", "Qz#Here7Pw"] {
        let story = Story::new();
        let lines =
            format!("      description: 'at mysql://root:{password}@db.example.com/shop'\n");
        story.yaml(&[Fn::demo().bare().with(&lines)]);
        let shown = [story.s("plan"), story.s("deploy"), story.s("info")];
        none_of(&["Here7Pw"], &story, &shown);
        let mut one = Fn::demo().bare();
        one.code = format!("'https://u:{password}@code.example.com/a.zip'");
        story.yaml(&[one]);
        let told = story.s("deploy");
        told.fails().never_says(&["Here7Pw", "u:Qz"]);
    }
}

/// What was rotated online in the function and in the trigger.
#[test]
fn a_part_knows_the_secrets_online_of_what_is_left_out() {
    let story = Story::new();
    let more = format!(
        "      triggers:
        - triggerName: t
          triggerType: timer
          triggerConfig: {{cronExpression: '@every 4m', enable: true, payload: 'run {HERE}'}}
"
    );
    story.yaml(&[Fn::demo().bare().variable("DB_PASSWORD", HERE).with(&more)]);
    story.s("deploy").ends("changed");
    story.console().set_variable("demo", "DB_PASSWORD", THEIRS);
    let config =
        json!({"cronExpression": "@every 4m", "enable": true, "payload": format!("run {THEIRS}")});
    story
        .console()
        .change_trigger("demo", "t", json!({"triggerConfig": config.to_string()}));
    let shown = ["plan --trigger t", "deploy --trigger t"].map(|command| story.s(command));
    none_of(&[THEIRS], &story, &shown);
}

/// A deploy of a part finds what an earlier version kept of the rest.
#[test]
fn a_part_seals_the_records_of_the_rest() {
    let story = Story::new();
    let more = format!(
        "      description: 'go password={HERE}'
      triggers:
        - triggerName: t
          triggerType: timer
          triggerConfig: {{cronExpression: '@every 4m', enable: true, payload: run}}
"
    );
    story.yaml(&[Fn::demo().bare().with(&more)]);
    story.s("deploy").ends("changed");
    let of_function = |(_, text): &(String, String)| text.contains("memorySize");
    let (file, text) = story.records().into_iter().find(of_function).unwrap();
    let mut record: serde_json::Value = serde_json::from_str(&text).unwrap();
    for half in ["sent", "seen"] {
        record["baseline"][half]["description"] = json!(format!("go password={HERE}"));
    }
    story.write(&format!(".s/fc-guard/{file}"), &record.to_string());
    story.s("deploy --trigger t").ends("clean");
    assert!(!story.records()[&file].contains(HERE));
}

/// However a server spells what it quotes.
#[test]
fn a_refusal_in_hex_or_capitals_quotes_nothing() {
    let hex: String = HERE.bytes().map(|byte| format!("{byte:02x}")).collect();
    for quoted in [
        hex.clone(),
        hex.to_uppercase(),
        HERE.to_uppercase(),
        HERE.to_lowercase(),
    ] {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare().variable("DB_PASSWORD", HERE)]);
        let body = json!({"Code": "InvalidArgument", "Message": format!("no such value: {quoted}"), "RequestId": "r"});
        story.every(
            "POST",
            "functions",
            Fate::RefusedWith(400, body.to_string()),
        );
        let told = story.s("deploy").fails().says(&["no such value"]);
        assert!(!told.text().contains(&quoted), "{}", told.text());
    }
}

/// What is asked about the function of an earlier name, here or in another region, is answered by the same
/// servers.
#[test]
fn a_refusal_about_an_earlier_function_quotes_nothing() {
    for (name, region, command) in [
        ("old", "cn-hangzhou", "remove --orphan old -y"),
        ("demo", "cn-beijing", "deploy"),
    ] {
        let story = Story::new();
        let mut earlier = Fn::named("fn", name).bare();
        region.clone_into(&mut earlier.region);
        story.yaml(&[earlier]);
        story.s("deploy").ends("changed");
        story.yaml(&[Fn::demo().bare().variable("DB_PASSWORD", HERE)]);
        let message = format!("no such value: {HERE}");
        let body = json!({"Code": "InvalidArgument", "Message": message, "RequestId": "r"});
        story.every(
            "GET",
            "functions/*",
            Fate::RefusedWith(400, body.to_string()),
        );
        let told = story.s(command).fails().says(&["no such value"]);
        assert!(!told.text().contains(HERE), "{}", told.text());
    }
}

/// Somebody moves it online to a setting of another name.
#[test]
fn a_secret_that_was_moved_online_stays_one() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare().variable("DB_PASSWORD", HERE)]);
    story.s("deploy").ends("changed");
    story.yaml(&[Fn::demo().bare()]);
    story.console().change(
        "demo",
        json!({"environmentVariables": {"LEVEL": "info-canary"}, "description": HERE}),
    );
    let shown = ["plan", "drift", "deploy"].map(|command| story.s(command));
    none_of(&[HERE], &story, &shown);
}

/// The page has the code of both sides.
#[test]
fn a_page_shows_no_known_secret_in_the_code() {
    let story = Story::new();
    story.write("code/index.py", &format!("PASSWORD = '{HERE}'\n"));
    story.yaml(&[Fn::demo().bare().variable("DB_PASSWORD", HERE)]);
    story.s("deploy").ends("changed");
    story.console().change_code(
        "demo",
        &[("index.py", &format!("PASSWORD = '{HERE}'\nx = 1\n"))],
    );
    let shown = [
        story.s("drift --html page.html"),
        story.s("plan --format json"),
        story.s("plan --format markdown"),
    ];
    none_of(&[HERE], &story, &shown);
}

/// A project with a password behind its flag, and again in the payload of one of two triggers.
fn flagged() -> Story {
    let story = Story::new();
    let trigger = |name: &str, payload: &str| {
        format!(
            "        - triggerName: {name}\n          triggerType: timer\n          triggerConfig: {{cronExpression: '@every 4m', enable: true, payload: '{payload}'}}\n"
        )
    };
    let mut one = Fn::demo().bare();
    one.runtime = "custom.debian12".to_owned();
    let more = format!(
        "      customRuntimeConfig: {{command: [./serve, --password, {HERE}], port: 9000}}\n      triggers:\n{}{}",
        trigger("t", &format!("run {HERE}")),
        trigger("u", "plain canary")
    );
    story.yaml(&[one.with(&more)]);
    story.s("deploy").ends("changed");
    let other = story.copied();
    other.rewrite("/home/a/app/s.yaml", HERE, THEIRS);
    other.forget();
    other.s("deploy --use-local").ends("changed");
    story.rewrite("/home/a/app/s.yaml", THEIRS, HERE);
    story
}

/// The word before it tells, and only in the list.
#[test]
fn what_stands_behind_a_flag_is_secret_elsewhere() {
    let story = flagged();
    let mut shown = vec![story.cloned().s("plan"), story.s("plan")];
    shown.extend(asked_for(&story));
    shown.push(story.s("deploy --use-remote").ends("clean"));
    shown.push(story.s("deploy --use-remote --write-back"));
    none_of(&[HERE, THEIRS], &story, &shown);
    assert!(!story.read("s.yaml").contains(THEIRS));
}

/// Nothing online tells it any more, but the text had a secret from here.
#[test]
fn what_took_the_place_of_a_secret_is_hidden() {
    let story = flagged();
    let shown = [
        story.s("deploy --function config --use-local"),
        story.s("plan").says(&["triggerConfig.payload: •••"]),
        story.s("deploy --trigger t").ends("drift"),
        story.s("deploy --use-local").ends("changed"),
    ];
    none_of(&[HERE, THEIRS], &story, &shown);
}

/// What is secret in one trigger leaves the others readable.
#[test]
fn a_place_is_secret_in_its_own_resource_only() {
    let story = flagged();
    let config = json!({"cronExpression": "@every 4m", "enable": true, "payload": "other canary"});
    let body = json!({"triggerConfig": config.to_string()});
    story.console().change_trigger("demo", "u", body);
    let change = "payload: \"plain canary\" → \"other canary\"";
    story.s("plan").says(&[change]);
}

/// Several hosts, each with its port, are no user with a password.
#[test]
fn an_address_of_several_hosts_can_be_read() {
    let story = Story::new();
    let address = "mongodb://h1.example.com:27017,h2.example.com:27017/db?owner=a@example.com";
    let lines = format!("      description: 'at {address}'\n");
    story.yaml(&[Fn::demo().bare().with(&lines)]);
    story.s("deploy").ends("changed");
    let body = json!({"description": format!("at {address}.org")});
    story.console().change("demo", body);
    story.s("plan").ends("drift").says(&[address]);
}

/// What parts the words of a text stands in a password, too.
#[test]
fn a_password_with_a_comma_is_no_two_words() {
    for password in ["canary,2", "canary;2", "canary=2"] {
        let story = Story::new();
        let address = format!("redis://root:{password}@db.example.com/1");
        let lines = format!("      description: 'at {address}'\n");
        story.yaml(&[Fn::demo().bare().with(&lines)]);
        story.s("deploy").ends("changed");
        let body = json!({"description": format!("at {address}.org")});
        story.console().change("demo", body);
        story.s("plan").ends("drift").never_says(&[password]);
        let records = story.records();
        assert!(records.values().all(|one| !one.contains(password)));
    }
}
