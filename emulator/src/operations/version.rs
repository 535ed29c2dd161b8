//! Versions, which are frozen copies of a function, and aliases, which are names for them.
//!
//! Numbers go up and are never given twice, so that a qualifier always means the same.

use serde_json::{Value, json};

use super::body::Shape::{Map, Number, Text};
use super::body::{self, Field};
use super::bound;
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::function::Function;
use crate::cloud::function::{Version, no_alias, no_version};
use crate::doc::{Doc, required, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// `CreateAliasInput`.
const CREATE_ALIAS: &[Field] = &[
    ("aliasName", Text),
    ("additionalVersionWeight", Map(&Number)),
    ("description", Text),
    ("versionId", Text),
];

/// `UpdateAliasInput`: all but the name.
const UPDATE_ALIAS: &[Field] = CREATE_ALIAS.split_at(1).1;

impl Function {
    /// The version or alias that the query names, which must exist; `LATEST` where it names none.
    pub(super) fn qualifier(&self, call: &Call<'_>) -> Result<String> {
        let qualifier = call.param("qualifier").filter(|name| !name.is_empty());
        match qualifier {
            None => Ok("LATEST".to_owned()),
            Some(name) => self.resolve(call.name(0), &name).map(|_| name),
        }
    }
}

impl Cloud {
    /// `PublishFunctionVersion`, also of a function that did not change since the last one (G34).
    pub(crate) fn publish_version(&mut self, call: &Call<'_>) -> Result<Response> {
        // A request without a body publishes without a description.
        let input = match call.request.body.is_empty() {
            true => Doc::new(),
            false => body::read(call, &[("description", Text)])?,
        };
        let function = self.function_mut(call.name(0))?;
        // Numbers are never given twice, even where a version was deleted.
        function.published += 1;
        let id = function.published;
        let about = json!({
            "createdTime": call.now.iso(),
            "description": text(&input, "description").unwrap_or_default(),
            "lastModifiedTime": call.now.iso(),
            "versionId": id.to_string(),
        });
        let version = Version {
            about: about.as_object().cloned().unwrap_or_default(),
            doc: function.doc.clone(),
            package: function.package.clone(),
        };
        function.versions.insert(id, version);
        Ok(Response::ok(&about))
    }

    /// `ListFunctionVersions`, the newest first unless `direction` says `FORWARD`.
    pub(crate) fn list_versions(&mut self, call: &Call<'_>) -> Result<Response> {
        let direction = call.param("direction").filter(|text| !text.is_empty());
        let direction = direction.unwrap_or_else(|| "BACKWARD".to_owned());
        let forward = match direction.as_str() {
            "FORWARD" => true,
            "BACKWARD" => false,
            _ => return Err(ApiError::out_of_range("direction", "FORWARD|BACKWARD")),
        };
        let versions = &self.function(call.name(0))?.versions;
        // Pages are cut by name, so the names sort as the direction asks for.
        let key = |id: u32| match forward {
            true => format!("{id:010}"),
            false => format!("{:010}", u32::MAX - id),
        };
        let mut sorted: Vec<(String, Value)> = versions
            .iter()
            .map(|(id, version)| (key(*id), Value::Object(version.about.clone())))
            .collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let items = sorted.iter().map(|(name, doc)| (name, doc.clone()));
        super::page::page_with(call, "versions", items, &[("direction", direction.into())])
    }

    /// `DeleteFunctionVersion`. A version that an alias leads to stays (G34).
    pub(crate) fn delete_version(&mut self, call: &Call<'_>) -> Result<Response> {
        let (name, id) = (call.name(0), call.name(1));
        let function = self.function_mut(name)?;
        let number: Option<u32> = id.parse().ok();
        let number = number.filter(|number| function.versions.contains_key(number));
        let number = number.ok_or_else(|| no_version(id, name))?;
        // An alias also leads to the versions that it gives a share of the calls.
        let leads = |alias: &Doc| {
            let more = alias.get("additionalVersionWeight");
            text(alias, "versionId") == Some(id) || more.is_some_and(|map| map.get(id).is_some())
        };
        if let Some((alias, _)) = function.aliases.iter().find(|(_, alias)| leads(alias)) {
            let message = format!("version '{id}' is used by alias '{alias}'");
            return Err(ApiError::invalid(message));
        }
        function.versions.remove(&number);
        Ok(Response::empty(204))
    }

    /// `CreateAlias`.
    pub(crate) fn create_alias(&mut self, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, CREATE_ALIAS)?;
        let name = required(&doc, "aliasName")?.to_owned();
        bound::name("aliasName", &name, 128)?;
        let function = self.function_mut(call.name(0))?;
        if function.aliases.contains_key(&name) {
            return Err(ApiError::exists("AliasAlreadyExists", "alias", &name));
        }
        check_alias(function, call.name(0), &doc)?;
        doc.entry("description").or_insert("".into());
        doc.insert("createdTime".to_owned(), call.now.iso().into());
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        function.aliases.insert(name, doc.clone());
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `GetAlias`.
    pub(crate) fn get_alias(&mut self, call: &Call<'_>) -> Result<Response> {
        let doc = self.alias(call)?.clone();
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `UpdateAlias`: what is left out stays.
    pub(crate) fn update_alias(&mut self, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, UPDATE_ALIAS)?;
        let mut doc = self.alias(call)?.clone();
        doc.extend(input);
        let function = self.function_mut(call.name(0))?;
        check_alias(function, call.name(0), &doc)?;
        doc.insert("lastModifiedTime".to_owned(), call.now.iso().into());
        function
            .aliases
            .insert(call.name(1).to_owned(), doc.clone());
        Ok(Response::ok(&Value::Object(doc)))
    }

    /// `DeleteAlias`.
    pub(crate) fn delete_alias(&mut self, call: &Call<'_>) -> Result<Response> {
        self.alias(call)?;
        self.function_mut(call.name(0))?
            .aliases
            .remove(call.name(1));
        Ok(Response::empty(204))
    }

    /// `ListAliases`.
    pub(crate) fn list_aliases(&mut self, call: &Call<'_>) -> Result<Response> {
        let aliases = self.function(call.name(0))?.aliases.iter();
        let listed = aliases.map(|(name, doc)| (name, Value::Object(doc.clone())));
        super::page::page(call, "aliases", listed)
    }

    /// An alias, or the refusal that there is none of that name.
    fn alias(&self, call: &Call<'_>) -> Result<&Doc> {
        let (function, name) = (call.name(0), call.name(1));
        let found = self.function(function)?.aliases.get(name);
        found.ok_or_else(|| no_alias(name, function))
    }
}

/// Every version that an alias names exists, and what goes to others leaves something for its own.
fn check_alias(function: &Function, name: &str, doc: &Doc) -> Result<()> {
    let main = required(doc, "versionId")?;
    function.resolve(name, main)?;
    let others = doc
        .get("additionalVersionWeight")
        .and_then(Value::as_object);
    for (version, weight) in others.into_iter().flatten() {
        if version == main {
            let message = format!("additional version '{version}' is the major version");
            return Err(ApiError::new(
                400,
                "AdditionalVersionContainsMajorVersion",
                message,
            ));
        }
        function.resolve(name, version)?;
        if !weight
            .as_f64()
            .is_some_and(|weight| (0.0..=1.0).contains(&weight))
        {
            return Err(ApiError::out_of_range("additionalVersionWeight", "0-1"));
        }
    }
    Ok(())
}
