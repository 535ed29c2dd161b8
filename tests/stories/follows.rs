//! Memory, CPU and disk: what the file leaves to the service obeys what it follows.
//!
//! The emulator guesses here: G19, G20.

use serde_json::{Value, json};

use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

fn sizes(story: &Story) -> Value {
    let online = story.console().function("demo");
    json!([online["memorySize"], online["cpu"], online["diskSize"]])
}

fn settled(story: &Story) -> Told {
    let told = story.s("deploy").ends("clean").writes(&[]);
    told.never_says(&["cpu", "diskSize"])
}

/// Deployed, and then a colleague gives it more memory; the service gives it the CPU for that.
fn grown() -> Story {
    let story = Story::deployed();
    story.console().change("demo", json!({"memorySize": 4096}));
    assert_eq!(sizes(&story), json!([4096, 2.0, 512]));
    story
}

#[test]
fn the_same_memory_in_the_file_ends_it() {
    for flags in ["", " --use-local", " --use-remote", " --merge"] {
        let story = grown();
        story.yaml(&[Fn::demo().memory(4096)]);
        story.s("drift").ends("clean");
        story.s("plan").ends("clean");
        let told = story.s(&format!("deploy{flags}")).ends("clean").writes(&[]);
        told.never_says(&["cpu"]);
        assert_eq!(sizes(&story), json!([4096, 2.0, 512]));
        settled(&story);
    }
}

#[test]
fn only_the_memory_is_asked_about() {
    let story = grown();
    for command in ["deploy", "plan"] {
        let told = story.s(command).ends("drift").writes(&[]);
        told.says(&[
            "memorySize: 512 → 4096",
            "moved online along with the above, and kept or overwritten with it:",
            "~ cpu: 0.35 → 2",
        ])
        .never_says(&["diskSize: 512 →"]);
    }
    for flags in ["--use-remote", "--merge"] {
        let story = story.forked();
        story
            .s(&format!("deploy {flags}"))
            .ends("clean")
            .writes(&[]);
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.says(&["memorySize: live 4096, local 512"])
            .never_says(&["cpu", "diskSize"]);
        // An edit elsewhere takes no old CPU along.
        story.yaml(&[Fn::demo().timeout(20)]);
        story.s("deploy").ends("changed");
        assert_eq!(sizes(&story), json!([4096, 2.0, 512]));
        // It can be taken back.
        story.s("deploy --use-local").ends("changed");
        assert_eq!(sizes(&story)[0], 512);
        settled(&story);
    }
    let told = story.s("deploy --use-local").ends("changed");
    assert_eq!(sizes(&story), json!([512, 0.35, 512]));
    settled(&story);
    let id = told.said.split("'s fn restore ").nth(1).unwrap();
    let id = id.split('\'').next().unwrap();
    story.s(&format!("restore {id} -y")).ends("changed");
    assert_eq!(sizes(&story), json!([4096, 2.0, 512]));
    let told = story.s("deploy").ends("clean").writes(&[]);
    told.says(&["memorySize: live 4096, local 512"])
        .never_says(&["cpu", "diskSize"]);
}

#[test]
fn another_memory_in_the_file_is_sent_without_the_old_cpu() {
    let story = grown();
    story.yaml(&[Fn::demo().memory(2048)]);
    let told = story.s("deploy").ends("conflict").writes(&[]);
    told.never_says(&["! cpu"]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(sizes(&story), json!([2048, 2.0, 512]));
    settled(&story);
    // A CPU that somebody chose by itself is a question, and fits no other memory.
    story.console().change("demo", json!({"cpu": 0.5}));
    story.s("deploy").ends("drift").says(&["cpu: 2.0 → 0.5"]);
    story.yaml(&[Fn::demo().memory(8192)]);
    let told = story.s("deploy --use-local").ends("changed");
    told.says(&["function demo cpu: the earlier value does not fit"]);
    assert_eq!(sizes(&story), json!([8192, 4.0, 512]));
    settled(&story);
}

/// Where what a colleague chose fits the new memory, the service leaves it.
#[test]
fn a_cpu_that_does_not_go_back_is_told() {
    let story = Story::deployed();
    story.console().change("demo", json!({"cpu": 0.5}));
    story.yaml(&[Fn::demo().memory(1024)]);
    story.s("deploy").ends("drift").says(&["cpu: 0.35 → 0.5"]);
    let line = "function demo cpu: the earlier value does not fit";
    let told = story.s("deploy --use-local").ends("changed").says(&[line]);
    assert_eq!(
        sizes(&story),
        json!([1024, 0.5, 512]),
        "{}",
        told.transcript()
    );
    settled(&story).never_says(&[line]);
    // What comes after it is noticed.
    story.console().change("demo", json!({"cpu": 0.35}));
    story.s("deploy").ends("drift").says(&["cpu: 0.5 → 0.35"]);
    // Kept as it is online, it is what the service is left to.
    let story = Story::deployed();
    story.console().change("demo", json!({"cpu": 0.5}));
    story.yaml(&[Fn::demo().memory(1024)]);
    story.s("deploy --use-remote").never_says(&[line]);
}

#[test]
fn a_cpu_that_others_chose_with_the_memory_is_listed_before_it_goes_back() {
    for size in [
        json!({"memorySize": 2048, "cpu": 2}),
        json!({"memorySize": 1024, "cpu": 1}),
    ] {
        let story = Story::deployed();
        story.console().change("demo", size.clone());
        let line = format!("~ cpu: 0.35 → {}", size["cpu"]);
        for command in ["deploy", "plan", "drift"] {
            story.s(command).ends("drift").says(&[&line]);
        }
        story.s("deploy --use-local").ends("changed").says(&[&line]);
        assert_eq!(sizes(&story), json!([512, 0.35, 512]));
        let id = story.newest_backup();
        story.s(&format!("restore {id} -y")).ends("changed");
        assert_eq!(sizes(&story), json!([size["memorySize"], size["cpu"], 512]));
    }
}

#[test]
fn a_cpu_that_the_file_says_is_a_setting_like_any_other() {
    let story = Story::new();
    let cpu = |cpu: &str| Fn::demo().memory(1024).with(&format!("      cpu: {cpu}\n"));
    story.yaml(&[cpu("0.5")]);
    story.s("deploy").ends("changed");
    story
        .console()
        .change("demo", json!({"memorySize": 1536, "cpu": 1}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["cpu: 0.5 → 1", "memorySize: 1024 → 1536"]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(sizes(&story), json!([1024, 0.5, 512]));
    settled(&story);
    // Left to the service again, it stays as it is.
    story.yaml(&[Fn::demo().memory(1024)]);
    settled(&story);
    assert_eq!(sizes(&story), json!([1024, 0.5, 512]));
}

#[test]
fn a_disk_of_others_is_asked_about_by_itself_only() {
    let story = Story::deployed();
    story.console().change("demo", json!({"diskSize": 10240}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["diskSize: 512 → 10240"]);
    let kept = story.forked();
    kept.s("deploy --use-remote").ends("clean").writes(&[]);
    settled(&kept);
    kept.yaml(&[Fn::demo().memory(1024)]);
    kept.s("deploy").ends("changed");
    assert_eq!(sizes(&kept)[2], 10240);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(sizes(&story), json!([512, 0.35, 512]));
    settled(&story);
}

/// A clone without a record has no old CPU either.
#[test]
fn what_the_file_does_not_say_is_adopted() {
    let story = grown().cloned();
    story.yaml(&[Fn::demo().memory(4096)]);
    story.s("deploy").ends("clean").writes(&[]);
    settled(&story);
    story.yaml(&[Fn::demo()]);
    let told = story.s("deploy").ends("changed");
    told.never_says(&["cpu"]);
    assert_eq!(sizes(&story), json!([512, 0.35, 512]));
}

#[test]
fn only_what_the_file_says_comes_home() {
    for memory in [4096, 1024] {
        let story = Story::deployed();
        story
            .console()
            .change("demo", json!({"memorySize": memory}));
        let told = story.s("deploy --use-remote --write-back").ends("clean");
        told.never_says(&["diskSize", "by hand"]);
        let file = story.read("s.yaml");
        assert!(file.contains(&format!("memorySize: {memory}")), "{file}");
        assert!(!file.contains("cpu"), "{file}");
        settled(&story);
    }
    // Back to the memory for which upstream knows the CPU.
    let story = Story::new();
    story.yaml(&[Fn::demo().memory(1024)]);
    story.s("deploy").ends("changed");
    story.console().change("demo", json!({"memorySize": 512}));
    let told = story.s("deploy --use-remote --write-back").ends("clean");
    told.never_says(&["cpu", "diskSize"]);
    assert!(story.read("s.yaml").contains("memorySize: 512"));
    settled(&story);
    // Of what the service may choose nothing is brought home.
    story.console().change("demo", json!({"diskSize": 10240}));
    story.s("deploy --use-remote --write-back").ends("clean");
    assert!(!story.read("s.yaml").contains("diskSize"));
    settled(&story);
}

/// Whose the memory is decides about what follows it, too.
#[test]
fn it_obeys_the_rule_for_what_it_follows() {
    let owned = |owner: &str| {
        let rule =
            format!("      driftPolicy: [{{path: memorySize, owner: {owner}, reason: r}}]\n");
        let story = Story::new();
        story.yaml(&[Fn::demo().with(&rule)]);
        story.s("deploy").ends("changed");
        story.console().change("demo", json!({"memorySize": 4096}));
        story
    };
    let story = owned("console");
    story.s("drift").ends("clean");
    story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(sizes(&story), json!([4096, 2.0, 512]));
    settled(&story);
    let story = owned("file");
    let told = story.s("deploy").ends("changed");
    told.never_says(&["need a decision"]);
    assert_eq!(sizes(&story), json!([512, 0.35, 512]));
    settled(&story);
}

/// What the service had no reason to move, somebody changed. The same memory on both sides decides nothing
/// about it.
#[test]
fn what_was_changed_by_itself_is_asked_about_beside_the_same_memory() {
    for (name, line, size) in [
        ("diskSize", "~ diskSize: 512 → 10240", json!(10240)),
        ("cpu", "~ cpu: 0.35 → 0.5", json!(0.5)),
    ] {
        let story = Story::deployed();
        story.console().change("demo", json!({name: size}));
        story.console().change("demo", json!({"memorySize": 1024}));
        story.yaml(&[Fn::demo().memory(1024)]);
        for command in ["drift", "plan", "deploy"] {
            let told = story.s(command).ends("drift").writes(&[]);
            told.says(&[line]).never_says(&["moved online"]);
        }
        let kept = story.forked();
        kept.s("deploy --use-remote").ends("clean").writes(&[]);
        settled(&kept);
        assert_eq!(kept.console().function("demo")[name], size);
        story.s("deploy --use-local").ok();
        settled(&story);
    }
    // A disk goes back beside any memory.
    let story = Story::deployed();
    story.console().change("demo", json!({"diskSize": 10240}));
    story.console().change("demo", json!({"memorySize": 1024}));
    story.yaml(&[Fn::demo().memory(1024)]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(sizes(&story), json!([1024, 0.35, 512]));
    settled(&story);
}

/// What came along with a memory that both sides say is no question, and is the same on no two sides: the
/// file does not say it.
#[test]
fn every_report_tells_what_came_along() {
    let story = grown();
    story.yaml(&[Fn::demo().memory(4096)]);
    let told = story.s("drift --html page.html").ends("clean");
    told.says(&[
        "the same on both sides:\n    = memorySize: 4096",
        "moved online by the service along with another setting, nothing to decide:\n    ~ cpu: 0.35 → 2",
    ]);
    let page = story.read("page.html");
    let (above, same) = page
        .split_once("1 setting that changed and is the same")
        .unwrap();
    assert!(same.contains(">memorySize<") && !same.contains(">cpu<"));
    assert!(above.contains(">cpu<") && above.contains("moved along"));
    let told = story.s("drift --format json").ends("clean");
    let report: Value = serde_json::from_str(&told.document.unwrap()).unwrap();
    let found = &report["functions"][0]["resources"][0]["differences"];
    let verdict = |path: &str| {
        let mut all = found.as_array().unwrap().iter();
        all.find(|one| one["path"] == path).unwrap()["verdict"].clone()
    };
    assert_eq!([verdict("cpu"), verdict("memorySize")], ["along", "agreed"]);
    for form in ["text", "markdown"] {
        let told = story.s(&format!("drift --format {form}")).ends("clean");
        let report = told.document.unwrap();
        let line = |name: &str| report.lines().find(|line| line.contains(name)).unwrap();
        assert!(line("cpu").contains("moved along"), "{report}");
        assert!(
            line("memorySize").contains("same on both sides"),
            "{report}"
        );
    }
}
