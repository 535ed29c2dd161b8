//! What is not done for FC 2.0 is refused by its name, before anything is sent.

use super::{edit, new};

fn refuses(old: &str, new_text: &str, texts: &[&str]) {
    let story = new();
    edit(&story, old, new_text);
    let told = story.s("deploy").refused(texts);
    assert!(told.sent.is_empty(), "{}", told.transcript());
    story.var("FC_GUARD_LANG", "zh");
    let told = story.s("deploy").fails();
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

#[test]
fn what_is_not_done_yet() {
    refuses(
        "        internetAccess: true",
        "        tracingConfig: Enable",
        &["props.service.tracingConfig"],
    );
    refuses(
        "        internetAccess: true",
        "        role:\n          name: r\n          policies: [AliyunOSSFullAccess]",
        &["props.service.role", "acs:ram::ACCOUNT:role/NAME"],
    );
    refuses(
        "        codeUri: ./code",
        "        codeUri: ./code\n        ossBucket: b",
        &["props.function.ossBucket"],
    );
    refuses(
        "        codeUri: ./code",
        "        codeUri: ./nothing",
        &["props.function.codeUri", "does not exist"],
    );
}

#[test]
fn what_needs_another_service_is_told_with_the_lines_to_write() {
    let story = new();
    edit(&story, "internetAccess: true", "logConfig: auto");
    story
        .s("deploy")
        .refused(&["props.service.logConfig", "logstore:"])
        .writes(&[]);
}

#[test]
fn a_slip_of_the_pen_is_no_setting() {
    refuses(
        "        memorySize: 256",
        "        memroySize: 256",
        &["props.function.memroySize"],
    );
}

/// Of edition 1.0.0 the CLI hands on what it cannot work out.
#[test]
fn an_expression_that_was_left_is_not_deployed() {
    for left in [
        "${env(STAGE)}",
        "${ env.STAGE }",
        "${vars.stage}",
        "${config(AccessKeyID)}",
        "${this.props.region}",
        "${api.output}",
    ] {
        refuses(
            "        description: the shop",
            &format!("        description: \"the shop of {left}\""),
            &["props.service.description", "expression"],
        );
    }
}

/// A shell has such texts, too.
#[test]
fn what_a_shell_works_out_is_a_text_like_any_other() {
    let story = new();
    edit(&story, "STAGE: prod", "STAGE: '${HOME}/$x ${a:-b}'");
    story.s("deploy").ends("changed");
    let online = story.console().demo();
    assert_eq!(
        online["environmentVariables"]["STAGE"],
        "${HOME}/$x ${a:-b}"
    );
}

#[test]
fn what_no_module_returns_is_not_deployed() {
    for left in ["${services.api.output.url}", "${api.output.function.name}"] {
        refuses(
            "        description: the shop",
            &format!("        description: \"the shop of {left}\""),
            &["props.service.description", "api"],
        );
    }
}
