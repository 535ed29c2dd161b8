//! What a fresh clone does without a record: every row of the table.

use serde_json::{Value, json};

use super::history::{AT, History};
use super::{LEAVE, mark, parts, run, story, without_git};
use crate::console::Console;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const UPDATE: &str = "PUT functions/demo";

/// What is online was deployed from `b`, with this file.
fn deployed() -> Story {
    let story = story();
    story.yaml(&[Fn::demo().timeout(20)]);
    run(&story, AT.head('b'), "deploy").ends("changed");
    story
}

/// The same in a fresh clone, whose file says something else at that commit.
fn cloned(timeout: u32) -> Story {
    let clone = deployed().cloned();
    clone.yaml(&[Fn::demo().timeout(timeout)]);
    clone
}

/// Nobody is there, so a question ends the run.
fn is_asked(story: &Story, history: History, says: &[&str]) -> Told {
    run(story, history, "deploy")
        .ends("drift")
        .writes(&[])
        .says(says)
}

/// Every kind of change of ours, made after what is online.
fn all_kinds() -> Fn {
    let mut project = Fn::demo().timeout(30).memory(1024);
    project.variables = vec![("NEW".to_owned(), "new-canary".to_owned())];
    project.methods = vec!["GET".to_owned(), "POST".to_owned()];
    project.domain = Some(("demo.example.com".to_owned(), "/v2/*".to_owned()));
    project
}

#[test]
fn what_ours_contains_is_deployed_without_a_question() {
    for head in ['b', 'd'] {
        let clone = cloned(30);
        let told = run(&clone, AT.head(head), "deploy").ends("changed");
        told.writes(&[UPDATE, LEAVE])
            .never_says(&["origin", "changed online"]);
        assert_eq!(clone.console().function("demo")["timeout"], 30);
        assert_eq!(parts(&clone)[1], "2");
    }
}

#[test]
fn every_kind_of_local_change_is_ours_where_ours_contains_theirs() {
    let clone = cloned(20);
    clone.yaml(&[all_kinds()]);
    clone.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
    let plan = run(&clone, AT.head('d'), "plan")
        .ends("changed")
        .writes(&[]);
    let plan = plan.says(&["changed locally:", "nothing to decide"]);
    plan.never_says(&["origin", "changed online"]);
    run(&clone, AT.head('d'), "drift")
        .ends("clean")
        .never_says(&["changed online:", "changed online since the last"]);
    run(&clone, AT.head('d'), "deploy").ends("changed");
    let online = clone.console();
    let function = online.function("demo");
    assert_eq!(
        function["environmentVariables"],
        json!({"NEW": "new-canary"})
    );
    assert_eq!(
        online.trigger("demo", "http")["methods"],
        json!(["GET", "POST"])
    );
    assert_eq!(online.routes("demo.example.com")[0]["path"], "/v2/*");
    without_git(&clone, "deploy").ends("clean");
}

#[test]
fn what_ours_lacks_is_asked_about_by_name() {
    let clone = cloned(30);
    let theirs = [
        "deployed by Li-Wei from bbbbbbbbbbbb, which you do not have",
        "~ timeout: 20 → 30",
    ];
    is_asked(&clone, AT.head('c'), &theirs);
    for command in ["plan", "drift"] {
        run(&clone, AT.head('c'), command)
            .ends("drift")
            .says(&theirs);
    }
    run(&clone, AT.head('c').of("Ada"), "deploy --use-local").ends("changed");
    assert_eq!(parts(&clone)[7], "Ada");
}

#[test]
fn a_rollback_is_asked_about_and_a_flag_decides_it() {
    let clone = cloned(10);
    let older = [
        "you are older than what is online: deployed by Li-Wei from bbbbbbbbbbbb",
        "~ timeout: 20 → 10",
        "s fn deploy --rollback",
    ];
    is_asked(&clone, AT, &older);
    run(&clone, AT, "plan").ends("drift").says(&older[..2]);
    clone.keys("s");
    run(&clone, AT, "deploy").ends("drift").writes(&[]);
    run(&clone, AT, "deploy --rollback")
        .ends("changed")
        .writes(&[UPDATE, LEAVE]);
    assert_eq!(clone.console().function("demo")["timeout"], 10);
}

/// The flag is about nothing else: what somebody has changed online is asked about all the same.
#[test]
fn a_rollback_overwrites_no_hot_fix() {
    let clone = cloned(10);
    clone.console().change("demo", json!({"memorySize": 1024}));
    let told = run(&clone, AT, "deploy --rollback")
        .ends("drift")
        .writes(&[]);
    told.says(&[
        "you are older than what is online: deployed by Li-Wei from bbbbbbbbbbbb",
        "since then something of this was changed online, too",
    ]);
}

#[test]
fn what_cannot_be_proved_is_asked_about_with_what_would_prove_it() {
    let unknown = |history: History, says: &str| {
        is_asked(
            &cloned(30),
            history,
            &["deployed by Li-Wei from bbbbbbbbbbbb", says],
        );
    };
    unknown(AT.head('d').shallow(), "--filter=tree:0");
    unknown(
        AT.head('d').dirty(),
        "files here are changed and not committed",
    );
    unknown(AT.head('d').elsewhere(), "another repository");
    let clone = cloned(30);
    clone
        .s("deploy")
        .ends("drift")
        .says(&["git is not installed here"]);
    // A tree that was not committed is in no commit.
    let story = story();
    story.yaml(&[Fn::demo().timeout(20)]);
    run(&story, AT.head('b').dirty(), "deploy").ends("changed");
    let clone = story.cloned();
    clone.yaml(&[Fn::demo().timeout(30)]);
    is_asked(
        &clone,
        AT.head('d'),
        &["with changes that were not committed"],
    );
}

/// Whatever was changed online since, in whichever part of it, git makes no question of it disappear.
#[test]
fn a_hot_fix_is_asked_about_whatever_git_proves() {
    type Act = (&'static str, fn(&Console));
    let acts: [Act; 6] = [
        ("memory", |one| {
            one.change("demo", json!({"memorySize": 1024}))
        }),
        ("variable", |one| one.set_variable("demo", "LEVEL", "hot")),
        ("code", |one| one.hot_fix("demo")),
        ("trigger", |one| {
            let methods = json!({"triggerConfig": {"authType": "anonymous", "methods": ["PUT"]}});
            one.change_trigger("demo", "http", methods);
        }),
        ("domain", |one| {
            one.change_domain("demo.example.com", json!({"protocol": "HTTP,HTTPS"}))
        }),
        ("tag", |one| one.tag("demo", "owner", "ops")),
    ];
    for (name, act) in acts {
        for history in [AT.head('b'), AT.head('d'), AT.head('c'), AT] {
            let clone = cloned(20);
            act(&clone.console());
            let told = run(&clone, history, "deploy");
            assert_eq!(told.wrote(), [""; 0], "{name}\n{}", told.transcript());
            let told = told.ends("drift");
            if name != "domain" {
                told.says(&["changed online since the deploy by Li-Wei from bbbbbbbbbbbb"]);
            }
        }
    }
}

/// What a hot fix leaves alone is still known to be ours, group by group.
#[test]
fn beside_a_hot_fix_the_other_groups_are_known() {
    let clone = cloned(20);
    clone.console().hot_fix("demo");
    clone.yaml(&[Fn::demo().timeout(30)]);
    let told = run(&clone, AT.head('d'), "deploy").ends("drift");
    told.says(&["changed locally:\n    ~ timeout: 20 → 30", "~ code:"]);
}

/// Somebody else puts a trigger beside ours, and our file names one of that name since.
#[test]
fn a_trigger_of_others_is_none_that_a_deploy_left() {
    let clone = cloned(20);
    let config = json!({"cronExpression": "@every 5m", "enable": true});
    let body = json!({
        "triggerName": "timer", "triggerType": "timer", "triggerConfig": config.to_string(),
    });
    clone.console().create_trigger("demo", body);
    let timer = "        - triggerName: timer\n          triggerType: timer\n          triggerConfig: {cronExpression: '@every 9m', enable: true}\n";
    let text = clone.read("s.yaml");
    clone.write(
        "s.yaml",
        &text.replace("      triggers:\n", &format!("      triggers:\n{timer}")),
    );
    is_asked(&clone, AT.head('d'), &["timer"]);
    // The trigger beside it is as the deploy left it.
    clone.write(
        "s.yaml",
        &clone.read("s.yaml").replace("[GET]", "[GET, POST]"),
    );
    let told = run(&clone, AT.head('d'), "plan").ends("drift");
    told.says(&["timer", "changed locally:", "~ triggerConfig.methods"]);
}

/// What stands kept was left by nobody's commit, so no clone takes it for its own to overwrite.
#[test]
fn what_stands_kept_is_never_vouched_for() {
    let story = deployed();
    story.console().change("demo", json!({"memorySize": 1024}));
    run(&story, AT.head('b'), "deploy --use-remote").ok();
    story.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
    run(&story, AT.head('b'), "deploy").ends("changed");
    assert_eq!(parts(&story)[6], "f", "the settings are not vouched for");
    let clone = story.cloned();
    is_asked(&clone, AT.head('d'), &["memorySize: 1024 → 512"]);
    clone.write("code/index.py", "def handler(e, c):\n    return 'three'\n");
    let told = is_asked(&clone, AT.head('d'), &["memorySize: 1024 → 512"]);
    told.says(&["changed locally:", "~ index.py  changed locally"]);
}

#[test]
fn what_is_the_consoles_is_not_vouched_for() {
    let rule = "      driftPolicy: [{path: memorySize, owner: console, reason: scaled by hand}]\n";
    let story = story();
    story.yaml(&[Fn::demo().with(rule)]);
    run(&story, AT.head('b'), "deploy").ends("changed");
    story.console().change("demo", json!({"memorySize": 1024}));
    story.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
    run(&story, AT.head('b'), "deploy").ends("changed");
    assert_eq!(parts(&story)[6], "f");
    // A clone in which the rule is over asks about what the console did.
    let clone = story.cloned();
    clone.yaml(&[Fn::demo()]);
    is_asked(&clone, AT.head('d'), &["memorySize: 1024 → 512"]);
}

/// A merge by squash or a rebase leaves commits that nobody has; what is deployed tells all the same.
#[test]
fn equal_inputs_are_equal_whatever_the_commits_say() {
    for history in [AT, AT.head('d').shallow(), AT.head('d').dirty()] {
        let clone = cloned(20);
        run(&clone, history, "deploy").ends("clean").writes(&[]);
    }
}

/// A part of it says nothing of the rest.
#[test]
fn a_deploy_of_a_part_vouches_for_that_alone() {
    let story = deployed();
    story.write("code/index.py", "def handler(e, c):\n    return 'two'\n");
    run(&story, AT.head('b'), "deploy --function code").ends("changed");
    assert_eq!(parts(&story)[6], "fstxd");
    assert_eq!(parts(&story)[4], ".......");
    let clone = story.cloned();
    clone.yaml(&[Fn::demo().timeout(30)]);
    is_asked(&clone, AT.head('d'), &["~ timeout: 20 → 30"]);
    clone.yaml(&[Fn::demo().timeout(20)]);
    clone.write("code/index.py", "def handler(e, c):\n    return 'three'\n");
    run(&clone, AT.head('d'), "deploy").ends("changed");
}

/// The report says what it compares with.
#[test]
fn a_report_names_the_deploy_that_it_compares_with() {
    let report = |story: &Story, history: History| {
        let told = run(story, history, "drift --report report.json");
        assert!(
            ["clean", "drift"].contains(&told.word.as_str()),
            "{}",
            told.transcript()
        );
        let report: Value = serde_json::from_str(&story.read("report.json")).expect("JSON");
        report["functions"][0].clone()
    };
    let clone = cloned(30);
    let found = report(&clone, AT.head('c'));
    assert_eq!(found["comparedWith"], "mark");
    let deployed = &found["deployed"];
    assert_eq!(deployed["who"], "Li-Wei");
    assert_eq!(deployed["commit"], "bbbbbbbbbbbb");
    assert_eq!(deployed["relation"], "apart");
    assert!(mark(&clone).is_some());
    let unmarked = Story::deployed().cloned();
    unmarked.yaml(&[Fn::demo().timeout(30)]);
    assert_eq!(report(&unmarked, AT)["comparedWith"], "nothing");
    let recorded = Story::deployed();
    assert_eq!(report(&recorded, AT)["comparedWith"], "record");
}

/// Without a record the history is what the mark claims.
#[test]
fn the_history_of_a_clone_is_the_mark() {
    let told = run(&cloned(20), AT.head('d'), "history")
        .ends("clean")
        .writes(&[]);
    told.says(&["the tag on the function says: deploy 1, by Li-Wei from bbbbbbbbbbbb"]);
}

/// `s drift` in a fresh clone tells what others did: what was changed here is none of it.
#[test]
fn a_clone_tells_only_what_was_changed_online() {
    let since = "since the deploy by Li-Wei from bbbbbbbbbbbb";
    let changed = cloned(20);
    changed
        .console()
        .change("demo", json!({"memorySize": 1024}));
    let told = run(&changed, AT.head('b'), "drift")
        .ends("drift")
        .writes(&[]);
    told.says(&[
        "changed online",
        since,
        "~ memorySize: 512 → 1024",
        "1 setting changed online.",
    ])
    .never_says(&["not known which side"]);
    run(&changed, AT.head('b'), "deploy")
        .ends("drift")
        .writes(&[])
        .says(&["~ memorySize: 512 → 1024"]);
    run(&changed, AT.head('b'), "deploy --use-local").ends("changed");
    assert_eq!(changed.console().function("demo")["memorySize"], 512);
    for ours in [AT.head('d'), AT.head('b').dirty(), AT.head('d').dirty()] {
        let told = run(&cloned(30), ours, "drift").ends("clean").writes(&[]);
        told.says(&[&format!("Nothing changed online {since}.")])
            .never_says(&["do not differ", "timeout"]);
    }
}
