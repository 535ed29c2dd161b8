//! References to what another resource returned (`${resources.x.output…}`), where Serverless Devs leaves
//! them as they are written: because the other resource has not run, or returned nothing.

use serde_json::json;

use crate::story::Story;
use crate::yaml::Fn;

/// The second resource has a value of the first, in every place where one may stand.
fn resources() -> [Fn; 2] {
    let worker = Fn::named("worker", "worker")
        .bare()
        .variable("UPSTREAM", "${resources.api.output.url.system_url}/v1")
        .variable(
            "STAGE",
            "${resources.api.output.environmentVariables.LEVEL}",
        )
        .with("      description: ${resources.api.output.functionName}\n");
    [Fn::named("api", "api"), worker]
}

fn deployed() -> Story {
    let story = Story::new();
    story.yaml(&resources());
    story.s("deploy").ends("changed");
    let online = story.console().function("worker");
    assert_eq!(online["environmentVariables"]["STAGE"], "info-canary");
    story
}

#[test]
fn every_command_knows_what_another_resource_says() {
    let story = deployed();
    for command in [
        "plan",
        "drift",
        "worker plan --no-verify",
        "worker drift --no-verify",
        "worker info --no-verify",
        "worker deploy --no-verify",
        "worker sync --no-verify",
    ] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.never_says(&["${resources", "info-canary"]);
    }
    story
        .console()
        .change("worker", json!({"memorySize": 1024}));
    for command in ["plan", "drift"] {
        story
            .s(command)
            .ends("drift")
            .says(&["memorySize: 512 → 1024"])
            .never_says(&["description", "environmentVariables"]);
    }
}

#[test]
fn what_the_other_resource_says_by_now_is_what_counts() {
    let story = deployed();
    story.console().set_variable("api", "LEVEL", "debug");
    let told = story.s("worker plan --no-verify").ends("changed");
    told.says(&["changed locally", "environmentVariables.STAGE"])
        .never_says(&["UPSTREAM", "description"]);
    story.s("worker deploy --no-verify").ends("changed");
    let online = story.console().function("worker");
    assert_eq!(online["environmentVariables"]["STAGE"], "debug");
}

#[test]
fn a_removal_takes_both() {
    let story = deployed();
    let told = story.s("remove -y").ends("changed");
    assert!(
        told.wrote()
            .iter()
            .any(|line| line == "DELETE functions/worker"),
        "{}",
        told.transcript()
    );
    // Even where only the other resource says which function it is.
    let [api, worker] = resources();
    let mut worker = worker;
    worker.function = "${resources.api.output.functionName}-worker".to_owned();
    let story = Story::new();
    story.yaml(&[api, worker]);
    story.s("deploy").ends("changed");
    let told = story.s("remove -y").ends("changed");
    assert!(
        told.wrote()
            .contains(&"DELETE functions/api-worker".to_owned())
    );
}

#[test]
fn what_nobody_knows_yet_is_told_and_never_deployed() {
    let story = Story::new();
    story.yaml(&resources());
    let unknown =
        "props.environmentVariables.UPSTREAM: ${resources.api.output.url.system_url} is not known";
    for command in ["plan", "drift"] {
        story.s(command).ok().says(&[unknown]);
    }
    let told = story
        .s("worker deploy --no-verify")
        .ends("usage")
        .writes(&[]);
    told.says(&[unknown, "deploy resource api first"]);
    // What it is called stands in the file.
    let told = story.s("worker deploy --no-verify");
    told.never_says(&["props.description"]);
    story.s("deploy").ends("changed");
}

#[test]
fn a_number_that_is_not_known_yet_is_no_other_mistake() {
    let [api, worker] = resources();
    let text = "      instanceConcurrency: ${resources.api.output.instanceConcurrency}\n";
    let story = Story::new();
    story.yaml(&[api, worker.with(text)]);
    story.s("plan").ends("changed").says(&[
        "props.instanceConcurrency: ${resources.api.output.instanceConcurrency} is not known",
    ]);
}

#[test]
fn what_cannot_be_read_is_not_taken_for_absent() {
    use crate::cloud::Fate;
    let story = deployed();
    let story = story.every(
        "GET",
        "functions/api",
        Fate::RefusedWith(403, String::new()),
    );
    story
        .s("worker deploy --no-verify")
        .ends("unreadable")
        .writes(&[]);
}

#[test]
fn commands_that_are_suggested_for_one_resource_work() {
    let story = deployed();
    story
        .console()
        .change("worker", json!({"memorySize": 1024}));
    let [api, worker] = resources();
    story.yaml(&[api, worker.timeout(20)]);
    story
        .s("deploy")
        .fails()
        .says(&["s worker deploy --no-verify --use-local"]);
    story
        .s("worker deploy --use-local --no-verify")
        .ends("changed");
    story.console().change("api", json!({"memorySize": 1024}));
    story
        .s("api deploy")
        .fails()
        .says(&["s api deploy --use-local"])
        .never_says(&["--no-verify"]);
}

/// What `info` returns is more than what a deploy does: a run over the whole file would stop there.
#[test]
fn what_a_deploy_does_not_return_is_not_known() {
    let refers = |what: &str| {
        let worker = Fn::named("worker", "worker").bare();
        let lines = format!("      description: ${{resources.api.{what}.functionId}}\n");
        [Fn::named("api", "api").bare(), worker.with(&lines)]
    };
    let story = Story::new();
    story.yaml(&refers("output"));
    story.s("api deploy").ends("changed");
    const UNKNOWN: &str = "props.description: ${resources.api.output.functionId} is not known";
    story.s("plan").ends("changed").says(&[UNKNOWN]);
    story
        .s("worker deploy --no-verify")
        .ends("usage")
        .says(&[UNKNOWN]);
    story.yaml(&refers("info"));
    story
        .s("plan")
        .ends("changed")
        .never_says(&["is not known"]);
}
