//! The calls about the configurations beside a function.

use serde_json::{Value, json};

use super::call::{Action, Call, Task};
use super::client::Client;
use super::failure::{Failure, no_call};
use super::list::List;
use super::reply::{Reply, absent, etag, unreadable};
use crate::model::resource::{Kind, Resource};
use crate::words;

/// The calls of one kind. All of them take the same path.
struct Calls {
    list: Action,
    /// The list's path, and the property of its pages that holds the entries.
    all: (&'static str, &'static str),
    get: Action,
    put: Action,
    delete: Action,
    /// The path's last segment.
    segment: &'static str,
    /// Whether there is one for each version and alias of the function.
    by_qualifier: bool,
    /// The code that says that there is none, where the service has one. Else it answers with an
    /// empty `functionArn`.
    absent: Option<&'static str>,
}

macro_rules! calls {
    ($name:literal, $segment:literal, $all:expr, $by_qualifier:literal, $absent:expr) => {
        Calls {
            list: Action::new(concat!("List", $name, "s"), Task::Read),
            all: $all,
            get: Action::new(concat!("Get", $name), Task::Read),
            put: Action::new(concat!("Put", $name), Task::Update),
            delete: Action::new(concat!("Delete", $name), Task::Delete),
            segment: $segment,
            by_qualifier: $by_qualifier,
            absent: $absent,
        }
    };
}

const ASYNC_INVOKE: Calls = calls!(
    "AsyncInvokeConfig",
    "async-invoke-config",
    ("async-invoke-configs", "configs"),
    true,
    Some("AsyncConfigNotExists")
);
const PROVISION: Calls = calls!(
    "ProvisionConfig",
    "provision-config",
    ("provision-configs", "provisionConfigs"),
    true,
    None
);
const SCALING: Calls = calls!(
    "ScalingConfig",
    "scaling-config",
    ("scaling-configs", "scalingConfigs"),
    true,
    None
);
const CONCURRENCY: Calls = calls!(
    "ConcurrencyConfig",
    "concurrency",
    ("concurrency-configs", "configs"),
    false,
    Some("OnDemandConfigNotFound")
);

const LIST_BINDINGS: Action = Action::new("ListVpcBindings", Task::Read);
const BIND: Action = Action::new("CreateVpcBinding", Task::Set);
const UNBIND: Action = Action::new("DeleteVpcBinding", Task::Delete);

/// What a write of a kind that has none of these calls is named in its failure.
const PUT_NOTHING: Action = Action::new("Put", Task::Update);
const DELETE_NOTHING: Action = Action::new("Delete", Task::Delete);

impl Calls {
    /// `None` for the kinds that are no configuration of this form.
    fn of(kind: Kind) -> Option<&'static Calls> {
        match kind {
            Kind::AsyncInvokeConfig => Some(&ASYNC_INVOKE),
            Kind::ProvisionConfig => Some(&PROVISION),
            Kind::ScalingConfig => Some(&SCALING),
            Kind::ConcurrencyConfig => Some(&CONCURRENCY),
            Kind::Function | Kind::Trigger | Kind::CustomDomain | Kind::VpcBinding => None,
        }
    }

    fn call<'c>(&self, action: Action, resource: &Resource) -> Call<'c> {
        let call = Call::new(action, &["functions", &resource.function, self.segment]);
        if self.by_qualifier {
            call.qualifier(&resource.name)
        } else {
            call
        }
    }
}

impl Client<'_> {
    /// The configuration as it is online, `None` where the service says that there is none, or no
    /// such function.
    pub(super) async fn get_config(&self, resource: &Resource) -> Result<Option<Reply>, Failure> {
        let Some(calls) = Calls::of(resource.kind) else {
            return self.vpc_bindings(resource).await;
        };
        let mut reply = self
            .config(calls.call(calls.get, resource), resource)
            .await
            .map(Some);
        if let Some(code) = calls.absent {
            reply = absent(reply, code).map(Option::flatten);
        }
        let reply = absent(reply, "FunctionNotFound")?.flatten();
        Ok(reply.filter(|reply| reply.doc["functionArn"] != ""))
    }

    /// The qualifiers of the function that have a configuration of that kind.
    pub(super) async fn qualifiers(
        &self,
        kind: Kind,
        function: &str,
    ) -> Result<Vec<String>, Failure> {
        let Some(calls) = Calls::of(kind) else {
            return Ok(Vec::new());
        };
        let (path, entries) = calls.all;
        let list = List {
            action: calls.list,
            segments: &[path],
            query: Some(("functionName", function)),
            entries,
            identity: "functionArn",
        };
        let found = absent(self.list(&list).await, "FunctionNotFound")?.unwrap_or_default();
        let arns = found
            .iter()
            .filter_map(|entry| entry["functionArn"].as_str());
        Ok(arns.filter_map(|arn| qualifier(arn, function)).collect())
    }

    /// Writes the whole configuration (`Put…Input`).
    pub(super) async fn put_config(
        &self,
        resource: &Resource,
        body: &Value,
        if_match: Option<&str>,
    ) -> Result<Reply, Failure> {
        let calls = Calls::of(resource.kind).ok_or_else(|| no_call(PUT_NOTHING))?;
        let call = calls.call(calls.put, resource);
        self.config(call.if_match(if_match).body(body), resource)
            .await
    }

    /// Deletes the configuration.
    pub(super) async fn delete_config(
        &self,
        resource: &Resource,
        if_match: Option<&str>,
    ) -> Result<(), Failure> {
        let calls = Calls::of(resource.kind).ok_or_else(|| no_call(DELETE_NOTHING))?;
        let call = calls.call(calls.delete, resource);
        self.delete_by(call.if_match(if_match)).await
    }

    /// Lets the VPC call the function.
    ///
    /// # Errors
    /// [`Failure::gone`] where the function is no more.
    pub async fn bind_vpc(&self, function: &str, vpc: &str) -> Result<(), Failure> {
        let body = json!({"vpcId": vpc});
        let call = Call::new(BIND, &["functions", function, "vpc-bindings"]).body(&body);
        self.silent(call).await
    }

    /// Takes that right from the VPC.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn unbind_vpc(&self, function: &str, vpc: &str) -> Result<(), Failure> {
        let call = Call::new(UNBIND, &["functions", function, "vpc-bindings", vpc]);
        self.delete_by(call).await
    }

    /// The VPCs that may call the function; none where there is no function.
    ///
    /// # Errors
    /// Whatever else than a list comes back.
    pub async fn bound_vpcs(&self, function: &str) -> Result<Vec<String>, Failure> {
        let doc = self.vpc_list(function).await?.unwrap_or_default();
        let ids = doc["vpcIds"].as_array().into_iter().flatten();
        Ok(ids.filter_map(Value::as_str).map(str::to_owned).collect())
    }

    async fn vpc_bindings(&self, resource: &Resource) -> Result<Option<Reply>, Failure> {
        let doc = self.vpc_list(&resource.function).await?;
        let some = |doc: &Value| doc["vpcIds"].as_array().is_some_and(|ids| !ids.is_empty());
        Ok(doc.filter(some).map(|doc| Reply { doc, etag: None }))
    }

    async fn vpc_list(&self, function: &str) -> Result<Option<Value>, Failure> {
        let call = Call::new(LIST_BINDINGS, &["functions", function, "vpc-bindings"]);
        let Some(response) = absent(self.send(&call).await, "FunctionNotFound")? else {
            return Ok(None);
        };
        let doc = self.document(LIST_BINDINGS, &response)?;
        match &doc["vpcIds"] {
            Value::Null => Ok(Some(doc)),
            Value::Array(ids) if ids.iter().all(Value::is_string) => Ok(Some(doc)),
            _ => {
                let detail = words!(
                    "the reply is not a list of VPC bindings",
                    "响应不是 VPC 绑定列表"
                );
                Err(unreadable(LIST_BINDINGS, &response, detail))
            }
        }
    }

    /// Sends the call and reads the configuration in its reply, which must be of this function.
    async fn config(&self, call: Call<'_>, resource: &Resource) -> Result<Reply, Failure> {
        let response = self.send(&call).await?;
        let doc = self.document(call.action, &response)?;
        let own = format!("functions/{}", resource.function.to_ascii_lowercase());
        let arn = doc["functionArn"].as_str().map(str::to_ascii_lowercase);
        if arn.is_some_and(|arn| arn.is_empty() || arn.contains(&own)) {
            return Ok(Reply {
                doc,
                etag: etag(&response),
            });
        }
        let function = &resource.function;
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
