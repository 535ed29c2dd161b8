//! Functions: created with the service's defaults, updated by a merge at the top level.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::config;
use super::{body, code, defaults, image, limits, model, tag};
use crate::call::Call;
use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::cloud::function::Function;
use crate::doc::{Doc, at, required, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// What a list leaves out of a function.
const NOT_LISTED: &[&str] = &["state", "lastUpdateStatus"];

impl Function {
    /// As a read shows it, with the state of its image by now.
    fn shown(&self, now: Moment, settle: u64) -> Response {
        let mut doc = self.doc.clone();
        image::progress(&mut doc, self.image, now, settle);
        Response::ok(&Value::Object(doc))
    }

    /// As a list shows it.
    fn listed(&self) -> Value {
        let mut doc = self.doc.clone();
        doc.retain(|name, _| !NOT_LISTED.contains(&name.as_str()));
        Value::Object(doc)
    }
}

impl Cloud {
    /// `CreateFunction`.
    pub(crate) fn create_function(&mut self, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, model::CREATE_FUNCTION)?;
        limits::new_function(&doc)?;
        let name = required(&doc, "functionName")?.to_owned();
        if self.functions.contains_key(&name) {
            return Err(ApiError::exists("FunctionAlreadyExists", "function", &name));
        }
        let code = doc.shift_remove("code");
        // Before anything is kept: a refusal leaves no function behind.
        let package = self.fetch(&doc, code)?;
        defaults::new_function(&mut doc);
        // After the defaults, which are held to the limits as well.
        limits::function(&doc)?;
        defaults::written(&mut doc);
        doc.extend(self.identity(call, &name));
        let image = self.look_up(&mut doc, call.now);
        let mut function = Function {
            doc,
            package: None,
            triggers: BTreeMap::new(),
            configs: BTreeMap::new(),
            vpcs: Vec::new(),
            versions: BTreeMap::new(),
            published: 0,
            aliases: BTreeMap::new(),
            tasks: BTreeMap::new(),
            sessions: BTreeMap::new(),
            image,
        };
        if let Some(package) = package {
            function.set_package(package);
        }
        let shown = function.shown(call.now, self.settle);
        self.functions.insert(name, function);
        Ok(shown)
    }

    /// What the service adds to a new function. Only containers pass through other states.
    fn identity(&mut self, call: &Call<'_>, name: &str) -> Doc {
        let identity = json!({
            "createdTime": call.now.iso(),
            "functionArn": self.arn(&call.region, name),
            "functionId": self.ids.uuid(),
            "lastModifiedTime": call.now.iso(),
            "lastUpdateStatus": "Successful",
            "state": "Active",
        });
        identity.as_object().cloned().unwrap_or_default()
    }

    /// Fetches the package that a request's `code` names, if it names one. `doc` is the function as it
    /// would be.
    fn fetch(&self, doc: &Doc, code: Option<Value>) -> Result<Option<Vec<u8>>> {
        match code {
            None => Ok(None),
            Some(Value::Object(code)) if !limits::is_container(doc) => {
                self.package(&code).map(Some)
            }
            Some(_) => Err(code::unlocated()),
        }
    }

    /// `GetFunction`.
    pub(crate) fn get_function(&mut self, call: &Call<'_>) -> Result<Response> {
        if let Some(seen) = self.seen(&call.region, call.name(0)) {
            return Ok(Response::ok(&Value::Object(seen)));
        }
        let function = self.function(call.name(0))?;
        let qualifier = function.qualifier(call)?;
        match function.resolve(call.name(0), &qualifier)? {
            Some(version) => Ok(Response::ok(&Value::Object(version.doc.clone()))),
            None => Ok(function.shown(call.now, self.settle)),
        }
    }

    /// `UpdateFunction`: what is left out stays, what is given takes the place of what was (G5).
    pub(crate) fn update_function(&mut self, call: &Call<'_>) -> Result<Response> {
        let mut input = body::read(call, model::UPDATE_FUNCTION)?;
        let mut doc = self.function(call.name(0))?.doc.clone();
        let code = input.shift_remove("code");
        doc.extend(input.clone());
        required(&doc, "runtime")?;
        required(&doc, "handler")?;
        // By the runtime as it would be, since an update may change that.
        let package = self.fetch(&doc, code)?;
        // Before the limits, which hold for what comes of the write and not for what was sent.
        defaults::balance(&mut doc, &input);
        limits::function(&doc)?;
        defaults::written(&mut doc);
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        // A tag is only looked up when the container is written; else it stays what it was.
        let blocks = limits::image_blocks(&doc);
        let image = match blocks.iter().any(|block| input.contains_key(*block)) {
            true => self.look_up(&mut doc, call.now),
            false => self.function(call.name(0))?.image,
        };
        let settle = self.settle;
        let function = self.function_mut(call.name(0))?;
        function.doc = doc;
        function.image = image;
        if let Some(package) = package {
            function.set_package(package);
        }
        Ok(function.shown(call.now, settle))
    }

    /// `DeleteFunction`. A function that something still hangs on stays: the error list has
    /// `FunctionNotEmpty`, though without a status; 409 is what the other states that forbid a write
    /// have. That it is also said of aliases, versions and bindings follows from the order in which
    /// upstream deletes (G11).
    pub(crate) fn delete_function(&mut self, call: &Call<'_>) -> Result<Response> {
        let name = call.name(0);
        let function = self.function(name)?;
        let held = [
            (function.triggers.is_empty(), "active triggers"),
            (function.aliases.is_empty(), "aliases"),
            (function.versions.is_empty(), "versions"),
            (function.vpcs.is_empty(), "vpc bindings"),
        ];
        if let Some((_, what)) = held.iter().find(|(is_empty, _)| !is_empty) {
            let message = format!("function '{name}' has {what}");
            return Err(ApiError::new(409, "FunctionNotEmpty", message));
        }
        config::in_the_way(function, name)?;
        self.functions.remove(name);
        Ok(Response::empty(204))
    }

    /// `ListFunctions`, those of FC 2.0 among them.
    pub(crate) fn list_functions(&mut self, call: &Call<'_>) -> Result<Response> {
        let filter = Filter::of(call)?;
        let functions = self.functions.iter();
        let functions = functions.filter(|(_, function)| filter.fits(&function.doc));
        let mut listed: BTreeMap<String, Value> = functions
            .map(|(name, function)| (name.clone(), function.listed()))
            .collect();
        let seen = self.all_seen(&call.region).into_iter();
        let seen = seen.filter(|(_, doc)| filter.fits(doc));
        listed.extend(seen.map(|(name, doc)| (name, Value::Object(doc))));
        let listed = listed.iter().map(|(name, doc)| (name, doc.clone()));
        super::page::page(call, "functions", listed)
    }
}

/// What a list of functions is narrowed down by, besides the prefix.
struct Filter {
    /// Texts that a field must have or contain.
    equal: Vec<(&'static str, String)>,
    /// Texts that a field must contain.
    contained: Vec<(&'static str, String)>,
    /// The type of GPU that it must have.
    gpu: Option<String>,
    /// The tags that it must have.
    tags: Vec<Value>,
    /// The version of Function Compute that it must belong to, `v2` or `v3`.
    version: Option<String>,
}

impl Filter {
    /// What the query asks for; an empty parameter asks for nothing.
    fn of(call: &Call<'_>) -> Result<Filter> {
        let given = |names: &[&'static str]| -> Vec<(&'static str, String)> {
            let pairs = names.iter().map(|name| Some((*name, call.param(name)?)));
            pairs.flatten().collect()
        };
        Ok(Filter {
            equal: given(&["runtime", "resourceGroupId"]),
            contained: given(&["functionName", "description"]),
            gpu: call.param("gpuType"),
            tags: tag::wanted(call.param("tags").as_deref())?,
            version: call.param("fcVersion"),
        })
    }

    /// Whether a function is one of those that are asked for.
    fn fits(&self, doc: &Doc) -> bool {
        let field = |name: &str| text(doc, name).unwrap_or_default();
        let gpu = || at(doc, "gpuConfig.gpuType").and_then(Value::as_str);
        // Those of FC 2.0 are told by their names (G8).
        let version = match field("functionName").contains('$') {
            true => "v2",
            false => "v3",
        };
        let wanted = self.version.as_deref();
        wanted.is_none_or(|wanted| wanted == version)
            && self
                .equal
                .iter()
                .all(|(name, wanted)| field(name) == wanted)
            && self
                .contained
                .iter()
                .all(|(name, wanted)| field(name).contains(wanted))
            && self
                .gpu
                .as_deref()
                .is_none_or(|wanted| gpu() == Some(wanted))
            && tag::all(&self.tags, doc)
    }
}
