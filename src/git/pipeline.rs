//! What a pipeline says of what it runs on. Each system has its own variables, and some have those of others,
//! too: so it is found out which one it is, and only its variables are read. All of it is a claim of the
//! pipeline; where git tells the commit, that counts.

use super::kept::{address, branch, is_plain, name};
use super::{Commit, Lookup};

/// The variables of all systems; the entry points pass on these.
pub const VARIABLES: [&str; 68] = [
    // GitHub Actions
    "GITHUB_ACTIONS",
    "GITHUB_ACTOR",
    "GITHUB_HEAD_REF",
    "GITHUB_REF_NAME",
    "GITHUB_REPOSITORY",
    "GITHUB_RUN_ID",
    "GITHUB_SERVER_URL",
    "GITHUB_SHA",
    "GITHUB_TRIGGERING_ACTOR",
    // GitLab CI
    "GITLAB_CI",
    "GITLAB_USER_LOGIN",
    "CI_COMMIT_REF_NAME",
    "CI_COMMIT_SHA",
    "CI_JOB_URL",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
    "CI_PIPELINE_URL",
    // Yunxiao Flow
    "BUILD_EXECUTOR",
    "BUILD_NUMBER",
    "ENGINE_PIPELINE_PORTAL_URL",
    "PIPELINE_ID",
    "CI_COMMIT_REF_NAME_1",
    "CI_COMMIT_REF_NAME_2",
    "CI_COMMIT_REF_NAME_3",
    "CI_COMMIT_REF_NAME_4",
    "CI_COMMIT_REF_NAME_5",
    "CI_COMMIT_REF_NAME_6",
    "CI_COMMIT_REF_NAME_7",
    "CI_COMMIT_REF_NAME_8",
    "CI_COMMIT_REF_NAME_9",
    "CI_COMMIT_SHA_1",
    "CI_COMMIT_SHA_2",
    "CI_COMMIT_SHA_3",
    "CI_COMMIT_SHA_4",
    "CI_COMMIT_SHA_5",
    "CI_COMMIT_SHA_6",
    "CI_COMMIT_SHA_7",
    "CI_COMMIT_SHA_8",
    "CI_COMMIT_SHA_9",
    "CI_SOURCE_NAME_1",
    "CI_SOURCE_NAME_2",
    "CI_SOURCE_NAME_3",
    "CI_SOURCE_NAME_4",
    "CI_SOURCE_NAME_5",
    "CI_SOURCE_NAME_6",
    "CI_SOURCE_NAME_7",
    "CI_SOURCE_NAME_8",
    "CI_SOURCE_NAME_9",
    // Jenkins, and CODING, which has some of its variables
    "BRANCH_NAME",
    "BUILD_URL",
    "BUILD_USER_ID",
    "CHANGE_AUTHOR",
    "CI_BUILD_NUMBER",
    "GIT_AUTHOR_NAME",
    "GIT_BRANCH",
    "GIT_BUILD_REF",
    "GIT_COMMIT",
    "GIT_HTTP_URL",
    "GIT_LOCAL_BRANCH",
    "JENKINS_URL",
    "REF",
    // Gitee Go
    "GITEE_BRANCH",
    "GITEE_COMMIT",
    "GITEE_PIPELINE_BUILD_NUMBER",
    "GITEE_PIPELINE_NAME",
    "GITEE_PIPELINE_TRIGGER_USER",
    "GITEE_SOURCE_BRANCH",
    "GITEE_SOURCE_COMMIT",
    // The app centre of Serverless Devs
    "BUILD_IMAGE_ENV",
];

/// What a pipeline claims.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PipelineClaim {
    pub(super) commit: Option<Commit>,
    pub(super) branch: Option<String>,
    pub(super) who: Option<String>,
    /// The address of the run, or where the system has none in its variables, its numbers.
    pub(super) run: Option<String>,
    /// Whether the commit is that of a merge which only the pipeline has: a checkout of what was asked to be merged is
    /// another one, and meant.
    pub(super) is_merge: bool,
}

/// A system that runs pipelines.
struct System {
    /// Whether the pipeline is one of it.
    runs: fn(Lookup<'_>) -> bool,
    /// What it claims. The folder tells the source, where it brings several.
    claim: fn(Lookup<'_>, &str) -> PipelineClaim,
}

/// Those that have variables of their own come before those whose variables others have, too.
const SYSTEMS: [System; 7] = [
    System {
        runs: |var| is(var, "GITHUB_ACTIONS", "true"),
        claim: |var, _| github(var),
    },
    System {
        runs: |var| is(var, "GITLAB_CI", "true"),
        claim: |var, _| gitlab(var),
    },
    System {
        runs: |var| has(var, "GITEE_PIPELINE_NAME"),
        claim: |var, _| gitee(var),
    },
    System {
        runs: is_coding,
        claim: |var, _| coding(var),
    },
    System {
        runs: |var| has(var, "JENKINS_URL"),
        claim: |var, _| jenkins(var),
    },
    System {
        runs: |var| {
            let is_numbered = has(var, "PIPELINE_ID") && has(var, "BUILD_EXECUTOR");
            has(var, "ENGINE_PIPELINE_PORTAL_URL") || is_numbered
        },
        claim: yunxiao,
    },
    // It is known to build there, and to say nothing of git.
    System {
        runs: |var| is(var, "BUILD_IMAGE_ENV", "fc-backend"),
        claim: |_, _| PipelineClaim::default(),
    },
];

/// Whether this is the environment of a pipeline, and so no person's machine.
pub fn runs(var: Lookup<'_>) -> bool {
    SYSTEMS.iter().any(|system| (system.runs)(var))
}

/// Who runs the pipeline, as it claims; `None` where it says nothing of that, or none runs.
pub fn person(var: Lookup<'_>) -> Option<String> {
    claim(var, "").who
}

/// What the pipeline claims that runs in this environment; nothing where none does.
pub(super) fn claim(var: Lookup<'_>, folder: &str) -> PipelineClaim {
    let system = SYSTEMS.iter().find(|system| (system.runs)(var));
    system.map_or_else(PipelineClaim::default, |system| (system.claim)(var, folder))
}

/// The commit of a pull request is that of a merge that only the pipeline has; so is `HEAD`.
fn github(var: Lookup<'_>) -> PipelineClaim {
    let parts = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"].map(var);
    let run = match parts {
        [Some(server), Some(repository), Some(id)] => {
            address(&format!("{server}/{repository}/actions/runs/{id}"))
        }
        _ => None,
    };
    PipelineClaim {
        commit: commit(var, &["GITHUB_SHA"]),
        is_merge: has(var, "GITHUB_HEAD_REF"),
        branch: first(var, &["GITHUB_HEAD_REF", "GITHUB_REF_NAME"], branch),
        // Whoever ran it again, and else whoever pushed.
        who: first(var, &["GITHUB_TRIGGERING_ACTOR", "GITHUB_ACTOR"], name),
        run,
    }
}

fn gitlab(var: Lookup<'_>) -> PipelineClaim {
    let branches = ["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_REF_NAME"];
    PipelineClaim {
        commit: commit(var, &["CI_COMMIT_SHA"]),
        is_merge: has(var, branches[0]),
        branch: first(var, &branches, branch),
        who: first(var, &["GITLAB_USER_LOGIN"], name),
        run: first(var, &["CI_PIPELINE_URL", "CI_JOB_URL"], address),
    }
}

/// Of a pull request `GITEE_COMMIT` is that of the target.
fn gitee(var: Lookup<'_>) -> PipelineClaim {
    PipelineClaim {
        commit: commit(var, &["GITEE_SOURCE_COMMIT", "GITEE_COMMIT"]),
        branch: first(var, &["GITEE_SOURCE_BRANCH", "GITEE_BRANCH"], branch),
        who: first(var, &["GITEE_PIPELINE_TRIGGER_USER"], name),
        run: numbered(var, "GITEE_PIPELINE_NAME", "GITEE_PIPELINE_BUILD_NUMBER"),
        is_merge: false,
    }
}

/// CODING has no variable that says so: it builds with Jenkins, whose variables it has.
fn is_coding(var: Lookup<'_>) -> bool {
    let url = var("GIT_HTTP_URL").and_then(address).unwrap_or_default();
    let host = url.split('/').nth(2).unwrap_or_default();
    let is_own = host == "coding.net" || host.ends_with(".coding.net");
    is_own && has(var, "GIT_BUILD_REF")
}

fn coding(var: Lookup<'_>) -> PipelineClaim {
    PipelineClaim {
        commit: commit(var, &["GIT_COMMIT", "GIT_BUILD_REF"]),
        branch: first(var, &["GIT_LOCAL_BRANCH", "REF", "BRANCH_NAME"], branch),
        who: first(var, &["GIT_AUTHOR_NAME"], name),
        run: first(var, &["CI_BUILD_NUMBER"], number).map(|number| format!("#{number}")),
        is_merge: false,
    }
}

fn jenkins(var: Lookup<'_>) -> PipelineClaim {
    PipelineClaim {
        // A checkout by a script sets none.
        commit: commit(var, &["GIT_COMMIT"]),
        branch: first(var, &["BRANCH_NAME", "GIT_BRANCH"], branch),
        who: first(var, &["BUILD_USER_ID", "CHANGE_AUTHOR"], name),
        run: first(var, &["BUILD_URL"], address),
        is_merge: false,
    }
}

/// Of several sources each has its number, and lies in a folder of its name. `CI_COMMIT_ID` is no whole id.
fn yunxiao(var: Lookup<'_>, folder: &str) -> PipelineClaim {
    let number = ('1'..='9').find(|number| {
        let source = var(&format!("CI_SOURCE_NAME_{number}"));
        source.is_some_and(|source| folder.split('/').any(|part| part == source))
    });
    let are_several = has(var, "CI_SOURCE_NAME_2");
    let value = |variable: &str| {
        let own = number.and_then(|number| var(&format!("{variable}_{number}")));
        // Of several, that of another one would be a lie.
        own.or_else(|| var(variable).filter(|_| !are_several))
    };
    PipelineClaim {
        commit: value("CI_COMMIT_SHA").and_then(real),
        branch: value("CI_COMMIT_REF_NAME").and_then(branch),
        who: first(var, &["BUILD_EXECUTOR"], name),
        run: numbered(var, "PIPELINE_ID", "BUILD_NUMBER"),
        is_merge: false,
    }
}

fn has(var: Lookup<'_>, variable: &str) -> bool {
    var(variable).is_some()
}

fn is(var: Lookup<'_>, variable: &str, value: &str) -> bool {
    var(variable) == Some(value)
}

/// The first of the variables that says something.
fn first(var: Lookup<'_>, names: &[&str], read: fn(&str) -> Option<String>) -> Option<String> {
    names.iter().find_map(|name| read(var(name)?))
}

fn commit(var: Lookup<'_>, names: &[&str]) -> Option<Commit> {
    names.iter().find_map(|name| real(var(name)?))
}

/// Nothing but zeros is written where there is no commit.
fn real(id: &str) -> Option<Commit> {
    Commit::parse(id).filter(|commit| commit.id().contains(|digit| digit != '0'))
}

/// A run that has no address: the pipeline, and which of its runs it is.
fn numbered(var: Lookup<'_>, pipeline: &str, number_of: &str) -> Option<String> {
    let (pipeline, run) = (var(pipeline)?, number(var(number_of)?)?);
    is_plain(pipeline).then(|| format!("{pipeline}#{run}"))
}

fn number(text: &str) -> Option<String> {
    let is_number = text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
