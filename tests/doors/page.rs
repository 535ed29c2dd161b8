//! The page of `s drift --html`, looked at in a browser.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::project::{Door, Project, Props, root};

/// A project in which everything that a page shows happened.
fn changed(door: Door) -> Project {
    let project = Project::new(door);
    let props = Props::default().variable("TOKEN", "ours-canary");
    project.yaml(&props);
    project.deployed();
    project.change(json!({
        "timeout": 60,
        "memorySize": 1024,
        "description": "</td><script>document.title='planted'</script>",
        "environmentVariables": {"LEVEL": "info-canary", "TOKEN": "theirs-canary"},
    }));
    project.hot_fix();
    let trigger = "/functions/demo/triggers/http";
    project.console("DELETE", "DeleteTrigger", trigger, &Value::Null);
    project.yaml(&Props {
        timeout: 20,
        ..props
    });
    project
}

fn browse(project: &Project, page: &str) -> Value {
    let shots = project.path("shots");
    fs::create_dir_all(&shots).unwrap();
    let output = Command::new("node")
        .arg(root().join("tests/browser.mjs"))
        .arg(project.path(page))
        .arg(&shots)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn in_a_browser() {
    let project = changed(Door::Native);
    let ran = project.native(&["drift", "--html", "drift.html"]);
    assert!(project.path("app/drift.html").exists(), "{}", ran.text());
    let seen = browse(&project, "app/drift.html");
    assert_eq!(seen["complaints"], json!([]));
    let requests = seen["requests"].as_array().unwrap();
    assert!(
        requests.len() == 1 && requests[0].as_str().unwrap().starts_with("file:"),
        "{requests:?}"
    );
    assert_ne!(seen["light"]["background"], seen["dark"]["background"]);
    let text = seen["filter"]["text"].as_str().unwrap();
    assert!(
        text.contains("timeout") && !text.contains("canary"),
        "{text}"
    );
    for view in ["light", "dark", "narrow"] {
        // The sign before a file's name in the tree is as narrow as a sign.
        assert!(seen[view]["sign"].as_f64().unwrap() < 20.0, "{seen}");
        assert_eq!(seen[view]["overflow"], 0, "{view}");
        assert_eq!(seen[view]["lang"], "en");
        assert_ne!(seen[view]["title"], "planted");
    }
    let rows = |name: &str| seen["filter"][name].as_array().unwrap().clone();
    assert!(
        [
            "timeout",
            "memorySize",
            "environmentVariables.TOKEN",
            "code",
            "description"
        ]
        .iter()
        .all(|path| rows("all").contains(&json!(path))),
        "{:?}",
        rows("all")
    );
    assert_eq!(rows("left"), [json!("timeout")]);
    for name in ["1280-light", "1280-dark", "390-light"] {
        let shot = project.path(&format!("shots/{name}.png"));
        let kept = root().join(format!("target/page-{name}.png"));
        assert!(fs::copy(shot, kept).unwrap() > 20_000, "{name}");
    }
}
