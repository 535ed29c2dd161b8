//! What those are told who share their records: who is in the way, what was recorded where, what a rollback was, and
//! what a pipeline has to keep.

use fc_emulator::{Bucket, Encryption};

use crate::base::{overtaken, runs, timeout, with_foo};
use crate::cloud::Fate;
use crate::marks::history::AT;
use crate::story::Story;
use crate::team::{LONG, shared};
use crate::yaml::Fn;

/// A run that waits is told whom to ask, and in which run of a pipeline it is.
#[test]
fn a_claim_names_who_has_made_it() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    let colleague = shared(story.cloned());
    story.yaml(&[Fn::demo().timeout(20)]);
    story.var("GITLAB_CI", "true");
    story.var("CI_PIPELINE_URL", "https://git.example.com/p/1");
    story.every("PUT", "functions/demo", Fate::KilledBefore);
    runs(&story, AT.head('b').of("Ada"), "deploy").ends("");
    runs(&colleague, AT, "deploy --use-local").refused(&[
        "deploy (by Ada from bbbbbbbbbbbb, process ",
        "https://git.example.com/p/1",
    ]);
}

/// Without the bucket nobody sees who is writing. What was seen last may still hold, and is passed over by nobody who
/// has not said so.
#[test]
fn a_claim_that_was_seen_is_not_passed_over_without_the_bucket() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    let ada = shared(story.cloned());
    ada.yaml(&[with_foo()]);
    ada.every("PUT", "functions/demo", Fate::KilledBefore);
    runs(&ada, AT.of("Ada"), "deploy").ends("");
    story.yaml(&[Fn::demo().timeout(20)]);
    runs(&story, AT, "deploy").refused(&["another run of the team is writing here"]);
    let offline = "deploy --state-offline --use-local";
    runs(&story, AT, offline)
        .refused(&["when this machine last saw", "by Ada", "--take-over"])
        .writes(&[]);
    let over = story.forked();
    over.cloud.pass(LONG);
    runs(&over, AT, offline).ends("changed");
    runs(&story, AT, &format!("{offline} --take-over"))
        .ends("changed")
        .says(&[
            "passes over a claim",
            "by Ada",
            "recorded on this machine alone",
        ]);
}

/// A colleague who has claimed the function and written nothing makes nothing of ours worth less.
#[test]
fn a_claim_alone_does_not_lay_aside_what_was_recorded_without_the_bucket() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    let ada = shared(story.cloned());
    story.yaml(&[Fn::demo().timeout(20)]);
    runs(&story, AT, "deploy --state-offline")
        .ends("changed")
        .says(&["recorded on this machine alone", "oss://team-state/shop"]);
    // Ada comes to nothing: the service refuses what she wants.
    ada.yaml(&[with_foo()]);
    let sent = runs(&ada.forked(), AT.of("Ada"), "deploy --use-local").sent;
    let claim = sent
        .iter()
        .position(|line| line.is("PUT", "oss: team-state*"));
    ada.fate(claim.unwrap(), Fate::KilledAfter);
    runs(&ada, AT.of("Ada"), "deploy --use-local").ends("");
    story.cloud.pass(LONG);
    runs(&story, AT, "deploy")
        .ends("clean")
        .says(&["handed over"])
        .never_says(&["is not used"]);
    assert_eq!(timeout(&ada), 20);
}

/// Who decides to go back is on record, so that going forward again is no accident that nobody hears of.
#[test]
fn going_forward_over_a_rollback_is_told() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    runs(&story, AT.of("Ops"), "deploy --rollback").ends("changed");
    runs(&story, AT, "history").says(&["rolled back from bbbbbbbbbbbb", "by Ops"]);
    // The same pipeline once more.
    let again = shared(story.cloned());
    again.yaml(&[with_foo()]);
    let rollback = "what is online is a rollback, from bbbbbbbbbbbb to what was deployed by Ops";
    runs(&again, AT.head('b'), "deploy")
        .ends("changed")
        .says(&[rollback, "forward again"]);
    again.yaml(&[with_foo().timeout(20)]);
    runs(&again, AT.head('b'), "deploy")
        .ends("changed")
        .never_says(&["rollback"]);
}

/// The mark tells it as well, where nothing is shared.
#[test]
fn the_mark_tells_of_a_rollback() {
    let story = Story::new().marks();
    story.yaml(&[with_foo()]);
    runs(&story, AT.head('b'), "deploy").ends("changed");
    let older = story.cloned();
    older.yaml(&[Fn::demo()]);
    runs(&older, AT.of("Ops"), "deploy --rollback").ends("changed");
    let again = story.cloned();
    let said = "what is online is a rollback, deployed by Ops from aaaaaaaaaaaa";
    runs(&again, AT.head('b'), "deploy")
        .ends("changed")
        .says(&[said]);
    again.yaml(&[with_foo().timeout(20)]);
    runs(&again, AT.head('b'), "deploy")
        .ends("changed")
        .never_says(&["rollback"]);
}

/// What was taken away, recorded elsewhere or written anew without a deploy is told as what it was.
#[test]
fn the_history_of_a_team_tells_every_deploy_once() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    let ada = shared(story.cloned());
    // Laid aside, since the team has deployed meanwhile.
    story.yaml(&[Fn::demo().timeout(33)]);
    runs(&story, AT.of("Bert"), "deploy --state-offline").ends("changed");
    ada.yaml(&[Fn::demo().timeout(20)]);
    runs(&ada, AT.head('b').of("Ada"), "deploy --use-local").ends("changed");
    story.yaml(&[Fn::demo().timeout(20)]);
    runs(&story, AT.head('b'), "deploy").says(&["is not used"]);
    runs(&story, AT, "history").says(&["by Bert", "without the records of the team"]);
    // Another environment is another origin: the records are written anew, and nothing is deployed.
    let count = |told: &crate::told::Told| told.result()["deploys"].as_array().unwrap().len();
    let before = count(&runs(&ada, AT, "history"));
    ada.write("env.yaml", "environments:\n- name: prod\n");
    runs(&ada, AT.head('b').of("Ada"), "deploy --env prod")
        .ok()
        .writes(&[]);
    assert_eq!(count(&runs(&ada, AT, "history")), before);
    runs(&ada, AT.of("Ada"), "remove --trigger http -y").ends("changed");
    let told = runs(&ada, AT, "history").says(&["trigger demo/http", "taken away"]);
    assert_eq!(count(&told), before + 1);
}

/// A bucket that cannot be read is no failure of a deploy.
#[test]
fn a_history_that_cannot_be_read_ends_unreadable() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    story.meddle(|_, _, _| Fate::NoConnection);
    runs(&story, AT, "history").ends("unreadable");
}

/// Not more is read than anybody wants to see, and that is said.
#[test]
fn a_long_history_says_how_the_rest_is_seen() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    for timeout in 20..55 {
        story.cloud.pass(60_000);
        story.yaml(&[Fn::demo().timeout(timeout)]);
        runs(&story, AT, "deploy").ends("changed");
    }
    let all = "'s fn history --all' looks at all of them";
    let told = runs(&story, AT, "fn history").says(&["the newest 60 versions", all]);
    assert_eq!(told.result()["isCut"], true);
    let told = runs(&story, AT, "fn history --all").never_says(&["60"]);
    assert_eq!(told.result()["isCut"], serde_json::Value::Null);
    let ours = told.result()["deploys"].as_array().unwrap();
    let of_function = ours.iter().filter(|one| one["resource"] == "function demo");
    assert_eq!(of_function.count(), 36);
}

/// The next job of a pipeline cannot put back what went with the machine of this one.
#[test]
fn a_pipeline_without_a_bucket_is_told_to_keep_its_backups() {
    let keep = "have the pipeline keep it";
    for (is_pipeline, is_shared) in [(true, false), (false, false), (true, true)] {
        let story = match is_shared {
            true => shared(Story::new()),
            false => Story::new(),
        };
        runs(&story, AT, "deploy").ends("changed");
        story.console().hot_fix("demo");
        if is_pipeline {
            story.var("GITLAB_CI", "true");
        }
        let told = runs(&story, AT, "deploy --use-local").ends("changed");
        match is_pipeline && !is_shared {
            true => told.says(&[keep, "restore"]),
            false => told.says(&["restore"]).never_says(&[keep]),
        };
    }
}

/// What is missing is said, and what mends it.
#[test]
fn a_clone_without_the_key_is_told_so_without_the_bucket() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    let clone = story.cloned();
    clone.var("FC_GUARD_STATE", "oss://team-state/shop");
    for command in ["deploy", "plan", "drift"] {
        let told = runs(&clone, AT, &format!("{command} --state-offline"));
        told.refused(&["neither the team's key nor any", "set FC_GUARD_STATE_KEY"])
            .never_says(&["goes on with the copy"])
            .writes(&[]);
    }
}

/// A place that is prepared names its key, so that nobody begins with another one.
#[test]
fn the_first_record_is_not_made_with_another_key() {
    let story = shared(Story::new());
    let bucket = Bucket {
        name: "team-state".to_owned(),
        encryption: Some(Encryption::Aes256),
        ..Bucket::default()
    };
    story.cloud.emulator.bucket(bucket);
    runs(&story, AT, "state init")
        .ok()
        .says(&["is fit for records", "ready: the next 's deploy'"]);
    let other = shared(story.cloned());
    other.var("FC_GUARD_STATE_KEY", &"0".repeat(64));
    for command in ["deploy", "plan"] {
        runs(&other, AT, command)
            .refused(&["shop/v1/key.id", "set FC_GUARD_STATE_KEY"])
            .writes(&[]);
    }
    runs(&other, AT, "state init").refused(&["with a key that is not on this machine"]);
    runs(&story, AT, "deploy").ends("changed");
}

/// Records that were handed over have secrets that only their working copy could compare.
#[test]
fn what_another_key_means_is_told_as_it_is() {
    let secret = || Fn::demo().variable("DB_PASSWORD", "canary-secret-4711");
    let story = Story::new();
    story.yaml(&[secret()]);
    story.s("deploy").ends("changed");
    let lost = story.forked();
    lost.write(".s/fc-guard/key", &"1".repeat(64));
    lost.s("plan")
        .says(&["lost or replaced since the last deploy"])
        .never_says(&["team"]);
    let story = shared(story);
    runs(&story, AT, "plan")
        .says(&["before they were handed over to the team"])
        .never_says(&["lost or replaced"]);
}

/// Whose decision it is that something stands kept is told with it.
#[test]
fn what_is_kept_says_by_whom() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    story.console().hot_fix("demo");
    runs(&story, AT.of("Ada"), "deploy --use-remote").ok();
    let colleague = shared(story.cloned());
    runs(&colleague, AT, "deploy")
        .ok()
        .says(&["(kept since ", " by Ada)"]);
    runs(&colleague, AT, "plan --report plan.json");
    assert!(colleague.read("plan.json").contains("\"by\": \"Ada\""));
}

/// In a pipeline nobody has edited a file, so it is said which ones are no commit's.
#[test]
fn a_pipeline_names_the_files_that_are_in_no_commit() {
    for is_pipeline in [true, false] {
        let story = shared(Story::new());
        if is_pipeline {
            story.var("GITHUB_ACTIONS", "true");
        }
        let told = runs(&story, AT.dirty(), "deploy").ends("changed");
        let said = "is no commit's: changed, or in none: s.yaml";
        match is_pipeline {
            true => told.says(&[said]),
            false => told.never_says(&[said]),
        };
    }
}

/// The head of a pull request is not the merge that GitHub names, and nobody need be told.
#[test]
fn a_checkout_of_a_pull_request_contradicts_nobody() {
    for is_request in [true, false] {
        let story = shared(Story::new());
        story.var("GITHUB_ACTIONS", "true");
        story.var("GITHUB_SHA", &"e".repeat(40));
        if is_request {
            story.var("GITHUB_HEAD_REF", "feature");
        }
        let told = runs(&story, AT, "deploy").ends("changed");
        let said = "the pipeline names commit";
        match is_request {
            true => told.never_says(&[said]),
            false => told.says(&[said]),
        };
    }
}

/// A file that s.yaml extends is deployed like itself.
#[test]
fn what_the_file_extends_is_asked_of_git() {
    let story = shared(Story::new());
    let text = story.read("s.yaml");
    story.write("base.yaml", &text);
    story.write("s.yaml", "extend: base.yaml\n");
    let asked = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let seen = std::rc::Rc::clone(&asked);
    story.git(move |args| {
        seen.borrow_mut().push(args.join(" "));
        AT.answer(args)
    });
    story.s("deploy").ends("changed");
    let files = asked.borrow();
    let files = files.iter().find(|one| one.contains("ls-files")).unwrap();
    assert!(
        files.contains("/base.yaml") && files.contains("/s.yaml"),
        "{files}"
    );
}

/// A bucket that is not there is nothing that a message of the service mends.
#[test]
fn a_missing_bucket_is_told_with_what_to_do() {
    let story = shared(Story::new());
    story.var("FC_GUARD_STATE", "oss://no-such-bucket/shop");
    let body = "<Error><Code>NoSuchBucket</Code><Message>m</Message></Error>";
    for command in ["deploy", "state init"] {
        story.meddle(
            move |_, line, _| match line.path.starts_with("oss: no-such") {
                true => Fate::RefusedWith(404, body.to_owned()),
                false => Fate::Arrives,
            },
        );
        runs(&story, AT, command).refused(&["there is no bucket no-such-bucket", "oss-REGION"]);
    }
}

/// A mark that was taken away and is set again is told in one line.
#[test]
fn a_mark_that_is_set_again_says_so() {
    let story = Story::new().marks();
    runs(&story, AT, "deploy").ends("changed");
    story.console().untag("demo", "fc-guard");
    let told = runs(&story, AT, "deploy").ok();
    told.says(&["was set again", "taken it away"])
        .never_says(&["is gone"]);
}

/// Another key goes with another place, and costs nobody a question.
#[test]
fn a_team_takes_another_key_in_another_place() {
    let story = shared(Story::new().marks());
    runs(&story, AT, "deploy").ends("changed");
    let colleague = shared(story.cloned());
    for one in [&story, &colleague] {
        one.var("FC_GUARD_STATE", "oss://team-state/shop-2");
        one.var("FC_GUARD_STATE_KEY", &"1".repeat(64));
    }
    runs(&story, AT, "state init").ok();
    runs(&story, AT, "deploy").ok().writes(&[]);
    colleague.yaml(&[Fn::demo().timeout(20)]);
    runs(&colleague, AT.head('b'), "deploy").ends("changed");
}
