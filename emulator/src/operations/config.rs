//! The configurations beside a function: each is put as a whole, and belongs to the function or to
//! one of its versions and aliases.

mod check;
mod model;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::body;
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::config::{Config, Kind};
use crate::cloud::function::Function;
use crate::doc::{Doc, fill};
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Cloud {
    /// `PutAsyncInvokeConfig`.
    pub(crate) fn put_async(&mut self, call: &Call<'_>) -> Result<Response> {
        let defaults = json!({
            "asyncTask": false,
            "destinationConfig": {},
            "maxAsyncEventAgeInSeconds": 86400,
            "maxAsyncRetryAttempts": 3,
        });
        self.put_config(call, Kind::Async, model::ASYNC, defaults)
    }

    /// `GetAsyncInvokeConfig`.
    pub(crate) fn get_async(&mut self, call: &Call<'_>) -> Result<Response> {
        self.get_config(call, Kind::Async)
    }

    /// `DeleteAsyncInvokeConfig`.
    pub(crate) fn delete_async(&mut self, call: &Call<'_>) -> Result<Response> {
        self.delete_config(call, Kind::Async)
    }

    /// `ListAsyncInvokeConfigs`.
    pub(crate) fn list_async(&mut self, call: &Call<'_>) -> Result<Response> {
        self.list_configs(call, Kind::Async, "configs")
    }

    /// `PutProvisionConfig`. `target` is the deprecated name of `defaultTarget`.
    pub(crate) fn put_provision(&mut self, call: &Call<'_>) -> Result<Response> {
        let defaults = json!({
            "alwaysAllocateCPU": false,
            "alwaysAllocateGPU": false,
            "scheduledActions": [],
            "targetTrackingPolicies": [],
        });
        self.put_config(call, Kind::Provision, model::PROVISION, defaults)
    }

    /// `GetProvisionConfig`.
    pub(crate) fn get_provision(&mut self, call: &Call<'_>) -> Result<Response> {
        self.get_config(call, Kind::Provision)
    }

    /// `DeleteProvisionConfig`.
    pub(crate) fn delete_provision(&mut self, call: &Call<'_>) -> Result<Response> {
        self.delete_config(call, Kind::Provision)
    }

    /// `ListProvisionConfigs`.
    pub(crate) fn list_provision(&mut self, call: &Call<'_>) -> Result<Response> {
        self.list_configs(call, Kind::Provision, "provisionConfigs")
    }

    /// `PutScalingConfig`.
    pub(crate) fn put_scaling(&mut self, call: &Call<'_>) -> Result<Response> {
        let defaults = json!({
            "horizontalScalingPolicies": [],
            "minInstances": 0,
            "scheduledPolicies": [],
        });
        self.put_config(call, Kind::Scaling, model::SCALING, defaults)
    }

    /// `GetScalingConfig`.
    pub(crate) fn get_scaling(&mut self, call: &Call<'_>) -> Result<Response> {
        self.get_config(call, Kind::Scaling)
    }

    /// `DeleteScalingConfig`.
    pub(crate) fn delete_scaling(&mut self, call: &Call<'_>) -> Result<Response> {
        self.delete_config(call, Kind::Scaling)
    }

    /// `ListScalingConfigs`.
    pub(crate) fn list_scaling(&mut self, call: &Call<'_>) -> Result<Response> {
        self.list_configs(call, Kind::Scaling, "scalingConfigs")
    }

    /// `PutConcurrencyConfig`.
    pub(crate) fn put_concurrency(&mut self, call: &Call<'_>) -> Result<Response> {
        self.put_config(call, Kind::Concurrency, model::CONCURRENCY, json!({}))
    }

    /// `GetConcurrencyConfig`.
    pub(crate) fn get_concurrency(&mut self, call: &Call<'_>) -> Result<Response> {
        self.get_config(call, Kind::Concurrency)
    }

    /// `DeleteConcurrencyConfig`.
    pub(crate) fn delete_concurrency(&mut self, call: &Call<'_>) -> Result<Response> {
        self.delete_config(call, Kind::Concurrency)
    }

    /// `ListConcurrencyConfigs`.
    pub(crate) fn list_concurrency(&mut self, call: &Call<'_>) -> Result<Response> {
        self.list_configs(call, Kind::Concurrency, "configs")
    }

    /// Takes the place of what was put before: what is left out has its default again (G17).
    fn put_config(
        &mut self,
        call: &Call<'_>,
        kind: Kind,
        model: &'static [body::Field],
        defaults: Value,
    ) -> Result<Response> {
        let mut doc = body::read(call, model)?;
        let name = call.name(0);
        let qualifier = self.function(name)?.qualifier(call)?;
        check::input(kind, &doc)?;
        // After the input, so that what is wrong in itself is told first.
        exclude(kind, self.function(name)?, name)?;
        check::metrics(self.function(name)?, &doc)?;
        fill(&mut doc, defaults);
        mirror(kind, &mut doc);
        let (settle, now) = (self.settle, call.now);
        let function = self.function_mut(name)?;
        let arn = function.qualified_arn(&qualifier);
        doc.insert("functionArn".to_owned(), arn.into());
        let old = function.configs.get(&(kind, qualifier.clone()));
        if kind == Kind::Async {
            // It was created when it was put for the first time.
            let created = old.and_then(|old| old.doc.get("createdTime").cloned());
            doc.insert(
                "createdTime".to_owned(),
                created.unwrap_or(now.iso().into()),
            );
            doc.insert("lastModifiedTime".to_owned(), now.iso().into());
        }
        let config = Config {
            // How many there are by now, which need not be what the old one wanted.
            before: old.map_or(0, |old| old.current(kind, now, settle)),
            doc,
            since: now,
            stopped: function.is_disabled(),
        };
        let shown = config.shown(kind, now, settle);
        function.configs.insert((kind, qualifier), config);
        Ok(Response::ok(&shown))
    }

    /// What was put, or what the service says where nothing was.
    fn get_config(&mut self, call: &Call<'_>, kind: Kind) -> Result<Response> {
        let function = self.function(call.name(0))?;
        let qualifier = function.qualifier(call)?;
        match function.configs.get(&(kind, qualifier)) {
            Some(config) => Ok(Response::ok(&config.shown(kind, call.now, self.settle))),
            None => absent(kind, call.name(0)),
        }
    }

    /// Takes it away. For two kinds it is no error that there is none (G16).
    fn delete_config(&mut self, call: &Call<'_>, kind: Kind) -> Result<Response> {
        let function = self.function_mut(call.name(0))?;
        let qualifier = function.qualifier(call)?;
        match (function.configs.remove(&(kind, qualifier)), kind) {
            (None, Kind::Async | Kind::Concurrency) => absent(kind, call.name(0)),
            _ => Ok(Response::empty(204)),
        }
    }

    /// Those of one function, or of all.
    fn list_configs(&mut self, call: &Call<'_>, kind: Kind, key: &str) -> Result<Response> {
        let wanted = call.param("functionName").filter(|name| !name.is_empty());
        if let Some(name) = &wanted {
            // A list of one function's is refused where there is no such function.
            self.function(name)?;
        }
        let mut found = BTreeMap::new();
        for (name, function) in &self.functions {
            if wanted.as_ref().is_some_and(|wanted| wanted != name) {
                continue;
            }
            for ((of, qualifier), config) in &function.configs {
                if *of == kind {
                    let shown = config.shown(kind, call.now, self.settle);
                    found.insert(format!("{name}/{qualifier}"), shown);
                }
            }
        }
        super::page::page(
            call,
            key,
            found.iter().map(|(name, doc)| (name, doc.clone())),
        )
    }
}

/// What the service answers where nothing was put: for two kinds an empty ARN, and no error (G15).
fn absent(kind: Kind, function: &str) -> Result<Response> {
    let refusal = |code: &str, what: &str| {
        let message = format!("{what} of function '{function}' does not exist");
        Err(ApiError::new(404, code, message))
    };
    match kind {
        Kind::Async => refusal("AsyncConfigNotExists", "async config"),
        Kind::Concurrency => refusal("OnDemandConfigNotFound", "concurrency config"),
        Kind::Provision => Ok(Response::ok(
            &json!({"functionArn": "", "target": 0, "defaultTarget": 0, "current": 0}),
        )),
        Kind::Scaling => Ok(Response::ok(&json!({
            "functionArn": "", "minInstances": 0, "currentInstances": 0, "targetInstances": 0,
        }))),
    }
}

/// A function has instances of one kind. The codes are upstream's; their status is not documented,
/// and 400 is what it treats them as (G14).
fn exclude(kind: Kind, function: &Function, name: &str) -> Result<()> {
    let has = |kind| function.configs.keys().any(|(of, _)| *of == kind);
    let (code, what) = match kind {
        Kind::Scaling if has(Kind::Provision) => ("ProvisionConfigExist", "provision"),
        Kind::Provision if has(Kind::Scaling) => ("ResidentScalingConfigExists", "scaling"),
        _ => return Ok(()),
    };
    let message = format!("{what} config exists for function '{name}'");
    Err(ApiError::new(400, code, message))
}

/// The two names of the target always say the same.
fn mirror(kind: Kind, doc: &mut Doc) {
    if kind == Kind::Provision {
        let target = doc
            .get("defaultTarget")
            .or_else(|| doc.get("target"))
            .cloned();
        for name in ["defaultTarget", "target"] {
            doc.insert(name.to_owned(), target.clone().unwrap_or_default());
        }
    }
}

/// Why a function with instances of its own cannot be deleted. One that may not be invoked has none any more:
/// so upstream's removal disables it when it was refused five times (G12).
pub(super) fn in_the_way(function: &Function, name: &str) -> Result<()> {
    let has = |kind| {
        let mut configs = function.configs.iter();
        configs.any(|((of, _), config)| *of == kind && !config.stopped)
    };
    let (code, what) = match (has(Kind::Provision), has(Kind::Scaling)) {
        (true, _) => ("ProvisionConfigExist", "provision"),
        (_, true) => ("ResidentScalingConfigExists", "scaling"),
        _ => return Ok(()),
    };
    let message = format!("{what} config exists for function '{name}'");
    Err(ApiError::new(409, code, message))
}
