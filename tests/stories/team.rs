//! Records that a team shares in a bucket: several working copies, one baseline. A deploy of one of them is
//! known to all others.

use fc_emulator::{Acl, Bucket, Encryption, Versioning};
use serde_json::json;

use crate::cloud::{ACCOUNT, Fate, HOST, READER};
use crate::marks::history::AT;
use crate::marks::run;
use crate::story::{Story, together};
use crate::told::Told;
use crate::yaml::Fn;

const PLACE: &str = "oss://team-state/shop";
const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// Longer than any claim lasts, in milliseconds.
pub(crate) const LONG: i64 = 60 * 60 * 1000;

/// Has a working copy share its records. All of them have one commit, so that git knows that each has what the
/// others have deployed; `base.rs` beside this has the others.
pub(crate) fn shared(story: Story) -> Story {
    story.repository(|args| AT.answer(args));
    story.var("FC_GUARD_STATE", PLACE);
    story.var("FC_GUARD_STATE_KEY", KEY);
    story
}

/// A working copy whose team has deployed the usual project from it.
fn team() -> Story {
    let story = shared(Story::new());
    story.s("deploy").ends("changed");
    story
}

/// A clone of the same repository, with the key of the team.
fn joined(story: &Story) -> Story {
    shared(story.cloned())
}

/// The requests to the bucket, by their methods.
fn asked(told: &Told) -> Vec<String> {
    let lines = told
        .sent
        .iter()
        .filter(|line| line.path.starts_with("oss: team-state"));
    lines.map(|line| line.method.clone()).collect()
}

/// The names of the revisions of the usual function that lie in the bucket, the oldest first.
fn revisions(story: &Story) -> Vec<String> {
    let name = |seq: u64| {
        let left = 9_999_999_999 - seq;
        format!("shop/v1/{ACCOUNT}/cn-hangzhou.demo/{left:010}-{seq:010}.json")
    };
    let emulator = &story.cloud.emulator;
    let names = (1..).map(name);
    names
        .take_while(|name| emulator.stored("team-state", name).is_some())
        .collect()
}

/// Declares the bucket.
fn declare(story: &Story, bucket: Bucket) {
    let name = "team-state".to_owned();
    story.cloud.emulator.bucket(Bucket { name, ..bucket });
}

fn memory(story: &Story) -> serde_json::Value {
    story.console().function("demo")["memorySize"].clone()
}

#[test]
fn a_clone_starts_from_what_the_team_has_deployed() {
    let first = team();
    let clone = joined(&first);
    clone
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&["first"]);
    clone.yaml(&[Fn::demo().timeout(20)]);
    // It is known to be the clone's own change, so nobody is asked.
    clone
        .s("deploy")
        .ends("changed")
        .writes(&["PUT functions/demo"]);
    first.yaml(&[Fn::demo().timeout(20)]);
    first.s("deploy").ends("clean").writes(&[]);
    first.s("plan").ends("clean");
}

/// A run that has the newest records asks for their number alone, beside everything else; one that has none
/// fetches them in one round trip more.
#[test]
fn a_deploy_without_changes_costs_one_round_trip_more_at_most() {
    let alone = Story::deployed().s("deploy").ends("clean");
    let first = team();
    let warm = first.s("deploy").ends("clean");
    assert_eq!(asked(&warm), ["GET"]);
    assert_eq!(warm.rounds, alone.rounds, "{}", warm.transcript());
    let cold = joined(&first).s("deploy").ends("clean");
    assert_eq!(asked(&cold), ["GET", "GET"]);
    assert_eq!(cold.rounds, alone.rounds + 1, "{}", cold.transcript());
}

#[test]
fn what_was_changed_online_is_told_once_and_a_decision_is_everybodys() {
    let first = team();
    let (second, third) = (joined(&first), joined(&first));
    second.s("deploy").ends("clean");
    first.console().change("demo", json!({"memorySize": 1024}));
    for one in [&first, &second, &third] {
        one.s("deploy").refused(&["memorySize"]).writes(&[]);
    }
    second.s("deploy --use-remote").ok().writes(&[]);
    for one in [&first, &third] {
        one.s("deploy")
            .ok()
            .writes(&[])
            .says(&["memorySize", "kept by an earlier decision"]);
    }
    assert_eq!(memory(&first), 1024);
    third.s("deploy --use-local").ends("changed");
    assert_eq!(memory(&first), 512);
    first.s("deploy").ends("clean").never_says(&["memorySize"]);
}

#[test]
fn two_who_deploy_at_once_take_turns() {
    for delay in [0, 10, 25, 50, 75, 100, 150, 250] {
        let first = team();
        let second = joined(&first);
        for one in [&first, &second] {
            one.yaml(&[Fn::demo().timeout(20).memory(1024)]);
        }
        let told = together(vec![
            (0, first.stage("deploy")),
            (delay, second.stage("deploy")),
        ]);
        let writes: usize = told.iter().map(|one| one.wrote().len()).sum();
        for told in told {
            told.ends_one_of(&["changed", "clean"]);
        }
        assert_eq!(writes, 1, "after {delay} ms");
        first.s("deploy").ends("clean").writes(&[]);
        second.s("drift").ends("clean");
    }
}

/// Of many who deploy at once some are killed, wherever they are. What they leave is finished by others, and no
/// number of a revision is missing or there twice.
#[test]
fn many_of_whom_some_are_killed_lose_nothing() {
    let rounds: usize = if crate::thorough() { 100 } else { 12 };
    for round in 0..rounds {
        let first = team();
        let clones: Vec<Story> = (0..6).map(|_| joined(&first)).collect();
        let mut chance = round * 7919 + 17;
        let mut next = |below: usize| {
            chance = (chance * 1_103_515_245 + 12_345) % 2_147_483_648;
            chance / 65_536 % below
        };
        for clone in &clones {
            clone.yaml(&[Fn::demo().timeout(20)]);
            if next(2) == 0 {
                let fate = [Fate::KilledBefore, Fate::KilledAfter][next(2)].clone();
                clone.fate(next(14), fate);
            }
        }
        let stages = clones
            .iter()
            .map(|clone| (next(200) as u64, clone.stage("deploy")));
        for told in together(stages.collect()) {
            assert!(!told.lies(), "{}", told.transcript());
        }
        first.cloud.pass(LONG);
        for _ in 0..2 {
            for clone in &clones {
                clone.s("deploy").ends_one_of(&["changed", "clean"]);
            }
        }
        for clone in &clones {
            clone.s("deploy").ends("clean").writes(&[]);
        }
        assert_eq!(first.console().function("demo")["timeout"], 20);
        let left = revisions(&first).len();
        let all = first.console().state().to_string();
        let folder = format!("shop/v1/{ACCOUNT}/cn-hangzhou.demo/");
        assert_eq!(all.matches(&folder).count(), left);
    }
}

/// Whoever comes while another one writes waits, and none of them writes from what is no longer so.
#[test]
fn ten_who_deploy_at_once_lose_nothing() {
    let first = team();
    let clones: Vec<Story> = (0..10).map(|_| joined(&first)).collect();
    for clone in &clones {
        clone.yaml(&[Fn::demo().timeout(20)]);
    }
    let stages = clones.iter().enumerate();
    let stages = stages.map(|(number, clone)| (number as u64 * 7, clone.stage("deploy")));
    let told = together(stages.collect());
    let writes: usize = told.iter().map(|one| one.wrote().len()).sum();
    for told in told {
        told.ends_one_of(&["changed", "clean"]);
    }
    assert_eq!(writes, 1);
    for clone in &clones {
        clone.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn whoever_comes_while_another_one_writes_is_told_who() {
    let first = team();
    let second = joined(&first);
    for one in [&first, &second] {
        one.yaml(&[Fn::demo().timeout(20)]);
    }
    let slow = Fate::Slow(200_000);
    let slow = first.every("PUT", "functions/demo", slow).stage("deploy");
    let told = together(vec![(0, slow), (1_000, second.stage("deploy"))]);
    let [first, other] = told.try_into().unwrap();
    first.ends("changed");
    other
        .refused(&[
            "another run of the team is writing here",
            "deploy",
            "laptop",
        ])
        .writes(&[]);
    second.s("deploy").ends("clean").writes(&[]);
}

/// How many requests a deploy takes that changes the timeout.
fn requests_of_a_deploy() -> usize {
    let story = team();
    story.yaml(&[Fn::demo().timeout(20)]);
    story.s("deploy").ends("changed").sent.len()
}

/// A run that is killed leaves a claim. Its own working copy goes on at once, others when it is over.
#[test]
fn a_run_that_is_killed_at_any_request_is_finished_by_another_one() {
    for request in 0..requests_of_a_deploy() {
        for fate in [Fate::KilledBefore, Fate::KilledAfter] {
            let first = team();
            let second = joined(&first);
            for one in [&first, &second] {
                one.yaml(&[Fn::demo().timeout(20)]);
            }
            first.fate(request, fate.clone()).s("deploy").ends("");
            let again = first.forked();
            again.s("deploy").ends_one_of(&["changed", "clean"]);
            again.s("deploy").ends("clean").writes(&[]);
            second.cloud.pass(LONG);
            second
                .s("deploy")
                .ends_one_of(&["changed", "clean"])
                .never_says(&["changed online"]);
            second.s("deploy").ends("clean").writes(&[]);
            assert_eq!(second.console().function("demo")["timeout"], 20);
        }
    }
}

/// A claim that is left is given back by the next run of its working copy, whether that has anything to write or not, so
/// that nobody waits until it is over.
#[test]
fn what_a_killed_run_has_claimed_is_given_back_by_the_next_one_there() {
    for request in 0..requests_of_a_deploy() {
        let first = team();
        let second = joined(&first);
        for one in [&first, &second] {
            one.yaml(&[Fn::demo().timeout(20)]);
        }
        first.fate(request, Fate::KilledAfter).s("deploy").ends("");
        first.s("deploy").ends_one_of(&["changed", "clean"]);
        second.yaml(&[Fn::demo().timeout(30)]);
        second
            .s("deploy")
            .ends("changed")
            .never_says(&["another run of the team"]);
    }
    // One that is refused gives it back, too.
    let first = team();
    let second = joined(&first);
    first.yaml(&[Fn::demo().timeout(20)]);
    let killed = first.every("PUT", "functions/demo", Fate::KilledAfter);
    killed.s("deploy").ends("");
    first.console().change("demo", json!({"memorySize": 1024}));
    first.s("deploy").refused(&["memorySize"]);
    second.yaml(&[Fn::demo().timeout(20)]);
    second
        .s("deploy --use-remote")
        .ok()
        .never_says(&["another run of the team"]);
}

/// Whatever becomes of a request to the bucket, nothing is written online without a record of it, and the
/// next run finds its way.
#[test]
fn every_fault_of_the_bucket_ends_without_a_loss() {
    let sent = {
        let story = team();
        story.yaml(&[Fn::demo().timeout(20)]);
        story.s("deploy").ends("changed").sent
    };
    let busy = "<Error><Code>ServiceUnavailable</Code><Message>m</Message></Error>".to_owned();
    let denied = "<Error><Code>AccessDenied</Code><Message>m</Message></Error>".to_owned();
    let fates = [
        Fate::Dropped,
        Fate::Lost,
        Fate::Timeout,
        Fate::Half,
        Fate::AnsweredWith(503, busy.clone()),
        Fate::RefusedWith(503, busy),
        Fate::RefusedWith(403, denied),
    ];
    for (request, line) in sent.iter().enumerate() {
        if !line.path.starts_with("oss: team-state") {
            continue;
        }
        for fate in &fates {
            let first = team();
            let second = joined(&first);
            for one in [&first, &second] {
                one.yaml(&[Fn::demo().timeout(20)]);
            }
            let told = first.fate(request, fate.clone()).s("deploy");
            assert!(!told.lies(), "{}", told.transcript());
            second.cloud.pass(LONG);
            for one in [&second, &first] {
                one.s("deploy").ends_one_of(&["changed", "clean"]);
            }
            assert_eq!(second.console().function("demo")["timeout"], 20);
            second.s("drift").ends("clean");
        }
    }
}

/// The clocks of machines say nothing of whether a claim is over: that of the bucket does.
#[test]
fn a_claim_is_over_by_the_clock_of_the_bucket() {
    let first = team();
    let second = joined(&first);
    for one in [&first, &second] {
        one.yaml(&[Fn::demo().timeout(20)]);
    }
    let killed = first.every("PUT", "functions/demo", Fate::KilledBefore);
    killed.s("deploy").ends("");
    second
        .s("deploy")
        .refused(&["another run of the team is writing here"]);
    second.cloud.pass(11 * 60 * 1000);
    second
        .s("deploy")
        .ends("changed")
        .says(&["ended without giving its claim back"]);
    // Whoever was superseded and comes back does not write over what came since.
    first.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn without_the_bucket_nothing_is_compared_unless_that_is_said() {
    let story = team();
    story.yaml(&[Fn::demo().timeout(20)]);
    for command in ["deploy", "plan", "drift", "remove -y"] {
        story.meddle(
            |_, line, _| match line.path.starts_with("oss: team-state") {
                true => Fate::NoConnection,
                false => Fate::Arrives,
            },
        );
        story
            .s(command)
            .refused(&["team-state", "--state-offline"])
            .writes(&[]);
    }
    let told = story.s("deploy --state-offline").ends("changed");
    assert_eq!(asked(&told), [""; 0]);
    // Nobody has deployed in between, so what was recorded here is the team's from the next run on.
    let clone = joined(&story);
    story.s("deploy").ends("clean").says(&["handed over"]);
    clone.yaml(&[Fn::demo().timeout(20)]);
    clone.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn what_was_recorded_without_the_bucket_is_not_preferred_to_what_the_team_did_since() {
    let story = team();
    let other = joined(&story);
    story.yaml(&[Fn::demo().timeout(20)]);
    story.s("deploy --state-offline").ends("changed");
    // To the team that was somebody else's change.
    other.s("deploy").refused(&["timeout"]);
    other.s("deploy --use-local").ends("changed");
    story.yaml(&[Fn::demo()]);
    story.s("deploy").ends("clean").says(&["is not used"]);
    story.s("deploy").ends("clean").never_says(&["is not used"]);
}

#[test]
fn records_of_before_are_handed_over() {
    let story = Story::deployed();
    story.var("FC_GUARD_STATE", PLACE);
    story.var("FC_GUARD_STATE_KEY", KEY);
    story.s("deploy").ok().writes(&[]).says(&["handed over"]);
    assert!(story.records().is_empty());
    joined(&story).s("deploy").ends("clean").writes(&[]);
    // Another one that has records of its own finds those of the team, which count.
    let late = Story::deployed();
    let first = shared(late.cloned());
    first.yaml(&[Fn::demo().timeout(20)]);
    run(&first, AT.head('b'), "deploy --use-local").ends("changed");
    let late = shared(late);
    assert!(!late.records().is_empty());
    let told = run(&late, AT.head('c'), "deploy").ends("drift").writes(&[]);
    told.says(&["recorded without", "is not used"]);
}

#[test]
fn the_place_may_stand_in_the_file_and_what_is_none_is_refused() {
    let story = Story::new();
    story.var("FC_GUARD_STATE_KEY", KEY);
    story.yaml(&[Fn::demo().with("      state: oss://team-state/shop\n")]);
    let told = story.s("deploy").ends("changed");
    assert!(asked(&told).contains(&"PUT".to_owned()));
    story.s("deploy").ends("clean");
    story.yaml(&[Fn::demo().with("      state: oss://team-state\n")]);
    story.s("deploy").ends("usage").says(&["props.state"]);
    story.yaml(&[Fn::demo()]);
    story.var("FC_GUARD_STATE", "team-state/shop");
    story.s("deploy").ends("usage").says(&["FC_GUARD_STATE"]);
    story.var("FC_GUARD_STATE", PLACE);
    story.var("FC_GUARD_STATE_KEY", "short");
    story
        .s("deploy")
        .ends("usage")
        .says(&["FC_GUARD_STATE_KEY"]);
    story.var("FC_GUARD_STATE_KEY", &"0".repeat(64));
    story.s("deploy").refused(&["another team key"]).writes(&[]);
}

/// The key tells nobody who reads the bucket what a secret is, and never leaves the machine.
#[test]
fn no_secret_lies_in_the_bucket() {
    let story = shared(Story::new());
    story.yaml(&[Fn::demo().variable("DB_PASSWORD", "canary-secret-4711")]);
    let told = story.s("deploy").ends("changed");
    let names = revisions(&story);
    let text = |name: &String| {
        let bytes = story.cloud.emulator.stored("team-state", name);
        String::from_utf8(bytes.unwrap()).unwrap()
    };
    for name in &names {
        let text = text(name);
        assert!(
            !text.contains("canary-secret") && !text.contains(KEY),
            "{text}"
        );
    }
    assert!(text(names.last().unwrap()).contains("DB_PASSWORD"));
    for line in &told.sent {
        for (_, value) in &line.headers {
            assert!(!value.contains(KEY));
        }
    }
    assert!(!told.text().contains(KEY) && !told.text().contains("canary-secret"));
}

#[test]
fn a_removal_is_everybodys_too() {
    let first = team();
    let second = joined(&first);
    second.s("deploy").ends("clean");
    second.s("remove -y").ends("changed");
    first
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["taken away by"]);
    second.s("deploy").ends("changed");
    first.s("deploy").ends("clean");
}

/// Whoever may only read plans and compares with what the team has deployed; a deploy stops before it has
/// written anything.
#[test]
fn a_key_that_may_only_read_plans_and_compares() {
    let first = team();
    let reader = joined(&first);
    reader.key.set(READER);
    reader.s("plan").ends("clean");
    reader.s("drift").ends("clean");
    reader.yaml(&[Fn::demo().timeout(20)]);
    reader.s("plan").ends("changed").says(&["timeout"]);
    reader.s("deploy").refused(&["oss:", "grant"]).writes(&[]);
    first.s("drift").ends("clean");
}

/// Such a bucket would let two deployers write the same record.
#[test]
fn a_bucket_that_keeps_versions_is_refused() {
    for versioning in [Versioning::Enabled, Versioning::Suspended] {
        let story = shared(Story::new());
        let bucket = Bucket {
            versioning,
            ..Bucket::default()
        };
        declare(&story, bucket);
        for command in ["state init", "deploy"] {
            story
                .s(command)
                .refused(&["versioning", "team-state"])
                .writes(&[]);
        }
        // It may be switched on at any time: whatever puts something there looks first.
        let story = team();
        let bucket = Bucket {
            versioning,
            ..Bucket::default()
        };
        declare(&story, bucket);
        story.console().change("demo", json!({"timeout": 61}));
        let before = revisions(&story);
        for command in ["deploy --use-remote", "deploy --use-local", "remove -y"] {
            let told = story.s(command).refused(&["versioning"]).writes(&[]);
            assert!(
                !asked(&told).contains(&"PUT".to_owned()),
                "{}",
                told.transcript()
            );
        }
        assert_eq!(revisions(&story), before);
    }
}

/// With a key of its own nobody needs to prepare the place, so whoever writes there first looks who may read it.
#[test]
fn a_bucket_that_everybody_may_read_gets_no_records() {
    let story = shared(Story::new());
    for acl in [Acl::PublicRead, Acl::PublicReadWrite] {
        declare(
            &story,
            Bucket {
                acl,
                ..Bucket::default()
            },
        );
        story
            .s("deploy")
            .refused(&["is public", "access control private"])
            .writes(&[]);
        assert!(revisions(&story).is_empty());
    }
    declare(&story, Bucket::default());
    story.s("deploy").ends("changed");
}

/// It is about the place of the records alone, whatever the props still leave open.
#[test]
fn a_place_is_prepared_for_resources_that_speak_of_each_other() {
    let story = Story::new();
    let worker =
        Fn::named("worker", "worker").variable("UPSTREAM", "${resources.api.output.functionName}");
    story.yaml(&[Fn::named("api", "api"), worker]);
    story.var("FC_GUARD_STATE", PLACE);
    let encryption = Some(Encryption::Aes256);
    declare(
        &story,
        Bucket {
            encryption,
            ..Bucket::default()
        },
    );
    let told = story.s("state init").ok();
    // Both share the place, which is told of once, and tried once.
    for said in ["is fit for records", "the team's key", "ready: the next"] {
        let count = told.text().matches(said).count();
        assert_eq!(count, 1, "{said}\n{}", told.transcript());
    }
    let created = asked(&told).into_iter().filter(|method| method == "PUT");
    assert_eq!(created.count(), 4, "{}", told.transcript());
    story.s("deploy").ends("changed");
}

/// Each place is prepared where a file names several.
#[test]
fn every_place_of_a_file_is_prepared() {
    let story = Story::new();
    let at = |name: &str| {
        let place = format!("      state: {PLACE}/{name}\n");
        Fn::named(name, name).with(&place)
    };
    story.yaml(&[
        at("api"),
        at("worker"),
        Fn::named("third", "third").with(&format!("      state: {PLACE}/api\n")),
    ]);
    story.var("FC_GUARD_STATE_KEY", KEY);
    declare(&story, Bucket::default());
    let told = story.s("state init").ok();
    assert_eq!(
        told.text().matches("is fit for records").count(),
        2,
        "{}",
        told.transcript()
    );
}

#[test]
fn a_place_is_prepared_once_and_keeps_the_key_where_it_may() {
    let story = Story::new();
    story
        .s("state init")
        .ends("usage")
        .says(&["oss://BUCKET/PREFIX"]);
    story.s("state").ends("usage");
    story.var("FC_GUARD_STATE", PLACE);
    story.s("deploy").refused(&["s state init"]).writes(&[]);
    declare(
        &story,
        Bucket {
            acl: Acl::PublicRead,
            ..Bucket::default()
        },
    );
    story.s("state init").refused(&["is public"]);
    declare(&story, Bucket::default());
    story
        .s("state init")
        .refused(&["not encrypted", "FC_GUARD_STATE_KEY"]);
    let encryption = Some(Encryption::Aes256);
    declare(
        &story,
        Bucket {
            encryption,
            ..Bucket::default()
        },
    );
    for _ in 0..2 {
        story.s("state init").ok().says(&["shop/v1/key"]);
    }
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    let clone = story.cloned();
    clone.var("FC_GUARD_STATE", PLACE);
    clone.s("deploy").ends("clean").writes(&[]);
    clone.s("deploy").ends("clean").writes(&[]);
    clone.s("drift").ends("clean");
}

/// What nobody with the team's key has written is never believed, whatever it says.
#[test]
fn what_was_forged_replayed_or_taken_away_is_told() {
    let first = team();
    let names = revisions(&first);
    let emulator = &first.cloud.emulator;
    let newest = names.last().unwrap();
    let next = {
        let seq = names.len() as u64 + 1;
        let left = 9_999_999_999 - seq;
        format!("shop/v1/{ACCOUNT}/cn-hangzhou.demo/{left:010}-{seq:010}.json")
    };
    let real = emulator.stored("team-state", newest).unwrap();
    let forged = String::from_utf8(real.clone())
        .unwrap()
        .replace("512", "513");
    for (bytes, said) in [
        (forged.into_bytes(), "not written with the team's key"),
        (b"{}".to_vec(), "not written with the team's key"),
        (real, "is a copy of revision"),
    ] {
        let story = first.forked();
        story.cloud.emulator.object("team-state", &next, bytes);
        for command in ["deploy", "plan", "drift", "remove -y"] {
            story.s(command).refused(&[said, &next]).writes(&[]);
        }
    }
    // Nor is what was written for another place.
    let story = first.forked();
    let copy = newest.replace("shop/", "elsewhere/");
    let bytes = emulator.stored("team-state", newest).unwrap();
    story.cloud.emulator.object("team-state", &copy, bytes);
    story.var("FC_GUARD_STATE", "oss://team-state/elsewhere");
    story
        .s("deploy")
        .refused(&["is a copy of revision", &copy])
        .writes(&[]);
}

/// The address says in which region the bucket stands, and a variable where OSS is reached.
#[test]
fn a_bucket_may_stand_in_another_region_and_behind_another_address() {
    let story = Story::new();
    let region = Some("cn-shanghai".to_owned());
    declare(
        &story,
        Bucket {
            region,
            ..Bucket::default()
        },
    );
    story.var("FC_GUARD_STATE_KEY", KEY);
    let far = "oss://team-state.oss-cn-shanghai.aliyuncs.com/shop";
    story.var("FC_GUARD_STATE", far);
    story.s("deploy").ends("changed");
    let clone = story.cloned();
    clone.var("FC_GUARD_STATE_KEY", KEY);
    clone.var("FC_GUARD_STATE", far);
    clone.var("FC_GUARD_STATE_ENDPOINT", &format!("http://{HOST}"));
    clone.s("deploy").ends("clean").writes(&[]);
    clone.var("FC_GUARD_STATE_ENDPOINT", "http://a/b");
    clone
        .s("deploy")
        .ends("usage")
        .says(&["FC_GUARD_STATE_ENDPOINT"]);
}

/// Whoever only takes note of what is online waits for nobody, and loses nothing.
#[test]
fn several_who_take_over_at_once_agree() {
    for delay in [0, 5, 25, 60] {
        let story = Story::deployed();
        let (first, second) = (joined(&story), joined(&story));
        let told = together(vec![
            (0, first.stage("deploy")),
            (delay, second.stage("deploy")),
        ]);
        for told in told {
            told.ends("clean").writes(&[]);
        }
        first.s("deploy").ends("clean").writes(&[]);
        second.s("drift").ends("clean");
    }
}

/// What one machine has saved before it overwrote it any other one can put back, and nobody without the team's
/// key can read.
#[test]
fn a_backup_is_put_back_from_another_machine() {
    let first = team();
    let second = joined(&first);
    let body = json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "hot-canary"}});
    first.console().change("demo", body);
    first
        .console()
        .change_code("demo", &[("index.py", "hot_canary = 1\n")]);
    first
        .s("deploy --use-local")
        .ends("changed")
        .says(&["saved what others had changed online"]);
    assert_eq!(memory(&first), 512);
    let id = first.newest_backup();
    let folder = format!("shop/v1/backups/{ACCOUNT}/cn-hangzhou.demo");
    for ending in [".json", ".code"] {
        let name = format!("{folder}/{id}{ending}");
        let bytes = second.cloud.emulator.stored("team-state", &name).unwrap();
        assert!(
            !String::from_utf8_lossy(&bytes).contains("canary"),
            "{name}"
        );
    }
    second.s("restore").ends("clean").says(&[&id]);
    second.s(&format!("restore {id} -y")).ends("changed");
    assert_eq!(memory(&second), 1024);
    let code = second.console().code("demo");
    assert_eq!(
        code,
        [("index.py".to_owned(), "hot_canary = 1\n".to_owned())]
    );
    // What was put back stands kept, for everybody.
    first
        .s("deploy")
        .ok()
        .writes(&[])
        .says(&["kept by an earlier decision"]);
    // One that was made before there was a place for the team stays what it was.
    let alone = Story::deployed();
    alone.console().hot_fix("demo");
    alone.s("deploy --use-local").ends("changed");
    let id = alone.newest_backup();
    let alone = shared(alone);
    alone.s("deploy").ok();
    alone.s(&format!("restore {id} -y")).ends("changed");
}

/// A place that takes no backup stops no deploy: the copy of the machine is there.
#[test]
fn a_backup_that_cannot_be_shared_is_said() {
    let story = team();
    story.console().change("demo", json!({"memorySize": 1024}));
    let mut puts = 0;
    story.meddle(move |_, line, _| {
        puts += usize::from(line.is("PUT", "oss: team-state"));
        // The first is the claim, and the next the backup.
        match line.is("PUT", "oss: team-state") && puts == 2 {
            true => Fate::RefusedWith(403, "<Error><Code>AccessDenied</Code></Error>".to_owned()),
            false => Fate::Arrives,
        }
    });
    story
        .s("deploy --use-local")
        .ends("changed")
        .says(&["is only on this machine"]);
    let id = story.newest_backup();
    story.s(&format!("restore {id} -y")).ends("changed");
}

/// Whoever lacks the key of records that are there is told which one is needed, and gives them no second one.
#[test]
fn there_is_one_key_for_all_records_of_a_place() {
    let first = team();
    let encryption = Some(Encryption::Aes256);
    let bucket = Bucket {
        encryption,
        ..Bucket::default()
    };
    declare(&first, bucket);
    let clone = first.cloned();
    clone.var("FC_GUARD_STATE", PLACE);
    for command in ["deploy", "plan", "state init"] {
        clone
            .s(command)
            .refused(&["not on this machine", "set FC_GUARD_STATE_KEY"])
            .never_says(&["'s state init'"])
            .writes(&[]);
    }
    clone.var("FC_GUARD_STATE_KEY", &"0".repeat(64));
    clone.s("state init").refused(&["not on this machine"]);
    first.s("state init").ok();
    first.s("deploy").ends("clean");
}

/// What lies in the place of the key, or of a record, and is none of them is told as that, and nothing is made beside it.
#[test]
fn what_is_no_key_and_no_record_is_told() {
    let encryption = Some(Encryption::Aes256);
    let bucket = || Bucket {
        encryption,
        ..Bucket::default()
    };
    let story = Story::new();
    story.var("FC_GUARD_STATE", PLACE);
    declare(&story, bucket());
    let emulator = &story.cloud.emulator;
    emulator.object("team-state", "shop/v1/key", vec![b'a'; 63]);
    for command in ["state init", "deploy"] {
        story
            .s(command)
            .refused(&["the team's key", "is damaged"])
            .writes(&[]);
    }
    // The console makes such an object of a folder.
    let story = Story::new();
    story.var("FC_GUARD_STATE", PLACE);
    declare(&story, bucket());
    let marker = format!("shop/v1/{ACCOUNT}/");
    story
        .cloud
        .emulator
        .object("team-state", &marker, Vec::new());
    let told = story.s("state init").refused(&[&marker, "is none of them"]);
    assert!(!asked(&told).is_empty());
    let key = story.cloud.emulator.stored("team-state", "shop/v1/key");
    assert_eq!(key, None);
}

/// What another tool has deployed goes on record by the first clone that looks. It packs otherwise, so all others
/// need to know what is in that package.
#[test]
fn code_that_another_tool_has_packed_is_the_same_for_every_clone() {
    let alone = Story::new();
    alone.write("code/lib/m1.py", "ONE = 1\n");
    alone.s("deploy").ends("changed");
    let index = alone.read("code/index.py");
    let packed = [("index.py", &*index), ("lib/m1.py", "ONE = 1\n")];
    alone.console().change_code("demo", &packed);
    let first = joined(&alone);
    first.s("deploy").ends("clean").writes(&[]);
    let second = joined(&alone);
    second.s("plan").ends("clean");
    let told = second.s("deploy").ends("clean").writes(&[]);
    let is_download = |short: String| short.starts_with("GET functions/demo/code");
    let downloads = told.sent.iter().filter(|line| is_download(line.short()));
    assert_eq!(downloads.count(), 0, "{}", told.transcript());
    first.s("deploy").ends("clean").writes(&[]);
    let third = joined(&alone);
    // What is changed is changed all the same.
    third.write("code/index.py", "changed");
    third
        .s("deploy")
        .ends("changed")
        .writes(&["PUT functions/demo"]);
    second.write("code/index.py", "changed");
    second.s("deploy").ends("clean").writes(&[]);
}
