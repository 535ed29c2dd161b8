//! Each system with its variables, and with those of others that it has, too.

use super::{PipelineClaim, claim};
use crate::git::Commit;

const SHA: &str = "cccccccccccccccccccccccccccccccccccccccc";
const OTHER: &str = "dddddddddddddddddddddddddddddddddddddddd";

fn told(folder: &str, vars: &[(&str, &str)]) -> PipelineClaim {
    let var = |name: &str| {
        vars.iter()
            .find(|(one, _)| *one == name)
            .map(|(_, value)| *value)
    };
    claim(&var, folder)
}

fn claimed(commit: &str, branch: &str, who: &str, run: &str) -> PipelineClaim {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    PipelineClaim {
        commit: Commit::parse(commit),
        branch: text(branch),
        who: text(who),
        run: text(run),
        is_merge: false,
    }
}

#[test]
fn github_actions() {
    let push = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_SHA", SHA),
        ("GITHUB_REF_NAME", "main"),
        ("GITHUB_ACTOR", "octocat"),
        ("GITHUB_TRIGGERING_ACTOR", "hubot"),
        ("GITHUB_SERVER_URL", "https://github.com"),
        ("GITHUB_REPOSITORY", "a/b"),
        ("GITHUB_RUN_ID", "77"),
        ("CI_COMMIT_SHA", OTHER),
    ];
    let run = "https://github.com/a/b/actions/runs/77";
    assert_eq!(told("/w/b", &push), claimed(SHA, "main", "hubot", run));
    let request = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_SHA", SHA),
        ("GITHUB_REF_NAME", "12/merge"),
        ("GITHUB_HEAD_REF", "feature"),
    ];
    let merge = PipelineClaim {
        is_merge: true,
        ..claimed(SHA, "feature", "", "")
    };
    assert_eq!(told("/w/b", &request), merge);
}

#[test]
fn gitlab_ci() {
    let vars = [
        ("GITLAB_CI", "true"),
        ("CI_COMMIT_SHA", SHA),
        ("CI_COMMIT_REF_NAME", "main"),
        ("GITLAB_USER_LOGIN", "ann"),
        (
            "CI_PIPELINE_URL",
            "https://bot:glcbt-1@git.example.com/a/b/-/pipelines/5",
        ),
        // Of a runner on a machine that has them.
        ("PIPELINE_ID", "1"),
        ("BUILD_EXECUTOR", "x"),
        ("JENKINS_URL", "http://j"),
    ];
    let run = "https://git.example.com/a/b/-/pipelines/5";
    assert_eq!(told("/w", &vars), claimed(SHA, "main", "ann", run));
    let request = [
        &vars[..],
        &[("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "feature")],
    ]
    .concat();
    let merge = PipelineClaim {
        is_merge: true,
        ..claimed(SHA, "feature", "ann", run)
    };
    assert_eq!(told("/w", &request), merge);
}

#[test]
fn yunxiao_flow() {
    let one = [
        ("PIPELINE_ID", "9"),
        ("BUILD_EXECUTOR", "张三"),
        ("BUILD_NUMBER", "12"),
        ("CI_COMMIT_SHA", SHA),
        ("CI_COMMIT_ID", "cccccccc"),
        ("CI_COMMIT_REF_NAME", "main"),
        ("CI_SOURCE_NAME_1", "app"),
    ];
    assert_eq!(
        told("/workspace/app", &one),
        claimed(SHA, "main", "张三", "9#12")
    );
    assert_eq!(
        told("/elsewhere", &one),
        claimed(SHA, "main", "张三", "9#12")
    );
    let portal = [
        ("ENGINE_PIPELINE_PORTAL_URL", "https://flow"),
        ("CI_COMMIT_SHA", SHA),
    ];
    assert_eq!(told("/w", &portal), claimed(SHA, "", "", ""));
    let revision = [
        ("ENGINE_PIPELINE_PORTAL_URL", "https://flow"),
        ("CI_COMMIT_SHA", "4711"),
    ];
    assert_eq!(told("/w", &revision), PipelineClaim::default(), "of SVN");
}

#[test]
fn yunxiao_flow_with_several_sources() {
    let several = [
        ("PIPELINE_ID", "9"),
        ("BUILD_EXECUTOR", "ann"),
        ("CI_COMMIT_SHA", OTHER),
        ("CI_COMMIT_REF_NAME", "of-the-first"),
        ("CI_SOURCE_NAME_1", "lib"),
        ("CI_COMMIT_SHA_1", OTHER),
        ("CI_COMMIT_REF_NAME_1", "of-the-first"),
        ("CI_SOURCE_NAME_2", "app"),
        ("CI_COMMIT_SHA_2", SHA),
        ("CI_COMMIT_REF_NAME_2", "main"),
    ];
    assert_eq!(
        told("/workspace/app/fc", &several),
        claimed(SHA, "main", "ann", "")
    );
    assert_eq!(
        told("/workspace/lib", &several),
        claimed(OTHER, "of-the-first", "ann", "")
    );
    // Which of them it is cannot be told.
    assert_eq!(
        told("/workspace/application", &several),
        claimed("", "", "ann", "")
    );
}

#[test]
fn jenkins() {
    let vars = [
        ("JENKINS_URL", "https://ci.example.com/"),
        ("GIT_COMMIT", SHA),
        ("GIT_BRANCH", "origin/main"),
        ("CHANGE_AUTHOR", "ann@example.com"),
        (
            "BUILD_URL",
            "https://user:pw@ci.example.com/job/a/1/?token=1",
        ),
    ];
    let run = "https://ci.example.com/job/a/1/";
    assert_eq!(told("/w", &vars), claimed(SHA, "main", "ann", run));
    let multibranch = [
        &vars[..],
        &[("BRANCH_NAME", "PR-3"), ("BUILD_USER_ID", "bob")],
    ]
    .concat();
    assert_eq!(told("/w", &multibranch), claimed(SHA, "PR-3", "bob", run));
    let scripted = [
        ("JENKINS_URL", "https://ci.example.com/"),
        ("BUILD_URL", "not an address"),
    ];
    assert_eq!(told("/w", &scripted), PipelineClaim::default());
}

#[test]
fn coding_is_told_from_jenkins_by_its_host() {
    let vars = [
        ("JENKINS_URL", "http://ci"),
        ("BUILD_URL", "http://ci/1"),
        ("GIT_HTTP_URL", "https://e.coding.net/a/b.git"),
        ("GIT_BUILD_REF", SHA),
        ("GIT_LOCAL_BRANCH", "main"),
        ("GIT_AUTHOR_NAME", "Ann Lee"),
        ("GIT_AUTHOR_EMAIL", "ann@example.com"),
        ("CI_BUILD_NUMBER", "8"),
    ];
    assert_eq!(told("/w", &vars), claimed(SHA, "main", "Ann-Lee", "#8"));
    let elsewhere = [
        ("JENKINS_URL", "http://ci"),
        ("BUILD_URL", "http://ci/1"),
        ("GIT_HTTP_URL", "https://evilcoding.net/a/b.git"),
        ("GIT_BUILD_REF", SHA),
    ];
    assert_eq!(told("/w", &elsewhere), claimed("", "", "", "http://ci/1"));
}

#[test]
fn gitee_go() {
    let vars = [
        ("GITEE_PIPELINE_NAME", "deploy"),
        ("GITEE_PIPELINE_BUILD_NUMBER", "4"),
        ("GITEE_COMMIT", OTHER),
        ("GITEE_BRANCH", "main"),
        ("GITEE_PIPELINE_TRIGGER_USER", "ann"),
    ];
    assert_eq!(told("/w", &vars), claimed(OTHER, "main", "ann", "deploy#4"));
    let request = [
        &vars[..],
        &[
            ("GITEE_SOURCE_COMMIT", SHA),
            ("GITEE_SOURCE_BRANCH", "feature"),
        ],
    ]
    .concat();
    assert_eq!(
        told("/w", &request),
        claimed(SHA, "feature", "ann", "deploy#4")
    );
}

#[test]
fn the_app_centre_says_nothing_of_git() {
    let vars = [
        ("BUILD_IMAGE_ENV", "fc-backend"),
        ("GIT_COMMIT", SHA),
        ("CI_COMMIT_SHA", SHA),
    ];
    assert_eq!(told("/w", &vars), PipelineClaim::default());
}

#[test]
fn nothing_is_read_where_no_system_is_known() {
    let vars = [
        ("CI", "true"),
        ("CI_COMMIT_SHA", SHA),
        ("GIT_COMMIT", SHA),
        ("GITHUB_SHA", SHA),
    ];
    assert_eq!(told("/w", &vars), PipelineClaim::default());
}

#[test]
fn what_is_no_commit_is_none() {
    for id in [
        "0000000000000000000000000000000000000000",
        "--all",
        "main",
        "cccccccc",
        "",
    ] {
        let vars = [("GITLAB_CI", "true"), ("CI_COMMIT_SHA", id)];
        assert_eq!(told("/w", &vars).commit, None, "{id}");
    }
}
