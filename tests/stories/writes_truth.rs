//! What a run says of its writes is true: an answer is not taken for an effect, an interrupted write
//! not for a done one, and `failed` means that nothing was written.
//!
//! The emulator guesses here: G22.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::console::Console;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

fn tagged(timeout: u32, stage: &str, group: &str) -> Fn {
    Fn::demo().timeout(timeout).with(&format!(
        "      resourceGroupId: {group}\n      vpcBinding:\n        vpcIds:\n          - vpc-{stage}\n      tags:\n        - key: stage\n          value: {stage}\n        - key: only-{stage}\n          value: x\n"
    ))
}

/// Deployed, and about to get other tags, another group and another binding.
fn about_to_change() -> Story {
    let story = Story::new();
    story.yaml(&[tagged(10, "a", "rg-a")]);
    story.s("deploy").ends("changed");
    story.yaml(&[tagged(20, "b", "rg-b")]);
    story
}

fn stands(console: &Console) -> bool {
    let function = console.function("demo");
    let tags = function["tags"].to_string();
    function["timeout"] == 20
        && function["resourceGroupId"] == "rg-b"
        && tags.contains("only-b")
        && !tags.contains("only-a")
        && console.state().to_string().contains("vpc-b")
        && !console.state().to_string().contains("vpc-a")
}

#[test]
fn an_answer_without_effect_is_never_taken_for_one() {
    let sent = about_to_change().s("deploy").ends("changed").sent;
    let answers = ["<html>welcome</html>", "", "{}", "null", "[]"];
    for request in (0..sent.len()).filter(|&at| sent[at].writes()) {
        for answer in answers {
            let story = about_to_change();
            let fate = Fate::RefusedWith(200, answer.to_owned());
            let told = story.fate(request, fate).s("deploy").fails();
            assert_eq!(told.word, "partial", "{answer:?} {}", told.transcript());
            story.s("deploy").ends("changed");
            assert!(stands(&story.console()));
            story.s("deploy").ends("clean").writes(&[]);
        }
    }
}

#[test]
fn a_retry_is_preceded_by_a_look() {
    let story = about_to_change();
    let mut tries = 0;
    story.meddle(move |_, line, console| {
        if !line.is("PUT", "functions/demo") {
            return Fate::Arrives;
        }
        tries += 1;
        match tries {
            1 => {
                console.change("demo", json!({"timeout": 99}));
                Fate::RefusedWith(503, String::new())
            }
            _ => Fate::Arrives,
        }
    });
    story.s("deploy").fails().says(&["timeout"]);
    assert_eq!(story.console().function("demo")["timeout"], 99);
}

#[test]
fn a_full_disk_says_whether_anything_was_written() {
    let mut partial = 0;
    for room in 0..12 {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().timeout(20)]);
        story.files.fill_after(room);
        let told = story.s("deploy");
        story.files.empty();
        let written = story.console().function("demo")["timeout"] == 20;
        let said = told.code == 0 || told.word == "partial";
        assert_eq!(said, written, "{room} {}", told.transcript());
        partial += usize::from(told.word == "partial");
        story.s("deploy").ok();
        story.s("deploy").ends("clean").writes(&[]);
    }
    assert!(partial > 0);
}

/// A function whose code is an object in OSS.
fn object(name: &str) -> Fn {
    let mut function = Fn::demo().bare();
    function.code = format!("\n        ossBucketName: packages\n        ossObjectName: {name}.zip");
    function
}

fn with_objects() -> Story {
    let story = Story::new();
    for version in ["v1", "v2", "v3"] {
        let files = [("index.py", version)];
        story
            .console()
            .put_object("packages", &format!("{version}.zip"), &files);
    }
    story
}

fn online(story: &Story) -> String {
    story.console().code("demo")[0].1.clone()
}

#[test]
fn code_in_oss_that_never_arrived_is_deployed_by_the_next_run() {
    for fate in [
        Fate::Dropped,
        Fate::KilledBefore,
        Fate::RefusedWith(500, String::new()),
    ] {
        let story = with_objects();
        story.yaml(&[object("v1")]);
        story.s("deploy").ends("changed");
        story.yaml(&[object("v2")]);
        story.every("PUT", "functions/demo", fate).s("deploy");
        assert_eq!(online(&story), "v1");
        story
            .s("deploy")
            .ends("changed")
            .writes(&["PUT functions/demo"]);
        assert_eq!(online(&story), "v2");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn code_in_oss_that_arrived_unseen_is_ours_and_a_third_version_is_not() {
    for third in [false, true] {
        for fate in [Fate::KilledAfter, Fate::Timeout] {
            let story = with_objects();
            story.yaml(&[object("v1")]);
            story.s("deploy").ends("changed");
            story.yaml(&[object("v2")]);
            story.every("PUT", "functions/demo", fate).s("deploy");
            if third {
                let code = json!({"ossBucketName": "packages", "ossObjectName": "v3.zip"});
                story.console().change("demo", json!({"code": code}));
                story
                    .s("deploy")
                    .ends_one_of(&["drift", "conflict"])
                    .writes(&[]);
                assert_eq!(online(&story), "v3");
            } else {
                story.s("deploy").ends("clean").writes(&[]);
                story.s("drift").ends("clean");
                assert_eq!(online(&story), "v2");
            }
        }
    }
}

#[test]
fn a_creation_from_oss_that_arrived_unseen_is_no_question() {
    let story = with_objects();
    story.yaml(&[object("v1")]);
    story
        .every("POST", "functions", Fate::KilledAfter)
        .s("deploy");
    story.s("deploy").ends("clean").writes(&[]);
    story.s("drift").ends("clean");
}

#[test]
fn a_creation_that_never_arrived_makes_nobody_elses_settings_ours() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    let colleague = story.cloned();
    story
        .every("POST", "functions", Fate::Dropped)
        .s("deploy")
        .fails();
    colleague.s("deploy").ends("changed");
    let console = story.console();
    console.set_variable("demo", "THEIRS", "1");
    console.change("demo", json!({"description": "by colleague"}));
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["description", "environmentVariables.THEIRS"])
        .never_says(&["earlier decision"]);
}

const IMAGE: &str = "registry.cn-hangzhou.aliyuncs.com/demo/app:1";

/// A deploy on a machine whose docker has that build; its push puts the digest into the registry.
fn deploy_build(story: &Story, build: char, fate: Option<Fate>) -> Told {
    let digest: String = std::iter::repeat_n(build, 64).collect();
    let console = story.console();
    if let Some(fate) = fate {
        story.every("PUT", "functions/demo", fate);
    }
    story
        .docker(move |args| {
            let said = match args {
                ["push", ..] => {
                    console.image(IMAGE, &digest);
                    String::new()
                }
                [.., "{{json .RepoDigests}}", _] => {
                    let name = IMAGE.trim_end_matches(":1");
                    json!([format!("{name}@sha256:{digest}")]).to_string()
                }
                _ => format!("sha256:{build} 1024"),
            };
            fc_guard::ports::Ran {
                stdout: said,
                ..fc_guard::ports::Ran::default()
            }
        })
        .s("deploy")
}

fn container() -> Story {
    let story = Story::new();
    story.write("s.yaml", &format!("edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: fc-guard\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: {IMAGE}\n        port: 9000\n"));
    deploy_build(&story, 'a', None).ends("changed");
    story
}

fn deployed_build(story: &Story) -> Value {
    let function = story.console().function("demo");
    let uri = function["customContainerConfig"]["resolvedImageUri"].clone();
    json!(uri.as_str().unwrap().chars().last().unwrap().to_string())
}

#[test]
fn a_build_that_never_arrived_is_deployed_by_the_next_run() {
    for fate in [Fate::Dropped, Fate::KilledBefore] {
        let story = container();
        deploy_build(&story, 'b', Some(fate));
        assert_eq!(deployed_build(&story), "a");
        deploy_build(&story, 'b', None)
            .ends("changed")
            .writes(&["PUT functions/demo"]);
        assert_eq!(deployed_build(&story), "b");
        deploy_build(&story, 'b', None).ends("clean").writes(&[]);
    }
}

#[test]
fn a_build_that_arrived_unseen_is_ours_and_a_third_one_is_not() {
    let story = container();
    deploy_build(&story, 'b', Some(Fate::KilledAfter));
    deploy_build(&story, 'b', None).ends("clean").writes(&[]);
    let story = container();
    deploy_build(&story, 'b', Some(Fate::KilledAfter));
    let console = story.console();
    console.image(IMAGE, &"c".repeat(64));
    console.change(
        "demo",
        json!({"customContainerConfig": {"image": IMAGE, "port": 9000}}),
    );
    deploy_build(&story, 'b', None)
        .ends_one_of(&["drift", "conflict"])
        .writes(&[])
        .says(&["resolvedImageUri"]);
}

#[test]
fn what_earlier_resources_wrote_counts() {
    let story = Story::new();
    let two = || Fn::named("two", "two").bare();
    story.yaml(&[Fn::named("one", "one").bare(), two()]);
    story
        .every("POST", "functions", Fate::Arrives)
        .s("deploy")
        .ends("changed");
    story.yaml(&[
        Fn::named("one", "one").bare().timeout(20),
        two().timeout(20),
    ]);
    let refusal = Fate::RefusedWith(403, r#"{"Code":"AccessDenied"}"#.to_owned());
    story
        .every("PUT", "functions/two", refusal)
        .s("deploy")
        .ends("partial")
        .says(&["other resources had already been written in the same run: function one"]);
}

#[test]
fn what_was_written_before_is_told_once() {
    let story = Story::new();
    let one = Fn::named("one", "one").bare();
    let two = || Fn::named("two", "two").bare();
    story.yaml(&[one.clone(), two()]);
    story.s("deploy").ends("changed");
    story.yaml(&[one.timeout(20), two().timeout(20).methods(&["GET"])]);
    let refusal = Fate::RefusedWith(403, r#"{"Code":"AccessDenied"}"#.to_owned());
    let told = story
        .every("POST", "functions/two/triggers", refusal)
        .s("deploy")
        .ends("partial")
        .says(&["written before that: function one, function two"]);
    let count = told.said.matches("before that").count();
    assert_eq!(count, 1, "{}", told.transcript());
}

#[test]
fn a_question_that_comes_after_the_first_write_is_partial() {
    let story = Story::new();
    let project = |timeout: u32| {
        let function = |name: &str| Fn::named(name, name).bare().timeout(timeout);
        story.yaml(&[function("one"), function("two")]);
    };
    project(10);
    story.s("deploy").ends("changed");
    project(20);
    story.meddle(|_, line, console| {
        if line.is("PUT", "functions/one") {
            console.change("two", json!({"timeout": 99}));
        }
        Fate::Arrives
    });
    let told = story.s("deploy").ends("partial");
    told.clone()
        .writes(&["PUT functions/one"])
        .says(&["other resources had already been written in the same run: function one"])
        .never_says(&["nothing was written"]);
}

#[test]
fn a_write_that_meets_another_is_sent_again() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let mut met = false;
    story.meddle(move |_, line, _| {
        if met || !line.is("PUT", "functions/demo") {
            return Fate::Arrives;
        }
        met = true;
        Fate::RefusedWith(409, r#"{"Code":"ConcurrentUpdateError"}"#.to_owned())
    });
    let told = story.s("deploy").ends("changed");
    let looks = told
        .sent
        .iter()
        .filter(|line| line.is("GET", "functions/demo"));
    assert_eq!(looks.count(), 4, "{}", told.transcript());
}
