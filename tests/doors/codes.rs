//! A handful of cells of the table (`tests/stories/table.txt`) as a shell sees them. The CLI ends with
//! 101 after any error that a component throws, so each end has its word as the last line; the native
//! program ends with the codes of the table.

use serde_json::json;

use crate::project::Props;
use crate::signal::Way;

through_s_and_alone! {
    the_word_and_the_code_of_each_end
}

fn the_word_and_the_code_of_each_end(way: Way) {
    let project = way.project();
    project.deployed();
    let ends = |args: &[&str], word: &str| {
        let env = [("LANG", "zh_CN.UTF-8"), ("FC_GUARD_LANG", "")];
        way.ended(way.run_with(&project, args, &env), word)
    };
    ends(&["deploy"], "clean");
    // The language is that of the environment, whoever hands it on.
    ends(&["deploy", "--use-lokal"], "usage").says(&["没有参数 --use-lokal", "deploy -h"]);
    let refuse = |method: &str, path: &str| {
        project.emulator.fault(
            &json!({"kind": "status", "status": 403, "code": "AccessDenied",
            "message": "no", "method": method, "path": path}),
        );
    };
    refuse("GET", "*");
    ends(&["deploy", "--use-local"], "unreadable");
    project.emulator.heal();
    project.yaml(&Props {
        timeout: 20,
        methods: vec!["POST".to_owned()],
        ..Props::default()
    });
    refuse("PUT", "/2023-03-30/functions/demo/triggers/*");
    ends(&["deploy"], "partial");
    project.emulator.heal();
    ends(&["deploy"], "changed");
    project.change(json!({"timeout": 60}));
    ends(&["deploy", "-y"], "drift");
    project.yaml(&Props {
        timeout: 30,
        ..Props::default()
    });
    ends(&["deploy", "--merge"], "conflict");
    ends(&["remove"], "failed");
}
