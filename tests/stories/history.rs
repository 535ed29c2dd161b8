//! The records say from which tree a resource was deployed, and `s history` tells it.

use fc_guard::ports::Ran;
use serde_json::{Value, json};

use crate::story::Story;
use crate::yaml::Fn;

const COMMIT: &str = "aaaaaaaaaaaabbbbbbbbbbbbccccccccccccdddd";
const OTHER: &str = "eeeeeeeeeeeeffffffffffff0000000000001111";
const PASSWORD: &str = "hunter2-canary";

/// Git in a clone: what it says of its head, and of its files.
fn clone(head: &'static str, status: &'static str) -> impl std::ops::Fn(&[&str]) -> Ran {
    move |args| {
        let at = args.iter().position(|arg| *arg == "-C").unwrap();
        let config = format!(
            "remote.origin.url\nhttps://ann:{PASSWORD}@example.com/a/b.git\0user.name\nAnn <ann@example.com>\0"
        );
        let stdout = match args[at + 2] {
            "rev-parse" => format!("false\napp/\n{head}\nmain\n"),
            "status" => status.to_owned(),
            "config" => config,
            "ls-files" => String::new(),
            other => panic!("git {other}"),
        };
        Ran {
            code: 0,
            stdout,
            stderr: String::new(),
        }
    }
}

fn none(args: &[&str]) -> Ran {
    panic!("git {args:?}")
}

/// What the record of the function says of where it comes from, but for the working copy, which has no name.
fn provenance(story: &Story) -> Value {
    let records = story.remembered();
    let mut functions = records
        .values()
        .filter(|one| one["resource"]["kind"] == "function");
    let mut told = functions.next().unwrap()["provenance"].clone();
    let copy = told.as_object_mut().unwrap().remove("copy").unwrap();
    let is_digit = |c: char| c.is_ascii_hexdigit();
    assert!(copy.as_str().unwrap().chars().all(is_digit), "{copy}");
    told
}

fn from(commit: &str, change: &str, is_dirty: bool) -> Value {
    json!({
        "change": change, "commit": commit, "isDirty": is_dirty, "repository": "REPOSITORY",
        "directory": "app", "branch": "main", "who": "Ann",
    })
}

/// With the repository, whose digest is that of another test.
#[track_caller]
fn stands(story: &Story, mut expected: Value) {
    let told = provenance(story);
    let repository = told["repository"].as_str().unwrap();
    assert!(repository.len() == 6 && repository.chars().all(|c| c.is_ascii_hexdigit()));
    expected["repository"] = repository.into();
    assert_eq!(told, expected);
}

#[test]
fn the_records_say_from_which_commit_a_resource_was_deployed() {
    let story = Story::new();
    story.git(clone(COMMIT, "")).s("deploy").ends("changed");
    stands(&story, from(COMMIT, "created", false));
    assert!(story.records().len() > 1);
    for record in story.remembered().values() {
        assert_eq!(record["provenance"]["commit"], COMMIT);
    }
    // Nothing is written, so it is still that commit that stands online.
    story.git(none).s("deploy").ends("clean").writes(&[]);
    story.git(none).s("plan").ok();
    stands(&story, from(COMMIT, "created", false));
    story.yaml(&[Fn::demo().timeout(77)]);
    story
        .git(clone(OTHER, " M s.yaml\n"))
        .s("deploy")
        .ends("changed");
    stands(&story, from(OTHER, "updated", true));
    let files = format!("{:?}", story.records());
    assert!(
        !files.contains(PASSWORD) && !files.contains("ann@"),
        "{files}"
    );
}

#[test]
fn what_was_accepted_says_which_tree_accepted_it() {
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 61}));
    story
        .git(clone(COMMIT, ""))
        .s("deploy --use-remote")
        .ok()
        .writes(&[]);
    stands(&story, from(COMMIT, "accepted", false));
    // A clone without records adopts what is equal.
    let other = Story::deployed().cloned();
    other.git(clone(OTHER, "")).s("deploy").ok().writes(&[]);
    stands(&other, from(OTHER, "accepted", false));
    other.git(none).s("deploy").ends("clean");
}

#[test]
fn what_is_restored_is_of_no_commit() {
    let story = Story::deployed();
    story.console().change("demo", json!({"timeout": 61}));
    story
        .git(clone(COMMIT, ""))
        .s("deploy --use-local")
        .ends("changed");
    stands(&story, from(COMMIT, "updated", false));
    let id = story.newest_backup();
    let restore = format!("restore {id} -y");
    story.git(clone(OTHER, "")).s(&restore).ends("changed");
    let mut told = provenance(&story);
    // Only the settings were put back.
    let other = told.as_object_mut().unwrap().remove("otherHalf").unwrap();
    assert_eq!(
        (&other["isCode"], &other["provenance"]["commit"]),
        (&json!(true), &json!(COMMIT))
    );
    assert_eq!(told, json!({"change": "restored", "who": "Ann"}));
}

#[test]
fn without_git_everything_else_is_told() {
    let story = Story::new();
    story.s("deploy").ends("changed");
    assert_eq!(provenance(&story), json!({"change": "created"}));
    let story = Story::new();
    let refuses = |_: &[&str]| Ran {
        code: 128,
        stdout: String::new(),
        stderr:
            "fatal: detected dubious ownership …\n\tgit config --global --add safe.directory /x\n"
                .to_owned(),
    };
    story.git(refuses).s("deploy").ends("changed");
    assert_eq!(provenance(&story), json!({"change": "created"}));
}

#[test]
fn a_pipeline_says_who_and_in_which_run() {
    let story = Story::new();
    for (name, value) in [
        ("CI", "true"),
        ("GITLAB_CI", "true"),
        ("CI_COMMIT_SHA", COMMIT),
        ("CI_COMMIT_REF_NAME", "release"),
        ("GITLAB_USER_LOGIN", "bob"),
        (
            "CI_PIPELINE_URL",
            "https://ci:hunter2-canary@git.example.com/p/1?token=hunter2-canary",
        ),
    ] {
        story.var(name, value);
    }
    let told = story.git(clone(OTHER, "")).s("deploy").ends("changed");
    // `HEAD` counts, and that is said once.
    let said = "the pipeline names commit aaaaaaaaaaaa, and eeeeeeeeeeee is checked out";
    assert_eq!(told.said.matches(said).count(), 1, "{}", told.said);
    told.never_says(&[PASSWORD]);
    let mut expected = from(OTHER, "created", false);
    expected["branch"] = "release".into();
    expected["who"] = "bob".into();
    expected["run"] = "https://git.example.com/p/1".into();
    stands(&story, expected);
    // Where git tells nothing, the pipeline's word is all that there is.
    let story = Story::new();
    story.var("GITLAB_CI", "true");
    story.var("CI_COMMIT_SHA", COMMIT);
    story
        .s("deploy")
        .ends("changed")
        .never_says(&["checked out"]);
    assert_eq!(
        provenance(&story),
        json!({"change": "created", "commit": COMMIT})
    );
}

#[test]
fn the_history_tells_the_last_deploy_of_each_resource() {
    let story = Story::new();
    let told = story
        .s("history")
        .ends("clean")
        .says(&["nothing is on record of", "demo"]);
    assert_eq!(told.result(), &json!({"deploys": []}));
    // Nothing is on record, so the function is asked for its mark.
    assert_eq!(told.sent.len(), 1);
    story.var("GITLAB_CI", "true");
    story.var("CI_PIPELINE_URL", "https://git.example.com/p/1");
    story.git(clone(COMMIT, "")).s("deploy").ends("changed");
    let told = story.git(none).s("history").ends("clean").says(&[
        "created",
        "by Ann",
        "from aaaaaaaaaaaa (main)",
        "run: https://git.example.com/p/1",
    ]);
    assert!(told.sent.is_empty() && told.saved.is_empty());
    let deploys = told.result()["deploys"].as_array().unwrap().clone();
    assert_eq!(deploys.len(), story.records().len());
    assert!(
        deploys
            .iter()
            .all(|one| one["commit"] == COMMIT && one["change"] == "created")
    );
    assert!(deploys[0]["resource"].as_str().unwrap().contains("demo"));
    story.yaml(&[Fn::demo().timeout(77)]);
    story
        .git(clone(OTHER, " M s.yaml\n"))
        .s("deploy")
        .ends("changed");
    let told =
        story
            .s("history")
            .says(&["updated", "with changes that were not committed", "created"]);
    let newest = &told.result()["deploys"][0];
    assert_eq!(
        (&newest["commit"], &newest["isDirty"]),
        (&json!(OTHER), &json!(true))
    );
}

#[test]
fn the_history_tells_what_older_records_know() {
    let story = Story::deployed();
    for (name, text) in story.records() {
        let mut record: Value = serde_json::from_str(&text).unwrap();
        record.as_object_mut().unwrap().remove("provenance");
        story.write(&format!(".s/fc-guard/{name}"), &record.to_string());
    }
    let told = story
        .s("history")
        .ends("clean")
        .says(&["demo"])
        .never_says(&["created", "by "]);
    assert_eq!(told.result()["deploys"][0].get("commit"), None);
    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    story.s("deploy --use-remote").ok();
    story.s("history").says(&["stays deleted"]);
}
