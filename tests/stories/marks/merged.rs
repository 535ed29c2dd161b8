//! What a colleague has deployed, and whoever lacks their commit left online: it is theirs, and no decision about it lasts
//! longer than until a commit contains both.

use serde_json::json;

use super::history::{AT, OF_THREE};
use super::run;
use crate::cloud::Fate;
use crate::story::Story;
use crate::team::{LONG, shared};
use crate::yaml::Fn;

const TWO: &str = "def handler(e, c):\n    return 'two'\n";

/// Deployed from `a` here, and by Bob from `b`, who has another timeout, variable and code. Ours has another size.
fn overtaken(is_shared: bool) -> (Story, Story) {
    let place = |story: Story| match is_shared {
        true => shared(story),
        false => story,
    };
    let story = place(Story::new().marks());
    run(&story, AT, "deploy").ends("changed");
    let bob = place(story.cloned());
    bob.yaml(&[Fn::demo().timeout(20).variable("FOO", "1")]);
    bob.write("code/index.py", TWO);
    run(&bob, AT.head('b').of("Bob"), "deploy --use-local").ends("changed");
    story.yaml(&[Fn::demo().memory(1024)]);
    (story, bob)
}

/// The code, the timeout and the variable that are online.
fn online(story: &Story) -> (bool, serde_json::Value, serde_json::Value) {
    let console = story.console();
    let function = console.function("demo");
    let is_two = console.code("demo").iter().any(|(_, text)| text == TWO);
    let value = function["environmentVariables"]["FOO"].clone();
    (is_two, function["timeout"].clone(), value)
}

fn bobs() -> (bool, serde_json::Value, serde_json::Value) {
    (true, json!(20), json!("1"))
}

/// Ours contains theirs and takes it out again: deployed without a question, by whoever does it.
#[test]
fn what_was_left_of_a_colleague_can_be_reverted() {
    for is_shared in [true, false] {
        for flag in ["--merge", "--use-remote"] {
            let (story, _) = overtaken(is_shared);
            let told = run(&story, AT.head('c'), &format!("deploy {flag}")).ok();
            told.says(&["git pull"]).never_says(&["--write-back"]);
            assert_eq!(online(&story), bobs());
            // As long as ours lacks theirs it stays, without a question.
            run(&story, AT.head('c'), "deploy")
                .ok()
                .writes(&[])
                .says(&["deployed by Bob from bbbbbbbbbbbb, until your commit contains that"]);
            let told = run(&story, AT.head('d'), "deploy").ends("changed");
            told.never_says(&["kept", "both sides"]);
            assert_eq!(online(&story), (false, json!(10), json!(null)));
        }
    }
}

/// Every form of a report says whose deploy it is that stands kept, as the terminal does.
#[test]
fn reports_say_whose_deploy_is_kept() {
    let (story, _) = overtaken(true);
    run(&story, AT.head('c'), "deploy --merge").ends("changed");
    for (ending, says) in [
        ("json", "\"commit\": \"bbbbbbbbbbbb\""),
        (
            "md",
            "kept as deployed by Bob from bbbbbbbbbbbb, until your commit contains that",
        ),
        (
            "txt",
            "kept as deployed by Bob from bbbbbbbbbbbb, until your commit contains that",
        ),
        (
            "xml",
            "kept as deployed by Bob from bbbbbbbbbbbb, until your commit contains that",
        ),
    ] {
        let name = format!("plan.{ending}");
        run(&story, AT.head('c'), &format!("plan --report {name}"));
        let text = story.read(&name);
        assert!(text.contains(says), "{text}");
    }
    run(&story, AT.head('c'), "drift --html drift.html");
    let page = story.read("drift.html");
    assert!(page.contains("deployed by Bob from bbbbbbbbbbbb, kept until"));
}

/// A pipeline deploys the revert as well, where the team shares its records.
#[test]
fn a_pipeline_deploys_the_revert() {
    let (story, _) = overtaken(true);
    run(&story, AT.head('c'), "deploy --merge").ends("changed");
    let pipeline = shared(story.cloned());
    // Of a commit that lacks theirs nothing is taken out.
    run(&pipeline, AT.head('c'), "deploy").ok().writes(&[]);
    assert_eq!(online(&story), bobs());
    run(&pipeline, AT.head('d'), "plan").ends("changed");
    run(&pipeline, AT.head('d'), "deploy").ends("changed");
    assert_eq!(online(&story), (false, json!(10), json!(null)));
}

/// Whoever gets theirs and changes nothing of it has nothing to decide, then or later.
#[test]
fn what_was_left_of_a_colleague_is_ours_once_it_is_merged() {
    for is_shared in [true, false] {
        let (story, bob) = overtaken(is_shared);
        run(&story, AT.head('c'), "deploy --merge").ends("changed");
        let both = Fn::demo().memory(1024).timeout(20).variable("FOO", "1");
        for one in [&story, &bob] {
            one.yaml(std::slice::from_ref(&both));
            one.write("code/index.py", TWO);
        }
        run(&story, AT.head('d'), "deploy")
            .ok()
            .writes(&[])
            .never_says(&["kept"]);
        story.yaml(&[both.clone().timeout(30)]);
        run(&story, AT.head('d'), "deploy").ends("changed");
    }
}

/// A change in the console is nobody's deploy: the decision about it stays.
#[test]
fn what_others_changed_in_the_console_stays_kept() {
    for is_shared in [true, false] {
        let (story, _) = overtaken(is_shared);
        story.console().change("demo", json!({"timeout": 50}));
        run(&story, AT.head('c'), "deploy --use-remote").ok();
        let told = run(&story, AT.head('d'), "deploy").ok();
        assert_eq!(
            story.console().function("demo")["timeout"],
            50,
            "{}",
            told.transcript()
        );
    }
}

/// A fresh clone keeps what a colleague has deployed in the same way.
#[test]
fn a_fresh_clone_leaves_it_to_the_colleague() {
    let (story, _) = overtaken(false);
    let clone = story.cloned();
    clone.yaml(&[Fn::demo().memory(1024)]);
    run(&clone, AT.head('c'), "deploy --use-remote")
        .ok()
        .says(&["git pull"]);
    run(&clone, AT.head('c'), "deploy").ok().writes(&[]);
    run(&clone, AT.head('d'), "deploy").ends("changed");
    assert_eq!(online(&clone), (false, json!(10), json!(null)));
}

/// Without a pull the menu and the commands say where theirs comes from, also beside a hot fix.
#[test]
fn behind_a_colleague_and_a_hot_fix_both_are_told() {
    let (story, _) = overtaken(false);
    story.yaml(&[Fn::demo()]);
    story.console().change("demo", json!({"memorySize": 1024}));
    let told = run(&story, AT.head('c'), "deploy")
        .ends("drift")
        .writes(&[]);
    told.says(&[
        "deployed by Bob from bbbbbbbbbbbb, which you do not have",
        "code, environmentVariables: as that deploy left it",
        "its tag does not tell which",
        "    git pull",
        "deployed by others since the last deploy from here:",
        "deployed by others, or changed online, since the last deploy from here:",
    ])
    .never_says(&["in the console, by another tool"]);
    // With theirs only the hot fix is left, and nobody is told to pull.
    story.yaml(&[Fn::demo().timeout(20).variable("FOO", "1")]);
    story.write("code/index.py", TWO);
    run(&story, AT.head('d'), "deploy")
        .ends("drift")
        .never_says(&["    git pull"]);
}

/// Whoever lacks their commit is told that, whatever was not committed here.
#[test]
fn who_is_dirty_and_behind_is_told_to_pull() {
    for is_shared in [true, false] {
        for history in [AT.head('c'), AT] {
            let (story, _) = overtaken(is_shared);
            let told = run(&story, history.dirty(), "deploy").ends("drift");
            told.says(&["which you do not have ('git pull'", "    git pull"])
                .never_says(&["commit them"]);
        }
        let (story, _) = overtaken(is_shared);
        run(&story, AT.head('d').dirty(), "deploy")
            .ends("drift")
            .says(&["commit them"]);
    }
}

/// Whoever deploys one half of the function says nothing of the other: what was decided about that lasts until that half
/// is deployed by somebody who has both.
#[test]
fn a_deploy_of_a_half_ends_no_decision_about_the_other() {
    for (half, left) in [
        ("code", (false, json!(20), json!("1"))),
        ("config", (true, json!(10), json!(null))),
    ] {
        let (story, _) = overtaken(true);
        run(&story, AT.head('c'), "deploy --merge").ends("changed");
        let third = shared(story.cloned());
        run(&third, AT.head('d'), &format!("deploy --function {half}")).ends("changed");
        assert_eq!(online(&story), left, "{half}");
        // Ours still lacks theirs.
        for command in ["deploy", "deploy --merge"] {
            run(&story, AT.head('c'), command).writes(&[]);
            assert_eq!(online(&story), left, "{half}");
        }
        run(&third, AT.head('d'), "deploy").ends("changed");
        assert_eq!(online(&story), (false, json!(10), json!(null)));
    }
}

/// Whoever decides once more, because the file here says something else by now, decides about the same deploy.
#[test]
fn what_is_left_of_a_colleague_once_more_ends_with_their_commit() {
    for is_shared in [true, false] {
        let (story, _) = overtaken(is_shared);
        run(&story, AT.head('c'), "deploy --merge").ends("changed");
        story.yaml(&[Fn::demo().memory(1024).timeout(30)]);
        run(&story, AT.head('c'), "deploy")
            .ends("conflict")
            .writes(&[]);
        run(&story, AT.head('c'), "deploy --use-remote").ok();
        assert_eq!(online(&story), bobs());
        run(&story, AT.head('d'), "deploy").ends("changed");
        assert_eq!(online(&story), (false, json!(30), json!(null)));
    }
}

/// What is of one of two deploys, nobody knows of which, is left until ours contains both of them.
#[test]
fn what_may_be_of_two_deploys_ends_with_neither_of_them() {
    let tagged =
        |name: &str| Fn::demo().with(&format!("      tags: [{{key: {name}, value: x}}]\n"));
    let tags = |story: &Story| story.console().function("demo")["tags"].clone();
    let story = shared(Story::new());
    run(&story, OF_THREE, "deploy").ends("changed");
    let alice = shared(story.cloned());
    alice.yaml(&[tagged("alice")]);
    run(&alice, OF_THREE.head('b').of("Alice"), "deploy --use-local").ends("changed");
    // Carl's comes to an end between its two writes, so that the tags are still hers.
    let carl = shared(story.cloned());
    carl.yaml(&[Fn::demo().timeout(20)]);
    carl.every("DELETE", "tags-v2", Fate::KilledBefore);
    run(&carl, OF_THREE.head('e').of("Carl"), "deploy --use-local");
    assert_eq!(story.console().function("demo")["timeout"], 20);
    let hers = tags(&story);
    assert_eq!(hers[0]["Key"], "alice");
    story.cloud.pass(LONG);
    run(&story, OF_THREE.head('c'), "deploy --merge").ok();
    assert_eq!(tags(&story), hers);
    for head in ['c', 'f'] {
        run(&story, OF_THREE.head(head), "deploy --merge");
        assert_eq!(tags(&story), hers, "{head}");
    }
}
