//! Values: what is secret stays so, what is handed on is real, and what comes from elsewhere is shown
//! as it is and obeyed by nobody.

use crate::story::Story;
use crate::yaml::Fn;

#[test]
fn a_mask_is_no_value() {
    for value in ["•••5a2e", "'redis://:•••5a2e@host'", "•••"] {
        let story = Story::new();
        story.yaml(&[Fn::demo().variable("UPSTREAM", value)]);
        for command in ["deploy", "deploy --use-local", "plan"] {
            let told = story.s(command).ends("usage").says(&[
                "props.environmentVariables.UPSTREAM: is the mask",
                "${resources.x.output.environmentVariables.NAME}",
            ]);
            assert!(told.sent.is_empty(), "{}", told.transcript());
        }
    }
}

#[test]
fn a_result_is_masked_where_it_is_shown() {
    let story = Story::new();
    let told = story.s("deploy").ends("changed");
    let level = &told.result()["environmentVariables"]["LEVEL"];
    assert!(level.as_str().unwrap().starts_with("•••"), "{level}");
    let told = story.s("info").ends("clean");
    assert!(!told.result().to_string().contains("info-canary"));
}
