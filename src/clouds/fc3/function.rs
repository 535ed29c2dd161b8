//! What is read of functions by their name alone, and the lists below them.

use serde_json::Value;

use super::own::Which;
use super::service::{FC3, NO_FUNCTION, PAGES};
use crate::error;
use crate::model::kind::Kind;
use crate::wire::{Action, Client, Failure, List, Reply, Task, absent};
use crate::words;
use crate::words::Words;

const LIST_TRIGGERS: Action = Action::new(&FC3, "ListTriggers", Task::Read);

impl Failure {
    /// A function of which the call speaks is not there.
    pub fn misses_function(&self) -> bool {
        self.misses(NO_FUNCTION)
    }
}

impl Client<'_> {
    /// Keeps the secrets of a document out of every message from now on, whichever call it is about.
    pub fn hide(&self, document: &Value) {
        self.hide_in(document, FC3.vocabulary);
    }

    /// The function as it is online, or `None` where the API says `FunctionNotFound`.
    ///
    /// # Errors
    /// Whatever else than the function or that code comes back.
    pub async fn get_function(&self, name: &str) -> error::Result<Option<Reply>> {
        self.function(name, None, &words!("function {name}", "函数 {name}"))
            .await
    }

    /// A published version of the function, or what an alias leads to.
    ///
    /// # Errors
    /// As [`Client::get_function`].
    pub async fn get_version(&self, name: &str, qualifier: &str) -> error::Result<Option<Reply>> {
        let label = words!("function {name}/{qualifier}", "函数 {name}/{qualifier}");
        self.function(name, Some(qualifier), &label).await
    }

    async fn function(
        &self,
        name: &str,
        qualifier: Option<&str>,
        label: &Words,
    ) -> error::Result<Option<Reply>> {
        let kind = Kind::Function;
        let which = Which {
            kind,
            function: name,
            name,
        };
        let reply = self.read(which, qualifier).await;
        reply.map_err(|failure| failure.into_error(label))
    }

    /// As [`Client::list_triggers`], of FC 3.0.
    pub(in crate::clouds) async fn triggers_third(
        &self,
        function: &str,
    ) -> error::Result<Option<Vec<Value>>> {
        let list = List {
            pages: PAGES,
            action: LIST_TRIGGERS,
            segments: &["functions", function, "triggers"],
            query: None,
            headers: &[],
            entries: "triggers",
            identity: "triggerName",
        };
        absent(self.list(&list).await, NO_FUNCTION).map_err(|failure| {
            failure.into_error(&words!(
                "the triggers of function {function}",
                "函数 {function} 的触发器"
            ))
        })
    }
}
