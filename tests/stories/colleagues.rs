//! Whose a baseline is, one step after whatever came in between: a deploy of a half, one that failed or stopped halfway,
//! a mark that is not of the newest deploy, a pipeline's folder, a route that moved.

use fc_guard::ports::Clock as _;
use serde_json::json;

use crate::base::{foo, overtaken, runs, timeout, with_foo};
use crate::claims::site;
use crate::cloud::Fate;
use crate::marks::history::AT;
use crate::story::Story;
use crate::team::{LONG, shared};
use crate::yaml::{Fn, yaml};

/// A deploy of one half is of that half: what a colleague has deployed of the other one stays a colleague's.
#[test]
fn a_deploy_of_one_half_takes_the_other_one_for_nobodys_own() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    story.write("code/index.py", "two\n");
    runs(&story, AT.head('c'), "deploy --function code").ends("changed");
    let told = runs(&story, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["deployed by Ada from bbbbbbbbbbbb", "FOO"]);
    // A third clone, whose commit comes after that deploy and not after Ada's.
    let third = shared(story.cloned());
    runs(&third, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    assert_eq!(foo(&story), "1");
    // And the other way round.
    let first = shared(Story::new());
    runs(&first, AT, "deploy").ends("changed");
    let ada = shared(first.cloned());
    ada.write("code/theirs.py", "theirs\n");
    runs(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
    first.yaml(&[Fn::demo().timeout(20)]);
    runs(&first, AT.head('c'), "deploy --function config").ends("changed");
    let told = runs(&first, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["theirs.py", "deployed by Ada from bbbbbbbbbbbb"]);
    runs(&first, AT.head('d'), "deploy").ends("changed");
}

/// What comes to nothing makes nothing of a colleague's ours, at whatever request it ends.
#[test]
fn a_deploy_that_fails_takes_over_nothing() {
    let refused = Fate::RefusedWith(400, r#"{"Code": "InvalidArgument"}"#.to_owned());
    let fates = [
        Fate::KilledBefore,
        Fate::KilledAfter,
        Fate::Lost,
        Fate::Dropped,
        refused,
    ];
    let overtaken = || {
        let (story, _) = overtaken(AT.head('b'), with_foo());
        story.yaml(&[Fn::demo().timeout(20)]);
        story
    };
    let requests = runs(&overtaken(), AT.head('c'), "deploy --merge")
        .sent
        .len();
    for fate in fates {
        for at in 0..requests {
            let story = overtaken();
            story.fate(at, fate.clone());
            let first = runs(&story, AT.head('c'), "deploy --merge");
            for _ in 0..3 {
                story.cloud.pass(LONG);
                let told = runs(&story, AT.head('c'), "deploy");
                assert_eq!(
                    foo(&story),
                    "1",
                    "{fate:?} at {at}\n{}\n{}",
                    first.transcript(),
                    told.transcript()
                );
            }
        }
    }
}

/// A deploy that nobody saw the end of is of the tree that it was made from, and of nobody else.
#[test]
fn what_a_colleague_wrote_and_could_not_record_is_theirs() {
    let first = shared(Story::new());
    runs(&first, AT, "deploy").ends("changed");
    let ada = shared(first.cloned());
    ada.yaml(&[with_foo()]);
    ada.every("PUT", "functions/demo", Fate::KilledAfter);
    runs(&ada, AT.head('b').of("Ada"), "deploy");
    assert_eq!(foo(&first), "1");
    first.cloud.pass(LONG);
    first.yaml(&[Fn::demo().timeout(20)]);
    let told = runs(&first, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["deployed by Ada from bbbbbbbbbbbb", "FOO"]);
    runs(&first, AT.head('d'), "deploy").ends("changed");
    assert_eq!((foo(&first), timeout(&first)), (json!(null), json!(20)));
}

/// The working copy of a pipeline is of nobody: what counts there is what git says.
#[test]
fn a_pipeline_that_keeps_its_folder_goes_by_git() {
    let story = shared(Story::new());
    story.var("GITHUB_ACTIONS", "true");
    story.var("GITHUB_RUN_ID", "7");
    story.yaml(&[with_foo()]);
    runs(&story, AT.head('b'), "deploy").ends("changed");
    story.yaml(&[Fn::demo()]);
    let told = runs(&story, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&["FOO", "which you do not have"]);
    runs(&story, AT.head('d'), "deploy").ends("changed");
    assert_eq!(foo(&story), json!(null));
}

/// Whoever removes what a colleague has deployed may have none of it in any file.
#[test]
fn what_a_colleague_deployed_is_saved_before_it_is_removed() {
    let (story, _) = overtaken(AT.head('b').dirty(), with_foo());
    let told = runs(&story, AT.head('c'), "remove -y").ends("changed");
    told.says(&["restore"]);
    let id = story.newest_backup();
    runs(&story, AT.head('c'), &format!("restore {id} -y")).ok();
    assert_eq!(foo(&story), "1");
    // What is one's own stands in the file.
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    runs(&story, AT, "remove -y")
        .ends("changed")
        .never_says(&["restore"]);
}

/// The mark of an earlier deploy says nothing of a colleague whose deploy could leave none.
#[test]
fn a_mark_that_is_not_of_the_newest_deploy_hides_nobody() {
    let denied = Fate::RefusedWith(403, r#"{"Code": "AccessDenied"}"#.to_owned());
    let first = shared(Story::new().marks());
    runs(&first, AT, "deploy").ends("changed");
    let ada = shared(first.cloned());
    ada.yaml(&[with_foo().timeout(20)]);
    ada.every("POST", "tags-v2", denied);
    runs(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
    for clone in [shared(first.cloned()), first] {
        let told = runs(&clone, AT.head('c'), "deploy")
            .ends("drift")
            .writes(&[]);
        told.says(&["deployed by Ada from bbbbbbbbbbbb", "FOO", "timeout"]);
    }
}

/// What was stopped between two of its writes is of whoever made them, as far as they went.
#[test]
fn a_deploy_that_stops_halfway_is_of_whoever_made_it() {
    let denied = Fate::RefusedWith(403, r#"{"Code": "AccessDenied"}"#.to_owned());
    for fate in [Some(Fate::KilledBefore), Some(denied), None] {
        let first = shared(Story::new());
        runs(&first, AT, "deploy").ends("changed");
        let ada = shared(first.cloned());
        ada.yaml(&[Fn::demo()
            .memory(2048)
            .with("      tags: [{key: owner, value: x}]\n")]);
        if let Some(fate) = &fate {
            ada.every("POST", "tags-v2", fate.clone());
        }
        runs(&ada, AT.head('b').of("Ada"), "deploy");
        let memory = || first.console().function("demo")["memorySize"].clone();
        assert_eq!(memory(), 2048, "{fate:?}");
        first.cloud.pass(LONG);
        for flag in ["", " --merge", " --use-remote"] {
            let told = runs(&first.forked(), AT.head('c'), &format!("deploy{flag}"));
            told.never_says(&["changed locally:"]);
        }
        let told = runs(&first, AT.head('c'), "deploy")
            .ends("drift")
            .writes(&[]);
        told.says(&["memorySize: 512 → 2048", "deployed by Ada"]);
        runs(&first, AT.head('c'), "deploy --use-remote").ok();
        assert_eq!(memory(), 2048, "{fate:?}");
        // Whoever made it goes on with the rest.
        runs(&ada, AT.head('b').of("Ada"), "deploy").ok();
    }
}

const DOMAIN: &str = crate::claims::DOMAIN;

/// A route that a colleague gave to another resource is not taken over as if it were one's own.
#[test]
fn a_route_that_a_colleague_gave_to_another_resource_is_asked_about() {
    let function = |name: &str, path: Option<&str>| {
        let function = Fn::named(name, name).bare();
        match path {
            Some(path) => function.route(DOMAIN, path),
            None => function,
        }
    };
    let first = shared(Story::new());
    let of = |one: Option<&str>, two: Option<&str>| [function("one", one), function("two", two)];
    first.yaml(&of(Some("/a"), None));
    runs(&first, AT, "deploy").ends("changed");
    let ada = shared(first.cloned());
    ada.yaml(&of(Some("/a"), Some("/b")));
    runs(&ada, AT.head('b').of("Ada"), "deploy").ends("changed");
    // Ours has looked at the other resource, too.
    runs(&first, AT.head('c'), "deploy").ok();
    let leads = |story: &Story| {
        let routes = story.console().routes(DOMAIN);
        let route = routes.iter().find(|route| route["path"] == "/b");
        route.map(|route| route["functionName"].clone())
    };
    let site = yaml(&of(Some("/a"), None)) + &site(&[("/b", "one")], "");
    let mut both = function("one", Some("/a"));
    both.domain = None;
    for file in [
        site,
        yaml(&[function("one", Some("/b")), function("two", None)]),
    ] {
        let story = first.forked();
        story.write("s.yaml", &file);
        for command in ["plan", "deploy", "deploy --merge"] {
            runs(&story, AT.head('c'), command);
            assert_eq!(leads(&story), Some(json!("two")), "{command}\n{file}");
        }
        // Whoever has theirs moves it.
        runs(&story, AT.head('d'), "deploy");
    }
}

/// Storing the intent may take as long as the bucket likes: what others write meanwhile is seen before the request.
#[test]
fn what_comes_while_the_intent_is_stored_is_not_overwritten() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    story.yaml(&[Fn::demo().timeout(20)]);
    let mut stored = 0;
    story.meddle(move |_, line, console| {
        if line.is("PUT", "oss: team-state*") {
            stored += 1;
            if stored == 2 {
                console.change("demo", json!({"timeout": 99}));
            }
        }
        Fate::Arrives
    });
    let told = runs(&story, AT, "deploy").fails();
    assert_eq!(timeout(&story), 99, "{}", told.transcript());
    runs(&story, AT, "deploy").refused(&["timeout"]).writes(&[]);
}

/// What was deployed without the bucket, and the team has taken back since, is not redone by the same file.
#[test]
fn a_deploy_without_the_bucket_that_the_team_took_back_is_asked_about() {
    for ours in [AT.head('c'), AT.head('c').shallow(), AT.head('c').dirty()] {
        let first = shared(Story::new());
        runs(&first, AT, "deploy").ends("changed");
        let ada = shared(first.cloned());
        first.yaml(&[Fn::demo().timeout(20)]);
        runs(&first, ours, "deploy --state-offline").ends("changed");
        runs(&ada, AT.head('b').of("Ada"), "deploy --use-local").ends("changed");
        assert_eq!(timeout(&first), 10);
        let told = runs(&first, ours, "deploy").ends("drift").writes(&[]);
        told.says(&["is not used", "timeout"]);
        runs(&first, ours, "deploy --use-local").ends("changed");
        // That is over once it was decided.
        first.yaml(&[Fn::demo().timeout(30)]);
        runs(&first, ours, "deploy").ends("changed");
    }
}

/// The folder of a pipeline counts as far as git bears it out, with the bucket and carried along without it.
#[test]
fn what_git_does_not_bear_out_in_a_pipeline_is_asked_about() {
    let pipeline = |story: Story| {
        story.var("GITLAB_CI", "true");
        story.yaml(&[with_foo()]);
        runs(&story, AT.head('b'), "deploy").ends("changed");
        story.yaml(&[Fn::demo()]);
        story
    };
    for at in [
        AT,
        AT.head('c'),
        AT.head('c').shallow(),
        AT.head('d').dirty(),
    ] {
        let story = pipeline(shared(Story::new()));
        runs(&story, at, "deploy").fails().writes(&[]);
        assert_eq!(foo(&story), "1", "{at:?}");
    }
    for at in [AT, AT.head('c')] {
        let story = pipeline(Story::new());
        runs(&story, at, "deploy").fails().writes(&[]);
        assert_eq!(foo(&story), "1", "{at:?}");
    }
    // Nothing else would tell there.
    let story = pipeline(Story::new());
    runs(&story, AT.head('c').shallow(), "deploy").ends("changed");
    let story = pipeline(shared(Story::new()));
    runs(&story, AT.head('d'), "deploy").ends("changed");
}

/// A mark that was left is something that was written, whatever comes after it.
#[test]
fn a_mark_is_told_among_what_was_written_before_a_failure() {
    let story = Story::deployed();
    let clone = story.cloned().marks();
    clone.yaml(&[Fn::demo(), Fn::named("other", "other").bare()]);
    let denied = Fate::RefusedWith(403, r#"{"Code": "AccessDenied"}"#.to_owned());
    clone.every("POST", "functions", denied);
    let told = clone.s("deploy").ends("partial");
    told.says(&["the tag of the deploy on function demo"]);
}

/// Whoever lacks a commit has nothing to decide once it is there.
#[test]
fn what_ours_lacks_can_be_pulled() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    let pull = "git pull";
    runs(&story, AT.head('c'), "deploy").says(&[pull]);
    runs(&story, AT.head('c').shallow(), "deploy").never_says(&[pull]);
    story.console().change("demo", json!({"memorySize": 1024}));
    runs(&story, AT.head('d'), "deploy").never_says(&[pull]);
}

/// A place that was named once and is not any more is told: what the team has deployed since is not looked at.
#[test]
fn a_place_that_is_named_no_more_is_told() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    story.var("FC_GUARD_STATE", "");
    for command in ["plan", "deploy"] {
        runs(&story, AT, command).says(&["were shared with a team"]);
    }
    let story = Story::deployed();
    story.s("plan").never_says(&["were shared with a team"]);
}

/// Whoever is stopped while nobody knows what becomes of a write leaves the claim, and is told how long that lasts.
#[test]
fn a_run_that_is_stopped_at_a_write_without_an_end_tells_of_its_claim() {
    for is_shared in [true, false] {
        let story = match is_shared {
            true => shared(Story::new()),
            false => Story::new(),
        };
        runs(&story, AT, "deploy").ends("changed");
        story.yaml(&[Fn::demo().timeout(20)]);
        let sent = runs(&story.forked(), AT, "deploy").sent;
        let write = sent
            .iter()
            .position(|line| line.is("PUT", "functions/demo"));
        story.interrupt(write.unwrap());
        story.every("PUT", "functions/demo", Fate::Slow(200_000));
        let told = runs(&story, AT, "deploy").ends("interrupted");
        let claim = "takes over the team's claim";
        match is_shared {
            true => told.says(&[claim, "10 minutes"]),
            false => told.never_says(&[claim]),
        };
    }
}

/// At any other moment it gives the claim back, so that a colleague goes on at once.
#[test]
fn a_run_that_is_stopped_gives_its_claim_back() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    story.yaml(&[Fn::demo().timeout(20)]);
    let sent = runs(&story.forked(), AT, "deploy").sent.len();
    for request in 0..sent {
        let story = story.forked();
        let colleague = shared(story.cloned());
        let before = story.cloud.now();
        let told = runs(story.interrupt(request), AT, "deploy").ends("interrupted");
        assert!(story.cloud.now() - before < 4_000, "{}", told.transcript());
        told.never_says(&["takes over the team's claim", "outcome unknown"]);
        let told = runs(&colleague, AT, "deploy").ends_one_of(&["changed", "clean"]);
        told.never_says(&["waiting for", "without giving its claim back"]);
        assert_eq!(colleague.console().function("demo")["timeout"], 20);
        runs(&story, AT, "deploy").ends("clean").writes(&[]);
    }
}

/// A removal does so, too.
#[test]
fn a_removal_that_is_stopped_gives_its_claim_back() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    let sent = runs(&story.forked(), AT, "remove -y").sent.len();
    for request in 0..sent {
        let story = story.forked();
        let colleague = shared(story.cloned());
        runs(story.interrupt(request), AT, "remove -y").ends("interrupted");
        let told = runs(&colleague, AT, "remove -y");
        told.never_says(&["waiting for", "without giving its claim back"]);
    }
}

/// A bucket that does not answer keeps nobody waiting who has pressed Ctrl-C.
#[test]
fn a_claim_that_cannot_be_given_back_in_time_is_told() {
    let story = shared(Story::new());
    runs(&story, AT, "deploy").ends("changed");
    story.yaml(&[Fn::demo().timeout(20)]);
    let sent = runs(&story.forked(), AT, "deploy").sent;
    let write = sent
        .iter()
        .position(|line| line.is("PUT", "functions/demo"));
    let write = write.unwrap();
    let before = story.cloud.now();
    story
        .interrupt(write)
        .meddle(move |number, _, _| match number > write {
            true => Fate::Slow(200_000),
            false => Fate::Arrives,
        });
    let told = runs(&story, AT, "deploy").ends("interrupted");
    told.says(&["takes over the team's claim", "10 minutes"]);
    assert!(story.cloud.now() - before < 5_000);
}

/// A comment on a merge request says whose deploy it is, as the terminal does.
#[test]
fn every_form_of_a_report_names_whose_deploy_it_is() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    let names = "deployed by Ada from bbbbbbbbbbbb, which you do not have";
    for file in ["report.md", "report.xml", "report.json", "report.txt"] {
        runs(&story, AT.head('c'), &format!("plan --report {file}"));
        let text = story.read(file);
        assert!(text.contains(names), "{file}\n{text}");
    }
}

/// A deploy of a half that comes to its end leaves nothing of that half to the deploys before it.
#[test]
fn a_deploy_of_a_half_in_two_writes_is_whole() {
    let (story, _) = overtaken(AT.head('b'), with_foo());
    let tags = "      tags: [{key: team, value: shop}]\n";
    story.yaml(&[Fn::demo().timeout(20).with(tags)]);
    let told = runs(&story, AT.head('d'), "deploy --function config").ends("changed");
    assert_eq!(told.wrote().len(), 2, "{}", told.transcript());
    // Another branch goes on from what was deployed here.
    story.yaml(&[Fn::demo().timeout(30).with(tags)]);
    runs(&story, AT.head('c'), "deploy").ends("changed");
    assert_eq!(timeout(&story), json!(30));
}
