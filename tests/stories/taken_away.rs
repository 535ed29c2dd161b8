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
