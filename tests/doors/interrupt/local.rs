//! The same while this machine is at work: packing, and pushing an image.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use super::{WAYS, interrupted};
use crate::project::{Project, root};
use crate::signal::{Run, unanswered, whole};

#[test]
fn while_the_code_is_packed() {
    let noise: Vec<u32> = (0..2_000_000_u32)
        .map(|one| one.wrapping_mul(2_654_435_761))
        .collect();
    let noise: String = noise.iter().map(|one| format!("{one:x}")).collect();
    for (way, signal) in WAYS.into_iter().zip(["TERM", "INT", "TERM"]) {
        let project = way.project();
        project.write("app/code/large.txt", &noise);
        // Should it be packed before the signal comes, it goes no further than this.
        project.emulator.fault(&unanswered("GET", "*"));
        let mut run = Run::start(&project, way, &["deploy"]);
        run.wait_until("packing", |project| {
            project.read("stderr.txt").contains("packing")
        });
        run.signal(signal);
        interrupted(way, run.end(), &["nothing was written online"], &[]);
        assert_eq!(project.emulator.writes(), [""; 0]);
        whole(&project);
    }
}

#[test]
fn while_an_image_is_pushed_the_client_goes_with_the_run() {
    for way in WAYS {
        let project = way.project();
        let component = root().display().to_string();
        project.write("app/s.yaml", &format!(
            "edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: {component}\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: registry.cn-hangzhou.aliyuncs.com/demo/app:1\n        port: 9000\n"
        ));
        project.write("bin/docker", "#!/bin/sh\nif [ \"$1\" = image ]; then echo sha256:aaaa; exit; fi\necho $$ > \"$(dirname \"$0\")/pid\"\nexec sleep 60\n");
        let docker = project.path("bin/docker");
        fs::set_permissions(docker, Permissions::from_mode(0o755)).unwrap();
        let pid = |project: &Project| fs::read_to_string(project.path("bin/pid")).ok();
        let mut run = Run::start(&project, way, &["deploy"]);
        run.wait_until("pushing", |project| {
            pid(project).is_some_and(|pid| pid.ends_with('\n'))
        });
        run.signal("TERM");
        interrupted(way, run.end(), &["nothing was written online"], &[]);
        let pid = pid(&project).unwrap();
        let gone = || {
            // One that is dead and not yet taken note of by its new parent has no program any more.
            fs::read_link(format!("/proc/{}/exe", pid.trim())).is_err()
        };
        let patience = Instant::now() + Duration::from_secs(30);
        while !gone() {
            assert!(Instant::now() < patience, "it pushes on");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
