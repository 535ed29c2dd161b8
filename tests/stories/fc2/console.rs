//! Somebody else who writes through FC 2.0.

use serde_json::{Value, json};

use super::{FUNCTION, SERVICE};
use crate::console::{Console, zipped};

impl Console {
    /// Changes the service.
    #[track_caller]
    pub(crate) fn change_service(&self, body: &Value) {
        self.older("PUT", SERVICE, body);
    }

    /// Changes the function of the service.
    #[track_caller]
    pub(crate) fn change_demo(&self, body: &Value) {
        self.older("PUT", FUNCTION, body);
    }

    /// Deploys other code to it.
    #[track_caller]
    pub(crate) fn fix_demo(&self) {
        let text = "def handler(e, c):\n    return 'hotfix'\n";
        let code = json!({"zipFile": zipped(&[("index.py", text)])});
        self.change_demo(&json!({"code": code}));
    }

    /// The service, as the cloud has it.
    pub(crate) fn service(&self) -> Value {
        self.older("GET", SERVICE, &Value::Null)
    }

    /// Its function.
    pub(crate) fn demo(&self) -> Value {
        self.older("GET", FUNCTION, &Value::Null)
    }

    /// A trigger of that.
    pub(crate) fn demo_trigger(&self, name: &str) -> Value {
        self.older("GET", &format!("{FUNCTION}/triggers/{name}"), &Value::Null)
    }
}
