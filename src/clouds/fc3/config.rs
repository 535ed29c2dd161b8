//! The calls about what is put below a function, whether it is there or not: its configurations.

use serde_json::Value;

use super::own::Which;
use super::service::{FC3, NO_ALIAS, NO_FUNCTION, NO_VERSION, PAGES};
use crate::model::kind::Naming;
use crate::model::kind::calls::Put;
use crate::wire::{
    Action, Body, Call, Client, Failure, List, Reply, Task, absent, etag, unreadable,
};
use crate::words;

impl<'w> Which<'w> {
    fn at<'c>(self, calls: &Put, action: Action) -> Call<'c> {
        let call = Call::new(action, &["functions", self.function, calls.segment]);
        match self.kind.spec().naming {
            Naming::Qualifier => call.query("qualifier", self.name),
            Naming::Function | Naming::Own(_) => call,
        }
    }
}

impl Client<'_> {
    /// The configuration as it is online, `None` where the service says that there is none, or no
    /// such function, version or alias.
    pub(super) async fn get_put(
        &self,
        calls: &Put,
        which: Which<'_>,
    ) -> Result<Option<Reply>, Failure> {
        let call = which.at(calls, Action::new(&FC3, calls.get, Task::Read));
        let reply = self.config(call, which).await;
        let reply = absent(reply, calls.absent.as_slice());
        let reply = absent(reply, NO_FUNCTION).map(Option::flatten);
        // Where there is no such version or alias there is no configuration of it.
        let reply = absent(reply, &[NO_ALIAS, NO_VERSION])?.flatten();
        // What was never configured may be answered with status 200 and an ARN that is empty.
        Ok(reply.filter(|reply| reply.doc["functionArn"] != ""))
    }

    /// The qualifiers of the function that have a configuration of that kind.
    pub(super) async fn qualifiers(
        &self,
        calls: &Put,
        function: &str,
    ) -> Result<Vec<String>, Failure> {
        let (path, entries) = calls.all;
        let list = List {
            pages: PAGES,
            action: Action::new(&FC3, calls.list, Task::Read),
            segments: &[path],
            query: Some(("functionName", function)),
            headers: &[],
            entries,
            identity: "functionArn",
        };
        let found = absent(self.list(&list).await, NO_FUNCTION)?.unwrap_or_default();
        let arns = found
            .iter()
            .filter_map(|entry| entry["functionArn"].as_str());
        Ok(arns.filter_map(|arn| qualifier(arn, function)).collect())
    }

    /// Writes the whole configuration (`Put…Input`).
    pub(super) async fn put_whole(
        &self,
        calls: &Put,
        which: Which<'_>,
        body: &Value,
        if_match: Option<&str>,
    ) -> Result<Reply, Failure> {
        let call = which.at(calls, Action::new(&FC3, calls.put, Task::Update));
        self.config(call.if_match(if_match).body(Body::Json(body)), which)
            .await
    }

    /// Deletes the configuration.
    pub(super) async fn delete_put(
        &self,
        calls: &Put,
        which: Which<'_>,
        if_match: Option<&str>,
    ) -> Result<(), Failure> {
        let call = which.at(calls, Action::new(&FC3, calls.delete, Task::Delete));
        self.delete_by(call.if_match(if_match)).await
    }

    /// Sends the call and reads the configuration in its reply, which must be of this function.
    async fn config(&self, call: Call<'_>, which: Which<'_>) -> Result<Reply, Failure> {
        let response = self.send(&call).await?;
        let doc = self.document(call.action, &response)?;
        let own = format!("functions/{}", which.function.to_ascii_lowercase());
        // Without an ARN nothing tells whose configuration it is; an empty one says that there is none.
        let arn = doc["functionArn"].as_str().map(str::to_ascii_lowercase);
        if arn.is_some_and(|arn| arn.is_empty() || arn.contains(&own)) {
            return Ok(Reply {
                doc,
                etag: etag(&response),
            });
        }
        let function = which.function;
        let detail = words!(
            "the reply does not describe a configuration of function {function}",
            "响应内容不是函数 {function} 的配置"
        );
        Err(unreadable(call.action, &response, detail))
    }
}

/// The qualifier in the ARN of a configuration of that function; `LATEST` where it has none. The
/// service takes the name that is asked for as a prefix, so others may be in the list.
fn qualifier(arn: &str, function: &str) -> Option<String> {
    let (_, path) = arn.split_once("functions/")?;
    match path.split_once('/') {
        None => (path == function).then(|| "LATEST".to_owned()),
        Some((name, qualifier)) => (name == function).then(|| qualifier.to_owned()),
    }
}
