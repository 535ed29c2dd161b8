//! What a clone comes after, where a team shares its records: its own changes are those since then, whatever
//! colleagues have deployed meanwhile. Their commits are those of `marks/history.rs`: `b` and `c` come after `a`,
//! and `d` has both.

use serde_json::json;

use crate::marks::history::{AT, History};
use crate::marks::run;
use crate::story::Story;
use crate::team::shared;
use crate::told::Told;
use crate::yaml::Fn;

pub(crate) const UPDATE: &str = "PUT functions/demo";

/// Nobody has git.
const NO_GIT: Option<History> = None;

pub(crate) fn with_foo() -> Fn {
    Fn::demo().variable("FOO", "1")
}

pub(crate) fn foo(story: &Story) -> serde_json::Value {
    story.console().function("demo")["environmentVariables"]["FOO"].clone()
}

pub(crate) fn timeout(story: &Story) -> serde_json::Value {
    story.console().function("demo")["timeout"].clone()
}

/// Runs a command where git tells that history, or where there is none.
pub(crate) fn runs(story: &Story, history: impl Into<Option<History>>, command: &str) -> Told {
    match history.into() {
        Some(history) => run(story, history, command),
        None => {
            story.git(|_| fc_guard::ports::Ran {
                code: 128,
                stderr: "fatal: not a git repository (or any of the parent directories): .git"
                    .to_owned(),
                ..fc_guard::ports::Ran::default()
            });
            story.s(command)
        }
    }
}

/// A clone that has deployed `a`, and Ada, who has deployed another project since.
pub(crate) fn overtaken(theirs: impl Into<Option<History>>, project: Fn) -> (Story, Story) {
    let theirs = theirs.into();
    let first = shared(Story::new());
    let ours = theirs.map(|_| AT);
    runs(&first, ours, "deploy").ends("changed");
    let ada = shared(first.cloned());
    ada.yaml(&[project]);
    let theirs = theirs.map(|history| history.of("Ada"));
    runs(&ada, theirs, "deploy --use-local").ends("changed");
    (first, ada)
}

/// Ada adds a variable; a branch that lacks it is deployed with a change of its own.
#[test]
fn what_a_colleague_added_is_a_question_and_what_was_changed_here_is_none() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    story.yaml(&[Fn::demo().timeout(20)]);
    for command in ["plan", "drift", "deploy"] {
        runs(&story, AT.head('c'), command)
            .ends("drift")
            .writes(&[])
            .says(&[
                "deployed by Ada from bbbbbbbbbbbb, which you do not have",
                "+ environmentVariables.FOO: (not set) →",
            ]);
    }
    let told = runs(&story, AT.head('c'), "deploy");
    told.says(&["1 difference"]);
    runs(&story, AT.head('c'), "deploy --merge")
        .ends("changed")
        .writes(&[UPDATE]);
    assert_eq!((foo(&story), timeout(&story)), (json!("1"), json!(20)));
    // What was kept stands, for whoever comes next.
    runs(&story, AT.head('c'), "deploy").ok().writes(&[]);
    assert_eq!(foo(&story), "1");
}

/// A fresh clone knows no less: the records tell what its commit comes after.
#[test]
fn a_fresh_clone_goes_by_the_newest_record_that_its_commit_contains() {
    let (first, _) = overtaken(AT.head('b'), with_foo());
    let clone = shared(first.cloned());
    clone.yaml(&[Fn::demo().timeout(20)]);
    let told = runs(&clone, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["FOO", "1 difference"]);
    runs(&clone, AT.head('c'), "deploy --use-local").ends("changed");
    assert_eq!((foo(&clone), timeout(&clone)), (json!(null), json!(20)));
}

/// Ours contains theirs and reverts it.
#[test]
fn what_was_taken_out_after_theirs_is_no_question() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    let told = runs(&story, AT.head('d'), "deploy")
        .ends("changed")
        .writes(&[UPDATE]);
    told.never_says(&["changed online", "Ada"]);
    assert_eq!(foo(&story), json!(null));
}

/// Theirs was merged by squash: the same lines under another commit.
#[test]
fn what_both_say_is_agreed_whatever_the_commits_say() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    story.yaml(&[with_foo().timeout(20)]);
    runs(&story, AT.head('c'), "deploy")
        .ends("changed")
        .writes(&[UPDATE]);
    assert_eq!((foo(&story), timeout(&story)), (json!("1"), json!(20)));
    // What is removed after the squash, which itself was never deployed, is a question all the same: git knows
    // of no deploy with it that ours contains. It is one too many, and loses nothing.
    let (story, _) = overtaken(AT.head('b'), with_foo());
    runs(&story, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
}

/// What was not committed is in no commit: only the working copy that deployed it comes after it.
#[test]
fn a_tree_that_was_not_committed_is_known_to_its_own_machine_alone() {
    let (story, ada) = overtaken(AT.head('b').dirty(), with_foo());
    let told = runs(&story, AT.head('d'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["FOO", "files that were not committed"]);
    ada.yaml(&[Fn::demo()]);
    runs(&ada, AT.head('b').dirty(), "deploy")
        .ends("changed")
        .writes(&[UPDATE]);
    assert_eq!(foo(&story), json!(null));
}

/// Where git has nothing to say of theirs, what this working copy has deployed itself counts.
#[test]
fn without_a_proof_a_working_copy_goes_by_its_own_last_deploy() {
    let unknown = "is not known:";
    for (theirs, ours, says) in [
        (Some(AT.head('b')), Some(AT.head('c').shallow()), unknown),
        (Some(AT.head('b')), Some(AT.head('c').elsewhere()), unknown),
        // Whatever is not committed here, the commit lacks theirs.
        (
            Some(AT.head('b')),
            Some(AT.dirty()),
            "which you do not have",
        ),
        (NO_GIT, NO_GIT, unknown),
    ] {
        let (story, _) = overtaken(theirs, with_foo());
        story.yaml(&[Fn::demo().timeout(20)]);
        let told = runs(&story, ours, "deploy").ends("drift").writes(&[]);
        told.says(&["FOO", "1 difference", says]);
        assert_eq!((foo(&story), timeout(&story)), (json!("1"), json!(10)));
        // Nothing that they changed is touched here, so there is nothing to ask.
        let (story, _) = overtaken(theirs, Fn::demo().memory(1024));
        story.yaml(&[Fn::demo().memory(1024).timeout(20)]);
        runs(&story, ours, "deploy")
            .ends("changed")
            .writes(&[UPDATE]);
    }
}

/// A machine that has deployed nothing, and no commit to go by: nobody knows what was changed here.
#[test]
fn whoever_has_nothing_to_go_by_is_asked_about_every_difference() {
    for (theirs, ours) in [
        (Some(AT.head('b')), Some(AT.head('c').shallow())),
        (NO_GIT, NO_GIT),
        (Some(AT), NO_GIT),
    ] {
        let (first, _) = overtaken(theirs, with_foo());
        let clone = shared(first.cloned());
        clone.yaml(&[Fn::demo().timeout(20)]);
        let told = runs(&clone, ours, "deploy").ends("drift").writes(&[]);
        told.says(&[
            "FOO",
            "timeout",
            "2 differences",
            "different (live → local):",
        ]);
        runs(&clone, ours, "deploy --use-local").ends("changed");
        // From here on it has.
        clone.yaml(&[Fn::demo().timeout(30)]);
        runs(&clone, ours, "deploy")
            .ends("changed")
            .writes(&[UPDATE]);
    }
}

/// Both changed one setting.
#[test]
fn what_both_changed_is_a_conflict() {
    let (story, _) = overtaken(AT.head('b'), Fn::demo().timeout(30));
    story.yaml(&[Fn::demo().timeout(20)]);
    let told = runs(&story, AT.head('c'), "deploy")
        .ends("conflict")
        .writes(&[]);
    told.says(&["! timeout: live 10 → 30, local 10 → 20"]);
}

/// In one working copy another branch is checked out, while a colleague has deployed what was there before.
#[test]
fn another_branch_of_the_same_working_copy_is_another_tree() {
    let first = shared(Story::new());
    runs(&first, AT, "deploy").ends("changed");
    first.yaml(&[with_foo()]);
    runs(&first, AT.head('b'), "deploy").ends("changed");
    let ada = shared(first.cloned());
    ada.yaml(&[with_foo().memory(1024)]);
    runs(&ada, AT.head('b').dirty().of("Ada"), "deploy --use-local").ends("changed");
    first.yaml(&[Fn::demo()]);
    let told = runs(&first, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["+ environmentVariables.FOO", "~ memorySize: 512 → 1024"]);
}

/// A hot fix between two deploys is told by everybody, whoever has deployed, and once it is decided by nobody.
#[test]
fn a_hot_fix_is_told_beside_what_a_colleague_deployed() {
    let (story, ada) = overtaken(AT.head('b'), with_foo());
    story.console().change("demo", json!({"memorySize": 2048}));
    for (one, at) in [
        (&story, AT.head('c')),
        (&story, AT.head('d')),
        (&ada, AT.head('b')),
    ] {
        runs(one, at, "deploy").refused(&["memorySize"]).writes(&[]);
    }
    runs(&ada, AT.head('b'), "deploy --use-remote").ok();
    runs(&story, AT.head('d'), "deploy").ends("changed");
    assert_eq!(story.console().function("demo")["memorySize"], 2048);
    assert_eq!(foo(&story), json!(null));
}

const TIMER: &str = "        - triggerName: tick\n          triggerType: timer\n          triggerConfig: {cronExpression: '@every 1m', enable: true}\n";
const ASYNC: &str = "      asyncInvokeConfig: {maxAsyncRetryAttempts: 1}\n";

fn more(lines: &str) -> Fn {
    Fn {
        domain: None,
        ..Fn::demo()
    }
    .with(lines)
}

fn timer() -> Fn {
    let mut project = more(&format!(
        "      triggers:\n{TIMER}        - triggerName: http\n          triggerType: http\n          triggerConfig: {{authType: anonymous, methods: [GET]}}\n"
    ));
    project.methods = Vec::new();
    project
}

fn is_there(story: &Story, part: &str) -> bool {
    let state = story.console().state().to_string();
    state.contains(part)
}

/// What a colleague put beside the function is theirs: it is neither taken back nor called left behind.
#[test]
fn what_a_colleague_put_beside_the_function_stays() {
    for (theirs, part) in [
        (timer(), "@every 1m"),
        (more(ASYNC), "maxAsyncRetryAttempts"),
    ] {
        let first = shared(Story::new());
        first.yaml(&[more("")]);
        runs(&first, AT, "deploy").ends("changed");
        let ada = shared(first.cloned());
        ada.yaml(&[theirs]);
        runs(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
        assert!(is_there(&first, part));
        for command in ["plan", "deploy", "deploy --merge", "deploy --use-remote"] {
            let told = runs(&first, AT.head('c'), command);
            told.never_says(&["remove --trigger", "no longer in s.yaml"]);
            assert!(is_there(&first, part), "{part} after {command}");
        }
    }
}

/// What a colleague took away is not made again without a word by whoever still has it in the file.
#[test]
fn what_a_colleague_took_away_is_asked_about() {
    for ours in [timer(), more(ASYNC)] {
        let story = |at: Option<History>| {
            let first = shared(Story::new());
            first.yaml(std::slice::from_ref(&ours));
            runs(&first, AT, "deploy").ends("changed");
            let ada = shared(first.cloned());
            ada.yaml(&[more("")]);
            runs(&ada, AT.head('b').of("Ada"), "deploy").ok();
            runs(&ada, AT.head('b').of("Ada"), "remove --trigger tick -y");
            runs(&first, at, "deploy")
        };
        let told = story(Some(AT.head('c'))).ends("drift").writes(&[]);
        told.says(&["taken away by the deploy of Ada from bbbbbbbbbbbb"]);
        story(NO_GIT).ends("drift").writes(&[]);
        // Whoever has theirs and puts it in again does so knowingly.
        story(Some(AT.head('d'))).ends("changed");
    }
}

/// The bucket keeps what was deployed before, so that any clone tells of it.
#[test]
fn the_history_of_a_team_tells_the_earlier_deploys_too() {
    let (story, ada) = overtaken(AT.head('b'), with_foo());
    ada.yaml(&[with_foo().timeout(20)]);
    runs(&ada, AT.head('d').of("Ada"), "deploy").ends("changed");
    let told = runs(&shared(story.cloned()), AT, "history")
        .ends("clean")
        .writes(&[]);
    let deploys = told.result()["deploys"].as_array().unwrap().clone();
    let of_function = deploys
        .iter()
        .filter(|one| one["resource"] == "function demo");
    let facts = of_function.map(|one| {
        (
            one["who"].clone(),
            one["change"].clone(),
            one["commit"].as_str().unwrap()[..1].to_owned(),
        )
    });
    let facts: Vec<_> = facts.collect();
    let fact =
        |who: &str, change: &str, commit: &str| (json!(who), json!(change), commit.to_owned());
    assert_eq!(
        facts,
        [
            fact("Ada", "updated", "d"),
            fact("Ada", "updated", "b"),
            fact("Li-Wei", "created", "a"),
        ]
    );
}

/// What is in the packages lies in the bucket, too: whoever has deployed nothing sees which files a colleague has
/// changed, and nobody without the key sees their names.
#[test]
fn a_clone_tells_the_files_that_a_colleague_changed() {
    let first = shared(Story::new());
    first.write("code/lib.py", "A = 1\n");
    runs(&first, AT, "deploy").ends("changed");
    let ada = shared(first.cloned());
    ada.write("code/canary_new.py", "B = 1\n");
    runs(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
    let clone = shared(first.cloned());
    clone.write("code/lib.py", "A = 2\n");
    let told = runs(&clone, AT.head('c'), "deploy")
        .ends("conflict")
        .writes(&[]);
    let told = told.says(&["canary_new.py", "lib.py", "deployed by Ada"]);
    let seen = &told.said;
    assert!(
        seen.contains("added online") || seen.contains("+ canary_new.py"),
        "{seen}"
    );
    let state = first.console().state().to_string();
    let bucket = state.split("team-state").nth(1).expect("the bucket");
    assert!(!bucket.contains("canary_new"), "{bucket}");
}

/// A clone goes back over everything that colleagues have deployed since its commit, and does not wait for one request
/// after the other.
#[test]
fn what_lies_far_back_takes_few_round_trips() {
    let (first, ada) = overtaken(AT.head('b'), with_foo());
    for timeout in 20..45 {
        ada.yaml(&[with_foo().timeout(timeout)]);
        runs(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
    }
    let clone = shared(first.cloned());
    clone.yaml(&[Fn::demo().memory(1024)]);
    let told = runs(&clone, AT.head('c'), "deploy").ends("drift");
    // The base is known: what was changed here alone is none of the questions.
    let told = told.says(&["FOO", "timeout", "2 differences"]);
    let paths = told.sent.iter().map(|line| &line.path);
    let requests = paths
        .filter(|path| path.starts_with("oss: team-state"))
        .count();
    assert!(requests > 50, "{requests}");
    assert!(told.rounds < 15, "{} rounds for {requests}", told.rounds);
}
