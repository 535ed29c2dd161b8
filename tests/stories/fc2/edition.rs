//! Files of edition 1.0.0: what the other editions have of a file, these have, too.

use serde_json::json;

use crate::story::Story;

const TWO: &str = "2016-08-15/services/shop/functions/two";

const FILE: &str = "edition: 1.0.0
name: app
access: default
vars:
  region: cn-hangzhou
  service:
    name: shop
    description: the shop
    internetAccess: true
services:
  one:
    component: fc-guard
    props:
      region: ${vars.region}
      service: ${vars.service}
      function:
        name: one
        runtime: python3
        handler: index.handler
        timeout: 10
        codeUri: ./code
  two:
    component: fc-guard
    props:
      region: ${vars.region}
      service: ${vars.service}
      function:
        name: two
        runtime: python3
        handler: index.handler
        memorySize: 256 # megabytes
        codeUri: ./code
        environmentVariables:
          STAGE: ${env(STAGE)}
          OWNER: ${config(AccountID)}
";

fn new() -> Story {
    let story = Story::new();
    story.write("s.yaml", FILE);
    story.var("STAGE", "prod");
    story
}

fn deployed() -> Story {
    let story = new();
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    story
}

/// Everything is looked at before anything is written.
#[test]
fn what_others_changed_in_a_later_module_is_found_before_the_first_write() {
    let story = deployed();
    super::edit(&story, "timeout: 10", "timeout: 20");
    story
        .console()
        .older("PUT", TWO, &json!({"memorySize": 512}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["function shop/two", "memorySize: 256 → 512"]);
    let told = story.s("deploy --use-local").ends("changed");
    assert_eq!(told.wrote().len(), 2, "{}", told.transcript());
    story.s("deploy").ends("clean").writes(&[]);
}

/// One problem of any of them stops all before the first request.
#[test]
fn modules_that_disagree_are_told_before_the_first_request() {
    let story = deployed();
    let (before, after) = FILE.rsplit_once("service: ${vars.service}").unwrap();
    let other = "service:\n        name: shop\n        description: another";
    story.write("s.yaml", &format!("{before}{other}{after}"));
    let told = story.s("deploy").ends("usage");
    let told = told.says(&["resources one and two", "props.service.description"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

#[test]
fn a_function_that_left_the_file_is_told_and_removed_by_whoever_says_so() {
    let story = deployed();
    super::edit(&story, "name: two", "name: three");
    story
        .s("deploy")
        .ends("changed")
        .says(&["function shop/two", "--orphan"]);
    let told = story.s("two remove --orphan shop/two -y").ends("changed");
    told.writes(&[&format!("DELETE {TWO}")]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// What is kept is written where it stands, variables included; everything else stays as it is.
#[test]
fn what_is_kept_is_written_into_the_file() {
    let story = deployed();
    story
        .console()
        .older("PUT", TWO, &json!({"memorySize": 512}));
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    // The service is said once for both, and an edit made for one of them must change nothing of the other.
    let told = story.s("deploy --use-remote --write-back").ok();
    let text = story.read("s.yaml");
    assert_eq!(text, FILE.replace("memorySize: 256 #", "memorySize: 512 #"));
    let mut lines = FILE.lines();
    let line = lines.position(|line| line.contains("description: the shop"));
    let line = format!("s.yaml:{}", line.unwrap() + 1);
    assert!(told.text().contains(&line), "{}", told.text());
    story.s("deploy").ends("clean").writes(&[]);
}

/// What several modules say of one service is edited for none of them alone: the next deploy would refuse the file.
/// Where it stands is told.
#[test]
fn what_several_modules_say_is_never_edited_for_one_of_them() {
    let block = "\n        name: shop\n        description: the shop\n        internetAccess: true";
    let once = "service: ${vars.service}";
    let anchored = FILE
        .replacen(once, &format!("service: &shop{block}"), 1)
        .replace(once, "service: *shop");
    let each = FILE.replace(once, &format!("service:{block}"));
    for text in [anchored, each] {
        let text = text.replace("edition: 1.0.0", "edition: 2.0.0");
        let story = new();
        story.write("s.yaml", &text);
        story.s("deploy").ends("changed");
        story
            .console()
            .change_service(&json!({"description": "theirs", "internetAccess": false}));
        story
            .console()
            .older("PUT", TWO, &json!({"memorySize": 512}));
        let told = story.s("deploy --use-remote --write-back").ok();
        // What is a module's own is written.
        let own = text.replace("memorySize: 256", "memorySize: 512");
        assert_eq!(story.read("s.yaml"), own, "{}", told.transcript());
        let told = told.says(&[
            "service.description",
            "service.internetAccess",
            "s.yaml:",
            "of this file say the same service",
        ]);
        assert!(!told.text().contains("error"), "{}", told.text());
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// The file that it extends may stand in a list, too.
#[test]
fn a_file_may_extend_another_by_a_list() {
    let (head, services) = FILE.split_once("services:\n").unwrap();
    for list in [
        "extends: [base.yaml]\n",
        "extends:\n  - base.yaml\n",
        "extend: base.yaml\n",
    ] {
        let story = new();
        story.write("base.yaml", head);
        story.write(
            "s.yaml",
            &format!("edition: 1.0.0\n{list}services:\n{services}"),
        );
        story.s("deploy").ends("changed");
        story
            .console()
            .older("PUT", TWO, &json!({"memorySize": 512}));
        super::edit(&story, "timeout: 10", "timeout: 20");
        // Everything is known of all resources before the first write.
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.says(&["function shop/two"])
            .never_says(&["can be compared only in its turn"]);
    }
}

#[test]
fn a_variable_that_is_not_set_is_told_before_the_first_request() {
    let story = Story::new();
    story.write("s.yaml", FILE);
    for command in ["deploy", "two deploy"] {
        let told = story.s(command).ends("usage");
        let told = told.says(&["environmentVariables.STAGE", "expression"]);
        assert!(told.sent.is_empty(), "{}", told.transcript());
    }
}

/// What is brought here is a file of the same edition, which can be deployed from where it stands.
#[test]
fn what_is_online_is_brought_here_in_the_same_edition() {
    let story = deployed();
    let told = story.s("two sync").ok();
    let path = told.result()["configYmlPath"].as_str().unwrap().to_owned();
    assert!(told.result()["codeFiles"]["two"].is_string());
    let text = story.read(path.strip_prefix("/home/a/app/").unwrap());
    for line in [
        "edition: '1.0.0'",
        "services:",
        "  two:",
        "name: shop",
        "STAGE: prod",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("resources:"), "{text}");
}

#[test]
fn one_half_is_brought_here() {
    let story = deployed();
    let config = story.s("two sync --type config --target-dir a").ok();
    assert_eq!(config.result()["codeFiles"], json!({}));
    let code = story.s("two sync --type code --target-dir b").ok();
    assert!(code.result().get("configYmlPath").is_none());
    let all = story.files.all();
    assert!(
        !all.keys()
            .any(|path| path.starts_with("/home/a/app/b/") && path.ends_with(".yaml"))
    );
    assert!(
        !all.keys()
            .any(|path| path.starts_with("/home/a/app/a/") && path.ends_with(".py"))
    );
}

/// With `codeUri: ./` what was brought here lies in the code folder, with the values of its variables.
#[test]
fn what_was_brought_here_is_no_code() {
    let story = new();
    story.write("index.py", "x");
    story.write("s.yaml", &FILE.replace("codeUri: ./code", "codeUri: ./"));
    story.s("deploy").ends("changed");
    story.s("two sync").ok();
    story.s("deploy").ends("clean").writes(&[]);
}
