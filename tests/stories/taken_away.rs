//! What one of a team takes away is not made again by the next one without a word, where the team shares its records; and
//! the history tells who it was.

use serde_json::json;

use crate::base::{runs, timeout};
use crate::cloud::Fate;
use crate::marks::history::AT;
use crate::story::Story;
use crate::team::{LONG, shared};
use crate::yaml::Fn;

const ASYNC: &str = "      asyncInvokeConfig:\n        maxAsyncEventAgeInSeconds: 360\n        maxAsyncRetryAttempts: 3\n";

fn deployed() -> Story {
    let story = shared(Story::new().marks());
    story.yaml(&[Fn::demo().with(ASYNC)]);
    runs(&story, AT, "deploy").ends("changed");
    story
}

const WAYS: [&str; 3] = [
    "remove -y",
    "remove --trigger http -y",
    "remove --async-invoke-config -y",
];

/// Whatever git says: no commit tells of it.
#[test]
fn what_a_colleague_removed_is_asked_about() {
    for way in WAYS {
        for at in [AT, AT.head('b'), AT.head('b').dirty()] {
            let story = deployed();
            let ada = shared(story.cloned());
            runs(&ada, AT.of("Ada"), way).ends("changed");
            let left = story.console().left();
            for command in ["plan", "drift", "deploy", "deploy --merge"] {
                runs(&story, at, command)
                    .ends("drift")
                    .writes(&[])
                    .says(&["taken away by Ada from aaaaaaaaaaaa, in a removal"]);
            }
            let pipeline = shared(story.cloned());
            pipeline.var("GITHUB_ACTIONS", "true");
            runs(&pipeline, at, "deploy").ends("drift").writes(&[]);
            assert_eq!(story.console().left(), left, "{way}");
            // Whoever took it away puts it back without a question.
            runs(&ada.forked(), AT.of("Ada"), "deploy").ends("changed");
            runs(&story, at, "deploy --use-local").ends("changed");
            runs(&pipeline, at, "deploy").ok().writes(&[]);
        }
    }
}

/// A run of a pipeline that this person has begun.
fn pipeline(story: &Story, person: &str) -> Story {
    let pipeline = shared(story.cloned());
    for (name, value) in [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_ACTOR", person),
        ("GITHUB_SERVER_URL", "https://github.com"),
        ("GITHUB_REPOSITORY", "team/shop"),
        ("GITHUB_RUN_ID", "17"),
    ] {
        pipeline.var(name, value);
    }
    pipeline
}

/// A preview environment: whoever has removed it by a pipeline knows of that, and makes it again without a question.
#[test]
fn a_pipeline_makes_again_what_the_same_person_has_removed_by_one() {
    for head in ['a', 'b'] {
        let story = deployed();
        runs(&pipeline(&story, "ada"), AT, "remove -y").ends("changed");
        let again = pipeline(&story, "ada");
        runs(&again, AT.head(head), "plan").ends("changed");
        let told = runs(&again, AT.head(head), "deploy").ends("changed");
        told.says(&["function demo was removed by a pipeline, by ada from aaaaaaaaaaaa"]);
        runs(&pipeline(&story, "bob"), AT.head(head), "deploy")
            .ok()
            .writes(&[]);
    }
}

/// Nobody else does so, nor a run of the same person that does not come after the removal, nor one that says nothing of
/// who began it; and a part that a pipeline has removed is nobody's environment.
#[test]
fn what_a_pipeline_has_removed_is_asked_about_by_all_others() {
    let asked = |told: crate::told::Told| {
        let told = told.ends("drift").writes(&[]);
        told.says(&["in a removal", "deploy --use-local"]);
    };
    for way in WAYS {
        let story = deployed();
        runs(&pipeline(&story, "ada"), AT.head('b'), way).ends("changed");
        for (person, at) in [
            ("bob", AT.head('b')),
            ("ada", AT),
            ("ada", AT.head('c')),
            ("ada", AT.head('b').dirty()),
            ("ada", AT.head('d').elsewhere()),
        ] {
            asked(runs(&pipeline(&story, person), at, "deploy"));
        }
        let unnamed = pipeline(&story, "");
        asked(runs(&unnamed, AT.head('b').of("ada"), "deploy"));
        asked(runs(
            &shared(story.cloned()),
            AT.head('b').of("ada"),
            "deploy",
        ));
        if way != "remove -y" {
            asked(runs(&pipeline(&story, "ada"), AT.head('b'), "deploy"));
        }
    }
    // What somebody has removed by hand was no pipeline's.
    let story = deployed();
    runs(&shared(story.cloned()), AT.of("ada"), "remove -y").ends("changed");
    asked(runs(&pipeline(&story, "ada"), AT, "deploy"));
}

/// A decision that it stays away is everybody's.
#[test]
fn what_stays_away_is_so_for_all() {
    for way in WAYS {
        let story = deployed();
        let ada = shared(story.cloned());
        runs(&ada, AT.of("Ada"), way).ends("changed");
        runs(&story, AT, "deploy --use-remote").ok().writes(&[]);
        for one in [&story, &shared(story.cloned())] {
            let told = runs(one, AT, "deploy").ok();
            assert_eq!(told.wrote(), [""; 0], "{way}\n{}", told.transcript());
        }
    }
}

/// The history knows a function that is gone, and all that was before, also once it is there again.
#[test]
fn the_history_tells_who_took_a_function_away() {
    let story = deployed();
    let ada = shared(story.cloned());
    story.cloud.pass(60_000);
    runs(&ada, AT.of("Ada"), "remove -y").ends("changed");
    let of_function = |told: &crate::told::Told| -> Vec<String> {
        let all = told.result()["deploys"].as_array().unwrap().clone();
        let mine = all.iter().filter(|one| one["resource"] == "function demo");
        mine.map(|one| one["change"].as_str().unwrap().to_owned())
            .collect()
    };
    let told = runs(&story, AT, "history").says(&["function demo", "taken away", "by Ada"]);
    assert_eq!(of_function(&told), ["removed", "created"]);
    story.cloud.pass(60_000);
    runs(&story, AT, "deploy --use-local").ends("changed");
    let told = runs(&story, AT, "history");
    assert_eq!(of_function(&told), ["created", "removed", "created"]);
}

/// What a run did that was killed before it could say so is an update all the same.
#[test]
fn the_history_tells_a_killed_deploy_as_what_it_was() {
    for is_shared in [true, false] {
        let story = match is_shared {
            true => deployed(),
            false => {
                let story = Story::new();
                runs(&story, AT, "deploy").ends("changed");
                story
            }
        };
        story.yaml(&[Fn::demo()
            .timeout(20)
            .with(if is_shared { ASYNC } else { "" })]);
        story.every("PUT", "functions/demo", Fate::KilledAfter);
        runs(&story, AT.head('b').of("Bob"), "deploy");
        assert_eq!(timeout(&story), json!(20));
        story.cloud.pass(LONG);
        story.meddle(|_, _, _| Fate::Arrives);
        runs(&story, AT.head('b').of("Ada"), "deploy").ok();
        runs(&story, AT, "history")
            .says(&["updated", "by Bob"])
            .never_says(&["accepted as it was online"]);
    }
}

/// Beside a record of one's own the mark of a later deploy is told, or that there is one which cannot be read.
#[test]
fn the_history_tells_of_a_later_mark() {
    let story = Story::new().marks();
    runs(&story, AT, "deploy").ends("changed");
    let later = "the tag on the function says that it was deployed since";
    runs(&story, AT, "history").never_says(&[later, "tag"]);
    let bob = story.cloned();
    bob.yaml(&[Fn::demo().timeout(20)]);
    runs(&bob, AT.head('b').of("Bob"), "deploy --use-local").ends("changed");
    runs(&story, AT, "history").says(&[later, "by Bob from bbbbbbbbbbbb"]);
    story.console().tag("demo", "fc-guard", "2;3;x");
    runs(&story, AT, "history").says(&["the tag fc-guard on the function cannot be read"]);
}

const TIMER: &str = "        - triggerName: timer\n          triggerType: timer\n          triggerConfig: {cronExpression: '@every 9m', enable: true}\n";

/// A file with one more trigger and a configuration.
fn more(story: &Story) {
    story.yaml(&[Fn::demo().with(ASYNC)]);
    let text = story.read("s.yaml");
    let text = text.replace("      triggers:\n", &format!("      triggers:\n{TIMER}"));
    story.write("s.yaml", &text);
}

/// Ways to take away what the file of whoever does it never had.
const BESIDE: [&str; 2] = [
    "remove --trigger timer -y",
    "remove --async-invoke-config -y",
];

/// No commit of theirs tells of it either: their file never had it.
#[test]
fn what_was_removed_by_whose_file_never_had_it_is_asked_about() {
    for way in BESIDE {
        let ada = shared(Story::new());
        runs(&ada, AT.of("Ada"), "deploy").ends("changed");
        let carl = shared(ada.cloned());
        more(&carl);
        runs(&carl, AT.head('b').of("Carl"), "deploy").ends("changed");
        runs(&ada, AT.of("Ada"), way).ends("changed");
        for at in [AT.head('b'), AT.head('d')] {
            for story in [&carl, &shared(carl.cloned())] {
                for command in ["plan", "deploy", "deploy --merge"] {
                    runs(story, at, command)
                        .ends("drift")
                        .writes(&[])
                        .says(&["taken away by Ada from aaaaaaaaaaaa, in a removal"]);
                }
            }
        }
    }
}

/// What a commit took out of the file and somebody removed after it is told by that commit.
#[test]
fn what_a_commit_took_out_is_put_back_by_a_later_one() {
    for way in BESIDE {
        let carl = shared(Story::new());
        more(&carl);
        runs(&carl, AT.of("Carl"), "deploy").ends("changed");
        let ada = shared(carl.cloned());
        ada.yaml(&[Fn::demo()]);
        runs(&ada, AT.head('b').of("Ada"), way).ends("changed");
        // Ours comes after that and has it again; what does not come after it is asked about.
        runs(&carl, AT.head('c'), "deploy")
            .ends("drift")
            .writes(&[]);
        runs(&carl, AT.head('d'), "deploy").ends("changed");
    }
}

/// Configurations that a branch deploys, and what takes them away online.
const CONFIGS: [(&str, &str, &str); 2] = [
    (ASYNC, "async-invoke-config", "AsyncInvokeConfig"),
    (
        "      concurrencyConfig:\n        reservedConcurrency: 5\n",
        "concurrency",
        "ConcurrencyConfig",
    ),
];

/// Whoever deploys a file that does not have it has taken nothing away: who has it is told that others did.
#[test]
fn what_others_deleted_is_not_put_on_record_as_removed_by_who_never_had_it() {
    for (block, segment, name) in CONFIGS {
        let story = shared(Story::new());
        runs(&story, AT, "deploy").ends("changed");
        let carl = shared(story.cloned());
        carl.yaml(&[Fn::demo().with(block)]);
        runs(&carl, AT.head('b').of("Carl"), "deploy").ends("changed");
        story.console().delete_config("demo", segment, name);
        for _ in 0..2 {
            runs(&story, AT.head('c'), "deploy").ok().writes(&[]);
        }
        for copy in [&carl, &shared(carl.cloned())] {
            for at in [AT.head('b'), AT.head('d')] {
                runs(copy, at, "deploy").ends("drift").writes(&[]);
            }
        }
        // Who has dropped it on purpose, and after that deploy, has nothing to decide when it comes back.
        runs(&story, AT.head('d'), "deploy").ok().writes(&[]);
        runs(&carl, AT.head('d'), "deploy").ends("changed");
    }
}

/// A decision that it stays away is about the commit that took it out: a later one that has it again is no part of it.
#[test]
fn what_stays_away_comes_back_with_a_later_commit() {
    // What a deploy takes out by itself, and what a removal does once the file does not have it.
    for way in ["deploy", BESIDE[0]] {
        let carl = shared(Story::new().marks());
        more(&carl);
        runs(&carl, AT, "deploy").ends("changed");
        let bob = shared(carl.cloned());
        match way {
            "deploy" => {
                let text = carl.read("s.yaml").replace(ASYNC, "");
                carl.write("s.yaml", &text);
            }
            _ => carl.yaml(&[Fn::demo().with(ASYNC)]),
        }
        runs(&carl, AT.head('b').of("Carl"), way).ends("changed");
        runs(&bob, AT.of("Bob"), "deploy").ends("drift").writes(&[]);
        runs(&bob, AT.of("Bob"), "deploy --use-remote")
            .ok()
            .writes(&[]);
        // As long as ours lacks that commit it stays away, for everybody.
        for copy in [&bob, &shared(bob.cloned())] {
            for at in [AT, AT.head('c')] {
                runs(copy, at, "deploy").ok().writes(&[]);
            }
        }
        more(&carl);
        runs(&carl, AT.head('d').of("Carl"), "plan").ends("changed");
        runs(&carl, AT.head('d').of("Carl"), "deploy").ends("changed");
    }
}

/// What a colleague deploys while a removal waits for its answer is none of what was agreed to: it stays on record.
#[test]
fn what_is_deployed_while_a_removal_is_asked_about_stays_on_record() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    let ada = shared(story.cloned());
    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    story.keys("y").meanwhile(0, move |_| {
        runs(&ada, AT.of("Ada"), "deploy --use-local").ends("changed");
    });
    // Of what was shown the domain alone is online.
    runs(&story, AT, "remove").ends("changed");
    story.console().change("demo", json!({"timeout": 77}));
    let told = runs(&shared(story.cloned()), AT, "deploy").ends("drift");
    told.writes(&[])
        .says(&["changed online since the last deploy:", "timeout: 10 → 77"]);
}
