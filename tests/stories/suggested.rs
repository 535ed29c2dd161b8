//! Commands that are suggested decide about no more than the command that was typed.

use serde_json::json;

use crate::story::Story;
use crate::told::Told;

/// Every command that stands in what was said.
fn commands(told: &Told) -> Vec<String> {
    let lines = told.said.lines().map(str::trim);
    let whole = lines
        .clone()
        .filter(|line| line.starts_with("s "))
        .map(str::to_owned);
    let quoted = lines.flat_map(|line| line.split('\'').skip(1).step_by(2));
    let quoted = quoted.filter(|text| text.starts_with("s "));
    whole.chain(quoted.map(str::to_owned)).collect()
}

/// Config and code are both changed online.
fn drifted() -> Story {
    let story = Story::deployed();
    let console = story.console();
    console.change("demo", json!({"memorySize": 1024}));
    console.change_code("demo", &[("index.py", "hot = 'fix'\n")]);
    console.change_trigger(
        "demo",
        "http",
        json!({"triggerConfig": {"authType": "function", "methods": ["GET"]}}),
    );
    story
}

#[test]
fn scope_and_flags_stay_in_what_is_suggested() {
    for typed in [
        "deploy --function config",
        "deploy --function=code",
        "deploy --trigger http",
        "deploy --function code --trigger",
        "deploy --skip-push",
        "deploy --write-back",
        "deploy --no-write-back",
        "deploy -t s.yaml -a default --env prod",
        "deploy --code local",
        "deploy --config remote",
    ] {
        let story = drifted();
        if typed.contains("--env") {
            story.write("env.yaml", "environments:\n  - name: prod\n");
        }
        let told = story
            .s(typed)
            .ends_one_of(&["drift", "conflict"])
            .writes(&[]);
        let suggested = commands(&told);
        assert!(suggested.len() >= 2, "{}", told.transcript());
        for command in &suggested {
            let kept = command.starts_with(&format!("s fn {typed} --"));
            assert!(kept, "{command}\n{}", told.transcript());
        }
        // Each is said once, where the output ends.
        let mut once = suggested.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), suggested.len(), "{}", told.transcript());
        for command in &suggested {
            drifted_runs(command, typed);
        }
    }
}

/// What is pasted touches nothing that the typed command would not have touched.
fn drifted_runs(command: &str, typed: &str) {
    let story = drifted();
    let before = story.console().function("demo");
    let told = story.s(command.trim_start_matches("s "));
    let after = story.console().function("demo");
    let code =
        typed.contains("code") || !(typed.contains("--function") || typed.contains("--trigger"));
    if !code {
        assert_eq!(
            after["codeChecksum"],
            before["codeChecksum"],
            "{}",
            told.transcript()
        );
    }
    if typed.contains("code") && typed.contains("--function") {
        assert_eq!(
            after["memorySize"],
            before["memorySize"],
            "{}",
            told.transcript()
        );
    }
    if typed.contains("--config remote") {
        assert_eq!(after["memorySize"], 1024, "{}", told.transcript());
    }
}

#[test]
fn who_stops_is_told_the_same_command() {
    let story = drifted();
    story
        .keys("s")
        .s("deploy --function config -t s.yaml")
        .says(&[
            "'s fn deploy --function config -t s.yaml' asks again",
            "'s fn plan -t s.yaml'",
        ]);
    story
        .keys("n")
        .s("remove --trigger http -t s.yaml")
        .ends("interrupted")
        .writes(&[])
        .says(&["'s fn remove --trigger http -t s.yaml' asks again"]);
    story
        .s("remove --trigger http")
        .ends("failed")
        .writes(&[])
        .says(&["'s fn remove --trigger http -y' deletes all of it"]);
}

#[test]
fn a_backup_is_brought_back_in_the_same_project() {
    let story = drifted();
    let told = story.s("deploy --use-local -t s.yaml").ends("changed");
    let restore = commands(&told)
        .into_iter()
        .find(|one| one.contains("restore"));
    let restore = restore.unwrap();
    assert!(restore.starts_with("s fn restore -t s.yaml "), "{restore}");
    let told = story.s(restore.trim_start_matches("s "));
    let sure = commands(&told)
        .into_iter()
        .find(|one| one.ends_with("-y"))
        .unwrap();
    story
        .keys("n")
        .s(restore.trim_start_matches("s "))
        .ends("interrupted")
        .writes(&[]);
    story.s(sure.trim_start_matches("s ")).ends("changed");
    assert_eq!(story.console().function("demo")["memorySize"], 1024);
}

#[test]
fn what_is_kept_is_written_home_with_the_scope_that_was_typed() {
    let story = drifted();
    let told = story
        .s("deploy --function config --use-remote")
        .ends("clean");
    assert_eq!(
        commands(&told),
        ["s fn deploy --function config --write-back"]
    );
}

#[test]
fn flags_of_other_tools_lead_to_ours() {
    let story = Story::deployed();
    for (typed, says) in [
        ("deploy --dry-run", "'s fn plan'"),
        (
            "deploy --force --function code",
            "'s fn deploy --function code --use-local'",
        ),
        ("deploy -f", "'s fn deploy --use-local'"),
        ("deploy --yes", "-y is accepted, but decides no difference"),
        ("remove --force", "'s fn remove -y'"),
        ("plan --format yaml", "--format text|json|markdown|junit"),
        (
            "drift --report x.bogus",
            "let its name end in .txt, .json, .md or .xml",
        ),
        (
            "plan --html x.html -t s.yaml",
            "s fn drift -t s.yaml --html drift.html",
        ),
    ] {
        let told = story.s(typed).ends("usage").says(&[says]);
        assert!(
            told.sent.is_empty() && told.saved.is_empty(),
            "{}",
            told.transcript()
        );
    }
}

#[test]
fn no_resource_is_named_that_the_file_does_not_have() {
    let story = Story::deployed();
    for line in ["deploy nope", "fn deploy nope", "remove nope", "plan nope"] {
        story
            .s(line)
            .ends("usage")
            .says(&["no resource of s.yaml has that name", "are: fn;"])
            .never_says(&["s nope"]);
    }
    for (line, meant) in [
        ("deploy fn --use-local", "write: s fn deploy --use-local"),
        ("sync fn", "write: s fn sync"),
        ("restore fn", "'s fn restore' lists"),
    ] {
        story.s(line).ends("usage").says(&[meant]);
    }
    story
        .s("restore one two")
        .ends("usage")
        .says(&["“two” is one word too many"]);
}

#[test]
fn no_flag_is_named_with_a_mark_for_its_value() {
    let story = Story::deployed();
    for line in [
        "deploy --function nothing",
        "deploy --code",
        "deploy --config=",
        "remove --orphan x --trigger",
        "remove --orphan x --function",
        "drift --report",
        "sync --target-dir",
        "deploy --trigger a --trigger b",
        "deploy --write-back=yes",
    ] {
        story.s(line).ends("usage").never_says(&["<", ">"]);
    }
}

#[test]
fn what_is_kept_deleted_is_created_by_the_command_that_says_so() {
    let story = Story::deployed();
    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    story.s("info").fails().says(&["'s fn deploy' creates it"]);
    story.s("deploy --use-remote").ok();
    let told = story.s("info").fails();
    let command = commands(&told).pop().unwrap();
    story.s(command.trim_start_matches("s ")).ends("changed");
    assert!(story.console().has_function("demo"));
    story.s("info").ok();
}

#[test]
fn a_command_in_a_sentence_holds_no_quote_that_ends_it() {
    let story = drifted();
    story.write("env.yaml", "environments:\n  - name: a;b$c\n");
    for command in ["deploy", "remove"] {
        let told = story.s(&format!("{command} --env a;b$c")).text();
        let whole = told.matches("--env \"a;b\\$c\"").count();
        assert!(
            whole > 0 && whole == told.matches("--env ").count(),
            "{told}"
        );
    }
}
