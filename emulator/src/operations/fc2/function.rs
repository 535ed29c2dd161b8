//! Functions of a service: created with the service's defaults, updated by a merge at the top level.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::page::{End, page};
use super::{body, defaults, limits, model};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::config::{self, Kind};
use crate::cloud::fc2::{Fc2, Qualified, ServiceFunction};
use crate::doc::{Doc, fill};
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Fc2 {
    /// `POST /services/S/functions`.
    pub(crate) fn create_function(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_FUNCTION)?;
        let name = limits::name(&doc, "functionName")?.to_owned();
        let service = cloud.service(call.name(0))?;
        if service.functions.contains_key(&name) {
            return Err(exists(&name, call.name(0)));
        }
        limits::room(service.functions.len())?;
        let code = doc.shift_remove("code");
        // Before anything is kept: a refusal leaves no function behind.
        let package = cloud.code(call, &doc, code, true)?;
        defaults::new_function(&mut doc);
        defaults::function(&mut doc);
        limits::function(&doc)?;
        let identity = json!({
            "functionId": cloud.ids.uuid(),
            "codeSize": 0,
            "codeChecksum": "0",
            "createdTime": call.now.iso(),
            "lastModifiedTime": call.now.iso(),
        });
        fill(&mut doc, identity);
        let mut function = ServiceFunction {
            doc,
            package: None,
            triggers: BTreeMap::new(),
            configs: config::Configs::new(),
        };
        if let Some(package) = package {
            function.set_package(package);
        }
        let shown = Response::ok(&cloud.shown(call, &function.doc));
        let service = cloud.service_mut(call.name(0))?;
        service.functions.insert(name, function);
        Ok(shown)
    }

    /// `GET /services/S[.Q]/functions/F`.
    pub(crate) fn get_function(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let Qualified { service, qualifier } = Qualified::parse(call.name(0));
        let (doc, _) = cloud
            .service(&service)?
            .qualified(&qualifier, call.name(1))?;
        Ok(Response::ok(&cloud.shown(call, doc)))
    }

    /// `PUT /services/S/functions/F`: what is left out stays, what is given takes the place of what was (G62).
    pub(crate) fn update_function(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let mut input = body::read(call, model::UPDATE_FUNCTION)?;
        let (service, name) = (call.name(0), call.name(1));
        let mut doc = cloud.service(service)?.function(name)?.doc.clone();
        let code = input.shift_remove("code");
        doc.extend(input);
        // By the runtime as it would be, since an update may change that.
        let package = cloud.code(call, &doc, code, false)?;
        defaults::function(&mut doc);
        limits::function(&doc)?;
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        let function = cloud.service_function_mut(service, name)?;
        function.doc = doc;
        if let Some(package) = package {
            function.set_package(package);
        }
        let doc = function.doc.clone();
        Ok(Response::ok(&cloud.shown(call, &doc)))
    }

    /// `DELETE /services/S/functions/F`. One that has triggers or provisioned instances stays (G63).
    pub(crate) fn delete_function(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let (service, name) = (call.name(0), call.name(1));
        let (now, settle) = (call.now, cloud.settle);
        let function = cloud.service(service)?.function(name)?;
        // Those of EventBridge do not keep it (G75).
        let mut triggers = function.triggers.keys();
        if triggers.any(|name| !limits::is_of_event_bridge(name)) {
            let message = format!("function '{name}' has active triggers");
            return Err(ApiError::new(409, "FunctionNotEmpty", message));
        }
        let mut configs = function.configs.iter();
        let keeps = |((kind, _), config): (&(Kind, String), &config::Config)| {
            *kind == Kind::Provision && config.current(*kind, now, settle) > 0
        };
        if configs.any(keeps) {
            let message = format!("provision config exists for function '{name}'");
            return Err(ApiError::new(409, "ProvisionConfigExist", message));
        }
        cloud.service_mut(service)?.functions.remove(name);
        Ok(Response::empty(204))
    }

    /// `GET /services/S[.Q]/functions`.
    pub(crate) fn list_functions(cloud: &mut Cloud, call: &Call<'_>) -> Result<Response> {
        let Qualified { service, qualifier } = Qualified::parse(call.name(0));
        let service = cloud.service(&service)?;
        let all: Vec<(&String, &Doc)> = match service.resolve(&qualifier)? {
            None => service
                .functions
                .iter()
                .map(|(name, function)| (name, &function.doc))
                .collect(),
            Some(version) => version
                .functions
                .iter()
                .map(|(name, (doc, _))| (name, doc))
                .collect(),
        };
        let listed = all
            .into_iter()
            .map(|(name, doc)| (name.clone(), cloud.shown(call, doc)));
        page(call, "functions", End::Null, listed)
    }
}

impl Cloud {
    /// A function of a service as replies show it.
    fn shown(&self, call: &Call<'_>, doc: &Doc) -> Value {
        let mut shown = doc.clone();
        let (old, new) = defaults::layers(doc, &self.account, &call.region);
        shown.insert("layers".to_owned(), old);
        shown.insert("layersArnV2".to_owned(), new);
        Value::Object(shown)
    }
}

/// 409 `FunctionAlreadyExists`.
fn exists(name: &str, service: &str) -> ApiError {
    let message = format!("function '{name}' already exists in service '{service}'");
    ApiError::new(409, "FunctionAlreadyExists", message)
}
