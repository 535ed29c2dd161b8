//! Container images: pushed by the docker client, looked up by the service, compared by digest.
//!
//! The emulator guesses here: G22.

use std::cell::RefCell;
use std::rc::Rc;

use fc_guard::ports::Ran;
use serde_json::json;

use crate::cloud::OWNER;
use crate::story::{HOME, Story};

const IMAGE: &str = "registry.cn-hangzhou.aliyuncs.com/demo/app:1";

fn boxed() -> Story {
    let story = Story::new();
    story.write(
        "s.yaml",
        &format!(
            "edition: 3.0.0\nname: app\naccess: default\nresources:\n  fn:\n    component: fc-guard\n    props:\n      region: cn-hangzhou\n      functionName: demo\n      runtime: custom-container\n      customContainerConfig:\n        image: {IMAGE}\n        port: 9000\n"
        ),
    );
    story
}

/// A docker client that has that build of the image, and writes down what it is asked.
fn docker(story: &Story, build: &str, push: Ran) -> Rc<RefCell<Vec<String>>> {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let (log, stdout) = (Rc::clone(&asked), format!("sha256:{build} 1572864\n"));
    story.docker(move |args| {
        log.borrow_mut().push(args.join(" "));
        match args[0] {
            "push" => push.clone(),
            "image" => Ran {
                stdout: stdout.clone(),
                ..Ran::default()
            },
            _ => Ran::default(),
        }
    });
    asked
}

fn pushes(asked: &RefCell<Vec<String>>) -> usize {
    let asked = asked.borrow();
    asked.iter().filter(|line| line.starts_with("push")).count()
}

/// What had a package has an image from now on, and the other way round.
#[test]
fn a_package_gives_way_to_an_image_and_comes_back() {
    let boxed = boxed().read("s.yaml");
    let story = Story::deployed();
    let plain = story.read("s.yaml");
    story.write("s.yaml", &boxed);
    story.s("deploy --skip-push").ends("changed");
    story.s("deploy --skip-push").ends("clean").writes(&[]);
    story.s("plan").ends("clean");
    story.write("s.yaml", &plain);
    story.s("deploy").ends("changed");
    assert_eq!(story.console().code("demo").len(), 1);
    story.s("deploy").ends("clean").writes(&[]);
}

/// Nobody here has the package that stood there, so none of the flags sends it again.
#[test]
fn code_that_others_changed_in_what_becomes_an_image_is_decided_about_once() {
    for flag in ["--use-local", "--use-remote", "--code local", "--merge"] {
        let boxed = boxed().read("s.yaml");
        let story = Story::deployed();
        story
            .console()
            .change_code("demo", &[("index.py", "theirs")]);
        story.write("s.yaml", &boxed);
        let told = story.s(&format!("deploy --skip-push {flag}"));
        told.never_says(&["keep changing"]);
        let told = story.s("deploy --skip-push --use-local").ok();
        assert_eq!(
            story.console().function("demo")["runtime"],
            "custom-container",
            "{}",
            told.transcript()
        );
        story.s("deploy --skip-push").ends("clean").writes(&[]);
    }
}

#[test]
fn a_new_build_under_the_same_tag_is_pushed_and_deployed() {
    let story = boxed();
    let asked = docker(&story, "aaaa", Ran::default());
    story.s("deploy").ok().says(&[
        "pushing the image registry.cn-hangzhou.aliyuncs.com/demo/app:1 (1.5 MB) …",
        "pushed the image (1.5 MB)",
    ]);
    assert_eq!(pushes(&asked), 1);
    let asked = docker(&story, "aaaa", Ran::default());
    story.s("deploy").ok().writes(&[]);
    assert_eq!(pushes(&asked), 0);

    let asked = docker(&story, "bbbb", Ran::default());
    story.console().image(IMAGE, &"b".repeat(64));
    story.s("deploy").ok().writes(&["PUT functions/demo"]);
    assert_eq!(pushes(&asked), 1);
    let function = story.console().function("demo");
    let digest = &function["customContainerConfig"]["resolvedImageUri"];
    assert!(digest.as_str().unwrap().ends_with("bbbb"));
    docker(&story, "bbbb", Ran::default());
    story.s("deploy").ok().writes(&[]);
}

/// The mark has no digest of the image's own, and so proves nothing of it.
#[test]
fn an_image_that_somebody_else_put_under_the_tag_is_noticed() {
    for story in [boxed(), boxed().marks()] {
        story.s("deploy --skip-push").ok();
        story.console().image(IMAGE, &"c".repeat(64));
        // Looked up anew, as the service does whenever somebody writes the block.
        let block = json!({"customContainerConfig": {"image": IMAGE, "port": 9000}});
        story.console().change("demo", block);
        story
            .s("deploy --skip-push")
            .refused(&["customContainerConfig.resolvedImageUri"]);
        story.s("deploy --skip-push --use-remote").ok();
        story.s("deploy --skip-push").ok().writes(&[]);
    }
}

/// As in a pipeline that only changes settings: there is no build here that could be left unpushed.
#[test]
fn without_a_docker_client_the_registrys_image_is_deployed() {
    let told = "no image is pushed, because no docker runs on this machine";
    let story = boxed();
    story.s("deploy").ends("changed").says(&[told, IMAGE]);
    story.s("deploy").ends("clean").says(&[told]);
    story
        .s("deploy --skip-push")
        .ends("clean")
        .never_says(&[told]);
    // Somebody else put another build under the tag: the service tells by the digest.
    story.console().image(IMAGE, &"c".repeat(64));
    let block = json!({"customContainerConfig": {"image": IMAGE, "port": 9000}});
    story.console().change("demo", block);
    let digest = "customContainerConfig.resolvedImageUri";
    story.s("deploy").refused(&[digest]);
}

/// The build that a machine with one has pushed stays what it is.
#[test]
fn without_a_docker_client_nothing_is_to_do_after_a_push() {
    let story = boxed();
    docker(&story, "aaaa", Ran::default());
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    story.cloned().s("deploy").ends("clean").writes(&[]);
}

/// One that runs and cannot say may have the build that was meant.
#[test]
fn a_docker_that_cannot_be_asked_stops_the_deploy() {
    let story = boxed();
    let fails = |stderr: &str| Ran {
        code: 1,
        stderr: format!("{stderr}\n"),
        ..Ran::default()
    };
    let refused = fails("permission denied while trying to connect to the Docker daemon");
    story.docker(move |_| refused.clone());
    let told = story
        .s("deploy")
        .refused(&["permission denied", "--skip-push"]);
    assert_eq!(told.sent.len(), 0, "{}", told.transcript());
    // One that does not run can push nothing.
    let down = fails("Cannot connect to the Docker daemon at unix:///var/run/docker.sock.");
    story.docker(move |_| down.clone());
    let told = story.s("deploy").ends("changed");
    told.says(&["no docker runs on this machine"]);
}

#[test]
fn a_push_that_fails_deploys_nothing() {
    let story = boxed();
    let denied = Ran {
        code: 1,
        stderr: "denied: requested access\n".to_owned(),
        ..Ran::default()
    };
    docker(&story, "aaaa", denied);
    story.s("deploy").writes(&[]).refused(&[
        "cannot push the image",
        "denied: requested access",
        "docker login",
    ]);
}

/// What the docker client says comes from elsewhere: it may hold a secret of ours, or obey nobody.
#[test]
fn what_the_docker_client_says_is_no_secret_and_no_command() {
    let (_, secret) = OWNER;
    let said = format!(
        "first line\n\u{1b}[31mdenied: \u{1b}]0;x\u{7}token-canary-7f3a and {secret} \u{202e}refused\u{9b}2J\n"
    );
    let refuses = Ran {
        code: 1,
        stderr: said,
        ..Ran::default()
    };
    for command in ["image", "push"] {
        let story = boxed();
        story.rewrite(
            &format!("{HOME}/s.yaml"),
            "      customContainerConfig",
            "      environmentVariables:\n        TOKEN: token-canary-7f3a\n      customContainerConfig",
        );
        let refuses = refuses.clone();
        story.docker(move |args| match args[0] == command {
            true => refuses.clone(),
            false => Ran {
                stdout: "sha256:aaaa 1572864\n".to_owned(),
                ..Ran::default()
            },
        });
        let told = story
            .s("deploy")
            .writes(&[])
            .refused(&["denied: ", "•••", "refused"]);
        let told = told.never_says(&["canary", secret, "first line"]);
        let obeyed = |c: char| matches!(c, '\u{1b}' | '\u{7}' | '\u{9b}' | '\u{202e}');
        assert!(!told.said.contains(obeyed), "{}", told.transcript());
    }
}

/// The service looks for an image only when it is written, so whoever brings it and deploys again would otherwise
/// be told that there is nothing to do.
#[test]
fn an_image_that_was_missing_is_written_again() {
    let story = boxed();
    story.console().no_image(IMAGE);
    story.s("deploy --skip-push").ends("partial");
    story
        .s("drift")
        .ends("clean")
        .says(&["function demo does not run", "the image does not exist"]);
    story.s("plan").ends("changed").says(&["does not run"]);
    story.s("deploy --skip-push").ends("partial");
    story.console().image(IMAGE, &"b".repeat(64));
    story.s("deploy --skip-push").ends("changed");
    assert_eq!(story.console().function("demo")["state"], "Active");
    story.s("deploy --skip-push").ends("clean").writes(&[]);
    story.s("plan").ends("clean").never_says(&["does not run"]);
}

/// The digest is the service's answer to the image: of one that both sides changed alike nothing is left to decide.
#[test]
fn the_digest_of_an_image_that_both_sides_changed_alike_is_no_question() {
    let other = IMAGE.replace(":1", ":2");
    let puts = |story: &Story, image: &str| {
        let block = json!({"customContainerConfig": {"image": image, "port": 9000}});
        story.console().change("demo", block);
    };
    let settled = |story: &Story| {
        for command in ["plan", "drift", "deploy --skip-push"] {
            let told = story.s(command).ends("clean").writes(&[]);
            told.never_says(&["resolvedImageUri"]);
        }
    };
    for story in [boxed(), boxed().marks()] {
        story.console().image(IMAGE, &"a".repeat(64));
        story.console().image(&other, &"b".repeat(64));
        story.s("deploy --skip-push").ok();
        puts(&story, &other);
        story.write("s.yaml", &story.read("s.yaml").replace(IMAGE, &other));
        settled(&story);
        settled(&story);
    }
    // It stood kept, and the console has put back what the file says.
    let story = boxed();
    story.console().image(IMAGE, &"a".repeat(64));
    story.console().image(&other, &"b".repeat(64));
    story.s("deploy --skip-push").ok();
    puts(&story, &other);
    story.s("deploy --skip-push --use-remote").ok();
    puts(&story, IMAGE);
    settled(&story);
    // The file decides about it.
    let story = boxed();
    let ruled = format!(
        "{}      driftPolicy: [{{path: customContainerConfig.image, owner: file, reason: ci}}]\n",
        story.read("s.yaml")
    );
    story.write("s.yaml", &ruled);
    story.console().image(IMAGE, &"a".repeat(64));
    story.console().image(&other, &"b".repeat(64));
    story.s("deploy --skip-push").ok();
    puts(&story, &other);
    story.write("s.yaml", &story.read("s.yaml").replace(IMAGE, &other));
    settled(&story);
    // Nobody is asked twice about one change.
    let story = boxed();
    story.console().image(IMAGE, &"a".repeat(64));
    story.console().image(&other, &"b".repeat(64));
    story.s("deploy --skip-push").ok();
    puts(&story, &other);
    let told = story
        .s("deploy --skip-push")
        .refused(&["customContainerConfig.image"]);
    told.never_says(&["resolvedImageUri"]);
    story.s("deploy --skip-push --use-local").ends("changed");
    story.s("deploy --skip-push").ends("clean").writes(&[]);
}
