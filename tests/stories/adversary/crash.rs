//! The process is killed after each effect, online and on disk.
//!
//! The emulator guesses here: G5, G49.

use serde_json::Value;

use super::trace::{self, Trace, essence};
use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

/// Two functions with eight timers, a domain and a configuration each make twenty-two resources.
fn many(minutes: usize) -> [Fn; 2] {
    ["one", "two"].map(|name| {
        let mut more = "      triggers:\n".to_owned();
        for timer in 0..8 {
            more.push_str(&format!(
                "        - triggerName: t{timer}\n          triggerType: timer\n          triggerConfig:\n            cronExpression: '@every {}m'\n            enable: true\n",
                timer + minutes
            ));
        }
        more.push_str(&format!(
            "      concurrencyConfig:\n        reservedConcurrency: {minutes}\n"
        ));
        let function = Fn::named(name, name).methods(&[]).with(&more);
        function.route(&format!("{name}.example.com"), &format!("/{minutes}"))
    })
}

/// Kills the command before and after each effect: the next run goes on, the one after it has
/// nothing to do.
fn after_each_effect(start: &Story, command: &str) {
    let whole = start.forked();
    let told = whole.s(command).ends("changed");
    let goal = essence(&whole);
    let writes: Vec<usize> = (0..told.sent.len())
        .filter(|at| told.sent[*at].writes())
        .collect();
    assert!(writes.len() >= 20, "{}", told.transcript());
    for fate in [Fate::KilledAfter, Fate::KilledBefore] {
        for at in &writes {
            let story = start.forked();
            let killed = story.fate(*at, fate.clone()).s(command).ends("");
            let second = story.s(command);
            let said = || format!("{fate:?} at {at}\n{}", second.transcript());
            assert_eq!(
                (second.code, essence(&story)),
                (0, goal.clone()),
                "{}",
                said()
            );
            let nothing = story.s(command).ok().wrote();
            assert_eq!(nothing, [""; 0], "{}\n{}", killed.transcript(), said());
        }
    }
}

#[test]
fn after_each_effect_of_a_first_deploy() {
    let story = Story::new();
    story.yaml(&many(1));
    after_each_effect(&story, "deploy");
}

#[test]
fn after_each_effect_of_an_update() {
    let story = Story::new();
    story.yaml(&many(1));
    story.s("deploy").ends("changed");
    story.yaml(&many(2));
    after_each_effect(&story, "deploy");
}

#[test]
fn after_each_effect_of_a_removal() {
    let story = Story::new();
    story.yaml(&many(1));
    story.s("deploy").ends("changed");
    after_each_effect(&story, "remove -y");
}

/// Every file of the state is whole.
#[track_caller]
fn whole(story: &Story) {
    for (name, text) in story.records() {
        let parsed = serde_json::from_str::<Value>(&text);
        assert!(parsed.is_ok(), "{name}: {text}");
    }
}

/// Kills the command after each file that it writes: the state is whole, the next run does what is
/// left without a question, and the one after that finds nothing to do.
fn after_each_file(trace: &Trace) {
    let goal = trace.goal(&trace.undisturbed().0);
    let mut killed = 0;
    loop {
        let story = trace.world();
        if !trace.run_killed_after(&story, killed + 1) {
            break;
        }
        killed += 1;
        whole(&story);
        let second = trace.run(&story);
        let (name, said) = (trace.name, second.transcript());
        assert_eq!(second.code, 0, "{name} after {killed} files\n{said}");
        assert_eq!(essence(&story), goal, "{name} after {killed} files\n{said}");
        let third = trace.run(&story);
        let said = third.transcript();
        assert_eq!(third.code, 0, "{name} after {killed} files\n{said}");
        assert_eq!(
            third.wrote(),
            [""; 0],
            "{name} after {killed} files\n{said}"
        );
    }
    assert!(killed > 2, "{} was killed {killed} times", trace.name);
}

#[test]
fn after_each_file_of_a_first_deploy() {
    after_each_file(&trace::create(false));
}

#[test]
fn after_each_file_of_an_update() {
    after_each_file(&trace::update(false));
}

#[test]
fn after_each_file_of_an_update_that_leaves_a_mark() {
    after_each_file(&trace::marked(false));
}

#[test]
fn after_each_file_of_a_removal() {
    after_each_file(&trace::remove(false));
}

#[test]
fn after_each_file_of_a_restore() {
    after_each_file(&trace::restore(false));
}

/// The file moved on since, so only the record of the intent tells whose value stands online.
#[test]
fn an_update_whose_answer_never_came_and_another_edit() {
    for fate in [Fate::KilledAfter, Fate::KilledBefore] {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().timeout(20)]);
        story
            .every("PUT", "functions/demo", fate.clone())
            .s("deploy")
            .ends("");
        let expected = if fate == Fate::KilledAfter { 20 } else { 10 };
        assert_eq!(story.console().function("demo")["timeout"], expected);
        whole(&story);
        story.yaml(&[Fn::demo().timeout(30)]);
        story
            .s("deploy")
            .ends("changed")
            .writes(&["PUT functions/demo"]);
        assert_eq!(story.console().function("demo")["timeout"], 30);
        story.s("deploy").ends("clean").writes(&[]);
    }
}
