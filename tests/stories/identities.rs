//! Functions whose name is made of what another resource returned: which one it is, is not guessed.

use serde_json::json;

use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

/// Resource `a` with a stage, and resource `b` of which the name has that stage in it.
fn pair(stage: &str) -> [Fn; 2] {
    let b = Fn::named("b", "fb-${resources.a.output.environmentVariables.STAGE}").bare();
    [
        Fn::named("a", "fa").bare().variable("STAGE", stage),
        b.timeout(5),
    ]
}

/// Both deployed as `prod`; the file says `dev` since, and somebody else has a function of that name.
fn moved_on() -> Story {
    let story = Story::new();
    story.yaml(&pair("prod"));
    story.s("deploy").ends("changed");
    story.yaml(&pair("dev"));
    let body = json!({
        "functionName": "fb-dev", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": crate::console::zipped(&[("index.py", "1")])},
    });
    story.console().create(body);
    story
}

#[track_caller]
fn deleted(told: &Told) -> Vec<String> {
    let wrote = told.wrote().into_iter();
    wrote.filter(|line| line.starts_with("DELETE")).collect()
}

#[test]
fn a_removal_takes_away_what_was_deployed() {
    let story = moved_on();
    let told = story.s("remove -y").ends("changed");
    assert_eq!(
        deleted(&told),
        ["DELETE functions/fa", "DELETE functions/fb-prod"]
    );
    assert!(story.console().has_function("fb-dev"));
}

#[test]
fn what_another_resource_says_by_now_names_nothing_that_was_deployed_before() {
    let story = moved_on();
    story.console().set_variable("fa", "STAGE", "dev");
    story
        .console()
        .change("fb-prod", json!({"memorySize": 1024}));
    story
        .s("drift")
        .ends("drift")
        .says(&["memorySize: 512 → 1024", "function fb-prod"])
        .never_says(&["function fb-dev, last"]);
    let told = story.s("b info --no-verify").ok();
    assert_eq!(told.results[0].1["functionName"], "fb-prod");
    story.s("b sync --no-verify").ok().says(&["fb-prod"]);
    let told = story.s("b remove --no-verify -y").ends("changed");
    assert_eq!(deleted(&told), ["DELETE functions/fb-prod"]);
}

#[test]
fn a_name_that_nothing_on_record_bears_out_removes_nothing() {
    let story = moved_on();
    let clone = story.cloned();
    clone.console().set_variable("fa", "STAGE", "dev");
    clone
        .s("b remove --no-verify -y")
        .ends("usage")
        .writes(&[])
        .says(&["fb-dev", "functionName of resource b"]);
    clone.console().delete("fa");
    clone
        .s("b remove --no-verify -y")
        .ends("usage")
        .writes(&[])
        .says(&["functionName of resource b"]);
    // What is not there needs no name.
    let story = Story::new();
    story.yaml(&pair("prod"));
    story.s("a deploy").ends("changed");
    story.s("b remove --no-verify -y").ends("clean").writes(&[]);
}

/// Deployed as `fb-dev`, and as `fb-prod` later.
fn twice() -> Story {
    let story = Story::new();
    story.yaml(&pair("dev"));
    story.s("deploy").ends("changed");
    story.cloud.pass(1_000);
    story.yaml(&pair("prod"));
    story.s("deploy").ends("changed");
    story
}

#[test]
fn of_several_on_record_none_is_chosen() {
    let story = twice();
    let told = story.s("b remove --no-verify -y").ends("changed");
    assert_eq!(deleted(&told), ["DELETE functions/fb-prod"]);
    let story = twice();
    let told = story.s("remove -y").ends("partial");
    assert_eq!(deleted(&told), ["DELETE functions/fa"]);
    told.says(&[
        "cn-hangzhou/fb-dev, cn-hangzhou/fb-prod",
        "'s b remove --no-verify --orphan NAME'",
    ]);
    for name in ["fb-dev", "fb-prod"] {
        story
            .s(&format!("b remove --no-verify --orphan {name} -y"))
            .ends("changed");
        assert!(!story.console().has_function(name));
    }
}

#[test]
fn one_of_an_earlier_name_is_taken_away_by_its_name() {
    let story = twice();
    story
        .s("remove --orphan fb-dev")
        .fails()
        .writes(&[])
        .says(&["s b remove --orphan fb-dev --no-verify -y"]);
    story
        .s("remove --orphan nobody -y")
        .ends("usage")
        .says(&["cn-hangzhou/fb-dev"]);
    story
        .s("remove --orphan fb-prod -y")
        .ends("usage")
        .writes(&[])
        .says(&["resource b"]);
    let told = story.s("remove --orphan fb-dev -y").ends("changed");
    assert_eq!(deleted(&told), ["DELETE functions/fb-dev"]);
    story
        .s("remove --orphan fb-dev -y")
        .ends("usage")
        .writes(&[]);
    story.s("deploy").ends("clean");
}

/// Resource `c` is gone; whether `b` is its function under another name only the turn of `b` tells.
#[test]
fn of_a_resource_that_is_gone_the_open_one_decides() {
    let story = Story::new();
    let [a, b] = pair("prod");
    story.yaml(&[a.clone(), b.clone(), Fn::named("c", "fb-dev").bare()]);
    story.s("deploy").ends("changed");
    story.yaml(&[a, b]);
    let told = story.s("remove --orphan fb-dev -y").ends("changed");
    assert_eq!(deleted(&told), ["DELETE functions/fb-dev"]);
}

#[test]
fn a_list_of_backups_goes_on_where_a_name_is_not_known() {
    let story = Story::new();
    story.yaml(&pair("prod"));
    story.s("deploy").ends("changed");
    for name in ["fa", "fb-prod"] {
        story.console().change(name, json!({"timeout": 77}));
    }
    story.s("remove -y").ends("changed");
    let told = story
        .s("restore")
        .ends("clean")
        .says(&["function fa, with code", "function fb-prod, with code"]);
    let id = told.said.lines().find_map(|line| {
        let id = line.split("'s b restore ").nth(1)?;
        id.split([' ', '\''])
            .find(|word| word.contains('-') && !word.starts_with("--"))
    });
    let id = id
        .unwrap_or_else(|| panic!("{}", told.transcript()))
        .to_owned();
    story
        .s(&format!("b restore --no-verify {id} -y"))
        .ends("changed");
    assert_eq!(story.console().function("fb-prod")["timeout"], 77);
    // Nothing says what it was.
    let story = Story::new();
    story.yaml(&pair("prod"));
    story
        .s("restore")
        .ends("clean")
        .says(&["no backup of function fa", "functionName"]);
}

/// Stages of one file by an environment variable: nothing in a record says of which one it is.
fn stages(a: &str, b: &str) -> Story {
    let story = Story::new();
    let next = "${resources.a.output.environmentVariables.NEXT}";
    let a = Fn::named("a", a).bare().variable("NEXT", b);
    story.yaml(&[a, Fn::named("b", next).bare()]);
    story.var("STAGE", "prod");
    story.s("deploy").ends("changed");
    story.var("STAGE", "dev");
    story
}

#[test]
fn a_record_of_another_stage_is_not_taken_away() {
    let story = stages("fa-${env('STAGE', 'x')}", "fb-${env('STAGE', 'x')}");
    let told = story.s("remove -y").ends("usage").writes(&[]);
    told.says(&["function fb-prod", "'s b remove --orphan fb-prod'"]);
    story.s("b remove -y").ends("usage").writes(&[]);
    let told = story.s("b remove --orphan fb-prod -y").ends("changed");
    assert_eq!(deleted(&told), ["DELETE functions/fb-prod"]);
    // Where the name is worked out and is the one on record, it is the one.
    let story = stages("fa", "fb-${env('STAGE', 'x')}");
    story.var("STAGE", "prod");
    story.s("b remove --no-verify -y").ends("changed");
    assert!(!story.console().has_function("fb-prod"));
}

#[test]
fn a_stage_in_the_own_name_counts_as_well() {
    let story = Story::new();
    let own = "${resources.a.output.functionName}-${env('STAGE', 'x')}";
    story.yaml(&[Fn::named("a", "fa").bare(), Fn::named("b", own).bare()]);
    story.var("STAGE", "prod");
    story.s("deploy").ends("changed");
    story.var("STAGE", "dev");
    story.s("b remove --no-verify -y").ends("usage").writes(&[]);
    assert!(story.console().has_function("fa-prod"));
}

#[test]
fn what_has_not_left_the_file_is_not_offered() {
    let story = Story::new();
    let of = |name: &str| Fn::named(name, &format!("{name}-${{env('STAGE', 'dev')}}")).bare();
    story.yaml(&[of("fa"), of("fc"), Fn::named("gone", "gone").bare()]);
    story.var("STAGE", "prod");
    story.s("deploy").ends("changed");
    story.var("STAGE", "dev");
    story.s("deploy").ends("changed");
    story
        .s("remove --orphan nobody -y")
        .ends("usage")
        .never_says(&["-dev", "-prod"]);
    let story = Story::new();
    story.yaml(&pair("prod"));
    story.s("deploy").ends("changed");
    story
        .s("remove --orphan nobody -y")
        .ends("usage")
        .never_says(&["fb-prod"]);
}
