//! A project that moves on to FC 3.0.

use super::{FUNCTION, SERVICE, deployed};

const MOVED: &str = "edition: 3.0.0
name: app
access: default
resources:
  web:
    component: fc-guard
    props:
      region: cn-hangzhou
      functionName: NAME
      runtime: python3.10
      handler: index.handler
      code: ./code
";

/// A function of FC 3.0 is another one: nothing on record of FC 2.0 is its baseline, and what stays is told.
#[test]
fn it_starts_clean_and_says_what_stays() {
    let story = deployed();
    story.write("s.yaml", &MOVED.replace("NAME", "demo"));
    let told = story.s("deploy").ends("changed").says(&[
        "function shop/demo in cn-hangzhou is still online",
        "remove --orphan cn-hangzhou/shop/demo",
    ]);
    assert_eq!(told.wrote(), ["POST functions"], "{}", told.transcript());
    assert!(story.console().tries_older("GET", FUNCTION));
    let again = story.s("deploy").ends("clean").writes(&[]);
    assert!(again.text().contains("shop/demo"), "{}", again.text());
    // Whoever says so takes it away, and the service with it.
    let gone = story
        .s("remove --orphan cn-hangzhou/shop/demo -y")
        .ends("changed");
    gone.writes(&[
        &format!("DELETE {FUNCTION}/triggers/web"),
        &format!("DELETE {FUNCTION}"),
        &format!("DELETE {SERVICE}"),
    ]);
    let last = story.s("deploy").ends("clean").writes(&[]);
    assert!(!last.text().contains("shop"), "{}", last.text());
}

/// FC 3.0 sees a function of FC 2.0 under the name of both: that one is the very function, which nobody should be
/// told to delete.
#[test]
fn the_same_function_under_its_new_name_is_not_left_behind() {
    let story = deployed();
    story.write("s.yaml", &MOVED.replace("NAME", "shop$demo"));
    for command in ["deploy", "plan"] {
        let told = story.s(command);
        assert!(!told.text().contains("--orphan"), "{}", told.text());
    }
    assert!(story.console().tries_older("GET", FUNCTION));
}
