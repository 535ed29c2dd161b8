//! The configurations beside a function of a service: each belongs to the function or to one of its versions and
//! aliases, which the service's name in the path tells.

use serde_json::{Value, json};

use super::super::bound::{Range, range};
use super::page::{End, page};
use super::{body, doc, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::config::{Config, Kind};
use crate::cloud::fc2::{Fc2, Qualified};
use crate::doc::{Doc, fill};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// Bounds of numbers, of whichever kind they are.
const RANGES: &[Range] = &[
    range("maxAsyncEventAgeInSeconds", 1, 2_592_000),
    range("maxAsyncRetryAttempts", 0, 8),
    range("target", 0, 10_000),
    range("maximumInstanceCount", 0, 10_000),
];

impl Fc2 {
    /// `PUT …/async-invoke-config`: takes the place of what was put before.
    pub(crate) fn put_async(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut config = body::read(call, model::ASYNC)?;
        let at = place(cloud, call)?;
        let old = cloud.config(call, Kind::Async)?;
        let created = old.and_then(|old| old.doc.get("createdTime").cloned());
        let added = json!({
            "service": at.service,
            "function": call.name(1),
            "qualifier": at.qualifier,
            "createdTime": created.unwrap_or_else(|| call.now.iso().into()),
            "lastModifiedTime": call.now.iso(),
            "destinationConfig": {},
            "maxAsyncEventAgeInSeconds": 86400,
            "maxAsyncRetryAttempts": 3,
            "statefulInvocation": false,
        });
        fill(&mut config, added);
        if let Some(Value::Object(destinations)) = config.get_mut("destinationConfig") {
            fill(destinations, json!({"onSuccess": null, "onFailure": null}));
        }
        cloud.put_beside(call, Kind::Async, config)
    }

    /// `GET …/async-invoke-config`.
    pub(crate) fn get_async(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        match cloud.config(call, Kind::Async)? {
            Some(config) => Ok(Response::ok(&Value::Object(config.doc.clone()))),
            None => Err(no_async(call)),
        }
    }

    /// `DELETE …/async-invoke-config`. To take away what is not there is refused as a read of it (G69).
    pub(crate) fn delete_async(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        match cloud.take(call, Kind::Async)? {
            true => Ok(Response::empty(204)),
            false => Err(no_async(call)),
        }
    }

    /// `GET …/async-invoke-configs`: of all qualifiers of one function.
    pub(crate) fn list_async(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let function = cloud.service(call.name(0))?.function(call.name(1))?;
        let configs = function.configs.iter();
        let own = configs.filter(|((kind, _), _)| *kind == Kind::Async);
        let listed = own
            .map(|((_, qualifier), config)| (qualifier.clone(), Value::Object(config.doc.clone())));
        page(call, "configs", End::Empty, listed)
    }

    /// `PUT …/provision-config`: takes the place of what was put before.
    pub(crate) fn put_provision(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut config = body::read(call, model::PROVISION)?;
        if !config.contains_key("target") {
            return Err(ApiError::required("target"));
        }
        let resource = provision_id(cloud, call)?;
        fill(&mut config, provision(&resource));
        cloud.put_beside(call, Kind::Provision, config)
    }

    /// `GET …/provision-config`. Where nothing was put, no instances are wanted.
    pub(crate) fn get_provision(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let (now, settle) = (call.now, cloud.settle);
        if let Some(config) = cloud.config(call, Kind::Provision)? {
            return Ok(Response::ok(&config.shown(Kind::Provision, now, settle)));
        }
        Ok(Response::ok(&provision(&provision_id(cloud, call)?)))
    }

    /// `GET /provision-configs`: of one service, or of all. The qualifier narrows nothing down: so it was seen.
    pub(crate) fn list_provision(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let listed = cloud.beside(call, Kind::Provision, call.param("serviceName"));
        page(call, "provisionConfigs", End::Absent, listed.into_iter())
    }
}

impl Cloud {
    /// A configuration of the function that the path names, if one was put.
    pub(super) fn config(&self, call: &Call<'_>, kind: Kind) -> Result<Option<&Config>> {
        let at = place(self, call)?;
        let function = self.service(&at.service)?.function(call.name(1))?;
        Ok(function.configs.get(&(kind, at.qualifier)))
    }

    /// Keeps a configuration, and answers with it.
    pub(super) fn put_beside(&mut self, call: &Call<'_>, kind: Kind, doc: Doc) -> Result<Response> {
        RANGES.iter().try_for_each(|range| range.check(&doc))?;
        let at = place(self, call)?;
        let (settle, now) = (self.settle, call.now);
        let function = self.service_function_mut(&at.service, call.name(1))?;
        let old = function.configs.get(&(kind, at.qualifier.clone()));
        let config = Config {
            // How many there are by now, which need not be what the old one wanted.
            before: old.map_or(0, |old| old.current(kind, now, settle)),
            doc,
            since: now,
            stopped: false,
        };
        let shown = config.shown(kind, now, settle);
        function.configs.insert((kind, at.qualifier), config);
        Ok(Response::ok(&shown))
    }

    /// Takes a configuration away; answers whether there was one.
    pub(super) fn take(&mut self, call: &Call<'_>, kind: Kind) -> Result<bool> {
        let at = place(self, call)?;
        let function = self.service_function_mut(&at.service, call.name(1))?;
        Ok(function.configs.remove(&(kind, at.qualifier)).is_some())
    }

    /// Those of a kind in one service, or in all, by the name that on-demand configurations have.
    pub(super) fn beside(
        &self,
        call: &Call<'_>,
        kind: Kind,
        service: Option<String>,
    ) -> Vec<(String, Value)> {
        let services = self.services.iter();
        let chosen = services.filter(|(name, _)| service.as_ref().is_none_or(|one| one == *name));
        let functions = chosen.flat_map(|(service, found)| {
            let functions = found.functions.iter();
            functions.map(move |(name, function)| (service, name, function))
        });
        let rows = functions.flat_map(|(service, name, function)| {
            let configs = function.configs.iter();
            let own = configs.filter(|((of, _), _)| *of == kind);
            own.map(move |((_, qualifier), config)| {
                let key = format!("services/{service}.{qualifier}/functions/{name}");
                (key, config.shown(kind, call.now, self.settle))
            })
        });
        let mut rows: Vec<(String, Value)> = rows.collect();
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        rows
    }
}

/// The service and the qualifier of the path; both, and the function there, must exist.
pub(super) fn place(cloud: &Cloud, call: &Call<'_>) -> Result<Qualified> {
    let at = Qualified::parse(call.name(0));
    let service = cloud.service(&at.service)?;
    service.qualified(&at.qualifier, call.name(1))?;
    Ok(at)
}

/// What a provision configuration calls itself.
fn provision_id(cloud: &Cloud, call: &Call<'_>) -> Result<String> {
    let Qualified { service, qualifier } = place(cloud, call)?;
    let (account, function) = (&cloud.account, call.name(1));
    Ok(format!("{account}#{service}#{qualifier}#{function}"))
}

/// A provision configuration in which nothing is set. Whether lists are empty or `null` is guessed (G69).
fn provision(resource: &str) -> Value {
    let empty = doc(json!({
        "resource": resource,
        "target": 0,
        "current": 0,
        "scheduledActions": null,
        "targetTrackingPolicies": null,
        "currentError": "",
        "alwaysAllocateCPU": false,
    }));
    Value::Object(empty)
}

/// 404 `AsyncConfigNotExists`.
fn no_async(call: &Call<'_>) -> ApiError {
    let message = format!(
        "AsyncConfig for {}:{} does not exist.",
        call.name(0),
        call.name(1)
    );
    ApiError::new(404, "AsyncConfigNotExists", message)
}
