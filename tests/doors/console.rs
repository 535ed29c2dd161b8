//! Somebody else, with the official SDK and a key of their own.

use std::process::Command;

use serde_json::{Value, json};

use crate::project::{CONSOLE, Project, root};

impl Project {
    /// Runs one operation of `tests/console.mjs` and returns the reply.
    #[track_caller]
    pub(crate) fn console(&self, operation: &str, args: &[Value]) -> Value {
        let output = Command::new("node")
            .arg(root().join("tests/console.mjs"))
            .arg(operation)
            .args(args.iter().map(Value::to_string))
            .env("FC_ENDPOINT", &self.emulator.url)
            .env("FC_AK", CONSOLE.0)
            .env("FC_SK", CONSOLE.1)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{operation}: {error}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs several operations, one after the other, each as `[operation, [argument…]]`.
    #[track_caller]
    pub(crate) fn console_all(&self, calls: &[Value]) {
        self.console("batch", calls);
    }

    /// Changes settings of the function in the console.
    pub(crate) fn change(&self, body: Value) {
        self.console("updateFunction", &[json!("demo"), body]);
    }

    /// What is online, as the emulator has it: faster than to ask for it by the SDK.
    pub(crate) fn function(&self) -> Value {
        let mut function = self.emulator.left()[0]["demo"].clone();
        let fields = function.as_object_mut().expect("the function is online");
        for beside in ["triggers", "aliases", "vpcIds", "configs", "versions"] {
            fields.remove(beside);
        }
        function
    }

    /// The trigger's configuration that is online.
    pub(crate) fn trigger_config(&self) -> Value {
        let trigger = &self.emulator.left()[0]["demo"]["triggers"]["http"];
        serde_json::from_str(trigger["triggerConfig"].as_str().unwrap()).unwrap()
    }

    pub(crate) fn domain(&self) -> Value {
        self.emulator.left()[1]["demo.example.com"].clone()
    }
}

/// A zip with one small file, as base64: the "hot fix" that somebody makes in the console.
pub(crate) const HOT_FIX: &str = "UEsDBBQAAAAAAAAAIQAYZTVBJgAAACYAAAAIAAAAaW5kZXgucHlkZWYgaGFuZGxlcihlLCBjKToKICAgIHJldHVybiAnaG90Zml4J1BLAQIUAxQAAAAAAAAAIQAYZTVBJgAAACYAAAAIAAAAAAAAAAAAAACkAQAAAABpbmRleC5weVBLBQYAAAAAAQABADYAAABMAAAAAAA=";
