//! Container images: pushed by the docker client of this machine: here a script in its place.

use std::os::unix::fs::PermissionsExt as _;

use crate::project::{Project, Ran, root};
use crate::signal::Way;

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

/// A deploy with that client in the `PATH`, which holds nothing but `node` else.
fn deploy(way: Way, project: &Project) -> Ran {
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
    way.run_with(project, &["deploy"], &[("PATH", &path)])
}

through_s_and_alone! {
    the_docker_client_is_found_and_its_words_are_handed_on
}

fn the_docker_client_is_found_and_its_words_are_handed_on(way: Way) {
    let project = way.project();
    yaml(&project);
    docker(
        &project,
        "aaaa",
        "echo 'denied: requested access' >&2; exit 1",
    );
    deploy(way, &project).refused(&["cannot push the image", "denied: requested access"]);
    assert_eq!(project.emulator.writes(), [""; 0]);
    docker(&project, "aaaa", "exit 0");
    let ran = deploy(way, &project).ok();
    ran.says(&["pushed the image (1.5 MB)"]);
    let log = project.read("bin/log");
    let pushes = log.lines().filter(|line| line.starts_with("push"));
    assert_eq!(pushes.count(), 2, "{log}");
    std::fs::remove_file(project.path("bin/docker")).unwrap();
    let ran = deploy(way, &project).ok();
    ran.says(&["no docker runs on this machine"]);
}
