//! Code that `s build` of the component `fc` left: it is deployed with the variables by which it finds its dependencies, as
//! upstream does, and only where the build came to its end.

use serde_json::{Value, json};

use super::super::{FUNCTION, deployed, edit, new};
use super::NOTE;
use super::upstream::{CODE, leave, switched};
use crate::story::Story;

const PATH: &str = "/code/.s/root/usr/local/bin:/code/.s/root/usr/local/sbin:/code/.s/root/usr/bin:/code/.s/root/usr/sbin:/code/.s/root/sbin:/code/.s/root/bin:/code:/code/.s/python/bin:/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/sbin:/bin";
const LIBRARIES: &str = "/code/.s/root/usr/local/lib:/code/.s/root/usr/lib:/code/.s/root/usr/lib/x86_64-linux-gnu:/code/.s/root/usr/lib64:/code/.s/root/lib:/code/.s/root/lib/x86_64-linux-gnu:/python/lib/python3.6/site-packages:/code:/code/lib:/usr/local/lib";
const STATUS: &str = ".s/fc-build/shop-demo-build.json";
const SAID: &str = "these environment variables are set, too, as upstream does: LD_LIBRARY_PATH, PATH, PYTHONUSERBASE";

/// What upstream's `s build` leaves of the function.
fn build(story: &Story, status: &str) {
    story.write(".s/build/artifacts/shop/demo/index.py", CODE);
    story.write(STATUS, &json!({"status": status}).to_string());
}

fn variables(story: &Story) -> Value {
    story.console().demo()["environmentVariables"].clone()
}

fn wanted() -> Value {
    json!({
        "STAGE": "prod", "TOKEN": "info-canary-4711",
        "PATH": PATH, "LD_LIBRARY_PATH": LIBRARIES, "PYTHONUSERBASE": "/code/.s/python",
    })
}

#[test]
fn what_upstream_deployed_with_its_variables_stays_as_it_is() {
    let story = switched();
    build(&story, "available");
    let theirs = json!({"environmentVariables": wanted()});
    story.console().change_demo(&theirs);
    leave(&story, ".s");
    story.s("plan").ends("clean").writes(&[]).says(&[SAID]);
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .says(&[NOTE, SAID]);
    assert_eq!(variables(&story), wanted());
    // What others change in one of them is a question as ever.
    let mut changed = wanted();
    changed["PATH"] = json!("/theirs");
    let body = json!({"environmentVariables": changed});
    story.console().change_demo(&body);
    story.s("deploy").ends("drift").writes(&[]).says(&["PATH"]);
}

#[test]
fn built_code_is_deployed_with_its_variables() {
    let story = new();
    build(&story, "available");
    story.s("deploy").ends("changed").says(&[SAID]);
    assert_eq!(variables(&story), wanted());
    story.s("deploy").ends("clean").writes(&[]);
    // What the file says of one of them stands first, and is no word about the others.
    edit(
        &story,
        "          STAGE: prod\n",
        "          STAGE: prod\n          PATH: /mine\n",
    );
    let told = story.s("deploy").ends("changed");
    told.writes(&[&format!("PUT {FUNCTION}")]);
    assert_eq!(variables(&story)["PATH"], format!("/mine:{PATH}"));
    story.s("deploy").ends("clean").writes(&[]);
}

/// Upstream stops there, too.
#[test]
fn a_build_that_failed_is_not_deployed() {
    for (spoils, said) in [
        (r#"{"status": "unavailable"}"#, "did not succeed"),
        ("{", "cannot be read"),
    ] {
        let story = deployed();
        build(&story, "available");
        story.write(STATUS, spoils);
        let told = story.s("deploy").refused(&[said, STATUS, "s build"]);
        told.writes(&[]);
        story.s("plan").refused(&[said]).writes(&[]);
        // Whoever only looks is told.
        story.s("drift").writes(&[]).says(&[said]);
        build(&story, "available");
        story.s("deploy").ends("changed");
    }
}

/// The state of a build says something only of code that was built.
#[test]
fn of_another_function_nothing_is_asked() {
    let story = deployed();
    story.write(
        ".s/fc-build/shop-other-build.json",
        r#"{"status": "unavailable"}"#,
    );
    // Without built code nothing of it is deployed.
    story.write(STATUS, r#"{"status": "unavailable"}"#);
    story.s("deploy").ends("clean").writes(&[]);
}
