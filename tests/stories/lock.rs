//! Two runs in one folder do not harm each other.
//!
//! The emulator guesses here: G22.

use std::rc::Rc;

use fc_guard::ports::Clock as _;
use serde_json::json;

use crate::cloud::{Fate, Weather};
use crate::story::{MACHINE, SPACE, Story, together};
use crate::yaml::Fn;

/// The locks that are there.
fn locks(story: &Story) -> Vec<String> {
    let files = story.files.all().into_keys();
    files.filter(|path| path.contains(".lock")).collect()
}

/// Lays a lock into the folder, as a run on that machine would have left it so many minutes ago.
fn lay(story: &Story, pid: u32, host: &str, minutes: i64) -> String {
    lay_in(story, pid, (host, Some(SPACE)), minutes)
}

/// The same in a space of its own.
fn lay_in(story: &Story, pid: u32, (host, space): (&str, Option<&str>), minutes: i64) -> String {
    let path = lock_path(story);
    let time = fc_guard::time::rfc3339(story.cloud.now() - minutes * 60_000);
    let mut lock = json!({
        "version": 1, "command": "deploy", "function": "demo", "pid": pid, "host": host,
        "since": time, "seen": time, "token": "somebody",
    });
    if let Some(space) = space {
        lock["space"] = json!(space);
    }
    story.files.write(&path, lock.to_string().as_bytes(), true);
    path
}

/// Where a run on the usual function lays its lock: one that was killed while it wrote has left it.
fn lock_path(story: &Story) -> String {
    let other = story.copied();
    other.yaml(&[Fn::demo().timeout(77)]);
    other
        .meddle(|_, line, _| match line.writes() {
            true => Fate::KilledBefore,
            false => Fate::Arrives,
        })
        .s("deploy")
        .ends("");
    let [path] = locks(&other).try_into().unwrap();
    path
}

#[test]
fn two_runs_that_write_the_same_take_turns() {
    for delay in [0, 10, 25, 50, 75, 100, 125, 150, 200] {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().timeout(20).memory(1024)]);
        let told = together(vec![
            (0, story.stage("deploy")),
            (delay, story.stage("deploy")),
        ]);
        for told in told {
            told.ends_one_of(&["changed", "clean"]);
        }
        assert_eq!(locks(&story), [""; 0]);
        story.s("deploy").ends("clean").writes(&[]);
        story.s("drift").ends("clean");
    }
}

/// What is written takes effect at once, and the answer takes a second.
const SLOW: Fate = Fate::Slow(1_000);

#[test]
fn a_write_that_is_under_way_is_left_to_the_run_that_made_it() {
    for second in ["deploy", "deploy --function", "plan", "drift", "restore"] {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().timeout(20)]);
        let first = story.every("PUT", "functions/demo", SLOW).stage("deploy");
        let told = together(vec![(0, first), (400, story.stage(second))]);
        let [first, other] = told.try_into().unwrap();
        first.ends("changed").writes(&["PUT functions/demo"]);
        other.ok().writes(&[]).never_says(&["interrupted"]);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn whoever_looks_while_another_run_writes_is_told_so() {
    for command in ["plan", "drift"] {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().timeout(20)]);
        let first = story.every("PUT", "functions/demo", SLOW).stage("deploy");
        let told = together(vec![(0, first), (400, story.stage(command))]);
        told[1]
            .clone()
            .ok()
            .says(&["another run is writing at this moment", "deploy of demo"]);
    }
}

#[test]
fn a_removal_that_is_under_way_is_not_called_interrupted() {
    let slow = |story: &Story| {
        story.every("DELETE", "functions/demo/triggers/http", SLOW);
    };
    for second in ["plan", "remove -y"] {
        let story = Story::deployed();
        slow(&story);
        let first = story.stage("remove -y");
        let told = together(vec![(0, first), (600, story.stage(second))]);
        let [first, other] = told.try_into().unwrap();
        first.ends("changed");
        other.ok().never_says(&["interrupted"]);
        assert_eq!(story.console().left(), json!([{}, {}]));
        assert!(story.records().is_empty());
    }
}

#[test]
fn what_another_run_is_about_to_create_is_not_forgotten_as_gone() {
    let story = Story::new();
    let held = Fate::Held(1_000);
    let first = story.every("POST", "functions", held).stage("deploy");
    let told = together(vec![(0, first), (400, story.stage("remove -y"))]);
    let [first, other] = told.try_into().unwrap();
    first.ends("changed");
    other.ends("changed").says(&["nothing is left"]);
    assert_eq!(story.console().left(), json!([{}, {}]));
    assert!(story.records().is_empty());
}

#[test]
fn two_first_runs_that_only_remember_leave_one_record() {
    let story = Story::deployed();
    story.forget();
    let told = together(vec![(0, story.stage("deploy")), (5, story.stage("deploy"))]);
    for told in told {
        told.ends("clean").writes(&[]);
    }
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_run_that_goes_on_is_waited_for_and_named() {
    let story = Story::deployed();
    let path = lock_path(&story);
    story.yaml(&[Fn::demo().timeout(20)]);
    let alive = Rc::default();
    let pid = story.cloud.enter(&alive);
    lay(&story, pid, MACHINE, 1);
    let begin = story.cloud.now();
    story.s("deploy").ends("failed").writes(&[]).says(&[
        "waiting for deploy of demo",
        &format!("process {pid} on {MACHINE}"),
        &path,
    ]);
    let waited = story.cloud.now() - begin;
    assert!((60_000..90_000).contains(&waited), "{waited}");
    assert_eq!(locks(&story), [path], "it is not ours to remove");
    story.s("plan").ends_one_of(&["changed", "clean"]);
    story.s("drift").ends("clean");
    // It ends while it is waited for.
    drop(alive);
    story.s("deploy").ends("changed");
    assert_eq!(locks(&story), [""; 0]);
}

#[test]
fn what_a_killed_run_has_left_blocks_nobody() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let quiet = story.copied().s("deploy").sent.len();
    for request in 0..quiet {
        for fate in [Fate::KilledBefore, Fate::KilledAfter] {
            let story = Story::deployed();
            story.yaml(&[Fn::demo().timeout(20)]);
            story.fate(request, fate).s("deploy").ends("");
            let left = !locks(&story).is_empty();
            let begin = story.cloud.now();
            let told = story.s("deploy").ends_one_of(&["changed", "clean"]);
            let word = told.said.contains("this run takes over");
            // Where the write was done already, nothing has to be locked for.
            assert!(left || !word, "{}", told.transcript());
            assert!(story.cloud.now() - begin < 5_000, "nobody waits");
            assert_eq!(story.console().function("demo")["timeout"], 20);
        }
    }
}

#[test]
fn ctrl_c_leaves_no_lock() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let all = story.copied().s("deploy").sent.len();
    for request in 0..all {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().timeout(20)]);
        story.interrupt(request).s("deploy");
        assert_eq!(locks(&story), [""; 0], "{request}");
    }
}

#[test]
fn a_run_elsewhere_counts_until_it_is_silent_for_an_hour() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let path = lay(&story, 1, "build-7", 30);
    story
        .s("deploy")
        .ends("failed")
        .writes(&[])
        .says(&["process 1 on build-7", &path]);
    story.cloud.pass(40 * 60_000);
    story
        .s("deploy")
        .ends("changed")
        .says(&["build-7", "this run takes over"]);
    assert_eq!(locks(&story), [""; 0]);
}

#[test]
fn a_container_that_gives_itself_the_same_name_is_another_machine() {
    for space in [Some("pid:[4026532201]"), None] {
        // Of these numbers the first runs nowhere here, and the second is that of the run that looks.
        for ahead in [0, 2] {
            let story = Story::deployed();
            story.yaml(&[Fn::demo().timeout(20)]);
            let nobody = Rc::default();
            let pid = story.cloud.enter(&nobody) + ahead;
            drop(nobody);
            lay_in(&story, pid, (MACHINE, space), 30);
            let own = story.stage("deploy");
            assert!(ahead == 0 || own.pid() == pid);
            let [told] = together(vec![(0, own)]).try_into().unwrap();
            told.ends("failed").writes(&[]);
            story.cloud.pass(40 * 60_000);
            story.s("deploy").ends("changed");
        }
    }
}

#[test]
fn a_run_that_waits_for_long_keeps_its_lock() {
    let minutes = |count: i64| count * 60_000;
    let story = Story::in_weather(Weather {
        settle: minutes(62).unsigned_abs() + 10_000,
        ..Weather::default()
    });
    story.write("s.yaml", "edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: fc-guard\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: example.com/a:1\n        port: 9000\n");
    let (mut created, mut looks) = (false, 0);
    story.meddle(move |_, line, _| {
        created |= line.method == "POST";
        looks += usize::from(created && line.method == "GET");
        match (1..=2).contains(&looks) {
            true => Fate::Late(minutes(31)),
            false => Fate::Arrives,
        }
    });
    let first = story.stage("deploy");
    let later = minutes(62).unsigned_abs() + 2_500;
    let told = together(vec![(0, first), (later, story.stage("remove -y"))]);
    let [first, second] = told.try_into().unwrap();
    first.ends("changed");
    second
        .ends("changed")
        .never_says(&["this run takes over"])
        .says(&["waiting for deploy of demo"]);
}

#[test]
fn nobody_waits_while_code_is_uploaded() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let mut looks = 0;
    story.meddle(move |_, line, console| {
        looks += usize::from(line.is("GET", "functions/demo"));
        if looks == 2 && line.is("GET", "functions/demo") {
            // Only the second look finds that code has to be overwritten, too.
            console.hot_fix("demo");
        }
        match line.is("PUT", "oss:*") {
            true => Fate::Slow(90_000),
            false => Fate::Arrives,
        }
    });
    let first = story.stage("deploy --use-local");
    let second = story.stage("remove -y --trigger");
    let told = together(vec![(0, first), (1_000, second)]);
    let [first, second] = told.try_into().unwrap();
    second.ends("changed").never_says(&["waiting for"]);
    first.ends("changed");
    assert_eq!(
        story.console().code("demo")[0].1,
        story.read("code/index.py")
    );
}

#[test]
fn an_unreadable_lock_is_waited_for_a_moment_only() {
    let story = Story::deployed();
    story.yaml(&[Fn::demo().timeout(20)]);
    let path = lock_path(&story);
    story.files.write(&path, b"{", true);
    story
        .s("deploy")
        .ends("changed")
        .says(&["an unidentified run", "this run takes over"]);
    assert_eq!(locks(&story), [""; 0]);
}

#[test]
fn several_who_find_a_lock_left_over_do_not_share_it() {
    for delay in [0, 10, 25, 30, 50] {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().timeout(20)]);
        lay(&story, 900, MACHINE, 1);
        let stages = (0..3).map(|index| (index * delay, story.stage("deploy")));
        for told in together(stages.collect()) {
            told.ends_one_of(&["changed", "clean"]);
        }
        assert_eq!(locks(&story), [""; 0]);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn removing_waits_for_a_deploy_and_reading_for_nobody() {
    let story = Story::deployed();
    let alive = Rc::default();
    let pid = story.cloud.enter(&alive);
    lay(&story, pid, MACHINE, 1);
    story
        .s("remove -y")
        .ends("failed")
        .writes(&[])
        .says(&["deploy of demo"]);
    for command in ["plan", "drift", "info", "restore"] {
        let begin = story.cloud.now();
        story.s(command).ends_one_of(&["clean", "changed"]);
        assert!(story.cloud.now() - begin < 1_000, "{command}");
    }
}
