//! What stays deleted by a decision, and is made again by others: it is theirs. Whatever of it is not as
//! the file says it is a question.

use serde_json::json;

use crate::story::Story;
use crate::yaml::Fn;

const TIMER: &str = "      triggers:\n        - triggerName: nightly\n          triggerType: timer\n          triggerConfig:\n            cronExpression: '@every 4m'\n            enable: true\n            payload: night\n";

fn timer() -> Fn {
    Fn::demo().bare().with(TIMER)
}

/// A project of which something was deleted online, and stays so.
fn stays_deleted(files: &[Fn], delete: impl FnOnce(&Story)) -> Story {
    let story = Story::new();
    story.yaml(files);
    story.s("deploy").ends("changed");
    delete(&story);
    story.s("deploy --use-remote").ends("clean").writes(&[]);
    story
}

fn without_payload() -> Story {
    let story = stays_deleted(&[timer()], |story| {
        story.console().delete_trigger("demo", "nightly");
    });
    let config = json!({"cronExpression": "@every 4m", "enable": true}).to_string();
    let body = json!({"triggerName": "nightly", "triggerType": "timer", "triggerConfig": config});
    story.console().create_trigger("demo", body);
    story
}

#[test]
fn what_a_trigger_of_others_lacks_is_a_question() {
    let story = without_payload();
    for command in ["plan", "drift"] {
        story
            .s(command)
            .ends("drift")
            .writes(&[])
            .says(&["created again online", "triggerConfig.payload: (not set) →"]);
    }
    // It is on record here: by a decision.
    story
        .s("drift")
        .says(&["1 setting differs in a resource that was to stay deleted and was created again online."])
        .never_says(&["no local record"]);
    story.s("deploy").ends("drift").writes(&[]);
    let local = story.copied();
    let merged = story.forked();
    merged.s("deploy --merge").ends("drift").writes(&[]);
    merged.s("deploy --merge --use-remote").ends("clean");
    let told = merged.s("plan").ends("clean").writes(&[]);
    told.says(&["live version kept", "triggerConfig.payload: live (not set)"]);
    local.s("deploy --use-local").ends("changed");
    let config = local.console().trigger("demo", "nightly");
    assert_eq!(config["payload"], "night", "{config}");
    local.s("plan").ends("clean").says(&["No changes"]);
}

#[test]
fn the_same_made_again_is_taken_as_it_is() {
    let story = Story::deployed();
    let config = story.console().trigger("demo", "http").to_string();
    story.console().delete_trigger("demo", "http");
    story.s("deploy --use-remote").ends("clean");
    let body = json!({"triggerName": "http", "triggerType": "http", "triggerConfig": config});
    story.console().create_trigger("demo", body);
    story.s("plan").ends("clean");
    story.s("deploy").ends("clean").writes(&[]);
    story
        .s("plan")
        .ends("clean")
        .never_says(&["stays deleted", "created again"]);
}

#[test]
fn a_route_that_a_domain_of_others_lacks_is_a_question() {
    let other = || Fn::named("other", "other").bare();
    let mine = || Fn::demo().route("d.example.com", "/mine");
    let story = stays_deleted(&[mine(), other()], |story| {
        story.console().delete_domain("d.example.com");
    });
    let routes =
        json!({"routes": [{"path": "/o", "functionName": "other", "qualifier": "LATEST"}]});
    let body = json!({"domainName": "d.example.com", "protocol": "HTTP", "routeConfig": routes});
    story.console().create_domain(body);
    let route = "routeConfig.routes[/mine].functionName: (not set) → \"demo\"";
    story.s("plan").ends("drift").says(&[route]);
    story.s("deploy").ends("drift").writes(&[]);
    let kept = story.forked();
    kept.s("deploy --use-remote").ends("clean").writes(&[]);
    kept.s("plan").ends("clean").says(&["live version kept"]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(story.console().routes("d.example.com").len(), 2);
}

#[test]
fn a_function_of_others_gets_what_the_file_says() {
    let story = stays_deleted(&[Fn::demo().bare()], |story| story.console().delete("demo"));
    let code = json!({"zipFile": crate::console::zipped(&[("index.py", "other\n")])});
    story.console().create(json!({
        "functionName": "demo", "runtime": "python3.10", "handler": "index.handler",
        "memorySize": 512, "timeout": 10, "code": code,
    }));
    let told = story.s("plan").ends("drift");
    told.says(&["environmentVariables.LEVEL: (not set) →"]);
    story.s("deploy --use-local").ends("changed");
    let demo = story.console().function("demo");
    assert_eq!(demo["environmentVariables"]["LEVEL"], "info-canary");
    story.s("plan").ends("clean").says(&["No changes"]);
}

/// Whoever changes it here has not decided that it comes back.
#[test]
fn what_stays_deleted_and_is_edited_here_is_a_conflict() {
    let story = stays_deleted(&[timer()], |story| {
        story.console().delete_trigger("demo", "nightly");
    });
    let edited = TIMER.replace("@every 4m", "@every 5m");
    story.yaml(&[Fn::demo().bare().with(&edited)]);
    story
        .s("drift")
        .ends("clean")
        .says(&["stays deleted by an earlier decision"])
        .never_says(&["deleted online since"]);
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("conflict").writes(&[]);
        told.says(&["stays deleted by an earlier decision, and was changed locally since"])
            .never_says(&["deleted online since"]);
    }
    let remote = story.forked();
    remote.s("deploy --use-remote").ends("clean").writes(&[]);
    remote.s("deploy").ends("clean").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    let config = story.console().trigger("demo", "nightly");
    assert_eq!(config["cronExpression"], "@every 5m", "{config}");
}

/// The triggers of a function that stays deleted went with it, and were not deleted since.
#[test]
fn what_belongs_to_a_function_was_kept_deleted_with_it() {
    let story = Story::new();
    let of = |timeout| {
        let mut file = Fn::demo().timeout(timeout);
        file.domain = None;
        file
    };
    story.yaml(&[of(10)]);
    story.s("deploy").ends("changed");
    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    story.s("deploy --use-remote").ends("clean");
    story.s("drift").ends("clean");
    story.yaml(&[of(20)]);
    let told = story.s("drift").ends("clean");
    told.never_says(&["deleted online since"]);
    story
        .s("plan")
        .ends("conflict")
        .never_says(&["deleted online since"]);
    story.s("deploy").ends("conflict").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert_ne!(
        story.console().trigger("demo", "http"),
        serde_json::Value::Null
    );
}

/// What was decided about its domain, too, is not asked again either.
#[test]
fn the_domain_of_a_function_that_stays_deleted_is_decided_once() {
    let story = stays_deleted(&[Fn::demo()], |story| {
        story.console().delete_trigger("demo", "http");
        story.console().delete("demo");
        story.console().delete_domain("demo.example.com");
    });
    for command in ["deploy", "plan", "drift"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&["custom domain demo.example.com: stays deleted"]);
    }
    story.s("deploy --use-local").ends("changed");
    assert_eq!(story.console().routes("demo.example.com").len(), 1);
    story.s("deploy").ends("clean");
}

/// A plan promises nothing that a deploy does not do.
#[test]
fn nothing_is_created_for_a_function_that_stays_deleted() {
    let story = stays_deleted(&[Fn::demo().bare()], |story| story.console().delete("demo"));
    story.yaml(&[timer().route("d.example.com", "/*")]);
    let told = story.s("plan --format json").ends("clean");
    told.never_says(&["will be created"]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(
        story.console().trigger("demo", "nightly")["payload"],
        "night"
    );
    assert_eq!(story.console().routes("d.example.com").len(), 1);
    story.s("deploy").ends("clean");
}

/// What stays deleted, left the file and is made again by others is not what was left behind of ours.
#[test]
fn what_others_make_again_is_not_left_over() {
    let story = stays_deleted(&[timer()], |story| {
        story.console().delete_trigger("demo", "nightly");
    });
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("clean");
    let config = json!({"cronExpression": "@every 4m", "enable": true}).to_string();
    let body = json!({"triggerName": "nightly", "triggerType": "timer", "triggerConfig": config});
    story.console().create_trigger("demo", body);
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.says(&["nightly"]).never_says(&["no longer in s.yaml"]);
    }
}

/// A route that the file got since is created by no deploy as long as the function stays deleted.
#[test]
fn a_route_of_what_stays_deleted_is_not_announced() {
    let bare = Fn::demo().bare();
    let story = stays_deleted(std::slice::from_ref(&bare), |story| {
        story.console().delete("demo");
    });
    let other = Fn::named("other", "other").bare();
    let clone = story.cloned();
    clone.yaml(&[other.route("a.example.com", "/x")]);
    clone.s("deploy").ends("changed");
    story.yaml(&[bare.route("a.example.com", "/*")]);
    for command in ["plan", "deploy", "plan"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.never_says(&["routeConfig"]);
    }
    story.s("deploy --use-local").ends("changed");
    assert_eq!(story.console().routes("a.example.com").len(), 2);
}

/// Nor is a domain.
#[test]
fn a_domain_that_others_make_again_is_not_left_over() {
    let domain = "d.example.com";
    let story = stays_deleted(&[Fn::demo().bare().route(domain, "/*")], |story| {
        story.console().delete_domain(domain);
    });
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("clean");
    let body = json!({"domainName": domain, "protocol": "HTTP"});
    story.console().create_domain(body);
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]);
        told.never_says(&[domain]);
    }
}
