//! A part of a resource, and a domain that several share.

use serde_json::{Value, json};

use crate::project::{DOORS, Door, Project, Props};

fn seen(project: &Project, setting: &str) -> Value {
    project.function()[setting].clone()
}

#[test]
fn only_the_code_or_only_the_configuration() {
    for door in DOORS {
        let project = Project::new(door);
        project.deployed();
        let before = project.function();
        project.write(
            "app/code/index.py",
            "def handler(e, c):\n    return 'new'\n",
        );
        project.yaml(&Props {
            timeout: 20,
            ..Props::default()
        });

        project.deploy(&["--function", "config"]).ok();
        assert_eq!(seen(&project, "timeout"), 20);
        assert_eq!(seen(&project, "codeChecksum"), before["codeChecksum"]);

        project.yaml(&Props {
            timeout: 30,
            ..Props::default()
        });
        project.deploy(&["--function", "code"]).ok();
        assert_eq!(seen(&project, "timeout"), 20);
        assert_ne!(seen(&project, "codeChecksum"), before["codeChecksum"]);

        // What was left out is still a local change, not one that somebody decided about.
        project.deploy(&[]).ok();
        assert_eq!(seen(&project, "timeout"), 30);
        let writes = project.emulator.writes().len();
        project.deploy(&[]).ok();
        assert_eq!(project.emulator.writes().len(), writes);
    }
}

/// Somebody else's change of the other half is neither overwritten nor taken over.
#[test]
fn the_other_half_of_the_baseline_stays() {
    let project = Project::new(Door::Wasm);
    project.deployed();
    project.change(json!({"timeout": 60}));
    project.write(
        "app/code/index.py",
        "def handler(e, c):\n    return 'new'\n",
    );
    project.deploy(&["--function", "code"]).ok();
    assert_eq!(seen(&project, "timeout"), 60);
    project.deploy(&[]).refused(&["timeout: 10 → 60"]);
    project.deploy(&["--use-local"]).ok();
    assert_eq!(seen(&project, "timeout"), 10);
}

#[test]
fn only_triggers() {
    let project = Project::new(Door::Wasm);
    project
        .deploy(&["--trigger"])
        .refused(&["function demo is not online"]);
    project.deploy(&[]).ok();
    project.yaml(&Props {
        timeout: 20,
        methods: vec!["POST".to_owned()],
        ..Props::default()
    });
    let before = project.emulator.writes().len();
    project.deploy(&["--trigger", "http"]).ok();
    assert_eq!(
        project.emulator.writes().split_off(before),
        ["PUT /2023-03-30/functions/demo/triggers/http"]
    );
    assert_eq!(project.trigger_config()["methods"], json!(["POST"]));
    assert_eq!(seen(&project, "timeout"), 10);
}

/// What is not there is created as a whole, whatever part was asked for.
#[test]
fn a_part_of_a_function_that_is_not_online() {
    let project = Project::new(Door::Wasm);
    project.deploy(&["--function", "config"]).ok();
    assert_eq!(seen(&project, "timeout"), 10);
    assert_ne!(seen(&project, "codeChecksum"), json!("0"));
    project.deploy(&[]).ok();
}

/// Two functions behind one domain: each takes care of its own route.
fn shared(project: &Project, paths: [&str; 2]) {
    let resource = |name: &str, path: &str| {
        let props = Props {
            trigger: false,
            ..Props::default()
        };
        let yaml = props.yaml(&[(name, name)]);
        let (_, resource) = yaml.split_once("resources:\n").unwrap();
        resource
            .replace(&format!("{name}.example.com"), "demo.example.com")
            .replace("path: /*", &format!("path: {path}"))
    };
    let head = "edition: 3.0.0\nname: app\naccess: default\nresources:\n";
    let resources = [resource("one", paths[0]), resource("two", paths[1])].concat();
    project.write("app/s.yaml", &format!("{head}{resources}"));
}

fn routes(project: &Project) -> Vec<(String, String)> {
    let domain = project.domain();
    let routes = domain["routeConfig"]["routes"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let pair = |route: &Value| (text(&route["path"]), text(&route["functionName"]));
    routes.iter().map(pair).collect()
}

#[test]
fn a_shared_domain_keeps_the_routes_of_the_others() {
    let project = Project::new(Door::Wasm);
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(path, name)| ((*path).to_owned(), (*name).to_owned()))
            .collect()
    };
    let props = Props {
        domain: false,
        trigger: false,
        ..Props::default()
    };
    project.write("app/s.yaml", &props.yaml(&[("three", "three")]));
    project.deploy(&[]).ok();
    shared(&project, ["/*", "/two"]);
    project.deploy(&[]).ok();
    assert_eq!(routes(&project), pairs(&[("/*", "one"), ("/two", "two")]));
    let writes = project.emulator.writes().len();
    project.deploy(&[]).ok();
    assert_eq!(project.emulator.writes().len(), writes);

    // Somebody adds a third one; moving one's own route touches neither of the others.
    let mut all = project.domain()["routeConfig"]["routes"].clone();
    let third = json!({"path": "/three", "functionName": "three", "qualifier": "LATEST"});
    all.as_array_mut().unwrap().insert(0, third);
    project.console(
        "updateDomain",
        &[
            json!("demo.example.com"),
            json!({"routeConfig": {"routes": all}}),
        ],
    );
    shared(&project, ["/*", "/zwei"]);
    project.deploy(&[]).ok();
    assert_eq!(
        routes(&project),
        pairs(&[("/three", "three"), ("/*", "one"), ("/zwei", "two")])
    );

    // A path that leads to another function is not taken from it.
    shared(&project, ["/*", "/three"]);
    let writes = project.emulator.writes().len();
    for args in [&[][..], &["--use-local"]] {
        project
            .deploy(args)
            .refused(&["leads to function three already"]);
    }
    assert_eq!(project.emulator.writes().len(), writes);
}
