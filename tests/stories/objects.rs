//! Code that is an object in OSS: another package may lie under the same name by the next deploy.

use serde_json::json;

use crate::cloud::Fate;
use crate::fc2;
use crate::story::Story;
use crate::yaml::Fn;

const BUCKET: &str = "packages";
const OBJECT: &str = "app.zip";
/// It is a function of FC 3.0.
const FUNCTION: &str = "functions/demo";

/// Puts the package of a version under the one name.
fn put(story: &Story, version: &str) {
    story.put_object(BUCKET, OBJECT, &[("index.py", version)]);
}

/// A project of FC 3.0 whose code is the object, not deployed yet.
fn of_fc3() -> Story {
    let story = Story::new();
    let mut function = Fn::demo().bare();
    function.code = format!("\n        ossBucketName: {BUCKET}\n        ossObjectName: {OBJECT}");
    story.yaml(&[function]);
    put(&story, "v1");
    story
}

/// The same of FC 2.0.
fn of_fc2() -> Story {
    let story = fc2::new();
    let code = format!("ossBucket: {BUCKET}\n        ossKey: {OBJECT}");
    fc2::edit(&story, "codeUri: ./code", &code);
    put(&story, "v1");
    story
}

/// Upstream sends the object with each of its deploys.
fn upstream_deploys(story: &Story) {
    let code = json!({"ossBucketName": BUCKET, "ossObjectName": OBJECT});
    story.console().change("demo", json!({"code": code}));
}

fn online(story: &Story) -> String {
    story.console().code("demo")[0].1.clone()
}

/// OSS refuses to say anything of the object in the next run.
fn unreadable(story: &Story) -> &Story {
    let refused = Fate::RefusedWith(403, String::new());
    story.every("HEAD", "oss:*", refused)
}

#[test]
fn another_package_under_the_same_name_is_deployed() {
    for (story, function) in [(of_fc3(), FUNCTION), (of_fc2(), fc2::FUNCTION)] {
        story.s("deploy").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        put(&story, "v2");
        story.s("plan").ends("changed").says(&["code"]);
        story.s("drift").ends("clean");
        story
            .s("deploy")
            .ends("changed")
            .writes(&[&format!("PUT {function}")]);
        story.s("deploy").ends("clean").writes(&[]);
        story.s("plan").ends("clean");
    }
}

#[test]
fn the_package_that_was_put_online_is_the_one_of_the_object() {
    let story = of_fc3();
    story.s("deploy").ends("changed");
    put(&story, "v2");
    story.s("deploy").ends("changed");
    assert_eq!(online(&story), "v2");
}

#[test]
fn an_object_that_upstream_has_deployed_is_no_question() {
    let story = of_fc3();
    story.s("deploy").ends("changed");
    put(&story, "v2");
    upstream_deploys(&story);
    story.s("plan").ends("clean");
    story.s("deploy").ends("clean").writes(&[]);
    // The first deploy of what upstream has deployed asks nothing either.
    let clone = story.cloned();
    clone.s("deploy").ends("clean").writes(&[]);
    clone.s("drift").ends("clean");
}

#[test]
fn what_others_put_online_beside_an_object_is_a_question() {
    let story = of_fc3();
    story.s("deploy").ends("changed");
    story
        .console()
        .change_code("demo", &[("index.py", "theirs")]);
    story.s("deploy").refused(&["code"]).writes(&[]);
    story.s("deploy --use-remote").ok().writes(&[]);
    // It stands kept, until the object is another one.
    story.s("deploy").ok().writes(&[]);
    put(&story, "v2");
    story.s("deploy").ends("conflict").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(online(&story), "v2");
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn an_object_that_nobody_may_read_is_told_and_sent_by_a_flag() {
    let said = &["not known whether oss://packages/app.zip holds another package"];
    for (story, function) in [(of_fc3(), FUNCTION), (of_fc2(), fc2::FUNCTION)] {
        unreadable(&story).s("deploy").ends("changed");
        put(&story, "v2");
        unreadable(&story).s("plan").says(said);
        unreadable(&story).s("deploy").says(said).writes(&[]);
        let written = format!("PUT {function}");
        for flag in ["--use-local", "--code local"] {
            let told = unreadable(&story).s(&format!("deploy {flag}"));
            told.ends("changed").says(said).writes(&[&written]);
        }
        // Once it can be read, nothing is left to do.
        story.s("deploy").ends("clean").writes(&[]);
        put(&story, "v3");
        story.s("deploy").ends("changed").writes(&[&written]);
    }
}
