//! What stays online is brought home: into `s.yaml`, and into the folder of the code.

use serde_json::json;

use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::yaml::{Fn, yaml};

fn file() -> Fn {
    Fn::demo()
        .variable("KEEP", "'ours-canary' # 保留")
        .variable("BACK", "\"ours-too-canary\"")
}

/// A project that was deployed and then changed online: both variables, the timeout and the code.
fn changed() -> Story {
    let story = Story::new();
    let comment = "      # 内存不要改 {not: a map}\n      memorySize";
    let text = yaml(&[file()]).replace("      memorySize", comment);
    story.write("s.yaml", &text);
    story.s("deploy").ends("changed");
    let theirs =
        json!({"LEVEL": "info-canary", "KEEP": "theirs-canary", "BACK": "theirs-too-canary"});
    let body = json!({"timeout": 77, "environmentVariables": theirs});
    story.console().change("demo", body);
    story.console().hot_fix("demo");
    story
}

fn nothing_is_left_to_do(story: &Story) {
    story.s("deploy").ok().writes(&[]);
}

#[test]
fn decided_by_keys_and_written_into_the_file() {
    let story = changed();
    let checksum = story.console().function("demo")["codeChecksum"].clone();
    let before = story.read("s.yaml");
    let asked = [
        "(1/4) function demo · environmentVariables.BACK",
        "(2/4) function demo · environmentVariables.KEEP",
        "(3/4) function demo · timeout",
        "(4/4) function demo · code",
        "Decided about code:",
        "into s.yaml?",
        "Download it?",
    ];
    // Whoever says no to that finds the file as it was.
    let other = story.forked();
    other.keys("olrlrynn").s("deploy").ok().says(&asked);
    assert_eq!(other.read("s.yaml"), before);

    let told = story.keys("olrlryyn").s("deploy").ok().says(&asked);
    assert!(!told.text().contains("canary"), "{}", told.text());
    let function = story.console().function("demo");
    assert_eq!(
        function["environmentVariables"],
        json!({"LEVEL": "info-canary", "KEEP": "theirs-canary", "BACK": "ours-too-canary"})
    );
    assert_eq!(
        (&function["timeout"], &function["codeChecksum"]),
        (&json!(10), &checksum)
    );
    assert_eq!(
        story.read("s.yaml"),
        before.replace("'ours-canary'", "'theirs-canary'")
    );
    nothing_is_left_to_do(&story);
}

#[test]
fn by_a_flag_and_never_without_one() {
    let story = changed();
    let before = story.read("s.yaml");
    story.s("deploy --use-remote --no-write-back").ok();
    assert_eq!(story.read("s.yaml"), before);
    story.console().change("demo", json!({"memorySize": 1024}));
    story
        .s("deploy --use-remote")
        .ok()
        .says(&["--write-back' writes them there"]);
    assert_eq!(story.read("s.yaml"), before);
    // What was kept before comes home too.
    story.s("deploy --write-back").ok();
    let after = before
        .replace("'ours-canary'", "'theirs-canary'")
        .replace("\"ours-too-canary\"", "\"theirs-too-canary\"")
        .replace("timeout: 10", "timeout: 77")
        .replace("memorySize: 512", "memorySize: 1024");
    assert_eq!(story.read("s.yaml"), after);
    nothing_is_left_to_do(&story);
}

#[test]
fn deletions_and_whole_blocks() {
    let story = Story::new();
    story.yaml(&[file()]);
    story.s("deploy").ends("changed");
    let before = story.read("s.yaml");
    let online = story.console();
    online.change(
        "demo",
        json!({
            "environmentVariables": {"LEVEL": "info-canary", "KEEP": "ours-canary", "NEW": "1"},
            "instanceLifecycleConfig": {"preStop": {"handler": "index.stop", "timeout": 5}},
        }),
    );
    online.delete_trigger("demo", "http");
    story.s("deploy --use-remote --write-back").ok();
    let after = story.read("s.yaml");
    assert!(
        after.contains("        NEW: \"1\"\n") || after.contains("        NEW: '1'\n"),
        "{after}"
    );
    assert!(
        !after.contains("BACK") && !after.contains("triggers"),
        "{after}"
    );
    assert!(
        after.contains("      instanceLifecycleConfig:\n        preStop:\n"),
        "{after}"
    );
    let kept = before.lines().filter(|line| after.contains(line)).count();
    assert_eq!(kept, before.lines().count() - 7, "{after}");
    nothing_is_left_to_do(&story);
}

/// The folders beside the code whose names have this in them.
fn folders(story: &Story, infix: &str) -> Vec<String> {
    let all = story.files.all();
    let below = all
        .keys()
        .filter_map(|path| path.strip_prefix(&format!("{HOME}/")));
    let mut names: Vec<String> = below
        .filter_map(|path| path.split('/').next())
        .filter(|name| name.contains(infix))
        .map(str::to_owned)
        .collect();
    names.dedup();
    names
}

fn code(story: &Story, folder: &str) -> String {
    story.read(&format!("{folder}/index.py"))
}

#[test]
fn code_beside() {
    let story = changed();
    let ours = code(&story, "code");
    story.s("deploy --use-remote --write-back").ok();
    let beside = folders(&story, "code.online-");
    assert_eq!(beside.len(), 1);
    assert!(code(&story, &beside[0]).contains("hotfix"));
    assert_eq!(code(&story, "code"), ours);
}

#[test]
fn code_over_ours_after_a_second_question() {
    for (last, taken) in [("n", false), ("y", true)] {
        let story = changed();
        let ours = code(&story, "code");
        let told = story
            .keys(&format!("rno{last}"))
            .s("deploy")
            .ok()
            .says(&["Download it?", "Overwrite your local code?"]);
        assert_eq!(code(&story, "code") != ours, taken, "{}", told.transcript());
        let saved = folders(&story, "code.before-");
        assert_eq!(saved.len(), usize::from(taken));
        assert!(saved.iter().all(|folder| code(&story, folder) == ours));
    }
}

#[test]
fn what_looks_like_a_secret_is_not_advised_to_be_written_again_and_again() {
    const LINE: &str = "environmentVariables.DB_PASSWORD: ${env('DB_PASSWORD')}";
    let story = Story::deployed();
    let theirs = json!({"LEVEL": "info-canary", "DB_PASSWORD": "hot-canary"});
    let online = story.console();
    online.change("demo", json!({"environmentVariables": theirs}));
    story
        .s("deploy --use-remote")
        .ends("clean")
        .says(&["looks like a secret", LINE])
        .never_says(&["--write-back", "git"]);
    for command in ["deploy", "plan", "drift"] {
        story
            .s(command)
            .ends("clean")
            .says(&[LINE, "or overwrite it:\n", "s fn deploy --config local"])
            .never_says(&["--write-back"]);
    }
    // A person at the terminal is asked, so there the command is of use.
    story.keys("").s("plan").says(&["--write-back"]);
    online.change("demo", json!({"timeout": 77}));
    story
        .s("deploy --use-remote")
        .ends("clean")
        .says(&["--write-back' writes them there"]);
    story.s("deploy").ends("clean").says(&[
        LINE,
        "to end the rest, write it back into the project, or overwrite all of it:",
        "--write-back",
    ]);
    story.s("deploy --write-back").ends("clean").says(&[LINE]);
    story
        .s("deploy")
        .ends("clean")
        .says(&[LINE])
        .never_says(&["--write-back", "timeout"]);
    // What is said is the way to end it.
    let text = story.read("s.yaml");
    let with = "environmentVariables:\n        DB_PASSWORD: hot-canary\n";
    story.write("s.yaml", &text.replace("environmentVariables:\n", with));
    story.s("deploy").ends("clean").never_says(&[LINE, "kept"]);
}

#[test]
fn a_function_that_stays_deleted_is_taken_out_by_hand_and_whole() {
    let story = Story::deployed();
    let before = story.read("s.yaml");
    story.console().delete_trigger("demo", "http");
    story.console().delete("demo");
    let told = story.s("deploy --use-remote --write-back").ok();
    let told = told.says(&[
        "To edit by hand",
        "  - function demo (stays deleted)",
        "remove resource fn from s.yaml",
        "trigger demo/http: stays deleted",
    ]);
    told.never_says(&["trigger demo/http: unchanged", "  - triggers"]);
    assert_eq!(story.read("s.yaml"), before);
    // Said again as long as it stays so, and nothing else.
    let told = story.s("deploy --write-back").ends("clean").writes(&[]);
    told.says(&["  - function demo (stays deleted)"])
        .never_says(&["demo/http: unchanged", "function demo: unchanged"]);
    assert_eq!(story.read("s.yaml"), before);
    // Taken back, all of it is there again.
    story
        .s("deploy --config local --code local")
        .ends("changed");
    assert!(!story.console().trigger("demo", "http").is_null());
}

#[test]
fn what_stays_deleted_beside_a_function_is_taken_out() {
    let story = Story::new();
    let config = "      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 1\n";
    story.yaml(&[Fn::demo().with(config)]);
    story.s("deploy").ends("changed");
    story.console().delete_domain("demo.example.com");
    story.console().delete_trigger("demo", "http");
    let told = story.s("deploy --use-remote --write-back").ends("clean");
    told.never_says(&["by hand"]);
    let file = story.read("s.yaml");
    assert!(
        !file.contains("customDomain") && !file.contains("triggerName"),
        "{file}"
    );
    story.s("deploy --use-local").ends("clean").writes(&[]);
}

#[test]
fn a_flag_that_would_write_nothing_is_not_advised() {
    let story = Story::new();
    story.s("deploy").ends("changed");
    story.console().change("demo", json!({"timeout": 77}));
    let advice = "deploy --write-back' writes them there";
    story
        .copied()
        .s("deploy --use-remote")
        .ends("clean")
        .says(&[advice]);
    let shared = yaml(&[Fn::demo()])
        .replace("timeout: 10", "timeout: &ten 10")
        .replace(
            "        LEVEL: info-canary\n",
            "        LEVEL: info-canary\n        TEN: *ten\n",
        );
    story.write("s.yaml", &shared);
    story
        .s("deploy --use-remote")
        .ok()
        .says(&["To edit by hand", "timeout"])
        .never_says(&[advice]);
}

/// What environment testing lays over the file: the memory, and nothing else.
const ENVS: &str = "environments:\n  - name: testing\n    overlays:\n      resources:\n        fn:\n          functionName: demo-testing\n          memorySize: 1024\n          customDomain: { domainName: testing.example.com }\n";

/// A project with two environments, of which testing was changed online: where the overlay says
/// something, where only the file does, and where neither does.
fn with_environments() -> Story {
    let story = Story::new();
    story.write("env.yaml", ENVS);
    story.s("deploy --env testing").ends("changed");
    let theirs = json!({"LEVEL": "info-canary", "NEW": "1"});
    let body = json!({"memorySize": 2048, "timeout": 77, "environmentVariables": theirs});
    story.console().change("demo-testing", body);
    story
}

#[test]
fn what_belongs_to_an_environment_is_never_written_into_the_file_of_all() {
    let places = [
        "To edit by hand",
        "  memorySize: 2048",
        "  timeout: 77",
        "  environmentVariables.NEW: •••",
        "env.yaml",
        "overlays.resources.fn",
    ];
    let ways = [
        ("", "deploy --env testing --use-remote"),
        ("", "deploy --env testing --use-remote --write-back"),
        ("", "deploy --env=testing --use-remote --write-back"),
        ("r", "deploy --env testing"),
    ];
    for (keys, command) in ways {
        let story = with_environments();
        let before = (story.read("s.yaml"), story.read("env.yaml"));
        let story_asked = match keys {
            "" => &story,
            keys => story.keys(keys),
        };
        let told = story_asked.s(command).ok().says(&places);
        told.says(&["environment testing"]).never_says(&[
            "written:",
            "into s.yaml?",
            "--write-back' writes them there",
        ]);
        assert_eq!((story.read("s.yaml"), story.read("env.yaml")), before);
    }
}

#[test]
fn nor_where_nobody_tells_that_there_is_an_environment() {
    let story = with_environments();
    story.default_env.set(Some("testing"));
    let before = story.read("s.yaml");
    let told = story.s("deploy --use-remote --write-back").ok();
    told.says(&["To edit by hand", "  timeout: 77", "env.yaml"]);
    assert_eq!(story.read("s.yaml"), before);
    // An env.yaml alone is no environment.
    let story = Story::deployed();
    story.write("env.yaml", ENVS);
    story.console().change("demo", json!({"timeout": 77}));
    story.s("deploy --use-remote --write-back").ok();
    assert!(story.read("s.yaml").contains("timeout: 77"));
}

#[test]
fn a_secret_of_an_environment_belongs_into_its_overlay() {
    for (keys, flag) in [
        ("", " --use-remote --write-back"),
        ("", " --use-remote"),
        ("r", ""),
    ] {
        let story = Story::new();
        story.write("env.yaml", ENVS);
        story.s("deploy --env testing").ends("changed");
        let theirs = json!({"LEVEL": "info-canary", "DB_PASSWORD": "hot-canary"});
        let body = json!({"environmentVariables": theirs});
        story.console().change("demo-testing", body);
        if !keys.is_empty() {
            story.keys(keys);
        }
        let told = story.s(&format!("deploy --env testing{flag}")).ok();
        told.says(&["env.yaml", "DB_PASSWORD: ${env('DB_PASSWORD')}"])
            .never_says(&["hot-canary", "into s.yaml", "in plain text into"]);
    }
}

#[test]
fn what_another_resource_takes_from_it_does_not_hold_it_up() {
    let story = Story::new();
    let worker = Fn::named("worker", "worker")
        .bare()
        .with("      description: ${resources.fn.output.functionName}\n");
    story.yaml(&[Fn::demo(), worker]);
    story.s("deploy").ends("changed");
    let before = story.read("s.yaml");
    story.console().change("demo", json!({"timeout": 77}));
    let told = story.s("deploy --use-remote --write-back").ok();
    told.never_says(&["by hand"]);
    assert_eq!(
        story.read("s.yaml"),
        before.replacen("timeout: 10", "timeout: 77", 1)
    );
    nothing_is_left_to_do(&story);
}

#[test]
fn settings_that_only_fit_together_come_home_together() {
    let log = json!({"project": "p", "logstore": "l", "enableRequestMetrics": true, "enableInstanceMetrics": true, "logBeginRule": "None"});
    let vpc = json!({"vpcId": "vpc-1", "securityGroupId": "sg-1", "vSwitchIds": ["vsw-1"]});
    let mount =
        json!({"mountDir": "/mnt/a", "serverAddr": "a.nas.aliyuncs.com:/", "enableTLS": false});
    let nas = json!({"userId": 1, "groupId": 2, "mountPoints": [mount]});
    for body in [
        json!({"logConfig": log}),
        json!({"vpcConfig": vpc}),
        json!({"vpcConfig": vpc, "nasConfig": nas}),
        json!({"cpu": 2, "memorySize": 4096, "timeout": 77}),
    ] {
        let story = Story::new();
        story.yaml(&[Fn::demo().with("      cpu: 0.35\n      diskSize: 512\n")]);
        story.s("deploy").ends("changed");
        story.console().change("demo", body.clone());
        let told = story.s("deploy --use-remote --write-back").ok();
        told.never_says(&["by hand"]).says(&["written: "]);
        nothing_is_left_to_do(&story);
        story.s("deploy --use-local").ends("clean").writes(&[]);
        // Taken away again online, it goes from the file, too.
        let gone = json!({"logConfig": {}, "vpcConfig": {}, "nasConfig": {}});
        story.console().change("demo", gone);
        let told = story.s("deploy --use-remote --write-back").ok();
        told.never_says(&["by hand"]);
        story.s("deploy --use-local").ends("clean").writes(&[]);
    }
}

#[test]
fn what_holds_up_one_of_them_is_said_of_all() {
    let story = Story::new();
    let text = yaml(&[Fn::demo().with("      cpu: 0.35\n      diskSize: 512\n")]);
    let text = text.replace("memorySize: 512", "memorySize: &m 512");
    let text = text.replace("diskSize: 512", "diskSize: *m");
    story.write("s.yaml", &text);
    story.s("deploy").ends("changed");
    story
        .console()
        .change("demo", json!({"cpu": 2, "memorySize": 4096, "timeout": 77}));
    let told = story.s("deploy --use-remote --write-back").ok();
    told.says(&["To edit by hand", "  cpu: 2", "memorySize: 4096"]);
    assert_eq!(
        story.read("s.yaml"),
        text.replace("timeout: 10", "timeout: 77")
    );
}

/// What is written into a file that others extend is deployed by them, too.
#[test]
fn a_file_that_other_projects_extend_is_left_to_a_person() {
    let base = "resources:\n  fn:\n    props:\n      diskSize: 512\n";
    let own = |function: &str| {
        let mut one = Fn::demo().bare().with("      cpu: 0.35\n");
        function.clone_into(&mut one.function);
        format!("extend: base.yaml\n{}", yaml(&[one]))
    };
    for shared in [true, false] {
        let story = Story::new();
        story.write("base.yaml", base);
        story.write("s.yaml", &own("demo"));
        if shared {
            story.write("staging.yaml", &own("demo-staging"));
        }
        // Neither a folder nor the file itself is another one, whatever leads to it.
        for (name, target) in [
            ("d.yaml", "code"),
            ("own.yaml", "s.yaml"),
            ("gone.yml", "x"),
        ] {
            let node = Node::Link(target.to_owned());
            story.files.put(&format!("{HOME}/{name}"), node);
        }
        story.s("deploy").ends("changed");
        let console = story.console();
        console.change("demo", json!({"diskSize": 10240, "timeout": 77}));
        let told = story.s("deploy --use-remote --write-back").ok();
        assert!(story.read("s.yaml").contains("timeout: 77"));
        match shared {
            true => {
                told.says(&[
                    "base.yaml:4: diskSize: 10240",
                    "staging.yaml, which would change with it",
                ]);
                assert_eq!(story.read("base.yaml"), base);
            }
            false => assert_ne!(story.read("base.yaml"), base),
        }
    }
}
