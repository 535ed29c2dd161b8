//! Container images: pushed by the docker client (here a script in its place), looked up by the
//! service, compared by digest.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::project::{DOORS, Door, Project, Ran, root};

const IMAGE: &str = "registry.cn-hangzhou.aliyuncs.com/demo/app:1";

fn yaml(project: &Project) {
    let component = root().display().to_string();
    project.write(
        "app/s.yaml",
        &format!(
            "edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: {component}\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: {IMAGE}\n        port: 9000\n"
        ),
    );
}

/// A docker client that has that build of the image, and writes down what it is asked.
fn docker(project: &Project, build: &str, push: &str) {
    project.write(
        "bin/docker",
        &format!(
            "#!/bin/sh\necho \"$@\" >> \"$(dirname \"$0\")/log\"\ncase \"$1\" in\nimage) echo sha256:{build} 1572864 ;;\npush) {push} ;;\nesac\n"
        ),
    );
    let path = project.path("bin/docker");
    let mut rights = std::fs::metadata(&path).unwrap().permissions();
    rights.set_mode(0o755);
    std::fs::set_permissions(path, rights).unwrap();
}

fn asked(project: &Project) -> Vec<String> {
    let log = std::fs::read_to_string(project.path("bin/log")).unwrap_or_default();
    log.lines().map(str::to_owned).collect()
}

/// `s deploy` with that client in the `PATH`, which holds nothing but `node` else.
fn deploy(project: &Project, args: &[&str]) -> Ran {
    let node = std::env::split_paths(&std::env::var_os("PATH").unwrap())
        .find(|folder| folder.join("node").exists())
        .unwrap();
    project.write("tools/.keep", "");
    let link = project.path("tools/node");
    if !link.exists() {
        std::os::unix::fs::symlink(node.join("node"), link).unwrap();
        for tool in ["sh", "dirname"] {
            std::os::unix::fs::symlink(
                format!("/bin/{tool}"),
                project.path(&format!("tools/{tool}")),
            )
            .unwrap();
        }
    }
    let path = format!(
        "{}:{}",
        project.path("bin").display(),
        project.path("tools").display()
    );
    project.s_with(&[&["deploy"], args].concat(), &[("PATH", &path)])
}

fn writes_of(project: &Project, args: &[&str]) -> Vec<String> {
    let before = project.emulator.writes().len();
    deploy(project, args).ok();
    project.emulator.writes().split_off(before)
}

fn digest(project: &Project) -> Value {
    project.function()["customContainerConfig"]["resolvedImageUri"].clone()
}

#[test]
fn a_new_build_under_the_same_tag_is_pushed_and_deployed() {
    for door in DOORS {
        let project = Project::new(door);
        yaml(&project);
        docker(&project, "aaaa", "exit 0");
        deploy(&project, &[]).ok().says(&[
            "pushing the image registry.cn-hangzhou.aliyuncs.com/demo/app:1 (1.5 MB) …",
            "pushed the image (1.5 MB)",
        ]);
        assert_eq!(writes_of(&project, &[]), [""; 0]);
        let pushed =
            |asked: &[String]| asked.iter().filter(|line| line.starts_with("push")).count();
        assert_eq!(pushed(&asked(&project)), 1);

        docker(&project, "bbbb", "exit 0");
        project.emulator.image(IMAGE, &"b".repeat(64));
        assert_eq!(writes_of(&project, &[]), ["PUT /2023-03-30/functions/demo"]);
        assert!(digest(&project).as_str().unwrap().ends_with("bbbb"));
        assert_eq!(pushed(&asked(&project)), 2);
        assert_eq!(writes_of(&project, &[]), [""; 0]);
        assert_eq!(project.emulator.writes().len(), 2);
    }
}

#[test]
fn an_image_that_somebody_else_put_under_the_tag_is_noticed() {
    let project = Project::new(Door::Wasm);
    yaml(&project);
    deploy(&project, &["--skip-push"]).ok();
    project.emulator.image(IMAGE, &"c".repeat(64));
    // Looked up anew, as the service does whenever somebody writes the block.
    project.change(json!({"customContainerConfig": {"image": IMAGE, "port": 9000}}));
    deploy(&project, &["--skip-push"]).refused(&["customContainerConfig.resolvedImageUri"]);
    deploy(&project, &["--skip-push", "--use-remote"]).ok();
    assert_eq!(writes_of(&project, &["--skip-push"]), [""; 0]);
}

#[test]
fn without_a_docker_client_nothing_is_sent() {
    for door in DOORS {
        let project = Project::new(door);
        yaml(&project);
        deploy(&project, &[]).refused(&["docker client is needed", "--skip-push"]);
        assert_eq!(project.emulator.requests().len(), 0);
        deploy(&project, &["--skip-push"]).ok();
    }
}

#[test]
fn a_push_that_fails_deploys_nothing() {
    let project = Project::new(Door::Wasm);
    yaml(&project);
    docker(
        &project,
        "aaaa",
        "echo 'denied: requested access' >&2; exit 1",
    );
    deploy(&project, &[]).refused(&[
        "cannot push the image",
        "denied: requested access",
        "docker login",
    ]);
    assert_eq!(project.emulator.writes(), [""; 0]);
}
