//! Functions: create, read, update, delete and list.

use serde_json::{Value, json};

use super::{Call, code, defaults, limits, merge, show, show_page, text};
use crate::error::{ApiError, ApiResult};
use crate::http::Response;
use crate::page::page;
use crate::shape;
use crate::state::{Fields, Function};

/// The fields that only GetFunction shows.
const UNLISTED: [&str; 6] = [
    "state",
    "stateReason",
    "stateReasonCode",
    "lastUpdateStatus",
    "lastUpdateStatusReason",
    "lastUpdateStatusReasonCode",
];

/// Creates a function.
pub(crate) fn create(call: &mut Call<'_>) -> ApiResult<Response> {
    let mut fields = shape::body(call.request, "CreateFunctionInput")?;
    let name = text(&fields, "functionName").to_owned();
    limits::function_name(&name)?;
    if call.state.functions.contains_key(&name) {
        let message = format!("function '{name}' already exists");
        return Err(ApiError::new(409, "FunctionAlreadyExists", message));
    }
    let location = fields.remove("code");
    let mut function = Function::default();
    settle(&mut fields)?;
    function.fields = fields;
    place_code(call, &mut function, location, true)?;
    stamp_new(call, &name, &mut function.fields);
    let response = show(&function.fields);
    call.state.functions.insert(name, function);
    Ok(response)
}

/// Shows a function.
pub(crate) fn get(call: &mut Call<'_>) -> ApiResult<Response> {
    let name = call.name(0).to_owned();
    let function = call.state.function(&name)?;
    check_qualifier(call.request.query("qualifier"))?;
    Ok(show(&function.fields))
}

/// Changes the top-level fields of a function that the request names.
pub(crate) fn update(call: &mut Call<'_>) -> ApiResult<Response> {
    let name = call.name(0).to_owned();
    let mut function = call.state.function(&name)?.clone();
    let mut changes = shape::body(call.request, "UpdateFunctionInput")?;
    let location = changes.remove("code");
    merge(&mut function.fields, changes);
    settle(&mut function.fields)?;
    place_code(call, &mut function, location, false)?;
    stamp_changed(call, &mut function.fields);
    let response = show(&function.fields);
    call.state.functions.insert(name, function);
    Ok(response)
}

/// Deletes a function that has no triggers.
pub(crate) fn delete(call: &mut Call<'_>) -> ApiResult<Response> {
    let name = call.name(0).to_owned();
    if !call.state.function(&name)?.triggers.is_empty() {
        let message = format!("function '{name}' has active triggers");
        return Err(ApiError::new(412, "FunctionNotEmpty", message));
    }
    call.state.functions.remove(&name);
    Ok(Response::empty(204))
}

/// Lists functions page by page.
pub(crate) fn list(call: &mut Call<'_>) -> ApiResult<Response> {
    let filters = Filters::of(call)?;
    let chosen = call
        .state
        .functions
        .iter()
        .filter(|(_, f)| filters.admit(&f.fields));
    let page = page(call.request, chosen)?;
    let items = page
        .items
        .iter()
        .map(|function| listed(&function.fields))
        .collect();
    Ok(show_page("functions", items, page.next))
}

fn listed(fields: &Fields) -> Value {
    let shown = fields
        .iter()
        .filter(|(name, _)| !UNLISTED.contains(&name.as_str()));
    Value::Object(
        shown
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

/// The filters of ListFunctions.
struct Filters {
    texts: Vec<(&'static str, String)>,
    tags: Vec<Value>,
}

impl Filters {
    fn of(call: &Call<'_>) -> ApiResult<Self> {
        let texts = ["functionName", "description", "runtime", "resourceGroupId"]
            .into_iter()
            .filter_map(|name| Some((name, call.request.query(name)?)))
            .collect();
        let tags = call.request.query("tags").map_or(Ok(Vec::new()), |text| {
            serde_json::from_str(&text).map_err(|_| ApiError::invalid("tags must be a JSON array"))
        })?;
        Ok(Self { texts, tags })
    }

    fn admit(&self, fields: &Fields) -> bool {
        let has = |tag: &Value| {
            let own = fields.get("tags").and_then(Value::as_array);
            own.is_some_and(|own| own.contains(tag))
        };
        self.texts
            .iter()
            .all(|(name, wanted)| text(fields, name).contains(wanted))
            && self.tags.iter().all(has)
    }
}

/// Only the code that is being worked on exists here: no versions, no aliases.
fn check_qualifier(qualifier: Option<String>) -> ApiResult<()> {
    match qualifier.as_deref() {
        None | Some("LATEST") => Ok(()),
        Some(version) if version.bytes().all(|byte| byte.is_ascii_digit()) => Err(ApiError::new(
            404,
            "VersionNotFound",
            format!("version '{version}' does not exist"),
        )),
        Some(alias) => Err(ApiError::new(
            404,
            "AliasNotFound",
            format!("alias '{alias}' does not exist"),
        )),
    }
}

/// Fills in what is absent, checks the whole, and turns layers into the form of replies.
fn settle(fields: &mut Fields) -> ApiResult<()> {
    defaults::fill_function(fields);
    limits::function(fields)?;
    if let Some(Value::Array(layers)) = fields.get_mut("layers") {
        for layer in layers.iter_mut().filter(|layer| layer.is_string()) {
            *layer = json!({"arn": layer, "size": 421});
        }
    }
    Ok(())
}

/// Takes over the code a request names; a container has an image instead.
fn place_code(
    call: &Call<'_>,
    function: &mut Function,
    location: Option<Value>,
    must: bool,
) -> ApiResult<()> {
    if text(&function.fields, "runtime") == "custom-container" {
        return check_image(&function.fields, location.as_ref());
    }
    match location {
        Some(Value::Object(location)) => {
            let package = code::package(call.state, &location)?;
            code::describe(&mut function.fields, &package);
            function.code = Some(package);
            Ok(())
        }
        _ if must => Err(code::nothing_named()),
        _ => Ok(()),
    }
}

fn check_image(fields: &Fields, location: Option<&Value>) -> ApiResult<()> {
    if location.is_some() {
        return Err(code::nothing_named());
    }
    let image = fields
        .get("customContainerConfig")
        .map(|config| &config["image"]);
    match image.and_then(Value::as_str) {
        Some(image) if !image.is_empty() => Ok(()),
        _ => Err(ApiError::invalid(
            "customContainerConfig.image is required but not provided",
        )),
    }
}

/// Writes the fields that a new function gets from the service.
fn stamp_new(call: &mut Call<'_>, name: &str, fields: &mut Fields) {
    let id = call.fresh_id();
    let arn = call.arn(&format!("functions/{name}"));
    fields.insert("functionId".to_owned(), json!(id));
    fields.insert("functionArn".to_owned(), json!(arn));
    fields.insert("createdTime".to_owned(), json!(call.now()));
    fields.insert("state".to_owned(), json!("Active"));
    stamp_changed(call, fields);
}

fn stamp_changed(call: &Call<'_>, fields: &mut Fields) {
    fields.insert("lastModifiedTime".to_owned(), json!(call.now()));
    fields.insert("lastUpdateStatus".to_owned(), json!("Successful"));
}
