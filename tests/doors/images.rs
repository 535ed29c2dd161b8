//! Container images: pushed by the docker client of this machine: here a script in its place.

use std::os::unix::fs::PermissionsExt as _;

use crate::project::{Door, Project, Ran, root};

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

in_both_doors! {
    the_docker_client_is_found_and_its_words_are_handed_on
}

fn the_docker_client_is_found_and_its_words_are_handed_on(door: Door) {
    let project = Project::new(door);
    yaml(&project);
    deploy(&project, &[]).refused(&["docker client is needed", "--skip-push"]);
    assert_eq!(project.emulator.requests().len(), 0);
    docker(
        &project,
        "aaaa",
        "echo 'denied: requested access' >&2; exit 1",
    );
    deploy(&project, &[]).refused(&["cannot push the image", "denied: requested access"]);
    assert_eq!(project.emulator.writes(), [""; 0]);
    docker(&project, "aaaa", "exit 0");
    deploy(&project, &[])
        .ok()
        .says(&["pushed the image (1.5 MB)"]);
    docker(&project, "bbbb", "exit 0");
    project.emulator.image(IMAGE, &"b".repeat(64));
    let before = project.emulator.writes().len();
    deploy(&project, &[]).ok();
    assert_eq!(
        project.emulator.writes().split_off(before),
        ["PUT /2023-03-30/functions/demo"]
    );
    let log = project.read("bin/log");
    let pushes = log.lines().filter(|line| line.starts_with("push"));
    assert_eq!(pushes.count(), 3, "{log}");
}
