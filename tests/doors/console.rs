//! Somebody else, with a key of their own.

use serde_json::{Value, json};

use crate::caller::Caller;
use crate::project::{CONSOLE, Project};

impl Project {
    /// One call of the API, which must succeed.
    #[track_caller]
    pub(crate) fn console(&self, method: &str, action: &str, path: &str, body: &Value) {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = i64::try_from(now.unwrap().as_millis()).unwrap();
        let caller = Caller::new(CONSOLE.0, CONSOLE.1, now).at(self.emulator.address());
        let body = match body {
            Value::Null => Vec::new(),
            body => body.to_string().into_bytes(),
        };
        let request = caller.signed(method, action, path, body);
        let body = String::from_utf8(request.body).unwrap();
        let target = format!("/2023-03-30{path}");
        self.emulator.send(method, &target, &request.headers, &body);
    }

    /// Changes settings of the function in the console.
    #[track_caller]
    pub(crate) fn change(&self, body: Value) {
        self.change_of("demo", &body);
    }

    #[track_caller]
    pub(crate) fn change_of(&self, function: &str, body: &Value) {
        let path = format!("/functions/{function}");
        self.console("PUT", "UpdateFunction", &path, body);
    }

    /// Deploys other code in the console.
    #[track_caller]
    pub(crate) fn hot_fix(&self) {
        self.change(json!({"code": {"zipFile": HOT_FIX}}));
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
const HOT_FIX: &str = "UEsDBBQAAAAAAAAAIQAYZTVBJgAAACYAAAAIAAAAaW5kZXgucHlkZWYgaGFuZGxlcihlLCBjKToKICAgIHJldHVybiAnaG90Zml4J1BLAQIUAxQAAAAAAAAAIQAYZTVBJgAAACYAAAAIAAAAAAAAAAAAAACkAQAAAABpbmRleC5weVBLBQYAAAAAAQABADYAAABMAAAAAAA=";
