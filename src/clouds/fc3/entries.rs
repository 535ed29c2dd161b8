//! The calls about lists below a function whose entries come and go one by one: the VPCs that may call it.

use serde_json::{Value, json};

use super::own::Which;
use super::resource::PUT_NOTHING;
use super::service::{FC3, NO_FUNCTION};
use crate::model::kind::calls::{Calls, Entries};
use crate::model::resource::Resource;
use crate::wire::{Action, Body, Call, Client, Failure, Reply, Task, absent, no_call, unreadable};
use crate::words;

impl Client<'_> {
    /// Adds an entry.
    ///
    /// # Errors
    /// [`Failure::gone`] where the function is no more.
    pub(in crate::clouds) async fn add_entry_third(
        &self,
        resource: &Resource,
        name: &str,
    ) -> Result<(), Failure> {
        let calls = entries(resource)?;
        let body = json!({calls.names.1: name});
        let path = ["functions", &*resource.root_name(), calls.segment];
        let call = Call::new(Action::new(&FC3, calls.add, Task::Set), &path);
        self.silent(call.body(Body::Json(&body))).await
    }

    /// Takes an entry away.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub(in crate::clouds) async fn remove_entry_third(
        &self,
        resource: &Resource,
        name: &str,
    ) -> Result<(), Failure> {
        let calls = entries(resource)?;
        let path = ["functions", &*resource.root_name(), calls.segment, name];
        self.delete_by(Call::new(
            Action::new(&FC3, calls.remove, Task::Delete),
            &path,
        ))
        .await
    }

    /// The list as it is online; `None` where nothing is in it, or where there is no such function.
    ///
    /// # Errors
    /// Whatever else than a list comes back.
    pub(super) async fn get_entries(
        &self,
        calls: &Entries,
        which: Which<'_>,
    ) -> Result<Option<Reply>, Failure> {
        // This list has no pages: it comes as a whole.
        let action = Action::new(&FC3, calls.list, Task::Read);
        let call = Call::new(action, &["functions", which.function, calls.segment]);
        let Some(response) = absent(self.send(&call).await, NO_FUNCTION)? else {
            return Ok(None);
        };
        let doc = self.document(action, &response)?;
        match &doc[calls.names.0] {
            Value::Null => Ok(None),
            // A list with nothing in it is none, as it is for every other configuration.
            Value::Array(names) if names.is_empty() => Ok(None),
            Value::Array(names) if names.iter().all(Value::is_string) => {
                Ok(Some(Reply { doc, etag: None }))
            }
            _ => {
                let detail = words!(
                    "the reply is not a list of VPC bindings",
                    "响应不是 VPC 绑定列表"
                );
                Err(unreadable(action, &response, detail))
            }
        }
    }
}

fn entries(resource: &Resource) -> Result<&'static Entries, Failure> {
    match &resource.kind.spec().calls {
        Calls::Entries(calls) => Ok(calls),
        Calls::Own(_) | Calls::Put(_) => Err(no_call(PUT_NOTHING)),
    }
}
