//! `s restore` of functions that no resource of the file names any more, and of those of other resources.

use std::rc::Rc;

use serde_json::json;

use crate::adversary::trace::essence;
use crate::backups::announced;
use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

fn one(resource: &str, function: &str) -> Fn {
    Fn::named(resource, function).bare().methods(&["GET"])
}

/// Resources `a`, `b` and `c`; a fourth one was deployed as `old`, changed online, and left the file.
fn left() -> Story {
    let story = Story::new();
    let stay = || ["a", "b", "c"].map(|name| one(name, name)).to_vec();
    let mut all = stay();
    all.push(one("fn", "old"));
    story.yaml(&all);
    story.s("deploy").ends("changed");
    let hot = json!({"timeout": 77, "environmentVariables": {"HOT": "hot-canary"}});
    story.console().change("old", hot);
    story.yaml(&stay());
    story
}

/// The same, with `old` removed; returns the command that was announced.
fn removed() -> (Story, String) {
    let story = left();
    let told = story.s("remove --orphan old -y").ends("changed");
    assert!(!story.console().has_function("old"));
    let command = told.said.split('\'').find(|one| one.contains(" restore "));
    let command = command.unwrap().strip_prefix("s ").unwrap().to_owned();
    (story, command)
}

/// The console deletes it.
fn gone(story: &Story) {
    story.console().delete_trigger("old", "http");
    story.console().delete("old");
}

#[track_caller]
fn is_back(story: &Story) {
    let old = story.console().function("old");
    assert_eq!(old["timeout"], 77);
    assert_eq!(old["environmentVariables"]["HOT"], "hot-canary");
    assert!(story.console().trigger("old", "http").is_object());
}

#[test]
fn what_was_removed_as_left_behind_comes_back_by_the_command_that_was_printed() {
    let (story, command) = removed();
    story.s(&command).fails().writes(&[]).says(&[
        "no resource of s.yaml names function old in cn-hangzhou any more",
        "\nfunction old\n",
        "+ will be created",
        "-y' puts it back",
    ]);
    story
        .s(&format!("{command} -y"))
        .ends("changed")
        .says(&["s remove --orphan cn-hangzhou/old"])
        .never_says(&["--write-back", "function a", "hot-canary"]);
    is_back(&story);
    // It is left behind again, and no deploy touches it.
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .says(&["function old in cn-hangzhou is still online"]);
    story.s("remove --orphan old -y").ends("changed");
    assert!(!story.console().has_function("old"));
}

#[test]
fn over_the_whole_file_it_is_put_back_once() {
    let (story, command) = removed();
    let id = command.split(' ').next_back().unwrap();
    let told = story.s(&format!("restore {id} -y")).ends("changed");
    is_back(&story);
    assert_eq!(told.said.matches("function old: created").count(), 1);
    for line in ["restore", "a restore", "c restore"] {
        let told = story.s(line).ends("clean").says(&["no resource of s.yaml"]);
        let named = told.said.lines().filter(|line| line.starts_with(id));
        assert_eq!(named.count(), 1, "{}", told.transcript());
    }
}

#[test]
fn what_was_put_back_and_is_named_again_is_a_question() {
    let (story, command) = removed();
    story.s(&format!("{command} -y")).ends("changed");
    story.yaml(&[one("a", "a"), one("fn", "old")]);
    story
        .s("fn deploy")
        .ends("drift")
        .writes(&[])
        .says(&["timeout"]);
    is_back(&story);
    story.s("fn deploy --use-local").ends("changed");
    assert_eq!(story.console().function("old")["timeout"], 10);
}

const TIMER: &str = "      triggers:\n        - triggerName: tick\n          triggerType: timer\n          triggerConfig:\n            cronExpression: '@every 5m'\n            enable: true\n";

/// A size that the file leaves to the service elsewhere, and a timer that somebody had stopped: nothing
/// of what was put back is ours because the record of it is.
#[test]
fn nothing_that_was_put_back_is_overwritten_when_it_is_named_again() {
    let named = |function: &str| one("fn", function).methods(&[]).with(TIMER);
    let story = Story::new();
    story.yaml(&[one("a", "a"), named("old")]);
    story.s("deploy").ends("changed");
    let console = story.console();
    console.change("old", json!({"memorySize": 1024, "internetAccess": false}));
    let config = json!({"cronExpression": "@every 5m", "enable": false});
    console.change_trigger("old", "tick", json!({"triggerConfig": config}));
    let told = story.s("deploy --use-local").ends("changed");
    let [id] = announced(&told).try_into().unwrap();
    story.yaml(&[one("a", "a"), named("new")]);
    story.s("deploy").ends("changed");
    story.s(&format!("restore {id} -y")).ends("changed");
    let is_back = || {
        assert_eq!(console.function("old")["memorySize"], 1024);
        assert_eq!(console.function("old")["internetAccess"], false);
        assert_eq!(console.trigger("old", "tick")["enable"], false);
    };
    is_back();
    story.yaml(&[one("a", "a"), named("old")]);
    let told = story.s("fn deploy").ends("drift").writes(&[]);
    told.says(&["memorySize", "internetAccess", "triggerConfig.enable"]);
    is_back();
    story.s("fn deploy --use-remote").ok().writes(&[]);
    story.s("fn deploy").ends("clean").writes(&[]);
    is_back();
    let told = story.s("fn deploy --use-local").ends("changed");
    announced(&told);
    assert_eq!(console.trigger("old", "tick")["enable"], true);
}

#[test]
fn a_trigger_that_left_the_file_is_put_back_and_asked_about_when_it_comes_back() {
    let with = Fn::demo().methods(&[]).with(TIMER);
    let story = Story::new();
    story.yaml(std::slice::from_ref(&with));
    story.s("deploy").ends("changed");
    let console = story.console();
    let config = json!({"cronExpression": "@every 5m", "enable": false});
    console.change_trigger("demo", "tick", json!({"triggerConfig": config}));
    let told = story.s("deploy --use-local").ends("changed");
    let [id] = announced(&told).try_into().unwrap();
    story.yaml(&[Fn::demo().methods(&[])]);
    story.s("deploy").ok();
    story
        .s(&format!("restore {id} -y --use-local"))
        .ends("changed");
    assert_eq!(console.trigger("demo", "tick")["enable"], false);
    story.s("deploy").ok().writes(&[]);
    story.yaml(&[with]);
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["enable"]);
    assert_eq!(console.trigger("demo", "tick")["enable"], false);
}

#[test]
fn one_that_is_still_online_is_put_back_as_well() {
    let story = Story::new();
    story.yaml(&[one("a", "a"), one("fn", "old")]);
    story.s("deploy").ends("changed");
    story.console().change("old", json!({"timeout": 77}));
    let told = story.s("deploy --use-local").ends("changed");
    let [id] = announced(&told).try_into().unwrap();
    story.yaml(&[one("a", "a"), one("fn", "new")]);
    story.s("deploy").ends("changed");
    story.s(&format!("fn restore {id} -y")).ends("changed");
    assert_eq!(story.console().function("old")["timeout"], 77);
    assert_eq!(story.console().function("new")["timeout"], 10);
    // Without the code it cannot be made anew.
    gone(&story);
    story
        .s(&format!("fn restore {id} -y --use-local"))
        .fails()
        .writes(&[])
        .says(&["functionName: old"]);
}

#[test]
fn an_id_that_there_is_not_is_a_misuse() {
    let (story, _) = removed();
    story
        .s("restore 20200101T000000000Z-0000 -y")
        .ends("usage")
        .writes(&[])
        .says(&["there is no backup 20200101T000000000Z-0000", "'s restore'"]);
    story
        .s("b restore 20200101T000000000Z-0000")
        .ends("usage")
        .says(&["'s b restore'"]);
}

#[test]
fn the_backup_of_another_resource_names_the_command_for_it() {
    let story = Story::new();
    story.yaml(&[one("a", "a"), one("b", "fn-b")]);
    story.s("deploy").ends("changed");
    story.console().change("fn-b", json!({"timeout": 77}));
    let told = story.s("deploy --use-local").ends("changed");
    let [id] = announced(&told).try_into().unwrap();
    let right = format!("s b restore {id}");
    story
        .s(&format!("a restore {id} -y"))
        .ends("usage")
        .writes(&[])
        .says(&["function fn-b", &right]);
    story.s("a restore").never_says(&[&id]);
    let told = story.s(&format!("restore {id} -y")).ends("changed");
    assert_eq!(told.wrote(), ["PUT functions/fn-b"]);
    assert_eq!(story.console().function("fn-b")["timeout"], 77);
}

#[test]
fn the_backup_of_another_file_is_not_put_back_without_it() {
    let story = Story::new();
    story.yaml(&[one("x", "other")]);
    let other = story.read("s.yaml");
    story.write("other.yaml", &other);
    story.s("deploy -t other.yaml").ends("changed");
    story.console().change("other", json!({"timeout": 77}));
    let told = story.s("deploy -t other.yaml --use-local").ends("changed");
    let command = told.said.split('\'').find(|one| one.contains(" restore "));
    let id = command.and_then(|one| one.split(' ').next_back()).unwrap();
    story.yaml(&[one("a", "a")]);
    let right = format!("s x restore {id} -t other.yaml");
    for line in [format!("restore {id} -y"), format!("a restore {id} -y")] {
        story
            .s(&line)
            .ends("usage")
            .writes(&[])
            .says(&["other.yaml", &right]);
    }
    story.s("restore").never_says(&[id]);
    story.s(&format!("{} -y", &right[2..])).ends("changed");
    assert_eq!(story.console().function("other")["timeout"], 77);
}

#[test]
fn a_name_that_only_a_run_can_tell_is_waited_for() {
    let story = Story::new();
    let x = |stage: &str| Fn::named("x", "x").bare().variable("NAME", stage);
    let computed = one("fn", "${resources.x.output.environmentVariables.NAME}");
    story.yaml(&[x("app-prod"), computed.clone()]);
    story.s("deploy").ends("changed");
    story.console().change("app-prod", json!({"timeout": 77}));
    let told = story.s("deploy --use-local").ends("changed");
    let [id] = announced(&told).try_into().unwrap();
    story
        .s(&format!("x restore {id} -y"))
        .ends("usage")
        .says(&[&format!("s fn restore {id}")]);
}

#[test]
fn a_function_left_behind_is_removed_over_a_file_of_several() {
    for is_online in [true, false] {
        let story = left();
        if !is_online {
            gone(&story);
        }
        let word = if is_online { "changed" } else { "clean" };
        let told = story.s("remove --orphan cn-hangzhou/old -y").ends(word);
        assert!(!told.said.contains('✖'), "{}", told.transcript());
        assert!(!story.console().has_function("old"));
        for name in ["a", "b", "c"] {
            assert!(story.console().has_function(name));
        }
        // Typed once more there is none of that name.
        story
            .s("remove --orphan cn-hangzhou/old -y")
            .ends("usage")
            .says(&["no function of that name, or more than one, was deployed from here and is no longer in s.yaml"]);
    }
}

/// Of a file of environments only the turn of a resource tells which function it means.
#[test]
fn an_environment_may_give_a_resource_another_name() {
    let story = Story::new();
    story.yaml(&[one("a", "a"), one("b", "b-prod")]);
    story.s("deploy").ends("changed");
    story.console().change("b-prod", json!({"timeout": 77}));
    let told = story.s("deploy --use-local").ends("changed");
    let [id] = announced(&told).try_into().unwrap();
    story.write("env.yaml", "environments: []\n");
    story.yaml(&[one("a", "a"), one("b", "b")]);
    story
        .s(&format!("a restore {id} -y"))
        .ends("usage")
        .writes(&[])
        .says(&[&format!("s b restore {id}")]);
    story.s(&format!("restore {id} -y")).ends("changed");
    assert_eq!(story.console().function("b-prod")["timeout"], 77);
    // Its resource has left the file: nobody tells what the others mean before their turn.
    story.console().change("b-prod", json!({"timeout": 10}));
    story.yaml(&[one("a", "a"), one("c", "c")]);
    story
        .s(&format!("restore {id} -y --use-local"))
        .ends("usage")
        .writes(&[])
        .says(&[&format!("s c restore {id}")]);
    story
        .s(&format!("c restore {id} -y --use-local"))
        .ends("changed");
    assert_eq!(story.console().function("b-prod")["timeout"], 77);
}

/// Everything that a function can have beside it, saved when it was removed as left behind.
fn removed_with_everything() -> (Story, String) {
    let story = Story::new();
    let config = "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n      concurrencyConfig:\n        reservedConcurrency: 5\n";
    let old = Fn::named("fn", "old").with(config);
    story.yaml(&[one("a", "a"), old]);
    story.s("deploy").ends("changed");
    story.console().change("old", json!({"timeout": 77}));
    story.yaml(&[one("a", "a")]);
    let told = story.s("remove --orphan old -y").ends("changed");
    let command = told.said.split('\'').find(|one| one.contains(" restore "));
    let command = command.unwrap().strip_prefix("s ").unwrap();
    let command = format!("{command} -y");
    (story, command)
}

/// What a killed restore brought is left behind again: it is told, and goes as a whole.
#[track_caller]
fn goes_again(story: &Story, said: &str) {
    let story = story.forked();
    if story.console().has_function("old") {
        story
            .s("deploy")
            .says(&["function old in cn-hangzhou is still online"])
            .never_says(&["not on record here as deployed"]);
        story.s("remove --orphan old -y").ends("changed");
    }
    assert!(!story.console().has_function("old"), "{said}");
    let domain = story.console().domain("old.example.com");
    assert!(domain.is_null(), "{said}\n{domain}");
}

#[test]
fn killed_after_each_effect_it_is_ours_and_goes_on() {
    let (start, command) = removed_with_everything();
    let whole = start.forked();
    let told = whole.s(&command).ends("changed");
    let goal = essence(&whole);
    let writes: Vec<usize> = (0..told.sent.len())
        .filter(|at| told.sent[*at].writes())
        .collect();
    assert!(writes.len() >= 5, "{}", told.transcript());
    for fate in [Fate::KilledAfter, Fate::KilledBefore] {
        for at in &writes {
            let story = start.forked();
            let killed = story.fate(*at, fate.clone()).s(&command).ends("");
            let said = format!("{fate:?} at {at}\n{}", killed.transcript());
            goes_again(&story, &said);
            story.s(&command).ok();
            assert_eq!(essence(&story), goal, "{said}");
            goes_again(&story, &said);
        }
    }
}

#[test]
fn killed_after_each_file_it_is_ours_and_goes_on() {
    let (start, command) = removed_with_everything();
    let whole = start.forked();
    whole.s(&command).ends("changed");
    let goal = essence(&whole);
    for files in 1.. {
        let story = start.forked();
        let life = story.files.kill_after(files);
        let watched = Rc::clone(&life);
        story.meddle(move |_, _, _| match watched.get() {
            Some(0) => Fate::KilledBefore,
            _ => Fate::Arrives,
        });
        let said = story.s(&command).transcript();
        let killed = life.get() == Some(0);
        story.files.revive();
        if !killed {
            assert!(files > 5, "{files}");
            break;
        }
        goes_again(&story, &said);
        story.s(&command).ok();
        assert_eq!(essence(&story), goal, "after {files} files\n{said}");
        goes_again(&story, &said);
    }
}
