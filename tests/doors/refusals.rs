//! A refusal ends the run with a non-zero code and without another resource being deployed, however
//! the CLI was started.

use serde_json::json;

use crate::project::{DOORS, Door, Project, Props, ran, root};

/// Two functions; the first was changed online, the second has a local change.
fn drifted(project: &Project, flow: &str) {
    let props = Props {
        domain: false,
        ..Props::default()
    };
    let yaml = |props: &Props| {
        format!(
            "{}{flow}",
            props.yaml(&[("fn", "demo"), ("other", "other")])
        )
    };
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

#[test]
fn whatever_the_flags_of_the_cli() {
    for door in DOORS {
        let project = Project::new(door);
        drifted(&project, "");
        let before = project.emulator.writes();
        let ways: [&[&str]; 7] = [
            &[],
            &["-y"],
            &["--assume-yes"],
            &["-o", "json"],
            &["--output-format", "json"],
            &["--silent"],
            &["--silent", "-o", "json"],
        ];
        for args in ways {
            project
                .deploy(args)
                .refused(&["memorySize: 512 → 1024", "s fn deploy --use-local"]);
            assert_eq!(project.emulator.writes(), before, "{args:?}");
        }
    }
}

#[test]
fn in_a_pipeline() {
    for door in DOORS {
        let project = Project::new(door);
        drifted(&project, "");
        let before = project.emulator.writes();
        project
            .s_with(&["deploy"], &[("CI", "true")])
            .refused(&["--use-remote"]);
        assert_eq!(project.emulator.writes(), before);
    }
}

#[test]
fn in_a_parallel_group_of_a_flow() {
    for door in DOORS {
        let project = Project::new(door);
        drifted(&project, "flow:\n  deploy:\n    - [fn, other]\n");
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
    project.deploy(&[]);
    assert_eq!(project.emulator.writes(), before);
}

#[test]
fn from_any_working_directory() {
    for door in DOORS {
        let project = Project::new(door);
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
}

fn pathdiff(from: &std::path::Path, to: &std::path::Path) -> String {
    let up = "../".repeat(from.components().count() - 1);
    format!("{up}{}", to.strip_prefix("/").unwrap().display())
}

#[test]
fn what_is_not_supported_or_not_understood_stops_before_any_request() {
    let project = Project::new(Door::Wasm);
    let yaml = project.read("app/s.yaml");
    let with = |block: &str| format!("{yaml}{block}");
    let cases = [
        (
            with("      asyncInvokeConfig:\n        maxAsyncRetryAttempts: 9\n"),
            "props.asyncInvokeConfig.maxAsyncRetryAttempts",
        ),
        (
            with("      provisionConfig: {target: 1}\n      scalingConfig: {minInstances: 1}\n"),
            "both provisionConfig and scalingConfig",
        ),
        (
            yaml.replace("memorySize: 512", "memorySize: 500"),
            "memorySize",
        ),
        (yaml.replace("timeout: 10", "timeuot: 10"), "timeuot"),
        (yaml.replace("code: ./code", "code: ./missing"), "missing"),
    ];
    for (text, names) in cases {
        project.write("app/s.yaml", &text);
        project.deploy(&[]).refused(&[names]);
        assert_eq!(project.emulator.requests().len(), 0, "{names}");
    }
    project.write("app/s.yaml", &yaml);
    for args in [
        &["--use-local", "--use-remote"][..],
        &["--use-locale"],
        &["--function", "codde"],
        &["--trigger", "nobody"],
        &["fn"],
    ] {
        project.deploy(args).refused(&["needs you"]);
        assert_eq!(project.emulator.requests().len(), 0, "{args:?}");
    }
}

/// What `auto` stands for is found out by reading, and never made.
#[test]
fn auto_of_what_is_not_there_names_the_lines_to_write() {
    let project = Project::new(Door::Wasm);
    let yaml = project.read("app/s.yaml");
    project.write("app/s.yaml", &format!("{yaml}      logConfig: auto\n"));
    project
        .deploy(&[])
        .refused(&["props.logConfig: auto", "logstore:"]);
    assert_eq!(project.emulator.writes(), [""; 0]);
}
