//! One service of several resources.

use serde_json::json;

use super::{PROPS, SERVICE, edit, new};
use crate::story::Story;
use crate::team::shared;

/// Two resources with a function each in one service.
fn two() -> Story {
    let story = new();
    let second = PROPS.replace("name: demo", "name: other");
    let text = story.read("s.yaml");
    let text = format!("{text}  other:\n    component: fc-guard\n    props:\n{second}");
    story.write("s.yaml", &text);
    story
}

#[test]
fn a_service_is_created_by_the_first_and_left_alone_by_the_second() {
    let story = two();
    let told = story.s("deploy").ends("changed");
    let created = told.wrote();
    let services = created.iter().filter(|one| one.ends_with("/services"));
    assert_eq!(services.count(), 1, "{created:?}");
    assert!(
        !created.iter().any(|one| one.starts_with("PUT")),
        "{created:?}"
    );
    story.s("deploy").ends("clean").writes(&[]);
}

/// Each of them deploys all of it, so they have to say the same.
#[test]
fn resources_that_disagree_are_told_before_the_first_write() {
    let story = two();
    let text = story.read("s.yaml");
    let (before, after) = text.rsplit_once("description: the shop").unwrap();
    story.write("s.yaml", &format!("{before}description: another{after}"));
    let told = story.s("deploy").ends("usage");
    let told = told.says(&["resources web and other", "props.service.description"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

/// What means the same may be spelt in another way.
#[test]
fn one_service_may_be_spelt_in_two_ways() {
    let story = two();
    let network = |switches: &str| {
        format!(
            "internetAccess: true
        role: ACS:ram::1234567890123456:role/r
        vpcBinding: [vpc-1, vpc-2]
        vpcConfig: {{vpcId: vpc-1, securityGroupId: sg-1, {switches}: [vsw-1]}}
"
        )
    };
    let text = story.read("s.yaml");
    let (before, after) = text.rsplit_once("internetAccess: true\n").unwrap();
    let other = network("vSwitchIds")
        .replace("[vpc-1, vpc-2]", "[vpc-2, vpc-1]")
        .replace("ACS:", "acs:");
    let text = format!("{before}{other}{after}");
    let (before, after) = text.split_once("internetAccess: true\n").unwrap();
    story.write(
        "s.yaml",
        &format!("{before}{}{after}", network("vswitchIds")),
    );
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
}

/// Somebody else's change of the service is asked about once, for all of them.
#[test]
fn a_change_of_others_is_decided_once() {
    let story = two();
    story.s("deploy").ends("changed");
    let changed = json!({"description": "theirs"});
    story.console().change_service(&changed);
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["service shop"]);
    let told = story.s("deploy --use-local").ends("changed");
    assert_eq!(told.wrote().len(), 1, "{}", told.transcript());
    story.s("deploy").ends("clean").writes(&[]);
    story.console().change_service(&changed);
    story.s("deploy --use-remote").ok().writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(story.console().service()["description"], "theirs");
}

#[test]
fn what_one_of_them_leaves_behind_is_told() {
    let story = two();
    story.s("deploy").ends("changed");
    let text = story.read("s.yaml");
    let (before, _) = text.split_once("  other:").unwrap();
    story.write("s.yaml", before);
    let told = story.s("deploy").ok().writes(&[]);
    let told = told.says(&[
        "function shop/other",
        "remove --orphan cn-hangzhou/shop/other",
    ]);
    told.never_says(&["service shop in"]);
    story
        .s("remove --orphan cn-hangzhou/shop/other -y")
        .ends("changed")
        .says(&["service shop stays"]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// What the first resource wrote is no drift to the second.
#[test]
fn an_own_write_is_no_change_of_others() {
    let story = two();
    story.s("deploy").ends("changed");
    edit(&story, "description: the shop", "description: our shop");
    let told = story.s("deploy").ends("changed");
    assert_eq!(told.wrote().len(), 1, "{}", told.transcript());
    story.s("deploy").ends("clean").writes(&[]);
}

/// Upstream gives a service a role where a function of it needs one. What one resource needs the other does not take
/// away, whichever comes first.
#[test]
fn a_role_that_one_of_them_needs_is_the_service_s() {
    const NEEDS: &str = "        codeUri: ./code
        asyncConfiguration:
          maxAsyncRetryAttempts: 1
";
    for first in [true, false] {
        let story = two();
        let text = story.read("s.yaml");
        let (before, after) = match first {
            true => text.split_once("        codeUri: ./code\n"),
            false => text.rsplit_once("        codeUri: ./code\n"),
        }
        .unwrap();
        story.write("s.yaml", &format!("{before}{NEEDS}{after}"));
        let told = story.s("deploy").ends("changed");
        let wrote = told.wrote();
        assert!(!wrote.contains(&format!("PUT {SERVICE}")), "{wrote:?}");
        let role = story.console().service()["role"].clone();
        assert!(
            role.as_str().unwrap().ends_with("aliyunfcdefaultrole"),
            "{role}"
        );
        story.s("deploy").ends("clean").writes(&[]);
        story.s("other deploy").ends("clean").writes(&[]);
        story.s("web deploy").ends("clean").writes(&[]);
        // It goes with what needed it.
        let text = story
            .read("s.yaml")
            .replace(NEEDS, "        codeUri: ./code\n");
        story.write("s.yaml", &text);
        let told = story.s("deploy").ends("changed");
        let services = told.wrote();
        let services = services
            .iter()
            .filter(|one| **one == format!("PUT {SERVICE}"));
        assert_eq!(services.count(), 1, "{}", told.transcript());
        assert_eq!(story.console().service()["role"], "");
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// The same where what needs it is deployed from another file, which this one does not know.
#[test]
fn a_role_that_another_file_needs_is_not_taken_away() {
    let story = new();
    let needs = "        codeUri: ./code
        asyncConfiguration:
          maxAsyncRetryAttempts: 1
";
    let other = PROPS.replace("name: demo", "name: other");
    story.write("t.yaml", &super::file(&other));
    edit(&story, "        codeUri: ./code\n", needs);
    let role = || story.console().service()["role"].clone();
    for file in ["s.yaml", "t.yaml", "s.yaml", "t.yaml"] {
        story.s(&format!("deploy -t {file}")).ok();
        let role = role();
        let name = role.as_str().unwrap_or_default();
        assert!(name.ends_with("aliyunfcdefaultrole"), "{file}: {role}");
    }
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy -t t.yaml").ends("clean").writes(&[]);
    // What somebody sets is told as ever.
    let theirs = json!({"role": "acs:ram::1234567890123456:role/theirs"});
    story.console().change_service(&theirs);
    story.s("deploy -t t.yaml").ends("drift").says(&["role"]);
}

/// The same where each file is deployed by a pipeline of its own, in a folder that has never seen the other's function.
#[test]
fn a_role_that_another_pipeline_needs_is_not_taken_away() {
    let story = shared(new());
    let needs = "        codeUri: ./code
        asyncConfiguration:
          maxAsyncRetryAttempts: 1
";
    let other = PROPS.replace("name: demo", "name: other");
    story.write("t.yaml", &super::file(&other));
    edit(&story, "        codeUri: ./code\n", needs);
    for file in ["s.yaml", "t.yaml", "s.yaml", "t.yaml", "t.yaml"] {
        let runner = shared(story.cloned());
        runner.var("GITHUB_ACTIONS", "true");
        runner.s(&format!("deploy -t {file}")).ok();
        let role = story.console().service()["role"].clone();
        let name = role.as_str().unwrap_or_default();
        assert!(name.ends_with("aliyunfcdefaultrole"), "{file}: {role}");
    }
    let runner = shared(story.cloned());
    runner.s("deploy").ends("clean").writes(&[]);
}

/// The resources of another file have the same baseline of the service: what that deployed is no change of others.
#[test]
fn another_file_stands_in_the_same_service() {
    let story = new();
    story.write(
        "t.yaml",
        &super::file(&PROPS.replace("name: demo", "name: other")),
    );
    story.s("deploy").ends("changed");
    let told = story.s("deploy -t t.yaml").ends("changed");
    assert!(
        !told
            .wrote()
            .iter()
            .any(|one| one.ends_with("services/shop")),
        "{}",
        told.transcript()
    );
    let both = |old: &str, new: &str| {
        for name in ["s.yaml", "t.yaml"] {
            let text = story.read(name).replace(old, new);
            story.write(name, &text);
        }
    };
    both("description: the shop", "description: our shop");
    story
        .s("deploy")
        .ends("changed")
        .writes(&[&format!("PUT {SERVICE}")]);
    story.s("deploy -t t.yaml").ends("clean").writes(&[]);
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    for file in ["s.yaml", "t.yaml"] {
        story
            .s(&format!("deploy -t {file}"))
            .ends("drift")
            .writes(&[])
            .says(&["service shop"]);
    }
    story.s("deploy --use-remote -t t.yaml").ok().writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// What another file says otherwise may be of another time: it is told, in both of them, and stops nothing.
#[test]
fn another_file_that_says_something_else_is_told() {
    let story = new();
    let other = PROPS
        .replace("name: demo", "name: other")
        .replace("description: the shop", "description: another shop");
    story.write("t.yaml", &super::file(&other));
    story
        .s("deploy")
        .ends("changed")
        .never_says(&["says something else"]);
    let told = story.s("plan -t t.yaml").ends("changed").writes(&[]);
    told.says(&[
        "s.yaml (resource web) says something else of service shop",
        "props.service.description",
    ]);
    story.s("deploy -t t.yaml").ends("changed");
    let told = story.s("deploy").ends("changed");
    told.says(&["t.yaml (resource web) says something else of service shop"]);
    edit(&story, "description: the shop", "description: another shop");
    story
        .s("deploy")
        .ends("changed")
        .never_says(&["says something else"]);
    story.s("deploy -t t.yaml").ends("clean").writes(&[]);
}

/// Two runs at once in the same service: whoever comes second waits, and starts from what the first has left.
#[test]
fn two_at_once_lose_nothing() {
    let other = super::file(&PROPS.replace("name: demo", "name: third"));
    for (first, second) in [
        ("web deploy", "other deploy"),
        ("deploy", "deploy -t t.yaml"),
    ] {
        let base = two();
        base.write("t.yaml", &other);
        base.s("deploy").ends("changed");
        base.s("deploy -t t.yaml").ends("changed");
        for name in ["s.yaml", "t.yaml"] {
            let text = base.read(name);
            base.write(
                name,
                &text.replace("description: the shop", "description: our shop"),
            );
        }
        for pause in [0, 1, 5, 10, 15, 20, 30, 40, 60, 80, 100, 150] {
            let story = base.forked();
            let told =
                crate::story::together(vec![(0, story.stage(first)), (pause, story.stage(second))]);
            // Which of two that begin at once is first makes no difference.
            let mut outcomes: Vec<&str> = told.iter().map(|one| one.word.as_str()).collect();
            outcomes.sort_unstable();
            assert_eq!(outcomes, ["changed", "clean"], "{second}, {pause} ms later");
            let wrote = told.iter().map(|one| one.wrote().len());
            assert_eq!(wrote.sum::<usize>(), 1);
            assert_eq!(story.console().service()["description"], "our shop");
            story.s("deploy").ends("clean").writes(&[]);
        }
    }
}

/// The same where there is no service yet: one of them makes it.
#[test]
fn two_first_runs_at_once_make_one_service() {
    for pause in [0, 5, 10, 20, 40, 80] {
        let story = two();
        let told = crate::story::together(vec![
            (0, story.stage("web deploy")),
            (pause, story.stage("other deploy")),
        ]);
        let made = told.iter().flat_map(|one| one.wrote());
        let made = made.filter(|one| one == "POST 2016-08-15/services");
        assert_eq!(made.count(), 1, "{pause} ms later");
        for one in &told {
            assert_eq!(
                one.word,
                "changed",
                "{pause} ms later: {}",
                one.transcript()
            );
        }
        story.s("deploy").ends("clean").writes(&[]);
    }
}
