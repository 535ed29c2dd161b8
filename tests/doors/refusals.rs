//! A refusal ends the run with a non-zero code and without another resource being deployed, however
//! the CLI was started.

use serde_json::json;

use crate::project::{Door, Project, Props, ran, root};

/// Six functions; one was changed online, and all have a local change.
fn drifted(project: &Project, flow: &str) {
    let props = Props {
        domain: false,
        ..Props::default()
    };
    let all = [
        ("one", "first"),
        ("two", "second"),
        ("fn", "demo"),
        ("other", "other"),
        ("five", "fifth"),
        ("six", "sixth"),
    ];
    let yaml = |props: &Props| format!("{}{flow}", props.yaml(&all));
    project.write("app/s.yaml", &yaml(&props));
    project.deploy(&[]).ok();
    project.change(json!({"memorySize": 1024}));
    project.write(
        "app/s.yaml",
        &yaml(&Props {
            timeout: 30,
            ..props
        }),
    );
}

/// One report of all resources, before the first of them is written.
#[test]
fn whatever_the_flags_of_the_cli() {
    let project = Project::new(Door::Wasm);
    drifted(&project, "");
    let before = project.emulator.writes();
    let ways: [&[&str]; 5] = [
        &[],
        &["-y"],
        &["--assume-yes", "-o", "json"],
        &["--silent"],
        &["--silent", "--output-format", "json"],
    ];
    for args in ways {
        // Whoever pastes it gets what was typed, but for what answers questions.
        let mut words = vec!["s deploy"];
        words.extend(
            args.iter()
                .filter(|word| !["-y", "--assume-yes"].contains(word)),
        );
        words.push("--use-local");
        let text = project
            .deploy(args)
            .refused(&["memorySize: 512 → 1024", &words.join(" ")])
            .text();
        assert_eq!(project.emulator.writes(), before, "{args:?}");
        assert_eq!(
            text.matches("decide with one of these").count(),
            1,
            "{text}"
        );
        // What the first look hands to each resource stays where nobody sees it.
        assert!(!text.contains("accessKey"), "{text}");
    }
    let ci = [("CI", "true")];
    project.s_with(&["deploy"], &ci).refused(&["--use-remote"]);
    assert_eq!(project.emulator.writes(), before);
    project.deploy(&["--use-remote"]).ok();
    assert_eq!(project.function()["memorySize"], 1024);
    assert_eq!(project.function()["timeout"], 30);
}

#[test]
fn an_action_that_finds_drift_stops_the_deploy() {
    let project = Project::new(Door::Wasm);
    project.deployed();
    let component = root().display().to_string();
    let action =
        format!("  fn:\n    actions:\n      pre-deploy:\n        - component: {component} drift\n");
    let yaml = project.read("app/s.yaml").replacen("  fn:\n", &action, 1);
    project.write("app/s.yaml", &yaml);
    project.deploy(&[]).ok();
    project.change(json!({"memorySize": 1024}));
    let before = project.emulator.writes();
    for args in [&["--use-local"][..], &["--use-local", "-o", "json"]] {
        project
            .deploy(args)
            .refused(&["this action (drift) stops the run"]);
        assert_eq!(project.emulator.writes(), before, "{args:?}");
    }
    project.deploy(&["--use-local", "--skip-actions"]).ok();
    assert_eq!(project.function()["memorySize"], 512);
}

#[test]
fn in_a_parallel_group_of_a_flow() {
    let project = Project::new(Door::Wasm);
    drifted(
        &project,
        "flow:\n  deploy:\n    - [one, two, fn, other, five, six]\n",
    );
    let before = project.emulator.writes();
    project.deploy(&[]).refused(&["memorySize: 512 → 1024"]);
    assert_eq!(
        project.emulator.writes(),
        before,
        "the -y that the CLI adds decides nothing"
    );
    project.deploy(&["--use-local"]).ok();
    assert_eq!(project.function()["memorySize"], 512);
    assert_eq!(project.function()["timeout"], 30);
}

#[test]
fn even_where_the_project_says_to_go_on() {
    let project = Project::new(Door::Wasm);
    drifted(&project, "");
    let yaml = project.read("app/s.yaml");
    project.write(
        "app/s.yaml",
        &yaml.replacen("  fn:\n", "  fn:\n    continue-on-error: true\n", 1),
    );
    let before = project.emulator.writes();
    // The CLI makes a success of it, as it was told.
    project.deploy(&[]).says(&["memorySize: 512 → 1024"]);
    assert_eq!(project.emulator.writes(), before);
}

/// The native program by itself names commands that can be typed as it was.
#[test]
fn the_native_program_suggests_itself() {
    let project = Project::new(Door::Native);
    project.native(&["deploy"]).ok();
    project.change(json!({"memorySize": 1024}));
    let ran = project.native(&["deploy", "--no-write-back"]);
    let command = "fc-guard deploy --no-write-back --use-remote < inputs.json";
    let told = ran.refused(&["memorySize: 512 → 1024", command]);
    assert!(!told.text().contains("s fn deploy"), "{}", told.text());
    let args = ["deploy", "--no-write-back", "--use-remote"];
    project.native(&args).ok();
}

#[test]
fn from_any_working_directory() {
    let project = Project::new(Door::Wasm);
    let absolute = project.read("app/s.yaml");
    let relative = pathdiff(&project.path("app").canonicalize().unwrap(), &root());
    project.write(
        "app/s.yaml",
        &absolute.replace(
            &root().display().to_string(),
            &format!("${{path('{relative}')}}"),
        ),
    );
    let mut command = project.command(&["deploy", "-t", "app/s.yaml"]);
    command.current_dir(project.path(""));
    ran(command, None).ok();
    assert!(
        project.path("app/.s/fc-guard").is_dir(),
        "the state stands beside s.yaml"
    );
}

fn pathdiff(from: &std::path::Path, to: &std::path::Path) -> String {
    let up = "../".repeat(from.components().count() - 1);
    format!("{up}{}", to.strip_prefix("/").unwrap().display())
}
