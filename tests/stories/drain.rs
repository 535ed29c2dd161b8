//! `mode: drain`: once no instance is to be kept any more, running requests are ended by closing the function for a
//! moment. Whatever comes in between, it does not stay closed.
//!
//! The emulator guesses here: G12, G35.

use serde_json::{Value, json};

use crate::cloud::{Fate, Line};
use crate::console::Console;
use crate::story::Story;
use crate::yaml::Fn;

const DISABLE: &str = "POST functions/demo/invoke/disable";
const ENABLE: &str = "POST functions/demo/invoke/enable";
const SAYS: &str =
    "the running requests of function demo are ended, and calls fail for about 5 seconds";

/// The two configurations that keep instances: their blocks with so many, and further lines.
fn blocks(count: u32, more: &str) -> [String; 2] {
    [
        format!("      provisionConfig:\n        defaultTarget: {count}\n{more}"),
        format!("      scalingConfig:\n        minInstances: {count}\n{more}"),
    ]
}

/// What is deployed with so many instances, and the block that asks for none of them.
fn drained() -> [(Story, String); 2] {
    let [before, after] = [blocks(2, ""), blocks(0, "        mode: drain\n")];
    let stories = before.into_iter().zip(after);
    let stories: Vec<(Story, String)> = stories
        .map(|(before, after)| {
            let story = Story::new();
            write(&story, &before);
            story.s("deploy").ends("changed");
            write(&story, &after);
            (story, after)
        })
        .collect();
    stories.try_into().unwrap_or_else(|_| panic!("two"))
}

fn write(story: &Story, block: &str) {
    story.yaml(&[Fn::demo().bare().with(block)]);
}

fn is_closed(console: &Console) -> bool {
    console.function("demo")["invocationRestriction"]["disable"] == true
}

fn close(console: &Console, reason: &str) {
    let path = "/functions/demo/invoke/disable";
    console.does(
        "POST",
        "DisableFunctionInvocation",
        path,
        &json!({"reason": reason}),
    );
}

/// Whether a request closes or opens the function.
fn is_call(line: &Line) -> bool {
    line.path.starts_with("functions/demo/invoke/")
}

#[test]
fn running_requests_are_ended_and_that_is_said_before() {
    for (story, block) in drained() {
        story.s("plan").ends("changed").says(&[SAYS]);
        let told = story.s("deploy").ends("changed").says(&[SAYS]);
        let wrote = told.wrote();
        assert_eq!(wrote[1..], [DISABLE, ENABLE], "{}", told.transcript());
        let said = told.transcript();
        assert!(said.find(SAYS) < said.find("→ POST"), "{said}");
        assert!(!is_closed(&story.console()));
        told.never_says(&["no longer in s.yaml"]);
        let again = story.s("deploy").ends("clean").writes(&[]);
        again.never_says(&["requests"]);
        story.s("plan").ends("clean").never_says(&["requests"]);
        // Another change of the function has nothing to do with it.
        story.yaml(&[Fn::demo().bare().timeout(20).with(&block)]);
        story
            .s("deploy")
            .ends("changed")
            .writes(&["PUT functions/demo"]);
    }
}

#[test]
fn what_others_asked_for_is_drained_where_a_flag_decides() {
    let [(provision, _), (scaling, _)] = drained();
    let console = provision.console();
    console.put_config(
        "demo",
        "provision-config",
        "ProvisionConfig",
        json!({"defaultTarget": 3}),
    );
    let console = scaling.console();
    console.put_config(
        "demo",
        "scaling-config",
        "ScalingConfig",
        json!({"minInstances": 3}),
    );
    for story in [provision, scaling] {
        let told = story.s("deploy").ends("conflict").writes(&[]);
        told.says(&[SAYS, "--use-local"]);
        let told = story.s("deploy --use-local").ends("changed");
        assert_eq!(
            told.wrote()[1..],
            [DISABLE, ENABLE],
            "{}",
            told.transcript()
        );
        assert!(!is_closed(&story.console()));
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// Until what still runs is ended, each deploy makes up for it; not so once the file asks for it no more.
#[test]
fn a_drain_that_a_crash_left_out_is_made_up_for() {
    for (deployed, block) in drained() {
        let requests = deployed.forked().s("deploy").sent.len();
        for at in 0..requests {
            for fate in [Fate::KilledBefore, Fate::KilledAfter] {
                let story = deployed.forked();
                let told = story.fate(at, fate.clone()).s("deploy");
                let closed =
                    |sent: &[Line]| sent.iter().any(|line| line.path.ends_with("/disable"));
                let (first, next) = (closed(&told.sent), story.s("deploy"));
                assert!(
                    first || closed(&next.sent),
                    "{fate:?} at {at}\n{}\n{}",
                    told.transcript(),
                    next.transcript()
                );
                assert!(!is_closed(&story.console()));
                let again = story.s("deploy").ends("clean").writes(&[]);
                again.never_says(&["requests"]);
            }
        }
        let story = deployed.forked();
        let count = |line: &Line| line.method != "GET" && line.path.contains("-config");
        let told = deployed.forked().s("deploy");
        let write = told.sent.iter().position(count).unwrap();
        story.fate(write, Fate::KilledAfter).s("deploy");
        let late = "was stopped before it ended the running requests of function demo";
        story.s("plan").ok().says(&[late]).writes(&[]);
        let kept = block.replace("        mode: drain\n", "");
        self::write(&story, &kept);
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.never_says(&["requests"]);
        self::write(&story, &block);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn instances_that_are_kept_are_not_drained() {
    for block in blocks(1, "        mode: drain\n") {
        let story = Story::new();
        write(&story, &block);
        let told = story.s("deploy").ends("changed").never_says(&[SAYS]);
        assert!(!told.sent.iter().any(is_call), "{}", told.transcript());
    }
}

#[test]
fn what_others_have_closed_is_neither_closed_nor_opened() {
    for (story, _) in drained() {
        close(&story.console(), "maintenance");
        let told = story.s("deploy").ends("changed");
        assert!(!told.sent.iter().any(is_call), "{}", told.transcript());
        told.says(&["it stays disabled"]);
        assert!(is_closed(&story.console()));
    }
}

/// A process that is killed, a connection that breaks, a service that fails: at every request of a run.
#[test]
fn no_crash_leaves_it_closed() {
    let busy = |status| Fate::RefusedWith(status, r#"{"Code": "InternalError"}"#.to_owned());
    let fates = [
        Fate::KilledBefore,
        Fate::KilledAfter,
        Fate::Lost,
        Fate::Dropped,
        busy(500),
        busy(403),
    ];
    for (deployed, _) in drained() {
        let requests = deployed.forked().s("deploy").sent.len();
        let mut closed = 0;
        for (fate, at) in fates
            .iter()
            .flat_map(|fate| (0..requests).map(move |at| (fate, at)))
        {
            let story = deployed.forked();
            let told = story.fate(at, fate.clone()).s("deploy");
            let context = format!("{fate:?} at {at}\n{}", told.transcript());
            assert!(!told.lies(), "{context}");
            let was_closed = is_closed(&story.console());
            closed += usize::from(was_closed);
            if was_closed {
                story.s("plan").says(&["may still be closed"]);
            }
            // Something is to be decided, or wrong with the file: it is opened all the same.
            story.console().change("demo", json!({"timeout": 60}));
            let next = story.s("deploy");
            assert!(
                !is_closed(&story.console()),
                "{context}\n{}",
                next.transcript()
            );
            assert_eq!(
                next.said.contains("it takes calls again"),
                was_closed,
                "{context}"
            );
            assert!(!next.lies(), "{}", next.transcript());
            story.s("deploy --use-local").ok();
            let told = story.s("deploy").ends("clean").writes(&[]);
            told.never_says(&["takes calls again"]);
        }
        // A run that is killed before it opens it, or after it has closed it, or does not learn that it has.
        assert!(closed >= 3, "{closed}");
    }
}

/// A disk that is full at any write of a run: what cannot be put on record as closed is not closed, and what cannot
/// be put on record as open again is open.
#[test]
fn a_full_disk_does_not_leave_it_closed() {
    for (deployed, _) in drained() {
        let (mut before, mut after) = (0, 0);
        for writes in 0.. {
            let story = deployed.forked();
            story.files.fill_after(writes);
            let told = story.s("deploy");
            story.files.empty();
            if told.word == "changed" {
                break;
            }
            let context = format!("{writes}\n{}", told.transcript());
            assert!(!is_closed(&story.console()), "{context}");
            assert!(!told.lies(), "{context}");
            let calls = told.sent.iter().filter(|line| is_call(line)).count();
            match (calls, told.word.as_str()) {
                (0, "partial") => before += 1,
                (0, _) => {}
                (2, "partial") => after += 1,
                _ => panic!("{context}"),
            }
            let next = story.s("deploy --use-local");
            next.never_says(&["was left closed"]);
            let told = story.s("deploy").ends("clean").writes(&[]);
            told.never_says(&["was left closed"]);
        }
        assert!(before > 0 && after > 0, "{before} {after}");
    }
}

#[test]
fn whoever_decided_about_it_since_is_respected() {
    for (deployed, _) in drained() {
        let kill = |story: &Story| {
            story.every("POST", "functions/demo/invoke/disable", Fate::KilledAfter);
            story.s("deploy");
            assert!(is_closed(&story.console()));
        };
        let story = deployed.forked();
        kill(&story);
        close(&story.console(), "maintenance");
        story.s("deploy").never_says(&["was left closed"]);
        assert!(is_closed(&story.console()));
        // A function that is gone needs nothing any more.
        let story = deployed.forked();
        kill(&story);
        story.s("remove -y").ok();
        assert!(story.records().is_empty(), "{:?}", story.records());
        assert_eq!(story.console().left(), json!([{}, {}]));
    }
}

/// The look at all resources of the file comes before the turn of each.
#[test]
fn the_first_look_opens_all_of_them() {
    let [(story, block), _] = drained();
    story.every("POST", "functions/demo/invoke/disable", Fate::KilledAfter);
    story.s("deploy");
    story.yaml(&[
        Fn::named("first", "other").bare(),
        Fn::demo().bare().with(&block),
    ]);
    story.console().create(json!({
        "functionName": "other", "runtime": "python3.10", "handler": "index.handler",
        "code": {"zipFile": crate::console::zipped(&[("index.py", "x")])},
    }));
    let told = story.s("deploy").ends("partial").writes(&[ENABLE]);
    told.says(&[
        "function demo was left closed",
        "the invocation of function demo",
    ]);
    assert!(!is_closed(&story.console()));
    let restriction: Value = story.console().function("demo")["invocationRestriction"].clone();
    assert_eq!(restriction["disable"], false);
}

/// A function with everything that can be removed by itself, left closed by a run that was killed.
fn left_closed() -> Story {
    let story = Story::new();
    let of = |count: u32, more: &str| {
        let [_, scaling] = blocks(count, more);
        let asynchronous = "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n";
        story.yaml(&[Fn::demo().with(&scaling).with(asynchronous)]);
    };
    of(2, "");
    story.s("deploy").ends("changed");
    of(0, "        mode: drain\n");
    story.every("POST", "functions/demo/invoke/disable", Fate::KilledAfter);
    story.s("deploy");
    assert!(is_closed(&story.console()));
    story
}

/// Whatever is removed, what stays is opened first.
#[test]
fn a_removal_of_a_part_opens_it() {
    let deployed = left_closed();
    for part in [
        "--trigger http",
        "--trigger",
        "--async-invoke-config",
        // Nothing of it is there any more.
        "--trigger gone",
    ] {
        let story = deployed.forked();
        let told = story.s(&format!("remove {part} -y"));
        let told = told.says(&["function demo was left closed"]);
        assert!(!is_closed(&story.console()), "{}", told.transcript());
        assert!(!told.lies(), "{}", told.transcript());
        story
            .s("remove --async-invoke-config -y")
            .never_says(&["was left closed"]);
    }
    // Whoever declines has it opened all the same.
    let story = deployed.forked();
    story.keys("n").s("remove --trigger http");
    assert!(!is_closed(&story.console()));
    // By its name, without the file.
    let story = deployed.forked();
    story
        .s("remove --region cn-hangzhou --function-name demo --trigger http -y")
        .says(&["function demo was left closed"]);
    assert!(!is_closed(&story.console()));
    // What goes needs it no more.
    let story = deployed.forked();
    let told = story.s("remove -y").ends("changed");
    assert!(!told.sent.iter().any(is_call), "{}", told.transcript());
}

/// Under the name of before it is told and opened as under the present one.
#[test]
fn one_of_an_earlier_name_is_told_and_opened() {
    let deployed = left_closed();
    for command in ["plan", "drift", "info"] {
        deployed
            .s(command)
            .says(&["function demo may still be closed"]);
    }
    deployed.yaml(&[Fn::named("fn", "new").bare()]);
    for command in ["plan", "drift", "info"] {
        deployed
            .s(command)
            .says(&["function demo may still be closed"]);
    }
    for command in ["deploy --use-local", "remove -y"] {
        let story = deployed.forked();
        story.s(command).says(&["function demo was left closed"]);
        assert!(!is_closed(&story.console()), "{command}");
    }
    // Nobody has its name in s.yaml any more.
    let backup = deployed.forked();
    backup.yaml(&[Fn::demo().timeout(30)]);
    backup.console().change("demo", json!({"timeout": 60}));
    backup.s("deploy --use-local");
    let id = backup.newest_backup();
    close_again(&backup);
    backup.yaml(&[Fn::named("other", "other").bare()]);
    backup
        .s(&format!("restore {id} -y"))
        .says(&["function demo was left closed"]);
    assert!(!is_closed(&backup.console()));
}

/// Deploys once more, and is killed while the function is closed.
fn close_again(story: &Story) {
    let of = |block: &str| story.yaml(&[Fn::demo().timeout(30).with(block)]);
    let [_, two] = blocks(2, "");
    of(&two);
    story.s("deploy --use-local").ends("changed");
    let [_, none] = blocks(0, "        mode: drain\n");
    of(&none);
    story.every("POST", "functions/demo/invoke/disable", Fate::KilledAfter);
    story.s("deploy");
    assert!(is_closed(&story.console()));
}
