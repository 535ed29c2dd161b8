//! Secrets that stand in other texts, too: put there by a variable, by a reference, or by hand. The name
//! of the setting in which it is one tells, wherever else it stands.

use serde_json::json;

use crate::cloud::Fate;
use crate::leaks::{asked_for, none_of};
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const HERE: &str = "QzHerePw77";
/// An ordinary word, so that only the way on which it comes tells.
const HANDED: &str = "correcthorse";
const THEIRS: &str = "QzOnlinePw9";
/// One of few letters.
const SHORT: &str = "Qzhorse";

#[track_caller]
fn nothing_leaked(story: &Story, shown: &[Told]) {
    none_of(&[HERE, HANDED, THEIRS, SHORT], story, shown);
}

/// One resource, with a password in its variables and in other texts.
fn repeated() -> Story {
    let story = Story::new();
    let mut one = Fn::demo().bare().variable("DB_PASSWORD", HERE);
    one.runtime = "custom.debian12".to_owned();
    let more = format!(
        "      description: go {HERE} x
      customRuntimeConfig: {{command: [serve, {HERE}], port: 9000}}
      triggers:
        - triggerName: t
          triggerType: timer
          triggerConfig: {{cronExpression: '@every 4m', enable: true, payload: 'run {HERE}'}}
"
    );
    story.yaml(&[one.with(&more)]);
    story
}

#[test]
fn what_is_secret_in_one_setting_is_so_in_all_of_the_resource() {
    let story = repeated();
    let mut shown = vec![story.s("plan"), story.s("deploy").ends("changed")];
    shown.extend(asked_for(&story));
    shown.push(story.s("deploy").ends("clean").writes(&[]));
    // Somebody has another password there, in both places.
    let console = story.console();
    console.set_variable("demo", "DB_PASSWORD", THEIRS);
    console.change("demo", json!({"description": format!("go {THEIRS} y")}));
    shown.push(story.s("deploy").ends("drift").says(&["description: •••"]));
    shown.extend(asked_for(&story));
    nothing_leaked(&story, &shown);
    // It stays one when the setting that told it is gone.
    let text = story.read("s.yaml").replace("DB_PASSWORD", "DB_THING");
    story.write("s.yaml", &text);
    story.s("deploy --use-local").ends("changed");
    shown = asked_for(&story);
    shown.push(story.s("deploy").ends("clean").writes(&[]));
    nothing_leaked(&story, &shown);
}

/// Ordinary words and numbers are in many texts.
#[test]
fn an_ordinary_word_is_no_secret_elsewhere() {
    let story = Story::new();
    let one = Fn::demo()
        .bare()
        .variable("AUTH_MODE", "production")
        .variable("KEY_SLOT", "\"3000\"")
        .with("      description: production on 3000\n");
    story.yaml(&[one]);
    story.s("deploy").ends("changed");
    let told = story.s("info").text();
    assert!(told.contains("production on 3000"), "{told}");
}

/// Serverless Devs puts in what is the whole of a text; the rest is left to this program.
#[test]
fn what_another_resource_hands_on_is_secret_at_the_receiver() {
    const NAMED: &str = "${resources.one.output.environmentVariables.DB_PASSWORD}";
    for description in [NAMED.to_owned(), format!("go {NAMED} x")] {
        let story = Story::new();
        let giver = Fn::named("one", "one")
            .bare()
            .variable("DB_PASSWORD", HANDED);
        let lines = format!("      description: {description}\n");
        story.yaml(&[giver, Fn::named("two", "two").bare().with(&lines)]);
        let mut shown = vec![story.s("plan"), story.s("deploy").ends("changed")];
        let online = story.console().function("two")["description"].clone();
        assert!(online.as_str().unwrap().contains(HANDED), "{online}");
        let looks = [
            "plan",
            "drift",
            "deploy",
            "two plan --no-verify",
            "two info --no-verify",
        ];
        shown.extend(looks.map(|command| story.s(command)));
        story.forget();
        story
            .console()
            .change("two", json!({"description": format!("went {HANDED} y")}));
        shown.extend(looks.map(|command| story.s(command)));
        let told = story.s("two deploy --no-verify").ends("drift");
        shown.push(told.says(&["description: •••"]));
        shown.push(
            story
                .s("two deploy --no-verify --use-local")
                .ends("changed"),
        );
        nothing_leaked(&story, &shown);
    }
}

/// What one resource has as a secret stands in another one by hand.
#[test]
fn what_is_secret_at_one_resource_is_so_at_all_of_the_file() {
    let story = Story::new();
    let lines = format!("      description: go {HERE} x\n");
    story.yaml(&[
        Fn::named("one", "one").bare().with(&lines),
        Fn::named("two", "two").bare().variable("DB_PASSWORD", HERE),
    ]);
    let mut shown = vec![story.s("plan"), story.s("deploy").ends("changed")];
    shown.extend(["plan", "one info", "deploy"].map(|command| story.s(command)));
    nothing_leaked(&story, &shown);
}

/// The file takes it from the environment already: there is nothing to write into it.
#[test]
fn what_the_file_takes_from_the_environment_is_set_there() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare().variable("TOKEN", "${env('API_TOKEN')}")]);
    story.s("deploy").ends("changed");
    story.console().set_variable("demo", "TOKEN", THEIRS);
    let told = story.s("deploy --use-remote").ends("clean");
    told.says(&["set API_TOKEN there to the live value"])
        .never_says(&["write into s.yaml", "--write-back"]);
}

/// What is left out of a part of the resource tells what is secret in the part.
#[test]
fn a_part_knows_the_secrets_of_what_is_left_out() {
    let story = Story::new();
    let more = "      description: go ${env('SHOP_DB')} x
      triggers:
        - triggerName: t
          triggerType: timer
          triggerConfig: {cronExpression: '@every 4m', enable: true, payload: \"run ${env('SHOP_DB')}\"}
";
    let one = Fn::demo().bare();
    let one = one.variable("DB_PASSWORD", "\"${env('SHOP_DB')}\"");
    story.yaml(&[one.with(more)]);
    story.var("SHOP_DB", THEIRS);
    let mut shown = vec![story.s("deploy").ends("changed")];
    story.var("SHOP_DB", HERE);
    let commands = ["plan --trigger t", "deploy --trigger t", "plan", "deploy"];
    shown.extend(commands.map(|command| story.s(command)));
    nothing_leaked(&story, &shown);
}

/// A secret of a trigger is one in the function.
#[test]
fn the_function_knows_the_secrets_of_triggers_that_are_left_out() {
    let story = Story::new();
    let more = "      description: go ${env('X')} x
      triggers:
        - triggerName: t
          triggerType: timer
          triggerConfig: {cronExpression: '@every 4m', enable: true, payload: \"token=${env('X')}\"}
";
    story.yaml(&[Fn::demo().bare().with(more)]);
    story.var("X", THEIRS);
    let mut shown = vec![story.s("deploy").ends("changed")];
    story.var("X", HERE);
    let commands = [
        "plan --function config",
        "deploy --function config",
        "deploy",
    ];
    shown.extend(commands.map(|command| story.s(command)));
    nothing_leaked(&story, &shown);
}

/// A secret in a variable of another name is no more for the file than in its own.
#[test]
fn what_repeats_a_secret_online_stays_out_of_the_file() {
    let story = Story::new();
    story.var("SHOP_DB", HERE);
    let one = Fn::demo()
        .bare()
        .variable("DB_PASSWORD", "${env('SHOP_DB')}");
    story.yaml(&[one]);
    story.s("deploy").ends("changed");
    let console = story.console();
    console.set_variable("demo", "NOTE", &format!("conn {HERE} ok"));
    let shown = [
        story
            .s("deploy --use-remote")
            .ends("clean")
            .says(&["NOTE: ${env("]),
        story
            .s("deploy --use-remote --write-back")
            .says(&["NOTE: ${env("]),
        story.s("deploy").says(&["NOTE: ${env("]),
    ];
    assert!(!story.read("s.yaml").contains(HERE));
    nothing_leaked(&story, &shown);
}

/// However short or ordinary it is, a text that is drawn by the name of a secret is one.
#[test]
fn what_is_drawn_into_a_list_is_secret_there() {
    let story = Story::new();
    story.var("APP_PASSWORD", SHORT);
    let mut one = Fn::demo().bare();
    one.runtime = "custom.debian12".to_owned();
    let lines =
        "      customRuntimeConfig: {command: [serve, \"${env('APP_PASSWORD')}\"], port: 9000}\n";
    story.yaml(&[one.with(lines)]);
    let mut shown = vec![story.s("plan"), story.s("deploy").ends("changed")];
    let told = story.s("plan").ends("clean");
    assert!(story.records().values().any(|text| text.contains("serve")));
    shown.extend([told, story.s("info")]);
    shown.extend(asked_for(&story));
    let body = json!({"customRuntimeConfig": {"command": ["serve", "Qzhorsey"], "port": 9000}});
    story.console().change("demo", body);
    shown.push(story.s("deploy").ends("drift"));
    nothing_leaked(&story, &shown);
}

/// The password in an address of one resource is one at all of the file.
#[test]
fn the_password_of_an_address_is_secret_at_all_of_the_file() {
    let story = Story::new();
    let lines = format!("      description: go {HERE} x\n");
    let url = format!("mysql://root:{HERE}@host/shop");
    story.yaml(&[
        Fn::named("one", "one").bare().with(&lines),
        Fn::named("two", "two")
            .bare()
            .variable("DATABASE_URL", &url),
    ]);
    let shown = ["plan", "one plan", "deploy", "one info"].map(|command| story.s(command));
    nothing_leaked(&story, &shown);
}

/// What is known to be a secret stays hidden whatever `showValues` lists.
#[test]
fn what_is_to_be_shown_never_shows_a_secret_of_another_setting() {
    let story = Story::new();
    let file = |level: &str| {
        let one = Fn::demo().bare().variable("DB_PASSWORD", HERE);
        let one = one.variable("LEVEL", level);
        story.yaml(&[one.with("      showValues: [LEVEL]\n")]);
    };
    file("info");
    story.s("deploy").ends("changed");
    file(&format!("with {HERE}"));
    let mut shown = vec![story.s("plan").says(&["LEVEL: •••"])];
    shown.extend(asked_for(&story));
    story.s("deploy").ends("changed");
    story
        .console()
        .set_variable("demo", "LEVEL", &format!("{HERE} too"));
    shown.push(story.s("deploy").ends("drift"));
    nothing_leaked(&story, &shown);
}

/// What one trigger takes from the environment is not what another one does.
#[test]
fn a_variable_of_one_resource_is_not_advised_for_another() {
    let story = Story::new();
    let trigger = |name: &str, payload: &str| {
        format!(
            "        - triggerName: {name}
          triggerType: timer
          triggerConfig: {{cronExpression: '@every 4m', enable: true, payload: \"{payload}\"}}
"
        )
    };
    let more = format!(
        "      triggers:\n{}{}",
        trigger("a", "${env('A_TOKEN')}"),
        trigger("b", "go")
    );
    let one = Fn::demo().bare().variable("LEVEL", "info").with(&more);
    story.yaml(&[one.with("")]);
    story.s("deploy").ends("changed");
    let config = json!({"cronExpression": "@every 4m", "enable": true, "payload": format!("token={THEIRS}")});
    story
        .console()
        .change_trigger("demo", "b", json!({"triggerConfig": config.to_string()}));
    let told = story.s("deploy --use-remote").ends("clean");
    told.never_says(&["A_TOKEN"]).says(&["triggers[b]"]);
}

/// Names of hosts, dates and versions are no secrets of the words around them, and ordinary words of one
/// resource stay readable in messages of the other.
#[test]
fn what_everybody_may_see_stays_readable() {
    let story = Story::new();
    let lines = "      description: on app.example.com since 2023-03-30\n";
    let one = Fn::named("one", "one").bare().with(lines);
    let one = one.variable("COOKIE_DOMAIN", "app.example.com");
    let two = Fn::named("two", "two")
        .bare()
        .variable("AUTH_KEY", "2023-03-30");
    story.yaml(&[one, two.variable("AUTH", "config")]);
    story.s("deploy").ends("changed");
    let told = story.s("one info").text();
    assert!(
        told.contains("on app.example.com since 2023-03-30"),
        "{told}"
    );
    story.yaml(&[
        Fn::named("one", "one").bare().timeout(20),
        Fn::named("two", "two").bare().variable("AUTH", "config"),
    ]);
    let body = json!({"Code": "InvalidArgument", "Message": "the config is bad", "RequestId": "r"});
    story.every(
        "PUT",
        "functions/one",
        Fate::RefusedWith(400, body.to_string()),
    );
    story.s("one deploy").fails().says(&["the config is bad"]);
}
